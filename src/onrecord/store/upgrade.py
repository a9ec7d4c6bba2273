"""Bringing an archive to the present schema by its migrations; one that a newer program made is refused."""

import datetime as dt
import secrets
import sqlite3
from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from onrecord.errors import ArchiveError

PRESENT: Final = 1

# "onrc": what `file` and the like know an archive by.
_APPLICATION: Final = int.from_bytes(b"onrc", "big")

# Held while a PostgreSQL archive is made or upgraded: a number that stands for "upgrades".
_LOCK: Final = int.from_bytes(b"upgrades", "big") >> 1


def upgrade(engine: Engine, place: str, *, create: bool = False) -> None:
    """Bring the archive behind an engine to the present schema, in one transaction. create: also where there is none yet.

    Raises ArchiveError, in one sentence, where there is none or where it is newer than this program.
    """
    with engine.connect() as connection:
        found = schema_of(connection)
    if found is not None and found > PRESENT:
        raise ArchiveError(
            f"The archive {place} was made by a newer onrecord (its schema is {found}, this one knows {PRESENT}): upgrade onrecord."
        )
    if found == PRESENT:
        return
    if found is None and not create:
        raise ArchiveError(f"{place} holds no archive: onrecord init makes one.")
    if engine.dialect.name == "sqlite" and found is None:
        _sign(engine, place)
    with engine.connect().execution_options(is_writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        migrate(connection)


def schema_of(connection: Connection) -> int | None:
    """The number of the schema that a database holds, or None where it holds no archive."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return int(found) if found is not None and str(found).isdecimal() else None


def migrate(connection: Connection, to: int | None = None) -> None:
    """Run the migrations that are still to run, in the open transaction. to: the schema to stop at, the present one unless told."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("onrecord.store").joinpath("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    is_new = schema_of(connection) is None
    command.upgrade(config, str(to or PRESENT))
    if is_new:
        facts = {"id": secrets.token_hex(8), "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
        statement = text("INSERT INTO about (name, value) VALUES (:name, :value)")
        connection.execute(statement, [{"name": name, "value": value} for name, value in facts.items()])


def _sign(engine: Engine, place: str) -> None:
    """Make a new file an archive's: its sign, and a journal beside which readers go on reading. Other tables than ours are refused."""
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise ArchiveError(f"{place} is a database of something else: give another name for the archive.")
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            connection.rollback()
            driver.execute(f"PRAGMA application_id = {_APPLICATION}")
            driver.execute("PRAGMA journal_mode = WAL")
