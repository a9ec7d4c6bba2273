"""Commands on the traces of an archive: traces update, show, list."""

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from onrecord.cli.saying import ALL_DONE, SOME_LEFT_OUT, archive_option, bar, done_bar, json_option, many, plainly

if TYPE_CHECKING:
    from onrecord.store.traces.update import Updated

_FIDELITIES = ("verbatim", "trimmed", "edited", "translated", "paraphrase", "altered", "not found")


@click.group()
def traces() -> None:
    """Where the reported statements of the archive were said, as far as its sources tell."""


@traces.command()
@archive_option
@json_option
@plainly
def update(place: str, *, as_json: bool) -> None:
    """Trace every reported statement that was not traced yet, or that a new source may be of.

    A run that was stopped goes on where it was. What people decided stays.
    """
    from onrecord.store import rows
    from onrecord.store.archive import opened
    from onrecord.store.traces import update as updating
    from onrecord.store.traces.shown import says
    from onrecord.trace.states import reader

    with opened(place) as archive:
        encoder = reader()
        passed = updating.pass_over(archive, encoder)
        total = updating.waiting(archive, encoder)
        counts: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        left_out: list[str] = []
        with done_bar("Reading sources") as progress:
            every = updating.update_all(archive, encoder, step=progress)
            first = next(every, None)
        with bar("Tracing", total) as advance:
            for one in [first] if first is not None else []:
                _count(one, statuses, counts, left_out)
                advance()
            for one in every:
                _count(one, statuses, counts, left_out)
                advance()
    found = {says(name, is_confirmed=False): count for name, count in sorted(counts.items())}
    if as_json:
        told = {
            "traced": statuses["traced"],
            "as_they_were": statuses["as it was"] + passed,
            "left_out": left_out,
            "wordings": found,
        }
        click.echo(rows.packed(told))
    elif not statuses.total():
        click.echo("Every report of the archive was traced already, and no new source concerns one.")
    else:
        by = ", ".join(f"{count:,} {name}" for name, count in sorted(found.items(), key=lambda pair: -pair[1]))
        wordings = many(sum(found.values()), "wording") + (f": {by}" if by else "")
        rest = f"; {statuses['as it was'] + passed:,} that no new source concerns" if statuses["as it was"] + passed else ""
        click.echo(f"{many(statuses['traced'], 'document')} traced{rest}, {len(left_out):,} left out; {wordings}.")
    sys.exit(SOME_LEFT_OUT if left_out else ALL_DONE)


@traces.command()
@click.argument("wanted", metavar="STATEMENT|TRACE")
@archive_option
@json_option
@plainly
def show(wanted: str, place: str, *, as_json: bool) -> None:
    """Show where a statement was said: both texts' words, how they differ, and what was searched."""
    from rich.console import Console

    from onrecord.export import traces_shown
    from onrecord.store.archive import opened
    from onrecord.store.traces.shown import show as shown

    with opened(place) as archive:
        found = archive.look(lambda connection: shown(connection, wanted))
    if as_json:
        click.echo(traces_shown.to_json(found))
    else:
        traces_shown.show(found, Console(highlight=False))


@traces.command("list")
@archive_option
@click.option("--fidelity", type=click.Choice(_FIDELITIES), help="Only these; altered is a possible change of meaning.")
@click.option("--not-found", "is_not_found", is_flag=True, help="Only what was not found.")
@click.option("--speaker", metavar="NAME", help="Only what is given to this speaker.")
@click.option(
    "--reviewed/--machine", "is_reviewed", default=None, help="Only what a person decided about, or only what nobody did."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many to show.")
@click.option("--skip", type=click.IntRange(0), default=0, help="How many to leave out first.")
@json_option
@plainly
def list_(
    place: str,
    fidelity: str | None,
    speaker: str | None,
    is_reviewed: bool | None,
    limit: int,
    skip: int,
    *,
    is_not_found: bool,
    as_json: bool,
) -> None:
    """List traces, those of what was said last first."""
    from rich.console import Console

    from onrecord.errors import OptionError
    from onrecord.export import traces_shown
    from onrecord.store.archive import opened
    from onrecord.store.traces.shown import Query, listing

    if is_not_found and fidelity not in {None, "not found"}:
        raise OptionError("--not-found and --fidelity say different things: give one of them.")
    wanted = "not found" if is_not_found else fidelity
    query = Query(fidelity=wanted, speaker=speaker, is_reviewed=is_reviewed, limit=limit, skip=skip)
    with opened(place) as archive:
        found = archive.look(lambda connection: listing(connection, query))
    if as_json:
        click.echo(traces_shown.to_json(found))
    else:
        traces_shown.show_list(found, Console(highlight=False))
    sys.exit(ALL_DONE if found.traces else SOME_LEFT_OUT)


def _count(one: "Updated", statuses: Counter[str], counts: Counter[str], left_out: list[str]) -> None:
    statuses[one.status] += 1
    counts.update(one.counts)
    if one.why is not None:
        left_out.append(one.why)
        click.echo(f"onrecord: {one.why}", err=True)
