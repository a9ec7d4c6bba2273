"""Quotation marks in damaged text: what is paired, in which state, and that damage stays where it is."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.quotes import QuoteState, inside, quotations

SOUND, REPAIRED, UNCLOSED = QuoteState.SOUND, QuoteState.REPAIRED, QuoteState.UNCLOSED


def found(text: str) -> list[tuple[str, QuoteState]]:
    return [(text[quote.start : quote.end], quote.state) for quote in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go," he said.', [('"We go,"', SOUND)]),
        ("“We go,” he said. “Now.”", [("“We go,”", SOUND), ("“Now.”", SOUND)]),
        ("«Nous partons», dit-il.", [("«Nous partons»", SOUND)]),
        ("« We go », he said.", [("« We go »", REPAIRED)]),
        ("„Wir gehen“, sagte er.", [("„Wir gehen“", SOUND)]),
        ("``We go,'' he said.", [("``We go,''", SOUND)]),
        ("‘We don’t go,’ he said. The boys’ club.", [("‘We don’t go,’", SOUND)]),
        ("“All our partners be assured, “said the Elysee.", [("“All our partners be assured, “", REPAIRED)]),
        ('"We go, "he said. "No," she said.', [('"We go, "', REPAIRED), ('"No,"', SOUND)]),
        ("We will go,” he said. “Yes.”", [("We will go,”", REPAIRED), ("“Yes.”", SOUND)]),
        ("“We go, he said.\nThen “more”.", [("“We go, he said.", UNCLOSED), ("“more”", SOUND)]),
        ("“One.\n\n“Two.”", [("“One.", SOUND), ("“Two.”", SOUND)]),
        ("“He said “no” to me,” she said.", [("“He said “no” to me,”", SOUND)]),
        ('A 5" pipe and a 6" one.', []),
        ("It's the dogs' dinner.", []),
        ("", []),
    ],
)
def test_marks_are_paired(text: str, expected: list[tuple[str, QuoteState]]) -> None:
    assert found(text) == expected


MARKED = st.text(alphabet=st.sampled_from("ab .,\n“”\"'’‘«»„5"), max_size=60)
PARAGRAPH = st.text(alphabet=st.sampled_from("ab .,“”\"'’‘«»„5"), min_size=1, max_size=30).filter(str.strip)


@given(st.one_of(MARKED, st.text(max_size=80)))
def test_any_text_gives_sorted_spans_that_never_overlap(text: str) -> None:
    quotes = quotations(text)
    assert all(0 <= quote.start < quote.end <= len(text) for quote in quotes)
    assert all(before.end <= after.start for before, after in itertools.pairwise(quotes))
    for quote in quotes:
        assert inside(quotes, quote.start) == quote


@given(PARAGRAPH, PARAGRAPH, PARAGRAPH, PARAGRAPH)
def test_damage_in_one_paragraph_never_moves_a_pair_in_another(first: str, second: str, damaged: str, third: str) -> None:
    def spans(middle: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        text = f"{first}\n\n{middle}\n\n{third}"
        start = len(text) - len(third)
        quotes = [(quote.start, quote.end) for quote in quotations(text)]
        return [s for s in quotes if s[1] <= len(first)], [(a - start, b - start) for a, b in quotes if a >= start]

    assert spans(second) == spans(damaged)


def test_a_hundred_thousand_marks_in_one_paragraph_are_read() -> None:
    assert len(quotations('"a" ' * 50_000)) == 50_000
