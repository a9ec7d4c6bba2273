"""Names that people joined: two actors that are one, with transitive effect, and two that are never one.

The invariant: `actors.merged` is a pure function of the decisions in force, taken in their order, and of who is there. Whom a
decision names first gives the name to both.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from onrecord.errors import ReviewError
from onrecord.store import quotations, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import OF_ACTORS, Decision
from onrecord.store.traces import authors, stale


def check(connection: Connection, one: Decision) -> None:
    """Raise ReviewError where a decision about two actors contradicts those in force, or names one that isn't there."""
    table = schema.actors
    pair = [one.subject, one.value.other or ""]
    names = dict(connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(pair))).all())
    for wanted in pair:
        if wanted not in names:
            raise ReviewError(f"There is no actor {wanted} in the archive: onrecord search shows their ids.")
    if pair[0] == pair[1]:
        raise ReviewError(f"{names[pair[0]]} is one actor already: name two.")
    before = log.in_force(connection, verdicts=OF_ACTORS)
    leaders = _leaders(before)
    first, other = (_leader(leaders, wanted) for wanted in pair)
    if one.verdict == "other actor" and first == other:
        raise ReviewError(f"{names[pair[0]]} and {names[pair[1]]} were joined by a decision before: undo that one first.")
    if one.verdict == "same actor":
        for kept in before:
            if kept.verdict == "other actor" and {_leader(leaders, kept.subject), _leader(leaders, kept.value.other or "")} == {
                first,
                other,
            }:
                raise ReviewError(
                    f"{names[pair[0]]} and {names[pair[1]]} can't be one: {kept.who} decided on {kept.at[:10]} that two who would "
                    f"be joined by it are not one ({kept.id}); undo that one first."
                )


def are_one(connection: Connection, one: str, other: str) -> bool:
    """Whether two actors of these ids are joined."""
    table = schema.actors
    return len(set(connection.execute(select(table.c.merged).where(table.c.id.in_([one, other]))).scalars())) == 1


def apply(connection: Connection, taken: Iterable[Decision]) -> None:
    """Bring `actors.merged` up to date with the decisions in force, and the quotations of those whom it changes.

    taken: the decisions that were taken, or taken back: two of one name who are not one may not share a quotation.
    """
    table = schema.actors
    target = targets(connection)
    stands = dict(connection.execute(select(table.c.key, table.c.merged).where(table.c.merged != table.c.key)).all())
    moved = {key: target.get(key, key) for key in stands.keys() | target.keys() if stands.get(key, key) != target.get(key, key)}
    touched = set(moved)
    for part in chunks({wanted for one in taken for wanted in (one.subject, one.value.other) if wanted}):
        touched |= set(connection.execute(select(table.c.key).where(table.c.id.in_(part))).scalars())
    said = _said_by(connection, touched)
    with authors.watched(connection, said.values()):
        if moved:
            connection.execute(
                update(table).where(table.c.key == bindparam("one")).values(merged=bindparam("leader")),
                [{"one": key, "leader": leader} for key, leader in sorted(moved.items())],
            )
    if said:
        quotations.replace(connection, list(said))
        stale.statements(connection, said)


def rejoin(connection: Connection) -> None:
    """Join those who have come in as the decisions in force say: one may have been decided about, and gone since."""
    table, wanted = schema.actors, targets(connection)
    for part in chunks(sorted(wanted)):
        stands = connection.execute(select(table.c.key, table.c.merged).where(table.c.key.in_(part))).all()
        if any(row.merged != wanted[row.key] for row in stands):
            apply(connection, [])
            return


def targets(connection: Connection) -> dict[int, int]:
    """Keys of actors whom decisions in force join to those of whom gives them their name, as far as both are there."""
    table = schema.actors
    leaders = _leaders(log.in_force(connection, verdicts=["same actor"]))
    wanted = {one: _leader(leaders, one) for one in leaders}
    keys: dict[str, int] = {}
    for part in chunks(set(wanted) | set(wanted.values())):
        keys |= dict(connection.execute(select(table.c.id, table.c.key).where(table.c.id.in_(part))).all())
    return {keys[one]: keys[leader] for one, leader in wanted.items() if one in keys and leader in keys}


def leader(connection: Connection, actor: str | None) -> str | None:
    """The id of whom an actor was joined with, or its own."""
    table, named = schema.actors, schema.actors.alias("named")
    wanted = select(named.c.id).join(table, table.c.merged == named.c.key).where(table.c.id == actor)
    found: str | None = connection.execute(wanted).scalar()
    return found or actor


def _said_by(connection: Connection, actors: Iterable[int]) -> dict[int, int]:
    """Keys of what actors said, each with that of the document that it stands in."""
    table = schema.statements
    columns = select(table.c.key, table.c.document).order_by(table.c.key)
    return {
        row.key: row.document
        for part in chunks(sorted(actors))
        for row in connection.execute(columns.where(table.c.speaker.in_(part)))
    }


def _leaders(decisions: Iterable[Decision]) -> dict[str, str]:
    """Who stands above whom: a forest whose roots give the names."""
    above: dict[str, str] = {}
    for one in decisions:
        if one.verdict == "same actor" and one.value.other:
            first, other = _leader(above, one.subject), _leader(above, one.value.other)
            above.setdefault(first, first)
            if first != other:
                above[other] = first
    return above


def _leader(above: dict[str, str], one: str) -> str:
    while above.get(one, one) != one:
        one = above[one]
    return one
