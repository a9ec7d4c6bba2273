"""A checked draft to the terminal: what needs attention, then each quote with boxes to tick, and a place to sign."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import checked, words
from onrecord.trace.draft import Checked, Row

_STEP = 2  # columns of what belongs to a row
_STYLES = {"need": "bold yellow", "words": "", "plain": "dim"}


def show(page: Checked, console: Console) -> None:
    """Print a page. What texts hold is printed as text: no markup and no control characters of its own."""
    _line(console, checked.title(page), style="bold")
    for sentence in checked.head(page):
        _line(console, sentence, style="dim")
    items = checked.attention(page)
    if items:
        console.print()
        _line(console, "Needs attention", style="bold")
        for item in items:
            _line(console, f"{item.row}. {item.text}" if item.row else item.text, style="yellow", indent=_STEP)
    for row in page.rows:
        console.print()
        _row(page, row, console)
    if page.passed_over:
        console.print()
        _line(console, "Not checked, for it is not the story's:", style="dim")
        for sentence in checked.passed_over(page):
            _line(console, sentence, style="dim", indent=_STEP)
    console.print()
    _line(console, "Checked by ______________________________   Date ______________")
    _line(console, checked.foot(page), style="dim")


def _row(page: Checked, row: Row, console: Console) -> None:
    _line(
        console, f"{row.number}. {checked.whose(row)}", style="bold cyan" if row.statement and row.statement.speaker else "bold red"
    )
    _line(console, checked.said(page, row), indent=_STEP)
    for field in checked.fields(page, row):
        label = _text(console, f"{field.label}: ", "bold" if field.kind == "need" else "")
        label.append(_text(console, field.text, _STYLES[field.kind] or "default"))
        console.print(Padding(label, (0, 0, 0, _STEP)))
    boxes = "   ".join(f"[ ] {box}" for box in checked.BOXES)
    _line(console, f"{boxes}   Initials ________", indent=_STEP)


def _line(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    console.print(Padding(_text(console, text, style), (0, 0, 0, indent)))


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape, not lost and not an error."""
    safe = words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
    return Text(safe, style=style)
