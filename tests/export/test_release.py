"""Releases: whole, the same bytes for the same archive, checked by their sums, and honest about what was reviewed."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from onrecord.errors import OptionError
from onrecord.export import archive_in, jsonlines
from onrecord.export.archived import export
from onrecord.export.release import release
from onrecord.store.archive import Archive
from onrecord.store.digest import digest
from tests.export.archives import add, asked, filled
from tests.store.articles import article

DAY = "2026-06-01"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_holds_the_same_statements_in_each_form(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    about = release(archive, tmp_path / "release", made_on=DAY, title="Harbour on the record")
    assert sorted(files(tmp_path / "release")) == [
        "README.md",
        "SHA256SUMS",
        "about.json",
        "data.csv",
        "data.jsonl",
        "data.parquet",
        "dictionary.csv",
        "dictionary.md",
    ]
    with (tmp_path / "release" / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = list(jsonlines.read(tmp_path / "release" / "data.jsonl"))
    assert [row["statement_id"] for row in rows] == [one.id for record in records for one in record.statements]
    assert len(rows) == about.statements > 0
    assert sum(row["status"] == "reviewed" for row in rows) == about.reviewed > 0
    told = json.loads((tmp_path / "release" / "about.json").read_bytes())
    assert told["digest"] == asked(archive, digest)
    assert told["documents"] == len(records)
    assert all(made in told["made_by"] for made in (dict(one.made_by) for record in records for one in record.statements))


def test_the_readme_says_how_it_was_made_how_much_was_reviewed_and_how_to_cite_it(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    about = release(archive, tmp_path / "release", made_on=DAY, title="Harbour on the record")
    text = (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Harbour on the record\n")
    assert f"People reviewed {about.reviewed} of {about.statements} statements" in text
    assert "nobody checked them" in text
    assert f"Frozen release of {DAY}" in text
    assert about.digest in text


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sums_tell_whether_a_copy_is_whole(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    release(archive, tmp_path / "release", made_on=DAY)

    def check() -> int:
        return subprocess.run(
            ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / "release", capture_output=True, check=False
        ).returncode

    assert check() == 0
    sums = (tmp_path / "release" / "SHA256SUMS").read_text(encoding="utf-8")
    assert len(sums.splitlines()) == len(files(tmp_path / "release")) - 1
    with (tmp_path / "release" / "data.csv").open("ab") as file:
        file.write(b"more")
    assert check() != 0


def test_the_same_archive_makes_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    for name in ("one", "two"):
        release(archive, tmp_path / name, made_on=DAY)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_imported_archive_makes_the_same_data(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    export(archive, "archive", tmp_path / "archive.jsonl")
    archive_in.import_(other, tmp_path / "archive.jsonl")
    release(archive, tmp_path / "one", made_on=DAY)
    release(other, tmp_path / "two", made_on=DAY)
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    ours = {"about.json", "README.md", "SHA256SUMS"}  # which name the archive
    assert {name: data for name, data in one.items() if name not in ours} == {n: data for n, data in two.items() if n not in ours}
    told = [json.loads(each["about.json"]) for each in (one, two)]
    assert [each.pop("archive") != "" for each in told] == [True, True]
    assert told[0] == told[1]


def test_documents_added_in_another_order_make_the_same_data(archive: Archive, other: Archive, tmp_path: Path) -> None:
    for number in (0, 1, 2):
        add(archive, article(number))
    for number in (2, 0, 1):
        add(other, article(number))
    release(archive, tmp_path / "one", made_on=DAY)
    release(other, tmp_path / "two", made_on=DAY)
    for name in ("data.csv", "data.jsonl", "data.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_release_never_replaces_anything(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OptionError, match="is there already"):
        release(archive, tmp_path / "release", made_on=DAY)
    with pytest.raises(OptionError, match="is not a date"):
        release(archive, tmp_path / "other", made_on="yesterday")
    assert [path.name for path in (tmp_path / "release").iterdir()] == ["notes.txt"]
    assert not (tmp_path / "other").exists()


def test_an_empty_archive_has_a_release_that_says_so(archive: Archive, tmp_path: Path) -> None:
    about = release(archive, tmp_path / "release", made_on=DAY)
    assert (about.statements, about.documents, about.first_day) == (0, 0, None)
    assert "there are no statements" in (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
