"""export, import and release, as a person meets them."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from onrecord.cli.exchanging import export, import_, release
from onrecord.export import jsonlines
from onrecord.store.archive import opened
from onrecord.store.forget import forget
from onrecord.store.reviews import decide
from tests.export.archives import add, every
from tests.store.articles import article, reading_of


@pytest.fixture
def place(tmp_path: Path) -> str:
    where = str(tmp_path / "archive.db")
    with opened(where, create=True) as archive:
        record = add(archive, article(0))
        archive.write(lambda connection: decide(connection, "right", record.statements[0].id, who="Ines"))
    return where


def run(command: object, *words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])  # type: ignore[arg-type]


def test_the_suffix_says_the_form_and_the_counts_are_printed(place: str, tmp_path: Path) -> None:
    done = run(export, tmp_path / "out.csv", "--archive", place)
    assert (done.exit_code, done.output) == (0, f"4 statements in 1 document written to {tmp_path / 'out.csv'}.\n")
    done = run(export, tmp_path / "reviewed.jsonl", "--archive", place, "--reviewed")
    assert done.output.startswith("1 statement in 1 document written")


def test_a_form_that_nobody_names_is_asked_for(place: str, tmp_path: Path) -> None:
    done = run(export, tmp_path / "out", "--archive", place)
    assert done.exit_code == 2
    assert "give one with --format" in done.output


def test_an_archive_goes_out_and_comes_in(place: str, tmp_path: Path) -> None:
    assert run(export, tmp_path / "all.jsonl", "--archive", place, "--format", "archive").exit_code == 0
    done = run(import_, tmp_path / "all.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 0
    assert done.output.startswith("1 document added, 0 already there, 4 statements, 1 decision.\n")
    with opened(place) as one, opened(str(tmp_path / "new.db")) as two:
        assert every(one) == every(two)


def test_without_bytes_it_says_that_it_can_t_be_imported(place: str, tmp_path: Path) -> None:
    done = run(export, tmp_path / "all.jsonl", "--archive", place, "--format", "archive", "--no-raw")
    assert "it can't be imported" in done.output
    done = run(import_, tmp_path / "all.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 2
    assert "for reading only" in done.output


def test_records_come_in_and_what_does_not_is_told_of(place: str, tmp_path: Path) -> None:
    run(export, tmp_path / "records.jsonl", "--archive", place, "--not-reviewed")
    done = run(import_, tmp_path / "records.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 0
    assert "1 document added" in done.output
    (tmp_path / "odd.jsonl").write_text(json.dumps({"text": "words"}) + "\n", encoding="utf-8")
    done = run(import_, tmp_path / "odd.jsonl", "--archive", tmp_path / "never.db")
    assert done.exit_code == 2
    assert "nothing that can be imported" in done.output
    assert not (tmp_path / "never.db").exists()


def test_a_brat_folder_becomes_decisions(place: str, tmp_path: Path) -> None:
    run(export, tmp_path / "brat", "--archive", place, "--format", "brat")
    (marks,) = (tmp_path / "brat").glob("*.ann")
    marks.write_text(marks.read_text(encoding="utf-8").replace("Act T1 says", "Act T1 plans"), encoding="utf-8")
    done = run(import_, tmp_path / "brat", "--archive", place, "--by", "Jo")
    assert done.exit_code == 0
    assert "act s" in done.output
    assert "by Jo" in done.output
    assert done.output.endswith("1 decision taken, 0 left out.\n")


def test_a_release_says_how_much_was_reviewed(place: str, tmp_path: Path) -> None:
    done = run(release, tmp_path / "release", "--archive", place, "--date", "2026-06-01")
    assert done.exit_code == 0
    assert "4 statements, 1 of them reviewed, in 1 document released" in done.output
    assert run(release, tmp_path / "other", "--archive", place).exit_code == 2


def test_records_that_do_not_fit_are_told_of_one_by_one_and_the_others_come_in(place: str, tmp_path: Path) -> None:
    made = [reading_of(article(number))[0] for number in range(3)]
    first = msgspec.structs.replace(made[0].statements[0], event="enowhere")
    made[0] = msgspec.structs.replace(made[0], statements=(first, *made[0].statements[1:]))
    jsonlines.write(made, tmp_path / "records.jsonl")
    done = run(import_, tmp_path / "records.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 1
    first_line, last_line = done.output.splitlines()
    assert first_line.startswith("onrecord: records.jsonl, document 1: ")
    assert last_line.startswith("2 documents added, 0 already there, 1 left out; ")


def test_a_file_of_records_that_is_refused_is_not_counted(tmp_path: Path) -> None:
    jsonlines.write([reading_of(article(0))[0]], tmp_path / "records.jsonl")
    with (tmp_path / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"document": 1, "statements": []}\n')
    done = run(import_, tmp_path / "records.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 2
    (only,) = done.output.splitlines()
    assert "line 2" in only


def test_what_was_removed_there_is_told_of_once(place: str, tmp_path: Path) -> None:
    run(export, tmp_path / "all.jsonl", "--archive", place, "--format", "archive")
    with opened(str(tmp_path / "new.db"), create=True) as archive:
        record = add(archive, article(0))
        forget(archive, record.document.id, why="a court order", who="Ines")
    done = run(import_, tmp_path / "all.jsonl", "--archive", tmp_path / "new.db")
    assert done.exit_code == 1
    assert done.output.count("is not added again (a court order)") == 1
