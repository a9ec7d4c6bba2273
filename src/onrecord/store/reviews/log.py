"""The log of decisions: writing to its end, and which of them are in force."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, select

from onrecord.errors import ReviewError
from onrecord.store import rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.dialect import insert_new
from onrecord.store.reviews.decision import Decision, Value, Verdict

# How many decisions are fetched at a time where all are read.
_BATCH: Final = 500


def append(connection: Connection, one: Decision) -> None:
    """Write a decision to the end of the log, unless it stands there already.

    Raises ReviewError where it stands there and was taken back: it would be taken for the one that has no effect any more.
    """
    table = schema.reviews
    undone = connection.execute(select(table.c.id).where(table.c.id == one.id, ~_in_force())).first()
    if undone is not None:
        raise ReviewError(
            f"This very decision was taken and taken back at the same moment ({one.id}): take it again a second later."
        )
    row = {
        "id": one.id,
        "verdict": one.verdict,
        "subject": one.subject,
        "value": rows.packed(one.value),
        "who": one.who,
        "at": one.at,
        "why": one.why,
        "undoes": one.undoes,
        "carried": one.value.carried,
    }
    insert_new(connection, table, [row])


def every(connection: Connection) -> list[Decision]:
    """All decisions, first to last, those that were taken back included."""
    return list(stream(connection))


def stream(connection: Connection) -> Iterator[Decision]:
    """All decisions as `every`, a few in memory at a time."""
    wanted = select(schema.reviews).order_by(schema.reviews.c.key).execution_options(yield_per=_BATCH)
    for row in connection.execute(wanted):
        yield _decision(row)


def of_id(connection: Connection, wanted: str) -> Decision:
    """The decision of an id. Raises ReviewError where there is none."""
    row = connection.execute(select(schema.reviews).where(schema.reviews.c.id == wanted)).first()
    if row is None:
        raise ReviewError(f"There is no decision {wanted}: onrecord reviews lists them.")
    return _decision(row)


def in_force(
    connection: Connection, subjects: Collection[str] | None = None, verdicts: Collection[Verdict] | None = None
) -> list[Decision]:
    """The decisions that no other takes back, first to last. subjects, verdicts: only about these, only of these kinds."""
    table = schema.reviews
    wanted = select(table).where(table.c.verdict != "undo", _in_force()).order_by(table.c.key)
    if verdicts is not None:
        wanted = wanted.where(table.c.verdict.in_(list(verdicts)))
    if subjects is None:
        return [_decision(row) for row in connection.execute(wanted)]
    found = [row for part in chunks(sorted(subjects)) for row in connection.execute(wanted.where(table.c.subject.in_(part)))]
    return [_decision(row) for row in sorted(found, key=lambda row: row.key)]


def is_in_force(connection: Connection, wanted: str) -> bool:
    """Whether the log has this decision, and no other takes it back."""
    return bool(among_in_force(connection, [wanted]))


def among_in_force(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these decisions the log has, and no other takes back."""
    table = schema.reviews
    return {
        one
        for part in chunks(ids)
        for one in connection.execute(select(table.c.id).where(table.c.id.in_(part), _in_force())).scalars()
    }


def copies(connection: Connection, wanted: str) -> list[Decision]:
    """The copies in force of a decision, which were carried over to other versions of its document."""
    table = schema.reviews
    found = connection.execute(select(table).where(table.c.carried == wanted, _in_force()).order_by(table.c.key)).all()
    return [_decision(row) for row in found]


def _in_force() -> ColumnElement[bool]:
    """Whether no decision takes back the one of the row that is looked at."""
    other = schema.reviews.alias("other")
    return ~select(other.c.key).where(other.c.undoes == schema.reviews.c.id).exists()


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        verdict=row.verdict,
        subject=row.subject,
        value=rows.unpacked(row.value, Value),
        who=row.who,
        at=row.at,
        why=row.why,
        undoes=row.undoes,
    )


def by_subject(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """Decisions by what they are about, each list in its order."""
    found: dict[str, list[Decision]] = {}
    for one in decisions:
        found.setdefault(one.subject, []).append(one)
    return found
