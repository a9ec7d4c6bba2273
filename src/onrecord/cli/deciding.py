"""Commands by which people decide: review, decide, reviews."""

from typing import TYPE_CHECKING

import click

from onrecord.cli.saying import archive_option, by_option, json_option, plainly, reviewer
from onrecord.errors import OptionError

if TYPE_CHECKING:
    from onrecord.store.reviews.decision import Decision


@click.command()
@archive_option
@by_option
@click.option("--speaker", help="Only statements of this speaker.")
@click.option("--below", type=click.FloatRange(0, 1), default=1.0, help="Only statements less sure than this.")
@plainly
def review(place: str, who: str | None, speaker: str | None, below: float) -> None:
    """Decide about statements, least certain first, one key a decision; q ends it."""
    from onrecord.cli.reviewing import run
    from onrecord.store.archive import opened

    with opened(place) as archive:
        run(archive, reviewer(who), speaker, below)


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="VERDICT SUBJECT [VALUE...]")
@archive_option
@by_option
@click.option("--why", help="The reason.")
@plainly
def decide(words: tuple[str, ...], place: str, who: str | None, why: str | None) -> None:
    """Take one decision; it wins over the machine until it is undone.

    \b
    right STATEMENT                    it is as it should be
    speaker STATEMENT NAME             NAME said it; unknown where nobody can tell
    never STATEMENT [NAME]             NAME (or whoever stands there) never said it
    reject STATEMENT                   it is no statement
    missed DOCUMENT START END [NAME]   a statement was missed at these characters
    span STATEMENT START END           these are its characters
    addressees STATEMENT NAME...       whom it was made to
    channel STATEMENT WORD             tweet, call, interview, ...; none
    time STATEMENT DAY [DAY]           when it was said; unknown
    act STATEMENT ACT                  says, thinks, plans, shows
    same-quotation STATEMENT STATEMENT, other-quotation STATEMENT STATEMENT
    same-actor ACTOR [ACTOR]           by name or id; all who are called so, and the first name is kept
    other-actor ACTOR ACTOR            two who are not one
    right-source TRACE                 it was said there; a statement with one trace may stand for it
    wrong-source TRACE                 it was not said there
    other-source TRACE DOCUMENT [WORDS | START END]
                                       it was said in this source, at these words or characters
    altered TRACE                      you stand behind it that the meaning was changed
    not-altered TRACE [FIDELITY]       it was not; edited or paraphrase unless told
    undo DECISION                      take a decision back
    """  # noqa: D301 - click's mark for lines that stay as they are is a backspace
    from onrecord.store.archive import opened
    from onrecord.store.reviews.spoken import decide as decide_so

    if len(words) < 2:
        raise OptionError(f"{words[0]} needs to know of what: onrecord decide --help shows how.")
    verdict, subject, *values = words
    with opened(place) as archive:
        done = archive.write(lambda connection: decide_so(connection, verdict, subject, values, who=reviewer(who), why=why))
    click.echo(f"{done.id}: {done.verdict} {done.subject}, by {done.who}")


@click.command()
@archive_option
@json_option
@plainly
def reviews(place: str, *, as_json: bool) -> None:
    """List every decision, first to last, with those that were taken back."""
    from onrecord.store import rows
    from onrecord.store.archive import opened
    from onrecord.store.reviews import log

    with opened(place) as archive, archive.read() as connection:
        every = log.every(connection)
    undone = {one.undoes for one in every}
    for one in every:
        if as_json:
            click.echo(rows.packed(one))
            continue
        taken_back = "  (taken back)" if one.id in undone else ""
        why = f": {one.why}" if one.why else ""
        click.echo(f"{one.at}  {one.id}  {one.who}  {one.verdict}  {one.undoes or one.subject}{_what(one)}{why}{taken_back}")


def _what(one: "Decision") -> str:
    """What was decided, where the verdict alone doesn't say it."""
    from onrecord.store.reviews.decision import OF_TRACES

    value = one.value
    said = {
        "speaker": value.speaker.name if value.speaker else "unknown",
        "not speaker": value.actor,
        "span": ", ".join(f"{span.start} to {span.end}" for span in value.content or ()),
        "addressees": ", ".join(speaker.name for speaker in value.addressees or ()) or "nobody",
        "channel": value.channel.value if value.channel else "none",
        "time": f"{value.said_at.start} to {value.said_at.end}" if value.said_at else "unknown",
        "act": value.act,
        **dict.fromkeys(OF_TRACES, _place(one)),
    }.get(one.verdict, value.other)
    copied = f" (carried over from {value.carried})" if value.carried else ""
    return (f" → {said}" if said else "") + copied


def _place(one: "Decision") -> str | None:
    """Where a decision about a trace says that it was said, or wasn't."""
    found = one.value.found
    return f"{found.document} {found.span.start} to {found.span.end}" if found else None
