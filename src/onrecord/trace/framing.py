"""The articles' own words around a statement to which earlier report has the same: these are no source's, so having them in common tells.

Words of any statement, of the source and of names do not count, nor stock phrases, which are short.
"""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from onrecord.read.paragraphs import paragraphs
from onrecord.record import Span, Spans
from onrecord.trace.words import kind, parsed

# Words in a row that are looked up, and how many and how rare those in common must be, in bits of `words.bits`. Of 3,486 pairs of the 84
# articles of PolNeAR dev two reach WORDS and POSSIBLE, one of them LIKELY, both of one outlet, whose phrases are not looked at; all others
# have 9 words or 35 bits at most. Reprinted by `python -m bench.chains`.
_ROW: Final = 6
WORDS: Final = 12
POSSIBLE: Final = 70.0
LIKELY: Final = 140.0

# Characters of a paragraph that are looked at on either side of a statement, and reports that are remembered for the same words.
_REACH: Final = 600
_REMEMBERED: Final = 20

_Row = tuple[str, ...]


class Frame(msgspec.Struct, frozen=True):
    """The words around a statement. stems and where each stands in the text; bits: 0 for what tells nothing; breaks: before which a row ends."""

    stems: tuple[str, ...]
    spans: Spans
    bits: tuple[float, ...]
    breaks: frozenset[int]


class Alike(msgspec.Struct, frozen=True):
    """The earlier report with most of the same words around, by its place. others: places of earlier ones with as many.

    bits: less those of the choice among all. here, there: the same words in either text, stretch for stretch.
    """

    on: int
    bits: float
    here: Spans
    there: Spans
    others: tuple[int, ...] = ()


def frame(text: str, content: Spans, statements: Spans, source: str = "") -> Frame:
    """What stands around a statement, in its paragraphs and those before and after.

    content: of the statement; statements: of all statements of the text. source: the words that were really said, if known.
    """
    blocks = paragraphs(text)
    near = [place for place, (start, end) in enumerate(blocks) if any(start < one.end and one.start < end for one in content)]
    wanted = sorted({other for place in near for other in (place - 1, place, place + 1) if 0 <= other < len(blocks)})
    said = frozenset(parsed(source).stems) if source else frozenset()
    taken = [*content, *statements]
    stems: list[str] = []
    spans: list[Span] = []
    bits: list[float] = []
    breaks: set[int] = set()
    light = kind("light") | kind("person") | kind("filler") | kind("report")
    for place in wanted:
        breaks.add(len(stems))
        low, high = _near(blocks[place], content)
        words = parsed(text[low:high])
        for form, stem, (start, end), worth in zip(words.forms, words.stems, words.spans, words.bits, strict=True):
            span = Span(low + start, low + end)
            if any(one.start < span.end and span.start < one.end for one in taken):
                breaks.add(len(stems))
                continue
            stems.append(stem)
            spans.append(span)
            bits.append(0.0 if form in light or stem in words.names or stem in said else worth)
    return Frame(tuple(stems), tuple(spans), tuple(bits), frozenset(breaks))


def alike(frames: Sequence[Frame], earlier: Sequence[Sequence[int]]) -> list[Alike | None]:
    """For each report the earlier one with most of the same words around it, where there are enough.

    earlier: for each the places of those that it may rest on. frames: in order, the earliest first.
    """
    holders: dict[_Row, list[int]] = {}
    found: list[Alike | None] = []
    for place, one in enumerate(frames):
        allowed = set(earlier[place])
        own = rows(one)
        common: dict[int, set[int]] = {}
        for at, row in own:
            for other in holders.get(row, ()):
                if other in allowed:
                    common.setdefault(other, set()).update(range(at, at + _ROW))
        found.append(_most(frames, place, common, len(allowed)))
        for _, row in own:
            known = holders.setdefault(row, [])
            if len(known) < _REMEMBERED and (not known or known[-1] != place):
                known.append(place)
    return found


def _most(frames: Sequence[Frame], place: int, common: dict[int, set[int]], among: int) -> Alike | None:
    one = frames[place]
    worth = {
        other: sum(one.bits[at] for at in words) - math.log2(max(1, among))
        for other, words in common.items()
        if len(words) >= WORDS
    }
    best = max(worth.values(), default=0.0)
    if best < POSSIBLE:
        return None
    alike = [other for other in sorted(worth) if worth[other] >= best - 1e-9]
    here, there = _stretches(one, frames[alike[0]], common[alike[0]])
    return Alike(alike[0], round(best, 1), here, there, tuple(alike[1:]))


def _stretches(one: Frame, other: Frame, words: set[int]) -> tuple[Spans, Spans]:
    """Words in common as stretches of either text."""
    places = {row: at for at, row in reversed(rows(other))}
    here: list[Span] = []
    there: list[Span] = []
    at = 0
    own = dict(rows(one))
    while at < len(one.stems):
        low = places.get(own.get(at, ()), -1) if at in words else -1
        if low < 0:
            at += 1
            continue
        length = _ROW
        while (
            at + length < len(one.stems)
            and low + length < len(other.stems)
            and one.stems[at + length] == other.stems[low + length]
            and at + length not in one.breaks
            and low + length not in other.breaks
        ):
            length += 1
        here.append(Span(one.spans[at].start, one.spans[at + length - 1].end))
        there.append(Span(other.spans[low].start, other.spans[low + length - 1].end))
        at += length
    return tuple(here), tuple(there)


def rows(one: Frame) -> list[tuple[int, _Row]]:
    """Words in a row, with where each row begins."""
    return [
        (at, one.stems[at : at + _ROW])
        for at in range(len(one.stems) - _ROW + 1)
        if not any(inner in one.breaks for inner in range(at + 1, at + _ROW))
    ]


def _near(block: tuple[int, int], content: Spans) -> tuple[int, int]:
    """The part of a paragraph that is not far from a statement."""
    start, end = block
    low, high = content[0].start - _REACH, content[-1].end + _REACH
    return (max(start, low), min(end, high)) if start < high and low < end else (start, min(end, start + _REACH))
