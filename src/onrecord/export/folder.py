"""A folder written whole or not at all: what is unfinished stands hidden beside its place and takes it only when all is in it.

A folder that holds something already is never written to or replaced: it may be a person's work.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import OptionError

_KEPT_OF_NAME = 40  # characters of the target's name in the hidden one, so that a long name still leaves room for the rest


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A hidden, empty folder beside `target`, renamed to it on leaving.

    Raises OptionError where the target is there and is not an empty folder, or where it can't be written; then nothing is left.
    """
    place = target.resolve()
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise OptionError(f"{target} is there already: give a folder that does not exist yet, so that nobody's work is replaced.")
    unfinished = place.with_name(f".{place.name[:_KEPT_OF_NAME]}.{secrets.token_hex(4)}.unfinished")
    try:
        unfinished.mkdir()
        yield unfinished
        unfinished.replace(place)
    except OSError as error:
        raise OptionError(
            f"{target} can't be written ({error.strerror or error}): make room or give another place. Nothing was left there."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
