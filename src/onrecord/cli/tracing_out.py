"""Traces to the screen or to a file, in each form: as they come where the form allows it, or else together at the end."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.export.traced import Page
    from onrecord.trace.fidelity import Fidelity

_WIDTH = 100  # columns of a file


@contextmanager
def written(form: str, out: Path | None) -> "Iterator[Callable[[Page], None]]":
    """What to call with each page. JSON Lines, and what is shown on the screen, are written as they come, and nothing of them is kept.

    A file is whole or not there: an error on the way leaves none.
    """
    if out is None:
        with _to_screen(form) as write:
            yield write
        return
    from onrecord.export.traced import to_lines
    from onrecord.export.written import whole

    with whole(out) as unfinished:
        if form == "jsonl":
            with unfinished.path.open("wb") as file:

                def add(page: "Page") -> None:
                    file.write(to_lines(page))

                yield add
        else:
            pages: list[Page] = []
            yield pages.append
            unfinished.path.write_bytes(_rendered(pages, form))
    click.echo(f"Written to {out}", err=True)


@contextmanager
def _to_screen(form: str) -> "Iterator[Callable[[Page], None]]":
    from onrecord.export.traced import to_lines

    if form == "jsonl":
        yield lambda page: click.echo(to_lines(page), nl=False)
    elif form == "terminal":
        from rich.console import Console

        shown = _Shown(Console(highlight=False))
        yield shown.page
        shown.close()
    else:
        pages: list[Page] = []
        yield pages.append
        if pages:
            click.echo(_rendered(pages, form).decode(), nl=False)


class _Shown:
    """The terminal. Quotes that stand in no article come one at a time, and are counted at the end."""

    def __init__(self, console: "Console") -> None:
        self.console = console
        self.counts: Counter[Fidelity] = Counter()
        self.elsewhere = 0
        self.has_drift = False

    def page(self, page: "Page") -> None:
        """Show a page, or quotes that stand in none."""
        from onrecord.export import traced, traced_terminal

        if page.document is not None:
            traced_terminal.show(page, self.console)
            return
        if not self.counts and traced.not_searched(page):
            self.console.print(traced.not_searched(page), style="yellow", markup=False)
            self.console.print()
        for one in page.traces:
            traced_terminal.show_one(page, one, self.console)
            self.console.print()
            self.counts[one.trace.fidelity] += 1
            self.elsewhere += one.elsewhere is not None
            self.has_drift = self.has_drift or traced_terminal.is_drifted(one)

    def close(self) -> None:
        """Say how much of the quotes was found."""
        from onrecord.export import traced, traced_terminal

        if self.counts:
            traced_terminal.foot(traced.told(self.counts, self.elsewhere), self.has_drift, self.console)


def _rendered(pages: "Sequence[Page]", form: str) -> bytes:
    together = _together(pages)
    if form == "json":
        from onrecord.export.traced import to_json

        return to_json(together, indent=2) + b"\n"
    if form == "html":
        from onrecord.export.traced_html import page as html

        return html(together).encode()
    if form == "markdown":
        from onrecord.export.traced_markdown import markdown

        return "\n".join(markdown(page) for page in together).encode()
    from rich.console import Console

    buffer = StringIO()
    shown = _Shown(Console(file=buffer, width=_WIDTH, highlight=False))
    for page in pages:
        shown.page(page)
    shown.close()
    return buffer.getvalue().encode()


def _together(pages: "Sequence[Page]") -> "Sequence[Page]":
    """Quotes that stand in no article as one page."""
    from onrecord.export.traced import Page

    if not pages or pages[0].document is not None:
        return pages
    together = tuple(one for page in pages for one in page.traces)
    return [Page(document=None, traces=together, about=pages[0].about, left_out=pages[0].left_out)]
