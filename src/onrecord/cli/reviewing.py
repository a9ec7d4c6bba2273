"""Reviewing in the terminal: one statement after another, least certain first, one key a decision."""

import sys
from collections.abc import Sequence
from typing import Final

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.errors import OnrecordError, ReviewError
from onrecord.export import words
from onrecord.record import Record, Spans, Statement
from onrecord.store.archive import Archive
from onrecord.store.reviews import naming, spoken, undo
from onrecord.store.reviews.decision import Decision
from onrecord.store.reviews.queue import Case, cases

# How much of the text is shown before and after a statement, in characters.
_AROUND: Final = 400

_KEYS: Final = (
    "y right · s it was … · x never this speaker · ? nobody can tell · n no statement · u undo the last · space skip · q quit"
)


def run(archive: Archive, who: str, speaker: str | None, below: float) -> None:
    """Show statements one by one and take what is decided, until the queue or the person ends."""
    console = Console(highlight=False)
    with archive.read() as connection:
        ids = None if speaker is None else [one.id for one in naming.actors(connection, speaker)]
        if ids == []:
            raise ReviewError(f"There is no actor {speaker} in the archive: onrecord search shows names and ids.")
        queue = list(cases(connection, below=below, speakers=ids))
    taken: list[Decision] = []
    for number, case in enumerate(queue, start=1):
        console.rule(f"{number} of {len(queue)}")
        _show(case, console)
        if not _decided(archive, case, who, taken, console):
            break
    kept = words.count(len(taken), "decision")
    console.print(f"{kept} taken." if queue else "Nothing is left to look at.")


def _decided(archive: Archive, case: Case, who: str, taken: list[Decision], console: Console) -> bool:
    """Ask until one key is a decision or a step on; False where the person wants to end."""
    one = case.statement
    while True:
        console.print(Text(_KEYS, style="dim"))
        # Keys may also come from a file or a pipe, one character each.
        key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        console.print()
        try:
            match key:
                case "q" | "\x03" | "\x04" | "":
                    return False
                case " ":
                    return True
                case "y":
                    taken.append(_take(archive, who, "right", one))
                case "n":
                    taken.append(_take(archive, who, "reject", one))
                case "x":
                    taken.append(_take(archive, who, "never", one, [one.speaker.id] if one.speaker else []))
                case "?":
                    taken.append(_take(archive, who, "speaker", one, [naming.UNKNOWN]))
                case "s":
                    taken.append(_take(archive, who, "speaker", one, [click.prompt("Who said it")]))
                case "u":
                    if not taken:
                        console.print("There is nothing to undo.")
                        continue
                    last = taken.pop()
                    archive.write(lambda connection, last=last: undo(connection, last.id, who=who))  # type: ignore[misc]
                    console.print(f"Taken back: {last.verdict} {last.subject}.")
                    continue
                case _:
                    continue
        except OnrecordError as error:
            console.print(Text(f"onrecord: {error}", style="red"))
            continue
        return True


def _take(archive: Archive, who: str, verdict: str, one: Statement, values: Sequence[str] = ()) -> Decision:
    """Take a decision about a statement as it was shown."""
    return archive.write(lambda connection: spoken.decide(connection, verdict, one.id, values, who=who, shown=one))


def _show(case: Case, console: Console) -> None:
    """The statement in its paragraphs: content, source and cue set off from the rest."""
    document, one = case.record.document, case.statement
    about = (document.title or "Untitled", document.outlet, document.published or "no date known", document.url)
    console.print(Text(words.plain(" · ".join(part for part in about if part)), style="dim"))
    console.print(Padding(shown_in_context(case.record, one), (1, 2)))
    head = [words.speaker(one.speaker), words.kind(one), words.act(one), words.channel(one), words.said_at(one.said_at)]
    console.print(Text(words.plain(" · ".join(part for part in head if part)), style="bold"))
    foot = [words.confidence(one), words.status(one), one.why or "", one.id]
    console.print(Text(words.plain(" · ".join(part for part in foot if part)), style="dim"))


def shown_in_context(record: Record, one: Statement) -> Text:
    """The paragraphs around a statement, with its content, source and cue set off."""
    text = record.document.text
    spans: Spans = (*one.content, *one.source, *one.cue)
    low = max(0, min(span.start for span in spans) - _AROUND)
    high = min(len(text), max(span.end for span in spans) + _AROUND)
    shown = Text(words.plain(text[low:high]))
    for style, marked in (("bold", one.content), ("cyan", one.source), ("green", one.cue)):
        for span in marked:
            shown.stylize(style, span.start - low, span.end - low)
    return shown
