"""A document read anew, put in the place of what stood for it: rows renewed, nothing that a person decided lost.

The invariant: after it the archive holds of the document what it would hold if it had been added now and the decisions in
force taken then; what is no longer found stays in its row as gone.
"""

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from onrecord.record import Record, Statement
from onrecord.store import loading, quotations, rows, saving, schema, vectors
from onrecord.store.changes import Change, Stood, change, known
from onrecord.store.notices import notices
from onrecord.store.reviews import applied, log
from onrecord.store.reviews.decision import OF_STATEMENT, OF_TRACES, Decision
from onrecord.store.traces import authors, stale

_HIDDEN = ("rejected", "gone")

# Vectors of words by the words, float32 [vectors.SIZE] each, and the encoder's version.
Vectors = Mapping[str, NDArray[np.float32]]


class State(msgspec.Struct, frozen=True):
    """What stands for a document: its statements' rows by id, and the decisions in force about them.

    named: those that any decision is about, also one about their traces.
    """

    stood: dict[str, Stood]
    decided: dict[str, list[Decision]]
    named: frozenset[str]


def state(connection: Connection, document: int) -> State:
    """What stands in the archive for a document, as far as statements go."""
    table = schema.statements
    found = connection.execute(select(table).where(table.c.document == document).order_by(table.c.position, table.c.key)).all()
    mappings = [row._mapping for row in found]  # noqa: SLF001 - SQLAlchemy's public name for it
    near = loading.around(connection, mappings, merged=False)
    stood = {}
    for row, mapping in zip(found, mappings, strict=True):
        shown = rows.statement(mapping, near)
        machine: Statement | None = shown
        if row.machine is not None:
            machine = None if row.machine == applied.NOTHING else rows.unpacked(row.machine, Statement)
        stood[row.id] = Stood(shown, machine, row.standing in _HIDDEN)
    in_force = log.in_force(connection, list(stood), OF_STATEMENT | OF_TRACES)
    decided = log.by_subject([one for one in in_force if one.verdict in OF_STATEMENT])
    return State(stood, decided, frozenset(one.subject for one in in_force))


def would_change(record: Record, now: State) -> Change:
    """What putting a record in the place of what stands would change."""
    return change(known(record, now.stood, now.named), now.stood, now.decided)


def renew(connection: Connection, document: int, record: Record, made: Vectors, version: str | None) -> Change:
    """Put a record in the place of what stands for its document, in the open transaction, and say what changed.

    made: vectors of words that the archive may not have; version: of the encoder that made them.
    """
    now = state(connection, document)
    record = known(record, now.stood, now.named)
    told = change(record, now.stood, now.decided)
    before = _actor_rows(connection, document)
    actors = _save_actors(connection, record)
    events = _renew_events(connection, document, record)
    makers = saving.save_makers(connection, (one.made_by for one in record.statements))
    found = {one.id: one for one in record.statements}
    fresh = [one for one in record.statements if one.id not in now.stood]
    day = saving.day_of(record.document.published)
    machine: dict[str, Statement | None] = {
        wanted: found.get(one.shown.id)
        for wanted, one in now.stood.items()
        if found.get(one.shown.id) != one.machine or one.is_hidden
    }
    with authors.watched(connection, [document]):
        keys = saving.save_statements(connection, document, fresh, record.document.text, day, rows.Keys(actors, events, makers))
        saving.mark_old_versions(connection, [document])
        _save_vectors(connection, document, made, version)
        applied.apply(connection, list(machine), machine)
    if keys:
        quotations.place(connection, keys)
        stale.documents(connection, [document])
    _order(connection, document, record)
    _renew_actors(connection, document, record, actors, before)
    connection.execute(
        update(schema.documents)
        .where(schema.documents.c.key == document)
        .values(
            left_out=rows.packed(record.left_out),
            findings=rows.packed(record.findings),
            notices=rows.packed(notices(record.document.text)),
        )
    )
    return told


def without_vectors(connection: Connection, document: int, record: Record, version: str) -> list[str]:
    """The words of a record's statements for which the archive has no vector of this version."""
    table, stored = schema.statements, schema.vectors
    there = set(
        connection.execute(
            select(table.c.words)
            .join(stored, stored.c.statement == table.c.key)
            .where(table.c.document == document, stored.c.version == version)
        ).scalars()
    )
    wanted = dict.fromkeys(rows.words(record.document.text, one.content) for one in record.statements)
    return [words for words in wanted if words not in there]


def _save_vectors(connection: Connection, document: int, made: Vectors, version: str | None) -> None:
    """Keep vectors of the document's statements whose words they are of; those of an earlier encoder go."""
    if not made or version is None:
        return
    table, stored = schema.statements, schema.vectors
    found = connection.execute(select(table.c.key, table.c.words).where(table.c.document == document)).all()
    wanted = [(row.key, row.words) for row in found if row.words in made]
    if not wanted:
        return
    connection.execute(delete(stored).where(stored.c.statement.in_([key for key, _ in wanted])))
    packed = vectors.packed(np.stack([made[words] for _, words in wanted]))
    values = [{"statement": key, "version": version, "bytes": one} for (key, _), one in zip(wanted, packed, strict=True)]
    connection.execute(insert(stored), values)


def _save_actors(connection: Connection, record: Record) -> dict[str, int]:
    """Keys of everybody in a record; what is known of them by now is written to those who were there before."""
    said = [speaker for one in record.statements for speaker in (one.speaker, *one.addressees) if speaker is not None]
    at_events = [speaker for event in record.events for speaker in event.participants]
    actors = saving.save_speakers(connection, [*record.actors, *said, *at_events])
    if record.actors:
        table = schema.actors
        connection.execute(
            update(table).where(table.c.key == bindparam("one")).values(wikidata=bindparam("linked")),
            [{"one": actors[one.id], "linked": one.wikidata} for one in record.actors],
        )
    return actors


def _actor_rows(connection: Connection, document: int) -> dict[int, str]:
    table = schema.document_actors
    found = select(table.c.actor, table.c.names).where(table.c.document == document).order_by(table.c.position)
    return dict(connection.execute(found).all())


def _renew_actors(
    connection: Connection, document: int, record: Record, actors: Mapping[str, int], before: Mapping[int, str]
) -> None:
    """Who the document speaks of now; behind them, of those before, whom a statement that a person stands behind still needs."""
    names = {actors[one.id]: rows.packed(one.names) for one in record.actors}
    needed = _pointed_at(connection, document) - names.keys()
    names |= {actor: given for actor, given in before.items() if actor in needed}
    table = schema.document_actors
    connection.execute(delete(table).where(table.c.document == document))
    links = [
        {"document": document, "position": place, "actor": actor, "names": given}
        for place, (actor, given) in enumerate(names.items())
    ]
    if links:
        connection.execute(insert(table), links)


def _pointed_at(connection: Connection, document: int) -> set[int]:
    """Everybody whom a statement that is shown speaks by, to or of."""
    table = schema.statements
    shown = (table.c.document == document) & table.c.standing.in_(loading.SHOWN)
    found = set(connection.execute(select(table.c.speaker).where(shown, table.c.speaker.is_not(None))).scalars())
    for lists in (schema.addressees, schema.mentions):
        found |= set(connection.execute(select(lists.c.actor).join(table, table.c.key == lists.c.statement).where(shown)).scalars())
    return found


def _renew_events(connection: Connection, document: int, record: Record) -> dict[str, int]:
    """The document's events as they are found now: rows that stay keep their keys. Gives keys by id."""
    table = schema.events
    before: dict[str, int] = dict(connection.execute(select(table.c.id, table.c.key).where(table.c.document == document)).all())
    found = {event.id for event in record.events}
    connection.execute(delete(table).where(table.c.key.in_([key for one, key in before.items() if one not in found])))
    for place, event in enumerate(record.events):
        values = rows.event_columns(event, place)
        if event.id in before:
            connection.execute(update(table).where(table.c.key == before[event.id]).values(values))
        else:
            connection.execute(insert(table).values(id=event.id, document=document, **values))
    return dict(connection.execute(select(table.c.id, table.c.key).where(table.c.document == document)).all())


def _order(connection: Connection, document: int, record: Record) -> None:
    """Number the statements as the record has them; behind them, in their order, those that it lacks."""
    table = schema.statements
    found = connection.execute(
        select(table.c.key, table.c.id, table.c.position)
        .where(table.c.document == document)
        .order_by(table.c.position, table.c.key)
    ).all()
    first = {one.id: place for place, one in enumerate(record.statements)}
    ordered = sorted(found, key=lambda row: first.get(row.id, len(first)))
    moved = [{"one": row.key, "moved_to": place} for place, row in enumerate(ordered) if row.position != place]
    if moved:
        connection.execute(update(table).where(table.c.key == bindparam("one")).values(position=bindparam("moved_to")), moved)
