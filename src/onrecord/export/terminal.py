"""A record to the terminal: each statement under its speaker, the article's words in full."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import words
from onrecord.export.order import reading_order
from onrecord.record import Record, Statement

_NEST = 4  # columns for each statement that this one stands inside
_STEP = 2  # columns of the words under their speaker


def show(record: Record, console: Console) -> None:
    """Print a record. What the text holds is printed as text: no markup and no control characters of its own."""
    _heading(record, console)
    if not record.statements:
        _line(console, "No statement was found.")
    for statement, depth in reading_order(record):
        console.print()
        # Deep nesting on a narrow terminal keeps two thirds of it for the words.
        _statement(record, statement, console, min(depth * _NEST, console.width // 3))
    if record.left_out:
        console.print()
        _line(console, "Left out of the text:", style="dim")
        for part in record.left_out:
            shown = " ".join(record.document.text[part.start : part.end].split())
            _line(console, f"{part.why} ({part.start}–{part.end}): {shown}", style="dim", indent=_STEP)
    console.print()
    _line(console, _summary(record), style="dim")


def _heading(record: Record, console: Console) -> None:
    document = record.document
    _line(console, document.title or "Untitled", style="bold")
    about = (document.byline, document.outlet, document.published or "no date known", document.url)
    _line(console, " · ".join(part for part in about if part), style="dim")
    if words.translated(record):
        _line(console, words.translated(record), style="bold yellow")


def _statement(record: Record, statement: Statement, console: Console, indent: int) -> None:
    details = [
        "to " + ", ".join(one.name for one in statement.addressees) if statement.addressees else "",
        words.act(statement) if statement.act != "says" else "",
        words.kind(statement),
        words.channel(statement),
        words.said_at(statement.said_at),
    ]
    head = _text(console, words.speaker(statement.speaker), "bold cyan" if statement.speaker else "bold red")
    head.append(_text(console, "  " + " · ".join(part for part in details if part), "not bold default"))
    console.print(Padding(head, (0, 0, 0, indent)))
    _line(console, words.words(record, statement), indent=indent + _STEP)
    foot = [words.confidence(statement), f"characters {words.offsets(statement)}", statement.why or ""]
    _line(console, " · ".join(part for part in foot if part), style="dim", indent=indent + _STEP)


def _summary(record: Record) -> str:
    total = len(record.statements)
    named = sum(statement.speaker is not None for statement in record.statements)
    reviewed = sum(statement.reviewed is not None for statement in record.statements)
    status = f"machine-made, {reviewed} of them reviewed" if reviewed else "machine-made, not reviewed"
    return f"{words.count(total, 'statement')}, {named} with a speaker; {status}."


def _line(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    console.print(Padding(_text(console, text, style), (0, 0, 0, indent)))


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape, not lost and not an error."""
    safe = words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
    return Text(safe, style=style)
