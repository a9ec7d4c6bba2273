"""A wording to the statements that are nearest to it in meaning: by the signs of their vectors, then exactly."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from onrecord.errors import ArchiveError, OptionError
from onrecord.store import schema, vectors
from onrecord.store.chunks import chunks
from onrecord.store.search.filters import Conditions
from onrecord.store.search.match import FACETS
from onrecord.store.search.query import LONGEST, Words
from onrecord.store.search.ranking import Best, Ranking, among, wanted
from onrecord.store.search.signs import Signs, signs

# So many are compared exactly, out of all whose signs are nearest; four times as many where they give too few quotations.
NEAREST: Final = 400
MOST: Final = 6_400

# Conditions that keep fewer statements than these are looked at first, and signs only of what they keep.
NARROW: Final = 100_000


def nearest(
    connection: Connection,
    like: str,
    embed: vectors.Embed,
    words: Words | None,
    conditions: Conditions,
    *,
    limit: int,
    skip: int,
    is_narrowed: bool,
) -> tuple[Ranking, dict[int, float]]:
    """The quotations nearest in meaning, and how near statements are, by key.

    is_narrowed: whether more is asked for than what is current. Raises OptionError where there is nothing to look for, and
    ArchiveError where the archive holds no vectors.
    """
    version = connection.execute(select(schema.vectors.c.version).order_by(schema.vectors.c.statement.desc()).limit(1)).scalar()
    if version is None:
        raise ArchiveError("The archive holds no vectors to search by meaning: add its documents with the encoder at hand.")
    asked = _asked(like, embed)
    known = signs(connection, version)
    if is_narrowed:
        known = _kept(connection, known, words, conditions)
    apart = vectors.apart(vectors.signs(asked)[0], known.bits)
    count = NEAREST
    while True:
        near = np.argpartition(apart, count)[:count] if count < len(apart) else np.arange(len(apart))
        similar = _similar(connection, known.keys[near].tolist(), asked[0], version)
        rows = among(connection, list(similar), words, conditions)
        rows.sort(key=lambda row: (similar[row.key], row.dated or "", row.key), reverse=True)
        best: dict[int, Best] = {}
        for row in rows:
            best.setdefault(row.quotation, Best(row.quotation, row.key, similar[row.key]))
        if len(best) >= limit + skip or count >= len(apart) or count >= MOST:
            break
        count *= 4
    chosen = tuple(best.values())[skip : skip + limit]
    return Ranking(chosen, len(rows), len(rows), len(best)), similar


def _asked(like: str, embed: vectors.Embed) -> NDArray[np.float32]:
    text = like.strip()
    if not text:
        raise OptionError("--like needs words whose meaning to look for.")
    return np.asarray(embed([text[:LONGEST]]), dtype=np.float32)


def _kept(connection: Connection, known: Signs, words: Words | None, conditions: Conditions) -> Signs:
    """The signs of the statements that conditions keep; all of them where these are many."""
    found = wanted(connection, words, conditions).order_by(None).limit(NARROW)
    keys = connection.execute(found.with_only_columns(FACETS.c.key, maintain_column_froms=True)).scalars().all()
    if len(keys) == NARROW:
        return known
    is_kept = np.isin(known.keys, np.array(keys, dtype=np.int64), assume_unique=True)
    return Signs(known.keys[is_kept], known.bits[is_kept])


def _similar(connection: Connection, keys: list[int], asked: NDArray[np.float32], version: str) -> dict[int, float]:
    """The cosine of each statement's vector and the one asked for, by key; without those that have none any more."""
    table = schema.vectors.c
    made: dict[int, float] = {}
    for part in chunks(keys):
        found = connection.execute(
            select(table.statement, table.bytes).where(table.statement.in_(part), table.version == version)
        ).all()
        whole = [row for row in found if len(row.bytes) == vectors.SIZE]
        if whole:
            cosines = vectors.unpacked([row.bytes for row in whole]) @ asked
            made |= {row.statement: float(cosine) for row, cosine in zip(whole, cosines, strict=True)}
    return made
