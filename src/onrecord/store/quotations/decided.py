"""What people decided about quotations: which statements are one and which never, and whether a new decision agrees."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, select

from onrecord.errors import ReviewError
from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.quotations.joined import Pair, pair
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import OF_QUOTATIONS, Decision


class Decided(msgspec.Struct, frozen=True):
    """Decisions in force by the keys of the two statements, the lower first."""

    same: Mapping[Pair, Decision]
    never: Mapping[Pair, Decision]

    def others(self, keys: Iterable[int]) -> set[int]:
        """These keys, and all that a decision names together with one of them."""
        wanted = set(keys)
        return wanted | {key for two in (*self.same, *self.never) if wanted & set(two) for key in two}


def decisions(connection: Connection) -> Decided:
    """All decisions about quotations that are in force."""
    found = log.in_force(connection, verdicts=OF_QUOTATIONS)
    table = schema.statements
    ids = {one.subject for one in found} | {one.value.other or "" for one in found}
    keys: dict[str, int] = {}
    for part in chunks(sorted(ids)):
        keys |= dict(connection.execute(select(table.c.id, table.c.key).where(table.c.id.in_(part))).all())
    pairs: dict[str, dict[Pair, Decision]] = {"same quotation": {}, "other quotation": {}}
    for one in found:
        left, right = keys.get(one.subject), keys.get(one.value.other or "")
        if left is not None and right is not None and left != right:
            pairs[one.verdict].setdefault(pair(left, right), one)
    return Decided(pairs["same quotation"], pairs["other quotation"])


def check(connection: Connection, one: Decision) -> None:
    """Raise ReviewError where a decision about two statements contradicts those in force, or names one that isn't there."""
    table = schema.statements
    two = [one.subject, one.value.other or ""]
    there = set(connection.execute(select(table.c.id).where(table.c.id.in_(two))).scalars())
    for wanted in two:
        if wanted not in there:
            raise ReviewError(f"There is no statement {wanted} in the archive: onrecord search shows their ids.")
    if two[0] == two[1]:
        raise ReviewError(f"{two[0]} is one statement: name two.")
    before = log.in_force(connection, verdicts=OF_QUOTATIONS)
    way = _way(before, two[0], two[1])
    if one.verdict == "other quotation" and way:
        told = ", ".join(f"{kept.who} on {kept.at[:10]} ({kept.id})" for kept in way)
        raise ReviewError(f"{two[0]} and {two[1]} were joined by decisions before, by {told}: undo one of them first.")
    if one.verdict == "same quotation":
        left, right = _all_one(before, two[0]), _all_one(before, two[1])
        for kept in before:
            ends = {kept.subject, kept.value.other or ""}
            if kept.verdict == "other quotation" and ends & left and ends & right:
                raise ReviewError(
                    f"{two[0]} and {two[1]} can't be one: {kept.who} decided on {kept.at[:10]} that two who would be joined by it "
                    f"are not one ({kept.id}); undo that one first."
                )


def _all_one(decisions: Iterable[Decision], start: str) -> set[str]:
    """Ids of all statements that people joined with one, itself included."""
    return {start} | {found for found, _ in _ways(decisions, start).items()}


def _way(decisions: Iterable[Decision], start: str, end: str) -> list[Decision]:
    """The decisions, one after another, that join two statements, if they do."""
    return _ways(decisions, start).get(end, [])


def _ways(decisions: Iterable[Decision], start: str) -> dict[str, list[Decision]]:
    beside: dict[str, list[tuple[str, Decision]]] = {}
    for one in decisions:
        if one.verdict == "same quotation" and one.value.other:
            beside.setdefault(one.subject, []).append((one.value.other, one))
            beside.setdefault(one.value.other, []).append((one.subject, one))
    found: dict[str, list[Decision]] = {start: []}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for there, one in beside.get(here, []):
            if there not in found:
                found[there] = [*found[here], one]
                waiting.append(there)
    del found[start]
    return found
