"""Commands on what changes with time: versions of articles, and reprocessing by a later model."""

import sys

import click

from onrecord.cli.adding import stages
from onrecord.cli.saying import ALL_DONE, SOME_LEFT_OUT, archive_option, bar, json_option, plainly
from onrecord.errors import OptionError


@click.command()
@click.argument("url")
@click.argument("numbers", nargs=-1, type=int, metavar="[OLD NEW]")
@archive_option
@plainly
def versions(url: str, numbers: tuple[int, ...], place: str) -> None:
    """List the versions of the article at URL, and what differs between the last two, or between OLD and NEW."""
    from rich.console import Console

    from onrecord.export.versions import show, show_difference
    from onrecord.store import loading
    from onrecord.store.archive import opened
    from onrecord.store.versions import compare
    from onrecord.store.versions import versions as every

    console = Console(highlight=False)
    with opened(place) as archive, archive.read() as connection:
        found = {one.number: one for one in every(connection, url)}
        show(list(found.values()), console)
        if len(found) < 2 and not numbers:
            return
        wanted = numbers or tuple(sorted(found)[-2:])
        if len(wanted) != 2 or not set(wanted) <= set(found):
            raise OptionError(f"Give the numbers of two versions of {url}, of 1 to {len(found)}.")
        old, new = (loading.record(connection, found[number].key) for number in wanted)
    show_difference(old, new, compare(old, new), console)


@click.command()
@archive_option
@click.option("--since", metavar="DAY", help="Only documents published (or else added) from this day on.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Don't ask before writing.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@json_option
@plainly
def reprocess(place: str, since: str | None, model: str, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Run the present model again over the stored texts; what people decided stays.

    What changes is shown before anything is written. A run that was stopped goes on where it was.
    """
    from rich.console import Console

    from onrecord.export.changes import show, to_json
    from onrecord.extract.model import load
    from onrecord.pipeline import made_by
    from onrecord.read.options import check_published
    from onrecord.store import reprocess as renewing
    from onrecord.store.archive import opened
    from onrecord.store.changes import Tally
    from onrecord.store.drafts import drafts

    check_published(since)
    console = Console(highlight=False)
    with opened(place) as archive:
        process, meaning = stages(model)
        versions_now = made_by(load(model))
        tally = Tally()
        with drafts(archive, renewing.run_of(archive, versions_now, since)) as kept:
            with bar("Reading anew", renewing.waiting(archive, versions_now, since)) as advance:
                for change in renewing.plan(archive, process, versions_now, kept, since=since):
                    tally.add(change)
                    advance()
            if not as_json:
                show(tally, console)
            if not dry_run and tally.documents and (yes or as_json or click.confirm("Write this to the archive?")):
                tally = Tally()
                for renewed in renewing.commit(archive, process, versions_now, kept, since=since, meaning=meaning):
                    tally.add(renewed.change)
                if not as_json:
                    show(tally, console, is_done=True)
        if as_json:
            click.echo(to_json(tally))
    sys.exit(SOME_LEFT_OUT if tally.failures else ALL_DONE)
