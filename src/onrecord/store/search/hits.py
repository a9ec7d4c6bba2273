"""The best quotations to hits: each with its reports, the wide rows opened only for what is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import msgspec
from sqlalchemy import Connection, Row, func, select

from onrecord.record import Act, Basis, Confidence, Granularity, Mark, Spans, Speaker, StatementKind, Time
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.notices import Notice
from onrecord.store.schema import Standing
from onrecord.store.search.filters import Conditions
from onrecord.store.search.found import Hit, Member
from onrecord.store.search.marks import marks
from onrecord.store.search.query import Words
from onrecord.store.search.ranking import Best, among

# So many reports of a quotation are shown, out of so many that are looked at for what was asked; all are counted.
SHOWN: Final = 50
LOOKED_AT: Final = 200


def hits(
    connection: Connection,
    best: Sequence[Best],
    words: Words | None,
    conditions: Conditions,
    *,
    all_versions: bool,
    similar: Mapping[int, float],
) -> tuple[Hit, ...]:
    """The hits, in the order of `best`. similar: how near statements are in meaning, by key."""
    reports = _reports(connection, [one.quotation for one in best], all_versions=all_versions)
    chosen = {one.quotation: _chosen(reports[one.quotation], one.match) for one in best}
    looked_at = [key for keys in chosen.values() for key in keys]
    matches = {row.key for row in among(connection, looked_at, words, conditions)}
    shown = {one.quotation: _shown(chosen[one.quotation], reports[one.quotation], matches | {one.match}) for one in best}
    found = _rows(connection, [key for keys in shown.values() for key in keys])
    speakers = loading.speakers(connection, {row.speaker for row in found.values()} - {None})
    ids = _ids(connection, [one.quotation for one in best])

    def member(key: int, match: int) -> Member:
        return _member(found[key], words, speakers, is_match=key in matches or key == match, similarity=similar.get(key))

    made = []
    for one in best:
        all_of_it = reports[one.quotation]
        members = {key: member(key, one.match) for key in shown[one.quotation]}
        made.append(
            Hit(
                quotation=ids[one.quotation],
                relevance=one.relevance,
                statements=len(all_of_it),
                reports=len({row.family for row in all_of_it}),
                outlets=tuple(sorted({row.outlet for row in all_of_it if row.outlet})),
                fullest=members[_fullest(all_of_it)],
                earliest=members[all_of_it[0].key],
                members=tuple(members.values()),
            )
        )
    return tuple(made)


def _reports(connection: Connection, quotations: Sequence[int], *, all_versions: bool) -> dict[int, list[Row[Any]]]:
    """The statements of quotations, the earliest first."""
    table, documents = schema.statements, schema.documents
    wanted_rows = (
        select(
            table.c.key,
            table.c.quotation,
            func.length(table.c.words).label("length"),
            func.coalesce(documents.c.family, documents.c.key).label("family"),
            documents.c.outlet,
        )
        .join(documents, documents.c.key == table.c.document)
        .order_by(table.c.dated.asc().nulls_last(), table.c.key)
    )
    if not all_versions:
        wanted_rows = wanted_rows.where(table.c.standing == "current")
    made: dict[int, list[Any]] = {}
    for part in chunks(quotations):
        for row in connection.execute(wanted_rows.where(table.c.quotation.in_(part))):
            made.setdefault(row.quotation, []).append(row)
    return made


def _fullest(reports: Sequence[Row[Any]]) -> int:
    key: int = max(reports, key=lambda row: row.length).key
    return key


def _chosen(reports: Sequence[Row[Any]], match: int) -> list[int]:
    """Keys of those reports that may be shown, the earliest first; what matches and the fullest are always among them."""
    first = {row.key for row in reports[:LOOKED_AT]} | {match, _fullest(reports)}
    return [row.key for row in reports if row.key in first]


def _shown(chosen: Sequence[int], reports: Sequence[Row[Any]], matches: set[int]) -> list[int]:
    """Keys of the reports that are shown: matches first, each the earliest first."""
    always = {reports[0].key, _fullest(reports)}
    in_order = sorted(chosen, key=lambda key: key not in matches)
    return [key for place, key in enumerate(in_order) if place < SHOWN or key in always]


def _rows(connection: Connection, keys: Sequence[int]) -> dict[int, Row[Any]]:
    table, documents = schema.statements, schema.documents
    about = ("title", "outlet", "url", "origin", "published", "version", "notices", "marks")
    wanted_rows = select(table, documents.c.id.label("document_id"), *(documents.c[name] for name in about)).join(
        documents, documents.c.key == table.c.document
    )
    return {row.key: row for part in chunks(keys) for row in connection.execute(wanted_rows.where(table.c.key.in_(part)))}


def _ids(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    table = schema.statements
    return {row.key: row.id for row in connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(keys)))}


def _member(
    row: Row[Any], words: Words | None, speakers: Mapping[int, Speaker], *, is_match: bool, similarity: float | None
) -> Member:
    said = _time(row)
    return Member(
        statement=row.id,
        document=row.document_id,
        words=row.words,
        marks=marks(row.words, words),
        content=rows.unpacked(row.content, Spans),
        start=row.starts,
        end=row.ends,
        place=_place(rows.unpacked(row.marks, tuple[Mark, ...]), row.starts),
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        origin=row.origin,
        published=row.published,
        version=row.version,
        notices=rows.unpacked(row.notices, tuple[Notice, ...]),
        speaker=speakers[row.speaker] if row.speaker is not None else None,
        kind=cast("StatementKind", row.kind),
        act=cast("Act", row.act),
        channel=row.channel,
        platform=row.platform,
        said_at=said,
        dated=row.dated,
        basis=said.basis if said else "published" if row.dated else None,
        confidence=Confidence(row.confidence_words, row.confidence_speaker),
        is_reviewed=row.is_reviewed,
        standing=cast("Standing", row.standing),
        why_joined=row.why_joined,
        is_match=is_match,
        similarity=similarity,
    )


def _time(row: Row[Any]) -> Time | None:
    if row.said_from is None:
        return None
    return Time(
        start=row.said_from,
        end=row.said_to,
        granularity=msgspec.convert(row.granularity, Granularity),
        text=row.said_words,
        basis=msgspec.convert(row.basis, Basis),
    )


def _place(numbered: Sequence[Mark], start: int) -> str | None:
    """The page or time under which a character stands: such as "page 3"."""
    last = next((mark for mark in reversed(numbered) if mark.start <= start), None)
    return f"{last.kind} {last.label}" if last else None
