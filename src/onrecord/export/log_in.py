"""Decisions of another archive to the log of this one: in their order and under their ids, each once.

The invariant: nothing that a person decided here is overruled by it. Where nobody decided anything here that the other archive
doesn't know, its log is taken as it is: it was checked when it was written. Else each decision is held against those in force
here that the other archive doesn't know, and one that says otherwise about the same thing is left out and told of, older or
newer: which of them is right is for people to decide.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.errors import ReviewError
from onrecord.store import quotations, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import actors, applied, log
from onrecord.store.reviews.claims import contradicted
from onrecord.store.reviews.decision import OF_ACTORS, OF_QUOTATIONS, OF_STATEMENT, OF_TRACES, Decision
from onrecord.store.traces import applied as traced
from onrecord.store.traces import decided


def take_all(connection: Connection, decisions: Sequence[Decision]) -> tuple[int, list[str]]:
    """Take decisions in the open transaction, and give how many were new, with a sentence for each that was left out."""
    there = set(connection.execute(select(schema.reviews.c.id)).scalars())
    given = {one.id for one in decisions}
    is_known = there <= given
    ours = {} if is_known else log.by_subject([one for one in log.in_force(connection) if one.id not in given])
    taken: list[Decision] = []
    left_out: dict[str, str] = {}
    for one in decisions:
        if one.id in there:
            continue
        if one.undoes is not None and one.undoes not in there:
            left_out[one.id] = f"{one.id} takes back {one.undoes}, which was left out, and is left out too."
            continue
        why = _why_left_out(connection, one, ours, left_out) if not is_known else None
        if why is not None:
            left_out[one.id] = f"{one.id} ({one.verdict} {one.subject}, by {one.who} on {one.at[:10]}) is left out: {why}"
            continue
        log.append(connection, one)
        there.add(one.id)
        taken.append(one)
    _apply(connection, taken)
    return len(taken), list(left_out.values())


def _why_left_out(connection: Connection, one: Decision, ours: dict[str, list[Decision]], left_out: dict[str, str]) -> str | None:
    """Half a sentence on why a decision can't be taken beside those of this archive, if it can't."""
    if one.value.carried in left_out:
        return f"it is the copy of {one.value.carried}, which was left out."
    if one.verdict in OF_STATEMENT | OF_TRACES:
        contradiction = contradicted if one.verdict in OF_STATEMENT else decided.against
        kept = contradiction(one, ours.get(one.subject, []))
        if kept is None:
            return None
        return (
            f"{kept.who} decided otherwise here on {kept.at[:10]} ({kept.verdict}, {kept.id}); undo that and import again, "
            "if the other is right."
        )
    try:
        # What is about something that was removed can't be checked, and has no effect.
        if one.verdict in OF_ACTORS and _is_there(connection, one):
            actors.check(connection, one)
        elif one.verdict in OF_QUOTATIONS and _is_there(connection, one):
            quotations.check(connection, one)
    except ReviewError as error:
        return str(error)
    return None


def _apply(connection: Connection, taken: Sequence[Decision]) -> None:
    """Give decisions their effect: on names first, by which quotations are joined, then on statements, then on quotations."""
    by_id = {one.id: one for one in taken}
    undone = [log.of_id(connection, one.undoes) for one in taken if one.undoes is not None and one.undoes not in by_id]
    every = [*taken, *undone]
    # Whether or not any is about names: those who came in may have been decided about here before.
    actors.apply(connection, [one for one in every if one.verdict in OF_ACTORS])
    for part in chunks(sorted({one.subject for one in every if one.verdict in OF_STATEMENT})):
        applied.apply(connection, part)
    traced.apply(connection, sorted({one.subject for one in every if one.verdict in OF_TRACES}))
    pairs = {wanted for one in every if one.verdict in OF_QUOTATIONS for wanted in (one.subject, one.value.other) if wanted}
    if keys := applied.keys_of(connection, pairs):
        quotations.replace(connection, keys)


def _is_there(connection: Connection, one: Decision) -> bool:
    """Whether all that a decision is about is in the archive."""
    table = schema.actors if one.verdict in OF_ACTORS else schema.statements
    wanted = {one.subject, one.value.other or one.subject}
    return len(connection.execute(select(table.c.id).where(table.c.id.in_(wanted))).all()) == len(wanted)
