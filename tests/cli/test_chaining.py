"""chain, as a person meets it: a fictional story in an archive, each format, and what it says to bad input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.chaining import chain
from onrecord.store.archive import opened
from tests.store.ferry import fill
from tests.store.test_chains import statement_of


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """An archive, and a statement of a quotation in it."""
    place = str(tmp_path_factory.mktemp("story") / "archive.db")
    with opened(place, create=True) as archive:
        fill(archive, is_traced=False)
        return place, statement_of(archive, "The Tarrow Times", "eleven")


def run(*words: str) -> Result:
    return CliRunner().invoke(chain, [*words], env={"COLUMNS": "200"})


def test_each_format_is_shown_or_written_alike(story: tuple[str, str], tmp_path: Path) -> None:
    place, wanted = story
    begins = {
        "terminal": "Oskar Lind: “The ferry",
        "json": "{",
        "html": "<!doctype html>",
        "svg": "<svg ",
        "dot": "digraph chain {",
    }
    for form, first in begins.items():
        shown = run(wanted, "--archive", place, "--format", form)
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert shown.stdout.startswith(first)
        assert "Sund Radio" in shown.stdout
        out = tmp_path / f"chain.{form}"
        done = run(wanted, "--archive", place, "--format", form, "--out", str(out))
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"Written to {out}\n")
        if form != "terminal":
            assert out.read_text(encoding="utf-8") == shown.stdout
    assert run(wanted, "--archive", place, "--json").stdout == run(wanted, "--archive", place, "--format", "json").stdout


def test_json_tells_the_edges(story: tuple[str, str]) -> None:
    place, wanted = story
    made = json.loads(run(wanted, "--archive", place, "--json").stdout)
    assert (made["asked"], made["is_traced"]) == (wanted, False)
    by_outlet = {node["at"]["outlet"]: node for node in made["chain"]["nodes"]}
    (rest,) = by_outlet["Sund Radio"]["rests"]
    assert (rest["on"], rest["sure"]) == (by_outlet["The Lindmark Weekly"]["at"]["document"], "stated")


def test_bad_input_is_one_sentence_and_nothing_is_written(story: tuple[str, str], tmp_path: Path) -> None:
    place, wanted = story
    out = tmp_path / "chain.svg"
    nowhere = tmp_path / "nowhere.db"
    no_archive = tmp_path / "text.db"
    no_archive.write_text("This is no archive.", encoding="utf-8")
    for arguments, said in (
        (("snone", "--archive", place), "There is no statement or quotation snone in the archive"),
        (("", "--archive", place), "There is no statement or quotation  in the archive"),
        ((wanted, "--archive", str(nowhere)), f"There is no archive at {nowhere}"),
        ((wanted, "--archive", str(no_archive)), str(no_archive)),
        ((wanted, "--archive", "postgresql://nobody@127.0.0.1:1/none"), ""),
    ):
        done = run(*arguments, "--format", "svg", "--out", str(out))
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert done.stderr.startswith("onrecord: ")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr
    assert not nowhere.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["text.db"]
    done = run(wanted, "--archive", place, "--format", "svg", "--out", str(tmp_path / "missing" / "chain.svg"))
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "can't be written" in done.stderr


def test_a_quotation_of_one_document_has_no_chain(tmp_path: Path) -> None:
    place = str(tmp_path / "archive.db")
    with opened(place, create=True) as archive:
        fill(archive, is_traced=False, only="The Tarrow Times")
        wanted = statement_of(archive, "The Tarrow Times", "eleven")
    done = run(wanted, "--archive", place)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"onrecord: Only one document of the archive has {wanted}, Mayor defends the ferry, so nothing")
