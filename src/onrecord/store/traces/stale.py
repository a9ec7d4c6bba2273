"""What has to be traced again: documents of which something changed that their traces rest on.

The invariant: a document whose mark stands in `traced` was traced as it is now, against all sources up to the key in the mark, as
those are now. `revision` is another one after each change of a source that was there before, so that whoever traces meanwhile
notices.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.quotations.said import PRIMARY

# In `about`: how often sources that were there before were changed.
_REVISION: Final = "sources changed"

# A document's id, as JSON has it.
_ID: Final = re.compile(r'"(d[0-9a-f]+)"')

# Traces that are looked through at a time.
_BATCH: Final = 500


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
    """Let everything be traced again that may report what was said on a day, ISO 8601, or on any where it is not known.

    To be called where a document that was there becomes a source, or another's words.
    """
    table, of = schema.traced, schema.documents
    wanted = delete(table)
    if day is not None:
        # An article of the day before may be of the same day elsewhere.
        near = select(of.c.key).where(or_(of.c.day.is_(None), of.c.day >= day_before(day)))
        wanted = wanted.where(table.c.document.in_(near))
    connection.execute(wanted)
    _revise(connection)


def taken_out(connection: Connection) -> None:
    """To be called where a source is one no more: marks then name a key of one that is there.

    An archive that is restored elsewhere numbers what comes next after what it holds, so a new source must not lie below a mark.
    """
    table, of = schema.traced, schema.documents
    last = connection.execute(select(func.max(of.c.key)).where(of.c.kind.in_(sorted(PRIMARY)))).scalar() or 0
    connection.execute(update(table).where(table.c.through > last).values(through=last))
    _revise(connection)


def revision(connection: Connection) -> int:
    """A number that is another one after each change of sources that were there before."""
    about = schema.about
    return int(connection.execute(select(about.c.value).where(about.c.name == _REVISION)).scalar() or 0)


def _revise(connection: Connection) -> None:
    about, now = schema.about, revision(connection)
    connection.execute(delete(about).where(about.c.name == _REVISION))
    connection.execute(insert(about).values(name=_REVISION, value=str(now + 1)))


def day_before(day: str) -> str:
    """The day before a day, both ISO 8601."""
    found = dt.date.fromisoformat(day)
    return (found - dt.timedelta(days=1)).isoformat() if found > dt.date.min else day


def pointing_at(connection: Connection, ids: Collection[str]) -> list[str]:
    """Ids of the statements whose traces point at one of these documents, as source, miss or otherwise. Looks through all traces."""
    table, of, source = schema.traces, schema.statements, schema.documents
    wanted, found = set(ids), set()
    if not wanted:
        return []
    every = (
        select(of.c.id, source.c.id.label("source"), table.c.misses, table.c.also, table.c.elsewhere, table.c.machine)
        .join(table, table.c.statement == of.c.key)
        .join(source, source.c.key == table.c.source, isouter=True)
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(every):
        rest = " ".join(one or "" for one in (row.misses, row.also, row.elsewhere, row.machine))
        if row.source in wanted or not wanted.isdisjoint(_ID.findall(rest)):
            found.add(row.id)
    return sorted(found)
