"""The command that finds: search."""

import sys
from typing import TYPE_CHECKING, get_args

import click

from onrecord.cli.saying import ALL_DONE, SOME_LEFT_OUT, archive_option, json_option, plainly
from onrecord.record import Act, StatementKind

if TYPE_CHECKING:
    from onrecord.store.vectors import Embed


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@archive_option
@click.option("--speaker", metavar="NAME", help="Who said it; a surname or a near miss is enough.")
@click.option("--about", metavar="NAME|WORDS", help="Whom or what the statement names.")
@click.option("--to", metavar="NAME", help="Whom it was said to.")
@click.option("--channel", metavar="WORD", help="Through what: tweet, call, interview, statement, ...")
@click.option("--outlet", metavar="NAME", help="Where it was reported.")
@click.option("--since", metavar="DAY", help="From this day, month or year on; what has no date is left out.")
@click.option("--until", metavar="DAY", help="Up to this day, month or year.")
@click.option("--kind", type=click.Choice(get_args(StatementKind)))
@click.option("--act", type=click.Choice(get_args(Act)))
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="The least product of the two confidences.")
@click.option("--event", metavar="ID|KIND", help="Said at this event, or at this kind: call, meeting, ...")
@click.option(
    "--reviewed/--machine", "is_reviewed", default=None, help="Only what a person decided about, or only what nobody did."
)
@click.option("--like", metavar="TEXT", help="Statements that mean nearly this, in whatever words.")
@click.option(
    "--all-versions", is_flag=True, help="Also earlier versions of articles, and what was rejected or is no longer found."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many quotations to show.")
@click.option("--skip", type=click.IntRange(0), default=0, help="How many to leave out first.")
@json_option
@plainly
def search(
    words: tuple[str, ...],
    place: str,
    speaker: str | None,
    about: str | None,
    to: str | None,
    channel: str | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
    kind: StatementKind | None,
    act: Act | None,
    min_confidence: float | None,
    event: str | None,
    is_reviewed: bool | None,
    like: str | None,
    limit: int,
    skip: int,
    *,
    all_versions: bool,
    as_json: bool,
) -> None:
    """Find statements by WORDS, by who said them, or by meaning; reports of one utterance are shown together.

    All WORDS must stand in a statement; "a phrase" in quotation marks, withdraw* for a beginning, -word for what must not
    stand there, OR between two that may stand for each other.
    """
    from rich.console import Console

    from onrecord.export.found import show, to_json
    from onrecord.store.archive import opened
    from onrecord.store.search import search as find
    from onrecord.store.search.found import Query

    query = Query(
        words=" ".join(words) or None,
        speaker=speaker,
        about=about,
        to=to,
        channel=channel,
        outlet=outlet,
        since=since,
        until=until,
        kind=kind,
        act=act,
        min_confidence=min_confidence,
        event=event,
        is_reviewed=is_reviewed,
        like=like,
        limit=limit,
        skip=skip,
        all_versions=all_versions,
    )
    with opened(place) as archive:
        found = find(archive, query, _embed() if like is not None else None)
    if as_json:
        click.echo(to_json(found))
    else:
        show(found, Console(highlight=False))
    sys.exit(ALL_DONE if found.hits else SOME_LEFT_OUT)


def _embed() -> "Embed":
    """The encoder of meanings, which only a search by meaning waits for."""
    from onrecord.extract.meaning import load

    return load().embed
