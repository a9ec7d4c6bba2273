"""Unpacked: a file, perhaps packed by gzip, to its bytes or its lines, never more at once than a limit."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, AnyStr

from onrecord.errors import InputError
from onrecord.read.source import LIMIT_BYTES

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# A line holds one document, so what is too long for a document is too long for a line.
LIMIT_LINE = LIMIT_BYTES

# JSON Lines of one outlet shrink to a tenth, the most monotonous tables to a fiftieth. What grows by more is a bomb;
# small files may: a few hundred equal lines do.
LIMIT_RATIO = 200
_SMALL = 100_000_000

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


class LongLineError(InputError):
    """A line that holds more than may be read at once."""


@contextmanager
def opened(path: Path, *, limit_ratio: int = LIMIT_RATIO, small: int = _SMALL) -> Iterator[IO[bytes]]:
    """The file's bytes to read, unpacked. Raises InputError where it can't be read, then or later."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: give the name of a file in it.")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise InputError(f"There is no file named {path}: check the name.") from error
    except PermissionError as error:
        raise InputError(f"{path} may not be read: give yourself the right to read it, or copy it.") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    with file:
        try:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            if packed:
                limit = max(small, limit_ratio * path.stat().st_size)
                yield io.BufferedReader(_Limited(gzip.GzipFile(fileobj=file), limit, path), _CHUNK)
            else:
                yield file
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{path} is a damaged gzip file ({error}): get it again.") from error
        except OSError as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"{path} can't be read ({reason}): check the file and its name.")


def first_bytes(path: Path, size: int) -> bytes:
    """The file's first bytes, unpacked; none where it can't be read."""
    try:
        with opened(path) as file:
            return file.read(size)
    except InputError:
        return b""


def whole(path: Path, limit: int) -> bytes:
    """All of the file's bytes, unpacked. Raises InputError where there are more than limit, or none can be read."""
    with opened(path) as file:
        raw = file.read(limit + 1)
    if len(raw) > limit:
        raise InputError(f"{path} holds more than {limit:,} bytes: split it into several files.")
    return raw


def unpack(raw: bytes, name: str, limit: int) -> bytes:
    """The bytes, unpacked where gzip packed them. Raises InputError where they are damaged or more than limit."""
    if raw.startswith(_GZIP):
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            raw = unpacker.decompress(raw, limit + 1)
        except zlib.error as error:
            raise InputError(f"{name} is a damaged gzip file ({error}): get it again.") from error
        if len(raw) <= limit and not unpacker.eof:
            raise InputError(f"{name} is a gzip file that breaks off: get it again.")
    if len(raw) > limit:
        raise InputError(f"{name} holds more than {limit:,} bytes: it is not read.")
    return raw


def head_of(raw: bytes, size: int) -> bytes:
    """The first bytes, unpacked where gzip packed them; none where it is damaged."""
    if not raw.startswith(_GZIP):
        return raw[:size]
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw[:size], size)
    except zlib.error:
        return b""


class Lines(Iterator[AnyStr]):
    """The lines of a file, with their ends. Raises LongLineError for one that is longer than limit, and goes on after it.

    number: of the line given last, counted from 1.
    """

    def __init__(self, file: IO[AnyStr], limit: int = LIMIT_LINE) -> None:
        self._file: IO[AnyStr] = file
        self._limit = limit
        self.number = 0

    def __next__(self) -> AnyStr:
        line: AnyStr = self._file.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) <= self._limit:
            return line
        while line and not _is_ended(line):
            line = self._file.readline(_CHUNK)
        raise LongLineError(f"holds more than {self._limit:,} characters")


def _is_ended(line: str | bytes) -> bool:
    return line.endswith(b"\n") if isinstance(line, bytes) else line.endswith(("\n", "\r"))


class _Limited(io.RawIOBase):
    """What a gzip file unpacks to, up to a limit."""

    def __init__(self, file: gzip.GzipFile, limit: int, path: Path) -> None:
        self._file = file
        self._left = limit
        self._path = path

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        count = self._file.readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise InputError(f"{self._path} unpacks to far more than a text does: it is not read to its end.")
        return count
