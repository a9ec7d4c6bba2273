"""Carriers: whatever a person gives (files, folders, addresses, feeds, sitemaps, tables, crawls) to the documents in it, one by one.

Nothing is held back until all is read: a crawl of any size is given document by document.
"""

import math
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from onrecord.errors import InputError
from onrecord.read import delimited, feeds, jsonlines, posts, sitemaps, warc
from onrecord.read.columns import Columns
from onrecord.read.fetch import LIMIT_BYTES, Fetched, Robots, fetch
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.source import fetched_item, file_item
from onrecord.read.unpacked import first_bytes, whole

# How long a host's robots.txt is taken to hold (RFC 9309, 2.4).
_ROBOTS_SECONDS: Final = 86_400.0

# Seconds between two requests to one host, unless its robots.txt asks for more; and the most that is waited if it does.
POLITE: Final = 1.0
_MOST_POLITE: Final = 30.0

_CRAWLS: Final = (".warc", ".warc.gz", ".wacz")
_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_TABLES: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_FEEDS: Final = (".xml", ".xml.gz", ".rss", ".atom", ".json")

# What looks like an address, though not of a kind that is read.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)

# As much of a file as its kind is known by.
_HEAD: Final = 4_000


class Fetcher:
    """Pages of any hosts, one after another, politely: no host twice in a second, and robots.txt asked for once a day.

    polite: seconds between two requests to one host. clock: seconds since any moment. sleep: waits for some of them.
    """

    def __init__(
        self,
        private_allowed: Collection[str] = (),
        polite: float = POLITE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._private_allowed = private_allowed
        self._polite = polite
        self._clock = clock
        self._sleep = sleep
        self._robots: Robots = {}
        self._learnt: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def item(self, url: str) -> Item:
        """What stands at an address. Raises FetchError."""
        return fetched_item(self.page(url), url)

    def page(self, url: str, *, limit_bytes: int = LIMIT_BYTES, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What stands at an address, or that it is as it was, where `fetch` is told how it was. Raises FetchError."""
        self._forget_old()
        self._wait(url)
        try:
            return fetch(
                url,
                private_allowed=self._private_allowed,
                limit_bytes=limit_bytes,
                etag=etag,
                modified=modified,
                robots=self._robots,
            )
        finally:
            now = self._clock()
            for origin in self._robots:
                self._learnt.setdefault(origin, now)

    def _forget_old(self) -> None:
        """Let go of rules that are a day old, and of hosts not met for as long: whoever watches feeds runs for months."""
        now = self._clock()
        for origin in [one for one, learnt in self._learnt.items() if now - learnt >= _ROBOTS_SECONDS]:
            del self._learnt[origin]
            self._robots.pop(origin, None)
        self._last = {host: last for host, last in self._last.items() if now - last < _ROBOTS_SECONDS}

    def _wait(self, url: str) -> None:
        host = _host(url)
        pause = self._polite
        for origin, rules in self._robots.items():
            if rules is not None and _host(origin) == host:
                pause = max(pause, min(float(rules.crawl_delay("onrecord") or 0), _MOST_POLITE))
        left = self._last.get(host, -math.inf) + pause - self._clock()
        if left > 0:
            self._sleep(left)
        self._last[host] = self._clock()


def _host(url: str) -> str:
    """The host of an address, the same for every way to write it; none where the address is damaged, which `fetch` says."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


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
    if _ADDRESS.match(source):
        raise InputError(f"{source} is neither http nor https: give the address of a web page, or a file's name.")
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
        yield from _entries(whole(path, feeds.LIMIT_FEED), source, None, fetcher)
    elif name.endswith(_FEEDS) and sitemaps.is_sitemap(head):
        yield from _pages(whole(path, sitemaps.LIMIT_SITEMAP), source, fetcher)
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
        return raw if address == source else fetcher.page(address, limit_bytes=sitemaps.LIMIT_SITEMAP).raw

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
