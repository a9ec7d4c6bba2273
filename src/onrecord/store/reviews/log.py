"""The log of decisions: writing to its end, and which of them are in force."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from onrecord.errors import ReviewError
from onrecord.store import rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.dialect import insert_new
from onrecord.store.reviews.decision import Decision, Value, Verdict


def append(connection: Connection, one: Decision) -> None:
    """Write a decision to the end of the log, unless it stands there already."""
    row = {
        "id": one.id,
        "verdict": one.verdict,
        "subject": one.subject,
        "value": rows.packed(one.value),
        "who": one.who,
        "at": one.at,
        "why": one.why,
        "undoes": one.undoes,
    }
    insert_new(connection, schema.reviews, [row])


def every(connection: Connection) -> list[Decision]:
    """All decisions, first to last, those that were taken back included."""
    return [_decision(row) for row in connection.execute(select(schema.reviews).order_by(schema.reviews.c.key))]


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
    wanted = select(table).where(table.c.verdict != "undo").where(table.c.id.not_in(_undone())).order_by(table.c.key)
    if verdicts is not None:
        wanted = wanted.where(table.c.verdict.in_(list(verdicts)))
    if subjects is None:
        return [_decision(row) for row in connection.execute(wanted)]
    found = [row for part in chunks(sorted(subjects)) for row in connection.execute(wanted.where(table.c.subject.in_(part)))]
    return [_decision(row) for row in sorted(found, key=lambda row: row.key)]


def is_in_force(connection: Connection, wanted: str) -> bool:
    """Whether no decision in force takes this one back."""
    table = schema.reviews
    return connection.execute(select(table.c.id).where(table.c.id == wanted, table.c.id.not_in(_undone()))).first() is not None


def _undone() -> Select[Any]:
    """Ids of decisions that were taken back."""
    return select(schema.reviews.c.undoes).where(schema.reviews.c.undoes.is_not(None))


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
