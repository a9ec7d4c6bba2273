"""Actors and the offices they held: what is shipped, and what the user has added, which wins."""

from functools import lru_cache
from pathlib import Path

from onrecord.resolve.kb.base import Base
from onrecord.resolve.kb.known import Entry, Known, Office
from onrecord.resolve.kb.names import surname_of
from onrecord.resolve.kb.shipped import shipped
from onrecord.resolve.kb.store import load, path
from onrecord.resolve.kb.titles import title, titles

__all__ = ["Base", "Known", "Office", "base", "title", "titles"]


def base() -> Base:
    """Shipped facts and the user's own. The first call reads them (about 20 ms); later ones only when the user's file has changed.

    Raises InputError where the user's file is damaged.
    """
    file = path()
    try:
        about = file.stat()
    except OSError:
        return _base(file, None)
    return _base(file, (about.st_mtime_ns, about.st_size))


@lru_cache(maxsize=2)
def _base(file: Path, stamp: tuple[int, int] | None) -> Base:
    """The base with the user's file as it was at a time and size; no file where there is no stamp."""
    own = load(file) if stamp else ()
    surnames = (surname_of(actor.name) if actor.type == "person" else "" for actor in own)
    return Base(shipped(), (Entry(actor, surname, {}) for actor, surname in zip(own, surnames, strict=True)))
