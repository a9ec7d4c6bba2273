"""A document as a source: whose it is, where its words say so."""

import pytest

from onrecord.resolve.documents import document_of


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("Calder's tweet", "Calder"),
        ("Calder’s own account", "Calder"),
        ("James’ book", "James"),
        ("PQR filings", "PQR"),
        ("a poll by Sandholm University", "Sandholm University"),
        ("a new report from the Port of Sandholm", "Port of Sandholm"),
        ("an email from Tom Reed, seen by us", "Tom Reed"),
        ("a report, by Ines Calder", "Ines Calder"),
        ("last Friday's Sandholm University poll", "Sandholm University"),
        ("her plan", "her"),
        ("His “bold” new plan", "His"),
    ],
)
def test_whoever_stands_behind_a_document_is_named(words: str, whose: str) -> None:
    assert document_of(words) == whose


@pytest.mark.parametrize("words", ["the report", "The report", "A new poll", "This statement", "Many reports", "Another study"])
def test_the_word_that_opens_a_sentence_is_nobody(words: str) -> None:
    assert document_of(words) is None


@pytest.mark.parametrize("words", ["Monday's report", "last Friday's poll", "the report by Monday"])
def test_the_day_of_a_report_did_not_write_it(words: str) -> None:
    assert document_of(words) is None


def test_new_york_keeps_its_new() -> None:
    assert document_of("A New York poll") == "New York"


def test_his_wifes_book_is_not_his() -> None:
    assert document_of("his wife's book") is None


@pytest.mark.parametrize("words", ["a letter to Calder", "the city's plan", "a report of the fire", "Tom Reed", ""])
def test_nobody_stands_behind_what_no_name_made(words: str) -> None:
    assert document_of(words) is None
