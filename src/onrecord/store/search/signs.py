"""Vectors of an archive to their signs, 48 bytes a statement, kept in a file beside it so that meaning is searched in memory.

The invariant: the file is never the only copy of anything. It is made anew from the table where it is missing, damaged or of
another archive or encoder. What was deleted or changed since may still be in it, so whoever finds a key here asks the table.
"""

import contextlib
import os
import tempfile
import zlib
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from onrecord.store import schema, vectors
from onrecord.store.search.match import is_postgres

_MAGIC: Final = b"onrecord signs 1\n"
_LONGEST_HEAD: Final = 4_096
_WORDS: Final = vectors.SIZE // 64

# Vectors that are read at a time, 384 bytes each.
_BATCH: Final = 20_000


class Head(msgspec.Struct, frozen=True):
    """What a file of signs is of. count: of statements; check: the CRC-32 of what follows."""

    archive: str
    version: str
    count: int
    check: int


class Signs(msgspec.Struct, frozen=True):
    """keys: int64 [n], ascending; bits: uint64 [n, SIZE / 64]."""

    keys: NDArray[np.int64]
    bits: NDArray[np.uint64]


def signs(connection: Connection, version: str) -> Signs:
    """The signs of all vectors that an encoder's version made, from the file and, for what is new, from the table."""
    archive = connection.execute(select(schema.about.c.value).where(schema.about.c.name == "id")).scalar_one()
    path = place(connection, archive)
    kept = _read(path, archive, version) if path else None
    old = kept or Signs(np.empty(0, np.int64), np.empty((0, _WORDS), np.uint64))
    last = int(old.keys[-1]) if len(old.keys) else 0
    table = schema.vectors.c
    if (connection.execute(select(func.max(table.statement))).scalar() or 0) <= last:
        return old
    new = _above(connection, last, version)
    if not len(new.keys):
        return old
    found = Signs(np.concatenate([old.keys, new.keys]), np.concatenate([old.bits, new.bits]))
    if path:
        # A folder that may not be written costs time, not the answer.
        with contextlib.suppress(OSError):
            _write(path, archive, version, found)
    return found


def place(connection: Connection, archive: str) -> Path | None:
    """The file that holds an archive's signs: beside a SQLite file, else among the user's caches. None for one in memory."""
    if not is_postgres(connection):
        name = connection.engine.url.database
        return Path(name + ".signs") if name and name != ":memory:" else None
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "onrecord" / f"{''.join(letter for letter in archive if letter.isalnum())}.signs"


def _above(connection: Connection, last: int, version: str) -> Signs:
    table = schema.vectors
    keys: list[NDArray[np.int64]] = []
    bits: list[NDArray[np.uint64]] = []
    wanted = select(table.c.statement, table.c.bytes).where(table.c.version == version).order_by(table.c.statement).limit(_BATCH)
    while rows := connection.execute(wanted.where(table.c.statement > last)).all():
        last = rows[-1].statement
        whole = [row for row in rows if len(row.bytes) == vectors.SIZE]
        keys.append(np.array([row.statement for row in whole], dtype=np.int64))
        stored = np.frombuffer(b"".join(row.bytes for row in whole), dtype=np.int8).reshape(-1, vectors.SIZE)
        bits.append(vectors.signs(stored))
    if not keys:
        return Signs(np.empty(0, np.int64), np.empty((0, _WORDS), np.uint64))
    return Signs(np.concatenate(keys), np.concatenate(bits))


def _read(path: Path, archive: str, version: str) -> Signs | None:
    """What a file holds, or None where it is not there, damaged, or of something else."""
    try:
        with path.open("rb") as file:
            if file.readline(len(_MAGIC)) != _MAGIC:
                return None
            head = msgspec.json.decode(file.readline(_LONGEST_HEAD), type=Head)
            size = head.count * 8 * (1 + _WORDS)
            if (head.archive, head.version) != (archive, version) or head.count < 0 or path.stat().st_size != file.tell() + size:
                return None
            data = file.read(size)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None
    if len(data) != size or zlib.crc32(data) != head.check:
        return None
    keys = np.frombuffer(data, dtype="<i8", count=head.count).astype(np.int64, copy=False)
    bits = np.frombuffer(data, dtype="<u8", offset=8 * head.count).astype(np.uint64, copy=False).reshape(-1, _WORDS)
    return Signs(keys, bits)


def _write(path: Path, archive: str, version: str, found: Signs) -> None:
    """Write a file whole or not at all."""
    data = found.keys.astype("<i8").tobytes() + found.bits.astype("<u8").tobytes()
    head = Head(archive, version, len(found.keys), zlib.crc32(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + msgspec.json.encode(head) + b"\n" + data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
