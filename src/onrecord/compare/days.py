"""Dates of a text to the days on which what it tells of may have been: each with how well it fits, in [0, 1].

A day in one place may be the day before or after in another, and a text may come out after midnight.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from onrecord.resolve.timex import expressions, interval
from onrecord.trace.sources import day_of

# Days counted from year 1, each with its fit; sorted.
Days = tuple[tuple[int, float], ...]

# What tells of an encounter: a text that is there to do so, one that comes to it, or a post.
Footing = Literal["named", "beside", "posted"]

# How well days fit, by how far they are from the one that a text states, or from its publication where it states none.
_STATED: Final = {-1: 0.55, 0: 1.0, 1: 0.55}
_UNSTATED: Final = {-2: 0.3, -1: 0.8, 0: 1.0, 1: 0.5}
# Of a text that is there to tell of something else, and comes to it.
_BESIDE: Final = {-1: 0.4, 0: 0.7, 1: 0.3}
_POSTED: Final = {-3: 0.3, -2: 0.5, -1: 0.9, 0: 1.0, 1: 0.3}
_FITS: Final[dict[Footing, dict[int, float]]] = {"named": _UNSTATED, "beside": _BESIDE, "posted": _POSTED}
# A text of the first hours of a day may well tell of the evening before.
_EARLY: Final = 6
# A post's time is of no place, and the author's day may have begun many hours later.
_EARLY_POST: Final = 10
# How far back a day may lie that a text tells of, in days.
_REACH: Final = 12


def days(published: str, stretches: Sequence[tuple[str, int, int]], *, how: Footing, dated: tuple[str, str] | None = None) -> Days:
    """The days of an encounter. published: ISO 8601; stretches: texts with where the words stand that tell of it, code points.

    dated: first and last day, where these are known. Empty where there is no date.
    """
    day = day_of(published)
    if day is None:
        return ()
    found = [found for text, start, end in stretches if (found := _stated(text, start, end, published, day)) is not None]
    if dated is not None and (first := day_of(dated[0])) is not None:
        found.insert(0, (first, max(first, day_of(dated[1]) or first)))
    early = _is_early(published, is_post=how == "posted")
    if not found:
        return _spread(day, day, {**_FITS[how], **({-1: 1.0} if early else {})})
    first, last = found[0]
    is_today = first == last == day
    return _spread(first, last, {**_STATED, **({-1: 0.95} if early and is_today else {})})


def fit(one: Days, other: Days) -> float:
    """How well two accounts' days agree, in [0, 1]: on the day that fits both best."""
    shared = dict(other)
    return max((here * shared[day] for day, here in one if day in shared), default=0.0)


def likeliest(given: Sequence[Days]) -> int | None:
    """The day that fits all accounts best, the earliest of several."""
    total: dict[int, float] = {}
    for one in given:
        for day, share in one:
            total[day] = total.get(day, 0.0) + share
    return min(total, key=lambda day: (-total[day], day)) if total else None


def _spread(first: int, last: int, fits: dict[int, float]) -> Days:
    found: dict[int, float] = {}
    for day in range(first, last + 1):
        for gap, share in fits.items():
            found[day + gap] = max(share, found.get(day + gap, 0.0))
    return tuple(sorted(found.items()))


def _stated(text: str, start: int, end: int, published: str, day: int) -> tuple[int, int] | None:
    """The day, or few days, that the sentence around some words states, near its publication; None where it states none."""
    low = max(text.rfind(". ", 0, start), text.rfind("\n\n", 0, start)) + 1
    sentence = text[low:end]
    for one in expressions(sentence, published[:10]):
        between = interval(one.value) if one.type in {"DATE", "TIME"} else None
        if between is None:
            continue
        first, granularity = day_of(between[0]), between[2]
        if first is None or granularity not in ("day", "part of day", "hour", "minute"):
            continue
        if -_REACH <= first - day <= 1:
            return first, first
    return None


def iso(day: int) -> str:
    """A day as ISO 8601."""
    return dt.date.fromordinal(day).isoformat()


def _is_early(published: str, *, is_post: bool) -> bool:
    hour = published[11:13]
    return hour.isdigit() and int(hour) < (_EARLY_POST if is_post else _EARLY)
