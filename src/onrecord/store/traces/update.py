"""Tracing kept up: the reported statements of an archive to their traces, for documents that have none or whose sources have grown.

The invariant: a document's traces are wholly of one state of the sources, for each is traced in a transaction of its own, and its mark
is written with them. So a run that was stopped goes on where it was. A new source makes only those documents be traced again that a
statement of may come from it: by who speaks, by day, or by the same words in a row. Where a source that was there is changed meanwhile,
what was not written yet is traced against the sources as they are then.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from onrecord.errors import ArchiveError, InputError
from onrecord.extract.shipped import shipped
from onrecord.record import Record
from onrecord.store import loading, schema
from onrecord.store.archive import Archive
from onrecord.store.traces import applied, beside, sources, stale
from onrecord.store.traces.kept import Kept, kept
from onrecord.store.traces.sources import State
from onrecord.store.traces.stale import day_before
from onrecord.trace import Fidelity, Index
from onrecord.trace.candidates import may_be
from onrecord.trace.quotes import Asked, asked
from onrecord.trace.states import Reader
from onrecord.trace.tracing import traced
from onrecord.trace.words import parsed

# Kinds of documents whose statements are reports.
REPORTS: Final = ("news",)

# How many documents' keys are asked for at a time.
_BATCH: Final = 200

# How often a document is traced anew, at most, because somebody changed it meanwhile, and all sources are read anew.
_TRIES: Final = 3
_TRIES_ALL: Final = 10

# Words that a text of another speaker must share in a row, as a share of a wording's runs of three, before the two have to do with
# each other: half of what `trace.tracing` asks for, so that nothing is passed over that it would find.
_RUNS: Final = 0.25


class Updated(msgspec.Struct, frozen=True):
    """What became of one document. counts: its wordings by fidelity. why: a sentence, where it was left out."""

    document: str
    status: Literal["traced", "as it was", "left out"]
    counts: dict[Fidelity, int] = {}
    why: str | None = None


class _SourcesChangedError(Exception):
    """A source that was there was taken out, or is another's words now."""


class Work(msgspec.Struct, frozen=True):
    """What a run needs: the sources, as they were at its beginning, and who traces. keys: of each passage's document, int64."""

    state: State
    index: Index
    keys: NDArray[np.int64]
    reader: Reader
    made_by: str


def made_by(reader: Reader) -> str:
    """What traces say that made them: the encoder, and a hash of the tables and models that the tracer judges by."""
    return f"{reader.version} {_tables()}"


@cache
def _tables() -> str:
    tables = sorted(files("onrecord.trace").joinpath("data").iterdir(), key=lambda file: file.name)
    digest = hashlib.sha256()
    for one in (*tables, *sorted(shipped().glob("closer*"))):
        digest.update(one.read_bytes())
    return digest.hexdigest()[:8]


def waiting(archive: Archive, reader: Reader) -> int:
    """How many documents may have to be traced. Raises ArchiveError where there are no sources."""

    def work(connection: Connection) -> int:
        wanted = _wanted(_some(connection), made_by(reader)).order_by(None).subquery()
        return int(connection.execute(select(func.count()).select_from(wanted)).scalar() or 0)

    return archive.look(work)


def pass_over(archive: Archive, reader: Reader) -> int:
    """Mark the documents of which the day alone tells that no new source can concern them; gives how many there are.

    A source that was published later than the day after an article is none of its.
    """
    table, documents = schema.traced, schema.documents

    def work(connection: Connection) -> int:
        state = _some(connection)
        unmarked = and_(table.c.made_by == made_by(reader), table.c.through < state.through)
        oldest = connection.execute(select(func.min(table.c.through)).where(unmarked)).scalar()
        if oldest is None:
            return 0
        fresh = sources.is_source() & (documents.c.key > oldest)
        days = connection.execute(select(func.min(documents.c.day), func.count(), func.count(documents.c.day)).where(fresh)).one()
        if days[0] is None or days[1] != days[2]:
            return 0
        before = select(documents.c.key).where(documents.c.day < day_before(days[0]))
        done = connection.execute(
            update(table).where(unmarked, table.c.document.in_(before)).values(through=state.through, sources=state.name)
        )
        return done.rowcount

    return archive.write(work)


def update_all(archive: Archive, reader: Reader, *, step: beside.Step | None = None) -> Iterator[Updated]:
    """Trace every document that needs it, and say what became of each. step: called while sources are indexed.

    Raises ArchiveError where there are no sources, where others change them without a pause, or where the archive can't be written;
    what was traced before stays.
    """
    for _ in range(_TRIES_ALL):
        work = _work(archive, reader, step)
        if work is None:
            return
        try:
            yield from _run(archive, work)
        except _SourcesChangedError:
            continue
        return
    raise ArchiveError(
        "Others change the sources of the archive without a pause: run this again when they are done; what was traced is kept."
    )


def _work(archive: Archive, reader: Reader, step: beside.Step | None) -> Work | None:
    """What a run needs now. None where nothing waits."""
    with archive.read() as connection:
        state = _some(connection)
        if connection.execute(_wanted(state, made_by(reader)).limit(1)).first() is None:
            return None
        known = sources.every(connection)
        index = beside.index(connection, known, reader, step)
    by_id = {one.id: one.key for one in known}
    of_document = np.array([by_id[one] for one in index.ids], dtype=np.int64)
    return Work(state, index, of_document[index.document], reader, made_by(reader))


def _run(archive: Archive, work: Work) -> Iterator[Updated]:
    key = -1
    while keys := _next(archive, work, key):
        for key in keys:
            done = _document(archive, work, key)
            if done is not None:
                yield done


def _some(connection: Connection) -> State:
    state = sources.state(connection)
    if not state.count:
        raise ArchiveError(
            "The archive holds no sources to trace statements to: onrecord sources add brings in posts, transcripts, releases and readouts."
        )
    return state


def _wanted(state: State, by: str) -> Select[Any]:
    """Keys of the reports that were not traced, or by another tracer, or against fewer sources, in order."""
    documents, table = schema.documents, schema.traced
    is_done = (table.c.made_by == by) & (table.c.through >= state.through)
    return (
        select(documents.c.key)
        .join(table, table.c.document == documents.c.key, isouter=True)
        .where(documents.c.kind.in_(REPORTS), documents.c.is_current, or_(table.c.document.is_(None), ~is_done))
        .order_by(documents.c.key)
    )


def _next(archive: Archive, work: Work, after: int) -> list[int]:
    wanted = _wanted(work.state, work.made_by).where(schema.documents.c.key > after).limit(_BATCH)
    return archive.look(lambda connection: list(connection.execute(wanted).scalars()))


def _document(archive: Archive, work: Work, key: int) -> Updated | None:
    """Trace one document, unless nothing new concerns it. None where it was removed, or another run traced it."""
    name = ""
    for _ in range(_TRIES):
        with archive.read() as connection:
            record = _record(connection, key)
            through = _through(connection, key, work.made_by)
        if record is None or (through is not None and through >= work.state.through):
            return None
        name = record.document.url or record.document.id
        made = None
        if through is None or any(_concerns(one, record, work, through) for one in asked(record)):
            try:
                made = _traced(record, work)
            except InputError as error:
                return Updated(record.document.id, "left out", why=f"{name}: {error}")
        if _is_kept(archive, key, record, made, work):
            if made is None:
                return Updated(record.document.id, "as it was")
            counts = Counter(one.fidelity for several in made.values() for one in several)
            return Updated(record.document.id, "traced", dict(counts))
    return Updated(name, "left out", why=f"{name} is being changed by others: run this again.")


def _is_kept(archive: Archive, key: int, record: Record, made: Mapping[str, list[Kept]] | None, work: Work) -> bool:
    return archive.write(lambda connection: _keep(connection, key, record, made, work))


def _record(connection: Connection, key: int) -> Record | None:
    for _, found in loading.records(connection, [key]):
        return found
    return None


def _through(connection: Connection, key: int, by: str) -> int | None:
    """The last source that a document was traced against by this tracer."""
    table = schema.traced
    found = connection.execute(select(table.c.through).where(table.c.document == key, table.c.made_by == by)).scalar()
    return int(found) if found is not None else None


def _traced(record: Record, work: Work) -> dict[str, list[Kept]]:
    """Every statement's traces, none for those that nothing is asked of."""
    made: dict[str, list[Kept]] = {one.id: [] for one in record.statements}
    for one in traced(record, work.index, reader=work.reader):
        made[one.asked.statement].append(kept(one, work.made_by, work.state.name))
    return made


def _keep(connection: Connection, key: int, record: Record, made: Mapping[str, list[Kept]] | None, work: Work) -> bool:
    """Write a document's traces and its mark, or the mark alone; not where the document was changed meanwhile.

    What another run traced against more sources stays. Raises _SourcesChangedError.
    """
    through = _through(connection, key, work.made_by)
    if _record(connection, key) != record or (made is None and through is None):
        return False
    if (through or 0) <= work.state.through:
        if made is not None:
            applied.apply(connection, list(made), made)
        _mark(connection, key, work)
    return True


def _mark(connection: Connection, key: int, work: Work) -> None:
    if stale.revision(connection) != work.state.revision:
        raise _SourcesChangedError
    table = schema.traced
    connection.execute(delete(table).where(table.c.document == key))
    values = {"document": key, "through": work.state.through, "sources": work.state.name, "made_by": work.made_by}
    connection.execute(insert(table).values(values))


def _concerns(one: Asked, record: Record, work: Work, through: int) -> bool:
    """Whether any source that came after a key may be where a wording was said, or hold its words."""
    index = work.index
    fresh = work.keys > through
    if one.until is not None:
        fresh &= (index.day == 0) | (index.day <= one.until)
    speakers = np.unique(index.speaker[fresh])
    if not len(speakers):
        return False
    names = _names(one, record)
    if not names or speakers[0] < 0:
        return True
    if any(may_be(index.speakers[speaker], name) for speaker in speakers for name in names):
        return True
    words = parsed(one.text)
    return float(index.by_runs(words)[fresh].max()) >= max(1.0, _RUNS * (len(words.stems) - 2))


def _names(one: Asked, record: Record) -> list[str]:
    """What a wording's speaker is called; nothing for who is only described, among whose texts it is not sought."""
    if one.speaker is None or one.speaker.type not in {"person", "org"}:
        return []
    return [one.speaker.name, *(name for actor in record.actors if actor.id == one.speaker.id for name in actor.names)]
