"""A reported wording and an index of sources to where it was said, how faithfully it is given, and what was searched.

Not found is an answer: it is never “never said”, but says which texts were searched, and shows what came nearest as a miss.
"""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.record import Span
from onrecord.trace import closer, standing
from onrecord.trace.candidates import By, allowed, candidates
from onrecord.trace.closer import Side
from onrecord.trace.drift import Piece, drift
from onrecord.trace.fidelity import Fidelity, judge
from onrecord.trace.index import Index
from onrecord.trace.sources import Passage
from onrecord.trace.states import Reader
from onrecord.trace.states import reader as shipped
from onrecord.trace.trees import trees
from onrecord.trace.words import parsed, stem

# Likelihood, where the source is as often missing as there, from which on a passage is taken for what the wording reports. Chosen on
# dev; what it links wrongly is in training/runs.md, and every view says how likely the source is.
FOUND: Final = 0.35

# Misses that are shown.
_MISSES: Final = 3

# Characters of a wording that are looked at: the encoder reads no more.
LONGEST: Final = 4000

# Gaps: stretches without a text whose chance is less than this, at the pace of the days around them; and how many are told.
_CHANCE: Final = 1e-4
_AROUND: Final = 60
_GAPS: Final = 5


class Miss(msgspec.Struct, frozen=True):
    """A passage that came near and is not what was reported; likelihood: that it is, in [0, 1]."""

    passage: Passage
    words: str
    likelihood: float


class Searched(msgspec.Struct, frozen=True):
    """What a wording was sought among. texts: how many; speaker, within: what was asked for, days counted from year 1.

    first, last: of the days of the texts, None where none is dated. undated: texts without a day. gaps: first and last day of
    stretches without any text where there should have been some. unnamed: texts that name no speaker, where one was asked for.
    """

    texts: int
    speaker: str | None
    within: tuple[int, int] | None
    first: int | None
    last: int | None
    undated: int
    gaps: tuple[tuple[int, int], ...]
    unnamed: int = 0

    @property
    def sentence(self) -> str:
        """It in words."""
        whose = f" by {self.speaker}" if self.speaker else ""
        when = ""
        if self.first is not None and self.last is not None:
            when = (
                f" from {long_day(self.first)} to {long_day(self.last)}"
                if self.first != self.last
                else f" of {long_day(self.first)}"
            )
        gaps = (
            "; none from " + ", nor from ".join(f"{long_day(one)} to {long_day(two)}" for one, two in self.gaps)
            if self.gaps
            else ""
        )
        undated = f"; {self.undated} of them undated" if self.undated else ""
        named = self.texts - self.unnamed
        nobodys = (
            f", and {self.unnamed:,} that name{'s' if self.unnamed == 1 else ''} nobody{',' if when else ''}"
            if self.unnamed
            else ""
        )
        return f"Searched {named:,} text{'' if named == 1 else 's'}{whose}{nobodys}{when}{undated}{gaps}."


class Trace(msgspec.Struct, frozen=True):
    """Where a wording was said, or that it was not found.

    found: the passage, None where none is likely enough. span: what of the source's text the wording gives. words: the passage itself.
    fidelity, reason: how faithful it is and why; change: the change that it may be accused of. confidence: that the passage is what
    was reported, in [0, 1]. pieces: the drift, offsets into quote and into the source's text. also: other sources with the same text.
    """

    quote: str
    found: Passage | None
    span: Span | None
    words: str | None
    fidelity: Fidelity
    confidence: float
    reason: str
    change: Piece | None
    pieces: tuple[Piece, ...]
    misses: tuple[Miss, ...]
    searched: Searched
    also: tuple[str, ...] = ()
    made_by: str = ""


def trace(
    quote: str,
    index: Index,
    *,
    speaker: str | None = None,
    day: int | None = None,
    within_days: int | None = None,
    until: int | None = None,
    is_translated: bool = False,
    reader: Reader | None = None,
    by: By = "both",
) -> Trace:
    """Where a reported wording was said.

    speaker: whose texts alone are searched, if given, with those of nobody named. day: when it was said or reported, counted from
    year 1, with within_days before and after it, if both are given. until: the last day of what is searched, if given.
    is_translated: the wording stands in a translated text.
    Raises InputError where the wording holds no word, or the index was made with another encoder.
    """
    if not parsed(quote[:LONGEST]).forms:
        raise InputError("There is no word in the quote that is to be traced: give what somebody is reported to have said.")
    with_encoder = reader or shipped()
    if index.version != with_encoder.version:
        raise InputError(
            f"The index of sources was made with the encoder “{index.version}”, not “{with_encoder.version}”: build it again."
        )
    within = _within(day, within_days, until)
    rows = allowed(index, speaker, within)
    searched = _searched(index, rows, speaker, within)
    one = Side(parsed(quote[:LONGEST]), with_encoder.inside([quote[:LONGEST]])[0])
    ranked = _ranked(
        index,
        quote[:LONGEST],
        one,
        candidates(index, one.words, one.inside.point, rows, by),
        speaker,
        day,
        with_encoder,
        len(index) if rows is None else len(rows),
    )
    misses = [
        Miss(index.passage(row), index.words(row), round(likely, 4))
        for row, _, likely in ranked
        if likely < FOUND or row != ranked[0][0]
    ][:_MISSES]
    if not ranked or ranked[0][2] < FOUND:
        confidence = 1 - ranked[0][2] if ranked else 1.0
        reason = "No text that was searched holds it, nor anything that means the same."
        return Trace(
            quote,
            None,
            None,
            None,
            "not found",
            round(confidence, 4),
            reason,
            None,
            (),
            tuple(misses),
            searched,
            (),
            with_encoder.version,
        )
    row, other, likely = ranked[0]
    passage, near = index.passage(row), one.inside.words @ other.inside.words.T
    pieces = drift(one.words, other.words, near, passage.start)
    sources = [piece.source for piece in pieces if piece.source is not None and piece.quote is not None]
    judged = judge(
        one.words,
        pieces,
        float(one.inside.point @ other.inside.point),
        (quote, index.texts[index.document[row]]),
        covers=_covered(near),
        is_translated=is_translated,
    )
    span = Span(min(one.start for one in sources), max(one.end for one in sources)) if sources else passage.span
    return Trace(
        quote,
        passage,
        span,
        index.words(row),
        judged.fidelity,
        round(likely, 4),
        judged.reason,
        judged.change,
        pieces,
        tuple(misses),
        searched,
        _also(index, row, rows),
        with_encoder.version,
    )


def _within(day: int | None, around: int | None, until: int | None) -> tuple[int, int] | None:
    """First and last day of what is searched."""
    first, last = (day - around, day + around) if day is not None and around is not None else (1, dt.date.max.toordinal())
    last = last if until is None else min(last, until)
    return None if (first, last) == (1, dt.date.max.toordinal()) else (first, last)


def _ranked(
    index: Index,
    wording: str,
    one: Side,
    rows: Sequence[int],
    speaker: str | None,
    day: int | None,
    reader: Reader,
    searched: int,
) -> list[tuple[int, Side, float]]:
    """Candidates by how likely the wording reports them, the likeliest first."""
    if not rows:
        return []
    texts = [index.words(row) for row in rows]
    sides = [Side(parsed(text), inside) for text, inside in zip(texts, reader.inside(texts), strict=True)]
    aside = [
        frozenset(stem(word) for name in (speaker, index.passage(row).speaker) if name for word in name.casefold().split())
        for row in rows
    ]
    table = np.array([closer.features(one, side, names) for side, names in zip(sides, aside, strict=True)])
    odds = _odds(trees("link.tsv", closer.FEATURES).likelihoods(table))
    read = reader.pairs.odds(wording, texts)
    order = standing.order(table, odds, read)
    likely = standing.likelihoods(order, table, odds, read, searched)

    def key(place: int) -> tuple[float, float, int]:
        away = abs(int(index.day[rows[place]]) - day) if day is not None and index.day[rows[place]] else 0
        return -round(float(order[place]), 4), away, rows[place]

    return [(rows[place], sides[place], float(likely[place])) for place in sorted(range(len(rows)), key=key)]


def _odds(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of the odds of likelihoods."""
    found: NDArray[np.float64] = np.log(likely / (1 - likely))
    return found


def _covered(near: NDArray[np.float32]) -> float:
    """How near the wording's words come to the passage's, at the mean, in [0, 1]."""
    return float(np.clip(near.max(axis=0).mean(), 0, 1)) if near.size else 0.0


def _also(index: Index, row: int, rows: NDArray[np.int64] | None) -> tuple[str, ...]:
    """Ids of other sources whose passage is the same, word for word."""
    words = index.words(row).casefold().split()
    same = np.flatnonzero(np.abs(index.scale - index.scale[row]) < 1e-9) if rows is None else rows
    same = same[np.all(index.points[same] == index.points[row], axis=1)]
    found = [int(other) for other in same if other != row and index.words(int(other)).casefold().split() == words]
    return tuple(dict.fromkeys(index.ids[index.document[other]] for other in found))


def _searched(index: Index, rows: NDArray[np.int64] | None, speaker: str | None, within: tuple[int, int] | None) -> Searched:
    documents, first = np.unique(index.document if rows is None else index.document[rows], return_index=True)
    days = index.day[first if rows is None else rows[first]]
    dated = np.sort(days[days > 0])
    named = index.document if rows is None else index.document[rows[index.speaker[rows] >= 0]]
    return Searched(
        len(documents),
        speaker,
        within,
        int(dated[0]) if len(dated) else None,
        int(dated[-1]) if len(dated) else None,
        int((days == 0).sum()),
        gaps(dated),
        len(documents) - len(np.unique(named)) if speaker else 0,
    )


def gaps(days: NDArray[np.int32]) -> tuple[tuple[int, int], ...]:
    """Stretches of days without a text that are no chance at the pace of the days around; the least likely, in their order. days: sorted."""
    if len(days) < 2:
        return ()
    between = np.diff(days) - 1
    found = []
    for place in np.flatnonzero(between > 1):
        before, after, length = int(days[place]), int(days[place + 1]), int(between[place])
        low, high = np.searchsorted(days, before - _AROUND), np.searchsorted(days, after + _AROUND, side="right")
        pace = (high - low) / (2 * _AROUND)
        if pace * length > -math.log(_CHANCE):
            found.append((pace * length, (before + 1, after - 1)))
    return tuple(sorted(gap for _, gap in sorted(found, reverse=True)[:_GAPS]))


def long_day(day: int) -> str:
    """A day, counted from year 1, as people write it: 3 June 2026."""
    date = dt.date.fromordinal(day)
    return f"{date.day} {date:%B %Y}"
