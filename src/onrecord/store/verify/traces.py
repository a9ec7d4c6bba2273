"""Traces against both texts' characters, and against what decisions make of them."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from onrecord.store import schema
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import OF_TRACES
from onrecord.store.traces import applied
from onrecord.store.traces.effect import effect
from onrecord.store.traces.kept import Kept, Place, inside, machine_of, trace_id
from onrecord.store.traces.kept import stands as stands_for
from onrecord.store.traces.sources import said_by
from onrecord.store.verify.fault import Fault, batches, rows_of, sensible
from onrecord.trace.quotes import joined


def check(connection: Connection, step: Callable[[int], None]) -> Iterator[Fault]:
    """Every fault of traces."""
    table = schema.traces
    for found, lost in batches(connection, "traces", select(table), table.c.key):
        yield from lost
        for row in found:
            yield from sensible(f"trace {row.id}", lambda row=row: _trace(connection, row))  # type: ignore[misc]
        for statement in sorted({row.statement for row in found}):

            def one(statement: int = statement) -> Iterator[Fault]:
                return _effect(connection, statement)

            yield from sensible(f"traces of statement {statement}", one)
        step(len(found))


def _trace(connection: Connection, row: Row[Any]) -> Iterator[Fault]:
    where = f"trace {row.id}"
    statements, documents = schema.statements, schema.documents
    wanted = select(statements.c.id, documents.c.text).join(documents, documents.c.key == statements.c.document)
    article = rows_of(connection, wanted.where(statements.c.key == row.statement))
    if not article:
        yield Fault(where, "is of a statement that isn't there")
        return
    ids = applied.ids_of(connection, [row.source] if row.source is not None else [])
    stands = stands_for(row._mapping, ids)  # noqa: SLF001 - SQLAlchemy's public name for it
    machine = machine_of(stands)
    for one in [stands.kept, *([machine] if machine is not None and machine != stands.kept else [])]:
        yield from _kept(connection, where, one, article[0].text)
    if row.id != trace_id(article[0].id, stands.kept.pieces):
        yield Fault(where, "has an id that is not that of its statement and wording")
    # The words themselves may be those of an earlier version.
    if bool(row.searched_says) != (stands.kept.searched is not None):
        yield Fault(where, "doesn't say in words what was searched, or says it where nothing was")
    if row.is_reviewed != (stands.reviewed is not None):
        yield Fault(where, "doesn't say rightly whether a person reviewed it")


def _kept(connection: Connection, where: str, one: Kept, text: str) -> Iterator[Fault]:
    """A trace's offsets against both texts."""
    if not one.pieces or one.pieces[-1].end > len(text):
        yield Fault(where, "stands outside its article's text")
        return
    if one.words != joined(text, one.pieces):
        yield Fault(where, "has other words than its article at its offsets")
    places = [one.source, one.elsewhere.place if one.elsewhere else None, *(near.place for near in one.misses)]
    lengths = _lengths(connection, [place for place in places if place is not None])
    for place in places:
        if place is None:
            continue
        length = lengths.get(place.document)
        if length is None:
            yield Fault(where, f"points at {place.document}, which is no source here")
        elif place.span.end > length:
            yield Fault(where, f"points at characters outside the text of {place.document}")
    drifts = [(one.source, one.drift), (one.elsewhere.place, one.elsewhere.drift) if one.elsewhere else (None, ())]
    for place, drift in drifts:
        if place is not None and not inside(drift, len(one.words), lengths.get(place.document, 0)):
            yield Fault(where, f"has a drift outside its wording or the text of {place.document}")
    if (one.source is None) != (one.fidelity == "not found"):
        yield Fault(where, f"is {one.fidelity} {'without' if one.source is None else 'with'} a source")


def _lengths(connection: Connection, places: list[Place]) -> dict[str, int]:
    table = schema.documents
    wanted = select(table.c.id, table.c.text).where(table.c.id.in_({place.document for place in places}))
    return {row.id: len(row.text) for row in rows_of(connection, wanted.where(table.c.kind.in_(sorted(PRIMARY))))}


def _effect(connection: Connection, statement: int) -> Iterator[Fault]:
    """A statement's traces against what the machine found and the decisions make of it."""
    statements, documents = schema.statements, schema.documents
    wanted = select(statements.c.id, documents.c.text).join(documents, documents.c.key == statements.c.document)
    for row in rows_of(connection, wanted.where(statements.c.key == statement)):
        before = applied.of_statement(connection, statement)
        machine = [one for one in map(machine_of, before) if one is not None]
        decided = applied.within(connection, log.in_force(connection, [row.id], OF_TRACES), row.text)
        there = applied.source_keys(connection, applied.pointed_at(machine, decided))
        if effect(machine, decided, row.text, there.keys(), lambda place: said_by(connection, place)) != before:
            yield Fault(f"statement {row.id}", "has traces that are not what the decisions about it make of them")
