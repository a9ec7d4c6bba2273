"""An archive to a backup, which is one SQLite file whichever engine the archive lies in, and a backup to an archive again.

The invariant: a backup is one state of the archive, whole, or it isn't there; and it is compared with the archive before it takes
its name.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import msgspec
from sqlalchemy import Connection

from onrecord.errors import ArchiveError
from onrecord.store import schema
from onrecord.store.archive import Archive, open_archive, opened, said_clearly
from onrecord.store.copying import copy_rows, counts, is_empty
from onrecord.store.digest import digest
from onrecord.store.verify import verify
from onrecord.store.verify.fault import UNREADABLE, Fault, Progress

# Pages of SQLite that are copied between two words about progress.
_PAGES: Final = 2_000

# Faults that are told of; one that has more is as damaged.
_FAULTS: Final = 100

_BESIDE: Final = ("", "-wal", "-shm", "-journal")


class Verified(msgspec.Struct, frozen=True):
    """What was copied, as found in the copy. faults: the first hundred. digest: with times of adding; None where damage forbids it.

    left_out: how many rows, at least, a forced restore could not carry over.
    """

    place: str
    documents: int
    statements: int
    decisions: int
    size: int
    digest: str | None
    faults: tuple[Fault, ...]
    left_out: int = 0


class _State(msgspec.Struct, frozen=True):
    """One state of an archive: rows of each table and the digest; neither where damage forbids it."""

    counts: dict[str, int]
    digest: str | None


def backup(archive: Archive, target: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Verified:
    """Copy an archive, as it is at one moment, to a file, while others go on writing to it.

    overwrite: replace a file that is there, unless faults are found in the copy. progress: pages or rows done, and of how many.
    Raises ArchiveError where the file can't be written or doesn't hold what the archive does; there is no file then.
    """
    _check_target(archive, target, overwrite=overwrite)
    with _unfinished(target) as path:
        with archive.read() as connection:
            if archive.is_postgres:
                _copy_to_file(connection, path, progress)
            else:
                _copy_pages(connection, path, progress)
            wanted = _state(connection)
        with opened(str(path)) as copy:
            done = _verified(copy, wanted, str(target))
        if done.faults and target.exists():
            first = done.faults[0]
            raise ArchiveError(
                f"{target} was left as it is, for the archive {archive.place} is damaged ({first.where} {first.what}): "
                "write the backup to another file."
            )
        _in_one_file(path, "DELETE")
        _take_name(path, target, overwrite=overwrite)
    return msgspec.structs.replace(done, size=target.stat().st_size)


def restore(source: Path, where: str, *, force: bool = False, progress: Progress | None = None) -> Verified:
    """Bring a backup back, as a new archive at a place or into an empty one, of either engine.

    force: also from a backup that is damaged, as much of it as can be read. Raises ArchiveError where the archive holds
    something already, or where the backup is damaged or can't be brought back whole; nothing of it is there then.
    """
    target = Path(where)
    if "://" in where or target.exists():
        with opened(str(source)) as old, opened(where, create=True) as new:
            return _restore(old, new, new.place, force=force, progress=progress)
    # Beside its place, which others may take meanwhile: what is there then is theirs, and stays.
    _check_folder(target)
    with opened(str(source)) as old, _unfinished(target) as path:
        with opened(str(path), create=True) as new:
            done = _restore(old, new, where, force=force, progress=progress)
        _in_one_file(path, "WAL")
        _take_name(path, target, overwrite=False)
    return msgspec.structs.replace(done, size=target.stat().st_size)


def _restore(old: Archive, new: Archive, place: str, *, force: bool, progress: Progress | None) -> Verified:
    """Fill an empty archive. place: what it is called in messages."""

    def check_empty(connection: Connection) -> None:
        if not is_empty(connection):
            raise ArchiveError(f"The archive {place} holds something already: restore into a new one.")

    with new.read() as connection:
        check_empty(connection)
    faults = tuple(islice(verify(old), _FAULTS))
    if faults and not force:
        raise ArchiveError(
            f"The backup {old.place} is damaged ({faults[0].where} {faults[0].what}): "
            "give another, or force it, and what can be read of it comes back."
        )
    with old.read() as source:
        wanted = None if force else _state(source)

        def work(target: Connection) -> int:
            # Others may have written since it was looked at first; now they can't.
            check_empty(target)
            left_out = copy_rows(source, target, progress, forced=force)
            _check_same(target, wanted, place)
            return left_out

        left_out = new.write(work)
    done = _verified(new, wanted, place)
    return msgspec.structs.replace(done, left_out=left_out)


def _state(connection: Connection) -> _State:
    try:
        return _State(counts(connection), digest(connection, added=True))
    except (ArchiveError, *UNREADABLE):
        return _State({}, None)


def _check_same(connection: Connection, wanted: _State | None, place: str) -> _State:
    """Raise ArchiveError unless an archive is in the state that it was copied from."""
    found = _state(connection)
    if wanted is not None and found != wanted:
        differing = [name for name, count in wanted.counts.items() if found.counts.get(name) != count]
        raise ArchiveError(
            f"{place} does not hold what it was copied from ({', '.join(differing) or 'the same rows with other content'}): "
            "nothing was kept; try again, and check the disk."
        )
    return found


def _verified(copy: Archive, wanted: _State | None, place: str) -> Verified:
    with copy.read() as connection:
        found = _check_same(connection, wanted, place)
    faults = tuple(islice(verify(copy), _FAULTS))
    size = copy.path.stat().st_size if copy.path is not None else 0
    documents, statements, decisions = (
        found.counts.get(table.name, 0) for table in (schema.documents, schema.statements, schema.reviews)
    )
    return Verified(place, documents, statements, decisions, size, found.digest, faults)


def _copy_pages(connection: Connection, path: Path, progress: Progress | None) -> None:
    """Copy a SQLite file page by page. The open transaction holds it to one state, whatever others write meanwhile."""
    connection.exec_driver_sql("SELECT count(*) FROM about").scalar()
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise ArchiveError("This archive's driver can't copy pages: install Python's own sqlite3.")

    def told(_: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    target = sqlite3.connect(path)
    try:
        driver.backup(target, pages=_PAGES, progress=told)
    finally:
        target.close()


def _copy_to_file(connection: Connection, path: Path, progress: Progress | None) -> None:
    """Copy another engine's rows to a new SQLite file."""
    made = open_archive(str(path), create=True)
    try:
        made.write(lambda target: copy_rows(connection, target, progress))
    finally:
        made.close()


def _check_target(archive: Archive, target: Path, *, overwrite: bool) -> None:
    if archive.path is not None and target.resolve() == archive.path.resolve():
        raise ArchiveError(f"{target} is the archive itself: give another name for its backup.")
    if target.is_dir():
        raise ArchiveError(f"{target} is a folder: give the name of a file in it.")
    if target.exists() and not overwrite:
        raise ArchiveError(f"{target} is there already: give another name, or say that it may be overwritten.")
    _check_folder(target)


def _check_folder(target: Path) -> None:
    if not target.absolute().parent.is_dir():
        raise ArchiveError(f"{target} can't be made, for there is no folder {target.absolute().parent}: make it first.")
    # SQLite would take what stands in it for a part of the new file.
    if Path(f"{target}-wal").exists():
        raise ArchiveError(
            f"{target}-wal is there, so {target} is open in another program, or was: close it there, or give another name."
        )


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A place beside the target for what is not finished; nothing of it is left at the end."""
    path = target.absolute().with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.unfinished")
    try:
        with said_clearly(str(target)):
            yield path
    except OSError as error:
        raise ArchiveError(f"{target} can't be written ({error.strerror or error}): make room or give another place.") from error
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _in_one_file(path: Path, journal: Literal["DELETE", "WAL"]) -> None:
    """Put what stands beside a SQLite file into it, so that it can be carried away. journal: DELETE, or WAL for one to write to."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(f"PRAGMA journal_mode = {journal}")
    finally:
        connection.close()


def _take_name(path: Path, target: Path, *, overwrite: bool) -> None:
    """Let a finished file take its name, once it is on the disk; unless told, nothing that has the name loses it."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
    if overwrite:
        path.replace(target)
    else:
        _take_new_name(path, target)
    folder = os.open(target.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _take_new_name(path: Path, target: Path) -> None:
    try:
        # Looking first and renaming then would leave a moment in which somebody else's file could be replaced.
        os.link(path, target)
    except OSError as error:
        if target.exists():
            raise ArchiveError(f"{target} was made by somebody else meanwhile: give another name.") from error
        # A disk that knows no second names.
        path.replace(target)
