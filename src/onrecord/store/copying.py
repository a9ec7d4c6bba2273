"""One archive's rows to another's, whichever engine either lies in; keys are kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from onrecord.store import schema
from onrecord.store.verify.fault import UNREADABLE, Progress, batches

# Rows that are carried at a time, so that memory stays flat; fewer where each may hold a whole document.
_BATCH: Final = 500
_FEW: Final = 20
_WIDE: Final = frozenset({"blobs", "documents"})


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    tables = schema.METADATA.sorted_tables
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables}


def is_empty(connection: Connection) -> bool:
    """Whether an archive holds nothing yet."""
    about = schema.about.name
    tables = (table for table in schema.METADATA.sorted_tables if table.name != about)
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def copy_rows(source: Connection, target: Connection, progress: Progress | None = None, *, forced: bool = False) -> int:
    """Carry every row over to an empty archive. Gives how many were left out at least, which is none unless forced.

    forced: leave out rows that can't be read, or that the target refuses because what they point at isn't there.
    """
    total = 0 if forced else sum(counts(source).values())
    done = left_out = 0
    target.execute(delete(schema.about))
    for table in schema.METADATA.sorted_tables:
        reading = _readable(source, table) if forced else _rows(source, table)
        for batch, lost in reading:
            left_out += lost
            if batch:
                left_out += _insert(target, table, batch, forced=forced)
            done += len(batch)
            if progress is not None:
                progress(done, max(done, total))
    if target.dialect.name == "postgresql":
        _set_sequences(target)
    return left_out


def _rows(source: Connection, table: Table) -> Iterator[tuple[list[Mapping[str, Any]], int]]:
    size = _FEW if table.name in _WIDE else _BATCH
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=size)
    for part in source.execute(wanted).mappings().partitions():
        yield [{str(name): value for name, value in row.items()} for row in part], 0


def _readable(source: Connection, table: Table) -> Iterator[tuple[list[Mapping[str, Any]], int]]:
    """Rows as far as they can be read."""
    if "key" not in table.c:
        found: list[Mapping[str, Any]] = []
        try:
            for row in source.execute(select(table)).mappings():
                found.append({str(name): value for name, value in row.items()})
                if len(found) == _FEW:
                    yield found, 0
                    found = []
        except UNREADABLE:
            yield found, 1
            return
        yield found, 0
        return
    for read, lost in batches(source, table.name, select(table), table.c.key):
        yield [dict(row._mapping) for row in read], len(lost)  # noqa: SLF001 - SQLAlchemy's public name for it


def _insert(target: Connection, table: Table, batch: Sequence[Mapping[str, Any]], *, forced: bool) -> int:
    """Insert rows; forced, those of them that the target takes. Gives how many it did not take."""
    if not forced:
        target.execute(insert(table), list(batch))
        return 0
    try:
        with target.begin_nested():
            target.execute(insert(table), list(batch))
    except DBAPIError:
        if len(batch) == 1:
            return 1
        return sum(_insert(target, table, [row], forced=True) for row in batch)
    return 0


def _set_sequences(target: Connection) -> None:
    """Let PostgreSQL number new rows after those that came with their keys."""
    for table in schema.METADATA.sorted_tables:
        if "key" in table.c:
            target.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'key'), "  # noqa: S608 - a name of our own schema
                    f"(SELECT coalesce(max(key), 0) + 1 FROM {table.name}), false)"
                )
            )
