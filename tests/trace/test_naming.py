"""Which outlets a report names as where it has a statement from, and which it only mentions."""

import pytest

from onrecord.record import Span
from onrecord.trace.naming import named, plain_outlet

SAID = "“We pay in May,”"
OUTLETS = frozenset({"The Harbour Courier", "Sund Radio", "Post", "1"})


def told(after: str, *others: str, before: str = "", outlets: frozenset[str] = OUTLETS) -> list[tuple[str | None, str, str, str]]:
    """Outlet, how, how near, and the words that say so. others: what is said besides."""
    text = f"{before}{SAID}{after}"
    spans = tuple(Span(text.index(one), text.index(one) + len(one)) for one in others)
    content = Span(len(before), len(before) + len(SAID))
    return [(one.outlet, one.how, one.near, one.span.of(text)) for one in named(text, (content,), spans, outlets)]


@pytest.mark.parametrize(
    ("after", "how", "words"),
    [
        (" Lind told the Harbour Courier.", "told", "told the Harbour Courier"),
        (" Lind said in an interview with the daily Harbour Courier.", "told", "interview with the daily Harbour Courier"),
        (" Lind told a reporter for the Harbour Courier.", "told", "told a reporter for the Harbour Courier"),
        (" Lind said, according to the Harbour Courier.", "reported", "according to the Harbour Courier"),
        (" Lind said, as reported by “Harbour Courier”.", "reported", "as reported by “Harbour Courier"),
        (" Lind said, the Harbour Courier first reported.", "reported", "Harbour Courier first reported"),
        (" Lind said, The Harbour Courier reported.", "reported", "Harbour Courier reported"),
    ],
)
def test_ways_to_say_where_it_is_from(after: str, how: str, words: str) -> None:
    assert told(after) == [("The Harbour Courier", how, "beside", words)]


def test_its_own_house_needs_no_name() -> None:
    assert told(" Lind told this newspaper.") == [(None, "own", "beside", "told this newspaper")]
    assert told(" Lind told us.", outlets=frozenset()) == [(None, "own", "beside", "told us")]


@pytest.mark.parametrize(
    "after",
    [
        " Lind said in the Harbour Courier Hall.",
        " Lind told the Harbour Couriers.",
        " Lind said, the New Harbour Courier reported.",
        " Lind told Sund Radio Service.",
        " Lind told 1 of them.",
        " Lind said near the Harbour Courier.",
        " Lind said. He left. The Harbour Courier reported losses.",
        " Lind said to nobody.",
    ],
)
def test_what_only_looks_like_it(after: str) -> None:
    assert told(after) == []


def test_what_was_said_itself_names_no_source() -> None:
    before, inside = "Lind said: ", "“I told the Harbour Courier nothing,”"
    text = f"{before}{inside} and left."
    assert named(text, (Span(len(before), len(before) + len(inside)),), (), OUTLETS) == ()


def test_the_next_sentence_counts_for_less_and_another_statement_for_nothing() -> None:
    assert told(" Lind said. The Harbour Courier reported it.")[0][2] == "near"
    assert told(" Lind said. The Harbour Courier reported that rents rise fast.", "that rents rise fast") == []
    assert told(" Lind said. The Harbour Courier reported “a fire”.", "“a fire”") == []
    # Of two in one sentence it is of the one that stands nearer.
    assert told(" Lind said, and Velde, who told Sund Radio that rents rise, agreed.", "that rents rise") == []
    assert told(" Lind told Sund Radio, and Velde agreed that rents rise.", "that rents rise")[0][0] == "Sund Radio"


def test_the_longer_of_two_names_at_one_place_is_meant() -> None:
    outlets = frozenset({"The Courier", "The Courier of Sund"})
    assert [one[0] for one in told(" Lind told the Courier of Sund.", outlets=outlets)] == ["The Courier of Sund"]


def test_names_with_signs_of_patterns_are_plain_words() -> None:
    outlets = frozenset({"News (+)", "a.b", "[", "((("})
    assert [one[0] for one in told(" Lind said, News (+) reported.", outlets=outlets)] == ["News (+)"]
    assert told(" Lind told aXb.", outlets=outlets) == []


@pytest.mark.parametrize(
    ("one", "other"), [("The Harbour Courier", "harbour  courier"), ("THE Post", "post"), ("Die Post", "die post")]
)
def test_one_outlet_written_in_two_ways(one: str, other: str) -> None:
    assert plain_outlet(one) == plain_outlet(other) is not None


@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_outlet_is_none(name: str | None) -> None:
    assert plain_outlet(name) is None
