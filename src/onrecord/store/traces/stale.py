"""What has to be traced again: documents of which something changed that their traces rest on.

The invariant: a document whose mark stands in `traced` was traced as it is now.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, or_, select

from onrecord.store import schema
from onrecord.store.chunks import chunks


def documents(connection: Connection, keys: Iterable[int]) -> None:
    """Let documents be traced again."""
    table = schema.traced
    for part in chunks(sorted(set(keys))):
        connection.execute(delete(table).where(table.c.document.in_(part)))


def statements(connection: Connection, keys: Iterable[int]) -> None:
    """Let the documents that statements stand in be traced again."""
    table, of = schema.traced, schema.statements
    for part in chunks(sorted(set(keys))):
        connection.execute(delete(table).where(table.c.document.in_(select(of.c.document).where(of.c.key.in_(part)))))


def since(connection: Connection, day: str | None) -> None:
    """Let everything be traced again that may report what was said on a day, ISO 8601, or on any where it is not known."""
    table, of = schema.traced, schema.documents
    wanted = delete(table)
    if day is not None:
        # An article of the day before may be of the same day elsewhere.
        near = select(of.c.key).where(or_(of.c.day.is_(None), of.c.day >= day_before(day)))
        wanted = wanted.where(table.c.document.in_(near))
    connection.execute(wanted)


def day_before(day: str) -> str:
    """The day before a day, both ISO 8601."""
    found = dt.date.fromisoformat(day)
    return (found - dt.timedelta(days=1)).isoformat() if found > dt.date.min else day


def pointing_at(connection: Connection, ids: Collection[str]) -> list[str]:
    """Ids of the statements whose traces point at one of these documents, as source, miss or otherwise."""
    table, of, documents = schema.traces, schema.statements, schema.documents
    found: set[str] = set()
    for one in ids:
        key = select(documents.c.key).where(documents.c.id == one).scalar_subquery()
        named = [
            column.contains(f'"{one}"', autoescape=True)
            for column in (table.c.misses, table.c.also, table.c.elsewhere, table.c.machine)
        ]
        wanted = select(of.c.id).join(table, table.c.statement == of.c.key).where(or_(table.c.source == key, *named))
        found |= set(connection.execute(wanted).scalars())
    return sorted(found)
