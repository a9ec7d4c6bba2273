"""Decisions of another archive to the log of this one: in their order and under their ids, each once.

Where nobody decided anything here that the other archive doesn't know, its log is taken as it is: it was checked when it was
written. Else each decision is checked against those in force here, and one that contradicts them is left out and told of.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from onrecord.errors import ReviewError
from onrecord.store import quotations, reviews, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import actors, applied, log
from onrecord.store.reviews.decision import OF_ACTORS, OF_QUOTATIONS, OF_STATEMENT, Decision

# Verdicts that can contradict another.
_DISPUTABLE = OF_ACTORS | OF_QUOTATIONS | {"speaker", "not speaker"}


def take_all(connection: Connection, decisions: Sequence[Decision]) -> tuple[int, list[str]]:
    """Take decisions in the open transaction, and give how many were new, with a sentence for each that was left out."""
    there = set(connection.execute(select(schema.reviews.c.id)).scalars())
    is_known = there <= {one.id for one in decisions}
    taken: list[Decision] = []
    left_out: list[str] = []
    for one in decisions:
        if one.id in there:
            continue
        if one.undoes is not None and one.undoes not in there:
            left_out.append(f"{one.id} takes back {one.undoes}, which was left out, and is left out too.")
            continue
        # What was carried over was never checked; what is about something that was removed can't be.
        if is_known or one.verdict not in _DISPUTABLE or one.value.carried or not _is_there(connection, one):
            log.append(connection, one)
        else:
            try:
                reviews.take(connection, one)
            except ReviewError as error:
                left_out.append(f"{one.id} ({one.verdict} {one.subject}, by {one.who}) is left out: {error}")
                continue
        there.add(one.id)
        taken.append(one)
    _apply(connection, taken)
    return len(taken), left_out


def _apply(connection: Connection, taken: Sequence[Decision]) -> None:
    """Give decisions their effect: on names first, by which quotations are joined, then on statements, then on quotations."""
    by_id = {one.id: one for one in taken}
    undone = [log.of_id(connection, one.undoes) for one in taken if one.undoes is not None and one.undoes not in by_id]
    every = [*taken, *undone]
    if of_actors := [one for one in every if one.verdict in OF_ACTORS]:
        actors.apply(connection, of_actors)
    for part in chunks(sorted({one.subject for one in every if one.verdict in OF_STATEMENT})):
        applied.apply(connection, part)
    pairs = {wanted for one in every if one.verdict in OF_QUOTATIONS for wanted in (one.subject, one.value.other) if wanted}
    if keys := _keys(connection, pairs):
        quotations.replace(connection, keys)


def _is_there(connection: Connection, one: Decision) -> bool:
    """Whether all that a decision is about is in the archive."""
    table = schema.actors if one.verdict in OF_ACTORS else schema.statements
    wanted = {one.subject, one.value.other or one.subject}
    return len(connection.execute(select(table.c.id).where(table.c.id.in_(wanted))).all()) == len(wanted)


def _keys(connection: Connection, ids: Collection[str]) -> list[int]:
    table = schema.statements
    return [
        key
        for part in chunks(sorted(ids))
        for key in connection.execute(select(table.c.key).where(table.c.id.in_(part)).order_by(table.c.key)).scalars()
    ]
