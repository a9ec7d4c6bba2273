"""Adding sources: documents in which speakers speak for themselves, with whose words they hold; and taking them out of the sources.

The invariant: a source is a document like any other, with its statements. Taken out, it stays one, and is searched no more.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, select, update

from onrecord.errors import ArchiveError, ForgottenError, InputError, OnrecordError
from onrecord.read.fields import parsed, short
from onrecord.read.formats import opened
from onrecord.read.furniture import furniture
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.read.source import read_item
from onrecord.record import Document, DocumentKind, Record
from onrecord.store import adding, loading, quotations, saving, schema
from onrecord.store.adding import Meaning, Process
from onrecord.store.archive import Archive
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.renewal import Vectors, renew, without_vectors
from onrecord.store.traces import applied, stale

_KINDS = "post, transcript, release or readout"

# What may be told of a document that doesn't say it itself.
_TOLD = ("title", "byline", "outlet", "published", "translated_from")


class Added(msgspec.Struct, frozen=True):
    """What became of one input. why: a sentence, where it was left out. statements: how many, where it is new.

    completed: a source that was there, of which more is known now.
    """

    name: str
    status: Literal["added", "new version", "already there", "completed", "made a source", "left out"]
    why: str | None = None
    document: str | None = None
    statements: int = 0


def add(
    archive: Archive,
    items: Iterable[Item | PassedOver],
    process: Process,
    meaning: Meaning | None = None,
    *,
    kind: DocumentKind | None = None,
    speaker: str | None = None,
) -> Iterator[Added]:
    """Add every item as a source, each in a transaction of its own, and say what became of it.

    kind: what it is, and speaker: whose words it holds, where it doesn't say. What is in the archive as something else becomes a
    source; of a source that is there, what wasn't known before is completed. Raises ArchiveError where the archive itself can't be written; what was added before stays.
    """
    for item in items:
        if isinstance(item, PassedOver):
            yield Added(item.path, "left out", item.why)
            continue
        try:
            yield _add(archive, _as_source(item, kind, speaker), process, meaning, _speaker(item, kind, speaker))
        except ForgottenError as error:
            yield Added(item.name, "left out", str(error))
        except ArchiveError:
            raise
        except OnrecordError as error:
            yield Added(item.name, "left out", str(error))


def remove(archive: Archive, wanted: str, instead: DocumentKind = "other") -> str:
    """Take the source of an id or address, in all its versions, out of the sources; gives the id of the last.

    instead: what it is from then on: news, or other. Its document and statements stay, and so do decisions that name it, without
    effect. Raises ArchiveError where there is none.
    """

    def work(connection: Connection) -> str:
        table = schema.documents
        columns = select(table.c.key, table.c.id, table.c.url, table.c.kind).order_by(table.c.version)
        found = connection.execute(columns.where((table.c.id == wanted) | (table.c.url == wanted))).all()
        if found and found[0].url is not None:
            found = connection.execute(columns.where(table.c.url == found[0].url)).all()
        sources = [row for row in found if row.kind in PRIMARY]
        if not sources:
            what = f"is in the archive as {found[0].kind}, and no source" if found else "is not in the archive"
            raise ArchiveError(f"{wanted} {what}: give the id or address of a source.")
        ids = [row.id for row in sources]
        pointing = stale.pointing_at(connection, ids)
        connection.execute(update(table).where(table.c.key.in_([row.key for row in sources])).values(kind=instead, speaker=None))
        stale.taken_out(connection)
        applied.again(connection, pointing)
        return str(ids[-1])

    return archive.write(work)


def _as_source(item: Item, kind: DocumentKind | None, speaker: str | None) -> Item:
    # Some files tell by their form, as subtitles do.
    found = item.kind or kind or opened(item).kind
    if found is None:
        raise InputError(f"{item.name} doesn't say what it is: say with --kind whether it is a {_KINDS}.")
    if found not in PRIMARY:
        raise InputError(f"{item.name} says that it is of kind {found}, which is no source: a source is a {_KINDS}.")
    byline = item.byline or (speaker if found == "post" else None)
    return msgspec.structs.replace(item, kind=found, byline=byline)


def _speaker(item: Item, kind: DocumentKind | None, told: str | None) -> str | None:
    """Whose words an item holds by what it says in so many words, or else by what a person tells. A post is its author's."""
    is_authors = (item.kind or kind) == "post" and item.byline is not None
    return _named(item) or (None if is_authors else told)


def _named(item: Item) -> str | None:
    if item.raw.lstrip()[:1] != b"{":
        return None
    try:
        fields = parsed(item.raw)
    except ValueError:
        return None
    named = fields.items() if isinstance(fields, dict) else ()
    return next((short(value) for name, value in named if name.strip().casefold() == "speaker"), None)


def _add(archive: Archive, item: Item, process: Process, meaning: Meaning | None, speaker: str | None) -> Added:
    reading = read_item(item)
    document, table = reading.document, schema.documents
    there = archive.look(lambda connection: connection.execute(select(table).where(table.c.id == document.id)).first())
    if there is not None:
        return _there(archive, item, reading, there, process, meaning, speaker)
    why = archive.look(lambda connection: saving.why_forgotten(connection, document.id, document.url))
    if why is not None:
        return Added(item.name, "left out", f"{item.name} was removed on demand and is not added again ({why}).")
    record = process(reading)
    made = adding.embedded(record, meaning)

    def work(connection: Connection) -> saving.Saved:
        saved = adding.keep(connection, record, reading.raw, made, origin=item.name)
        if saved.is_new and speaker is not None:
            connection.execute(update(table).where(table.c.key == saved.key).values(speaker=speaker))
            applied.came(connection, document.id)
        return saved

    saved = archive.write(work)
    if not saved.is_new:
        # Somebody else added it meanwhile, perhaps as news.
        return _add(archive, item, process, meaning, speaker)
    status: Literal["added", "new version"] = "new version" if saved.version > 1 else "added"
    return Added(item.name, status, document=document.id, statements=len(record.statements))


def _there(
    archive: Archive,
    item: Item,
    reading: Reading,
    there: Row[Any],
    process: Process,
    meaning: Meaning | None,
    speaker: str | None,
) -> Added:
    """A document that is there: a source already, of which more may be known now; or one that becomes a source."""
    key, stored, is_source = int(there.key), loading.document(there), there.kind in PRIMARY
    document = _with_what_is_told(stored, reading.document, stored.kind if is_source else reading.document.kind)
    if document == stored:
        is_named = speaker not in {None, there.speaker}
        if is_named:
            archive.write(lambda connection: _name(connection, there, speaker))
        return Added(item.name, "completed" if is_named else "already there", document=there.id)
    record = process(Reading(document, reading.raw, tuple(furniture(document.text))))
    vectors: Vectors = {}
    if meaning is not None:
        words = archive.look(lambda connection: without_vectors(connection, key, record, meaning.version))
        vectors = dict(zip(words, meaning.embed(words), strict=True)) if words else {}
    version = meaning.version if meaning else None
    if not archive.write(lambda connection: _become(connection, there, record, speaker or there.speaker, vectors, version)):
        return _add(archive, item, process, meaning, speaker)
    if is_source:
        return Added(item.name, "completed", document=document.id)
    return Added(item.name, "made a source", document=document.id, statements=len(record.statements))


def _with_what_is_told(stored: Document, told: Document, kind: DocumentKind) -> Document:
    """A document as it is stored, but of this kind, and with what was not known of it before."""
    new = {name: getattr(told, name) for name in _TOLD if getattr(stored, name) is None}
    return msgspec.structs.replace(stored, kind=kind, **new)


def _name(connection: Connection, there: Row[Any], speaker: str | None) -> None:
    """Let a source hold somebody's words."""
    table = schema.documents
    connection.execute(update(table).where(table.c.key == there.key).values(speaker=speaker))
    applied.again(connection, stale.pointing_at(connection, [there.id]))
    stale.since(connection, there.day)


def _become(
    connection: Connection, there: Row[Any], record: Record, speaker: str | None, vectors: Vectors, version: str | None
) -> bool:
    """Make a source of a document, or complete one, unless it was changed meanwhile or is gone."""
    table, own = schema.documents, schema.statements
    now = connection.execute(select(table).where(table.c.key == there.key)).first()
    if now is None or loading.document(now) != loading.document(there):
        return False
    day = saving.day_of(record.document.published)
    values = {name: getattr(record.document, name) for name in ("kind", *_TOLD)}
    connection.execute(update(table).where(table.c.key == there.key).values(values | {"day": day, "speaker": speaker}))
    renew(connection, there.key, record, vectors, version)
    found: dict[str, int] = dict(connection.execute(select(own.c.id, own.c.key).where(own.c.document == there.key)).all())
    if day != there.day:
        # Where a statement tells no day of its own, also one that is not found any more.
        connection.execute(update(own).where(own.c.document == there.key, own.c.said_from.is_(None)).values(dated=day))
        quotations.replace(connection, sorted(found.values()))
    # It is no report any more, and decisions may have waited for it.
    applied.again(connection, [*found, *stale.pointing_at(connection, [there.id])])
    stale.documents(connection, [there.key])
    applied.came(connection, there.id)
    stale.since(connection, day)
    return True
