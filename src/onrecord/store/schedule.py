"""Schedule: what became of asking a feed to when it is asked again. Pure: no clock, no archive and no network.

Times are seconds since 1970; a chance is a random number in [0, 1), so that many feeds are not asked at the same moment.
"""

from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

# Seconds. What a feed wishes and what errors cost is never more than a day; a server that names a later time is believed a week.
DAY: Final = 86_400.0
WEEK: Final = 7 * DAY

# The share of a wait by which chance makes it longer.
SPREAD: Final = 0.1

# Beyond this many doublings every wait is a day anyway.
_DOUBLINGS: Final = 20

# Answers by which a server says that it wants fewer requests, not that a page is missing.
BUSY: Final = frozenset({429, 503})


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that is watched, as it stands.

    etag, modified: what its server said of the last version of which every entry was dealt with; none while some were not.
    failures: how often in a row it could not be had. wish: seconds that it asks to be left alone for.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    checked_at: float | None = None
    next_at: float = 0.0
    failures: int = 0
    last_error: str | None = None
    wish: float = 0.0

    def first(self, every: float) -> float:
        """When it is asked first by somebody who asks every so many seconds: a longer pace of the last time doesn't hold."""
        if self.failures or self.checked_at is None:
            return self.next_at
        return min(self.next_at, self.checked_at + max(every, self.wish))

    def answered(self, now: float, every: float, chance: float, *, wish: float = 0.0) -> "Watch":
        """The feed after an answer. wish: seconds that the answer is good for, as its makers say."""
        wish = min(wish, DAY)
        wait = max(every, wish) * (1 + SPREAD * chance)
        return msgspec.structs.replace(self, checked_at=now, next_at=now + wait, failures=0, last_error=None, wish=wish)

    def failed(self, now: float, every: float, chance: float, why: str, *, retry_after: str | None = None) -> "Watch":
        """The feed after an error: twice the wait for each in a row. retry_after: when to ask again, as the server wrote it."""
        wait = min(DAY, every * 2.0 ** min(self.failures + 1, _DOUBLINGS)) * (1 - SPREAD * chance)
        wait = max(every, wait, min(seconds(retry_after, now), WEEK))
        failures = self.failures + 1
        return msgspec.structs.replace(self, checked_at=now, next_at=now + wait, failures=failures, last_error=why)


def seconds(retry_after: str | None, now: float) -> float:
    """The wait that a Retry-After header asks for, in seconds or as a date (RFC 9110, 10.2.3); 0 where it can't be read."""
    words = (retry_after or "").strip()
    if words.isascii() and words.isdigit():
        return float(words[:9])
    try:
        return max(0.0, parsedate_to_datetime(words).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
