"""A point or stretch of the calendar, as finely as it is known, and what lies a number of days, weeks, months or years from it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_VALUE = re.compile(r"(BC)?(\d{2,4})(?:-(\d\d)(?:-(\d\d))?|-W(\d\d)|-Q(\d)|-(SP|SU|FA|WI))?(?![\dX])")
_SEASON_MONTHS = {"SP": 4, "SU": 7, "FA": 10, "WI": 12}


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, month or day. year: negative before Christ. month and day are None where unknown; quarter only if it was named."""

    year: int
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    @classmethod
    def of(cls, value: str) -> "Moment | None":
        """The moment that a TIMEX3 value begins with, or None where it has no year."""
        match = _VALUE.match(value)
        if not match or len(match.group(2)) != 4:
            return None
        year = -int(match.group(2)) if match.group(1) else int(match.group(2))
        if match.group(5):
            monday = _monday(year, int(match.group(5)))
            return cls(year, monday.month if monday else None)
        if match.group(6):
            return cls(year, quarter=int(match.group(6)))
        return cls(year, *(int(part) if part else None for part in match.group(3, 4)))

    @classmethod
    def on(cls, day: date) -> "Moment":
        """The moment of a day."""
        return cls(day.year, day.month, day.day)

    def known_day(self) -> date | None:
        """The day itself if it is known and the calendar has it."""
        if self.month is None or self.day is None or not 1 <= self.year <= 9999:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    def value(self) -> str:
        """The moment as TIMEX3 writes it."""
        parts = [years(self.year)]
        if self.quarter:
            return f"{parts[0]}-Q{self.quarter}"
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


def years(year: int) -> str:
    """A year in four digits, with BC in front if it is negative."""
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has a day."""
    return 1 <= month <= 12 and 1 <= day <= (calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 31)


def week(day: date) -> str:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def shift(moment: Moment, unit: str, count: int) -> str | None:
    """What lies so many units after a moment (before it, if negative), as precise as the unit: None past the calendar's ends.

    unit: D, W, WE (weekend), M, Q, Y, E (decade), C (century), or F (fortnight). A day or week from a month or a year is unknown: XX.
    """
    if unit == "F":
        return shift(moment, "W", 2 * count)
    if unit in ("D", "W", "WE"):
        return _days(moment, unit, count)
    if unit == "M":
        if moment.month is None:
            return f"{years(moment.year)}-XX"
        months = moment.year * 12 + moment.month - 1 + count
        return f"{years(months // 12)}-{months % 12 + 1:02d}" if 0 < months // 12 < 10000 or moment.year < 0 else None
    if unit == "Q":
        quarter = moment.quarter or ((moment.month - 1) // 3 + 1 if moment.month else None)
        if quarter is None:
            return None
        quarters = moment.year * 4 + quarter - 1 + count
        return f"{years(quarters // 4)}-Q{quarters % 4 + 1}"
    year = moment.year + count * {"Y": 1, "DE": 10, "CE": 100}.get(unit, 0)
    if not -9999 < year < 10000 or year == 0 or (moment.year < 0) != (year < 0):
        return None
    return years(year)[: {"DE": -1, "CE": -2}.get(unit)]


def _days(moment: Moment, unit: str, count: int) -> str | None:
    if moment.day is None or moment.year < 0:
        return f"{years(moment.year)}-XX-XX" if unit == "D" else f"{years(moment.year)}-WXX" if unit == "W" else None
    day = moment.known_day()
    if day is None:
        return None
    try:
        day += timedelta(days=count * (1 if unit == "D" else 7))
    except OverflowError:
        return None
    return day.isoformat() if unit == "D" else week(day) + ("-WE" if unit == "WE" else "")


def _monday(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
