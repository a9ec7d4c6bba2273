"""What changed, for the terminal: counted, marked with signs as well as colour, and safe to print."""

import json
from io import StringIO

from rich.console import Console

from onrecord.export import changes as changes_view
from onrecord.export import versions as versions_view
from onrecord.store.changes import Change, Difference, Tally
from onrecord.store.notices import Notice
from onrecord.store.versions import Version, compare
from tests.store.articles import article, reading_of


def screen() -> Console:
    return Console(file=StringIO(), width=120, highlight=False, color_system=None)


def printed(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_changes_are_counted_with_examples() -> None:
    moved = Difference(statement="s1", what="speaker", words="[b]we go\x1b[31m", before="Ana Roth", after=None, fields=("speaker",))
    tally, console = Tally(), screen()
    tally.add(Change(document="d1", title="A", differences=(moved,), same=3))
    tally.add(Change(document="d2", title="B", failed="it is damaged"))
    changes_view.show(tally, console)
    shown = printed(console)
    assert "Ana Roth → nobody: [b]we go" in shown
    assert "\x1b" not in shown
    assert "Left as it was: B: it is damaged" in shown
    assert "nothing is written yet" in shown
    told = json.loads(changes_view.to_json(tally))
    assert (told["speaker"], told["same"], told["documents"], told["failed"]) == (1, 3, 2, 1)
    assert json.loads(next(iter(changes_view.lines([Change(document="d1", title=None, differences=(moved,))]))))["document"] == "d1"


def test_examples_stay_few_however_long_the_run() -> None:
    tally = Tally()
    one = Difference(statement="s", what="gone", words="x")
    for _ in range(50):
        tally.add(Change(document="d", title=None, differences=(one,)))
    assert (tally.counts["gone"], len(tally.examples["gone"])) == (50, 5)


def test_versions_are_listed_with_what_they_say_of_themselves() -> None:
    one = Version(
        key=1,
        document="d",
        number=2,
        is_current=True,
        title="[red]Boats",
        published=None,
        captured=None,
        added_at="2026-05-14T00:00:00Z",
        statements=3,
        notices=((Notice(0, 10, "correction"), "Correction: it was May."),),
    )
    console = screen()
    versions_view.show([one], console)
    assert "2 (present)" in printed(console)
    assert "[red]Boats" in printed(console)
    assert "correction: Correction: it was May." in printed(console)


def test_what_went_out_and_came_in_is_marked_without_colour() -> None:
    old, _ = reading_of(article(0))
    new, _ = reading_of(article(0).replace("Nobody will", "Few will"))
    console = screen()
    versions_view.show_difference(old, new, compare(old, new), console)
    shown = printed(console)
    assert "[-Nobody-]{+Few+}" in shown
    assert "Only in the old version: 1 statement" in shown
    assert "Only in the new version: 1 statement" in shown
    console = screen()
    versions_view.show_difference(old, old, compare(old, old), console)
    assert "The words are the same." in printed(console)
