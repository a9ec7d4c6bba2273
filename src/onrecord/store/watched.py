"""Watched: the feeds of an archive, and which of their entries were dealt with, to rows and back.

An entry is a row of `seen` for each form in which a feed told of it, so a changed entry is one that is not there yet; a form
that comes back, as where two servers of one outlet don't agree, is. What could not be had is kept beside, in `about`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from onrecord.read.moments import in_utc
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.chunks import chunks
from onrecord.store.dialect import insert_new
from onrecord.store.listed import Listed
from onrecord.store.schedule import Watch

# In `about`, before a feed's address.
BESIDE: Final = "feed "

# A space and 16 hexadecimal digits: the form, after the key.
_FORM: Final = 17

# For how many pages of a feed it is kept why they were given up; the latest ones.
_GIVEN_UP: Final = 100


class Missing(msgspec.Struct, frozen=True):
    """A page that could not be had. tries: how often it was asked for. why: a sentence. at: of the last try, ISO 8601."""

    tries: int
    why: str
    at: str
    is_given_up: bool = False


class Beside(msgspec.Struct, frozen=True):
    """What is kept of a feed beside its row. missing: by entry."""

    wish: float = 0.0
    missing: dict[str, Missing] = {}


def entry_of(listed: Listed) -> str:
    """What an entry's present form is known by in `seen`."""
    return f"{listed.key} {listed.form}"


def add(archive: Archive, urls: Iterable[str]) -> None:
    """Watch these feeds from now on."""
    rows = [{"url": url} for url in urls]
    archive.write(lambda connection: insert_new(connection, schema.feeds, rows))


def forget(archive: Archive, url: str) -> bool:
    """Watch a feed no longer, and forget what was seen in it; documents stay. False where it wasn't watched."""

    def work(connection: Connection) -> bool:
        connection.execute(delete(schema.about).where(schema.about.c.name == BESIDE + url))
        return connection.execute(delete(schema.feeds).where(schema.feeds.c.url == url)).rowcount > 0

    return archive.write(work)


def watched(archive: Archive) -> list[Watch]:
    """Every feed that is watched, by address."""
    with archive.read() as connection:
        found = connection.execute(select(schema.feeds).order_by(schema.feeds.c.url)).all()
        return [
            Watch(
                url=row.url,
                etag=row.etag,
                modified=row.modified,
                checked_at=_seconds(row.checked_at),
                next_at=_seconds(row.next_at) or 0.0,
                failures=row.failures,
                last_error=row.last_error,
                wish=_beside(connection, row.url).wish,
            )
            for row in found
        ]


def missing(archive: Archive, url: str) -> dict[str, Missing]:
    """The pages of a feed that could not be had, by entry."""
    with archive.read() as connection:
        return _beside(connection, url).missing


def keep(archive: Archive, watch: Watch, missing: Mapping[str, Missing]) -> None:
    """Keep how a feed stands, and what of it could not be had; nothing where it was forgotten meanwhile."""
    waiting = [(entry, one) for entry, one in missing.items() if not one.is_given_up]
    given_up = sorted(((entry, one) for entry, one in missing.items() if one.is_given_up), key=lambda pair: pair[1].at)
    beside = Beside(watch.wish, dict([*waiting, *given_up[-_GIVEN_UP:]]))
    values = {
        "etag": watch.etag,
        "modified": watch.modified,
        "checked_at": None if watch.checked_at is None else iso(watch.checked_at),
        "next_at": iso(watch.next_at),
        "failures": watch.failures,
        "last_error": _storable(watch.last_error) if watch.last_error else None,
    }

    def work(connection: Connection) -> None:
        if connection.execute(update(schema.feeds).where(schema.feeds.c.url == watch.url).values(values)).rowcount:
            _keep_beside(connection, watch.url, beside)

    archive.write(work)


def mark(archive: Archive, url: str, entries: Collection[str], at: float) -> None:
    """Keep that these entries of a feed were dealt with; nothing where it was forgotten meanwhile."""
    rows = [{"feed": url, "entry": entry, "seen_at": iso(at)} for entry in entries]

    def work(connection: Connection) -> None:
        if connection.execute(select(schema.feeds.c.url).where(schema.feeds.c.url == url)).first():
            insert_new(connection, schema.seen, rows)

    if rows:
        archive.write(work)


def seen(archive: Archive, keys: Collection[str]) -> dict[str, set[str]]:
    """The entries, in every form, that are known by these keys, by the feed that they were seen in."""
    table = schema.seen
    key = func.substr(table.c.entry, 1, func.length(table.c.entry) - _FORM)
    found: dict[str, set[str]] = {}
    with archive.read() as connection:
        for part in chunks(keys):
            for row in connection.execute(select(table.c.feed, table.c.entry).where(key.in_(part))):
                found.setdefault(row.feed, set()).add(row.entry)
    return found


def iso(seconds: float) -> str:
    """A moment as the archive writes it: ISO 8601 in UTC, to the second."""
    return in_utc(dt.datetime.fromtimestamp(seconds, dt.UTC))


def _seconds(moment: str | None) -> float | None:
    return None if moment is None else dt.datetime.fromisoformat(moment).timestamp()


def _beside(connection: Connection, url: str) -> Beside:
    about = schema.about
    found = connection.execute(select(about.c.value).where(about.c.name == BESIDE + url)).scalar()
    return msgspec.json.decode(found, type=Beside) if found else Beside()


def _keep_beside(connection: Connection, url: str, beside: Beside) -> None:
    about = schema.about
    connection.execute(delete(about).where(about.c.name == BESIDE + url))
    if beside != Beside():
        connection.execute(insert(about).values(name=BESIDE + url, value=_storable(msgspec.json.encode(beside).decode())))


def _storable(text: str) -> str:
    """The text without NUL, which PostgreSQL doesn't take."""
    return text.replace("\0", "\ufffd")
