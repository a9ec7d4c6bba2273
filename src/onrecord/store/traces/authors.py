"""Whose words posts are, where that changes: by a decision about a post, a join of names, or a reading anew.

The invariant: what people decided about traces names who speaks in a post as the archive has it now, and what may report the post is
traced again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.traces import applied, sources, stale
from onrecord.store.traces.sources import Known


@contextmanager
def watched(connection: Connection, documents: Iterable[int]) -> Iterator[None]:
    """See to what follows where one of these documents, by their keys, is a post and somebody else's words after what is done inside."""
    before = _posts(connection, documents)
    yield
    now = {one.key: one for one in sources.every(connection, list(before))} if before else {}
    changed = [one for key, one in now.items() if one.speaker != before[key].speaker]
    if not changed:
        return
    applied.apply(connection, stale.pointing_at(connection, [one.id for one in changed]))
    days = [one.day for one in changed if one.day is not None]
    stale.since(connection, dt.date.fromordinal(min(days)).isoformat() if len(days) == len(changed) else None)


def _posts(connection: Connection, documents: Iterable[int]) -> dict[int, Known]:
    table = schema.documents
    keys = [
        key
        for part in chunks(sorted(set(documents)))
        for key in connection.execute(select(table.c.key).where(table.c.key.in_(part), table.c.kind == "post")).scalars()
    ]
    return {one.key: one for one in sources.every(connection, keys)} if keys else {}
