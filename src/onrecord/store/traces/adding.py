"""Adding sources: documents in which speakers speak for themselves, with whose words they hold; and taking them out of the sources.

The invariant: a source is a document like any other, with its statements. Taken out, it stays one, and is searched no more.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, select, update

from onrecord.errors import ArchiveError, ForgottenError, InputError, OnrecordError
from onrecord.read.fields import parsed, short
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.read.source import read_item
from onrecord.record import DocumentKind
from onrecord.store import adding, saving, schema
from onrecord.store.adding import Meaning, Process
from onrecord.store.archive import Archive
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.renewal import Vectors, renew, without_vectors
from onrecord.store.traces import applied, stale

# What a source is when it is one no more.
_NO_SOURCE: DocumentKind = "other"

_KINDS = "post, transcript, release or readout"


class Added(msgspec.Struct, frozen=True):
    """What became of one input. why: a sentence, where it was left out. statements: how many, where it is new."""

    name: str
    status: Literal["added", "new version", "already there", "made a source", "left out"]
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
    source. Raises ArchiveError where the archive itself can't be written; what was added before stays.
    """
    for item in items:
        if isinstance(item, PassedOver):
            yield Added(item.path, "left out", item.why)
            continue
        try:
            yield _add(archive, _as_source(item, kind, speaker), process, meaning, _named(item) or speaker)
        except ForgottenError as error:
            yield Added(item.name, "left out", str(error))
        except ArchiveError:
            raise
        except OnrecordError as error:
            yield Added(item.name, "left out", str(error))


def remove(archive: Archive, wanted: str) -> str:
    """Take the source of an id or address, in all its versions, out of the sources; gives the id of the last.

    Its document and statements stay, and so do decisions that name it, without effect. Raises ArchiveError where there is none.
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
        connection.execute(update(table).where(table.c.key.in_([row.key for row in sources])).values(kind=_NO_SOURCE, speaker=None))
        applied.again(connection, pointing)
        return str(ids[-1])

    return archive.write(work)


def _as_source(item: Item, kind: DocumentKind | None, speaker: str | None) -> Item:
    found = item.kind or kind
    if found is None:
        raise InputError(f"{item.name} doesn't say what it is: say with --kind whether it is a {_KINDS}.")
    if found not in PRIMARY:
        raise InputError(f"{item.name} says that it is of kind {found}, which is no source: a source is a {_KINDS}.")
    byline = item.byline or (speaker if found == "post" else None)
    return msgspec.structs.replace(item, kind=found, byline=byline)


def _named(item: Item) -> str | None:
    """Whose words an item says that it holds, in so many words."""
    if item.raw.lstrip()[:1] != b"{":
        return None
    try:
        fields = parsed(item.raw)
    except ValueError:
        return None
    return short(fields.get("speaker")) if isinstance(fields, dict) else None


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
        return saved

    saved = archive.write(work)
    if not saved.is_new:
        return Added(item.name, "already there", document=document.id)
    status: Literal["added", "new version"] = "new version" if saved.version > 1 else "added"
    return Added(item.name, status, document=document.id, statements=len(record.statements))


def _there(
    archive: Archive,
    item: Item,
    reading: Reading,
    there: Row[tuple[object, ...]],
    process: Process,
    meaning: Meaning | None,
    speaker: str | None,
) -> Added:
    """A document that is there: a source already, of which more may be known now; or one that becomes a source."""
    document, table, key = reading.document, schema.documents, int(there.key)
    if there.kind in PRIMARY:
        if speaker not in {None, there.speaker}:

            def name(connection: Connection) -> None:
                connection.execute(update(table).where(table.c.key == key).values(speaker=speaker))
                applied.again(connection, stale.pointing_at(connection, [document.id]))
                stale.since(connection, there.day)

            archive.write(name)
        return Added(item.name, "already there", document=document.id)
    record = process(reading)
    vectors: Vectors = {}
    if meaning is not None:
        words = archive.look(lambda connection: without_vectors(connection, key, record, meaning.version))
        vectors = dict(zip(words, meaning.embed(words), strict=True)) if words else {}

    def become(connection: Connection) -> None:
        values = {"kind": document.kind, "byline": document.byline, "speaker": speaker}
        connection.execute(update(table).where(table.c.key == key).values(values))
        renew(connection, key, record, vectors, meaning.version if meaning else None)
        own = schema.statements
        ids = list(connection.execute(select(own.c.id).where(own.c.document == key)).scalars())
        applied.again(connection, ids)
        stale.since(connection, there.day)

    archive.write(become)
    return Added(item.name, "made a source", document=document.id, statements=len(record.statements))
