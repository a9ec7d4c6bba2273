"""Sources: the documents of an archive in which speakers speak for themselves, every version of them, and whose words each holds."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.record import DocumentKind
from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.loading import SHOWN
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.traces import stale
from onrecord.store.traces.kept import Found
from onrecord.trace import Source
from onrecord.trace.sources import day_of, passages

# Texts that are fetched at a time, so that memory stays flat.
_AT_ONCE: Final = 500

# Digits of a hash by which two states of the sources are told apart.
_DIGITS: Final = 20


class State(msgspec.Struct, frozen=True):
    """Which sources there are. through: the highest of their keys, 0 where there are none. name: a hash of their ids, in any archive.

    revision: as `stale.revision` gives it.
    """

    count: int
    through: int
    name: str
    revision: int


class Known(msgspec.Struct, frozen=True):
    """A source without its text. speaker: whose words it holds, if that is known. day: counted from year 1."""

    key: int
    id: str
    kind: DocumentKind
    speaker: str | None
    day: int | None


def is_source() -> ColumnElement[bool]:
    """Whether the document of a row is a source."""
    return schema.documents.c.kind.in_(sorted(PRIMARY))


def state(connection: Connection) -> State:
    """Which sources there are now."""
    table = schema.documents
    found = connection.execute(select(table.c.key, table.c.id).where(is_source())).all()
    digest = hashlib.sha256("\n".join(sorted(row.id for row in found)).encode())
    through = max((row.key for row in found), default=0)
    return State(len(found), through, digest.hexdigest()[:_DIGITS], stale.revision(connection))


def every(connection: Connection, keys: Sequence[int] | None = None) -> list[Known]:
    """All sources in the order in which they were added, or those of these keys."""
    table = schema.documents
    columns = select(table.c.key, table.c.id, table.c.kind, table.c.speaker, table.c.byline, table.c.published)
    wanted = columns.where(is_source()).order_by(table.c.key)
    parts = [wanted] if keys is None else [wanted.where(table.c.key.in_(part)) for part in chunks(keys)]
    found = [row for part in parts for row in connection.execute(part)]
    authors = _authors(connection, keys)
    return [
        Known(
            row.key,
            row.id,
            msgspec.convert(row.kind, DocumentKind),
            row.speaker or (authors.get(row.key) or row.byline if row.kind == "post" else None),
            day_of(row.published),
        )
        for row in found
    ]


def with_texts(connection: Connection, known: Sequence[Known]) -> Iterator[Source]:
    """Sources with their texts, in the same order."""
    table = schema.documents
    for part in chunks(known, _AT_ONCE):
        wanted = select(table.c.key, table.c.text).where(table.c.key.in_([one.key for one in part]))
        texts: dict[int, str] = dict(connection.execute(wanted).all())
        for one in part:
            yield Source(one.id, texts[one.key], one.speaker, one.day, one.kind == "post")


def said_by(connection: Connection, found: Found) -> str | None:
    """Who speaks at a place of a source, if that is known."""
    table = schema.documents
    key = connection.execute(select(table.c.key).where(table.c.id == found.document)).scalar()
    for one in with_texts(connection, every(connection, [key]) if key is not None else []):
        for passage in passages(one):
            if passage.start <= found.span.start and found.span.end <= passage.end:
                return passage.speaker
        return one.speaker
    return None


def _authors(connection: Connection, keys: Sequence[int] | None) -> dict[int, str]:
    """Names of those who published posts, as the machine or a person resolved them, by document; where it is one."""
    table, documents = schema.statements, schema.documents
    actors, named = schema.actors, schema.actors.alias("named")
    wanted = (
        select(table.c.document, func.min(named.c.name).label("name"))
        .join(documents, documents.c.key == table.c.document)
        .join(actors, actors.c.key == table.c.speaker)
        .join(named, named.c.key == actors.c.merged)
        .where(documents.c.kind == "post", table.c.parent.is_(None), table.c.ground.in_(("author", "review")))
        .where(table.c.standing.in_(SHOWN))
        .group_by(table.c.document)
        .having(func.count(named.c.key.distinct()) == 1)
    )
    parts = [wanted] if keys is None else [wanted.where(table.c.document.in_(part)) for part in chunks(keys)]
    return {row.document: row.name for part in parts for row in connection.execute(part)}
