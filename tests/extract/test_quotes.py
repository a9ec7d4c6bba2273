"""Quotation marks in damaged text: what is paired, in which state, and that damage stays where it is."""

import itertools
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from onrecord.extract.quotes import _DOUBLE, _SINGLE, QuoteState, inside, quotations
from onrecord.read.paragraphs import MARKS, paragraphs

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
        ("»Wir gehen«, sagte er.", [("»Wir gehen«", SOUND)]),
        ("‘‘We go,’’ he said.", [("‘‘We go,’’", SOUND)]),
        ("'We go,' he said, 'now.'", [("'We go,'", SOUND), ("'now.'", SOUND)]),
        ("‘He said “no” to me,’ she said.", [("‘He said “no” to me,’", SOUND)]),
        ("‘He said “no”.’ She left.", [("‘He said “no”.’", SOUND)]),
        ("The boys’ “club” and the girls’ “pub”.", [("“club”", SOUND), ("“pub”", SOUND)]),
        ("“He said ‘no’ to me,” she said.", [("“He said ‘no’ to me,”", SOUND)]),
        ("“ We go, ” he said.", [("“ We go, ”", REPAIRED)]),
        ("He said: ”We go.”", [("”We go.”", REPAIRED)]),
        ('“We go," he said.', [('“We go,"', SOUND)]),
        ("“We go. He said so.", [("“We go. He said so.", UNCLOSED)]),
        ("“One.\n\n“Two.\n\n“Three,” he said.", [("“One.", SOUND), ("“Two.", SOUND), ("“Three,”", SOUND)]),
        ("He left in the ’90s, ’tis said, for rock ’n’ roll.", []),
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


SHORT = st.text(alphabet=st.sampled_from("abA .,5" + MARKS), max_size=20)
WRAPPED = st.text(alphabet=st.sampled_from("abA .,5" + MARKS), min_size=36, max_size=48)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\n \n"])


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, str, tuple[int, int], int]:
    """A text, the same with marks of one paragraph lost, mistaken or added, where that paragraph stood, and how far it grew."""
    lines = draw(st.lists(st.one_of(SHORT, WRAPPED), min_size=2, max_size=5))
    text = "".join(line + draw(BREAKS) for line in lines)
    blocks = paragraphs(text)
    assume(blocks)
    start, end = draw(st.sampled_from(blocks))
    damaged = text[start:end]
    for _ in range(draw(st.integers(1, 4))):
        places = [index for index, character in enumerate(damaged) if character in MARKS]
        if places and draw(st.booleans()):
            at = draw(st.sampled_from(places))
            damaged = damaged[:at] + draw(st.sampled_from(["", *MARKS])) + damaged[at + 1 :]
        else:
            at = draw(st.sampled_from([0, len(damaged), len(damaged) // 2]))
            damaged = damaged[:at] + draw(st.sampled_from(MARKS)) + damaged[at:]
    return text, text[:start] + damaged + text[end:], (start, end), len(damaged) - (end - start)


@settings(max_examples=400)
@given(damage())
def test_marks_lost_mistaken_or_added_in_one_paragraph_never_move_a_pair_in_another(
    one: tuple[str, str, tuple[int, int], int],
) -> None:
    text, damaged, (start, end), grown = one
    before, after = ([(quote.start, quote.end) for quote in quotations(version)] for version in (text, damaged))
    assert [pair for pair in before if pair[1] <= start] == [pair for pair in after if pair[1] <= start]
    moved = [(low - grown, high - grown) for low, high in after if low >= end + grown]
    assert [pair for pair in before if pair[0] >= end] == moved


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        # A line one character short of a wrapped one, and the mark that would have made it long enough.
        (
            "All thirty-nine of them signed it today.\nby then “we go” was out.",
            "“All thirty-nine of them signed it today.\nby then “we go” was out.",
        ),
        # A line that begins with a mark, and the small letter that its loss would have let it begin with.
        (
            "“They had all of them agreed upon it” by then.\n“we go” was out.",
            "“They had all of them agreed upon it” by then.\nwe go” was out.",
        ),
    ],
)
def test_a_mark_never_joins_or_parts_two_paragraphs(sound: str, damaged: str) -> None:
    assert len(paragraphs(sound)) == len(paragraphs(damaged))


def test_paragraphs_look_away_from_every_mark_that_is_paired() -> None:
    every = "".join(chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF)
    assert set(_DOUBLE.findall(every)) | set(_SINGLE.findall(every)) == set(MARKS)


def test_two_hundred_thousand_marks_in_one_paragraph_are_read() -> None:
    assert len(quotations('"a" ' * 100_000)) == 100_000


def test_a_hundred_thousand_wrapped_lines_are_one_paragraph() -> None:
    text = ("a" * 45 + "\n") * 100_000
    assert paragraphs(text) == [(0, len(text) - 1)]
    assert quotations(text) == []
