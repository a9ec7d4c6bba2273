"""Reprocessing: the present model over the texts that the archive holds, and what it would change, before anything is written.

The invariant: a document is wholly as one version left it, for each is renewed in a transaction of its own. A run that was
killed goes on: what is done is known by what made the statements, and what was only planned lies in the drafts. Texts are those
that are stored; the bytes that they came from are not read again.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, not_, or_, select

from onrecord.errors import ArchiveError, OnrecordError
from onrecord.read.furniture import furniture
from onrecord.read.reading import Reading
from onrecord.record import Document, Record
from onrecord.store import loading, rows, schema
from onrecord.store.adding import Meaning, Process
from onrecord.store.archive import Archive
from onrecord.store.changes import Change
from onrecord.store.drafts import Draft, Drafts
from onrecord.store.renewal import renew, state, without_vectors, would_change

# How many documents' keys are asked for at a time.
_BATCH: Final = 200

# In `about`: how far the last run came. Statements say themselves what made them; a document without any needs it.
_MARK: Final = "reprocessed"

# Called with how many documents are done and how many there are.
Progress = Callable[[int, int], None]


class Mark(msgspec.Struct, frozen=True):
    """Every document of a run up to a key was read by these versions. since: the run's first day, if it had one."""

    made_by: dict[str, str]
    since: str | None
    through: int


class Renewed(msgspec.Struct, frozen=True):
    """What became of one document. was_planned: whether that is what the plan said; somebody may have decided meanwhile."""

    change: Change
    was_planned: bool


def run_of(archive: Archive, made_by: Mapping[str, str], since: str | None = None) -> str:
    """What tells a run's drafts from those of others: the archive, the versions and the first day."""
    with archive.read() as connection:
        about = schema.about
        archive_id = connection.execute(select(about.c.value).where(about.c.name == "id")).scalar()
    return rows.packed([archive_id, sorted(made_by.items()), since])


def waiting(archive: Archive, made_by: Mapping[str, str], since: str | None = None) -> int:
    """How many documents hold something that other versions made. since: the first day of publication (or of adding), ISO 8601."""
    with archive.read() as connection:
        found = _wanted(connection, made_by, since).order_by(None).subquery()
        return int(connection.execute(select(func.count()).select_from(found)).scalar() or 0)


def plan(
    archive: Archive,
    process: Process,
    made_by: Mapping[str, str],
    drafts: Drafts,
    *,
    since: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Change]:
    """Read every waiting document anew and say what would change; nothing of the archive is written.

    process: as in adding; made_by: the versions that it gives its statements. The new records are kept in the drafts, for
    `commit`; a document that is drafted already is not processed again.
    """
    total, done, key = waiting(archive, made_by, since), 0, -1
    while keys := _next(archive, made_by, since, key):
        for key in keys:
            draft = _draft(archive, process, drafts, key)
            done += 1
            if progress is not None:
                progress(done, max(total, done))
            if draft is not None:
                yield draft.change


def commit(
    archive: Archive,
    process: Process,
    made_by: Mapping[str, str],
    drafts: Drafts,
    *,
    since: str | None = None,
    meaning: Meaning | None = None,
    progress: Progress | None = None,
) -> Iterator[Renewed]:
    """Write every draft, each in a transaction of its own, and say what changed.

    A document that somebody changed since the plan is planned again, by itself and at once; one that was removed is passed over.
    """
    total, done = drafts.count(), 0
    # Where one can't be read, the mark stops before it: a later run tries it again.
    is_sound = True
    for one in drafts.every():
        draft, done = one, done + 1
        renewed: Renewed | None = None
        while renewed is None:
            if draft.record is None:
                is_sound = False
                renewed = Renewed(draft.change, was_planned=True)
                break
            mark = Mark(dict(made_by), since, draft.key) if is_sound else None
            told = _write(archive, draft, draft.record, meaning, mark)
            if told is not None:
                renewed = Renewed(told, was_planned=told == one.change)
                break
            again = _draft(archive, process, drafts, draft.key)
            if again is None:
                break
            draft = again
        drafts.drop(one.key)
        if progress is not None:
            progress(done, total)
        if renewed is not None:
            yield renewed


def _draft(archive: Archive, process: Process, drafts: Drafts, key: int) -> Draft | None:
    """A document made anew, or as it is drafted already, with what it would change now. None where it was removed."""
    with archive.read() as connection:
        document = _document(connection, key)
        if document is None:
            return None
        there = drafts.get(key, _source(document))
        raw = loading.raw(connection, document.sha256) if there is None else b""
        now = state(connection, key)
    if there is not None and there.record is not None:
        draft = Draft(key, there.source, there.record, would_change(there.record, now))
    else:
        try:
            record = process(Reading(document, raw, tuple(furniture(document.text))))
            draft = Draft(key, _source(document), record, would_change(record, now))
        except ArchiveError:
            raise
        except OnrecordError as error:
            draft = Draft(key, _source(document), None, Change(document=document.id, title=document.title, failed=str(error)))
    drafts.put(draft)
    return draft


def _write(archive: Archive, draft: Draft, record: Record, meaning: Meaning | None, mark: Mark | None) -> Change | None:
    """Put a draft in its place and say what changed; None where the document is no longer what was read, or is gone."""
    made = {}
    if meaning is not None:
        with archive.read() as connection:
            words = without_vectors(connection, draft.key, record, meaning.version)
        made = dict(zip(words, meaning.embed(words), strict=True)) if words else {}

    def work(connection: Connection) -> Change | None:
        document = _document(connection, draft.key)
        if document is None or _source(document) != draft.source:
            return None
        told = renew(connection, draft.key, record, made, meaning.version if meaning else None)
        if mark is not None:
            _set_mark(connection, mark)
        return told

    return archive.write(work)


def _document(connection: Connection, key: int) -> Document | None:
    row = connection.execute(select(schema.documents).where(schema.documents.c.key == key)).first()
    return loading.document(row) if row is not None else None


def _source(document: Document) -> str:
    """A hash of all that a model reads of a document."""
    return hashlib.sha256(msgspec.json.encode(document)).hexdigest()


def _next(archive: Archive, made_by: Mapping[str, str], since: str | None, after: int) -> list[int]:
    with archive.read() as connection:
        wanted = _wanted(connection, made_by, since).where(schema.documents.c.key > after).limit(_BATCH)
        return list(connection.execute(wanted).scalars())


def _wanted(connection: Connection, made_by: Mapping[str, str], since: str | None) -> Select[Any]:
    """Keys of the documents that hold something of other versions, in order."""
    documents, statements = schema.documents, schema.statements
    day = func.coalesce(documents.c.day, func.substr(documents.c.added_at, 1, 10))
    present = _makers(connection, made_by)
    # Rows that a person changed say in `machine` what made them; those that nobody did are enough to tell.
    telling = and_(statements.c.document == documents.c.key, statements.c.machine.is_(None), statements.c.standing != "gone")
    by_others = exists().where(telling, statements.c.maker.not_in(present))
    wanted = select(documents.c.key).where(or_(by_others, not_(exists().where(telling)))).order_by(documents.c.key)
    if since is not None:
        wanted = wanted.where(day >= since)
    mark = _mark(connection)
    if mark is None or mark.made_by != dict(made_by):
        return wanted
    covered = documents.c.key <= mark.through
    if mark.since is not None:
        covered = and_(covered, day >= mark.since)
    return wanted.where(or_(by_others, not_(covered)))


def _makers(connection: Connection, made_by: Mapping[str, str]) -> list[int]:
    """Keys of these versions, in whichever order their JSON names the stages."""
    table = schema.makers
    return [row.key for row in connection.execute(select(table)) if rows.unpacked(row.made_by, dict[str, str]) == dict(made_by)]


def _mark(connection: Connection) -> Mark | None:
    table = schema.about
    found = connection.execute(select(table.c.value).where(table.c.name == _MARK)).scalar()
    return rows.unpacked(found, Mark) if found is not None else None


def _set_mark(connection: Connection, mark: Mark) -> None:
    connection.execute(delete(schema.about).where(schema.about.c.name == _MARK))
    connection.execute(insert(schema.about).values(name=_MARK, value=rows.packed(mark)))
