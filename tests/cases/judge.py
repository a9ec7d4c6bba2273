"""A case's gold against a record of it: which required statements were found, and which bear the right name."""

import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import onrecord
from onrecord.record import Record, Span

SIBLINGS = Path(__file__).parent / "siblings"


@dataclass(frozen=True)
class Verdict:
    """How a record stands to its case's gold: required statements that are not nested, found and rightly named."""

    case: str
    required: int
    found: int
    right: int
    notes: tuple[str, ...]
    record: Record
    gold: dict[str, Any]


def judge(folder: Path, scorer: ModuleType) -> Verdict:
    """Read a case and compare: content words overlap with a Jaccard index of 0.5, names as the shared scorer compares them."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    record = onrecord.read(folder / "article.txt", published=gold["published"], translated_from=gold["translated_from"])
    text = record.document.text
    found = right = required = 0
    notes = []
    nested = {id(one) for one in gold["statements"] if any(inside(one, other) for other in gold["statements"])}
    for one in gold["statements"]:
        if not one["required"] or id(one) in nested:
            continue
        required += 1
        wanted = words(text, [Span(*pair) for pair in one["content"]])
        best = max(record.statements, key=lambda statement: jaccard(wanted, words(text, statement.content)), default=None)
        if best is None or jaccard(wanted, words(text, best.content)) < 0.5:
            notes.append(f"missed: {one['content_text'][0][:60]}")
            continue
        found += 1
        name = best.speaker.name if best.speaker else None
        if name and any(scorer.one_agrees(one["speaker"], name, kind) for kind in ("person", "org")):
            right += 1
        else:
            notes.append(f"{one['speaker']} expected, {name} given ({best.why}): {one['content_text'][0][:60]}")
    return Verdict(folder.name, required, found, right, tuple(notes), record, gold)


def inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one gold statement stands in another's content."""
    return one is not other and all(any(a <= start and end <= b for a, b in other["content"]) for start, end in one["content"])


def words(text: str, spans: list[Span] | tuple[Span, ...]) -> frozenset[int]:
    """Where the words in spans begin."""
    return frozenset(span.start + match.start() for span in spans for match in re.finditer(r"\w+", span.of(text)))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared words over all words."""
    return len(a & b) / len(a | b) if a | b else 0.0


def load_scorer(shared: Path) -> ModuleType:
    """The shared speaker scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score_speakers", shared / "score" / "score_speakers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
