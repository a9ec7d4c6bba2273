"""Commands that care for an archive: backup, restore, verify, stats, forget."""

import sys
from pathlib import Path

import click

from onrecord.cli.saying import (
    ALL_DONE,
    SOME_LEFT_OUT,
    archive_option,
    by_option,
    done_bar,
    json_option,
    many,
    plainly,
    reviewer,
)

# So many faults are printed; a damaged page can give thousands of one kind.
_SHOWN = 100


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@archive_option
@click.option("--overwrite", is_flag=True, help="Replace FILE, if it is there, once the new backup is whole and sound.")
@plainly
def backup(target: Path, place: str, *, overwrite: bool) -> None:
    """Copy the archive to FILE while others may go on writing to it, and check the copy on the spot."""
    from onrecord.store.archive import opened
    from onrecord.store.backup import backup as copy

    with opened(place) as archive, done_bar("Copying") as progress:
        made = copy(archive, target, overwrite=overwrite, progress=progress)
    _tell_faults([f"{one.where}: {one.what}" for one in made.faults])
    held = f"{many(made.documents, 'document')}, {many(made.statements, 'statement')}, {many(made.decisions, 'decision')}"
    click.echo(f"{made.place}: {held}; {'checked, without a fault' if not made.faults else 'with the faults above'}.")
    sys.exit(SOME_LEFT_OUT if made.faults else ALL_DONE)


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@archive_option
@click.option("--force", is_flag=True, help="Restore what there is of a damaged backup.")
@plainly
def restore(source: Path, place: str, *, force: bool) -> None:
    """Make a new archive from the backup FILE, and check it. An archive that holds something is never overwritten."""
    from onrecord.store.backup import restore as copy

    with done_bar("Restoring") as progress:
        made = copy(source, place, force=force, progress=progress)
    _tell_faults([f"{one.where}: {one.what}" for one in made.faults])
    lost = f"; {many(made.left_out, 'row')} could not be restored" if made.left_out else ""
    click.echo(f"{made.place}: {many(made.documents, 'document')}, {many(made.statements, 'statement')} restored{lost}.")
    sys.exit(SOME_LEFT_OUT if made.faults or made.left_out else ALL_DONE)


@click.command()
@archive_option
@json_option
@plainly
def verify(place: str, *, as_json: bool) -> None:
    """Check everything that the archive holds: bytes, texts, characters, links, decisions and the index of words."""
    from onrecord.store import rows
    from onrecord.store.archive import opened
    from onrecord.store.verify import verify as faults_of

    with opened(place) as archive, done_bar("Checking") as progress:
        found = list(faults_of(archive, progress))
    if as_json:
        click.echo(rows.packed(found))
    else:
        _tell_faults([f"{one.where}: {one.what}" for one in found])
        click.echo(f"{place}: {many(len(found), 'fault')} found." if found else f"{place}: everything is sound.")
    sys.exit(SOME_LEFT_OUT if found else ALL_DONE)


@click.command()
@archive_option
@json_option
@plainly
def stats(place: str, *, as_json: bool) -> None:
    """Say what the archive holds, with small charts."""
    from rich.console import Console

    from onrecord.export.stats import show, to_json
    from onrecord.store.archive import opened
    from onrecord.store.stats import stats as counted

    with opened(place) as archive, archive.read() as connection:
        found = counted(connection)
    if as_json:
        click.echo(to_json(found).decode())
    else:
        show(found, Console(highlight=False))


@click.command()
@click.argument("wanted", metavar="URL|DOCUMENT", required=False)
@archive_option
@by_option
@click.option("--why", help="The reason, which is kept; nothing of the document is.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@plainly
def forget(wanted: str | None, place: str, who: str | None, why: str | None, *, yes: bool) -> None:
    """Remove a document wholly, in all its versions, as the law may demand; it is not added again. There is no way back.

    Without a document: erase from the disk what an earlier removal had to leave there, because others had the archive open.
    """
    from onrecord.store.archive import opened
    from onrecord.store.erasing import erase
    from onrecord.store.forget import forget as remove

    with opened(place) as archive:
        if wanted is None:
            done = erase(archive)
            left = f"What was removed may still be on the disk, for {done.why}."
            click.echo("Nothing of what was removed is on the disk." if done.is_erased else left)
            sys.exit(ALL_DONE if done.is_erased else SOME_LEFT_OUT)
        if not yes:
            click.confirm(f"Remove {wanted} and all that was found in it, for ever?", abort=True)
        gone = remove(archive, wanted, why=why or "", who=reviewer(who))
    left = "" if gone.is_erased else f" Its bytes may still be on the disk, for {gone.why_not_erased}."
    click.echo(f"{many(len(gone.documents), 'document')} with {many(gone.statements, 'statement')} removed.{left}")
    sys.exit(ALL_DONE if gone.is_erased else SOME_LEFT_OUT)


def _tell_faults(faults: list[str]) -> None:
    for sentence in faults[:_SHOWN]:
        click.echo(f"onrecord: {sentence}", err=True)
    if len(faults) > _SHOWN:
        click.echo(f"onrecord: and {len(faults) - _SHOWN:,} more; --json gives all.", err=True)
