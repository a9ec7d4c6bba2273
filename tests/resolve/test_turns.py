"""Printed interviews: whose turn it is, by the labels at the heads of paragraphs."""

import pytest

from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.people import People
from onrecord.resolve.person import Person
from onrecord.resolve.turns import Turn, guest, turn_at, turns

INTRODUCTION = "Maria Torrance runs the harbour. We met Torrance on Monday. Tom Reed took notes.\n\n"


def read(text: str) -> list[Turn]:
    return turns(text, paragraphs(text), People(text))


def name(person: Person | None) -> str | None:
    return person.name if person else None


def test_questions_are_nobodys_and_answers_are_the_guests() -> None:
    text = INTRODUCTION + "Q: Is it late?\n\nA: It is.\n\nQ: Why?\n\nA: The fog."
    found = read(text)
    assert [(turn.asks, name(turn.person)) for turn in found] == [(True, None), (False, "Maria Torrance")] * 2
    assert name(guest(found)) == "Maria Torrance"


def test_a_turn_lasts_until_the_next_label() -> None:
    text = INTRODUCTION + "Q: Is it late?\n\nA: It is.\n\nAnd it is cold.\n\nQ: Why?"
    found = read(text)
    cold = turn_at(found, text.index("cold"))
    assert cold is not None
    assert name(cold.person) == "Maria Torrance"
    assert turn_at(found, text.index("Reed")) is None
    assert found[-1].end == len(text)


def test_a_transcript_names_each_speaker() -> None:
    text = INTRODUCTION + "Torrance: It is late.\n\nReed: It is.\n\nTORRANCE: We go."
    found = read(text)
    assert [name(turn.person) for turn in found] == ["Maria Torrance", "Tom Reed", "Maria Torrance"]
    assert guest(found) is None


def test_an_interview_that_introduces_nobody_has_no_guest() -> None:
    found = read("Q: Is it late?\n\nA: It is.\n\nQ: Why?\n\nA: The fog.")
    assert [name(turn.person) for turn in found] == [None] * 4
    assert guest(found) is None


@pytest.mark.parametrize(
    "body",
    [
        "Torrance: It is late.\n\nIt rained all night.\n\nTorrance: We go.\n\nTorrance: Now.",
        "Q: Is it late?\n\nIt rained.",
        "Q: Is it late?\n\nA: It is.",
        "Note: It is late.\n\nCorrection: It is not.\n\nWeather: It rains.",
    ],
)
def test_a_few_labels_make_no_interview(body: str) -> None:
    assert read(INTRODUCTION + body) == []
