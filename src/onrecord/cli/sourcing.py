"""Commands on the sources that statements are traced to: sources add, list, remove."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.adding import Tally, stages, told
from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT, archive_option, bar, json_option, many, plainly
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.read.columns import Columns
    from onrecord.read.inputs import PassedOver
    from onrecord.read.item import Item
    from onrecord.record import DocumentKind
    from onrecord.store.archive import Archive

_KINDS = ("post", "transcript", "release", "readout")


@click.group()
def sources() -> None:
    """The texts in which speakers speak for themselves: posts, transcripts, releases, readouts."""


@sources.command("add")
@click.argument("inputs", nargs=-1, required=True, metavar="RECIPE|INPUT...")
@archive_option
@click.option("--kind", type=click.Choice(_KINDS), help="What the texts are, where the input doesn't say.")
@click.option("--speaker", metavar="NAME", help="Whose words they hold, where the input doesn't say.")
@click.option("--outlet", help="Who published them, where the input doesn't say.")
@click.option("--date", "published", help="When they were published, where the input doesn't say.")
@click.option("--translated-from", metavar="CODE", help="The language that they were translated from, such as fr.")
@click.option("--columns", metavar="MAP", help="Columns of tables and JSON Lines, as in onrecord add.")
@click.option(
    "--limit", type=click.IntRange(1), default=200, show_default=True, help="How many pages of a RECIPE to ask for at most."
)
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@plainly
def add(
    inputs: tuple[str, ...],
    place: str,
    kind: "DocumentKind | None",
    speaker: str | None,
    columns: str | None,
    limit: int,
    model: str,
    **said: str | None,
) -> None:
    """Add sources to the archive, with all that is said in them.

    RECIPE is the name of an institution (onrecord sources list --recipes), whose newest pages are asked for. INPUT is what onrecord add
    takes: a file, a folder, an address, a feed or sitemap, JSON Lines, CSV, an export of posts. What is in the archive as news
    becomes a source, and what was not known of a source is completed. To mean a file that is called like a recipe, write ./NAME.
    What a source quotes is found as in any document, which takes about a tenth of a second a post.
    """
    from onrecord.errors import ArchiveError
    from onrecord.read.columns import parse_columns
    from onrecord.read.options import check_language, check_published
    from onrecord.store.archive import opened
    from onrecord.store.traces.adding import add as add_all
    from onrecord.store.traces.recipes import recipes

    said |= {"published": check_published(said["published"]), "translated_from": check_language(said["translated_from"])}
    mapped = parse_columns(columns)
    names = [one for one in inputs if one in recipes()]
    tally = _Tally()
    wanted, total = _opened([one for one in inputs if one not in recipes()], mapped, tally)
    with opened(place, create=True) as archive:
        process, meaning = stages(model)
        try:
            with bar("Adding", total if not names else None) as advance:
                for found in (wanted, *(_of_recipe(archive, one, limit) for one in names)):
                    try:
                        for one in add_all(archive, told(found, said), process, meaning, kind=kind, speaker=speaker):
                            tally.count(one)
                            advance()
                    except ArchiveError:
                        raise
                    except OnrecordError as error:
                        tally.leave_out(str(error))
        except ArchiveError as error:
            tally.leave_out(str(error))
        finally:
            tally.tell()
    sys.exit(NOTHING if not tally.done else SOME_LEFT_OUT if tally.counts["left out"] else ALL_DONE)


@sources.command("list")
@archive_option
@click.option("--recipes", "is_recipes", is_flag=True, help="List the institutions whose sources can be added by name.")
@json_option
@plainly
def list_(place: str, *, is_recipes: bool, as_json: bool) -> None:
    """Say whose texts the archive traces statements to: how many, from when to when, and where some are missing."""
    from rich.console import Console

    from onrecord.export import traces_sources
    from onrecord.store import rows
    from onrecord.store.archive import opened
    from onrecord.store.traces.listed import groups
    from onrecord.store.traces.recipes import recipes

    console = Console(highlight=False)
    if is_recipes:
        every = list(recipes().values())
        if as_json:
            click.echo(rows.packed(every))
        else:
            traces_sources.show_recipes(every, console)
        return
    with opened(place) as archive:
        found = archive.look(groups)
    if as_json:
        click.echo(rows.packed(found))
    else:
        traces_sources.show(found, console)


@sources.command("remove")
@click.argument("wanted", nargs=-1, required=True, metavar="DOCUMENT|ADDRESS...")
@archive_option
@click.option(
    "--kind", type=click.Choice(("other", "news")), default="other", show_default=True, help="What they are from then on."
)
@plainly
def remove(wanted: tuple[str, ...], place: str, kind: "DocumentKind") -> None:
    """Take documents out of the sources. They stay in the archive with their statements; onrecord forget removes one wholly."""
    from onrecord.store.archive import opened
    from onrecord.store.traces.adding import remove as take_out

    failed = 0
    with opened(place) as archive:
        for one in wanted:
            try:
                click.echo(f"{take_out(archive, one, kind)} is no source any more; its document stays.")
            except OnrecordError as error:
                failed += 1
                click.echo(f"onrecord: {error}", err=True)
    sys.exit(NOTHING if failed == len(wanted) else SOME_LEFT_OUT if failed else ALL_DONE)


def _opened(inputs: list[str], columns: "Columns", tally: "_Tally") -> "tuple[Iterator[Item | PassedOver], int | None]":
    """What inputs hold, and how much of it there will be, if that is known before."""
    from onrecord.read.carriers import expected, items
    from onrecord.read.inputs import CARRIERS, SUFFIXES
    from onrecord.read.inputs import inputs as expand

    found = expand(inputs, SUFFIXES | CARRIERS)
    for passed in found.left_out:
        tally.leave_out(passed.why)
    return items(found.inputs, columns), _many_posts(found.inputs) or expected(found.inputs)


def _many_posts(inputs: "Sequence[str]") -> int | None:
    """How many documents files of JSON Lines hold, a document on each line; None where there are other inputs among them."""
    total = 0
    for one in inputs:
        if not one.lower().endswith((".jsonl", ".ndjson", ".jsonlines")):
            return None
        try:
            with Path(one).open("rb") as file:
                total += sum(not line.isspace() for line in file)
        except OSError:
            return None
    return total or None


def _of_recipe(archive: "Archive", name: str, limit: int) -> "Iterator[Item | PassedOver]":
    from sqlalchemy import select

    from onrecord.read.carriers import Fetcher
    from onrecord.store import schema
    from onrecord.store.traces.official import items
    from onrecord.store.traces.recipes import recipe

    def is_known(address: str) -> bool:
        table = schema.documents
        wanted = select(table.c.key).where(table.c.url == address)
        return archive.look(lambda connection: connection.execute(wanted).first() is not None)

    return items(recipe(name), Fetcher(), is_known, limit)


class _Tally(Tally):
    """What became of everything that was to be a source."""

    NAME = "source"

    def parts(self) -> "Iterator[str]":
        """What became a source by being added, and what was there."""
        yield from super().parts()
        if self.counts["made a source"]:
            yield many(self.counts["made a source"], "document") + " of the archive made a source"
        if self.counts["completed"]:
            yield f"{self.counts['completed']:,} of which more is known now"
