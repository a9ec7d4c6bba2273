"""TIMEX3 values to intervals: the days or minutes that a value covers, both ends included, and how fine it is."""

import calendar
import re
from datetime import date, datetime, timedelta

from onrecord.record import Granularity

_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_SHAPES = {
    "day": re.compile(_DATE),
    "minute": re.compile(_DATE + r"T(\d\d):(\d\d)(?::\d\d)?"),
    "hour": re.compile(_DATE + r"T(\d\d)"),
    "part of day": re.compile(_DATE + r"T(MO|AF|EV|NI|DT)"),
    "month": re.compile(r"(\d{4})-(\d\d)"),
    "year": re.compile(r"\d{4}"),
    "week": re.compile(r"(\d{4})-W(\d\d)(-WE|-\d)?"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "half": re.compile(r"(\d{4})-H([12])"),
    "season": re.compile(r"(\d{4})-(SP|SU|FA|WI)"),
    "decade": re.compile(r"\d{3}"),
    "longer": re.compile(r"\d{2}"),
}
# First and last minute of each part of a day; a night ends on the next morning.
_PARTS = {
    "MO": (5, 0, 11, 59, 0),
    "AF": (12, 0, 17, 59, 0),
    "EV": (17, 0, 21, 59, 0),
    "NI": (20, 0, 4, 59, 1),
    "DT": (6, 0, 17, 59, 0),
}
# First and last month of the northern seasons, as the weather services count them; winter belongs to the year that it begins in.
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}

Interval = tuple[str, str, Granularity]


def interval(value: str) -> Interval | None:
    """The first and last day (or minute) of a TIMEX3 value with its granularity, ISO 8601; None where it is no stretch of the calendar.

    Durations, sets, references, values with X in them and years before Christ give None. What the record has no
    granularity for takes the next coarser one: a half-year counts as year, a weekend as week, a century as longer.
    """
    for name, shape in _SHAPES.items():
        match = shape.fullmatch(value)
        if match:
            try:
                return _interval(name, match)
            except (ValueError, OverflowError):
                return None
    return None


def _interval(name: str, match: re.Match[str]) -> Interval:
    numbers = [int(part) if part and part.isdigit() else 0 for part in (match.groups() or (match.group(),))]
    year = numbers[0]
    if name == "day":
        return _days(date(*numbers), date(*numbers), "day")
    if name in ("minute", "hour", "part of day"):
        return _minutes(name, match, numbers)
    if name == "month":
        return _months(year, numbers[1], numbers[1], "month")
    if name == "quarter":
        return _months(year, numbers[1] * 3 - 2, numbers[1] * 3, "quarter")
    if name == "half":
        return _months(year, numbers[1] * 6 - 5, numbers[1] * 6, "year")
    if name == "season":
        return _months(year, *_SEASONS[match.group(2)], "season")
    if name == "week":
        return _week(year, numbers[1], match.group(3) or "")
    if name == "year":
        return _months(year, 1, 12, "year")
    if name == "decade":
        return _days(date(year * 10, 1, 1), date(year * 10 + 9, 12, 31), "decade")
    return _days(date(max(1, year * 100), 1, 1), date(year * 100 + 99, 12, 31), "longer")


def _days(first: date, last: date, granularity: Granularity) -> Interval:
    return first.isoformat(), last.isoformat(), granularity


def _months(year: int, first: int, last: int, granularity: Granularity) -> Interval:
    end_year, end = year + (last - 1) // 12, (last - 1) % 12 + 1
    return _days(date(year, first, 1), date(end_year, end, calendar.monthrange(end_year, end)[1]), granularity)


def _week(year: int, number: int, rest: str) -> Interval:
    monday = date.fromisocalendar(year, number, 1)
    if rest == "-WE":
        return _days(monday + timedelta(days=5), monday + timedelta(days=6), "week")
    if rest:
        day = date.fromisocalendar(year, number, int(rest[1:]))
        return _days(day, day, "day")
    return _days(monday, monday + timedelta(days=6), "week")


def _minutes(name: str, match: re.Match[str], numbers: list[int]) -> Interval:
    midnight = datetime(numbers[0], numbers[1], numbers[2])  # noqa: DTZ001  local to the place that the text is about, which is not known
    if name == "part of day":
        first, begin, last, end, days = _PARTS[match.group(4)]
        start, stop = midnight + timedelta(hours=first, minutes=begin), midnight + timedelta(days=days, hours=last, minutes=end)
        return start.isoformat(timespec="minutes"), stop.isoformat(timespec="minutes"), "part of day"
    if numbers[3] > 24 or (name == "minute" and numbers[4] > 59):
        raise ValueError(match.group())
    start = midnight + timedelta(hours=numbers[3], minutes=numbers[4] if name == "minute" else 0)
    if name == "minute":
        return start.isoformat(timespec="minutes"), start.isoformat(timespec="minutes"), "minute"
    return start.isoformat(timespec="minutes"), (start + timedelta(minutes=59)).isoformat(timespec="minutes"), "hour"
