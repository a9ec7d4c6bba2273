"""A file written whole or not at all: what is unfinished stands hidden beside its place and takes it only when all is in it.

Whoever opens the target finds the old file or the new one, never a part of either, whatever happens between.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import OptionError, RecordError

_KEPT_OF_NAME = 40  # characters of the target's name in the hidden one, so that a long name still leaves room for the rest


class Unfinished:
    """The hidden file, `path`, and how many rows its writer says are `written`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0


@contextmanager
def whole(target: Path, promised: int | None = None) -> Iterator[Unfinished]:
    """A hidden, empty file beside `target`; on leaving it is flushed to the disk and renamed to it.

    promised: how many rows must be written, where that is known. Raises RecordError where another number was, and OptionError
    where the file can't be written (a full disk, no permission); the hidden file is then removed and the target left as it was.
    """
    try:
        place = Path(os.path.realpath(target))
        if place.exists() and not place.is_file():
            raise OptionError(f"{target} is there already and is not a file: give another place to write to.")
        unfinished = Unfinished(place.with_name(f".{place.name[:_KEPT_OF_NAME]}.{secrets.token_hex(4)}.unfinished"))
        # Made here and only if it is new, so that a link that somebody planted is never written through.
        with unfinished.path.open("xb"):
            pass
        try:
            yield unfinished
            _check_number(target, unfinished.written, promised)
            with unfinished.path.open("r+b") as file:
                os.fsync(file.fileno())
            unfinished.path.replace(place)
        finally:
            unfinished.path.unlink(missing_ok=True)
    except OSError as error:
        raise OptionError(
            f"{target} can't be written ({error.strerror or error}): make room or give another place. Nothing was left there."
        ) from error


def _check_number(target: Path, written: int, promised: int | None) -> None:
    if promised is not None and written != promised:
        raise RecordError(
            f"{target} was not written: it was to hold {promised:,} rows and {written:,} came, "
            "so the records changed meanwhile; write it again."
        )
