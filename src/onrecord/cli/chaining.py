"""The command that draws which reports of a quotation rest on which: chain."""

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.saying import archive_option, plainly

if TYPE_CHECKING:
    from onrecord.store.chains import Chained

_FORMATS = ("terminal", "json", "html", "svg", "dot")
_WIDTH: Final = 100  # columns of a file


@click.command()
@click.argument("wanted", metavar="QUOTATION|STATEMENT")
@archive_option
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of the screen.")
@plainly
def chain(wanted: str, place: str, form: str, out: Path | None, *, as_json: bool) -> None:
    """Show which reports of a quotation rest on which, and where it appeared first.

    QUOTATION|STATEMENT is an id as onrecord search shows it. Edges have evidence: links, “according to” another outlet, the same
    departures from the source, the same words around it; where there is none, it is not known on what a report rests. The source
    is the one that onrecord traces update found.
    """
    from onrecord.export.written import whole
    from onrecord.store.archive import opened
    from onrecord.store.chains import chained

    form = "json" if as_json else form
    with opened(place) as archive:
        found = archive.look(lambda connection: chained(connection, wanted))
    if out is not None:
        with whole(out) as unfinished:
            unfinished.path.write_bytes(_rendered(found, form))
        click.echo(f"Written to {out}", err=True)
    elif form == "terminal":
        from rich.console import Console

        from onrecord.export.chained_terminal import show

        show(found, Console(highlight=False))
    else:
        click.echo(_rendered(found, form), nl=False)


def _rendered(found: "Chained", form: str) -> bytes:
    if form == "json":
        from onrecord.export.chained import to_json

        return to_json(found) + b"\n"
    if form == "html":
        from onrecord.export.chained_html import page

        return page(found).encode()
    if form == "svg":
        from onrecord.export.chained_svg import drawing

        return drawing(found).encode()
    if form == "dot":
        from onrecord.export.chained_dot import dot

        return dot(found).encode()
    from rich.console import Console

    from onrecord.export.chained_terminal import show

    buffer = StringIO()
    show(found, Console(file=buffer, width=_WIDTH, highlight=False))
    return buffer.getvalue().encode()
