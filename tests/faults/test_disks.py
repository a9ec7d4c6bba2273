"""Disks that fail: one clear sentence, nothing lost of what was there, and on it goes when the disk is well again."""

import shutil
from pathlib import Path

import pytest

from onrecord.errors import ArchiveError
from onrecord.store.archive import opened
from tests.faults.disks import contents, enlarge, flip, may_mount, read_only, small_disk
from tests.faults.process import Worker
from tests.faults.soundness import damage, faults, read_all


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive of thirty documents; take a copy."""
    place = tmp_path_factory.mktemp("whole") / "archive.db"
    with opened(str(place), create=True):
        pass
    worker = Worker("add", str(place), "0-29")
    worker.go()
    worker.finish()
    return place


def full(place: Path, before: tuple[str, ...] = ()) -> tuple[str, list[int]]:
    """The sentence that a writer ends with, and which documents it added before."""
    worker = Worker("add", str(place), "0-199", before=before)
    worker.go()
    return worker.sentence(), worker.done


def test_a_full_disk(tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("only root may make a small disk")
    with small_disk(tmp_path, 3):
        place = tmp_path / "archive.db"
        with opened(str(place), create=True):
            pass
        sentence, done = full(place)
        assert f"{place} can't be written, for the disk is full" in sentence
        assert done
        enlarge(tmp_path, 30)
        with opened(str(place)) as archive:
            assert faults(archive, done) == []
        worker = Worker("add", str(place), "0-59")
        worker.go()
        worker.finish()
        with opened(str(place)) as archive:
            assert faults(archive, range(60)) == []


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with opened(str(place), create=True):
        pass
    sentence, done = full(place, before=("/bin/sh", "-c", 'ulimit -f 3000; exec "$@"', "sh"))
    assert str(place) in sentence
    assert done
    with opened(str(place)) as archive:
        assert faults(archive, done) == []


def test_a_folder_that_may_not_be_written(whole: Path, tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    shutil.copy(whole, place)
    with read_only(tmp_path):
        worker = Worker("add", str(place), "30-32")
        worker.go()
        sentence = worker.sentence()
        assert str(place) in sentence
        assert "may not be written" in sentence or "rights to it and to its folder" in sentence
    with opened(str(place)) as archive:
        assert faults(archive, range(30)) == []


def test_an_archive_on_a_read_only_disk_is_read(whole: Path, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("only root may make a disk read-only")
    shutil.copy(whole, tmp_path / "archive.db")
    with read_only(tmp_path), opened(str(tmp_path / "archive.db")) as archive:
        assert len(read_all(archive)) == 30


def test_no_archive_is_made_in_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with read_only(tmp_path), pytest.raises(ArchiveError, match=r"rights|right to"), opened(str(place), create=True):
        pass


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_page_is_named_by_verify_and_reading_it_is_one_sentence(whole: Path, tmp_path: Path, seed: int) -> None:
    place = tmp_path / "archive.db"
    shutil.copy(whole, place)
    flip(place, seed)
    named, sentence = damage(place)
    assert named or contents(place) == contents(whole)
    assert sentence is None or sentence.startswith(f"The archive {place} is damaged: ")
