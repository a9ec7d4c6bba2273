"""Titles that a text gives somebody against the offices that they held on its day. Who held what is public record."""

from datetime import date

import pytest

from onrecord.extract.quotes import quotations
from onrecord.resolve.people import People
from onrecord.resolve.titles import misdescribed

DAY = date(2019, 3, 4)


def findings(text: str, day: date | None = DAY) -> list[tuple[str, str]]:
    """The words that are found wrong, each with what is said against them."""
    return [(text[one.start : one.end], one.says) for one in misdescribed(People(text, quotations(text), day))]


def test_a_wrong_title_is_a_finding_at_its_words() -> None:
    assert findings("French Foreign Minister Emmanuel Macron said that it would rain.") == [
        (
            "French Foreign Minister Emmanuel Macron",
            "Emmanuel Macron was president of France on 2019-03-04, not foreign minister",
        )
    ]


def test_each_place_is_found_in_text_order() -> None:
    text = "Russian Prime Minister Vladimir Putin waited. Later the French foreign minister, Emmanuel Macron, came in."
    assert [says.split(" was ")[0] for _, says in findings(text)] == ["Vladimir Putin", "Emmanuel Macron"]


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron said that it would rain.",  # it is his
        "French Foreign Minister Luc Ferrand said that it would rain.",  # nobody whom anybody knows
        "Foreign Minister Emmanuel Macron said that it would rain.",  # of which country?
        "Former French Foreign Minister Emmanuel Macron said that it would rain.",
        "Emmanuel Macron, the president of the French National Assembly, said that it would rain.",  # an assembly's
        # Words that go with another office.
        "German leader Angela Merkel said that it would rain.",
        "Italian Interior Minister Matteo Salvini said that it would rain.",
        "Canadian Minister Chrystia Freeland said that it would rain.",
        "US lawmaker Nancy Pelosi said that it would rain.",
        "U.S. Secretary Mike Pompeo said that it would rain.",
        "Emmanuel Macron waited for the French foreign minister.",  # somebody else
    ],
)
def test_what_may_be_right_is_no_finding(text: str) -> None:
    assert findings(text) == []


def test_a_title_is_judged_on_the_texts_day() -> None:
    text = "Russian Prime Minister Vladimir Putin said that it would rain."
    assert findings(text, date(2010, 3, 4)) == []
    assert len(findings(text, date(2019, 3, 4))) == 1


def test_without_a_date_nothing_is_known_against_a_title() -> None:
    text = "French Foreign Minister Emmanuel Macron said that it would rain."
    assert findings(text)
    assert findings(text, None) == []
