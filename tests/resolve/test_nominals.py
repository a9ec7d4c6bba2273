"""Descriptions to people: whoever the text calls so, and nobody where it calls nobody so or two alike."""

from datetime import date

import pytest

from onrecord.extract.quotes import quotations
from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.found import Found
from onrecord.resolve.kb.base import Base
from onrecord.resolve.kb.known import Entry, Known, Office
from onrecord.resolve.nominals import by_description
from onrecord.resolve.people import People
from onrecord.resolve.sentences import Sentences

SENATORS = "Sen. Ines Calder (D-Vt.) met Sen. Tom Reed (R-Maine)."
MAYORS = "Tom Reed, the mayor of Sandholm, met Owen Hale, the mayor of Bergmouth."
FAMILY = "Tom Reed and his wife, Nora Hale, came with Ben Roth."


def meant(text: str, words: str, published: date | None = None, known: Base | None = None, country: str = "") -> Found | None:
    """Whom words stand for that follow a text."""
    text = f"{text} It rained, {words} said."
    quotes = quotations(text)
    people = People(text, quotes, published, known)
    discourse = Discourse(text, people, quotes, Sentences(text, quotes), paragraphs(text))
    place = discourse.place(text.rindex(words))
    return by_description(words, place, discourse.near(place, ""), people, country)


def name(found: Found | None) -> str | None:
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "words", "whom"),
    [
        (SENATORS, "the Vermont senator", "Ines Calder"),
        (SENATORS, "the senator from Maine", "Tom Reed"),
        (SENATORS, "the Republican lawmaker", "Tom Reed"),
        (SENATORS, "the Democrat", "Ines Calder"),
        (MAYORS, "the mayor of Bergmouth", "Owen Hale"),
        (MAYORS, "the Sandholm mayor", "Tom Reed"),
        (FAMILY, "his wife", "Nora Hale"),
        ("Finance Minister Ines Calder met Tom Reed.", "the minister", "Ines Calder"),
        ("Finance Minister Ines Calder met Tom Reed.", "the finance minister", "Ines Calder"),
        ("Former Gov. Tom Reed met Gov. Ines Calder.", "the former governor", "Tom Reed"),
        ("Former Gov. Tom Reed met Gov. Ines Calder.", "the governor", "Ines Calder"),
        ("Tom Reed, a lawyer, met spokeswoman Robin Hale.", "the spokeswoman", "Robin Hale"),
        ("Tom Reed, 34, met Ben Roth, 51.", "the 34-year-old", "Tom Reed"),
        ("Luc Ferrand of France beat Dale Moss of Norway.", "the Norwegian", "Dale Moss"),
        ("Luc Ferrand of France beat Dale Moss of Norway.", "the Frenchman", "Luc Ferrand"),
    ],
)
def test_whoever_the_text_calls_so(text: str, words: str, whom: str) -> None:
    assert name(meant(text, words)) == whom


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SENATORS, "the Ohio senator"),
        (SENATORS, "the governor"),
        (MAYORS, "the mayor of Holmstrand"),
        ("Tom Reed, the mayor of Sandholm, spoke.", "the mayor of Bergmouth"),
        ("Tom Reed, the governor, spoke.", "the former governor"),
        ("Tom Reed, the governor, spoke.", "the deputy governor"),
        ("President Ines Calder spoke.", "the vice president"),
        ("Vice President Ines Calder spoke.", "the president"),
        ("Finance Minister Ines Calder spoke.", "the interior minister"),
        ("Defense Secretary Ines Calder spoke.", "the Treasury secretary"),
        ("Tom Reed, the prime minister of Norway, spoke.", "the Danish prime minister"),
        ("Tom Reed, a spokesman for Harbour Lines, spoke.", "the spokesman for Coast Ferries"),
        ("Ines Calder, a Labour lawmaker, spoke.", "the Conservative lawmaker"),
        ("Mrs. Robin Hale, a lawyer, spoke.", "the businessman"),
        ("Tom Reed's wife, Nora Hale, came with Ben Roth.", "Roth's wife"),
    ],
)
def test_whoever_was_named_last_is_not_a_stranger(text: str, words: str) -> None:
    assert name(meant(text, words)) is None


@pytest.mark.parametrize("words", ["a senator", "another senator", "some senators", "two senators", "the senators"])
def test_one_of_many_or_many_are_nobody_named(words: str) -> None:
    assert name(meant(SENATORS, words)) is None


def test_of_two_who_are_called_so_alike_neither_is_given() -> None:
    found = meant("Sen. Ines Calder and Sen. Tom Reed met.", "the senator")
    assert found is not None
    assert found.name is None
    assert "Ines Calder" in found.why
    assert "Tom Reed" in found.why
    assert {one for one, _ in found.others} == {"Ines Calder", "Tom Reed"}


def presidents(*terms: tuple[str, str, str]) -> Base:
    """A base of presidents of Norway, which has none: name, from, to."""
    return Base(
        [
            Entry(
                Known(who, who, (), "person", "", (Office("president", "Norway", "", start, end),), "", "own"), who.split()[-1], {}
            )
            for who, start, end in terms
        ]
    )


HELD = presidents(("Ines Calder", "2012-01-01", "2017-05-14"), ("Tom Merrow", "2017-05-14", ""))


@pytest.mark.parametrize(
    ("day", "words", "whom"),
    [
        ("2015-03-01", "the Norwegian president", "Ines Calder"),
        ("2018-03-01", "the Norwegian president", "Tom Merrow"),
        ("2018-03-01", "the president of Norway", "Tom Merrow"),
        ("2018-03-01", "the former president of Norway", "Ines Calder"),
        ("2011-03-01", "the Norwegian president", None),
        ("2018-03-01", "the Danish president", None),
        ("2018-03-01", "the president", None),
        ("2018-03-01", "a Norwegian president", None),
    ],
)
def test_an_office_is_its_holders_on_the_day_of_the_document(day: str, words: str, whom: str | None) -> None:
    assert name(meant("The fog was thick.", words, date.fromisoformat(day), HELD)) == whom


def test_an_office_without_a_date_is_nobodys() -> None:
    assert meant("The fog was thick.", "the Norwegian president", None, HELD) is None


def test_in_the_words_of_an_embassy_the_president_is_its_own() -> None:
    found = meant("The fog was thick.", "the president", date(2018, 3, 1), HELD, country="Norway")
    assert name(found) == "Tom Merrow"


def test_whom_the_text_calls_president_goes_before_whom_the_base_knows() -> None:
    text = "Norwegian President Anna Brandt arrived."
    assert name(meant(text, "the Norwegian president", date(2018, 3, 1), HELD)) == "Anna Brandt"


@pytest.mark.parametrize(
    "words",
    ["the Head of the President's Office", "the Head of the Office of the President", "the head of the presidential office"],
)
def test_the_head_of_a_presidents_office_is_not_the_president(words: str) -> None:
    text = "Mara Voss, the president of Karvania, received Aldo Ferrin, Head of the Office of the President of Karvania."
    found = meant(text, words)
    assert found is None or found.name != "Mara Voss"
