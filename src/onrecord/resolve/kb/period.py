"""Dates of any precision to days: whether somebody certainly, perhaps or no longer held an office on a day.

A year stands for all its days, so a term from 2012 to 2017 may have begun and ended on any of them.
"""

import re
from calendar import monthrange
from datetime import date
from enum import IntEnum
from functools import lru_cache

from onrecord.resolve.kb.known import Office

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


class Hold(IntEnum):
    """How a term stands to a day, the weaker the lower."""

    NOT = 0
    PERHAPS = 1  # a vague date leaves it open
    LEAVING = 2  # it is the last day
    CERTAIN = 3


@lru_cache(maxsize=4096)
def days(written: str) -> tuple[date, date]:
    """The first and last day of an ISO day, month or year. Raises ValueError for anything else."""
    match = _ISO.match(written)
    if match is None:
        raise ValueError(written)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def hold(office: Office, on: date, seen: str = "") -> Hold:
    """How an office stood on a day. seen: the last day that an old file vouches for, if the office is open there."""
    earliest, settled = days(office.start) if office.start else (date.min, date.min)
    leaves, last = days(office.end) if office.end else (date.max, days(seen)[1] if seen else date.max)
    if not earliest <= on <= last:
        return Hold.NOT
    if on < settled or on > leaves:
        return Hold.PERHAPS
    return Hold.LEAVING if on == leaves else Hold.CERTAIN


def is_over(office: Office, on: date) -> bool:
    """Whether an office may have ended before a day or on it."""
    return bool(office.end) and days(office.end)[0] <= on


def begun(office: Office) -> date:
    """The first day on which an office had certainly begun."""
    return days(office.start)[1] if office.start else date.min


def last_day(office: Office, seen: str = "") -> date:
    """The last day that an office can have been held, or is vouched for."""
    return days(office.end or seen)[1] if office.end or seen else date.max
