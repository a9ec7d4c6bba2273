"""An archive to its figures: how much of what it holds, from when, by whom."""

from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, func, select, text

from onrecord.store import schema

# How many speakers are named.
_TOP: Final = 10


class Count(msgspec.Struct, frozen=True):
    """How many of something."""

    name: str
    count: int


class Stats(msgspec.Struct, frozen=True):
    """An archive's figures. Statements are those that stand now, save in by_standing, which counts all.

    versions: documents that a newer version replaced. quotations: utterances reported more than once. families: texts that
    several documents carry, copies: those documents. size: bytes of the archive; raw: of what documents came from, unpacked.
    by_month, by_year: when things were said, or else published; the rest is undated. models: what made the statements.
    """

    documents: int
    versions: int
    outlets: int
    statements: int
    by_kind: tuple[Count, ...]
    by_act: tuple[Count, ...]
    by_standing: tuple[Count, ...]
    with_speaker: int
    reviewed: int
    decisions: int
    speakers: int
    top_speakers: tuple[Count, ...]
    by_month: tuple[Count, ...]
    by_year: tuple[Count, ...]
    undated: int
    quotations: int
    families: int
    copies: int
    removed: int
    size: int
    raw: int
    models: tuple[Count, ...]
    meaning: tuple[Count, ...]


def stats(connection: Connection) -> Stats:
    """The figures of an archive as it is now."""
    one, of = schema.statements, schema.documents
    now = one.c.standing == "current"
    named, actor = schema.actors.alias("named"), schema.actors
    speakers: Select[Any, Any] = (
        select(func.min(named.c.name), func.count())
        .select_from(one.join(actor, actor.c.key == one.c.speaker).join(named, named.c.key == actor.c.merged))
        .where(now)
        .group_by(named.c.folded)
    )
    reported = select(one.c.quotation).where(now).group_by(one.c.quotation).having(func.count() > 1).subquery()
    copied = select(of.c.family, func.count().label("size")).group_by(of.c.family).having(func.count() > 1).subquery()
    month, year = func.substr(one.c.dated, 1, 7), func.substr(one.c.dated, 1, 4)
    makers = schema.makers
    return Stats(
        documents=_number(connection, select(func.count()).select_from(of)),
        versions=_number(connection, select(func.count()).where(~of.c.is_current)),
        outlets=_number(connection, select(func.count(of.c.outlet.distinct()))),
        statements=_number(connection, select(func.count()).where(now)),
        by_kind=_most(connection, select(one.c.kind, func.count()).where(now).group_by(one.c.kind)),
        by_act=_most(connection, select(one.c.act, func.count()).where(now).group_by(one.c.act)),
        by_standing=_most(connection, select(one.c.standing, func.count()).group_by(one.c.standing)),
        with_speaker=_number(connection, select(func.count(one.c.speaker)).where(now)),
        reviewed=_number(connection, select(func.count()).where(now, one.c.is_reviewed)),
        decisions=_number(connection, select(func.count()).select_from(schema.reviews)),
        speakers=_number(connection, select(func.count()).select_from(speakers.subquery())),
        top_speakers=_most(connection, speakers.order_by(func.count().desc(), func.min(named.c.name)).limit(_TOP)),
        by_month=_in_order(connection, select(month, func.count()).where(now, one.c.dated.is_not(None)).group_by(month)),
        by_year=_in_order(connection, select(year, func.count()).where(now, one.c.dated.is_not(None)).group_by(year)),
        undated=_number(connection, select(func.count()).where(now, one.c.dated.is_(None))),
        quotations=_number(connection, select(func.count()).select_from(reported)),
        families=_number(connection, select(func.count()).select_from(copied)),
        copies=_number(connection, select(func.coalesce(func.sum(copied.c.size), 0))),
        removed=_number(connection, select(func.count()).select_from(schema.tombstones)),
        size=_size(connection),
        raw=_number(connection, select(func.coalesce(func.sum(schema.blobs.c.size), 0))),
        models=_most(
            connection,
            select(makers.c.made_by, func.count()).join(one, one.c.maker == makers.c.key).where(now).group_by(makers.c.made_by),
        ),
        meaning=_most(connection, select(schema.vectors.c.version, func.count()).group_by(schema.vectors.c.version)),
    )


def _number(connection: Connection, wanted: Select[Any]) -> int:
    return int(connection.execute(wanted).scalar() or 0)


def _counts(connection: Connection, wanted: Select[Any]) -> list[Count]:
    return [Count(str(name), int(count)) for name, count in connection.execute(wanted).all()]


def _most(connection: Connection, wanted: Select[Any, Any]) -> tuple[Count, ...]:
    return tuple(sorted(_counts(connection, wanted), key=lambda one: (-one.count, one.name)))


def _in_order(connection: Connection, wanted: Select[Any, Any]) -> tuple[Count, ...]:
    return tuple(sorted(_counts(connection, wanted), key=lambda one: one.name))


def _size(connection: Connection) -> int:
    """Bytes on the disk."""
    if connection.dialect.name == "postgresql":
        names = [table.name for table in schema.METADATA.sorted_tables]
        wanted = text("SELECT sum(pg_total_relation_size(CAST(name AS regclass))) FROM unnest(CAST(:names AS text[])) AS name")
        return int(connection.execute(wanted, {"names": names}).scalar() or 0)
    pages, page = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("page_count", "page_size"))
    return int(pages or 0) * int(page or 0)
