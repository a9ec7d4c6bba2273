"""An archive's sources to an index of their passages, kept in a folder beside it so that it need not be made each time.

The invariant: the folder is never the only copy of anything. It is made anew where it is missing, damaged, of another archive or
encoder, or of other sources than there are; passages that it has are then not read by the encoder again.
"""

import contextlib
import glob
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from onrecord.errors import ArchiveError, InputError
from onrecord.store import schema
from onrecord.store.search import signs
from onrecord.store.traces import sources
from onrecord.store.traces.sources import Known
from onrecord.trace import Index, build, load
from onrecord.trace.sources import passages
from onrecord.trace.states import Reader

SUFFIX: Final = ".sources"

_OF: Final = "of.json"
_FORMAT: Final = 1

# What a run that was killed while it wrote leaves behind, and after how many seconds nobody is writing it any more.
_UNFINISHED: Final = "[a-z0-9_]" * 8
_LEFT: Final = 3600

# Called with how many passages are read, and of how many.
Step = Callable[[int, int], None]


class Of(msgspec.Struct, frozen=True):
    """What an index is of. sources: a hash of their ids, in their order, of whose words they hold and of their days."""

    format: int
    archive: str
    sources: str


def index(connection: Connection, known: Sequence[Known], reader: Reader, step: Step | None = None) -> Index:
    """An index of sources: the one beside the archive, or one that is made and kept there.

    step: called while passages are read. Raises ArchiveError where no source holds a word.
    """
    archive = connection.execute(select(schema.about.c.value).where(schema.about.c.name == "id")).scalar_one()
    path = place(connection, archive)
    old = _read(path, archive, reader) if path else None
    name = _name(known)
    if old is not None and old[1].sources == name and old[0].ids == tuple(one.id for one in known):
        return old[0]
    with_texts = list(sources.with_texts(connection, known))
    total = sum(len(passages(one)) for one in with_texts) if step is not None else 0
    as_it_is: dict[str, Any] = {one.name: getattr(reader, one.name) for one in fields(Reader)}
    remembering = _Remembering(
        **as_it_is, old=old[0] if old else None, rows=_rows(old[0]) if old else {}, step=step, total=total, done=[0]
    )
    try:
        made = build(with_texts, remembering)
    except InputError as error:
        raise ArchiveError(
            "The archive holds no source with a word in it: onrecord sources add brings in posts, transcripts, releases and readouts."
        ) from error
    if path:
        # A folder that may not be written costs time, not the answer.
        with contextlib.suppress(OSError):
            _write(path, made, Of(_FORMAT, archive, name))
    return made


def place(connection: Connection, archive: str) -> Path | None:
    """The folder that holds an archive's index: beside a SQLite file, else among the user's caches. None for one in memory."""
    beside = signs.place(connection, archive)
    return beside.with_name(beside.name.removesuffix(".signs") + SUFFIX) if beside is not None else None


def _name(known: Sequence[Known]) -> str:
    digest = hashlib.sha256()
    for one in known:
        digest.update(msgspec.json.encode((one.id, one.kind, one.speaker, one.day)) + b"\n")
    return digest.hexdigest()


def _read(path: Path, archive: str, reader: Reader) -> tuple[Index, Of] | None:
    """What a folder holds, or None where it is not there, damaged, or of something else."""
    try:
        of = msgspec.json.decode((path / _OF).read_bytes(), type=Of)
        if (of.format, of.archive) != (_FORMAT, archive):
            return None
        made = load(path)
    except (InputError, OSError, UnicodeError, msgspec.DecodeError):
        return None
    return (made, of) if made.version == reader.version and made.points.shape[1:] == (reader.dimension,) else None


def _write(path: Path, made: Index, of: Of) -> None:
    """Write a folder whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(glob.escape(path.name) + _UNFINISHED):
        if left.stat().st_mtime < time.time() - _LEFT:
            shutil.rmtree(left, ignore_errors=True)
    fresh, gone = (Path(tempfile.mkdtemp(prefix=path.name, dir=path.parent)) for _ in range(2))
    try:
        made.save(fresh)
        (fresh / _OF).write_bytes(msgspec.json.encode(of))
        if path.exists():
            # Who reads meanwhile finds none for a moment, and makes it.
            path.replace(gone / path.name)
        fresh.replace(path)
    finally:
        for left in (fresh, gone):
            shutil.rmtree(left, ignore_errors=True)


def _rows(old: Index) -> dict[str, int]:
    return {old.words(row): row for row in range(len(old))}


@dataclass(frozen=True, slots=True)
class _Remembering(Reader):
    """The reader, with the points of passages that an earlier index has. rows: of its passages, by their words."""

    old: Index | None
    rows: dict[str, int]
    step: Step | None
    total: int
    done: list[int]

    def points(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = np.empty((len(texts), self.dimension), dtype=np.float32)
        unknown = [place for place, text in enumerate(texts) if text not in self.rows]
        if self.old is not None:
            known = [place for place, text in enumerate(texts) if text in self.rows]
            rows = [self.rows[texts[place]] for place in known]
            found[known] = self.old.points[rows].astype(np.float32) * self.old.scale[rows][:, None]
        if unknown:
            found[unknown] = Reader.points(self, [texts[place] for place in unknown])
        self.done[0] += len(texts)
        if self.step is not None:
            self.step(self.done[0], max(self.total, self.done[0]))
        return found
