"""Conditions and words to the best quotations, read from indexes alone: relevance first, then the newer."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Float, Select, func, literal, select

from onrecord.store.chunks import chunks
from onrecord.store.search.filters import Conditions
from onrecord.store.search.match import FACETS, holding, matching
from onrecord.store.search.query import Words

# Of more matching statements than these only the last added are ranked: reckoning relevance takes 2 µs for each, and finding
# its facets 2 µs more (1,000,000 statements on two cores).
RANKED: Final = 20_000

# Without words, so many of the newest are grouped.
NEWEST: Final = 3_000


class Best(msgspec.Struct, frozen=True):
    """A quotation by its key. match: the key of one of its statements that is what was asked for."""

    quotation: int
    match: int
    relevance: float | None


class Ranking(msgspec.Struct, frozen=True):
    """The best quotations, and how many statements match, were ranked, and quotations these are of."""

    best: tuple[Best, ...]
    matches: int
    ranked: int
    quotations: int


def rank(connection: Connection, words: Words | None, conditions: Conditions, limit: int, skip: int) -> Ranking:
    """The quotations in order, from `skip` on."""
    found = wanted(connection, words, conditions)
    is_ranked = words is not None and bool(words.all_of)
    most = RANKED if is_ranked else NEWEST
    few = found.limit(most).subquery()
    relevance, dated = func.max(few.c.relevance), func.max(few.c.dated)
    grouped = (
        select(
            few.c.quotation,
            func.max(few.c.key).label("match"),
            relevance.label("relevance"),
            func.sum(func.count()).over().label("ranked"),
            func.count().over().label("quotations"),
        )
        .group_by(few.c.quotation)
        .order_by(relevance.desc(), dated.desc().nulls_last(), few.c.quotation.desc())
    )
    rows = connection.execute(grouped.limit(limit).offset(skip)).all()
    totals = rows[0] if rows else connection.execute(grouped.limit(1)).first() if skip else None
    if totals is None:
        return Ranking((), 0, 0, 0)
    ranked = int(totals.ranked)
    matches = ranked
    if ranked == most:
        counted = found.order_by(None).with_only_columns(func.count(FACETS.c.key), maintain_column_froms=True)
        matches = int(connection.execute(counted).scalar_one())
    best = tuple(Best(row.quotation, row.match, float(row.relevance) if is_ranked else None) for row in rows)
    return Ranking(best, matches, ranked, int(totals.quotations))


def wanted(connection: Connection, words: Words | None, conditions: Conditions) -> Select[Any]:
    """A query of key, quotation, dated and relevance of the statements that are asked for, with the order to rank them in."""
    table = FACETS.c
    columns = (table.key, table.quotation, table.dated)
    if words is not None and words.all_of:
        return matching(connection, words, *columns).where(*conditions)
    found = select(*columns, literal(0.0, Float).label("relevance")).where(*conditions)
    if words is not None and words.none_of:
        found = found.where(table.key.not_in(holding(connection, Words((words.none_of,)))))
    return found.order_by(table.dated.desc().nulls_last(), table.key.desc())


def among(connection: Connection, keys: Sequence[int], words: Words | None, conditions: Conditions) -> list[Any]:
    """Key, quotation and date of those statements, of some, that are asked for; each is looked up by its key."""
    table = FACETS.c
    found: list[Any] = []
    for part in chunks(keys):
        asked = select(table.key, table.quotation, table.dated).where(table.key.in_(part), *conditions)
        if words is not None and words.all_of:
            asked = asked.where(table.key.in_(holding(connection, words, part)))
        elif words is not None and words.none_of:
            asked = asked.where(table.key.not_in(holding(connection, Words((words.none_of,)), part)))
        found += connection.execute(asked).all()
    return found
