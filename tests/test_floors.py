"""The quality gate: every floor has its figure, and the corpus is the one that it was set on."""

import hashlib
import json
from pathlib import Path

from bench.floors import FLOORS, changed_gold, sunk

GATE = json.loads(FLOORS.read_text(encoding="utf-8"))


def test_the_corpus_is_the_one_that_the_floors_were_set_on(shared: Path) -> None:
    assert hashlib.sha256((shared / GATE["corpus"]).read_bytes()).hexdigest() == GATE["sha256"]


def test_our_own_gold_is_what_it_was_when_it_was_first_run_on() -> None:
    assert set(GATE["gold"]) == {
        "compare/events.jsonl",
        "compare/points.jsonl",
        "compare/second.jsonl",
        "compare/texts.jsonl",
        "nested",
        "registers",
        "resolve",
        "times/gold.jsonl",
        "trace/state_kremlin.jsonl",
        "trace/whitehouse.jsonl",
    }
    assert changed_gold(GATE) == []


def test_no_floor_is_under_what_was_promised() -> None:
    promised = {"attribution": 70, "content_tokens": 90, "source_tokens": 83}
    assert {floor["figure"] for floor in GATE["floors"]} >= set(promised)
    assert all(floor["floor"] >= promised.get(floor["figure"], 0) for floor in GATE["floors"])


def test_each_figure_that_sank_is_a_sentence() -> None:
    figures = {floor["figure"]: {floor["field"]: floor["floor"]} for floor in GATE["floors"]}
    assert sunk(figures, GATE["floors"]) == []
    figures["attribution"] = {"f": 3.5}
    (sentence,) = sunk(figures, GATE["floors"])
    assert sentence.startswith("attribution f is 3.5, under its floor of")
