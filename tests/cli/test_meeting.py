"""events, as a person meets it: invented accounts of a call and of a meeting in an archive."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main

ACCOUNTS = Path(__file__).parents[2] / "examples" / "compare" / "accounts.jsonl"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), env={"COLUMNS": "120"})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("calls") / "calls.db")
    assert run("init", "--archive", place).exit_code == 0
    assert run("add", str(ACCOUNTS), "--archive", place).exit_code == 0
    return place


def test_events_are_listed_with_their_accounts(archive: str) -> None:
    shown = run("events", "--archive", archive)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "2026-04-14  call  Davin Rell, Marit Osk" in shown.stdout
    assert "    Presidency of Orlena: " in shown.stdout
    assert shown.stdout.endswith("2 events that two parties or more tell of.\n")


def test_json_gives_the_reasons_and_the_same_ids_each_time(archive: str) -> None:
    first, second = (json.loads(run("events", "--archive", archive, "--json").stdout) for _ in range(2))
    assert first == second
    assert [(one["date"], one["kind"]) for one in first] == [("2026-04-14", "call"), ("2027-05-03", "meeting")]
    assert all("both" in one["reason"].casefold() and 0 < one["likelihood"] <= 1 for one in first)
    assert {each["party"] for one in first for each in one["accounts"]} == {"Presidency of Orlena", "Government of Tessaly"}


def test_an_archive_without_events_says_so(tmp_path: Path) -> None:
    place = str(tmp_path / "empty.db")
    assert run("init", "--archive", place).exit_code == 0
    assert run("events", "--archive", place).stdout == "0 events that two parties or more tell of.\n"


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    done = run("events", "--archive", str(tmp_path / "none.db"))
    assert done.exit_code == 2
    assert "none.db" in done.stderr


def test_a_title_that_names_an_office_does_not_say_who_publishes(tmp_path: Path) -> None:
    # Nobody says whose call the first text tells of: it is no account of the president's.
    lines = [
        {
            "title": "White House of cards",
            "text": "Spoke by telephone today with Prime Minister Davin Rell of Tessaly.",
            "published": "2019-04-14",
        },
        {
            "outlet": "The Sund",
            "title": "A call",
            "text": "President Donald Trump spoke by telephone with Prime Minister Davin Rell of Tessaly.",
            "published": "2019-04-14",
        },
    ]
    told = tmp_path / "told.jsonl"
    told.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    place = str(tmp_path / "calls.db")
    assert run("init", "--archive", place).exit_code == 0
    assert run("add", str(told), "--archive", place).exit_code == 0
    assert json.loads(run("events", "--archive", place, "--json").stdout) == []
