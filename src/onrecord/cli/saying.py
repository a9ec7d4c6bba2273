"""What every command shares: exit codes, one sentence for an error, the archive's place, and a bar for what takes long.

Exit codes: 0 everything was done, 1 some inputs were left out or something was found amiss, 2 nothing could be done.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from onrecord.errors import OnrecordError, OptionError

ALL_DONE: Final = 0
SOME_LEFT_OUT: Final = 1
NOTHING: Final = 2
_INTERRUPTED: Final = 130

Command = TypeVar("Command", bound=Callable[..., None])


def plainly(command: Command) -> Command:
    """A command whose errors are one sentence on standard error and exit code 2."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever click gives the command
        try:
            command(*arguments, **options)
        except OnrecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            sys.exit(NOTHING)
        except KeyboardInterrupt:
            click.echo("onrecord: stopped; what was done before is kept.", err=True)
            sys.exit(_INTERRUPTED)

    return run  # type: ignore[return-value]


archive_option = click.option(
    "--archive",
    "place",
    envvar="ONRECORD_ARCHIVE",
    default="onrecord.db",
    show_default=True,
    metavar="PLACE",
    help="The archive: a file, or postgresql://…; also by ONRECORD_ARCHIVE.",
)

by_option = click.option(
    "--by", "who", envvar="ONRECORD_REVIEWER", metavar="NAME", help="Who decides; your login unless told, or ONRECORD_REVIEWER."
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def reviewer(who: str | None) -> str:
    """The name that decisions are signed with."""
    import getpass

    try:
        return who or getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar with rate and time left on standard error, where somebody is looking; gives what to call after each step."""
    if not sys.stderr.isatty() or total == 1:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if not speed else f"{speed:.1f}/s" if speed >= 1 else f"{60 * speed:.1f}/min")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)


@contextmanager
def done_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that says itself how much of it is done; gives what to call with that and the whole."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def check_out(out: Path | None, read: Iterable[str], what: str) -> None:
    """Raise OptionError where a file can't be written to, because there is no such folder or it is one of those that are read.

    what: what those are, as in “is one of the files that are read”.
    """
    if out is None:
        return
    if not out.absolute().parent.is_dir():
        raise OptionError(f"{out} can't be written: there is no folder {out.absolute().parent}.")
    if any(_is_same(out, one) for one in read):
        raise OptionError(f"{out} is {what}: give another file to write to.")


def _is_same(out: Path, given: str) -> bool:
    try:
        return given != "-" and out.exists() and out.samefile(given)
    except (OSError, ValueError):
        return False


def many(count: int, one: str, several: str | None = None) -> str:
    """A count with its noun: “1 statement”, “2 statements”."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
