"""When something was said: the time that governs the saying, never one inside what is said.

Stated where words date the saying itself, in its own clause or carried on from the same speaker's words just before it; inferred
from the event that it was said at; otherwise unknown.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record import Basis, Span, Time
from onrecord.resolve.clause import clause
from onrecord.resolve.parts import Parts
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.timex import Expression, interval

# How far from its sentence's beginning a time may stand that dates what follows, in characters: “But in ”.
_FRONT = 12
_PARTS = ("TMO", "TAF", "TEV", "TNI", "TDT")
# What ties a part of the day to a day.
_DAYED = re.compile(
    r"(?i)day\b|\d{1,2}\b.*[A-Z]|\b(?:this|to(?:day|night)|last|that|yesterday|tomorrow)\b|\d{4}|(?-i:\b[A-Z][a-z]{2,8}\b)"
)

# How many paragraphs a date carries on through, while the same speaker goes on.
CARRIES = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """What one statement leaves for those after it: speaker, paragraph and time, if any."""

    speaker: str | None
    paragraph: int
    time: Time | None


def stated(text: str, parts: Parts, expressions: Sequence[Expression]) -> Time | None:
    """The time that a saying's own clause names; of several the one nearest to the cue, what follows it before what precedes."""
    if not parts.cue:
        return None
    found = clause(text, parts)
    start, end = parts.cue[0].start, parts.cue[-1].end
    near: list[tuple[int, int, Time]] = []
    for rank, pieces in enumerate((found.own, found.shared, found.front)):
        for one in _within(expressions, pieces):
            time = as_time(text, one, "stated")
            if time is not None:
                near.append((rank, min(abs(one.start - end), abs(start - one.end)), time))
    return min(near, key=lambda item: item[:2])[2] if near else None


def carried(previous: Sequence[Dated], speaker: str | None, paragraph: int, *, goes_on: bool) -> Time | None:
    """The time of the same speaker's last words, where they go on speaking in the paragraphs after them.

    It stays stated within a paragraph where nobody else spoke between and the words do not begin anew (goes_on: they do); otherwise it is
    inferred.
    """
    mine = [one for one in previous if one.speaker == speaker]
    if speaker is None or not mine:
        return None
    last = mine[-1]
    if last.time is None or not 0 <= paragraph - last.paragraph <= CARRIES:
        return None
    stays = last.time.basis == "stated" and paragraph == last.paragraph and previous[-1] is last and not goes_on
    return with_basis(last.time, "stated" if stays else "inferred")


def between(text: str, start: int, end: int, expressions: Sequence[Expression], sentences: Sentences) -> Time | None:
    """The time that a sentence between two sayings begins with (“But in early January, he was evasive.”): it dates what follows.

    start, end: where the first saying ends and the sentence of the second begins, in code points.
    """
    found = None
    for one in expressions:
        if (
            start <= one.start
            and one.end <= end
            and sentences.begins(one.start, _FRONT)
            and "\n" not in text[one.start : end].strip()
        ):
            found = as_time(text, one, "stated") or found
    return found


def as_time(text: str, one: Expression, basis: Basis) -> Time | None:
    """An expression as a time with its words; None where it denotes no stretch of the calendar."""
    found = interval(one.value)
    words = text[one.start : one.end]
    if found is None or one.type in ("DURATION", "SET") or (one.value[-3:] in _PARTS and not _DAYED.search(words)):
        return None  # “in the evening” is no day's
    start, end, granularity = found
    return Time(start=start, end=end, granularity=granularity, text=text[one.start : one.end], basis=basis)


def with_basis(time: Time, basis: Basis) -> Time:
    """The same time on another basis."""
    return Time(start=time.start, end=time.end, granularity=time.granularity, text=time.text, basis=basis)


def _within(expressions: Sequence[Expression], pieces: Sequence[Span]) -> list[Expression]:
    """The expressions, sorted, that stand inside one of the pieces."""
    if not pieces:
        return []
    low = bisect_left(expressions, min(piece.start for piece in pieces), key=lambda one: one.start)
    high = bisect_left(expressions, max(piece.end for piece in pieces), key=lambda one: one.start)
    near = expressions[low:high]
    return [one for one in near if any(piece.start <= one.start and one.end <= piece.end for piece in pieces)]
