"""Who “I” is: the byline, the line under the headline, or the note at the end; nobody rather than a guess."""

import pytest

from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.writer import writer


def found(text: str, byline: str | None = None) -> str | None:
    return writer(text, byline, paragraphs(text))


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("Maria Torrance", "Maria Torrance"),
        ("By Maria Torrance", "Maria Torrance"),
        ("Maria van der Holm", "Maria van der Holm"),
        ("Dr. Maria Torrance", "Maria Torrance"),
    ],
)
def test_a_byline_is_one_person_without_their_title(byline: str, name: str) -> None:
    assert found("I saw the harbour burn.", byline) == name


@pytest.mark.parametrize(
    "byline",
    [
        "Maria Torrance and Tom Reed",
        "Reed and Torrance",
        "Maria Torrance, Tom Reed",
        "Maria Torrance in Sandholm",
        "Staff Writer",
        "The Harbour Press",
        "Staff",
        "   ",
    ],
)
def test_two_writers_or_a_newsroom_are_no_i(byline: str) -> None:
    assert found("I saw the harbour burn.", byline) is None


def test_the_byline_of_the_document_goes_before_the_texts() -> None:
    assert found("The harbour burns\nBy Tom Reed\nI saw it.", "Maria Torrance") == "Maria Torrance"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Maria Torrance", "Maria Torrance"),
        ("by Maria van der Holm", "Maria van der Holm"),
        ("By Maria Torrance and Tom Reed", None),
        ("By Harbour Press", None),
        ("By Monday the quay was gone", None),
    ],
)
def test_a_line_at_the_head_names_the_writer(line: str, name: str | None) -> None:
    assert found(f"The harbour burns\n{line}\nI saw it.") == name


def test_a_by_line_far_down_is_no_byline() -> None:
    assert found("It rained on the harbour. " * 40 + "\nBy Maria Torrance\nI saw it.") is None


@pytest.mark.parametrize(
    "note",
    [
        "Maria Torrance is a teacher in Sandholm.",
        "*Maria Torrance, a former pilot, teaches in Sandholm.*",
        "Maria Torrance is playwright-in-residence at Sandholm College.",
        "Maria Torrance was ambassador to Norway.",
    ],
)
def test_a_note_at_the_end_introduces_the_writer(note: str) -> None:
    assert found(f"I saw the harbour burn.\n\nIt was a long night.\n\n{note}") == "Maria Torrance"


def test_somebody_whom_the_text_speaks_of_is_not_introduced_at_its_end() -> None:
    assert found("I met Maria Torrance.\n\nMaria Torrance is a teacher in Sandholm.") is None


@pytest.mark.parametrize(
    "last",
    [
        "Owen Hale was arrested on Monday.",
        "Owen Hale is facing two charges.",
        "Owen Hale is a suspect, police said.",
        "Owen Hale is happy. “I won,” he added.",
        "Harbour News is a paper.",
    ],
)
def test_the_last_person_in_the_news_is_not_its_writer(last: str) -> None:
    assert found(f"I saw the harbour burn.\n\n{last}") is None
