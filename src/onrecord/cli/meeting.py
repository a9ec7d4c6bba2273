"""The command that lists which documents of an archive are accounts of one event: events."""

from typing import TYPE_CHECKING

import click

from onrecord.cli.saying import archive_option, bar, json_option, many, plainly

if TYPE_CHECKING:
    from onrecord.store.meetings import Meeting


@click.command()
@archive_option
@json_option
@plainly
def events(place: str, *, as_json: bool) -> None:
    """List the encounters that two parties or more tell of, each with its accounts.

    Found from the documents: the same people under any of their names or offices, on days that fit (a call in the evening in Washington is
    dated a day later in Moscow), in a way that fits (a video call is a call). Each has a likelihood; JSON has the reasons.
    """
    import msgspec

    from onrecord.store.archive import opened
    from onrecord.store.meetings import meetings

    with opened(place) as archive, bar("Reading", None) as step:
        found = archive.look(lambda connection: meetings(connection, step=step))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([_plain(one) for one in found]), indent=2).decode())
        return
    for one in found:
        _show(one)
    click.echo(f"{many(len(found), 'event')} that two parties or more tell of.")


def _show(one: "Meeting") -> None:
    from onrecord.compare.meeting import WORDS
    from onrecord.export.words import plain

    met = one.met
    people = ", ".join(person.shown for person in met.participants)
    unsure = ", unsure which of several" if met.is_unsure else ""
    click.echo(
        plain(f"{one.id}  {met.date}  {WORDS[met.kind].removeprefix('a ')}  {people}  ({100 * met.likelihood:.0f}%{unsure})")
    )
    for telling in met.accounts:
        said = " ".join(telling.encountered.said.split()) or telling.encountered.document
        click.echo(plain(f"    {telling.party}: {said}"))


def _plain(one: "Meeting") -> dict[str, object]:
    met = one.met
    return {
        "id": one.id,
        "date": met.date,
        "kind": met.kind,
        "participants": [person.shown for person in met.participants],
        "likelihood": round(met.likelihood, 3),
        "is_unsure": met.is_unsure,
        "reason": met.reason,
        "accounts": [
            {"party": each.party, "document": each.encountered.document, "said": each.encountered.said} for each in met.accounts
        ],
    }
