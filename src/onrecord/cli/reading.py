"""Commands that read: read, explain, schema."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT
from onrecord.errors import OnrecordError, OptionError

if TYPE_CHECKING:
    from onrecord.record import Record

_FORMATS = ("terminal", "json", "jsonl", "html", "markdown")
_ACTS_HELP = "Statements of what is said or thought, or also what is planned or shown by documents."


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--date", "published", help="When it was published: 2019-01-08, or a time with its zone.")
@click.option("--title", help="Its title, where the text has none.")
@click.option("--outlet", help="Who published it.")
@click.option("--url", help="Its address.")
@click.option("--translated-from", metavar="CODE", help="The language that the text was translated from, such as fr.")
@click.option("--acts", type=click.Choice(("spoken", "all")), default="spoken", show_default=True, help=_ACTS_HELP)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="The least product of the two confidences.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of the screen.")
def read(
    inputs: tuple[str, ...],
    acts: str,
    min_confidence: float,
    model: str,
    form: str,
    *,
    as_json: bool,
    out: Path | None,
    **known: str | None,
) -> None:
    """Show every statement in each INPUT: a file, a folder, an http(s) address, or - for standard input."""
    try:
        _check(min_confidence)
        sources, left_out = _expand(inputs)
        every = list(_read_all(sources, model, known, left_out))
        records = _chosen(every, acts, min_confidence)
        if records:
            _write(records, "json" if as_json else form, out)
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(NOTHING)
    _report_unshown(every, records)
    _report(len(records), left_out, is_batch=len(sources) > 1 or len(inputs) > 1)
    sys.exit(NOTHING if not records else SOME_LEFT_OUT if left_out else ALL_DONE)


@click.command()
@click.argument("source", metavar="FILE")
@click.argument("statement")
@click.option("--date", "published", help="When it was published: 2019-01-08, or a time with its zone.")
@click.option("--translated-from", metavar="CODE", help="The language that the text was translated from, such as fr.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
def explain(source: str, statement: str, model: str, **known: str | None) -> None:
    """Say why FILE's STATEMENT has its speaker, time and channel: a number in text order, an id, or words of it."""
    from onrecord.export.explain import chosen
    from onrecord.export.explain import explain as explained

    try:
        left_out: list[str] = []
        record = next(_read_all([source], model, known, left_out), None)
        if record is None:
            raise OptionError(left_out[0])
        click.echo(explained(record, chosen(record, statement)))
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(NOTHING)


@click.command()
def schema() -> None:
    """Print the JSON Schema of what `onrecord read --json` prints."""
    import json

    from onrecord.record import schema as record_schema

    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))


def _check(min_confidence: float) -> None:
    """Refuse what is no number before anything is read."""
    from onrecord.pipeline import ALL_ACTS, check

    check(ALL_ACTS, min_confidence)


def _expand(arguments: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The inputs that the arguments stand for, and a sentence for each thing in a folder that is none."""
    from onrecord.read.inputs import inputs

    found = inputs(arguments)
    return list(found.inputs), [one.why for one in found.left_out]


def _read_all(sources: list[str], model: str, known: dict[str, Any], left_out: list[str]) -> "Iterator[Record]":
    """A record for each input that can be read; a sentence in left_out for each that can't. Many show a progress bar."""
    from onrecord.extract.model import load
    from onrecord.pipeline import ALL_ACTS
    from onrecord.pipeline import read as read_one

    loaded = load(model)
    with _progress(sources) as advance:
        for source in sources:
            try:
                yield read_one(source if source == "-" or "://" in source else Path(source), acts=ALL_ACTS, model=loaded, **known)
            except OptionError:
                raise
            except OnrecordError as error:
                left_out.append(str(error))
            advance()


@contextmanager
def _progress(sources: list[str]) -> Iterator[Callable[[], None]]:
    """A bar on standard error for more than one input, where somebody is looking."""
    if len(sources) < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=len(sources))
        yield lambda: bar.advance(task)


def _write(records: "list[Record]", form: str, out: Path | None) -> None:
    """Write records in one form, to a file (whole or not at all) or to the screen."""
    if form == "terminal" and out is None:
        from rich.console import Console

        from onrecord.export.terminal import show

        console = Console(highlight=False)
        for record in records:
            show(record, console)
        return
    text = _render(records, form)
    if out is None:
        sys.stdout.write(text)
        return
    from onrecord.export.written import whole

    with whole(out) as written:
        written.path.write_text(text, encoding="utf-8", newline="")
    click.echo(f"Written to {out}", err=True)


def _render(records: "list[Record]", form: str) -> str:
    from onrecord.record import to_json

    if form == "json":
        return to_json(records[0] if len(records) == 1 else records, indent=2).decode() + "\n"
    if form == "jsonl":
        return "".join(to_json(record).decode() + "\n" for record in records)
    if form == "html":
        from onrecord.export.html import page

        return page(records)
    if form == "markdown":
        from onrecord.export.markdown import markdown

        return "\n".join(markdown(record) for record in records)
    from rich.console import Console

    from onrecord.export.terminal import show

    buffer = StringIO()
    console = Console(file=buffer, width=100, highlight=False)
    for record in records:
        show(record, console)
    return buffer.getvalue()


def _chosen(records: "list[Record]", acts: str, min_confidence: float) -> "list[Record]":
    from onrecord.pipeline import ALL_ACTS, SHOWN_ACTS, choose

    return [choose(record, ALL_ACTS if acts == "all" else SHOWN_ACTS, min_confidence) for record in records]


def _report_unshown(every: "list[Record]", shown: "list[Record]") -> None:
    """How many statements the options kept from the output."""
    missing = sum(len(record.statements) for record in every) - sum(len(record.statements) for record in shown)
    if missing:
        noun = "statement is" if missing == 1 else "statements are"
        click.echo(f"{missing} more {noun} not shown: --acts all and a lower --min-confidence show more.", err=True)


def _report(read_count: int, left_out: list[str], *, is_batch: bool) -> None:
    """What was left out and why; of a batch also how much was read."""
    for sentence in left_out:
        click.echo(f"onrecord: {sentence}", err=True)
    if is_batch:
        click.echo(f"{read_count} read, {len(left_out)} left out.", err=True)
