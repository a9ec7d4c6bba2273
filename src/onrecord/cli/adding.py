"""Commands that fill an archive: init, add."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT, archive_option, bar, many, plainly

if TYPE_CHECKING:
    from onrecord.read.inputs import PassedOver
    from onrecord.read.item import Item
    from onrecord.store.adding import Meaning, Outcome, Process

_KINDS = ("news", "post", "transcript", "release", "readout", "other")


@click.command()
@archive_option
@plainly
def init(place: str) -> None:
    """Make an empty archive, or bring one to this program's schema."""
    from onrecord.store.archive import opened

    with opened(place, create=True) as archive:
        click.echo(f"{archive.place} is an archive, ready for onrecord add.")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@archive_option
@click.option("--outlet", help="Who published it, where the input doesn't say.")
@click.option(
    "--date", "published", help="When it was published, where the input doesn't say: 2019-01-08, or a time with its zone."
)
@click.option("--kind", type=click.Choice(_KINDS), help="What the documents are, where the input doesn't say.  [default: news]")
@click.option("--translated-from", metavar="CODE", help="The language that the texts were translated from, such as fr.")
@click.option(
    "--columns",
    metavar="MAP",
    help="Columns of tables and JSON Lines, where their names are not the usual ones: text=body,published=date.",
)
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@plainly
def add(inputs: tuple[str, ...], place: str, columns: str | None, model: str, **said: str | None) -> None:
    """Add every document in each INPUT to the archive, with all that is said in it.

    INPUT is a file (text, HTML, PDF, DOCX, SRT, VTT), a folder, an address, a feed or sitemap, JSON Lines, CSV, WARC or WACZ,
    or an export of posts. What is there already is not added twice; another text at the same address is a new version.
    """
    from onrecord.read.carriers import expected, items
    from onrecord.read.columns import parse_columns
    from onrecord.read.inputs import CARRIERS, SUFFIXES
    from onrecord.read.inputs import inputs as expand
    from onrecord.read.options import check_language, check_published
    from onrecord.store.adding import add as add_all
    from onrecord.store.archive import opened

    said |= {"published": check_published(said["published"]), "translated_from": check_language(said["translated_from"])}
    mapped = parse_columns(columns)
    found = expand(inputs, SUFFIXES | CARRIERS)
    with opened(place, create=True) as archive:
        process, meaning = stages(model)
        outcomes: list[Outcome] = []
        wanted = told(items(found.inputs, mapped), said)
        with bar("Adding", expected(found.inputs)) as advance:
            try:
                for outcome in add_all(archive, wanted, process, meaning):
                    outcomes.append(outcome)
                    advance()
            finally:
                report(outcomes, [one.why for one in found.left_out])
    done = [one for one in outcomes if one.status != "left out"]
    sys.exit(NOTHING if not done else SOME_LEFT_OUT if len(done) < len(outcomes) or found.left_out else ALL_DONE)


def stages(model: str) -> "tuple[Process, Meaning]":
    """Extraction and resolution by a model, and the encoder of statements."""
    from onrecord.extract import meaning
    from onrecord.extract.model import load
    from onrecord.pipeline import record
    from onrecord.store.adding import Meaning

    loaded, encoder = load(model), meaning.load()
    return (lambda reading: record(reading, loaded)), Meaning(encoder.version, encoder.embed)


def told(found: "Iterable[Item | PassedOver]", said: dict[str, str | None]) -> "Iterator[Item | PassedOver]":
    """Items with what a person says of all of them, where their carrier doesn't say it."""
    import msgspec

    from onrecord.read.item import Item

    for item in found:
        if isinstance(item, Item):
            yield msgspec.structs.replace(item, **{name: value for name, value in said.items() if getattr(item, name) is None})
        else:
            yield item


def report(outcomes: "list[Outcome]", left_out: list[str]) -> None:
    """What became of everything: what was left out and why, then the counts."""
    for outcome in outcomes:
        if outcome.why is not None:
            click.echo(f"onrecord: {outcome.why}", err=True)
    for sentence in left_out:
        click.echo(f"onrecord: {sentence}", err=True)
    of = {
        status: [one for one in outcomes if one.status == status]
        for status in ("added", "new version", "already there", "left out")
    }
    for outcome in of["new version"]:
        click.echo(f"version {outcome.version}: {outcome.name} ({outcome.document})")
    fresh = of["added"] + of["new version"]
    parts = [f"{many(len(of['added']), 'document')} added"]
    if of["new version"]:
        parts.append(many(len(of["new version"]), "new version"))
    parts += [f"{len(of['already there']):,} already there", f"{len(of['left out']) + len(left_out):,} left out"]
    click.echo(f"{', '.join(parts)}; {many(sum(one.statements for one in fresh), 'statement')} in what is new.")
