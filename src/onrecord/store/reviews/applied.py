"""Decisions applied: the columns of a statement's row, from what the machine found and the decisions in force.

Whoever changes a row of `statements` after it was made does it here, so that the row is always that function of the two.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, delete, select, update

from onrecord.record import Record, Statement
from onrecord.store import loading, quotations, rows, saving, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import actors, log
from onrecord.store.reviews.decision import OF_STATEMENT
from onrecord.store.reviews.effect import effect
from onrecord.store.traces import authors, stale

# In the column `machine`: the machine finds no such statement (any more).
NOTHING: Final = ""


def machine_statement(connection: Connection, row: Row[Any]) -> Statement | None:
    """What the machine found for a statement's row."""
    if row.machine == NOTHING:
        return None
    if row.machine is not None:
        return rows.unpacked(row.machine, Statement)
    return present(connection, row)


def present(connection: Connection, row: Row[Any]) -> Statement:
    """The statement as its row says it is now."""
    mapping = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return rows.statement(mapping, loading.around(connection, [mapping], merged=False))


def apply(connection: Connection, ids: Collection[str], found: Mapping[str, Statement | None] | None = None) -> None:
    """Bring statements' rows up to date with the decisions in force about them.

    found: what the machine finds now for some of the ids (None: no such statement any more), instead of what it found before.
    """
    keys = keys_of(connection, ids)
    stale.statements(connection, keys)
    with authors.watched(connection, _documents_of(connection, keys)):
        changed = _apply(connection, ids, found)
    # A row may name somebody who was decided about before, and was not in the archive until now.
    actors.rejoin(connection)
    if changed:
        quotations.replace(connection, changed)


def _apply(connection: Connection, ids: Collection[str], found: Mapping[str, Statement | None] | None) -> list[int]:
    """The keys of the rows of which anything changed that quotations are made of."""
    table = schema.statements
    decided = log.by_subject(log.in_force(connection, ids, OF_STATEMENT))
    changed: list[int] = []
    for one in sorted(ids):
        row = connection.execute(select(table).where(table.c.id == one)).first()
        if row is None:
            continue
        document = connection.execute(select(schema.documents).where(schema.documents.c.key == row.document)).one()
        machine = found[one] if found is not None and one in found else machine_statement(connection, row)
        after = effect(machine, decided.get(one, []), document.text)
        if _write(connection, row, document, machine, after.statement, is_rejected=after.is_rejected):
            changed.append(row.key)
    return changed


def _documents_of(connection: Connection, statements: Iterable[int]) -> set[int]:
    table = schema.statements
    return {
        key
        for part in chunks(statements)
        for key in connection.execute(select(table.c.document).where(table.c.key.in_(part))).scalars()
    }


def add_missed(connection: Connection, document: int, statement: Statement, record: Record) -> None:
    """Make the row of a statement that a person marked, unless it is there."""
    table = schema.statements
    if connection.execute(select(table.c.key).where(table.c.id == statement.id)).first() is not None:
        return
    keys = keys_for(connection, document, statement)
    after = connection.execute(
        select(table.c.position).where(table.c.document == document).order_by(table.c.position.desc())
    ).scalar()
    day = saving.day_of(record.document.published)
    first = 0 if after is None else after + 1
    (key,) = saving.save_statements(connection, document, [statement], record.document.text, day, keys, first)
    connection.execute(update(table).where(table.c.key == key).values(machine=NOTHING))


def keys_of(connection: Connection, ids: Iterable[str]) -> list[int]:
    """The keys of statements that are there."""
    table = schema.statements
    return [
        key
        for part in chunks(sorted(set(ids)))
        for key in connection.execute(select(table.c.key).where(table.c.id.in_(part)).order_by(table.c.key)).scalars()
    ]


def keys_for(connection: Connection, document: int, statement: Statement) -> rows.Keys:
    """The keys of all that one statement points at; actors and makers that are new are saved."""
    people = [speaker for speaker in (statement.speaker, *statement.addressees) if speaker is not None]
    known = saving.save_speakers(connection, people)
    named = {mention.actor for mention in statement.mentions}
    table = schema.actors
    known |= dict(connection.execute(select(table.c.id, table.c.key).where(table.c.id.in_(named))).all())
    events = schema.events
    found: dict[str, int] = dict(connection.execute(select(events.c.id, events.c.key).where(events.c.document == document)).all())
    return rows.Keys(known, found, saving.save_makers(connection, [statement.made_by]))


def _write(
    connection: Connection,
    row: Row[Any],
    document: Row[Any],
    machine: Statement | None,
    after: Statement | None,
    *,
    is_rejected: bool,
) -> bool:
    """Write what a row is to say. Whether what quotations are made of changed: words, speaker, time or standing."""
    table = schema.statements
    stands = "current" if document.is_current else "old version"
    if after is None:
        # Nobody stands behind it any more; the row keeps its words, so that nothing that points at it is lost.
        values: dict[str, Any] = {"standing": "gone", "machine": NOTHING, "is_reviewed": False, "reviewed": None}
        connection.execute(update(table).where(table.c.key == row.key).values(values))
        return bool(row.standing != "gone")
    plain = machine is not None and msgspec.structs.replace(after, reviewed=None) == machine and after.reviewed is None
    keys = keys_for(connection, document.key, after)
    if after.event is not None and after.event not in keys.events:
        # What a person stood behind was said at an event that the machine doesn't find any more.
        after = msgspec.structs.replace(after, event=None)
    values = rows.columns(after, document.text, document.day, keys)
    values["standing"] = "rejected" if is_rejected else stands
    values["machine"] = None if plain else rows.packed(machine) if machine is not None else NOTHING
    connection.execute(update(table).where(table.c.key == row.key).values(values))
    for lists in (schema.addressees, schema.mentions):
        connection.execute(delete(lists).where(lists.c.statement == row.key))
    saving.save_lists(connection, [(row.key, after)], keys.actors)
    if values["words"] != row.words:
        connection.execute(delete(schema.vectors).where(schema.vectors.c.statement == row.key))
    return any(values[name] != getattr(row, name) for name in ("words", "speaker", "said_from", "said_to", "standing", "kind"))
