"""Watching: feeds, asked again and again, to the documents that are new in them.

The invariant: an entry is marked as seen after its document was added, and a feed's version as known after all its entries were
marked. So a run that is killed at any point loses nothing; what it does twice is found to be there already.
"""

import random as chances
import sys
import time
from collections.abc import Callable, Collection, Iterator
from typing import Final

import msgspec
from sqlalchemy import select

from onrecord.errors import FetchError, InputError
from onrecord.read.carriers import Fetcher
from onrecord.read.fields import address
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.sitemaps import LIMIT_SITEMAP
from onrecord.read.source import read_item
from onrecord.store import listed, schema, watched
from onrecord.store.adding import Meaning, Outcome, Process, add
from onrecord.store.archive import Archive
from onrecord.store.listed import Listed, Listing
from onrecord.store.schedule import BUSY, Watch
from onrecord.store.watched import Missing

# How often a page that can't be had is asked for, once a round, before it is given up.
TRIES: Final = 4

# How many pages of one feed are asked for before the other feeds have their turn.
ROUND: Final = 100

# How many things that a sitemap leaves out are said each time.
_SAID: Final = 5

# Sleep is cut into pieces of so many seconds: a machine that was asleep itself doesn't oversleep.
_NAP: Final = 60.0


class News(msgspec.Struct, frozen=True):
    """What came of asking a feed: an outcome, one for each page; what went wrong; or neither, at the end of a round.

    next_at: when the feed is asked again, ISO 8601.
    """

    feed: str
    next_at: str
    outcome: Outcome | None = None
    why: str | None = None


class Work(msgspec.Struct, frozen=True):
    """What a round needs. every: seconds between two rounds of a feed. share: the most pages that one round asks for.

    chance: a random number in [0, 1).
    """

    archive: Archive
    process: Process
    meaning: Meaning | None
    fetcher: Fetcher
    every: float
    share: int
    clock: Callable[[], float]
    chance: Callable[[], float]


def watch(
    archive: Archive,
    feeds: Collection[str],
    process: Process,
    meaning: Meaning | None = None,
    *,
    every: float,
    once: bool = False,
    fetcher: Fetcher | None = None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    random: Callable[[], float] = chances.random,
) -> Iterator[News]:
    """Ask feeds for what is new, add it, and say so; without end, unless once.

    feeds: addresses of feeds and sitemaps; all that the archive watches, where there are none. every: seconds between two
    rounds of one feed, more where it asks for more or fails. once: each feed is asked now, but for those that failed and are to
    be left alone. clock: seconds since 1970. random: a number in [0, 1).
    Raises InputError where there is nothing to watch, ArchiveError where the archive can't be written.
    """
    urls = _checked(archive, feeds)
    watched.add(archive, urls)
    work = Work(archive, process, meaning, fetcher or Fetcher(), every, sys.maxsize if once else ROUND, clock, random)
    asked: set[str] = set()
    while standing := [one for one in watched.watched(archive) if one.url in urls and not (once and one.url in asked)]:
        due = {one.url: one.next_at if one.url in asked else one.first(every) for one in standing}
        one = min(standing, key=lambda one: due[one.url])
        while not once and (wait := due[one.url] - clock()) > 0:
            sleep(min(wait, _NAP))
        if once and one.failures and one.next_at > clock():
            asked.add(one.url)
            why = f"{one.url} is left alone until {watched.iso(one.next_at)}, for it failed: {one.last_error}"
            yield News(one.url, watched.iso(one.next_at), why=why)
            continue
        asked.add(one.url)
        yield from _round(work, one)


def _checked(archive: Archive, feeds: Collection[str]) -> list[str]:
    for feed in feeds:
        if address(feed) is None:
            raise InputError(f"{feed} is not the address of a feed: give one like https://news.example/feed.xml.")
    found = [feed.strip() for feed in feeds] or [one.url for one in watched.watched(archive)]
    if not found:
        raise InputError(f"{archive.place} watches no feeds: give the address of one, like https://news.example/feed.xml.")
    return list(dict.fromkeys(found))


def _round(work: Work, one: Watch) -> Iterator[News]:
    """Ask a feed once, and for the pages that are new in it."""
    now = work.clock()
    missing = watched.missing(work.archive, one.url)
    try:
        fetched = work.fetcher.page(one.url, limit_bytes=LIMIT_SITEMAP, etag=one.etag, modified=one.modified)
        found = Listing((), wish=one.wish) if fetched.is_unchanged else listed.listing(fetched, one.url, work.fetcher)
    except InputError as error:
        failed = _failed(work, one, error)
        watched.keep(work.archive, failed, missing)
        yield News(one.url, watched.iso(failed.next_at), why=str(error))
        return
    after = one.answered(now, work.every, work.chance(), wish=max(found.wish, float(fetched.max_age or 0)))
    for why in found.left_out[:_SAID]:
        yield News(one.url, watched.iso(after.next_at), why=why)
    if fetched.is_unchanged:
        watched.keep(work.archive, after, missing)
        yield News(one.url, watched.iso(after.next_at))
        return
    fresh = _fresh(work, one.url, found.pages)
    if len(fresh) > work.share:  # its turn comes again after those of the others
        after = msgspec.structs.replace(after, next_at=now)
    listed_now = {watched.entry_of(page) for page in fresh}
    missing = {entry: lack for entry, lack in missing.items() if lack.is_given_up or entry in listed_now}
    # What failed before comes last, so that one page that can't be had does not hold up the others.
    fresh.sort(key=lambda page: missing[watched.entry_of(page)].tries if watched.entry_of(page) in missing else 0)
    is_busy = False
    for page in fresh[: work.share]:
        entry = watched.entry_of(page)
        try:
            item = listed.item(page, work.fetcher)
        except FetchError as error:
            lack = _lacking(missing.get(entry), error, watched.iso(work.clock()))
            missing[entry] = lack
            is_busy = error.status in BUSY
            if is_busy:
                after = _failed(work, one, error)
            watched.keep(work.archive, one, missing)
            if lack.is_given_up:
                watched.mark(work.archive, one.url, [entry], work.clock())
            yield News(one.url, watched.iso(after.next_at), Outcome(page.key, "left out", _said(lack)))
            if is_busy:
                break
            continue
        outcome = _added(work, item)
        missing.pop(entry, None)
        watched.mark(work.archive, one.url, [entry], work.clock())
        yield News(one.url, watched.iso(after.next_at), outcome)
    is_done = len(fresh) <= work.share and not is_busy and all(lack.is_given_up for lack in missing.values())
    known = (fetched.etag, fetched.modified) if is_done and not found.is_index else (None, None)
    after = msgspec.structs.replace(after, etag=known[0], modified=known[1])
    watched.keep(work.archive, after, missing)
    yield News(one.url, watched.iso(after.next_at), why=after.last_error)


def _fresh(work: Work, url: str, pages: Collection[Listed]) -> list[Listed]:
    """The pages that were not dealt with in their present form, each once. What another feed brought is marked, not asked for."""
    seen = watched.seen(work.archive, {page.key for page in pages})
    here = seen.pop(url, set())
    keys_here = {entry.rpartition(" ")[0] for entry in here}
    elsewhere = {entry.rpartition(" ")[0] for entries in seen.values() for entry in entries}
    fresh: dict[str, Listed] = {}
    marked: list[str] = []
    for page in pages:
        entry = watched.entry_of(page)
        if entry in here:
            continue
        if page.key in fresh or (page.key in elsewhere and page.key not in keys_here):
            marked.append(entry)
        else:
            fresh[page.key] = page
    watched.mark(work.archive, url, marked, work.clock())
    return list(fresh.values())


def _added(work: Work, item: Item | PassedOver) -> Outcome:
    """What became of a page. One whose bytes alone differ (a clock, a counter) from what is there is there already."""
    there = None if isinstance(item, PassedOver) else _as_it_was(work.archive, item)
    return there or next(add(work.archive, [item], work.process, work.meaning))


def _as_it_was(archive: Archive, item: Item) -> Outcome | None:
    """The newest version at a page's address, where it has the same text under the same title."""
    table = schema.documents
    with archive.read() as connection:
        newest = select(table.c.id, table.c.version, table.c.text, table.c.title).where(table.c.url == item.url, table.c.is_current)
        there = connection.execute(newest).first()
    if there is None:
        return None
    try:
        document = read_item(item).document
    except InputError:
        return None
    is_same = (document.text, document.title) == (there.text, there.title)
    return Outcome(item.name, "already there", document=there.id, version=there.version) if is_same else None


def _failed(work: Work, one: Watch, error: InputError) -> Watch:
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    return one.failed(work.clock(), work.every, work.chance(), str(error), retry_after=retry_after)


def _lacking(before: Missing | None, error: FetchError, at: str) -> Missing:
    tries = 1 + (before.tries if before else 0)
    return Missing(tries, str(error), at, is_given_up=tries >= TRIES)


def _said(lack: Missing) -> str:
    after = f"It was asked for {lack.tries} times and is given up." if lack.is_given_up else "It is asked for again later."
    return f"{lack.why} {after}"
