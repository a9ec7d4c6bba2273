"""One digest for one content, whatever the engine, keys and order."""

from pathlib import Path

from onrecord.store.archive import Archive, opened
from onrecord.store.digest import digest
from onrecord.store.reviews import decide
from tests.store.articles import article
from tests.store.kept import fill, keep, statement_ids


def of(archive: Archive, *, added: bool = False) -> str:
    with archive.read() as connection:
        return digest(connection, added=added)


def test_neither_engine_nor_order_nor_keys_change_it(archive: Archive, tmp_path: Path) -> None:
    with opened(str(tmp_path / "other.db"), create=True) as other:
        assert of(archive) == of(other)
        keep(other, article(9))
        other.write(lambda connection: connection.exec_driver_sql("DELETE FROM documents"))
        fill(archive)
        fill(other, (3, 1, 2))
        other.write(lambda connection: connection.exec_driver_sql("UPDATE documents SET added_at = '2026-06-01T00:00:00Z'"))
        assert of(archive) == of(other)
        assert of(archive, added=True) != of(other, added=True)


def test_every_change_of_what_matters_changes_it(archive: Archive) -> None:
    fill(archive)
    seen = {of(archive)}
    for change in (
        "UPDATE documents SET text = text || '.' WHERE key = 1",
        "UPDATE documents SET title = 'Another' WHERE key = 1",
        "UPDATE documents SET family = 1",
        "UPDATE statements SET act = 'thinks' WHERE key = 1",
        "UPDATE statements SET standing = 'gone' WHERE key = 1",
        "UPDATE statements SET quotation = 1 WHERE key = 3",
        "UPDATE actors SET merged = 1 WHERE key = 2",
        "UPDATE actors SET name = 'Nobody' WHERE key = (SELECT speaker FROM statements WHERE speaker IS NOT NULL LIMIT 1)",
        "INSERT INTO tombstones VALUES ('d1', NULL, 'a court', 'Ines', '2026-05-16')",
        "INSERT INTO samples VALUES ('m1', 7, '2026-05-16', '{}', '[]', '[]')",
        "UPDATE samples SET passages = '[1]'",
        "DELETE FROM mentions",
    ):
        archive.write(lambda connection, change=change: connection.exec_driver_sql(change))  # type: ignore[misc]
        found = of(archive)
        assert found not in seen or change.startswith("DELETE"), change
        seen.add(found)
    archive.write(lambda connection: decide(connection, "right", statement_ids(archive, article(1))[0], who="Ines"))
    assert of(archive) not in seen
