"""Saved pages: the comment in which a browser, or its SingleFile extension, notes where a page was had, to address and time.

Only a comment before the page's own content counts, so a page can't speak of another's address further down.
"""

import datetime as dt
import functools
import re

import msgspec

from onrecord.read.item import Item
from onrecord.read.tables import rows

# Behind these the page's own words begin; the comment stands before them.
_HEAD = 8_192
_BEFORE = re.compile(
    r"(?:\ufeff|\s|<\?xml[^>]{0,200}\?>|<!doctype[^>]{0,300}>|<html(?:\s[^>]{0,2000})?>|<head(?:\s[^>]{0,500})?>"
    r"|<meta(?:\s[^>]{0,500})?>)*",
    re.IGNORECASE,
)
_SINGLEFILE = re.compile(r"\s*Page saved with SingleFile\s", re.IGNORECASE)
_URL = re.compile(r"^\s*url:[ \t]*(https?://\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(
    r"^\s*saved date:\s*[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-]\d{2})(\d{2})\b",
    re.MULTILINE,
)
_MARK = re.compile(r"\s*saved from url=\((\d{4,5})\)(https?://\S+)\s*", re.IGNORECASE)


def with_singlefile(item: Item) -> Item:
    """The item with the address and, from SingleFile, the time that the page notes of its own saving.

    What the carrier says already stays. A note whose address isn't as long as it says is damaged, and not believed.
    """
    for comment in _comments(item.raw[:_HEAD].decode("utf-8", "replace")):
        if _SINGLEFILE.match(comment):
            return _noted(item, _found(_URL, comment), _moment(comment))
        mark = _MARK.fullmatch(comment)
        if mark and int(mark.group(1)) in {len(mark.group(2)), len(re.sub("%2D", "-", mark.group(2), flags=re.IGNORECASE))}:
            return _noted(item, mark.group(2), None)
    return item


def _comments(head: str) -> list[str]:
    """The comments before the page's first words."""
    found: list[str] = []
    place = _end(head, 0)
    while head.startswith("<!--", place):
        end = head.find("-->", place)
        if end < 0:
            break
        found.append(head[place + 4 : end])
        place = _end(head, end + 3)
    return found


def _end(head: str, start: int) -> int:
    before = _BEFORE.match(head, start)
    return before.end() if before else start


def _noted(item: Item, url: str | None, captured: str | None) -> Item:
    return msgspec.structs.replace(item, url=item.url or url, captured=item.captured or captured)


def _found(pattern: re.Pattern[str], comment: str) -> str | None:
    match = pattern.search(comment)
    return match.group(1) if match else None


def _moment(comment: str) -> str | None:
    """The time as a browser writes it: Tue Jan 08 2019 14:03:11 GMT+0100 (Central European Standard Time)."""
    match = _DATE.search(comment)
    month = _months().get(match.group(1).casefold()) if match else None
    if match is None or month is None:
        return None
    day, year, hour, minute, second = (int(match.group(part)) for part in range(2, 7))
    try:
        zone = dt.timezone(dt.timedelta(hours=int(match.group(7)), minutes=int(match.group(7)[0] + match.group(8))))
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone).isoformat()
    except ValueError:
        return None


@functools.cache
def _months() -> dict[str, int]:
    return {name.casefold(): int(number) for name, number in rows("months.tsv")}
