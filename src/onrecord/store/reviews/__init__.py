"""Reviews: what people decide, kept for ever, always winning over the machine."""

import msgspec
from sqlalchemy import Connection, select

from onrecord.errors import ReviewError
from onrecord.read.moments import now
from onrecord.record import Statement
from onrecord.store import loading, quotations, schema
from onrecord.store.reviews import actors, applied, log
from onrecord.store.reviews.decision import (
    OF_ACTORS,
    OF_QUOTATIONS,
    OF_TRACES,
    Decision,
    Value,
    Verdict,
    check_inside,
    decision,
)
from onrecord.store.traces import applied as traced
from onrecord.store.traces import decided


def decide(
    connection: Connection,
    verdict: Verdict,
    subject: str,
    value: Value | None = None,
    *,
    who: str,
    why: str | None = None,
    at: str | None = None,
    shown: Statement | None = None,
) -> Decision:
    """Take a decision and give it its effect, in the open transaction.

    subject: id of the statement, actor, or (missed) document that it is about. at: the present moment unless told.
    shown: the statement as the person saw it. Raises ReviewError where it contradicts one in force, or is about what isn't there
    or was shown otherwise.
    """
    value = value or Value()
    if verdict not in OF_ACTORS | OF_QUOTATIONS and verdict != "missed":
        value = _with_present(connection, verdict, subject, value, shown)
    one = decision(verdict, subject, value, who=who, at=at or now(), why=why)
    return take(connection, one)


def take(connection: Connection, one: Decision) -> Decision:
    """Check a decision that is made already, write it to the log and give it its effect."""
    if one.verdict in OF_ACTORS:
        actors.check(connection, one)
        log.append(connection, one)
        actors.apply(connection, [one])
    elif one.verdict in OF_QUOTATIONS:
        quotations.check(connection, one)
        log.append(connection, one)
        quotations.replace(connection, applied.keys_of(connection, [one.subject, one.value.other or ""]))
    elif one.verdict in OF_TRACES:
        decided.check(connection, one)
        log.append(connection, one)
        traced.apply(connection, [one.subject])
    elif one.verdict == "missed":
        _take_missed(connection, one)
    else:
        _check_statement(connection, one)
        log.append(connection, one)
        applied.apply(connection, [one.subject])
    return one


def undo(connection: Connection, wanted: str, *, who: str, why: str | None = None, at: str | None = None) -> Decision:
    """Take a decision back, and every copy of it that was carried over to another version."""
    taken = log.of_id(connection, wanted)
    if taken.verdict == "undo":
        raise ReviewError(f"{wanted} takes a decision back: make that decision ({taken.undoes}) again instead.")
    if not log.is_in_force(connection, wanted):
        raise ReviewError(f"{wanted} was taken back before.")
    at = at or now()
    one = decision("undo", taken.subject, Value(), who=who, at=at, why=why, undoes=wanted)
    log.append(connection, one)
    for copy in log.copies(connection, wanted):
        log.append(connection, decision("undo", copy.subject, Value(), who=who, at=at, why=why, undoes=copy.id))
        _renew(connection, copy)
    _renew(connection, taken)
    return one


def _renew(connection: Connection, one: Decision) -> None:
    """Give what a decision was about the look that it has without it."""
    if one.verdict in OF_ACTORS:
        actors.apply(connection, [one])
    elif one.verdict in OF_QUOTATIONS:
        quotations.replace(connection, applied.keys_of(connection, [one.subject, one.value.other or ""]))
    elif one.verdict in OF_TRACES:
        traced.apply(connection, [one.subject])
    elif one.verdict == "missed" and one.value.statement is not None:
        applied.apply(connection, [one.value.statement.id])
    else:
        applied.apply(connection, [one.subject])


def _with_present(connection: Connection, verdict: Verdict, subject: str, value: Value, shown: Statement | None) -> Value:
    """The value with the statement as it stands now, which is what a person decided about."""
    table = schema.statements
    row = connection.execute(select(table).where(table.c.id == subject)).first()
    if row is None:
        raise ReviewError(f"There is no statement {subject} in the archive: onrecord search shows their ids.")
    present = applied.present(connection, row)
    is_hidden = row.standing not in loading.SHOWN
    if shown is not None and (is_hidden or _seen(connection, present) != _seen(connection, shown)):
        raise ReviewError(f"The statement {subject} was changed since it was shown: look at it again.")
    value = msgspec.structs.replace(value, of=present)
    if verdict == "not speaker" and present.speaker is not None and _is_one(connection, value.actor, present.speaker.id):
        # Who was joined with another is shown under the other's name, and stands in the statement under its own.
        value = msgspec.structs.replace(value, actor=present.speaker.id)
    return msgspec.structs.replace(value, statement=present) if verdict == "right" and value.statement is None else value


def _seen(connection: Connection, one: Statement) -> list[object]:
    """What a reader sees of a statement, people by whom they were joined with."""
    people = [actors.leader(connection, person.id if person else None) for person in (one.speaker, *one.addressees)]
    channel = (one.channel.value, one.channel.platform) if one.channel else None
    return [people, one.content, one.source, one.cue, one.kind, one.act, channel, one.said_at]


def _is_one(connection: Connection, actor: str | None, other: str | None) -> bool:
    """Whether two ids are of one actor, or of two whom people joined."""
    return actor == other or actors.leader(connection, actor) == actors.leader(connection, other)


def _check_statement(connection: Connection, one: Decision) -> None:
    table = schema.statements
    row = connection.execute(select(table.c.document).where(table.c.id == one.subject)).first()
    if row is None:
        raise ReviewError(f"There is no statement {one.subject} in the archive: onrecord search shows their ids.")
    check_inside(one.value, loading.record(connection, row.document))
    before = log.in_force(connection, [one.subject])
    if one.verdict == "speaker" and one.value.speaker is not None:
        said = one.value.speaker.id
        against = [kept for kept in before if kept.verdict == "not speaker" and _is_one(connection, kept.value.actor, said)]
        if against:
            raise ReviewError(
                f"{against[0].who} decided on {against[0].at[:10]} that it is never {one.value.speaker.name}: undo {against[0].id} first."
            )
    if one.verdict == "not speaker":
        named = [kept for kept in before if kept.verdict == "speaker"][-1:]
        by = named[0].value.speaker if named else None
        if by is not None and _is_one(connection, by.id, one.value.actor):
            raise ReviewError(f"{named[0].who} decided on {named[0].at[:10]} that it is {by.name}: undo {named[0].id} first.")


def _take_missed(connection: Connection, one: Decision) -> None:
    """Make the statement that a person marked."""
    statement = one.value.statement
    found = connection.execute(select(schema.documents.c.key).where(schema.documents.c.id == one.subject)).scalar()
    if statement is None or found is None:
        raise ReviewError(f"There is no document {one.subject} in the archive: onrecord search shows their ids.")
    record = loading.record(connection, found)
    check_inside(one.value, record)
    about = msgspec.structs.replace(one, subject=statement.id)
    applied.add_missed(connection, found, statement, record)
    log.append(connection, about)
    applied.apply(connection, [statement.id])
