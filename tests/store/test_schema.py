"""The schema: what the migrations make is what the program believes, on both engines, from every released schema."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from onrecord.errors import ArchiveError
from onrecord.store import schema
from onrecord.store.archive import Archive, opened
from onrecord.store.upgrade import PRESENT, migrate, schema_of


def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Whether alembic is to compare it: the tables of SQLite's full-text index are its own."""
    return not (kind == "table" and name is not None and (name.startswith("statements_words") or name == "alembic_version"))


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})


def _untold(differences: list[object]) -> list[object]:
    """Differences but for PostgreSQL's column and index for searching, which no table of ours names."""
    return [one for one in differences if not any(name in repr(one) for name in ("found_by", "statements_words"))]


def make_engine(place: str) -> Engine:
    """An engine as the archive makes it, without an archive behind it yet."""
    from onrecord.store.archive import _engine, _url

    return _engine(_url(place), place)


def test_the_migrations_make_what_the_program_believes(archive: Archive) -> None:
    with archive.read() as connection:
        differences = compare_metadata(_context(connection), schema.METADATA)
    assert _untold(differences) == []


@pytest.mark.parametrize("released", range(1, PRESENT + 1))
def test_every_released_schema_is_brought_up(place: str, released: int) -> None:
    engine = make_engine(place)
    with engine.connect().execution_options(is_writing=True) as connection, connection.begin():
        migrate(connection, released)
        assert schema_of(connection) == released
    engine.dispose()
    with opened(place) as archive, archive.read() as connection:
        assert schema_of(connection) == PRESENT
        differences = compare_metadata(_context(connection), schema.METADATA)
    assert _untold(differences) == []


def test_a_newer_schema_is_refused(place: str) -> None:
    with opened(place, create=True) as archive:
        archive.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '999'")))
    with pytest.raises(ArchiveError, match="newer onrecord"), opened(place):
        pass


def test_views_answer_a_journalists_question(archive: Archive) -> None:
    with archive.read() as connection:
        assert connection.execute(text("SELECT speaker, count(*) FROM statements_view GROUP BY speaker")).all() == []
        assert connection.execute(text("SELECT * FROM quotations_view")).all() == []
