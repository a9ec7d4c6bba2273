"""What was found, as people and programs read it."""

import io

import msgspec
from rich.console import Console

from onrecord.export.found import show, to_json
from onrecord.store.archive import Archive
from onrecord.store.search import Found, Query, search
from tests.store.search.filled import fill, join


def printed(found: Found) -> str:
    console = Console(file=io.StringIO(), width=120)
    show(found, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_hit_shows_where_it_stands_and_that_a_machine_made_it(archive: Archive) -> None:
    fill(archive)
    found = search(archive, Query(words="ferry", speaker="lind"))
    one, shown = found.hits[0].fullest, printed(found)
    assert "machine" in shown
    assert f"https://courier.example/0 [{one.start}:{one.end}]" in " ".join(shown.split())
    assert "--speaker lind: Oskar Lind" in shown
    assert "1 statement found" in shown


def test_reports_are_counted_and_listed(archive: Archive) -> None:
    fill(archive)
    keys = join(archive, "%Nobody will lose a job%")
    shown = printed(search(archive, Query(words="lose")))
    assert f"{len(keys)} statements of it" in shown
    assert f"and {len(keys) - 6} more" in shown
    assert " ".join(shown.split()).count("the same words") == 5


def test_nothing_found_is_said(archive: Archive) -> None:
    assert "No statement was found." in printed(search(archive, Query(words="submarine")))


def test_json_comes_back(archive: Archive) -> None:
    fill(archive)
    found = search(archive, Query(words="ferry"))
    assert msgspec.json.decode(to_json(found), type=Found) == found
