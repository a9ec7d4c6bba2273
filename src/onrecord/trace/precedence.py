"""Two dates of publication to which is the earlier, as far as they tell.

The invariant: “earlier” never goes round in a circle, whatever dates and times are mixed. Days are those of UTC; of two that tell
the time, the times decide. A date alone may be any hour of its day, so it is neither earlier nor later than a time of that day.
"""

import datetime as dt
import re

import msgspec

# Midnight to the second is what programs write where they know only the day.
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$")


class When(msgspec.Struct, frozen=True):
    """A date of publication. day: counted from year 1; second: of the day, in UTC, None where only the day is told."""

    day: int
    second: float | None = None


def when(published: str | None) -> When | None:
    """An ISO date, or a time with its zone, as it is compared; None where there is none."""
    if not published:
        return None
    try:
        if "T" not in published or _MIDNIGHT.search(published):
            return When(dt.date.fromisoformat(published[:10]).toordinal())
        moment = dt.datetime.fromisoformat(published)
        if moment.tzinfo is None:
            return When(moment.toordinal())
        moment = moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return When(moment.toordinal(), moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6)


def is_earlier(one: When | None, other: When | None) -> bool:
    """Whether the one is surely before the other."""
    if one is None or other is None:
        return False
    if one.day != other.day:
        return one.day < other.day
    return one.second is not None and other.second is not None and one.second < other.second


def order(moment: When | None) -> tuple[bool, int, float]:
    """What to sort by: the earliest first, a day without a time before the times of that day, undated last."""
    if moment is None:
        return True, 0, 0.0
    return False, moment.day, -1.0 if moment.second is None else moment.second
