"""forget, as a person meets it."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.care import forget
from onrecord.store.archive import opened
from onrecord.store.drafts import drafts
from tests.export.archives import add
from tests.store.articles import article


@pytest.fixture
def place(tmp_path: Path) -> str:
    where = str(tmp_path / "archive.db")
    with opened(where, create=True) as archive:
        add(archive, article(0), "https://courier.example/harbour")
    return where


def run(*words: str) -> Result:
    return CliRunner().invoke(forget, words)


def test_what_is_removed_and_erased_is_done(place: str) -> None:
    done = run("https://courier.example/harbour", "--archive", place, "--why", "a court order", "--by", "Ines", "--yes")
    assert (done.exit_code, done.output) == (0, "1 document with 4 statements removed.\n")
    done = run("--archive", place)
    assert (done.exit_code, done.output) == (0, "Nothing of what was removed is on the disk.\n")


def test_bytes_that_remain_are_told_of_and_are_not_success(place: str) -> None:
    with opened(place) as archive, drafts(archive, "a run"):
        done = run("https://courier.example/harbour", "--archive", place, "--why", "a court order", "--by", "Ines", "--yes")
        assert done.exit_code == 1
        assert "1 document with 4 statements removed. Its bytes may still be on the disk, for onrecord reprocess is" in done.output
        done = run("--archive", place)
        assert done.exit_code == 1
        assert "What was removed may still be on the disk, for onrecord reprocess is at work" in done.output
    assert run("--archive", place).exit_code == 0
    raw = sqlite3.connect(place)
    assert raw.execute("SELECT count(*) FROM documents").fetchone() == (0,)
    raw.close()
