"""Saving and loading: what goes in comes out, once."""

import zlib

import pytest
from sqlalchemy import func, select

from onrecord.record import Record
from onrecord.store import loading, saving, schema
from onrecord.store.archive import Archive
from tests.store.articles import article, reading_of


@pytest.fixture(scope="module")
def harbour() -> tuple[Record, bytes]:
    return reading_of(article(0))


def test_a_record_comes_out_as_it_went_in(archive: Archive, harbour: tuple[Record, bytes]) -> None:
    record, raw = harbour
    saved = archive.write(lambda connection: saving.save(connection, record, raw))
    with archive.read() as connection:
        assert loading.record(connection, saved.key) == record
        assert loading.raw(connection, record.document.sha256) == raw


def test_the_same_document_twice_is_one(archive: Archive, harbour: tuple[Record, bytes]) -> None:
    record, raw = harbour
    first = archive.write(lambda connection: saving.save(connection, record, raw))
    again = archive.write(lambda connection: saving.save(connection, record, raw))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.key == first.key
    with archive.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.statements)).scalar() == len(record.statements)


def test_work_that_fails_leaves_nothing(archive: Archive, harbour: tuple[Record, bytes]) -> None:
    record, raw = harbour

    def broken(connection: object) -> None:
        saving.save(connection, record, raw)  # type: ignore[arg-type]
        raise zlib.error("the power went")

    with pytest.raises(zlib.error):
        archive.write(broken)
    with archive.read() as connection:
        for table in schema.METADATA.sorted_tables:
            if table.name != "about":
                assert connection.execute(select(func.count()).select_from(table)).scalar() == 0, table.name


def test_another_text_at_an_address_is_a_new_version(archive: Archive) -> None:
    url = "https://courier.example/harbour"
    old, new = reading_of(article(0), url=url), reading_of(article(0) + "\n\n“We were late,” Lind said.\n", url=url)
    for record, raw in (old, new):
        archive.write(lambda connection, record=record, raw=raw: saving.save(connection, record, raw))  # type: ignore[misc]
    documents, statements = schema.documents, schema.statements
    with archive.read() as connection:
        versions = connection.execute(select(documents.c.version, documents.c.is_current).order_by(documents.c.key)).all()
        standings = connection.execute(select(statements.c.document, statements.c.standing).distinct()).all()
    assert versions == [(1, False), (2, True)]
    assert set(standings) == {(1, "old version"), (2, "current")}
