"""Traces applied: a statement's rows of `traces`, from what the machine found and the decisions in force.

Whoever changes a row of `traces` does it here, so that the rows are always that function of the two.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from onrecord.record import StatementId
from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import OF_TRACES, Decision, Value
from onrecord.store.traces import stale
from onrecord.store.traces.effect import effect
from onrecord.store.traces.kept import Kept, Stands, columns, documents_of, inside, machine_of, stands
from onrecord.store.traces.sources import is_source, said_by
from onrecord.trace.quotes import joined


def apply(connection: Connection, ids: Collection[str], found: Mapping[str, Sequence[Kept]] | None = None) -> None:
    """Bring the traces of statements up to date with the decisions in force about them.

    found: what the machine finds now for some of the ids, instead of what it found before.
    """
    table, statements, documents = schema.traces, schema.statements, schema.documents
    decided = log.by_subject(log.in_force(connection, ids, OF_TRACES))
    for part in chunks(sorted(ids)):
        wanted = select(statements.c.id, statements.c.key, documents.c.text).join(
            documents, documents.c.key == statements.c.document
        )
        for row in connection.execute(wanted.where(statements.c.id.in_(part)).order_by(statements.c.id)).all():
            before = of_statement(connection, row.key)
            machine = found.get(row.id) if found is not None else None
            if machine is None:
                machine = [one for one in map(machine_of, before) if one is not None]
            about = within(connection, decided.get(row.id, []), row.text)
            keys = source_keys(connection, pointed_at(machine, about))
            after = effect(machine, about, row.text, keys.keys(), lambda place: said_by(connection, place))
            if after == before:
                continue
            connection.execute(delete(table).where(table.c.statement == row.key))
            values = [columns(StatementId(row.id), one, keys) for one in after]
            if values:
                rows = [{"statement": row.key, "position": place, **value} for place, value in enumerate(values)]
                connection.execute(insert(table), rows)


def within(connection: Connection, decisions: Collection[Decision], text: str) -> list[Decision]:
    """Decisions about traces of which all offsets lie inside the article's text and the source's; of those that came from elsewhere some may not."""
    table = schema.documents
    named = {one.value.found.document for one in decisions if one.value.found is not None}
    found = connection.execute(select(table.c.id, table.c.text).where(table.c.id.in_(named))) if named else ()
    lengths = {row.id: len(row.text) for row in found}
    return [one for one in decisions if _is_within(one.value, text, lengths)]


def _is_within(value: Value, text: str, lengths: Mapping[str, int]) -> bool:
    pieces, found = value.pieces, value.found
    if not pieces or found is None or max(span.end for span in pieces) > len(text):
        return False
    length = lengths.get(found.document)
    changes = (*found.drift, *((found.change,) if found.change is not None else ()))
    return length is None or (found.span.end <= length and inside(changes, len(joined(text, pieces)), length))


def again(connection: Connection, ids: Collection[str]) -> None:
    """Let go of what the machine found for statements, and let their documents be traced again; what people decided stays."""
    apply(connection, ids, dict.fromkeys(ids, ()))
    table = schema.statements
    for part in chunks(sorted(ids)):
        stale.statements(connection, connection.execute(select(table.c.key).where(table.c.id.in_(part))).scalars().all())


def came(connection: Connection, document: str) -> None:
    """Let the decisions that name a source, which waited for it, have their effect now that it has come."""
    table = schema.reviews
    named = table.c.verdict.in_(sorted(OF_TRACES)) & table.c.value.contains(f'"{document}"', autoescape=True)
    apply(connection, set(connection.execute(select(table.c.subject).where(named)).scalars()))


def meant(connection: Connection, wanted: str) -> Row[str, int] | None:
    """Id and key of the statement that an id of its own or of one of its traces means."""
    table, statements = schema.traces, schema.statements
    columns = select(statements.c.id, statements.c.key)
    of_trace = columns.join(table, table.c.statement == statements.c.key).where(table.c.id == wanted)
    return connection.execute(columns.where(statements.c.id == wanted)).first() or connection.execute(of_trace).first()


def of_statement(connection: Connection, statement: int) -> list[Stands]:
    """A statement's traces as they stand, in their order."""
    return _found(connection, schema.traces.c.statement == statement).get(statement, [])


def of_document(connection: Connection, document: int) -> dict[int, list[Stands]]:
    """The traces of a document's statements as they stand, each list in its order, by the statement's key."""
    table = schema.statements
    return _found(connection, schema.traces.c.statement.in_(select(table.c.key).where(table.c.document == document)))


def _found(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, list[Stands]]:
    table = schema.traces
    found = connection.execute(select(table).where(wanted).order_by(table.c.statement, table.c.position)).mappings().all()
    ids = ids_of(connection, {row["source"] for row in found if row["source"] is not None})
    made: dict[int, list[Stands]] = {}
    for row in found:
        made.setdefault(row["statement"], []).append(stands(row, ids))
    return made


def ids_of(connection: Connection, keys: Collection[int]) -> dict[int, str]:
    """Ids of documents, by key."""
    table = schema.documents
    return {
        row.key: row.id
        for part in chunks(sorted(keys))
        for row in connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(part)))
    }


def source_keys(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """Keys of sources that are there, by id."""
    table = schema.documents
    return {
        row.id: row.key
        for part in chunks(sorted(ids))
        for row in connection.execute(select(table.c.key, table.c.id).where(table.c.id.in_(part), is_source()))
    }


def pointed_at(machine: Collection[Kept], decisions: Collection[Decision]) -> set[str]:
    """Ids of all documents that traces and decisions about them name."""
    named = {one.value.found.document for one in decisions if one.value.found is not None}
    return {one for trace in machine for one in documents_of(trace)} | named
