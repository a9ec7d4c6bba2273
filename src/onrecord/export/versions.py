"""Versions of an article to the terminal: which there are, and what differs between two, marked with signs as well as colour."""

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.export import words
from onrecord.record import Record, Statement
from onrecord.store.versions import Compared, Piece, Version

# Characters of what stays that are shown on either side of a change.
_AROUND: Final = 80

_SIGNS: Final = {"removed": ("[-", "-]", "red strike"), "added": ("{+", "+}", "green")}


def show(versions: Sequence[Version], console: Console) -> None:
    """Print the versions at one address, first to last."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Version", "Captured", "Statements", "Title", "Says of itself"):
        table.add_column(name, justify="right" if name == "Statements" else "left")
    for one in versions:
        notes = "\n".join(f"{notice.kind}: {' '.join(said.split())}" for notice, said in one.notices)
        number = f"{one.number} (present)" if one.is_current else str(one.number)
        when = one.captured or f"added {one.added_at}"
        table.add_row(number, when, str(one.statements), _text(console, one.title or "Untitled"), _text(console, notes))
    console.print(table)


def show_difference(old: Record, new: Record, compared: Compared, console: Console) -> None:
    """Print what was taken out of the old version, [-so-], and put into the new, {+so+}, and the statements that only one has."""
    if all(one.kind == "equal" for one in compared.pieces):
        console.print("The words are the same.")
    else:
        console.print(marked(old.document.text, new.document.text, compared.pieces, console))
    for title, record, found in (
        ("Only in the old version", old, compared.only_old),
        ("Only in the new version", new, compared.only_new),
    ):
        console.print()
        console.print(f"{title}: {words.count(len(found), 'statement')}", style="bold")
        for one in found:
            console.print(_statement(record, one, console))
    moved = [(one, other) for one, other in compared.both if _name(one) != _name(other)]
    if moved:
        console.print()
        console.print("The same words by another speaker:", style="bold")
        for one, other in moved:
            console.print(_text(console, f"  {_name(one)} → {_name(other)}: {words.words(new, other)}"))
    console.print()
    console.print(f"{words.count(len(compared.both), 'statement')} in both.", style="dim")


def marked(old: str, new: str, pieces: Sequence[Piece], console: Console) -> Text:
    """The changed passages with a little of what stands around them."""
    made = Text()
    for place, one in enumerate(pieces):
        if one.kind == "equal":
            same = new[one.new_start : one.new_end]
            made.append_text(_text(console, _shortened(same, is_first=place == 0, is_last=place == len(pieces) - 1)))
            continue
        opens, closes, style = _SIGNS[one.kind]
        changed = old[one.old_start : one.old_end] if one.kind == "removed" else new[one.new_start : one.new_end]
        piece = _text(console, f"{opens}{changed}{closes}")
        piece.stylize(style)
        made.append_text(piece)
    return made


def _shortened(same: str, *, is_first: bool, is_last: bool) -> str:
    """What stays, cut to what stands beside a change."""
    room = _AROUND if is_first or is_last else 2 * _AROUND
    if len(same) <= room:
        return same
    head = "" if is_first else same[:_AROUND]
    tail = "" if is_last else same[-_AROUND:]
    return f"{head} […] {tail}"


def _statement(record: Record, one: Statement, console: Console) -> Text:
    return _text(console, f"  {_name(one)}: {words.words(record, one)}")


def _name(one: Statement) -> str:
    return words.speaker(one.speaker)


def _text(console: Console, said: str) -> Text:
    """Text that is safe on this terminal, without markup of its own."""
    return Text(words.plain(said).encode(console.encoding, "backslashreplace").decode(console.encoding))
