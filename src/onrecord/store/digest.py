"""An archive to one SHA-256 over all that it holds that matters.

The invariant: it depends on neither keys, engine nor the order in which documents were added. So an archive, its backup and what
was restored from it have one digest, and two that have it hold the same.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, Table, collate, func, select

from onrecord.errors import ArchiveError, RecordError
from onrecord.record import ActorType, Speaker
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.traces import applied

# How many rows are fetched at a time, so that memory stays flat.
_BATCH: Final = 100

# Columns of a document that say what it is, as against how this archive counts it and how it came in.
_OF_DOCUMENT: Final = (
    "id",
    "sha256",
    "title",
    "byline",
    "outlet",
    "url",
    "published",
    "captured",
    "language",
    "translated_from",
    "kind",
    "text",
    "marks",
    "left_out",
    "findings",
    "notices",
    "speaker",
    "version",
    "is_current",
)
_OF_ADDING: Final = ("origin", "added_at")


def digest(connection: Connection, *, added: bool = False) -> str:
    """The SHA-256, in hexadecimal. added: count in when documents were added, and from what input.

    Raises ArchiveError where a row can't be made sense of.
    """
    found = hashlib.sha256()
    try:
        for part in _parts(connection, added=added):
            found.update(msgspec.json.encode(part))
            found.update(b"\n")
    except (msgspec.MsgspecError, RecordError, KeyError, TypeError, ValueError) as error:
        raise ArchiveError(f"The archive is damaged ({error}): onrecord verify says where.") from error
    return found.hexdigest()


def _parts(connection: Connection, *, added: bool) -> Iterator[list[Any]]:
    """All that counts, one list a thing, each under its name, in an order that both engines agree on."""
    names = _OF_DOCUMENT + (_OF_ADDING if added else ())
    table = schema.documents
    for batch in chunks(_in_order(connection, table, table.c.id), _BATCH):
        copies = _named(connection, table, "family", (row.family for row in batch))
        for row in batch:
            yield ["document", [row._mapping[name] for name in names]]  # noqa: SLF001 - SQLAlchemy's public name for it
            yield ["copies", copies.get(row.family)]
            yield from _around(connection, row.key)
            yield from _statements(connection, row.key)
    yield from _merges(connection)
    names = ("id", "verdict", "subject", "value", "who", "at", "why", "undoes")
    log = connection.execute(select(schema.reviews).order_by(schema.reviews.c.key).execution_options(yield_per=_BATCH))
    yield from (["review", [row._mapping[name] for name in names]] for row in log)  # noqa: SLF001
    for row in _in_order(connection, schema.samples, schema.samples.c.id):
        yield ["sample", [row.id, row.seed, row.drawn_at, row.frame, row.statements, row.passages]]
    for row in _in_order(connection, schema.tombstones, schema.tombstones.c.id):
        yield ["tombstone", [row.id, row.url, row.why, row.who, row.at]]


def _around(connection: Connection, document: int) -> Iterator[list[Any]]:
    """The actors and events of one document."""
    link, actors, events = schema.document_actors, schema.actors, schema.events
    found = select(actors, link.c.names).join(actors, actors.c.key == link.c.actor)
    for row in connection.execute(found.where(link.c.document == document).order_by(link.c.position)):
        yield ["actor", [row.id, row.name, row.type, row.wikidata, row.names]]
    for row in connection.execute(select(events).where(events.c.document == document).order_by(events.c.position)):
        yield ["event", [row.id, row.kind, row.participants, row.date, row.place, row.accounts]]


def _statements(connection: Connection, document: int) -> Iterator[list[Any]]:
    """The statements of one document as they stand, as the machine found them, and by which other they are named."""
    table = schema.statements
    of_document = select(table).where(table.c.document == document).order_by(table.c.position, _binary(connection, table.c.id))
    found: list[Mapping[Any, Any]] = list(connection.execute(of_document).mappings().all())
    near = loading.around(connection, found, merged=False)
    quotations = _named(connection, table, "quotation", (row["quotation"] for row in found))
    traces = applied.of_document(connection, document)
    for row in found:
        stands = rows.statement(row, near)
        yield ["statement", stands, row["standing"], row["machine"], row["words"], quotations.get(row["quotation"])]
        yield from (["trace", one] for one in traces.get(row["key"], ()))


def _named(connection: Connection, table: Table, column: str, keys: Iterable[int | None]) -> dict[int, str]:
    """The name of each set of rows that share a key in a column: the lowest id among them, for keys differ between archives."""
    shared = table.c[column]
    lowest = func.min(_binary(connection, table.c.id))
    found: dict[int, str] = {}
    for part in chunks(sorted({key for key in keys if key is not None})):
        found |= dict(connection.execute(select(shared, lowest).where(shared.in_(part)).group_by(shared)).all())
    return found


def _merges(connection: Connection) -> Iterator[list[Any]]:
    """Actors that people joined with others."""
    table, leaders = schema.actors, schema.actors.alias("leaders")
    wanted = select(table.c.id, leaders.c.id.label("leader"), leaders.c.name, leaders.c.type)
    wanted = wanted.join(leaders, leaders.c.key == table.c.merged).where(table.c.merged != table.c.key)
    wanted = wanted.order_by(_binary(connection, table.c.id))
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)):
        yield ["merged", row.id, Speaker(row.leader, row.name, msgspec.convert(row.type, ActorType))]


def _in_order(connection: Connection, table: Table, by: Column[Any]) -> Iterator[Row[Any]]:
    """The rows of a table by a column of text, a batch of them in memory at a time."""
    wanted = select(table).order_by(_binary(connection, by))
    yield from connection.execute(wanted.execution_options(yield_per=_BATCH))


def _binary(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """A column of text that compares by its bytes, whatever language the database was made for."""
    return collate(column, "C") if connection.dialect.name == "postgresql" else column
