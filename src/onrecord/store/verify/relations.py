"""What ties rows together: places in a document, quotations, vectors, actors, events and makers."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from onrecord.record import ActorType, Speaker, StatementId, Time
from onrecord.store import rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews.actors import targets
from onrecord.store.vectors import SIZE
from onrecord.store.verify.fault import Fault, batches, by_query, rows_of, sensible


def check(connection: Connection) -> Iterator[Fault]:
    """Every fault of these."""
    yield from _positions(connection)
    yield from _quotations(connection)
    yield from _vectors(connection)
    yield from _actors(connection)
    yield from _values(connection, "actors", _actor)
    yield from _values(connection, "events", _event)
    yield from _values(connection, "makers", _maker)
    yield from _names(connection)


def _positions(connection: Connection) -> Iterator[Fault]:
    table, documents = schema.statements, schema.documents
    wanted = (
        select(documents.c.id, table.c.position)
        .join(documents, documents.c.key == table.c.document)
        .group_by(documents.c.id, table.c.position)
        .having(func.count() > 1)
    )
    yield from by_query(
        connection, wanted, "statements", lambda row: Fault(f"document {row.id}", f"has two statements at place {row.position}")
    )


def _quotations(connection: Connection) -> Iterator[Fault]:
    """A quotation is named by the lowest key in it."""
    table, first = schema.statements, schema.statements.alias("first")
    wanted = select(table.c.id).join(first, first.c.key == table.c.quotation, isouter=True)
    wanted = wanted.where(or_(first.c.key.is_(None), table.c.quotation > table.c.key, first.c.quotation != first.c.key))
    wrong = "is in a quotation that isn't named by its first statement"
    yield from by_query(connection, wanted, "statements", lambda row: Fault(f"statement {row.id}", wrong))


def _vectors(connection: Connection) -> Iterator[Fault]:
    table = schema.vectors
    wanted = select(table.c.statement, func.length(table.c.bytes).label("size")).where(func.length(table.c.bytes) != SIZE)
    yield from by_query(
        connection,
        wanted,
        "vectors",
        lambda row: Fault(f"vector of statement {row.statement}", f"has {row.size} bytes, where it should have {SIZE}"),
    )


def _actors(connection: Connection) -> Iterator[Fault]:
    table, leader = schema.actors, schema.actors.alias("leader")
    wanted = select(table.c.id).join(leader, leader.c.key == table.c.merged, isouter=True)
    wanted = wanted.where(or_(leader.c.key.is_(None), leader.c.merged != leader.c.key))
    wrong = "is joined with one that isn't there or is itself joined with another"
    yield from by_query(connection, wanted, "actors", lambda row: Fault(f"actor {row.id}", wrong))
    yield from sensible("actors", lambda: _joined(connection))


def _joined(connection: Connection) -> Iterator[Fault]:
    """Actors against the decisions in force about them."""
    table = schema.actors
    wanted = targets(connection)
    stands = {
        row.key: row
        for row in rows_of(connection, select(table.c.key, table.c.id, table.c.merged).where(table.c.merged != table.c.key))
    }
    for row in stands.values():
        if wanted.get(row.key, row.key) != row.merged:
            yield Fault(f"actor {row.id}", "is not joined with whom the decisions about it say")
    for part in chunks(sorted(key for key, leader in wanted.items() if leader != key and key not in stands)):
        for row in rows_of(connection, select(table.c.id).where(table.c.key.in_(part)).order_by(table.c.key)):
            yield Fault(f"actor {row.id}", "is joined with nobody, and decisions in force join it")


def _values(connection: Connection, name: str, look: Callable[[Row[Any]], None]) -> Iterator[Fault]:
    """Rows of a table whose JSON or words for a kind can't be read."""
    table = schema.METADATA.tables[name]
    for found, lost in batches(connection, name, select(table), table.c.key):
        yield from lost
        for row in found:

            def one(row: Row[Any] = row) -> Iterator[Fault]:
                look(row)
                return iter(())

            yield from sensible(f"{name}, row {row.key}", one)


def _actor(row: Row[Any]) -> None:
    msgspec.convert(row.type, ActorType)
    msgspec.convert(row.name, str)


def _event(row: Row[Any]) -> None:
    rows.unpacked(row.participants, tuple[Speaker, ...])
    rows.unpacked(row.accounts, tuple[StatementId, ...])
    if row.date is not None:
        rows.unpacked(row.date, Time)


def _maker(row: Row[Any]) -> None:
    rows.unpacked(row.made_by, dict[str, str])


def _names(connection: Connection) -> Iterator[Fault]:
    table = schema.document_actors
    for found, lost in batches(connection, "document_actors", select(table), table.c.document):
        yield from lost
        for row in found:

            def one(row: Row[Any] = row) -> Iterator[Fault]:
                rows.unpacked(row.names, tuple[str, ...])
                return iter(())

            yield from sensible(f"names of actor {row.actor} in document {row.document}", one)
