"""The command that checks a draft: check.

Exit codes beside those of `saying`: 3 something needs attention, 4 among it a possible change of meaning.
"""

import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.saying import ALL_DONE, SOME_LEFT_OUT, bar, check_out, done_bar, plainly
from onrecord.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.export.checked_claims import Exported
    from onrecord.record import DocumentKind, Record
    from onrecord.trace.draft import Checked
    from onrecord.trace.library import Gathered

ATTENTION: Final = 3
CHANGED: Final = 4

_FORMATS = ("terminal", "html", "docx", "json", "claimreview")
_KINDS = ("post", "transcript", "release", "readout")
_PATH = click.Path(path_type=Path)
_CONFIRM_HELP = "For claimreview: a row by its number and how it was found, which --by answers for; may be given several times."


class Sourced(click.Command):
    """A command whose --sources takes all that follows it up to the next option, as a shell writes out `posts/*.jsonl`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments with --sources before each source."""
        spelt: list[str] = []
        is_open = False
        for one in args:
            is_option = one.startswith("-") and one != "-"
            if is_open and not is_option:
                spelt += ["--sources", one]
            elif one != "--sources":
                spelt.append(one)
            is_open = one == "--sources" or (is_open and not is_option)
        return super().parse_args(ctx, spelt)


@click.command(cls=Sourced)
@click.argument("draft", metavar="DRAFT")
@click.option(
    "--sources", multiple=True, metavar="INPUT...", help="What may hold the quotes: files, folders, JSON Lines, CSV, feeds."
)
@click.option("--kind", type=click.Choice(_KINDS), help="What the sources are, where they don't say.")
@click.option("--speaker", metavar="NAME", help="Whose words the sources hold, where they don't say.")
@click.option("--index", "folder", type=_PATH, metavar="FOLDER", help="Keep the index of the sources here, for the next time.")
@click.option("--within-days", type=click.IntRange(0), metavar="N", help="Only sources so many days around the day that is told.")
@click.option("--date", "published", help="The day on which it is to appear: 2019-01-08. Without one “on Monday” can't be told.")
@click.option("--title", help="Its title, where the text has none.")
@click.option("--translated-from", metavar="CODE", help="The language that the draft was translated from, such as fr.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--out", type=_PATH, help="Write to this file instead of the screen; docx needs it.")
@click.option("--by", metavar="NAME", help="For claimreview: the person who answers for what is exported.")
@click.option("--confirm", multiple=True, metavar="ROW=FOUND", help=_CONFIRM_HELP)
@click.option("--publisher", metavar="NAME", help="For claimreview: who publishes it.")
@click.option("--url", metavar="ADDRESS", help="For claimreview: where it is published.")
@plainly
def check(
    draft: str,
    sources: tuple[str, ...],
    kind: "DocumentKind | None",
    speaker: str | None,
    folder: Path | None,
    within_days: int | None,
    model: str,
    form: str,
    out: Path | None,
    by: str | None,
    confirm: tuple[str, ...],
    publisher: str | None,
    url: str | None,
    **known: str | None,
) -> None:
    """Check DRAFT, an unpublished story: every quote with its speaker, title, time and source, in rows to tick and sign.

    The draft is read on this machine and not kept: nothing is written but --out and the --index of the sources, nothing is sent
    anywhere, and nothing is fetched but addresses that --sources names. “Not found” says that the sources don't hold it, never
    that it was not said. Exit codes: 0 nothing needs attention, 1 nothing does but some sources were left out, 2 nothing could be
    done, 3 something needs attention, 4 among it a possible change of meaning.
    """
    _refuse(draft, sources, form, out, {"--by": by, "--confirm": confirm, "--publisher": publisher, "--url": url})
    record = _read(draft, model, known)
    found = _gathered(sources, kind, speaker)
    page = _checked(record, found, folder, within_days)
    if form == "claimreview":
        _export(page, out, by or "", confirm, publisher, url)
    else:
        _write(page, form, out)
    for sentence in page.left_out:
        click.echo(f"onrecord: {sentence}", err=True)
    sys.exit(_status(page))


def _refuse(draft: str, sources: "Sequence[str]", form: str, out: Path | None, signed: dict[str, object]) -> None:
    """Raise OptionError for what can't be done, before anything is read."""
    if "://" in draft:
        raise OptionError(f"{draft} is an address: a draft is read from a file on this machine, or from - for standard input.")
    if not sources:
        raise OptionError(
            "There is nothing to check the quotes against: give --sources, such as a folder of transcripts or a file of posts."
        )
    if form == "docx" and out is None:
        raise OptionError("A Word document can't be shown on the screen: give the file to write it to with --out.")
    check_out(out, (draft, *sources), "the draft or one of its sources")
    given = [name for name, value in signed.items() if value]
    if given and form != "claimreview":
        raise OptionError(f"{given[0]} is for --format claimreview only: leave it out, or ask for that format.")
    if form == "claimreview" and not str(signed["--by"] or "").strip():
        raise OptionError("A ClaimReview needs a person who answers for it: give a name with --by.")
    if signed["--url"] and not str(signed["--url"]).lower().startswith(("https://", "http://")):
        raise OptionError(f"{signed['--url']} is not an address: give one that begins with https://.")


def _read(draft: str, model: str, known: dict[str, str | None]) -> "Record":
    from onrecord.extract.model import load
    from onrecord.pipeline import ALL_ACTS
    from onrecord.pipeline import read as read_one

    return read_one(draft if draft == "-" else Path(draft), acts=ALL_ACTS, model=load(model), **known)  # type: ignore[arg-type]


def _gathered(sources: "Sequence[str]", kind: "DocumentKind | None", speaker: str | None) -> "Gathered":
    from onrecord.trace.library import gathered

    with bar("Reading sources", None) as step:
        return gathered(sources, kind=kind, speaker=speaker, step=step)


def _checked(record: "Record", found: "Gathered", folder: Path | None, within_days: int | None) -> "Checked":
    from onrecord.resolve.kb import base
    from onrecord.trace.draft import checked
    from onrecord.trace.library import indexed
    from onrecord.trace.quotes import SHORTEST, asked, count
    from onrecord.trace.states import reader
    from onrecord.trace.tracing import traced, traced_quote
    from onrecord.trace.unclaimed import passages

    with_encoder = reader()
    with done_bar("Indexing") as told:
        index = indexed(found.sources, with_encoder, folder=folder, about=found.about, step=told)
    rest = [one for one in passages(record) if count(one.text) >= SHORTEST]
    with bar("Tracing", len(asked(record)) + len(rest)) as step:
        traces = traced(record, index, within_days=within_days, reader=with_encoder, step=step)
        for one in rest:
            traces.append(traced_quote(one, index, within_days=within_days, reader=with_encoder))
            step()
    return checked(record, traces, base(), about=found.about, texts=len(found.sources), left_out=found.left_out)


def _status(page: "Checked") -> int:
    if any(need.why == "altered" for row in page.rows for need in row.needs):
        return CHANGED
    if not page.is_clear:
        return ATTENTION
    return SOME_LEFT_OUT if page.left_out else ALL_DONE


def _write(page: "Checked", form: str, out: Path | None) -> None:
    if form == "terminal" and out is None:
        from rich.console import Console

        from onrecord.export.checked_terminal import show

        show(page, Console(highlight=False))
    else:
        _put(_rendered(page, form), out)


def _rendered(page: "Checked", form: str) -> bytes:
    if form == "html":
        from onrecord.export.checked_html import page as html

        return html(page).encode()
    if form == "docx":
        from onrecord.export.checked_docx import document

        return document(page)
    if form == "json":
        from onrecord.export.checked_json import to_json

        return to_json(page, indent=2) + b"\n"
    from rich.console import Console

    from onrecord.export.checked_terminal import show

    shown = StringIO()
    show(page, Console(file=shown, width=100, highlight=False))
    return shown.getvalue().encode()


def _export(page: "Checked", out: Path | None, by: str, confirm: "Sequence[str]", publisher: str | None, url: str | None) -> None:
    from onrecord.export.checked_claims import confirmation, reviews, to_json

    confirmed = dict(confirmation(page, one) for one in confirm)
    made: Exported = reviews(page, by, publisher=publisher, url=url, confirmed=confirmed)
    _put(to_json(made) + b"\n", out)
    for sentence in made.left_out:
        click.echo(f"onrecord: {sentence}", err=True)


def _put(data: bytes, out: Path | None) -> None:
    """Write to a file, whole or not at all, or to the screen."""
    if out is None:
        click.echo(data.decode(), nl=False)
        return
    from onrecord.export.written import whole

    with whole(out) as unfinished:
        unfinished.path.write_bytes(data)
    click.echo(f"Written to {out}", err=True)
