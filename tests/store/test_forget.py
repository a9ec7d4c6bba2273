"""What must go by law goes wholly, and only that."""

import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from onrecord.errors import ArchiveError
from onrecord.read.item import Item
from onrecord.store import adding, saving, schema
from onrecord.store.archive import Archive, opened
from onrecord.store.changes import Change
from onrecord.store.drafts import Draft, drafts
from onrecord.store.erasing import Erased, erase
from onrecord.store.forget import forget
from onrecord.store.reprocess import run_of
from onrecord.store.reviews import decide, log
from onrecord.store.reviews.decision import Value
from onrecord.store.search.signs import place as place_of_signs
from onrecord.store.search.signs import signs
from onrecord.store.verify import verify
from tests.store.articles import article, reading_of
from tests.store.kept import ADDRESS, fill, keep

SECRET = (
    "Quillfeather hospital ledger surfaces\n\n"
    "Brackenmoor, May 14, 2026. “The zephyrine ledger holds eleven thousand obfuscated vouchers,” Thessaly Quillfeather, the "
    "treasurer of Brackenmoor, told reporters on Monday.\n\n"
    "Ignatius Wolfsbane, who leads the opposition, said the vouchers were hypothecated to a marzipan conglomerate.\n\n"
    "Quillfeather added that the labyrinthine audit would begin in two months.\n"
)
WORDS = sorted({word for word in re.findall(r"[A-Za-z]{6,}", SECRET) if word not in " ".join(article(n) for n in range(10))})
URL = "https://courier.example/117"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts and signs of an archive lie that is no file."""
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "home"


def filled(archive: Archive) -> list[str]:
    """An archive with the secret in two versions, reviewed in every way that copies its words."""
    fill(archive)
    keep(archive, SECRET, URL)
    record, _ = reading_of(SECRET, URL)
    one, two = record.statements[:2]
    other = reading_of(article(1))[0].statements[0]
    people = [actor.id for actor in record.actors]
    for verdict, subject, value in (
        ("right", one.id, Value()),
        ("speaker", two.id, Value(speaker=one.speaker)),
        (
            "missed",
            record.document.id,
            Value(statement=msgspec.structs.replace(one, id="shand", event=None, mentions=(), parent=None)),
        ),
        ("same actor", people[0], Value(other=people[1])),
    ):
        archive.write(
            lambda connection, a=(verdict, subject, value): decide(connection, *a, who="Ines", why="the zephyrine ledger says so")  # type: ignore[misc]
        )
    archive.write(lambda connection: decide(connection, "right", other.id, who="Jo", why="heard it"))
    keep(archive, "Corrected\n\n" + SECRET, URL)
    return [one.id, two.id]


def test_no_word_is_left_in_the_file(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    with opened(str(place), create=True) as archive:
        filled(archive)
        assert b"zephyrine" in place.read_bytes() + Path(f"{place}-wal").read_bytes()
        done = forget(archive, URL, why="a court ordered it", who="Ines")
        assert done.is_erased
        assert len(done.documents) == 2
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
        assert len(WORDS) > 15
        for word in WORDS:
            assert word.lower().encode() not in files, word
        with archive.read() as connection:
            connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, statements_words, row)")
            terms = {row[0] for row in connection.exec_driver_sql("SELECT term FROM temp.terms")}
        assert not [term for term in terms if term[:6] in {"zephyr", "hypoth", "labyri", "marzip"}]
        assert [str(one) for one in verify(archive)] == []


def test_nothing_of_it_is_left_in_any_table_and_all_else_is(archive: Archive) -> None:
    with_it = filled(archive)
    with archive.read() as connection:
        before = {row.id for row in connection.execute(select(schema.documents))}
    done = forget(archive, reading_of(SECRET, URL)[0].document.id, why="a court ordered it", who="Ines")
    assert done.url == URL
    assert done.statements >= 6
    assert done.actors >= 2
    assert done.decisions >= 4
    assert done.is_erased
    with archive.read() as connection:
        for table in schema.METADATA.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    if isinstance(value, str):
                        assert not [word for word in WORDS if word.lower() in value.lower()], (table.name, value)
        assert {row.id for row in connection.execute(select(schema.documents))} == before - set(done.documents)
        every = log.every(connection)
        assert {one.who for one in every if one.subject in with_it} == {"Ines"}
        assert [one.why for one in every if one.who == "Jo" and one.why] == ["heard it"]
        assert saving.why_forgotten(connection, "d", URL) == "a court ordered it"
        assert connection.execute(select(func.count()).select_from(schema.blobs)).scalar() == 6
    assert [str(one) for one in verify(archive)] == []


def test_it_is_not_added_again(archive: Archive) -> None:
    keep(archive, SECRET, URL)
    forget(archive, URL, why="a court ordered it", who="Ines")
    item = Item(raw=SECRET.encode(), name="again", text=SECRET, url=URL)
    (again,) = adding.add(archive, [item], lambda reading: reading_of(SECRET, URL)[0])
    assert again.status == "left out"
    assert "removed on demand" in str(again.why)
    with pytest.raises(ArchiveError, match=r"was removed before, by Ines on .* \(a court ordered it\)"):
        forget(archive, URL, why="again", who="Jo")
    with pytest.raises(ArchiveError, match="There is no document"):
        forget(archive, "https://courier.example/none", why="again", who="Jo")
    with pytest.raises(ArchiveError, match="reason and a name"):
        forget(archive, URL, why=" ", who="Jo")


def test_bytes_and_copies_that_others_share_stay(archive: Archive) -> None:
    keep(archive, article(1), "https://courier.example/one")
    keep(archive, article(1), "https://gazette.example/two")
    keep(archive, article(1), "https://herald.example/three")
    forget(archive, "https://courier.example/one", why="a court ordered it", who="Ines")
    with archive.read() as connection:
        assert connection.execute(select(schema.documents.c.family)).scalars().all() == [2, 2]
        table = schema.statements
        shared = select(table.c.words, func.count(table.c.quotation.distinct())).group_by(table.c.words)
        assert {count for _, count in connection.execute(shared)} == {1}
        assert connection.execute(select(func.count(table.c.why_joined))).scalar() == len(reading_of(article(1))[0].statements)
        assert connection.execute(select(func.count()).select_from(schema.blobs)).scalar() == 1
    assert list(verify(archive)) == []


def test_decisions_about_what_stands_can_not_be_blanked(archive: Archive) -> None:
    fill(archive)
    keep(archive, SECRET, URL)
    forget(archive, URL, why="a court ordered it", who="Ines")
    for change in ({"value": "{}"}, {"who": "Jo"}, {"why": "because"}, {"value": '{"other":"x"}'}):
        with pytest.raises(ArchiveError, match="decisions are never"):
            archive.write(
                lambda connection, change=change: connection.execute(  # type: ignore[misc]
                    schema.reviews.update().where(schema.reviews.c.verdict == "not a statement").values(**change)
                )
            )


def test_what_others_still_read_is_erased_later_and_said_so(tmp_path: Path) -> None:
    place = str(tmp_path / "a.db")
    with opened(place, create=True) as archive:
        keep(archive, SECRET, URL)
        reader = sqlite3.connect(place)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM documents").fetchone()
        with archive.read() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 100")
        assert not forget(archive, URL, why="a court ordered it", who="Ines").is_erased
        reader.close()
        assert erase(archive) == Erased(is_erased=True)
        assert b"zephyrine" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_an_address_of_several_versions_goes_whole(archive: Archive) -> None:
    fill(archive)
    assert len(forget(archive, ADDRESS, why="a court ordered it", who="Ines").documents) == 2
    assert [str(one) for one in verify(archive)] == []


def files_with(word: bytes, folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


@contextmanager
def stopped(archive: Archive, run: str) -> Iterator[None]:
    """A run that planned something, unpacked so that its words can be looked for, and was stopped at the end of the block."""
    record, _ = reading_of(SECRET, URL)
    with suppress(KeyboardInterrupt), drafts(archive, run) as kept:
        kept.put(Draft(1, "source", record, Change(document=record.document.id, title="A zephyrine headline")))
        yield
        raise KeyboardInterrupt


def test_drafts_of_a_run_that_was_stopped_are_erased_and_those_of_other_archives_stay(archive: Archive, tmp_path: Path) -> None:
    keep(archive, SECRET, URL)
    with opened(str(tmp_path / "other.db"), create=True) as other, stopped(other, run_of(other, {"extract": "next"})):
        pass
    others = tmp_path / "home" / "0123abcd.reprocess"
    others.parent.mkdir(exist_ok=True)
    others.write_bytes((tmp_path / "other.db.reprocess").read_bytes())
    with stopped(archive, run_of(archive, {"extract": "next"})):
        pass
    assert len(files_with(b"zephyrine headline", tmp_path)) == 3
    assert forget(archive, URL, why="a court ordered it", who="Ines").is_erased
    assert sorted(files_with(b"zephyrine headline", tmp_path)) == ["0123abcd.reprocess", "other.db.reprocess"]


def test_drafts_that_a_run_is_at_work_with_are_told_of(archive: Archive, tmp_path: Path) -> None:
    keep(archive, SECRET, URL)
    with stopped(archive, run_of(archive, {"extract": "next"})):
        done = forget(archive, URL, why="a court ordered it", who="Ines")
        assert not done.is_erased
        assert "onrecord reprocess is at work" in (done.why_not_erased or "")
    assert erase(archive) == Erased(is_erased=True)
    assert files_with(b"zephyrine", tmp_path) == []


def test_drafts_that_can_not_be_read_are_erased(archive: Archive, home: Path) -> None:
    keep(archive, SECRET, URL)
    path = archive.path.with_name("archive.db.reprocess") if archive.path else home / "0123abcd.reprocess"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"zephyrine vouchers " * 1_000)
    assert forget(archive, URL, why="a court ordered it", who="Ines").is_erased
    assert not path.exists()


def test_the_signs_of_what_was_removed_are_erased_and_made_anew(archive: Archive) -> None:
    fill(archive)
    keep(archive, SECRET, URL)
    with archive.read() as connection:
        about = schema.about
        path = place_of_signs(connection, connection.execute(select(about.c.value).where(about.c.name == "id")).scalar_one())
        assert path is not None
        before = len(signs(connection, "v1").keys)
    unfinished = path.with_name(f"{path.name}k3_x9qzz")
    unfinished.write_bytes(b"half")
    letter = path.with_name(f"{path.name}.letter")
    letter.write_bytes(b"a letter")
    done = forget(archive, URL, why="a court ordered it", who="Ines")
    assert done.is_erased
    assert [one.exists() for one in (path, unfinished, letter)] == [False, False, True]
    with archive.read() as connection:
        assert len(signs(connection, "v1").keys) == before - done.statements


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """Let no file grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_can_not_be_erased_for_want_of_room_is_removed_all_the_same_and_told_of(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    with opened(str(place), create=True) as archive:
        keep(archive, SECRET, URL)
        archive.write(lambda connection: connection.execute(schema.about.insert().values(name="wide", value="x" * 8_000_000)))
    # Opened anew, so that its journal is empty and there is room for the removal.
    with opened(str(place)) as archive:
        with no_room(5_000_000):
            done = forget(archive, URL, why="a court ordered it", who="Ines")
        assert not done.is_erased
        assert "run onrecord forget without a document" in (done.why_not_erased or "")
        with archive.read() as connection:
            assert saving.why_forgotten(connection, "d", URL) == "a court ordered it"
        assert erase(archive) == Erased(is_erased=True)
        assert files_with(b"zephyrine", tmp_path) == []


def test_a_reader_who_stays_is_told_of_on_either_engine(place: str) -> None:
    with opened(place, create=True) as archive:
        keep(archive, SECRET, URL)
    with opened(place, patience=0.2) as archive, opened(place) as others:
        with others.read() as reader:
            reader.execute(select(func.count()).select_from(schema.vectors)).scalar()
            with archive.read() as connection:
                if not archive.is_postgres:
                    connection.exec_driver_sql("PRAGMA busy_timeout = 100")
            found = erase(archive)
            assert not found.is_erased
            assert "somebody has the archive open" in (found.why or "")
        with archive.read() as connection:
            if archive.is_postgres:
                assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "0"
        assert erase(archive) == Erased(is_erased=True)
