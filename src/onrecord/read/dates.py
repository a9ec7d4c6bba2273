"""Dates: words that are a date, and nothing else but a weekday and a time of day, to ISO 8601."""

import datetime as dt
import functools
import re

from onrecord.read.tables import rows

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(Z|[+-]\d{2}:?\d{2}))?(?!\d)")
_SLASHES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"[\s,|·–-]*(?:at\s+|@\s*)?(?:\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)?\s*"
    r"(?:\(?(?:GMT|UTC|CES?T|BST|E[SD]?T|P[SD]?T|IST|MSK|local time)(?:[+-]\d{1,2})?\)?)?[\s,|·–-]*",
    re.IGNORECASE,
)


def date_of(words: str) -> str | None:
    """The date that the words are: a day, or a time with its zone. None where it can be read in two ways or is none."""
    words = _WEEKDAY.sub("", words)
    iso = _ISO.match(words)
    if iso and _CLOCK.fullmatch(words[iso.end() :]):
        return _exact(iso)
    named = _named().match(words)
    if named and _CLOCK.fullmatch(words[named.end() :]):
        day, month, year = (named.group(part) or named.group(f"{part}2") for part in ("day", "month", "year"))
        return _made(int(year), _months()[month.casefold()], int(day))
    slashes = _SLASHES.match(words)
    if slashes and _CLOCK.fullmatch(words[slashes.end() :]):
        first, second, year = int(slashes.group(1)), int(slashes.group(3)), int(slashes.group(4))
        ways = {_made(year, second, first), _made(year, first, second)} - {None}
        return ways.pop() if len(ways) == 1 else None
    return None


def _exact(match: re.Match[str]) -> str | None:
    day, clock, zone = match.groups()
    text = f"{day}T{clock}{zone}" if clock else day
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _made(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


@functools.cache
def _months() -> dict[str, int]:
    return {name: int(number) for name, number in rows("months.tsv")}


@functools.cache
def _named() -> re.Pattern[str]:
    """A date with its month's name: 8 January 2019, 8th of January, 2019, January 8, 2019, Jan. 8 2019."""
    month = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{month})\.?,?[ -](?P<year>\d{{4}})"
        rf"|(?P<month2>{month})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}}))(?!\d)",
        re.IGNORECASE,
    )
