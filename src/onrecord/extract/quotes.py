"""Quotation marks: pair what opens with what closes, in text that may be damaged.

Each paragraph is paired by itself, so that damage in one never moves a pair in another. The text is never
changed: a mark that stands for another, a space on the wrong side or a missing partner only shows in the state.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onrecord.read.paragraphs import paragraphs
from onrecord.record import Span

_WORD = re.compile(r"\w+")


class QuoteState(StrEnum):
    """How the two ends of a quoted passage were found."""

    SOUND = "sound"  # both marks stand as they should, or the quote goes on in the next paragraph with a new opener
    REPAIRED = "repaired"  # a mark is of the wrong kind, has its space on the wrong side, or was inferred
    UNCLOSED = "unclosed"  # nothing closes it: it runs to the next opener or to the end of the paragraph


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted passage with its marks: code point offsets, half-open."""

    start: int
    end: int
    state: QuoteState


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str  # one character for its kind; doubled single marks count as the double mark
    opens: float  # what it costs to read this mark as an opener, from the characters around it
    closes: float  # and as a closer
    ignore: float  # and as no quotation mark at all: an inch, an apostrophe


_DOUBLE = re.compile(r"[\"“”„‟«»‹›＂〝〞]|``|''|‘‘|’’|‚‚")
_SINGLE = re.compile(r"[‘’‚'`]")
_AS_ONE = {"``": "“", "‘‘": "“", "’’": "”", "''": '"', "‚‚": "„", "＂": '"', "〝": "“", "〞": "”", "‟": "“", "`": "‘"}

# What closes each opener without loss: “…” and „…“ and »…« are all somebody's house style.
_PARTNERS = {
    "“": "”",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "'": "'",
}
_USUAL_OPENERS = "“„«‹\"‘‚'"
_DIRECTED_OPENERS = "“„«‹‘‚"
_REVERSED = ("»«", "›‹")  # pairs whose opener costs more, being a closer elsewhere, but is no damage once it is closed

# Costs of each liberty taken with a mark. A pairing is the cheapest reading of a paragraph; only their order matters:
# a lone wrong side is less odd than a wrong glyph, a wrong glyph less than a missing mark.
_WRONG_SIDE = 0.5
_WRONG_GLYPH = 1.0
_OTHER_STYLE = 0.3
_UNPUNCTUATED = 0.5
_NESTED = 0.8
_MISSING_OPENER = 1.5
_REOPENED = 2.0
_UNCLOSED = 1.0
_STRAY = 1.6
_APOSTROPHE = 0.1

_BEFORE_OPENER = set("([{-–—/…:;,.!?¿¡|>*_")
_AFTER_CLOSER = set(")]}-–—/….,:;!?|<*_")
_CLAUSE_END = set(",.!?…;:-–—)]")


def quotations(text: str) -> list[Quoted]:
    """The quoted passages of a text, outermost only: sorted, never overlapping, marks included.

    A passage that runs over several paragraphs, each opened anew, gives one span for each paragraph.
    Never raises, whatever the text. Time is linear in its length.
    """
    blocks = paragraphs(text)
    found: list[Quoted] = []
    for start, end in blocks:
        double = _pair(text, start, end, _marks(text, start, end, _DOUBLE), may_infer=True)
        marks = [mark for mark in _marks(text, start, end, _SINGLE) if not inside(double, mark.start)]
        single = [quote for quote in _pair(text, start, end, marks) if quote.state is QuoteState.SOUND]
        found.extend(quote for quote in double if not inside(single, quote.start))
        found.extend(single)
    found.sort(key=lambda quote: quote.start)
    return _continued(found, blocks)


def inside(quotes: Sequence[Quoted], offset: int) -> Quoted | None:
    """The quoted passage that holds the character at an offset, if one does. quotes: sorted, as quotations gives them."""
    index = bisect_right(quotes, offset, key=lambda quote: quote.start) - 1
    return quotes[index] if index >= 0 and offset < quotes[index].end else None


def quoted_words(text: str, spans: Sequence[Span], quotes: Sequence[Quoted]) -> int:
    """How many words of spans stand in quotation marks, where at least four fifths of them do; else 0."""
    quoted, every = count_quoted(text, spans, quotes)
    return quoted if 5 * quoted >= 4 * every else 0


def count_quoted(text: str, spans: Sequence[Span], quotes: Sequence[Quoted]) -> tuple[int, int]:
    """How many words of spans stand in quotation marks, and how many there are."""
    words = [span.start + match.start() for span in spans for match in _WORD.finditer(span.of(text))]
    return sum(inside(quotes, offset) is not None for offset in words), len(words)


def _continued(quotes: list[Quoted], blocks: list[tuple[int, int]]) -> list[Quoted]:
    """Mark as sound what is left open at a paragraph's end where the next paragraph opens it again."""
    starts = {start: index for index, (start, _) in enumerate(blocks)}
    opened = {starts[quote.start] for quote in quotes if quote.start in starts}
    ends = {end: index for index, (_, end) in enumerate(blocks)}
    return [
        Quoted(quote.start, quote.end, QuoteState.SOUND)
        if quote.state is QuoteState.UNCLOSED and ends.get(quote.end, -2) + 1 in opened
        else quote
        for quote in quotes
    ]


def _marks(text: str, start: int, end: int, family: re.Pattern[str]) -> list[_Mark]:
    marks = []
    for match in family.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        single = family is _SINGLE
        if single and before.isalnum() and after.isalnum():
            continue
        glyph = _AS_ONE.get(match.group(), match.group())
        opens = _WRONG_SIDE * (after.isspace() + (not (before.isspace() or before in _BEFORE_OPENER or _is_mark(before))))
        closes = _WRONG_SIDE * (before.isspace() + (not (after.isspace() or after in _AFTER_CLOSER or _is_mark(after))))
        if closes and not _ends_clause(text, start, match.start()):
            closes += _UNPUNCTUATED
        if glyph not in _USUAL_OPENERS:
            opens += _WRONG_GLYPH
        apostrophe = single and (before.isalpha() or after.isalnum()) and glyph in "’'"
        inch = before.isdigit() and glyph in "\"”'’"
        marks.append(_Mark(match.start(), match.end(), glyph, opens, closes, _APOSTROPHE if apostrophe or inch else _STRAY))
    return marks


def _ends_clause(text: str, start: int, end: int) -> bool:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end > start and text[end - 1] in _CLAUSE_END


def _is_mark(character: str) -> bool:
    return character in _PARTNERS


@dataclass(frozen=True, slots=True)
class _Reading:
    """The cheapest reading so far that ends in one state; `closed` is a linked list, newest first."""

    cost: float
    opener: _Mark | None
    opened_at: float  # what reading the opener as one has cost
    is_nested: bool
    closed: "tuple[Quoted, object] | None"


def _pair(text: str, start: int, end: int, marks: Sequence[_Mark], may_infer: bool = False) -> list[Quoted]:
    """The cheapest way to open and close the marks of one paragraph: Viterbi over (opening glyph, nested or not)."""
    best: dict[tuple[str, bool], _Reading] = {("", False): _Reading(0.0, None, 0.0, False, None)}
    for mark in marks:
        following: dict[tuple[str, bool], _Reading] = {}
        for reading in best.values():
            for option in _options(text, start, mark, reading, may_infer):
                key = (option.opener.glyph if option.opener else "", option.is_nested)
                if key not in following or option.cost < following[key].cost:
                    following[key] = option
        best = following
    final = min(best.values(), key=lambda reading: reading.cost + _UNCLOSED * (bool(reading.opener) + reading.is_nested))
    closed = final.closed
    if final.opener:
        closed = (_unclosed(text, final.opener, end), closed)
    found: list[Quoted] = []
    while closed:
        quote, closed = closed  # type: ignore[assignment]
        found.append(quote)
    return found[::-1]


def _options(text: str, start: int, mark: _Mark, reading: _Reading, may_infer: bool) -> Iterator[_Reading]:
    """What one mark may be, after one reading of the marks before it."""
    cost, opener, closed = reading.cost, reading.opener, reading.closed
    yield _Reading(cost + mark.ignore, opener, reading.opened_at, reading.is_nested, closed)
    if opener is None:
        yield _Reading(cost + mark.opens, mark, mark.opens, False, closed)
        if may_infer:
            begin = closed[0].end if closed else start
            while begin < mark.start and text[begin].isspace():
                begin += 1
            if begin < mark.start:
                inferred = Quoted(begin, mark.end, QuoteState.REPAIRED)
                glyph = 0.0 if mark.glyph in '”»›"' else _WRONG_GLYPH
                yield _Reading(cost + _MISSING_OPENER + glyph + mark.closes, None, 0.0, False, (inferred, closed))
        return
    partner = _partner_cost(opener.glyph, mark.glyph)
    if reading.is_nested:
        yield _Reading(cost + mark.closes + partner, opener, reading.opened_at, False, closed)
        return
    house_style = _WRONG_GLYPH if opener.glyph + mark.glyph in _REVERSED else 0.0
    liberties = reading.opened_at + mark.closes + partner - house_style
    state = QuoteState.REPAIRED if liberties >= _WRONG_SIDE else QuoteState.SOUND
    yield _Reading(cost + mark.closes + partner, None, 0.0, False, (Quoted(opener.start, mark.end, state), closed))
    if mark.glyph in _DIRECTED_OPENERS:
        yield _Reading(cost + mark.opens + _NESTED, opener, reading.opened_at, True, closed)
    reopened = (_unclosed(text, opener, mark.start), closed)
    yield _Reading(cost + mark.opens + _REOPENED, mark, mark.opens, False, reopened)


def _partner_cost(opener: str, closer: str) -> float:
    if closer in _PARTNERS[opener]:
        return 0.0
    return _OTHER_STYLE if closer in "”»\"’'" else _WRONG_GLYPH


def _unclosed(text: str, opener: _Mark, end: int) -> Quoted:
    length = len(text[opener.start : end].rstrip())
    return Quoted(opener.start, opener.start + max(length, opener.end - opener.start), QuoteState.UNCLOSED)
