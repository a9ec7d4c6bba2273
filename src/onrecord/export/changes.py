"""What reprocessing would change, or has changed: a table for the terminal, and JSON."""

from collections.abc import Iterable
from typing import Final

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.export.words import count, plain
from onrecord.store.changes import EVERY, Change, Difference, Tally, What

_NAMES: Final[dict[What, str]] = {
    "added": "Found now",
    "gone": "No longer found",
    "speaker": "Another speaker",
    "changed": "Changed otherwise",
    "sureness": "Only how sure it is",
    "kept": "Kept by a decision",
}

# Words of a statement that are shown as an example.
_SHOWN: Final = 12


def show(tally: Tally, console: Console, *, is_done: bool = False) -> None:
    """Print what changes, counted, with examples of each kind. is_done: whether it is in the archive already."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("What")
    table.add_column("Statements", justify="right")
    table.add_column("For example")
    for what in EVERY:
        examples = [_example(one) for one in tally.examples[what]] if what != "sureness" else []
        table.add_row(_NAMES[what], f"{tally.counts[what]:,}", _text(console, "\n".join(examples)))
    table.add_row("The same", f"{tally.same:,}", "")
    console.print(table)
    for one in tally.failed:
        console.print(_text(console, f"Left as it was: {one.title or one.document}: {one.failed}"), style="red")
    if tally.failures > len(tally.failed):
        console.print(_text(console, f"{tally.failures - len(tally.failed)} more were left as they were."), style="red")
    console.print(_text(console, summary(tally, is_done=is_done)), style="dim")


def summary(tally: Tally, *, is_done: bool = False) -> str:
    """The tally in a sentence."""
    verb = "were read anew" if tally.documents != 1 else "was read anew"
    end = "this is in the archive now" if is_done else "nothing is written yet"
    return f"{count(tally.documents, 'document')} {verb}, {tally.touched} of them with changes; {end}."


def lines(changes: Iterable[Change]) -> Iterable[str]:
    """Each document's changes as a line of JSON."""
    return (msgspec.json.encode(one).decode() + "\n" for one in changes)


def to_json(tally: Tally) -> str:
    """The counts as JSON."""
    told: dict[str, int] = {"documents": tally.documents, "touched": tally.touched, "failed": tally.failures, "same": tally.same}
    told.update({what: tally.counts[what] for what in EVERY})
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _example(one: Difference) -> str:
    words = one.words.split()
    shown = " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
    if one.what == "speaker":
        return f"{one.before or 'nobody'} → {one.after or 'nobody'}: {shown}"
    name = one.after or one.before or "nobody"
    differing = f" ({', '.join(one.fields)})" if one.what == "changed" else ""
    return f"{name}: {shown}{differing}"


def _text(console: Console, words: str) -> Text:
    """Text that is safe on this terminal, without markup of its own."""
    return Text(plain(words).encode(console.encoding, "backslashreplace").decode(console.encoding))
