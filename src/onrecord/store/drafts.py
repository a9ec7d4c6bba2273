"""Drafts: records that were made anew and are not yet in the archive, in a file beside it, so that a run that was killed goes on.

The file is of one run alone: it says of which archive, and which versions made what is in it; anything else is thrown away.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from onrecord.errors import ArchiveError, RecordError
from onrecord.record import Record, from_json, to_json
from onrecord.resolve.kb.store import path as kept_with
from onrecord.store.archive import Archive
from onrecord.store.changes import Change

SUFFIX: Final = ".reprocess"

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS run (made_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (key INTEGER PRIMARY KEY, source TEXT NOT NULL, record BLOB, change TEXT NOT NULL);
"""


class Draft(msgspec.Struct, frozen=True):
    """One document made anew. key: in the archive. source: hash of what was read. record: None where it failed; change: as planned."""

    key: int
    source: str
    record: Record | None
    change: Change


class Drafts:
    """The file of a run, held by this process alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take over an open file; `drafts` opens one."""
        self._connection = connection

    def put(self, one: Draft) -> None:
        """Keep a draft; an earlier one of the document goes."""
        packed = zlib.compress(to_json(one.record), 1) if one.record is not None else None
        row = (one.key, one.source, packed, msgspec.json.encode(one.change).decode())
        self._connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)", row)

    def get(self, key: int, source: str) -> Draft | None:
        """The draft of a document, if there is one and it was made of this source."""
        found = self._connection.execute("SELECT * FROM drafts WHERE key = ? AND source = ?", (key, source)).fetchone()
        return _draft(found) if found else None

    def after(self, key: int) -> Draft | None:
        """The first draft beyond a key."""
        found = self._connection.execute("SELECT * FROM drafts WHERE key > ? ORDER BY key LIMIT 1", (key,)).fetchone()
        return _draft(found) if found else None

    def every(self) -> Iterator[Draft]:
        """All drafts in the order of their keys; those that are read may be dropped meanwhile."""
        key = -1
        while (one := self.after(key)) is not None:
            yield one
            key = one.key

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.execute("SELECT count(*) FROM drafts").fetchone()[0])

    def drop(self, key: int) -> None:
        """Forget a draft that is in the archive now."""
        self._connection.execute("DELETE FROM drafts WHERE key = ?", (key,))


@contextmanager
def drafts(archive: Archive, run: str, *, file: Path | None = None) -> Iterator[Drafts]:
    """The drafts of a run on an archive, taken up where it was killed; removed where the block ends without an error.

    run: what tells this run from others, the archive's id and the versions. Raises ArchiveError where another process holds them.
    """
    file = file or place(archive, run)
    connection = _opened(file, run)
    try:
        yield Drafts(connection)
    except BaseException:
        connection.close()
        raise
    connection.close()
    _remove(file)


def place(archive: Archive, run: str) -> Path:
    """Where drafts lie: beside the archive's file, or with the user's own data where it is no file."""
    if archive.path is not None:
        return archive.path.with_name(archive.path.name + SUFFIX)
    return kept_with().with_name(f"{zlib.crc32(run.encode()):08x}{SUFFIX}")


def _opened(file: Path, run: str) -> sqlite3.Connection:
    """The file of this run; one of another run, or a damaged one, is begun anew."""
    for is_last in (False, True):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Made by us before SQLite does, so that nobody else may read what it holds.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
            connection = sqlite3.connect(file, isolation_level=None, timeout=1)
        except OSError as error:
            raise ArchiveError(
                f"{file} can't be written ({error.strerror}): make room for it and see to it that you may."
            ) from error
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_TABLES)
            found = connection.execute("SELECT made_by FROM run").fetchone()
            if found is None:
                connection.execute("INSERT INTO run VALUES (?)", (run,))
            if found is None or found[0] == run:
                return connection
            connection.close()
        except sqlite3.DatabaseError as error:
            connection.close()
            if "locked" in str(error) or is_last:
                raise ArchiveError(
                    f"{file} is in use ({error}): another onrecord reprocess is at work here; wait until it is done."
                ) from error
        _remove(file)
    raise ArchiveError(f"{file} can't be made anew: remove it.")


def _remove(file: Path) -> None:
    for name in (file, file.with_name(file.name + "-journal")):
        with suppress(FileNotFoundError):
            name.unlink()


def _draft(row: tuple[int, str, bytes | None, str]) -> Draft:
    key, source, packed, change = row
    try:
        record = from_json(zlib.decompress(packed)) if packed is not None else None
        return Draft(key, source, record, msgspec.json.decode(change, type=Change))
    except (zlib.error, msgspec.DecodeError) as error:
        raise RecordError(f"A draft can't be read back ({error}): run onrecord reprocess again.") from error
