"""Rows of the archive back to records: a document with all that was found in it, as the machine or a person left it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from onrecord.record import (
    Actor,
    ActorId,
    ActorType,
    Document,
    DocumentId,
    DocumentKind,
    Event,
    EventId,
    Finding,
    LeftOut,
    Mark,
    Record,
    Speaker,
    StatementId,
    Time,
)
from onrecord.store import rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.saving import unpack

# Statements that a reader sees: what a person rejected, and what a later model no longer finds, stays in the archive only.
SHOWN = ("current", "old version")

# How many documents are loaded at a time, so that memory stays flat.
BATCH = 50


def records(connection: Connection, documents: Sequence[int] | None = None, *, merged: bool = True) -> Iterator[tuple[int, Record]]:
    """Each document's key and record, in the order in which they were added.

    documents: keys; all unless told. merged: speakers under the names that people joined theirs with.
    """
    if documents is None:
        documents = connection.execute(select(schema.documents.c.key).order_by(schema.documents.c.key)).scalars().all()
    for first in range(0, len(documents), BATCH):
        yield from _batch(connection, documents[first : first + BATCH], merged=merged)


def record(connection: Connection, document: int, *, merged: bool = True) -> Record:
    """The record of one document. Raises KeyError where there is none of this key."""
    for _, found in records(connection, [document], merged=merged):
        return found
    raise KeyError(document)


def raw(connection: Connection, sha256: str) -> bytes:
    """The bytes that a document came from. Raises KeyError where they are not there."""
    table = schema.blobs
    found = connection.execute(select(table.c.packing, table.c.bytes).where(table.c.sha256 == sha256)).first()
    if found is None:
        raise KeyError(sha256)
    return unpack(found.packing, found.bytes)


def around(connection: Connection, statements: Sequence[Mapping[Any, Any]], *, merged: bool = True) -> rows.Around:
    """What rows of statements point at. merged: under the names that people joined theirs with."""
    keys = [row["key"] for row in statements]
    to: dict[int, list[int]] = {}
    named: dict[int, list[tuple[int, int, int]]] = {}
    for part in chunks(keys):
        table = schema.addressees
        for row in connection.execute(
            select(table).where(table.c.statement.in_(part)).order_by(table.c.statement, table.c.position)
        ):
            to.setdefault(row.statement, []).append(row.actor)
        table = schema.mentions
        for row in connection.execute(
            select(table).where(table.c.statement.in_(part)).order_by(table.c.statement, table.c.position)
        ):
            named.setdefault(row.statement, []).append((row.starts, row.ends, row.actor))
    wanted = {row["speaker"] for row in statements} | {key for many in to.values() for key in many}
    wanted |= {key for many in named.values() for *_, key in many}
    return rows.Around(
        speakers(connection, wanted - {None}, merged=merged),
        _ids(connection, {row["event"] for row in statements} - {None}),
        _makers(connection, {row["maker"] for row in statements}),
        to,
        named,
    )


def speakers(connection: Connection, keys: Iterable[int], *, merged: bool = True) -> dict[int, Speaker]:
    """Actors as speakers, by key. merged: those whom people joined with another, as that other."""
    table, named = schema.actors, schema.actors.alias("named")
    wanted = select(table.c.key, named.c.id, named.c.name, named.c.type)
    wanted = wanted.join(named, named.c.key == (table.c.merged if merged else table.c.key))
    return {
        row.key: Speaker(ActorId(row.id), row.name, msgspec.convert(row.type, ActorType))
        for part in chunks(keys)
        for row in connection.execute(wanted.where(table.c.key.in_(part)))
    }


def document(row: Row[Any]) -> Document:
    """A document from its row."""
    return Document(
        id=DocumentId(row.id),
        sha256=row.sha256,
        title=row.title,
        byline=row.byline,
        outlet=row.outlet,
        url=row.url,
        published=row.published,
        captured=row.captured,
        language=row.language,
        translated_from=row.translated_from,
        kind=msgspec.convert(row.kind, DocumentKind),
        text=row.text,
        marks=rows.unpacked(row.marks, tuple[Mark, ...]),
    )


def _ids(connection: Connection, keys: Iterable[int]) -> dict[int, EventId]:
    table = schema.events
    wanted = select(table.c.key, table.c.id)
    return {row.key: EventId(row.id) for part in chunks(keys) for row in connection.execute(wanted.where(table.c.key.in_(part)))}


def _makers(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    table = schema.makers
    found = connection.execute(select(table.c.key, table.c.made_by).where(table.c.key.in_(list(keys))))
    return {row.key: row.made_by for row in found}


def _batch(connection: Connection, keys: Sequence[int], *, merged: bool) -> Iterator[tuple[int, Record]]:
    table = schema.statements
    found = (
        connection.execute(
            select(table)
            .where(table.c.document.in_(keys), table.c.standing.in_(SHOWN))
            .order_by(table.c.document, table.c.position)
        )
        .mappings()
        .all()
    )
    near = around(connection, found, merged=merged)
    of_document: dict[int, list[Mapping[Any, Any]]] = {}
    for one in found:
        of_document.setdefault(one["document"], []).append(one)
    actors, events = _actors(connection, keys, merged=merged), _events(connection, keys)
    documents = connection.execute(
        select(schema.documents).where(schema.documents.c.key.in_(keys)).order_by(schema.documents.c.key)
    )
    for row in documents.all():
        there = [rows.statement(found_row, near) for found_row in of_document.get(row.key, [])]
        ids = {one.id for one in there}
        # What stood inside a statement that a person rejected stands on its own.
        there = [one if one.parent in ids else msgspec.structs.replace(one, parent=None) for one in there]
        yield (
            row.key,
            Record(
                document=document(row),
                statements=tuple(there),
                events=tuple(_with_accounts(event, ids) for event in events.get(row.key, [])),
                actors=tuple(actors.get(row.key, [])),
                findings=rows.unpacked(row.findings, tuple[Finding, ...]),
                left_out=rows.unpacked(row.left_out, tuple[LeftOut, ...]),
            ),
        )


def _with_accounts(event: Event, ids: set[StatementId]) -> Event:
    return msgspec.structs.replace(event, accounts=tuple(one for one in event.accounts if one in ids))


def _actors(connection: Connection, keys: Sequence[int], *, merged: bool) -> dict[int, list[Actor]]:
    link, table, named = schema.document_actors, schema.actors, schema.actors.alias("named")
    found = connection.execute(
        select(link.c.document, link.c.names, named.c.id, named.c.name, named.c.type, named.c.wikidata)
        .join(table, table.c.key == link.c.actor)
        .join(named, named.c.key == (table.c.merged if merged else table.c.key))
        .where(link.c.document.in_(keys))
        .order_by(link.c.document, link.c.position)
    )
    made: dict[int, dict[str, Actor]] = {}
    for row in found:
        names = rows.unpacked(row.names, tuple[str, ...])
        of_document = made.setdefault(row.document, {})
        if row.id in of_document:
            # Two whom people joined are one actor of the document, under all its names.
            names = tuple(sorted({*of_document[row.id].names, *names}))
        kind = msgspec.convert(row.type, ActorType)
        of_document[row.id] = Actor(id=ActorId(row.id), name=row.name, type=kind, names=names, wikidata=row.wikidata)
    return {document: list(of_document.values()) for document, of_document in made.items()}


def _events(connection: Connection, keys: Sequence[int]) -> dict[int, list[Event]]:
    table = schema.events
    made: dict[int, list[Event]] = {}
    for row in connection.execute(select(table).where(table.c.document.in_(keys)).order_by(table.c.document, table.c.position)):
        made.setdefault(row.document, []).append(
            Event(
                id=EventId(row.id),
                kind=row.kind,
                participants=rows.unpacked(row.participants, tuple[Speaker, ...]),
                date=rows.unpacked(row.date, Time) if row.date else None,
                place=row.place,
                accounts=rows.unpacked(row.accounts, tuple[StatementId, ...]),
            )
        )
    return made
