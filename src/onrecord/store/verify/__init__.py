"""An archive to all that is wrong with it, each fault named by its place.

It works on damaged files: what can't be read is a fault like any other. Nothing is changed, and memory stays flat.
"""

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection, func, select

from onrecord.errors import ArchiveError
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.verify import decisions, documents, engine, relations, statements, traces
from onrecord.store.verify.fault import UNREADABLE, Fault, Progress, told

# Each takes its time in proportion to the rows of a table, which progress counts.
_ROWS: Final = (schema.documents, schema.statements, schema.traces, schema.reviews)


def verify(archive: Archive, progress: Progress | None = None) -> Iterator[Fault]:
    """Every fault, as it is found. progress: called with how many rows are checked, and of how many."""
    try:
        yield from engine.index(archive)
        with archive.read() as connection:
            step = _counter(connection, progress)
            yield from engine.structure(connection)
            yield from documents.check(connection, step)
            yield from statements.check(connection, step)
            yield from traces.check(connection, step)
            yield from decisions.check(connection, step)
            yield from relations.check(connection)
    except (ArchiveError, *UNREADABLE) as error:
        yield Fault(archive.place, f"can't be read any further: {told(error)}")


def _counter(connection: Connection, progress: Progress | None) -> Callable[[int], None]:
    """What the checks call with how many rows they have done."""
    if progress is None:
        return lambda _: None
    try:
        total = sum(connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in _ROWS)
    except UNREADABLE:
        return lambda _: None
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done = min(done + count, total)
        progress(done, total)

    return step
