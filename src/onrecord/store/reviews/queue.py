"""The queue of statements to be looked at: those that nobody decided about, least certain first."""

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection, select

from onrecord.record import Record, Statement
from onrecord.store import loading, schema
from onrecord.store.chunks import chunks


class Case(msgspec.Struct, frozen=True):
    """A statement with the record that it stands in."""

    record: Record
    statement: Statement


def cases(
    connection: Connection, *, below: float = 1.0, speakers: Collection[str] | None = None, limit: int = 1000
) -> Iterator[Case]:
    """The statements to look at, least certain first; of equal ones the first added first.

    below: only those whose two confidences multiply to less. speakers: ids of actors, only theirs and those of whom people
    joined with them. limit: the most there are.
    """
    table, actors = schema.statements, schema.actors
    wanted = (
        select(table.c.id, table.c.document)
        .where(table.c.standing == "current", ~table.c.is_reviewed, table.c.confidence < below)
        .order_by(table.c.confidence, table.c.key)
        .limit(limit)
    )
    if speakers is not None:
        leaders = select(actors.c.merged).where(actors.c.id.in_(speakers))
        joined = actors.alias("joined")
        wanted = wanted.where(table.c.speaker.in_(select(joined.c.key).where(joined.c.merged.in_(leaders))))
    for part in chunks(connection.execute(wanted).all(), 20):
        records = dict(loading.records(connection, sorted({row.document for row in part})))
        for row in part:
            record = records[row.document]
            found = next((one for one in record.statements if one.id == row.id), None)
            if found is not None:
                yield Case(record, found)
