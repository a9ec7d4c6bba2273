"""Rows of the archive to statements as they are compared, and to those that each must be compared with."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Row, select

from onrecord.record import Spans
from onrecord.store import rows, schema, vectors
from onrecord.store.chunks import chunks
from onrecord.store.dialect import among
from onrecord.store.quotations.alike import COSINE, SENSE_DAYS
from onrecord.store.quotations.joined import Pair, pair
from onrecord.store.quotations.keys import keys
from onrecord.store.quotations.said import PRIMARY, Said, Who
from onrecord.store.reviews import log
from onrecord.trace.words import parsed

# Whom statements can't be told to have in common: nobody by name.
_UNNAMED: Final = frozenset({"unnamed", "group"})

# How a document-local actor's id begins (record.actor_id), and its length.
_LOCAL: Final = ("a", 21)


def load(connection: Connection, wanted: Iterable[int]) -> dict[int, Said]:
    """Statements of these keys that are current, as they are compared."""
    table, document, actor, leader, vector = (
        schema.statements,
        schema.documents,
        schema.actors,
        schema.actors.alias("leader"),
        schema.vectors,
    )
    columns = [table.c[name] for name in ("key", "id", "document", "words", "content", "quoted", "kind", "dated")]
    query = (
        select(*columns, document.c.kind.label("of"), document.c.translated_from)
        .add_columns(leader.c.key.label("leader"), leader.c.id.label("named"), leader.c.type, leader.c.folded)
        .add_columns(vector.c.version, vector.c.bytes)
        .select_from(table)
        .join(document, document.c.key == table.c.document)
        .outerjoin(actor, actor.c.key == table.c.speaker)
        .outerjoin(leader, leader.c.key == actor.c.merged)
        .outerjoin(vector, vector.c.statement == table.c.key)
        .where(table.c.standing == "current")
    )
    found = connection.execute(query.where(among(connection, table.c.key, set(wanted)))).all()
    never = _never(connection) if found else {}
    return {row.key: _said(row, never) for row in found}


def _said(row: Row[Any], never: Mapping[int, frozenset[int]]) -> Said:
    words = parsed(row.words)
    quoted = words if row.kind == "direct" else None
    if row.kind == "mixed":
        pieces = _pieces(row.words, rows.unpacked(row.content, Spans), rows.unpacked(row.quoted, Spans))
        quoted = parsed(pieces) if pieces else None
    vector = vectors.unpacked([row.bytes])[0] if row.bytes is not None else None
    return Said(
        key=row.key,
        id=row.id,
        document=row.document,
        words=words,
        quoted=quoted,
        speaker=_who(row, never),
        day=day(row.dated),
        is_primary=row.of in PRIMARY,
        is_original=row.kind == "direct" and row.translated_from is None,
        vector=vector,
        version=row.version,
    )


def _who(row: Row[Any], never: Mapping[int, frozenset[int]]) -> Who | None:
    if row.leader is None or row.type in _UNNAMED:
        return None
    is_local = row.type == "person" and (row.named[:1], len(row.named)) == _LOCAL and len(row.folded.split()) > 1
    return Who(row.leader, row.folded if is_local else None, never.get(row.leader, frozenset()))


def _pieces(words: str, content: Spans, quoted: Spans) -> str:
    """What of a content's words, as the archive has them, stands in quotation marks."""
    found, shift = [], 0
    for span in content:
        for one in quoted:
            start, end = max(span.start, one.start), min(span.end, one.end)
            if start < end:
                found.append(words[shift + start - span.start : shift + end - span.start])
        shift += span.end - span.start + len(rows.GAP)
    return rows.GAP.join(found)


def day(dated: str | None) -> int | None:
    """A day as a number, counted from year 1; None where it is unknown or no day."""
    try:
        return dt.date.fromisoformat(dated[:10]).toordinal() if dated else None
    except ValueError:
        return None


def _never(connection: Connection) -> dict[int, frozenset[int]]:
    """Actors that people decided never to be one, by the keys of whom they are joined with."""
    decided = log.in_force(connection, verdicts=["other actor"])
    table = schema.actors
    ids = {one.subject for one in decided} | {one.value.other or "" for one in decided}
    leaders: dict[str, int] = {}
    for part in chunks(sorted(ids)):
        leaders |= dict(connection.execute(select(table.c.id, table.c.merged).where(table.c.id.in_(part))).all())
    found: dict[int, set[int]] = {}
    for one in decided:
        left, right = leaders.get(one.subject), leaders.get(one.value.other or "")
        if left is not None and right is not None:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
    return {key: frozenset(others) for key, others in found.items()}


def keys_of(one: Said) -> list[int]:
    """The hashes by which others find a statement."""
    return sorted({*keys(one.words), *(keys(one.quoted) if one.quoted is not None else ())})


def candidates(connection: Connection, batch: Mapping[int, Said]) -> set[Pair]:
    """Pairs of these statements and any of the archive that must be compared: all that can be one by words or by sense."""
    return _by_words(connection, batch) | _by_sense(connection, batch)


def _by_words(connection: Connection, batch: Mapping[int, Said]) -> set[Pair]:
    table = schema.quotation_keys
    owners: dict[int, list[int]] = {}
    for key, one in batch.items():
        for value in keys_of(one):
            owners.setdefault(value, []).append(key)
    found: set[Pair] = set()
    for value, other in connection.execute(select(table.c.hash, table.c.statement).where(among(connection, table.c.hash, owners))):
        found.update(pair(key, other) for key in owners[value] if key != other)
    return found


def _by_sense(connection: Connection, batch: Mapping[int, Said]) -> set[Pair]:
    speakers: dict[tuple[int, str | None], list[Said]] = {}
    for one in batch.values():
        if one.speaker is not None and one.vector is not None and one.day is not None:
            speakers.setdefault((one.speaker.actor, one.speaker.name), []).append(one)
    found: set[Pair] = set()
    for (actor, name), ours in speakers.items():
        keys_of_speaker = _called(connection, actor, name)
        ours.sort(key=lambda one: (one.day or 0, one.key))
        for near in _spells(ours):
            found |= _near(connection, keys_of_speaker, near)
    return found


def _spells(ours: list[Said]) -> list[list[Said]]:
    """Statements in order of their days, parted where more than a window lies between."""
    made = [[ours[0]]]
    for one in ours[1:]:
        if (one.day or 0) - (made[-1][-1].day or 0) > SENSE_DAYS:
            made.append([])
        made[-1].append(one)
    return made


def _called(connection: Connection, actor: int, name: str | None) -> list[int]:
    """Keys of actors who are one with this one: joined by people, or called the same."""
    table, leader = schema.actors, schema.actors.alias("leader")
    leaders = {actor}
    if name is not None:
        leaders.update(connection.execute(select(leader.c.key).where(leader.c.folded == name)).scalars())
    return list(connection.execute(select(table.c.key).where(among(connection, table.c.merged, leaders))).scalars())


def _near(connection: Connection, speakers: Collection[int], ours: list[Said]) -> set[Pair]:
    """Pairs of our statements and the same speakers' of about the same days whose vectors are near."""
    table, vector = schema.statements, schema.vectors
    first, last = (
        dt.date.fromordinal(max(1, (one.day or 0) + days)).isoformat()
        for one, days in ((ours[0], -SENSE_DAYS), (ours[-1], SENSE_DAYS))
    )
    query = (
        select(table.c.key, vector.c.bytes)
        .join(vector, vector.c.statement == table.c.key)
        .where(table.c.dated.between(first, last), table.c.standing == "current")
    )
    there = connection.execute(query.where(among(connection, table.c.speaker, speakers))).all()
    if not there:
        return set()
    cosines = np.stack([one.vector for one in ours if one.vector is not None]) @ vectors.unpacked([row.bytes for row in there]).T
    # A little less than what counts, for the same product can be rounded otherwise in another shape.
    return {
        pair(ours[place].key, there[at].key)
        for place, at in zip(*np.nonzero(cosines >= COSINE - 0.001), strict=True)
        if ours[place].key != there[at].key
    }
