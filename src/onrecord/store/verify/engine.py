"""What the database itself vouches for: its pages, its references, its schema and its index of words."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import DBAPIError

from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.upgrade import migrate
from onrecord.store.verify.fault import UNREADABLE, Fault, by_query, told

# How many faults of one kind a database is asked for.
_MOST: Final = 100


def structure(connection: Connection) -> Iterator[Fault]:
    """Damaged pages, references to what isn't there, and tables, indexes and triggers that aren't as we make them."""
    if connection.dialect.name == "postgresql":
        yield from _postgres_indexes(connection)
        yield from _postgres_triggers(connection)
        yield from _references(connection)
        return
    yield from _pages(connection)
    yield from _sqlite_references(connection)
    yield from _sqlite_schema(connection)


def index(archive: Archive) -> Iterator[Fault]:
    """Whether SQLite's index of words is in step with the statements.

    It is asked under the write lock, and not of a file that may not be written. PostgreSQL's fills itself.
    """
    if archive.is_postgres:
        return
    check = "INSERT INTO statements_words (statements_words, rank) VALUES ('integrity-check', 1)"
    try:
        with archive.engine.connect().execution_options(is_writing=True) as connection:
            connection.exec_driver_sql(check)
            connection.rollback()
    except DBAPIError as error:
        said = told(error)
        if "readonly" in said:
            return
        if "locked" in said:
            yield Fault("index of words", f"can't be checked: {said}")
        else:
            yield Fault("index of words", f"is out of step with the statements: {said}")


def _pages(connection: Connection) -> Iterator[Fault]:
    try:
        for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
            if said != "ok":
                yield Fault("file", " ".join(str(said).split()))
    except UNREADABLE as error:
        yield Fault("file", f"can't be checked through: {told(error)}")


def _sqlite_references(connection: Connection) -> Iterator[Fault]:
    try:
        for count, row in enumerate(connection.exec_driver_sql("PRAGMA foreign_key_check")):
            if count == _MOST:
                yield Fault("references", f"more than {_MOST} point at rows that aren't there")
                return
            yield Fault(
                f"{row[0]}, row {row[1]}" if row[1] is not None else str(row[0]), f"points at a row of {row[2]} that isn't there"
            )
    except UNREADABLE as error:
        yield Fault("references", f"can't be checked: {told(error)}")


def _references(connection: Connection) -> Iterator[Fault]:
    """The same by queries."""
    for table in schema.METADATA.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table.alias("target")
                there = select(target.c[key.column.name]).where(target.c[key.column.name] == column).exists()
                wanted = select(column).where(column.is_not(None), ~there).limit(_MOST)

                def lost(row: Any, name: str = f"{table.name}.{column.name}", at: str = key.column.table.name) -> Fault:  # noqa: ANN401
                    return Fault(name, f"points at a row of {at} that isn't there: {row[0]}")

                yield from by_query(connection, wanted, table.name, lost)


def _sqlite_schema(connection: Connection) -> Iterator[Fault]:
    """Tables, indexes, triggers and views against those of a new archive."""
    listed = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    fresh = create_engine("sqlite://")
    try:
        with fresh.begin() as new:
            migrate(new)
            wanted = {str(name): str(sql) for name, sql in new.exec_driver_sql(listed)}
    finally:
        fresh.dispose()
    try:
        found = {str(name): str(sql) for name, sql in connection.exec_driver_sql(listed)}
    except UNREADABLE as error:
        yield Fault("schema", f"can't be read: {told(error)}")
        return
    for name, sql in sorted(wanted.items()):
        if name not in found:
            yield Fault(name, "is missing from the schema")
        elif found[name] != sql:
            yield Fault(name, "is not as this onrecord makes it")
    for name in sorted(found.keys() - wanted.keys()):
        if name.startswith("trigger "):
            yield Fault(name, "is none that onrecord makes")


def _postgres_indexes(connection: Connection) -> Iterator[Fault]:
    wanted = (
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)"
    )
    try:
        for (name,) in connection.execute(text(wanted)):
            yield Fault(f"index {name}", "is not valid: REINDEX it")
        there = set(connection.execute(text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")).scalars())
        named = {str(one.name) for table in schema.METADATA.sorted_tables for one in table.indexes} | {"statements_words"}
        for name in sorted(named - there):
            yield Fault(f"index {name}", "is missing")
    except UNREADABLE as error:
        yield Fault("indexes", f"can't be checked: {told(error)}")


def _postgres_triggers(connection: Connection) -> Iterator[Fault]:
    """The trigger that keeps the decisions from being changed."""
    wanted = "SELECT tgenabled FROM pg_trigger WHERE tgname = 'reviews_stay' AND tgrelid = 'reviews'::regclass"
    try:
        found = connection.execute(text(wanted)).scalar()
        told_as = found.decode() if isinstance(found, bytes) else found
        if told_as not in {"O", "A"}:
            yield Fault("trigger reviews_stay", "is missing or switched off: decisions can be changed")
    except UNREADABLE as error:
        yield Fault("trigger reviews_stay", f"can't be checked: {told(error)}")
