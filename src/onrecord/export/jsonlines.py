"""Records to JSON Lines, one record a line, and back: what is read and written again is the same, byte for byte.

Both sides stream: one record is held at a time, however long the file.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.errors import InputError, RecordError
from onrecord.export.storable import encoded
from onrecord.export.written import whole
from onrecord.record import Record, from_json

# The longest line that is read: several times what the longest text that is read (20 MB) makes with all its statements.
LIMIT_LINE_BYTES = 200_000_000


def write(records: Iterable[Record], path: Path) -> int:
    """Write records to a file, whole or not at all; gives the number of statements. Raises RecordError where one can't be written."""
    statements = 0
    with whole(path) as unfinished, unfinished.path.open("wb") as file:
        for record in records:
            file.write(encoded(record) + b"\n")
            statements += len(record.statements)
    return statements


def read(path: Path, *, limit: int = LIMIT_LINE_BYTES) -> Iterator[Record]:
    """The records of a file, one by one. Lines of nothing but space are passed over.

    Raises InputError, with the line's number, at the first line that is not a record or is longer than `limit` bytes.
    What came before has been given by then: who stores records does so in one transaction.
    """
    for number, line in lines(path, limit=limit):
        try:
            yield from_json(line)
        except RecordError as error:
            raise InputError(f"{path}, line {number}: {error}") from error


def lines(path: Path, *, limit: int = LIMIT_LINE_BYTES) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that hold something, with their numbers from 1. Raises InputError at one longer than `limit` bytes."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}.") from error
    with file:
        number = 0
        while line := file.readline(limit + 1):
            number += 1
            if len(line) > limit:
                raise InputError(f"{path}, line {number}: longer than {limit:,} bytes, so it is not one document: check the file.")
            if line.strip():
                yield number, line
