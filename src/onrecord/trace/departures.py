"""Wordings and their source to where each departs from it, and what two departures in common are worth.

Who copies a text copies its mistakes, so departures in common show that two reports are kin, and words of the source that the one
has and the other lacks show that it had them from elsewhere: the Leitfehler of textual criticism, conjunctive and separative
(P. Maas, Textkritik, 1927, and Leitfehler und stemmatische Typen, Byzantinische Zeitschrift 37, 1937, 289–294). What equals the source
shows nothing.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from onrecord.record import Span, Spans
from onrecord.trace.drift import Piece, drift
from onrecord.trace.words import Words, kind, parsed

# What a mistake adds to the bits of its words: one place in so many powers of two is reported wrongly, while other words for the same
# thing are chosen all the time, so that those count for a part of their bits only.
MISTAKE: Final = 6.0
_OTHER_WORDS: Final = 0.5

# What the same silent omission is worth, however long: many would leave out the same.
OMISSION: Final = 6.0

# Bits of the source from which on what the one gives and the other doesn't shows that it had more than the other. Two words.
SEPARATE: Final = 20.0

# Bits in common, less those of the choice among all earlier wordings, from which on two are possibly or likely kin; and the share that
# these are of what departs in the one that departs less: who tells a thing freely meets another's words here and there. Of 1,803 pairs
# of wordings of one passage, neither of which rests on the other, 3 reach POSSIBLE and none LIKELY; without the share 191 and 32. What it
# costs: a wording that only a word or two were changed in is known in its copies in 27 of 100 cases, and likely in 3.
# Reprinted by `python -m bench.chains`.
POSSIBLE: Final = 10.0
LIKELY: Final = 20.0
SHARE: Final = 0.6

# What a departure is known by: the word that a wording has, or the stretch of the source that it lacks.
Key = tuple[str, str] | tuple[str, int, int]


class Departure(msgspec.Struct, frozen=True):
    """One place where a wording departs from its source. here: in the wording; there: in the source's text; None where it is in one only.

    bits: what having it in common is worth.
    """

    key: Key
    here: Span | None
    there: Span | None
    bits: float


class Departed(msgspec.Struct, frozen=True):
    """A wording against its source. given: places of the source's words that it gives."""

    departures: tuple[Departure, ...]
    given: frozenset[int]


class Kin(msgspec.Struct, frozen=True):
    """The earlier wording that one rests on most likely, by its place. bits: of what they have in common, less the choice among all.

    others: places of earlier ones for which as much speaks. is_apart: it gives more of the source than that one, so both may rest on a
    third, and neither on the other.
    """

    on: int
    bits: float
    others: tuple[int, ...] = ()
    is_apart: bool = False


@lru_cache(maxsize=5_000)
def departed(words: str, source: str) -> Departed:
    """Where a wording departs from its source's words. Time is that of an alignment: some milliseconds, once for the same words."""
    one, other = parsed(words), parsed(source)
    at = _run(one.stems, other.stems)
    if at is not None:
        return Departed((), frozenset(range(at, at + len(one.stems))))
    pieces = drift(one, other)
    found = [departure for piece in pieces for departure in _departures(one, other, piece)]
    same = [piece.source for piece in pieces if piece.source and piece.change in {"equal", "inflected", "name"}]
    given = frozenset(place for span in same for place in _inside(other, span))
    return Departed(tuple({departure.key: departure for departure in found}.values()), given)


def kin(
    wordings: Sequence[Departed], source: str, earlier: Sequence[Sequence[int]], *, translated: Iterable[int] = ()
) -> list[Kin | None]:
    """For each wording the earlier one that it rests on most likely, where enough speaks for any.

    earlier: for each the places of those that it may rest on, the earliest first. translated: places of translations, whose translators may
    have made the same choices on their own.
    """
    foreign = frozenset(translated)
    held = [{departure.key: departure.bits for departure in one.departures} for one in wordings]
    whole = [sum(one.values()) for one in held]

    def common(place: int, other: int) -> float:
        both = sum(min(bits, held[other][key]) for key, bits in held[place].items() if key in held[other])
        if both < SHARE * min(whole[place], whole[other]):
            return 0.0
        return both * _OTHER_WORDS if place in foreign and other in foreign else both

    found: list[Kin | None] = []
    for place, allowed in enumerate(earlier):
        choice = math.log2(len(allowed)) if allowed else 0.0
        near = [(bits, other) for other in allowed if (bits := common(place, other) - choice) >= POSSIBLE]
        fitting = [(bits, other) for bits, other in near if not beyond(wordings[place], wordings[other], source)]
        best = max((bits for bits, _ in fitting or near), default=0.0)
        alike = [other for bits, other in fitting or near if bits >= best - 1e-9]
        found.append(Kin(alike[0], round(best, 1), tuple(alike[1:]), is_apart=not fitting) if alike else None)
    return found


def beyond(one: Departed, other: Departed, source: str) -> Spans:
    """Stretches of the source's words that the one gives and the other doesn't; none where they don't show that it had more than the other."""
    words = parsed(source)
    more = sorted(one.given - other.given)
    if sum(words.bits[at] for at in more if words.bits[at] > 1) < SEPARATE:
        return ()
    ends = [place for place, at in enumerate(more) if place + 1 == len(more) or more[place + 1] != at + 1]
    starts = [0, *(place + 1 for place in ends)]
    return tuple(Span(words.spans[more[low]][0], words.spans[more[high]][1]) for low, high in zip(starts, ends, strict=False))


def shared(one: Departed, other: Departed) -> list[tuple[Departure, Departure]]:
    """What two wordings have in common that the source has not, each's own."""
    theirs = {departure.key: departure for departure in other.departures}
    return [(departure, theirs[departure.key]) for departure in one.departures if departure.key in theirs]


def _departures(one: Words, other: Words, piece: Piece) -> Iterable[Departure]:
    if piece.change == "dropped" and piece.source is not None and not piece.is_light:
        places = _inside(other, piece.source)
        yield Departure(("lacks", places[0], places[-1]), None, piece.source, OMISSION)
    if piece.change not in {"changed", "added"} or piece.quote is None:
        return
    there = _inside(other, piece.source) if piece.source else []
    for place in _inside(one, piece.quote):
        bits = _bits(one, other, place, there)
        if bits:
            yield Departure(("has", one.stems[place]), Span(*one.spans[place]), piece.source, bits)


def _bits(one: Words, other: Words, place: int, there: Sequence[int]) -> float:
    """What a word that the source hasn't is worth where two have it: nothing where grammar or explaining brings it."""
    form, stem = one.forms[place], one.stems[place]
    if form in kind("not"):
        return MISTAKE
    if stem in other.stems or any(form in kind(name) for name in ("light", "filler", "person", "report", "may", "will")):
        return 0.0
    is_number, is_name = form[0] == "#", stem in one.names
    if is_number and any(other.forms[at][0] == "#" for at in there):
        return one.bits[place] + MISTAKE
    if is_name:
        # A name for another name is a mistake; a name for “he” explains.
        return one.bits[place] + MISTAKE if any(other.stems[at] in other.names for at in there) else 0.0
    return 0.0 if form in kind("time") else _OTHER_WORDS * one.bits[place]


def _run(stems: tuple[str, ...], source: tuple[str, ...]) -> int | None:
    """Where a wording stands in its source as it is; one without a word stands anywhere."""
    return next((at for at in range(len(source) - len(stems) + 1) if source[at : at + len(stems)] == stems), None)


def _inside(words: Words, span: Span) -> list[int]:
    return [place for place, (start, end) in enumerate(words.spans) if span.start <= start and end <= span.end]
