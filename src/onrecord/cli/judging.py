"""Judging a sample in the terminal: one drawn statement or sentence after another, one key a judgement."""

import sys
from collections.abc import Callable
from typing import Final

import click
from rich.console import Console
from rich.text import Text

from onrecord.cli.reviewing import shown_in_context
from onrecord.errors import OnrecordError
from onrecord.export import words
from onrecord.export.sampled import paragraph
from onrecord.record import DocumentId, Record, Span, Speaker
from onrecord.store import loading, schema
from onrecord.store.archive import Archive
from onrecord.store.drawing import draw
from onrecord.store.figures import figures
from onrecord.store.reviews import naming, spoken
from onrecord.store.reviews.decision import Value
from onrecord.store.sample import Answer, Sample, every, judge_passage, judge_statement, load, save

_STATEMENT_KEYS: Final = "y right · s other speaker · x not this speaker · w other words · n no statement · space later · q quit"
_PASSAGE_KEYS: Final = "y nothing is missed here · m a statement is missed · space later · q quit"


def drawn(archive: Archive, number: int, seed: int | None) -> Sample:
    """A new sample, kept in the archive."""
    with archive.read() as connection:
        made = draw(connection, number, seed=seed)
    archive.write(lambda connection: save(connection, made))
    return made


def loaded(archive: Archive, wanted: str) -> Sample:
    """A sample as far as it is judged."""
    with archive.read() as connection:
        return load(connection, wanted)


def show(sample: Sample) -> None:
    """Print what a sample says so far."""
    click.echo(f"Sample {sample.id}: {paragraph(sample, figures(sample))}")


def show_all(archive: Archive) -> None:
    """Print every sample of the archive."""
    with archive.read() as connection:
        found = every(connection)
    for one in found:
        show(one)
    if not found:
        click.echo("No sample was drawn yet: onrecord sample 100 draws one.")


def judge(archive: Archive, wanted: str, who: str) -> None:
    """Show what is not judged yet, one by one, until it ends or the person does."""
    console = Console(highlight=False)
    sample = loaded(archive, wanted)
    waiting = [("statement", place) for place, one in enumerate(sample.statements) if one.judged is None]
    waiting += [("passage", place) for place, one in enumerate(sample.passages) if one.judged is None]
    for number, (kind, place) in enumerate(waiting, start=1):
        console.rule(f"{number} of {len(waiting)}")
        if not (_statement if kind == "statement" else _passage)(archive, sample, place, who, console):
            return


def _ask(console: Console, keys: str, judged: Callable[[str], bool]) -> bool:
    """Ask for keys until one judges or leaves it for later; False where the person wants to end.

    judged: takes a key; whether it was a judgement.
    """
    while True:
        console.print(Text(keys, style="dim"))
        key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        console.print()
        if key in {"q", ""}:
            return False
        try:
            if key == " " or judged(key):
                return True
        except OnrecordError as error:
            console.print(Text(f"onrecord: {error}", style="red"))


def _statement(archive: Archive, sample: Sample, place: int, who: str, console: Console) -> bool:
    """Judge one statement; False where the person wants to end."""
    one = sample.statements[place]
    record = _record_of(archive, one.id)
    stands = next((other for other in record.statements if other.id == one.id), None) if record is not None else None
    if record is None or stands is None:
        # What was drawn, was removed or rejected since, and is not shown to anybody any more.
        console.print(f"The statement {one.id} is not shown in the archive any more.")
        return True
    console.print(shown_in_context(record, stands))
    console.print(Text(words.plain(f"{words.speaker(stands.speaker)} · {words.kind(stands)}"), style="bold"))

    def take(answer: Answer, value: Value | None = None) -> bool:
        archive.write(lambda connection: judge_statement(connection, sample.id, place, answer, value, who=who, shown=stands))
        return True

    def judged(key: str) -> bool:
        match key:
            case "y":
                return take("right")
            case "n":
                return take("not a statement")
            case "s":
                return take("wrong speaker", Value(speaker=_asked_speaker(archive, record)))
            case "x" if stands.speaker is not None:
                return take("wrong speaker", Value(actor=stands.speaker.id))
            case "w":
                return take("wrong words", Value(content=(_asked_span(record, click.prompt("The right words, as they stand")),)))
        return False

    return _ask(console, _STATEMENT_KEYS, judged)


def _passage(archive: Archive, sample: Sample, place: int, who: str, console: Console) -> bool:
    """Judge one sentence between statements; False where the person wants to end."""
    one = sample.passages[place]
    table = schema.documents
    with archive.read() as connection:
        row = connection.execute(table.select().where(table.c.id == one.document)).first()
        if row is None:
            return True
        record = loading.record(connection, row.key)
    console.print(Text(words.plain(record.document.text[one.start : one.end]), style="bold"))

    def judged(key: str) -> bool:
        if key not in {"y", "m"}:
            return False
        missed = []
        if key == "m":
            span = _asked_span(record, click.prompt("Its words, as they stand"), one.start, one.end)
            by = _asked_speaker(archive, record)
            missed.append(spoken.by_hand(record.document.id, record.document.text, (span,), by, who))
        archive.write(lambda connection: judge_passage(connection, sample.id, place, missed, who=who))
        return True

    return _ask(console, _PASSAGE_KEYS, judged)


def _record_of(archive: Archive, statement: str) -> Record | None:
    """The record that a statement stands in; None where it was removed."""
    table = schema.statements
    with archive.read() as connection:
        row = connection.execute(table.select().where(table.c.id == statement)).first()
        return loading.record(connection, row.document) if row is not None else None


def _asked_speaker(archive: Archive, record: Record) -> Speaker | None:
    name = click.prompt("Who said it (unknown where nobody can tell)")
    with archive.read() as connection:
        return naming.speaker(connection, name, DocumentId(record.document.id))


def _asked_span(record: Record, typed: str, low: int = 0, high: int | None = None) -> Span:
    text = record.document.text
    start = text.find(typed.strip(), low, high if high is not None else len(text))
    if start < 0 or not typed.strip():
        raise OnrecordError(f"“{typed}” does not stand there: copy it exactly from the text above.")
    return Span(start, start + len(typed.strip()))
