"""Time words to intervals: weekdays and dates beside a cue, read as a newsroom writes them.

A story in the past tense means the last Monday before it came out, or that day itself; without the story's date a
weekday stays unresolved.
"""

import calendar
import re
from datetime import date, timedelta

from onrecord.record import Basis, Granularity, Time

_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"

_WEEKDAY = re.compile(r"(?<!next )(?<!every )(?<!since )(?<!until )\b(" + "|".join(_WEEKDAYS) + r")\b(?!s)", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    r"\bin\s+(?:(?:early|mid|late|the middle of|the beginning of)[\s-]+)?"
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\b(?:\s+(\d{4})\b)?"
)
_NEAR = re.compile(r"\b(yesterday|today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)


def time(text: str, published: str | None, basis: Basis = "stated") -> Time | None:
    """The first time that a stretch of text names, or None. published: the story's date, ISO 8601."""
    story = date.fromisoformat(published[:10]) if published else None
    for pattern, resolve in (
        (_MONTH_DAY, _month_day),
        (_DAY_MONTH, _day_month),
        (_WEEKDAY, _weekday),
        (_NEAR, _near),
        (_MONTH_ONLY, _month),
    ):
        match = pattern.search(text)
        if match:
            found = resolve(match, story)
            if found:
                start, end, granularity = found
                return Time(start=start.isoformat(), end=end.isoformat(), granularity=granularity, text=match.group(), basis=basis)
    return None


Interval = tuple[date, date, Granularity]


def _weekday(match: re.Match[str], story: date | None) -> Interval | None:
    if story is None:
        return None
    day = story - timedelta(days=(story.weekday() - _WEEKDAYS[match.group(1).lower()]) % 7)
    return day, day, "day"


def _near(match: re.Match[str], story: date | None) -> Interval | None:
    if story is None:
        return None
    day = story - timedelta(days=match.group(1).lower() == "yesterday")
    return day, day, "day"


def _month_day(match: re.Match[str], story: date | None) -> Interval | None:
    return _day(int(match.group(2)), match.group(1), match.group(3), story)


def _day_month(match: re.Match[str], story: date | None) -> Interval | None:
    return _day(int(match.group(1)), match.group(2), match.group(3), story)


def _day(number: int, month: str, year: str | None, story: date | None) -> Interval | None:
    known = int(year) if year else _year(_MONTHS[month.lower().rstrip(".")], number, story)
    try:
        day = date(known or 0, _MONTHS[month.lower().rstrip(".")], number)
    except ValueError:
        return None
    return day, day, "day"


def _month(match: re.Match[str], story: date | None) -> Interval | None:
    month = _MONTHS[match.group(1).lower()]
    year = int(match.group(2)) if match.group(2) else _year(month, 1, story)
    if not year:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"


def _year(month: int, day: int, story: date | None) -> int | None:
    """The year of a date without one: the last such day that is not after the story."""
    if story is None:
        return None
    return story.year if (month, day) <= (story.month, story.day) else story.year - 1
