"""Carriers: whatever a person gives (files, folders, addresses, feeds, sitemaps, tables, crawls) to the documents in it, one by one.

Nothing is held back until all is read: a crawl of any size is given document by document.
"""

import datetime as dt
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from onrecord.errors import InputError
from onrecord.read import delimited, feeds, jsonlines, posts, sitemaps, warc
from onrecord.read.columns import Columns
from onrecord.read.fetch import Robots, fetch
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.source import file_item
from onrecord.read.unpacked import first_bytes

# Seconds between two requests to one host, unless its robots.txt asks for more; and the most that is waited if it does.
POLITE: Final = 1.0
_MOST_POLITE: Final = 30.0

_CRAWLS: Final = (".warc", ".warc.gz", ".wacz")
_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_TABLES: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_FEEDS: Final = (".xml", ".xml.gz", ".rss", ".atom", ".json")

# As much of a file as its kind is known by.
_HEAD: Final = 4_000


class Fetcher:
    """Pages of any hosts, one after another, politely: robots.txt is asked for once a host, and no host twice in a second."""

    def __init__(self, private_allowed: Collection[str] = (), polite: float = POLITE) -> None:
        self._private_allowed = private_allowed
        self._polite = polite
        self._robots: Robots = {}
        self._last: dict[str, float] = {}

    def item(self, url: str) -> Item:
        """What stands at an address. Raises FetchError."""
        self._wait(url)
        fetched = fetch(url, private_allowed=self._private_allowed, robots=self._robots)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return Item(raw=fetched.raw, name=url, url=fetched.url, content_type=fetched.content_type, captured=now)

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        pause = self._polite
        for origin, rules in self._robots.items():
            if rules is not None and urlsplit(origin).netloc == host:
                pause = max(pause, min(float(rules.crawl_delay("onrecord") or 0), _MOST_POLITE))
        left = self._last.get(host, -pause) + pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()


def items(sources: Sequence[str], columns: Columns | None = None, fetcher: Fetcher | None = None) -> Iterator[Item | PassedOver]:
    """The documents in each source, and a sentence for each thing that can't be had. Folders are opened before, by `inputs`."""
    fetcher = fetcher or Fetcher()
    for source in sources:
        try:
            yield from _of(source, columns, fetcher)
        except InputError as error:
            yield PassedOver(source, str(error))


def expected(sources: Sequence[str]) -> int | None:
    """How many documents there will be, where each source is a single file; None where only reading tells."""
    several = (*_CRAWLS, *_LINES, *_TABLES, *_FEEDS, ".js")
    return None if any("://" in source or source.lower().endswith(several) for source in sources) else len(sources)


def _of(source: str, columns: Columns | None, fetcher: Fetcher) -> Iterator[Item | PassedOver]:
    if source.lower().startswith(("http://", "https://")):
        yield from _at(source, fetcher)
        return
    path = Path(source)
    name = path.name.lower()
    if source == "-" or not path.is_file():
        yield file_item(source)
    elif name.endswith(_CRAWLS):
        yield from warc.items(path)
    elif name.endswith(_LINES) or jsonlines.is_json_lines(path):
        yield from jsonlines.items(path, columns)
    elif name.endswith(_TABLES):
        yield from delimited.items(path, columns)
    elif name.endswith(_FEEDS) and feeds.is_feed(head := first_bytes(path, _HEAD)):
        yield from _entries(path.read_bytes(), source, None, fetcher)
    elif name.endswith(_FEEDS) and sitemaps.is_sitemap(head):
        yield from _pages(path.read_bytes(), source, fetcher)
    elif name.endswith((".json", ".js")) and posts.is_posts(path):
        yield from posts.items(path, columns)
    else:
        yield file_item(source)


def _at(url: str, fetcher: Fetcher) -> Iterator[Item | PassedOver]:
    """What stands at an address: a page, or the pages that a feed or a sitemap there lists."""
    item = fetcher.item(url)
    if feeds.is_feed(item.raw):
        yield from _entries(item.raw, url, item.url, fetcher)
    elif sitemaps.is_sitemap(item.raw):
        yield from _pages(item.raw, url, fetcher)
    else:
        yield item


def _pages(raw: bytes, source: str, fetcher: Fetcher) -> Iterator[Item | PassedOver]:
    """The pages that a sitemap lists."""

    def further(address: str) -> bytes:
        return raw if address == source else fetcher.item(address).raw

    for link in sitemaps.walk(source, further):
        if isinstance(link, PassedOver):
            yield link
            continue
        found = fetched(link.url, fetcher)
        yield found if isinstance(found, PassedOver) else told(found, link.title, link.published, link.outlet)


def _entries(raw: bytes, name: str, url: str | None, fetcher: Fetcher) -> Iterator[Item | PassedOver]:
    """The pages that a feed lists; an entry's own content where it has no page."""
    for entry in feeds.entries(raw, name, url=url):
        yield entry_item(entry, fetcher)


def entry_item(entry: feeds.Entry, fetcher: Fetcher) -> Item | PassedOver:
    """The page of a feed's entry, or what the entry holds itself where it has no page or the page can't be had."""
    own = feeds.entry_item(entry)
    if entry.link is None:
        return own if own is not None else PassedOver(entry.name, f"{entry.name} has neither a page nor a text.")
    found = fetched(entry.link, fetcher)
    if isinstance(found, PassedOver):
        return own if own is not None and not entry.is_summary else found
    return told(found, entry.title, entry.published, entry.outlet, entry.byline)


def told(item: Item, title: str | None, published: str | None, outlet: str | None, byline: str | None = None) -> Item:
    """A page with what its feed or sitemap says of it, which wins over what the page says of itself."""
    return msgspec.structs.replace(item, title=title, published=published, outlet=outlet, byline=byline)


def fetched(url: str, fetcher: Fetcher) -> Item | PassedOver:
    """What stands at an address, or why it can't be had."""
    try:
        return fetcher.item(url)
    except InputError as error:
        return PassedOver(url, str(error))
