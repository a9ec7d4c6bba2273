"""sources and traces, as a person meets them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from onrecord.cli import main
from onrecord.cli.sourcing import _many_posts
from onrecord.errors import FetchError
from onrecord.read.carriers import Fetcher
from onrecord.store import schema
from onrecord.store.archive import opened
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
    assert "Searched 2 texts by Oskar Lind, and 1 that names nobody" in shown.output
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


def test_a_recipe_that_can_not_be_had_stops_neither_the_files_nor_the_other_recipes(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(self: Fetcher, address: str, **_: object) -> None:
        raise FetchError(f"{address} can't be reached: check the network.")

    monkeypatch.setattr(Fetcher, "page", nowhere)
    none = "onrecord: None of the 2 addresses of the recipe kremlin can be had; the first"
    done = run(place, "sources", "add", "kremlin", "un", str(tmp_path / "posts.jsonl"), "--model", "fast")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{none}: http://en.kremlin.ru/events/president/transcripts/feed can't be reached: check the network.",
        "onrecord: https://press.un.org/en/rss.xml can't be reached: check the network.",
        "2 sources added, 0 already there, 2 left out; 3 statements in what is new.",
    ]
    assert run(place, "sources", "add", "un", "--model", "fast").exit_code == 2


def test_sources_are_listed_on_a_terminal_that_knows_few_letters(place: str, tmp_path: Path) -> None:
    odd = {"text": "The market opens on Sunday.", "author": "Élodie \u001b[31mStorm", "kind": "post"}
    (tmp_path / "odd.jsonl").write_text(json.dumps(odd) + "\n\n", encoding="utf-8")
    run(place, "sources", "add", str(tmp_path / "odd.jsonl"), "--model", "fast")
    runner = CliRunner(charset="ascii")
    for words in (["list"], ["list", "--recipes"]):
        listed = runner.invoke(main, ["sources", *words, "--archive", place])
        assert (listed.exit_code, listed.exception) == (0, None)
        assert "\x1b" not in listed.output


def test_a_bar_knows_how_many_posts_there_are(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"text": "one"}\n\n{"text": "two"}\n  \n{"text": "three"}', encoding="utf-8")
    lines = str(tmp_path / "odd.jsonl")
    assert _many_posts([lines, lines]) == 6
    assert _many_posts([lines, "https://posts.example/all.jsonl"]) is None
    assert _many_posts([str(tmp_path / "posts.csv")]) is None
    assert _many_posts([]) is None


def test_subtitles_are_a_transcript_whoever_does_not_say_so(place: str, tmp_path: Path) -> None:
    (tmp_path / "briefing.vtt").write_text(
        "WEBVTT\n\n00:00:04.000 --> 00:00:09.500\n<v Oskar Lind>We look at every line every spring.\n", encoding="utf-8"
    )
    done = run(place, "sources", "add", str(tmp_path / "briefing.vtt"), "--model", "fast")
    assert done.exit_code == 0
    again = run(place, "sources", "add", str(tmp_path / "briefing.vtt"), "--date", "2026-05-14", "--model", "fast")
    assert again.output.startswith("0 sources added, 1 of which more is known now, 0 already there, 0 left out")
    (listed,) = json.loads(run(place, "sources", "list", "--json").output)
    assert (listed["kind"], listed["first"]) == ("transcript", "2026-05-14")


def test_what_was_no_source_is_news_again(place: str, tmp_path: Path) -> None:
    article = str(tmp_path / "article.txt")
    run(place, "add", article, "--date", "2026-05-13", "--model", "fast")
    made = run(place, "sources", "add", article, "--kind", "release", "--model", "fast")
    assert "1 document of the archive made a source" in made.output
    (listed,) = json.loads(run(place, "sources", "list", "--json").output)
    assert (listed["kind"], listed["first"]) == ("release", "2026-05-13")
    with opened(place) as archive:
        name = archive.look(lambda connection: connection.execute(select(schema.documents.c.id)).scalar_one())
    done = run(place, "sources", "remove", name, "--kind", "news")
    assert done.output == f"{name} is no source any more; its document stays.\n"
    run(place, "sources", "add", str(tmp_path / "posts.jsonl"), "--model", "fast")
    assert "1 document traced" in run(place, "traces", "update").output
