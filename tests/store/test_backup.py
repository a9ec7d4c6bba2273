"""Backups: one file for either engine, whole, made while others write; and back again."""

import sqlite3
import threading
from pathlib import Path

import pytest

from onrecord.errors import ArchiveError
from onrecord.store import loading
from onrecord.store.archive import Archive, opened
from onrecord.store.backup import backup, restore
from onrecord.store.digest import digest
from onrecord.store.verify import verify
from tests.store.articles import article, reading_of
from tests.store.kept import fill, keep
from tests.store.postgres import Server


def of(place: str) -> str:
    with opened(place) as archive, archive.read() as connection:
        return digest(connection, added=True)


def test_a_backup_is_one_file_that_holds_all(archive: Archive, tmp_path: Path) -> None:
    fill(archive)
    target = tmp_path / "kept.db"
    seen: list[tuple[int, int]] = []
    done = backup(archive, target, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert (done.documents, done.faults) == (6, ())
    assert done.decisions >= 4
    assert done.size == target.stat().st_size
    assert [path.name for path in tmp_path.glob("*kept*")] == ["kept.db"]
    with archive.read() as connection:
        assert digest(connection, added=True) == done.digest == of(str(target))


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_it_comes_back_into_either_engine_and_goes_on_from_there(archive: Archive, tmp_path: Path, server: Server, to: str) -> None:
    fill(archive)
    done = backup(archive, tmp_path / "kept.db")
    name = f"back{id(archive)}"
    where = str(tmp_path / "back.db") if to == "sqlite" else server.database(name)
    back = restore(tmp_path / "kept.db", where)
    assert (back.digest, back.faults, back.left_out) == (done.digest, (), 0)
    with opened(where) as again:
        keep(again, article(8))
        assert list(verify(again)) == []
        with archive.read() as old, again.read() as new:
            assert [pair[0] for pair in loading.records(new)][:6] == [pair[0] for pair in loading.records(old)]
    with pytest.raises(ArchiveError, match="holds something already"):
        restore(tmp_path / "kept.db", where)


def test_a_backup_is_one_state_while_others_write(archive: Archive, tmp_path: Path) -> None:
    fill(archive)
    for number in range(10, 22):
        reading_of(article(number))
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(10, 22):
            if stop.is_set():
                return
            keep(archive, article(number))
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    done = [backup(archive, tmp_path / f"kept{number}.db") for number in range(3)]
    stop.set()
    writer.join()
    for number, one in enumerate(done):
        assert one.faults == ()
        assert of(str(tmp_path / f"kept{number}.db")) == one.digest
    assert 6 < done[0].documents <= done[-1].documents


def test_nothing_is_overwritten_unless_told(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    target.write_bytes(b"a letter")
    with pytest.raises(ArchiveError, match="is there already"):
        backup(archive, target)
    assert target.read_bytes() == b"a letter"
    backup(archive, target, overwrite=True)
    assert target.read_bytes()[:6] == b"SQLite"
    if archive.path is not None:
        with pytest.raises(ArchiveError, match="is the archive itself"):
            backup(archive, archive.path, overwrite=True)
    with pytest.raises(ArchiveError, match="no folder"):
        backup(archive, tmp_path / "nowhere" / "kept.db")


def damaged(tmp_path: Path, command: str) -> Path:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        backup(archive, tmp_path / "kept.db")
    raw = sqlite3.connect(tmp_path / "kept.db")
    raw.execute(command)
    raw.commit()
    raw.close()
    return tmp_path / "kept.db"


def test_a_damaged_backup_is_refused_unless_forced(tmp_path: Path) -> None:
    kept = damaged(tmp_path, "DELETE FROM blobs WHERE rowid = 2")
    with pytest.raises(ArchiveError, match=r"The backup .*kept.db is damaged .*points at a row of blobs"):
        restore(kept, str(tmp_path / "back.db"))
    assert not list(tmp_path.glob("back.db*"))
    done = restore(kept, str(tmp_path / "back.db"), force=True)
    assert done.documents == 5
    assert done.left_out > 1


def test_a_sound_backup_is_not_replaced_by_a_damaged_one(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        sound = backup(archive, tmp_path / "kept.db")
        archive.write(lambda connection: connection.exec_driver_sql("UPDATE statements SET words = 'x' WHERE key = 1"))
        with pytest.raises(ArchiveError, match="left as it is"):
            backup(archive, tmp_path / "kept.db", overwrite=True)
        assert of(str(tmp_path / "kept.db")) == sound.digest
        done = backup(archive, tmp_path / "other.db")
        assert "other words" in done.faults[0].what


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear editor")
    for name in ("letter.txt", "nothing.db"):
        with pytest.raises(ArchiveError):
            restore(tmp_path / name, str(tmp_path / "back.db"))
    assert not (tmp_path / "back.db").exists()


def test_what_somebody_makes_at_the_place_meanwhile_stays_theirs(tmp_path: Path) -> None:
    place = tmp_path / "back.db"
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        backup(archive, tmp_path / "kept.db")

    def others(done: int, total: int) -> None:
        if done == total:
            with opened(str(place), create=True, patience=0) as theirs:
                keep(theirs, article(7))

    with pytest.raises(ArchiveError, match=r"back.db was made by somebody else meanwhile"):
        restore(tmp_path / "kept.db", str(place), progress=others)
    with opened(str(place)) as theirs, theirs.read() as connection:
        assert [record.document.text for _, record in loading.records(connection)] == [article(7)]
    assert not list(tmp_path.glob("*unfinished*"))


def test_an_empty_archive_that_somebody_fills_meanwhile_stays_theirs(place: str, tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        archive.write(lambda connection: connection.exec_driver_sql("UPDATE statements SET words = 'x' WHERE key = 1"))
        backup(archive, tmp_path / "kept.db")
    with opened(place, create=True) as theirs:
        with pytest.raises(ArchiveError, match="is damaged"):
            restore(tmp_path / "kept.db", place)
        keep(theirs, article(7))
        with pytest.raises(ArchiveError, match="holds something already"):
            restore(tmp_path / "kept.db", place, force=True)
        with theirs.read() as connection:
            assert [record.document.text for _, record in loading.records(connection)] == [article(7)]


def test_what_was_restored_is_one_file_beside_which_others_read_on(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        backup(archive, tmp_path / "kept.db")
    done = restore(tmp_path / "kept.db", str(tmp_path / "back.db"))
    assert (done.place, done.size) == (str(tmp_path / "back.db"), (tmp_path / "back.db").stat().st_size)
    assert [path.name for path in tmp_path.glob("*back*")] == ["back.db"]
    raw = sqlite3.connect(tmp_path / "back.db")
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def test_a_journal_that_was_left_behind_is_not_taken_for_a_part_of_it(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        backup(archive, tmp_path / "kept.db")
    (tmp_path / "back.db-wal").write_bytes(b"left behind")
    with pytest.raises(ArchiveError, match=r"back.db-wal is there"):
        restore(tmp_path / "kept.db", str(tmp_path / "back.db"))
    with pytest.raises(ArchiveError, match="no folder"):
        restore(tmp_path / "kept.db", str(tmp_path / "nowhere" / "back.db"))
    assert sorted(path.name for path in tmp_path.glob("*back*")) == ["back.db-wal"]
