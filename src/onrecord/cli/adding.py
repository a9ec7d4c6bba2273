"""Commands that fill an archive: init, add."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

import click

from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT, archive_option, bar, many, plainly
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.read.inputs import PassedOver
    from onrecord.read.item import Item
    from onrecord.store.adding import Meaning, Outcome, Process
    from onrecord.store.traces.adding import Added

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
    tally = Tally()
    for passed in found.left_out:
        tally.leave_out(passed.why)
    with opened(place, create=True) as archive:
        process, meaning = stages(model)
        wanted = told(items(found.inputs, mapped), said)
        try:
            with bar("Adding", expected(found.inputs)) as advance:
                for outcome in add_all(archive, wanted, process, meaning):
                    tally.add(outcome)
                    advance()
        except OnrecordError as error:
            tally.leave_out(str(error))
        finally:
            tally.tell()
    sys.exit(NOTHING if not tally.done else SOME_LEFT_OUT if tally.counts["left out"] else ALL_DONE)


class Tally:
    """What became of everything, counted as it comes; what was left out is told at once, with the reason."""

    # What is counted.
    NAME: ClassVar = "document"

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.statements = 0

    @property
    def done(self) -> int:
        """How many documents are in the archive now."""
        return self.counts.total() - self.counts["left out"]

    def add(self, outcome: "Outcome") -> None:
        """Count one document, and say where it is a new version."""
        self.count(outcome)
        if outcome.status == "new version":
            click.echo(f"version {outcome.version}: {outcome.name} ({outcome.document})")

    def count(self, outcome: "Outcome | Added") -> None:
        """Count one document."""
        if outcome.status == "left out":
            self.leave_out(outcome.why or outcome.name)
            return
        self.counts[outcome.status] += 1
        self.statements += outcome.statements

    def leave_out(self, why: str) -> None:
        """Count something that was not added. why: a sentence that names it."""
        self.counts["left out"] += 1
        click.echo(f"onrecord: {why}", err=True)

    def tell(self) -> None:
        """Print the counts."""
        parts = [*self.parts(), f"{self.counts['already there']:,} already there", f"{self.counts['left out']:,} left out"]
        click.echo(f"{', '.join(parts)}; {many(self.statements, 'statement')} in what is new.")

    def parts(self) -> "Iterator[str]":
        """What was done, each in a few words."""
        yield f"{many(self.counts['added'], self.NAME)} added"
        if self.counts["new version"]:
            yield many(self.counts["new version"], "new version")


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
