"""Erasing: what was removed from an archive to nothing of it on the disk, in the archive itself and in the files beside it.

The invariant: it is said to be erased only where nothing is left. Whatever stands in the way is told and never raised, for what
was removed stays removed, and erasing can be tried again at any time.
"""

import glob
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import msgspec
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from onrecord.errors import ArchiveError
from onrecord.store import drafts, schema
from onrecord.store.archive import Archive
from onrecord.store.search import signs
from onrecord.store.traces import beside

# How long a table of PostgreSQL is waited for that others are reading, in seconds, where the archive has more patience.
_PATIENCE: Final = 30.0

# How long drafts are waited for, in seconds: a run holds them from its beginning to its end.
_MOMENT: Final = 0.1

# What PostgreSQL calls a lock that others hold.
_LOCKED: Final = "55P03"

# The letters that end the names of signs that were not finished, as tempfile makes them.
_UNFINISHED: Final = "[a-z0-9_]" * 8

_AGAIN: Final = "run onrecord forget without a document"


class Erased(msgspec.Struct, frozen=True):
    """Whether nothing of what was removed is on the disk. why: half a sentence on why not, with what to do."""

    is_erased: bool
    why: str | None = None


def erase(archive: Archive) -> Erased:
    """Remove what may hold words of what was removed, and write the archive anew without it, which it needs to be alone for.

    It takes as long as copying the archive, and on SQLite as much room again.
    """
    try:
        why = [*_beside(archive), *(_tables(archive) if archive.is_postgres else _file(archive))]
    except ArchiveError as error:
        return Erased(is_erased=False, why=f"{str(error).rstrip('.')}; then {_AGAIN}")
    return Erased(is_erased=not why, why="; and ".join(why) or None)


def _file(archive: Archive) -> Iterator[str]:
    try:
        raw = archive.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_busy, *_) = cursor.fetchone() or (1,)
            cursor.close()
        finally:
            raw.close()
    except sqlite3.Error as error:
        yield _told(error)
        return
    if is_busy:
        yield _open()


def _tables(archive: Archive) -> Iterator[str]:
    patience = round(1_000 * min(_PATIENCE, archive.patience))
    try:
        with archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"SET lock_timeout = {patience}"))
            try:
                for table in schema.METADATA.sorted_tables:
                    connection.execute(text(f"VACUUM (FULL) {table.name}"))
            except DBAPIError:
                # It goes back to the others without our setting.
                connection.invalidate()
                raise
            connection.execute(text("RESET lock_timeout"))
    except DBAPIError as error:
        yield _open() if getattr(error.orig, "sqlstate", None) == _LOCKED else _told(error)


def _beside(archive: Archive) -> Iterator[str]:
    """Remove drafts of a run that was stopped, which hold documents whole, and what is made anew: the signs of vectors, the index of sources."""
    with archive.read() as connection:
        about = schema.about
        known = connection.execute(select(about.c.value).where(about.c.name == "id")).scalar() or ""
        kept = [signs.place(connection, known), beside.place(connection, known)]
    for one in kept:
        for path in [one, *one.parent.glob(glob.escape(one.name) + _UNFINISHED)] if one is not None else []:
            yield from _unlinked(path)
    place = drafts.place(archive, "")
    for path in [place] if archive.path is not None else sorted(place.parent.glob(f"*{drafts.SUFFIX}")):
        if path.exists():
            yield from _without_drafts(path, None if archive.path is not None else known)


def _without_drafts(path: Path, wanted: str | None) -> Iterator[str]:
    """Remove a file of drafts, unless a run holds it. wanted: an archive's id, for drafts of others stay; None where none can be."""
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, isolation_level=None, timeout=_MOMENT)
        # Held until the file is gone, so that no run begins with it meanwhile.
        connection.execute("BEGIN EXCLUSIVE")
        run = connection.execute("SELECT made_by FROM run").fetchone()
    except sqlite3.Error as error:
        if "locked" in str(error):
            yield f"onrecord reprocess is at work with {path}, which may hold it: {_AGAIN} when that is done"
            return
        # One that can't be read is of no use to any run, and may hold anything.
        run = None
    try:
        if wanted is None or run is None or _archive_of(run[0]) == wanted:
            for one in (path, path.with_name(f"{path.name}-journal")):
                yield from _unlinked(one)
    finally:
        if connection is not None:
            connection.close()


def _archive_of(run: str) -> str | None:
    """The id of the archive that drafts are of, from what their file says of its run."""
    try:
        named: list[Any] = msgspec.json.decode(run, type=list)
    except (msgspec.DecodeError, TypeError, UnicodeError):
        return None
    return named[0] if named and isinstance(named[0], str) else None


def _unlinked(path: Path) -> Iterator[str]:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        yield f"{path} can't be removed ({error.strerror or error}): remove it"


def _open() -> str:
    return f"somebody has the archive open: {_AGAIN} when nobody has"


def _told(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    if "locked" in said:
        return _open()
    if "full" in said or "No space left" in said:
        return f"the disk is full, and erasing takes as much room again as the archive: make room and {_AGAIN}"
    return f"the archive could not be written anew ({said.splitlines()[0].rstrip('.')}): {_AGAIN}"
