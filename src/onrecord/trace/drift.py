"""A wording and what it reports, word by word, to pieces: what is equal, said otherwise, added, dropped, moved, with offsets on both sides.

What turns a meaning is named: numbers, denials, how sure, how much, names, times, opposites.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.record import Span
from onrecord.trace.alignment import Pair, align
from onrecord.trace.contrasts import are_opposed
from onrecord.trace.words import Words, kind, same

Change = Literal["equal", "inflected", "name", "synonym", "changed", "added", "dropped", "cut"]
About = Literal["number", "denial", "certainty", "quantity", "name", "time", "opposite"]

# What turns a meaning, and the kinds of words (data/quotation_words.tsv) whose coming and going it is.
_OF_KINDS: Final[tuple[tuple[About, tuple[str, ...]], ...]] = (
    ("denial", ("not",)),
    ("certainty", ("may", "will")),
    ("quantity", ("quantity",)),
    ("time", ("time",)),
)

# Bits from which on a word that comes or goes has a content of its own.
CONTENT: Final = 4.0


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the drift. quote, source: where it stands in either (code points), None where it stands in one only.

    about: what it changes that turns a meaning. is_moved: it stands elsewhere in the source's order. is_light: what comes, goes or
    changes here has no content of its own.
    """

    change: Change
    quote: Span | None
    source: Span | None
    about: tuple[About, ...] = ()
    is_moved: bool = False
    is_light: bool = False


def drift(one: Words, other: Words, near: NDArray[np.float32] | None = None, at: int = 0) -> tuple[Piece, ...]:
    """The pieces between a wording and what it reports, in the wording's order. at: where the passage begins in its source's text."""
    pairs = align(one, other, near)
    chain = [pair for pair in pairs if not pair.is_moved]
    moved = [pair for pair in pairs if pair.is_moved]
    taken, taken_there = {pair.place for pair in moved}, {pair.there for pair in moved}
    found = [_answer(one, other, run, at) for run in _runs(pairs)]
    for (start, end), (low, high) in _gaps(one, other, chain):
        here = [place for place in range(start, end) if place not in taken]
        there = [place for place in range(low, high) if place not in taken_there]
        found += _otherwise(one, other, here, there, at)
    return tuple(sorted(found, key=_order(found)))


def _order(found: Sequence[Piece]) -> Callable[[Piece], tuple[float, int]]:
    """By the wording; what stands in the source only follows what stands before it there."""
    both = sorted((piece.source.start, piece.quote.start) for piece in found if piece.quote and piece.source and not piece.is_moved)

    def key(piece: Piece) -> tuple[float, int]:
        if piece.quote is not None:
            return float(piece.quote.start), 0
        start = piece.source.start if piece.source else 0
        before = [quote for source, quote in both if source < start]
        return (before[-1] + 0.5 if before else -1.0), start

    return key


def _runs(pairs: Sequence[Pair]) -> list[list[Pair]]:
    found: list[list[Pair]] = []
    for pair in pairs:
        last = found[-1][-1] if found else None
        if (
            last
            and (pair.place - 1, pair.there - 1) == (last.place, last.there)
            and (pair.likeness, pair.is_moved) == (last.likeness, last.is_moved)
        ):
            found[-1].append(pair)
        else:
            found.append([pair])
    return found


def _answer(one: Words, other: Words, run: Sequence[Pair], at: int) -> Piece:
    here, there = [pair.place for pair in run], [pair.there for pair in run]
    likeness = run[0].likeness
    about = _about(one, other, here, there) if likeness == "synonym" else ()
    return Piece(likeness, _span(one, here), _span(other, there, at), about, run[0].is_moved)


def _gaps(one: Words, other: Words, chain: Sequence[Pair]) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    """What stands between pairs, in the wording and in the source; before the first and after the last as far as a sentence goes."""
    if not chain:
        yield (0, len(one.forms)), (0, 0)
        return
    first, last = chain[0], chain[-1]
    if first.place:
        yield (0, first.place), (_back(other, first.there, first.place), first.there)
    for before, after in pairwise(chain):
        if after.place - before.place > 1 or after.there - before.there > 1:
            yield (before.place + 1, after.place), (before.there + 1, after.there)
    if (
        last.there + 1 < len(other.forms)
        and other.spans[last.there + 1] == other.spans[last.there]
        and last.place + 1 == len(one.forms)
    ):
        # The rest of a word of which only the first half is given: “did” for “didn't”.
        yield (last.place + 1, last.place + 1), (last.there + 1, last.there + 2)
    if last.place + 1 < len(one.forms):
        yield (last.place + 1, len(one.forms)), (last.there + 1, _forth(other, last.there + 1, len(one.forms) - last.place - 1))


def _back(words: Words, place: int, count: int) -> int:
    """So many words before a place, within its sentence."""
    start = max((stop for stop in words.stops if stop <= place), default=0)
    return max(start, place - count)


def _forth(words: Words, place: int, count: int) -> int:
    end = min((stop for stop in words.stops if stop >= place), default=len(words.forms))
    return min(end, place + count)


def _otherwise(one: Words, other: Words, here: Sequence[int], there: Sequence[int], at: int) -> list[Piece]:
    """What the two have between pairs. Words that answer to moved ones stand between stretches, and belong to none."""
    turns = _about(one, other, here, there)
    return [
        _piece(one, other, left, right, at, tuple(about for about in _about(one, other, left, right) if about in turns))
        for left, right in zip_longest(_stretches(here), _stretches(there), fillvalue=())
    ]


def _stretches(places: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for place in places:
        if found and found[-1][-1] + 1 == place:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _piece(one: Words, other: Words, here: Sequence[int], there: Sequence[int], at: int, about: tuple[About, ...]) -> Piece:
    is_light = not about and not _weighty(one, here) and not _weighty(other, there)
    if here and there:
        return Piece("changed", _span(one, here), _span(other, there, at), about, is_light=is_light)
    if here:
        return Piece("added", _span(one, here), None, about, is_light=is_light)
    is_open = any(there[0] <= stop <= there[-1] + 1 for stop in other.open) or _is_whole(other, there)
    return Piece("cut" if is_open else "dropped", None, _span(other, there, at), about, is_light=is_light)


def _is_whole(words: Words, places: Sequence[int]) -> bool:
    """Whether it is one or more whole sentences."""
    return places[0] in words.stops and places[-1] + 1 in words.stops


def _weighty(words: Words, places: Sequence[int]) -> bool:
    light = kind("light") | kind("filler") | kind("person") | kind("relative")
    return any(words.forms[place] not in light for place in places)


def _about(one: Words, other: Words, here: Sequence[int], there: Sequence[int]) -> tuple[About, ...]:
    """What turns a meaning between two stretches."""
    forms, others = [one.forms[place] for place in here], [other.forms[place] for place in there]
    found: list[About] = []
    if Counter(form for form in forms if form[0] == "#") != Counter(form for form in others if form[0] == "#"):
        found.append("number")
    for about, names in _OF_KINDS:
        words = frozenset[str]().union(*(kind(name) for name in names))
        if _counted(forms, words) != _counted(others, words):
            found.append(about)
    stems, opposed = [one.stems[place] for place in here], [other.stems[place] for place in there]
    named, there_named = {stem for stem in stems if stem in one.names}, {stem for stem in opposed if stem in other.names}
    if named - set(other.stems) or there_named - set(one.stems):
        found.append("name")
    if any(are_opposed(left, right) for left in stems for right in opposed):
        found.append("opposite")
    return tuple(found)


def _counted(forms: Iterable[str], words: Collection[str]) -> Counter[str]:
    """How often each of some words stands there; those that say as much as each other, as “every” and “all” do, are one."""
    usual = same()
    return Counter(form for form in (usual.get(form, form) for form in forms) if form in words)


def _span(words: Words, places: Sequence[int], at: int = 0) -> Span | None:
    if not places:
        return None
    return Span(words.spans[places[0]][0] + at, words.spans[places[-1]][1] + at)
