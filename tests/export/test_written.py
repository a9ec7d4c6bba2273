"""A file is written whole or not at all, whatever happens on the way."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import OptionError, RecordError
from onrecord.export.written import whole


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A place in a folder in which, in the end, nothing hidden stands."""
    yield tmp_path / "table.csv"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_the_file_appears_when_all_is_in_it(target: Path) -> None:
    with whole(target, promised=1) as unfinished:
        unfinished.path.write_text("a row")
        unfinished.written += 1
        assert not target.exists()
        assert unfinished.path.parent == target.parent
    assert target.read_text() == "a row"


def write(target: Path, *, promised: int | None = None, error: BaseException | None = None) -> None:
    """A writer of one row, which may fail behind it."""
    with whole(target, promised) as unfinished:
        unfinished.path.write_text("new")
        unfinished.written += 1
        if error:
            raise error


def test_another_number_than_was_promised_leaves_the_old_file_as_it_was(target: Path) -> None:
    target.write_text("old")
    with pytest.raises(RecordError, match="it was to hold 2 rows and 1 came"):
        write(target, promised=2)
    assert target.read_text() == "old"


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), RecordError("damaged")])
def test_whatever_goes_wrong_the_unfinished_file_is_removed(target: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        write(target, error=error)
    assert not target.exists()


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No such file or directory"), whole(tmp_path / "no" / "table.csv"):
        pass


def test_a_file_in_the_place_of_a_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "folder").touch()
    with pytest.raises(OptionError, match="Not a directory"), whole(tmp_path / "folder" / "table.csv"):
        pass


def test_a_link_that_leads_to_itself_is_replaced(target: Path) -> None:
    target.symlink_to(target)
    write(target)
    assert target.read_text() == "new"


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "table.csv"
    target.mkdir() if kind == "folder" else os.mkfifo(target)
    with pytest.raises(OptionError, match="is not a file"), whole(target):
        pass
    assert target.exists()


def test_a_link_stays_a_link_and_its_file_is_replaced(target: Path) -> None:
    kept = target.with_name("kept.csv")
    kept.write_text("old")
    target.symlink_to(kept)
    with whole(target) as unfinished:
        unfinished.path.write_text("new")
    assert target.is_symlink()
    assert kept.read_text() == "new"


def test_the_file_is_as_readable_as_any_that_is_made_here(target: Path) -> None:
    plain = target.with_name("plain.txt")
    plain.touch()
    with whole(target):
        pass
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 251 + ".csv")
    with whole(target) as unfinished:
        unfinished.path.write_text("new")
    assert target.read_text() == "new"
