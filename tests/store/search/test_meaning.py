"""Meaning: the nearest wordings come first, and the file of signs is never trusted further than it goes."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from onrecord.errors import ArchiveError, OptionError
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.search import Query, search
from onrecord.store.search.signs import place
from tests.store.search.filled import embed, fill, texts


@pytest.fixture
def filled(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    fill(archive)
    return archive


def file_of(archive: Archive) -> Path:
    with archive.read() as connection:
        found = place(connection, connection.execute(schema.about.select().where(schema.about.c.name == "id")).one().value)
    assert found is not None
    return found


WORDING = Query(like="The ferry will cost 3 million crowns", limit=3)


def test_the_nearest_comes_first_with_how_near_it_is(filled: Archive) -> None:
    found = search(filled, WORDING, embed)
    assert "ferry will cost" in found.hits[0].fullest.words
    near = [hit.relevance for hit in found.hits]
    assert near == sorted(near, key=lambda value: -(value or 0))
    assert found.hits[0].fullest.similarity == pytest.approx(found.hits[0].relevance)


def test_options_and_words_narrow_it(filled: Archive) -> None:
    found = search(filled, Query(like="The ferry will cost 3 million crowns", words="bridge"), embed)
    assert found.hits
    assert all("bridge" in text for text in texts(found))


@pytest.mark.parametrize("damage", [b"", b"onrecord signs 1\n", b"onrecord signs 1\n{}\n", b"x" * 5000])
def test_a_damaged_file_is_made_anew(filled: Archive, damage: bytes) -> None:
    wanted, path = texts(search(filled, WORDING, embed)), file_of(filled)
    whole = path.read_bytes()
    for content in (damage, whole[:-8], whole[:-1] + bytes([whole[-1] ^ 1])):
        path.write_bytes(content)
        assert texts(search(filled, WORDING, embed)) == wanted
        assert path.read_bytes() == whole


def test_what_is_new_is_found_and_what_is_gone_is_not(filled: Archive) -> None:
    first = search(filled, WORDING, embed).hits[0]
    vectors, statements = schema.vectors, schema.statements

    def remove(connection: Connection) -> None:
        key = connection.execute(statements.select().where(statements.c.id == first.fullest.statement)).one().key
        connection.execute(vectors.delete().where(vectors.c.statement == key))

    filled.write(remove)
    assert first.fullest.words not in texts(search(filled, WORDING, embed))
    fill(filled, 12)
    assert search(filled, Query(like="work on the hospital, round 11", limit=50), embed).hits


def test_another_encoder_s_vectors_are_not_compared(filled: Archive) -> None:
    search(filled, WORDING, embed)
    filled.write(lambda connection: connection.execute(schema.vectors.update().values(version="test 2")))
    assert search(filled, WORDING, embed).hits
    assert b"test 2" in file_of(filled).read_bytes()


def test_it_says_what_is_missing(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no vectors"):
        search(archive, WORDING, embed)
    with pytest.raises(OptionError, match="encoder"):
        search(archive, WORDING)
