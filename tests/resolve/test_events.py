"""Texts to the encounters that they report on, who took part, when and where; none from words in quotation marks."""

import pytest

from onrecord.extract.quotes import quotations
from onrecord.resolve.events import CHANNELS, Encounter, encounters
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.timex import expressions
from onrecord.resolve.words import table

PEOPLE = ("Ana Roth", "Ben Hale", "Cy Pell", "Ada Holm")


def found(text: str) -> list[Encounter]:
    """The encounters of a text in which PEOPLE are known wherever they are named."""
    quotes = quotations(text)
    people = sorted((at, name) for name in PEOPLE for at in range(len(text)) if text.startswith(name, at))
    return encounters(text, Sentences(text, quotes), quotes, people, expressions(text, "2026-05-14"))


@pytest.mark.parametrize(
    ("text", "kind", "participants", "day", "place"),
    [
        ("Ana Roth and Ben Hale spoke by phone on Monday.", "call", ("Ana Roth", "Ben Hale"), "2026-05-11", None),
        ("Ana Roth met Ben Hale on Tuesday in Sandholm.", "meeting", ("Ana Roth", "Ben Hale"), "2026-05-12", "Sandholm"),
        ("The summit in Merrow brought Ben Hale and Ana Roth to one table.", "summit", ("Ben Hale", "Ana Roth"), None, "Merrow"),
        ("Ada Holm gave an interview on Wednesday.", "interview", ("Ada Holm",), "2026-05-13", None),
        ("A news conference at the Old Mill ended early.", "press conference", (), None, "Old Mill"),
        ("Ada Holm testified for an hour.", "hearing", ("Ada Holm",), None, None),
        ("Ana Roth met Ben Hale in January.", "meeting", ("Ana Roth", "Ben Hale"), None, None),  # a month is no place
    ],
)
def test_who_when_and_where(text: str, kind: str, participants: tuple[str, ...], day: str | None, place: str | None) -> None:
    (one,) = found(text)
    assert (one.kind, one.participants, one.place) == (kind, participants, place)
    assert (one.date and one.date.start) == day


@pytest.mark.parametrize(
    "text",
    [
        "Ana Roth met the target.",  # nobody
        "Ana Roth had a meeting in Sandholm.",  # with nobody who is named
        "“The summit of Ana Roth and Ben Hale was a farce, and the phone call worse,” one heard.",
        "Ana Roth and Ben Hale said that they were well.",
    ],
)
def test_no_event_is_made_of_less(text: str) -> None:
    assert found(text) == []


def test_what_is_quoted_says_nothing_of_where_it_is_said() -> None:
    (one,) = found("In an interview Ada Holm said: “Ben Hale was in Merrow on Monday.”")
    assert (one.kind, one.participants, one.date, one.place) == ("interview", ("Ada Holm",), None, None)


def test_later_mentions_are_the_same_event_and_add_what_they_know() -> None:
    text = "Ana Roth and Ben Hale spoke by phone. The phone call was on Monday, from a desk at Old Mill."
    (one,) = found(text)
    assert [text[start:end] for start, end in one.mentions] == ["by phone", "phone call"]
    assert one.date
    assert (one.date.start, one.place) == ("2026-05-11", "Old Mill")


@pytest.mark.parametrize(
    "text",
    [
        "Ana Roth met Ben Hale in the spring. Cy Pell met Ada Holm in the hall.",  # other people
        "Ana Roth met Ben Hale on Monday. Ana Roth met Ben Hale on Tuesday.",  # another day
        "Ana Roth met Ben Hale. Ana Roth and Ben Hale held a phone call.",  # another kind
    ],
)
def test_other_people_another_day_or_kind_are_another_event(text: str) -> None:
    first, second = found(text)
    assert first.mentions[0] < second.mentions[0]
    assert len(first.participants) == len(second.participants) == 2


def test_every_kind_has_its_channel() -> None:
    assert {kind for kind, _ in table("events.tsv")} == set(CHANNELS)
