"""Opening an archive: a file's name or a postgresql:// address to connections that read it, and work that changes it.

The invariant: whoever changes an archive holds its one write lock for a single transaction, on either engine. So nobody
meets a half-written document, and two who add the same thing at once add it once.
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from onrecord.errors import ArchiveError
from onrecord.store.upgrade import upgrade

DEFAULT: Final = "onrecord.db"

# How long to go on trying to write where others write or a server is away, and to read where a server that was there is away
# (who reads waits before a screen), and the first and longest wait between two tries, in seconds.
PATIENCE: Final = 120.0
READING_PATIENCE: Final = 15.0
_FIRST_WAIT: Final = 0.05
_LONGEST_WAIT: Final = 5.0

# How long SQLite itself waits for a lock before it says so, in milliseconds.
_BUSY_MS: Final = 30_000

# How many pages of changes SQLite gathers in its journal before it moves them into the file (it says 1,000). A document changes some
# 500, the same ones of the indexes again and again: gathered, they are moved once, and three tenths of the bytes are written. 32 MB.
_JOURNAL_PAGES: Final = 8_000

# The advisory lock that PostgreSQL's writers take: a number that stands for "onrecord".
_LOCK: Final = int.from_bytes(b"onrecord", "big") >> 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. place: its file or address as given, without a password, for messages.

    patience: seconds until writing is given up where others write, or where a server is away.
    """

    engine: Engine
    place: str
    patience: float = PATIENCE

    @property
    def is_postgres(self) -> bool:
        """Whether it lies in PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    @property
    def path(self) -> Path | None:
        """The file that it lies in, if any."""
        return Path(self.engine.url.database) if not self.is_postgres and self.engine.url.database else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the archive throughout. Raises ArchiveError."""
        with said_clearly(self.place), self._connected() as connection:
            yield connection

    def look(self, work: Callable[[Connection], T]) -> T:
        """What the work reads, of one state of the archive; read anew where the server went away. Raises ArchiveError."""

        def once() -> T:
            with self._connected() as connection:
                return work(connection)

        with said_clearly(self.place):
            return self._tried(once, self.patience)

    def _connected(self) -> Connection:
        """A connection for reading. PostgreSQL's shows one state only where it is asked to."""
        connection = self._tried(self.engine.connect, min(self.patience, READING_PATIENCE))
        return connection.execution_options(isolation_level="REPEATABLE READ") if self.is_postgres else connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """What the work gives, done in one transaction under the write lock: all of it is kept, or none.

        work: may be called again from the start, where a lock or a server that went away undid it; so it must do nothing
        but change the archive, and find done what an earlier call did. Raises ArchiveError.
        """
        with said_clearly(self.place):
            return self._tried(lambda: self._once(work), self.patience)

    def _tried(self, step: Callable[[], T], patience: float) -> T:
        """What a step gives, taken again while what stops it may pass."""
        ends, wait = time.monotonic() + patience, _FIRST_WAIT
        while True:
            try:
                return step()
            except DBAPIError as error:
                if not _passes(error) or time.monotonic() + wait > ends:
                    raise
            time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - spreads the writers, hides nothing
            wait = min(2 * wait, _LONGEST_WAIT)

    def _once(self, work: Callable[[Connection], T]) -> T:
        with self.engine.connect().execution_options(is_writing=True) as connection, connection.begin():
            if self.is_postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            return work(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def opened(where: str = DEFAULT, *, create: bool = False, patience: float = PATIENCE) -> Iterator[Archive]:
    """The archive at a place, brought to the present schema, closed at the end. See `open_archive`."""
    archive = open_archive(where, create=create, patience=patience)
    try:
        yield archive
    finally:
        archive.close()


def open_archive(where: str = DEFAULT, *, create: bool = False, patience: float = PATIENCE) -> Archive:
    """The archive in a SQLite file, or in the PostgreSQL database of a postgresql:// address, brought to the present schema.

    create: make one where there is none. patience: see `Archive`. Raises ArchiveError, in one sentence, where there is none,
    where what is there is something else, is damaged or may not be opened, and where a newer onrecord made it.
    """
    url = _url(where)
    place = url.render_as_string(hide_password=True) if url.drivername != "sqlite" else str(url.database)
    if url.drivername == "sqlite":
        _check_file(Path(str(url.database)), create=create)
    archive = Archive(_engine(url, place), place, patience)
    try:
        with said_clearly(place):
            upgrade(archive.engine, place, create=create)
    except BaseException:
        archive.close()
        raise
    return archive


def _url(where: str) -> URL:
    if not where.strip():
        raise ArchiveError("An archive needs a place: give a file's name, or an address like postgresql://localhost/onrecord.")
    scheme = where.partition("://")[0] if "://" in where else ""
    if scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        try:
            return make_url(where).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise ArchiveError(
                f"{scheme}://… is no address of a database: write it like postgresql://localhost/onrecord."
            ) from error
    if scheme == "sqlite":
        return URL.create("sqlite", database=where.removeprefix("sqlite://").removeprefix("/"))
    if scheme:
        raise ArchiveError(
            f"{scheme}:// is no place for an archive: give a file's name, or an address like postgresql://localhost/onrecord."
        )
    return URL.create("sqlite", database=where)


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse what can't be an archive before SQLite makes or touches a file."""
    try:
        if path.is_dir():
            raise ArchiveError(f"{path} is a folder: give the name of a file in it, such as {path / DEFAULT}.")
        if not path.exists():
            if not create:
                raise ArchiveError(f"There is no archive at {path}: onrecord init makes one, and so does onrecord add.")
            if not path.absolute().parent.is_dir():
                raise ArchiveError(f"{path} can't be made, for there is no folder {path.absolute().parent}: make it first.")
            return
        with path.open("rb") as file:
            beginning = file.read(16)
    except OSError as error:
        raise ArchiveError(f"{path} can't be opened ({error.strerror}): check its name and your rights to it.") from error
    if beginning and beginning != b"SQLite format 3\0":
        raise ArchiveError(f"{path} is no archive but another kind of file: give another name.")


def _engine(url: URL, place: str) -> Engine:
    if url.drivername == "sqlite":
        options: dict[str, Any] = {"timeout": _BUSY_MS / 1000, "check_same_thread": False}
        path = Path(str(url.database))
        if _is_unchangeable(path):
            address = f"file:{quote(str(path.absolute()))}?immutable=1"
            made = create_engine(url, creator=lambda: sqlite3.connect(address, uri=True, **options))
        else:
            made = create_engine(url, connect_args=options)
        event.listen(made, "connect", _prepare)
        event.listen(made, "begin", _begin)
        return made
    try:
        return create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise ArchiveError(f"{place} needs PostgreSQL's driver: install onrecord[postgres].") from error


def _is_unchangeable(path: Path) -> bool:
    """Whether a file lies whole on a disk that is read-only for everyone: it is then read without the files that SQLite makes beside it.

    Where only this user may not write, others may, and so reading needs those files.
    """
    if not path.exists() or not hasattr(os, "statvfs"):
        return False
    journal = path.with_name(path.name + "-wal")
    is_whole = not journal.exists() or journal.stat().st_size == 0
    return is_whole and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _prepare(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 - SQLAlchemy's pool record
    """What every connection to a file needs: transactions that we begin ourselves, checked references, readers beside a writer."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    # A commit is on the disk before it is said to be done: a person's decision outlives a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA cache_size = -65536")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {_JOURNAL_PAGES}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once where something will be written: a reader that turns writer can't wait for another's lock."""
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _passes(error: DBAPIError) -> bool:
    """Whether trying again may help: a lock, a server that went away, or two writers in each other's way."""
    if error.connection_invalidated:
        return True
    told = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None) or ""
    is_locked = "database is locked" in told or "database table is locked" in told
    return _is_away(error) or is_locked or state[:2] in {"40", "57", "08"}


def _is_away(error: DBAPIError) -> bool:
    """Whether PostgreSQL's driver met no server: it then has no word of one."""
    is_of_server = not isinstance(error.orig, sqlite3.Error)
    return isinstance(error, OperationalError) and is_of_server and not getattr(error.orig, "sqlstate", None)


# What an engine's own words mean to the person who gave the archive.
_MEANINGS: Final = (
    ("database is locked", "is being written by others without a pause: try again in a minute"),
    ("disk is full", "can't be written, for the disk is full: nothing of this step was kept; make room and try again"),
    ("no space left", "can't be written, for the disk is full: nothing of this step was kept; make room and try again"),
    ("readonly database", "may not be written: give yourself the right to write the file and its folder"),
    ("read-only", "may not be written: it is read-only; give yourself the right to write it"),
    ("could not decode to utf-8", "is damaged: restore a backup with onrecord restore, or see with onrecord verify what is"),
    ("malformed", "is damaged: restore a backup with onrecord restore, or rescue what there is with sqlite3's .recover"),
    ("not a database", "is no archive but another kind of file, or is damaged: give another, or restore a backup"),
    ("disk i/o error", "can't be read or written, the disk says: check it, then run onrecord verify"),
    ("unable to open", "can't be opened: check its name and your rights to it and to its folder"),
    ("password authentication", "refuses the user name or password: check them in the address"),
    ("no password supplied", "asks for a password: put it into the address or into PGPASSWORD"),
    ("does not exist", "is not there: check the address, or make the database with createdb"),
    ("permission denied", "may not be changed by this user: ask for the rights to it"),
    ("connection refused", "does not answer: check the address, and that PostgreSQL is running"),
)


@contextmanager
def said_clearly(place: str) -> Iterator[None]:
    """Turn what a database engine says into one sentence of ours that names the archive."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        # The engine's own words alone: the error's hold the query, and what stands in it.
        said = str(getattr(error, "orig", error) or error).strip() or type(error).__name__
        told = said.splitlines()[0].rstrip(".")
        is_lost = isinstance(error, DBAPIError) and (error.connection_invalidated or _is_away(error))
        meaning = next((meaning for words, meaning in _MEANINGS if words in said.lower()), None)
        if meaning is None and is_lost:
            meaning = f"went away ({told}): nothing of this step was kept; try again when it is back"
        raise ArchiveError(f"The archive {place} {meaning or f'could not do this ({told}): run onrecord verify'}.") from error
