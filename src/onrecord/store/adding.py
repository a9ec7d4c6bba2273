"""Adding: items, one after another, to documents of the archive, with what became of each.

The invariant: a document is there with all that was found in it, or not at all. What takes long, reading and extracting, is
done before the write lock is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, select

from onrecord.errors import ArchiveError, ForgottenError, OnrecordError
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.read.source import read_item
from onrecord.record import Record
from onrecord.store import copies, quotations, rows, saving, schema, vectors
from onrecord.store.archive import Archive
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.reviews import carry
from onrecord.store.traces import applied as traced

# A document as read to its record: extraction and resolution.
Process = Callable[[Reading], Record]


class Meaning(msgspec.Struct, frozen=True):
    """An encoder of statements. version: stored with each vector. embed: words to unit vectors."""

    version: str
    embed: vectors.Embed


class Outcome(msgspec.Struct, frozen=True):
    """What became of one item. why: a sentence, where it was left out. version: at its address, from 1."""

    name: str
    status: Literal["added", "new version", "already there", "left out"]
    why: str | None = None
    document: str | None = None
    version: int = 1
    statements: int = 0


def add(
    archive: Archive, items: Iterable[Item | PassedOver], process: Process, meaning: Meaning | None = None
) -> Iterator[Outcome]:
    """Add every item that can be read, each in a transaction of its own, and say what became of it.

    Raises ArchiveError where the archive itself can't be written; what was added before stays.
    """
    for item in items:
        if isinstance(item, PassedOver):
            yield Outcome(item.path, "left out", item.why)
            continue
        try:
            yield _add(archive, item, process, meaning)
        except ForgottenError as error:
            yield Outcome(item.name, "left out", str(error))
        except ArchiveError:
            raise
        except OnrecordError as error:
            yield Outcome(item.name, "left out", str(error))


def _add(archive: Archive, item: Item, process: Process, meaning: Meaning | None) -> Outcome:
    reading = read_item(item)
    document = reading.document
    there, why = archive.look(
        lambda connection: (
            saving.find(connection, document.id),
            saving.why_forgotten(connection, document.id, document.url),
        )
    )
    if there is not None:
        return Outcome(item.name, "already there", document=document.id, version=there.version)
    if why is not None:
        return Outcome(item.name, "left out", f"{item.name} was removed on demand and is not added again ({why}).")
    record = process(reading)
    return archive_record(archive, record, reading.raw, origin=item.name, meaning=meaning)


def archive_record(
    archive: Archive, record: Record, raw: bytes, *, origin: str, added_at: str | None = None, meaning: Meaning | None = None
) -> Outcome:
    """Add a record that is made already, with the bytes that it came from."""
    document = record.document
    made = embedded(record, meaning)
    saved = archive.write(lambda connection: keep(connection, record, raw, made, origin=origin, added_at=added_at))
    status: Literal["added", "new version", "already there"] = "added"
    if not saved.is_new:
        status = "already there"
    elif saved.version > 1:
        status = "new version"
    count = len(record.statements) if saved.is_new else 0
    return Outcome(origin, status, document=document.id, version=saved.version, statements=count)


class Embedded(msgspec.Struct, frozen=True):
    """Vectors of a record's statements, in its order, float32 [statements, vectors.SIZE], and the encoder's version."""

    version: str
    values: NDArray[np.float32]


def embedded(record: Record, meaning: Meaning | None) -> Embedded | None:
    """Where a record's statements lie in the encoder's space, if there is an encoder."""
    if meaning is None or not record.statements:
        return None
    texts = [rows.words(record.document.text, one.content) for one in record.statements]
    return Embedded(meaning.version, meaning.embed(texts))


def keep(
    connection: Connection, record: Record, raw: bytes, made: Embedded | None, *, origin: str | None, added_at: str | None = None
) -> saving.Saved:
    """Save a record and put it in its place among copies, quotations and decisions, in the open transaction."""
    saved = saving.save(connection, record, raw, origin=origin, added_at=added_at)
    if not saved.is_new:
        return saved
    copies.place(connection, saved.key, record.document.text)
    table = schema.statements
    keys = connection.execute(select(table.c.key).where(table.c.document == saved.key).order_by(table.c.position)).scalars().all()
    save_vectors(connection, keys, made)
    quotations.place(connection, keys)
    carry.to_version(connection, saved.key)
    if record.document.kind in PRIMARY:
        traced.came(connection, record.document.id)
    return saved


def save_vectors(connection: Connection, keys: Iterable[int], made: Embedded | None) -> None:
    """Keep statements' vectors, in the order of their keys."""
    if made is not None:
        values = zip(keys, vectors.packed(made.values), strict=True)
        connection.execute(
            insert(schema.vectors), [{"statement": key, "version": made.version, "bytes": value} for key, value in values]
        )
