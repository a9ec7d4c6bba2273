"""Commands on who is who: kb add, kb list, kb remove."""

import sys
from pathlib import Path

import click

from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT
from onrecord.errors import OnrecordError


@click.group()
def kb() -> None:
    """Who is who: your own actors and their offices, which win over those that are shipped."""


@kb.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
def kb_add(file: Path) -> None:
    """Add the actors in FILE, a YAML or JSON list or FollowTheMoney entities; those of the same name are replaced."""
    from onrecord.resolve.kb import entries, store

    try:
        found = entries.read(file)
        added, replaced = store.add(found.actors, store.path())
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(NOTHING)
    for sentence in found.left_out:
        click.echo(f"onrecord: {sentence}", err=True)
    click.echo(f"{added} added, {replaced} replaced: {store.path()}")
    sys.exit(SOME_LEFT_OUT if found.left_out else ALL_DONE)


@kb.command(name="list")
@click.argument("words", nargs=-1)
def kb_list(words: tuple[str, ...]) -> None:
    """List your own actors; with WORDS, every actor whose names hold all of them."""
    from onrecord.resolve.kb import base
    from onrecord.resolve.kb.show import line, matching

    try:
        actors = base().actors
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(NOTHING)
    chosen = matching(actors, words) if words else [actor for actor in actors if actor.origin == "own"]
    for actor in chosen:
        click.echo(line(actor))
    if not words:
        shipped = len(actors) - len(chosen)
        click.echo(f"{len(chosen)} of your own; {shipped} are shipped: onrecord kb list WORDS searches all.", err=True)
    sys.exit(ALL_DONE if chosen or not words else NOTHING)


@kb.command(name="remove")
@click.argument("name")
def kb_remove(name: str) -> None:
    """Remove your own actor of this NAME or id."""
    from onrecord.resolve.kb import base, store

    try:
        gone = store.remove(name, store.path())
        is_shipped = bool(base().named(name)) if not gone else False
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(NOTHING)
    if not gone:
        why = (
            "is shipped and can't be removed: add one of the same name to replace it"
            if is_shipped
            else "is not one of your own actors"
        )
        click.echo(f"onrecord: {name} {why}; onrecord kb list shows yours.", err=True)
        sys.exit(NOTHING)
    click.echo(f"Removed: {', '.join(actor.name for actor in gone)}")
