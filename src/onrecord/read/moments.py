"""Moments: a date as a carrier of documents writes it (ISO 8601, RFC 822, epoch) to the record's form.

No zone is ever added: a time without one is cut to its date.
"""

import datetime as dt
import functools
import re

from onrecord.read.dates import date_of
from onrecord.read.tables import rows

# Numbers are seconds or thousandths (or millionths) of a second since 1970 from 1973 on; smaller ones are something else.
_EPOCH_FROM = 100_000_000
_EPOCH_TO = 10_000_000_000

# Years before print are placeholders (0001-01-01), not dates.
_FIRST_YEAR = 1000

# No way to write a date is longer; a longer value is a text.
_LENGTH = 80

_NUMBER = re.compile(r"\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_ZONE = r"(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Za-z]{1,5})"
_ISO = re.compile(rf"(?P<year>\d{{4}})-?(?P<month>\d{{2}})-?(?P<day>\d{{2}})(?:(?:T|t|\s+){_CLOCK}(?:\s*{_ZONE})?)?")
_BASIC = re.compile(rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE}?")
_RFC = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})[\s-](?P<name>[A-Za-z]{{3,9}})[\s-](?P<year>\d{{4}}|\d{{2}})(?:,?\s+{_CLOCK}(?:\s*{_ZONE})?)?"
)
_CTIME = re.compile(rf"[A-Za-z]{{3}}\s+(?P<name>[A-Za-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}(?:\s+{_ZONE})?\s+(?P<year>\d{{4}})")


def now() -> str:
    """The present moment, ISO 8601 in UTC to the second."""
    return in_utc(dt.datetime.now(dt.UTC))


def in_utc(when: dt.datetime) -> str:
    """A moment of UTC, ISO 8601 to the second."""
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(value: object) -> str | None:
    """A date, or a time with its zone, in ISO 8601. None where the value is no date or can be read in two ways."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(value)
    if not isinstance(value, str):
        return None
    words = " ".join(value[: _LENGTH + 1].split())
    if not words or len(words) > _LENGTH:
        return None
    if _NUMBER.fullmatch(words):
        return _epoch(float(words))
    for form in (_ISO, _BASIC, _RFC, _CTIME):
        match = form.fullmatch(words)
        if match:
            return _made(match.groupdict())
    found = date_of(words)
    return moment(found) if found and found != words else None


def _epoch(number: float) -> str | None:
    for unit in (1, 1_000, 1_000_000):
        if _EPOCH_FROM <= number / unit < _EPOCH_TO:
            return _shown(dt.datetime.fromtimestamp(number // unit, dt.UTC))
    return None


def _made(parts: dict[str, str | None]) -> str | None:
    month = parts.get("month") or _months().get((parts.get("name") or "").casefold())
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    try:
        day = dt.date(year, int(month or 0), int(parts["day"] or 0))
        clock = dt.time(int(parts["hour"] or 0), int(parts["minute"] or 0), min(int(parts["second"] or 0), 59))
    except ValueError:
        return None
    if year < _FIRST_YEAR:
        return None
    zone = _zone(parts["zone"])
    if zone is None or parts["hour"] is None:
        return day.isoformat()
    return _shown(dt.datetime.combine(day, clock, zone))


def _zone(words: str | None) -> dt.timezone | None:
    """The offset that the words are; -0000 is RFC 822's way to say that it is not known."""
    if words is None or words.replace(":", "") == "-0000":
        return None
    if words[0] not in "+-":
        named = _zones().get(words.upper())
        return None if named is None else dt.timezone(dt.timedelta(seconds=named))
    digits = words[1:].replace(":", "").ljust(4, "0")
    offset = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= dt.timedelta(days=1):
        return None
    return dt.timezone(-offset if words[0] == "-" else offset)


def _shown(when: dt.datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


@functools.cache
def _months() -> dict[str, str]:
    return dict(rows("months.tsv"))  # type: ignore[arg-type]  # each row is a name and a number


@functools.cache
def _zones() -> dict[str, int]:
    return {name: int(seconds) for name, seconds in rows("zones.tsv")}
