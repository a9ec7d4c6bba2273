"""A record to the terminal: each statement under its speaker, the article's words in full."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import words
from onrecord.record import Record, Statement

_NEST = 4  # columns


def show(record: Record, console: Console) -> None:
    """Print a record. What the text holds is printed as text: no markup and no control characters of its own."""
    _heading(record, console)
    if not record.statements:
        console.print(Text("No statement was found."))
    for statement in record.statements:
        console.print()
        _statement(record, statement, console)
    if record.left_out:
        console.print()
        console.print(Text("Left out of the text:", style="dim"))
        for part in record.left_out:
            shown = " ".join(record.document.text[part.start : part.end].split())
            console.print(Padding(Text(words.plain(f"{part.why} ({part.start}–{part.end}): {shown}"), style="dim"), (0, 0, 0, 2)))
    named = sum(statement.speaker is not None for statement in record.statements)
    console.print()
    console.print(Text(f"{len(record.statements)} statements, {named} with a speaker; machine-made, not reviewed.", style="dim"))


def _heading(record: Record, console: Console) -> None:
    document = record.document
    console.print(Text(words.plain(document.title or "Untitled"), style="bold"))
    about = " · ".join(
        part for part in (document.byline, document.outlet, document.published or "no date known", document.url) if part
    )
    console.print(Text(words.plain(about), style="dim"))
    if words.translated(record):
        console.print(Text(words.translated(record), style="yellow"))


def _statement(record: Record, statement: Statement, console: Console) -> None:
    indent = _NEST if statement.parent else 0
    head = Text(words.plain(words.speaker(statement.speaker)), style="bold cyan" if statement.speaker else "bold red")
    details = [words.kind(statement), words.channel(statement), words.said_at(statement.said_at)]
    if statement.act != "says":
        details.insert(0, words.act(statement))
    if statement.addressees:
        details.insert(0, "to " + ", ".join(one.name for one in statement.addressees))
    head.append(Text(words.plain("  " + " · ".join(part for part in details if part)), style="not bold default"))
    console.print(Padding(head, (0, 0, 0, indent)))
    console.print(Padding(Text(words.plain(words.words(record, statement))), (0, 0, 0, indent + 2)))
    foot = f"{words.confidence(statement)} · characters {words.offsets(statement)}"
    if statement.why:
        foot += f" · {statement.why}"
    console.print(Padding(Text(words.plain(foot), style="dim"), (0, 0, 0, indent + 2)))
