"""sources and traces, as a person meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from tests.store.traces.harbour import ARTICLE, FERRY, JOBS, READOUT


@pytest.fixture
def place(tmp_path: Path) -> str:
    posts = [
        {"text": FERRY, "author": "Oskar Lind", "date": "2026-05-11", "kind": "post"},
        {"text": JOBS, "author": "Oskar Lind", "date": "2026-05-12", "kind": "post"},
    ]
    (tmp_path / "posts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in posts), encoding="utf-8")
    (tmp_path / "readout.txt").write_text(READOUT, encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return str(tmp_path / "archive.db")


def run(place: str, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--archive", place], env={"ONRECORD_REVIEWER": "Ines", "COLUMNS": "110"})


def test_from_sources_to_a_confirmed_change(place: str, tmp_path: Path) -> None:
    assert run(place, "add", str(tmp_path / "article.txt"), "--date", "2026-05-13", "--model", "fast").exit_code == 0
    none = run(place, "traces", "update")
    assert none.exit_code == 2
    assert "holds no sources" in none.output
    done = run(place, "sources", "add", str(tmp_path / "posts.jsonl"), "--model", "fast")
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        0,
        "2 sources added, 0 already there, 0 left out; 3 statements in what is new.",
    )
    left = run(place, "sources", "add", str(tmp_path / "readout.txt"), "--model", "fast")
    assert left.exit_code == 2
    assert "say with --kind whether it is a post, transcript, release or readout" in left.output
    done = run(
        place, "sources", "add", str(tmp_path / "readout.txt"), "--kind", "readout", "--date", "2026-05-12", "--model", "fast"
    )
    assert done.exit_code == 0

    listed = run(place, "sources", "list")
    assert "Oskar Lind  2 posts" in listed.output
    assert "11 to 12 May 2026" in listed.output
    assert "Nobody in particular  1 readout" in listed.output

    done = run(place, "traces", "update")
    assert done.exit_code == 0
    assert "1 possible change of meaning" in done.output
    assert "altered" not in done.output
    assert "traced already" in run(place, "traces", "update").output

    found = json.loads(run(place, "traces", "list", "--fidelity", "altered", "--json").output)
    (one,) = found["traces"]
    assert one["fidelity"] == "possible change of meaning"
    shown = run(place, "traces", "show", one["trace"])
    assert "possible change of meaning" in shown.output
    assert "“forty million” where the source has “eleven million”" in shown.output.replace("\n  ", " ")
    assert "Searched 3 texts by Oskar Lind" in shown.output
    assert "altered" not in shown.output

    assert run(place, "decide", "altered", one["trace"]).exit_code == 0
    assert "meaning changed, as Ines confirmed" in run(place, "traces", "show", one["statement"]).output
    assert "→ " in run(place, "reviews").output
    again = run(place, "decide", "wrong-source", one["trace"])
    assert again.exit_code == 2
    assert "Ines decided on" in again.output
    assert run(place, "verify").exit_code == 0


def test_not_found_is_never_called_never_said(place: str, tmp_path: Path) -> None:
    run(place, "add", str(tmp_path / "article.txt"), "--date", "2026-05-13", "--model", "fast")
    run(place, "sources", "add", str(tmp_path / "posts.jsonl"), "--model", "fast")
    run(place, "traces", "update")
    shown = run(place, "traces", "list", "--not-found")
    assert shown.exit_code == 0
    assert "Searched 2 texts by Oskar Lind from 11 May 2026 to 12 May 2026." in shown.output
    assert "never" not in shown.output
    assert run(place, "traces", "list", "--not-found", "--fidelity", "verbatim").exit_code == 2
    assert run(place, "traces", "list", "--speaker", "Nobody Known").exit_code == 2


def test_what_is_taken_out_of_the_sources(place: str, tmp_path: Path) -> None:
    run(place, "sources", "add", str(tmp_path / "posts.jsonl"), "--model", "fast")
    wrong = run(place, "sources", "remove", "nowhere")
    assert (wrong.exit_code, wrong.output) == (2, "onrecord: nowhere is not in the archive: give the id or address of a source.\n")


def test_the_recipes_say_that_nobody_tried_them(place: str) -> None:
    listed = run(place, "sources", "list", "--recipes")
    assert listed.exit_code == 0
    assert "whitehouse  The White House" in listed.output
    assert "not tried yet" in listed.output
    assert not Path(place).exists()
    found = json.loads(run(place, "sources", "list", "--recipes", "--json").output)
    assert {place["checked"] for one in found for place in one["places"]} == {None}
