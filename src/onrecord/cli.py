"""The command line: thin, one function a command.

Exit codes: 0 everything was read, 1 some inputs were left out, 2 nothing could be done.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord import __version__
from onrecord.errors import OnrecordError, OptionError

if TYPE_CHECKING:
    from rich.progress import Progress

    from onrecord.record import Record

_FORMATS = ("terminal", "json", "jsonl", "html", "markdown")
_ALL_READ, _SOME_LEFT_OUT, _NOTHING = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """The public record of who said what: every statement in a text, with its speaker, at its exact characters."""
    # A terminal or a pipe set to another encoding must not turn a curly quotation mark into a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--date", "published", help="When it was published: 2019-01-08, or a time with its zone.")
@click.option("--title", help="Its title, where the text has none.")
@click.option("--outlet", help="Who published it.")
@click.option("--url", help="Its address.")
@click.option("--translated-from", metavar="CODE", help="The language that the text was translated from, such as fr.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of the screen.")
def read(inputs: tuple[str, ...], form: str, *, as_json: bool, out: Path | None, **known: str | None) -> None:
    """Show every statement in each INPUT: a file, a folder, an http(s) address, or - for standard input."""
    try:
        form = "json" if as_json else form
        _check_options(known, out)
        sources, left_out = _expand(inputs)
        many = len(sources) + len(left_out) > 1
        _check_batch(known, many=len(sources) > 1)
        records: list[Record] = []
        with _writer(form, out, many=many) as write:
            for record in _read_all(sources, known, left_out, show_progress=many):
                records.append(record) if form in ("html", "json") else write(record)
            read_count = write.finish(records)
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(_NOTHING)
    if many:
        _report(read_count, left_out)
    elif left_out:
        click.echo(f"onrecord: {left_out[0][1]}", err=True)
    if out and read_count:
        click.echo(f"Written to {out}", err=True)
    sys.exit(_NOTHING if not read_count else _SOME_LEFT_OUT if left_out else _ALL_READ)


@main.command()
def schema() -> None:
    """Print the JSON Schema of what `onrecord read --json` prints."""
    import json  # noqa: PLC0415

    from onrecord.record import schema as record_schema  # noqa: PLC0415

    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
