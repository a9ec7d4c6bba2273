"""The Syria article again: through what, when, to whom and at which event, as its gold has them."""

import json
from pathlib import Path

import pytest

from onrecord.pipeline import record
from onrecord.read.source import read_source
from onrecord.record import Record, Statement
from tests.cases.judge import closest, spans, words

CASE = Path(__file__).parents[3] / "shared" / "cases" / "syria"
pytestmark = pytest.mark.skipif(not CASE.exists(), reason="the shared cases are not beside this checkout")


@pytest.fixture(scope="module")
def read() -> Record:
    return record(read_source(CASE / "article.txt", published="2019-01-08", translated_from="fr"))


@pytest.fixture(scope="module")
def pairs(read: Record) -> list[tuple[dict, Statement]]:
    gold = json.loads((CASE / "gold.json").read_text(encoding="utf-8"))
    text = read.document.text
    found = []
    for one in gold["statements"]:
        ours = closest(words(text, spans(one["content"])), text, read.statements)
        if one["required"] and ours is not None:
            found.append((one, ours))
    return found


def test_each_time_that_the_text_states_is_found_and_an_inferred_one_is_right_or_left_open(pairs: list) -> None:
    for gold, ours in pairs:
        if gold.get("said_at_basis") == "stated":
            assert ours.said_at is not None
            assert ours.said_at.start.startswith(gold["said_at"])
        elif gold.get("said_at") and ours.said_at is not None:
            assert ours.said_at.basis == "inferred"
            assert ours.said_at.start.startswith(gold["said_at"])


def test_each_channel_is_golds(pairs: list) -> None:
    assert [ours.channel.value if ours.channel else None for _, ours in pairs] == [gold.get("channel") for gold, _ in pairs]


def test_what_the_president_stressed_was_said_to_the_other_president_in_the_call(pairs: list) -> None:
    nested = next(ours for gold, ours in pairs if gold["speaker"] == "Emmanuel Macron" and ours.parent)
    assert [one.name for one in nested.addressees] == ["Donald Trump"]


def test_the_call_is_one_event_with_two_offices_accounts(read: Record) -> None:
    (call,) = read.events
    assert (call.kind, [one.name for one in call.participants]) == ("call", ["Emmanuel Macron", "Donald Trump"])
    assert call.date is not None
    assert call.date.start == "2019-01-07"
    accounts = [one.speaker.name for one in read.statements if one.id in call.accounts and one.speaker]
    assert accounts == ["Presidency of France", "White House"]


def test_the_group_is_one_actor_under_all_its_names(read: Record) -> None:
    (group,) = [one for one in read.actors if one.name == "Islamic State"]
    assert {"Daaesh", "IS", "EI group"} <= set(group.names)


def test_a_title_that_was_not_held_is_a_finding(read: Record) -> None:
    assert [one.says for one in read.findings] == [
        "Mike Pompeo was secretary of state of United States on 2019-01-08, not foreign minister"
    ]
