"""Commands by which an archive's content goes out and comes in: export, import, release."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from onrecord.cli.saying import (
    ALL_DONE,
    NOTHING,
    SOME_LEFT_OUT,
    archive_option,
    bar,
    by_option,
    many,
    plainly,
    reviewer,
)

if TYPE_CHECKING:
    from onrecord.store.adding import Meaning
    from onrecord.store.archive import Archive

_FORMS = ("archive", "jsonl", "csv", "xlsx", "parquet", "webannotation", "qdpx", "brat", "ftm")
_SUFFIXES = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".jsonld": "webannotation", ".qdpx": "qdpx"}
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("out", type=_PATH)
@archive_option
@click.option("--format", "form", type=click.Choice(_FORMS), help="The form of OUT, where its suffix doesn't say it.")
@click.option("--words", help="Only statements with these words.")
@click.option("--speaker", help="Only statements of this speaker.")
@click.option("--outlet", help="Only of this outlet.")
@click.option("--since", help="Only from this day on: 2024, 2024-05 or 2024-05-14.")
@click.option("--until", help="Only to this day.")
@click.option("--reviewed/--not-reviewed", "is_reviewed", default=None, help="Only statements that people reviewed, or did not.")
@click.option("--all-versions", is_flag=True, help="Also earlier versions of documents.")
@click.option("--no-raw", is_flag=True, help="In the form archive: without the documents' bytes; it can't be imported then.")
@plainly
def export(
    out: Path, place: str, form: str | None, *, no_raw: bool, all_versions: bool, is_reviewed: bool | None, **asked: str | None
) -> None:
    """Write the archive, or a part of it, to OUT: a file, or for brat a folder. It is whole, or not there.

    The form archive holds everything, for onrecord import: documents with their bytes, decisions, feeds.
    """
    from onrecord.errors import OptionError
    from onrecord.export.archived import counted
    from onrecord.export.archived import export as write
    from onrecord.store.archive import opened
    from onrecord.store.search.found import Query

    chosen = form or _SUFFIXES.get(out.suffix.lower())
    if chosen is None:
        raise OptionError(f"{out} doesn't say of which form it is to be: give one with --format, such as csv.")
    query = Query(is_reviewed=is_reviewed, all_versions=all_versions, **asked)  # type: ignore[arg-type]
    with opened(place) as archive:
        with counted(archive, query) as part:
            total = len(part.documents)
        with bar("Exporting", total) as step:
            done = write(archive, chosen, out, query, has_raw=not no_raw, step=step)  # type: ignore[arg-type]
    note = "; without the documents' bytes it can't be imported" if no_raw and chosen == "archive" else ""
    click.echo(f"{many(done.statements, 'statement')} in {many(done.documents, 'document')} written to {out}{note}.")


@click.command(name="import")
@click.argument("source", type=_PATH, metavar="FILE")
@archive_option
@by_option
@plainly
def import_(source: Path, place: str, who: str | None) -> None:
    """Take in FILE: an export of an archive, records as JSON Lines, a corpus of PolNeAR's form, or a corrected brat folder.

    A damaged file is refused before anything is written. What is there already is not doubled, so an import that was
    stopped is finished by running it again. Of a brat folder each change becomes a decision, signed with --by.
    """
    from onrecord.export.taken import kind_of
    from onrecord.store.archive import opened

    kind = kind_of(source)
    with opened(place, create=kind != "brat") as archive:
        if kind == "brat":
            _correct(archive, source, reviewer(who))
        elif kind == "archive":
            _import_archive(archive, source)
        else:
            _import_records(archive, source, kind)


@click.command()
@click.argument("folder", type=_PATH)
@archive_option
@click.option("--date", "made_on", required=True, help="The day of the release, which stands in it: 2026-01-08.")
@click.option("--title", help="What it is called.")
@plainly
def release(folder: Path, place: str, made_on: str, title: str | None) -> None:
    """Freeze the archive as FOLDER: tables, records, dictionary, how it was made and reviewed, and checksums."""
    from onrecord.export.release import release as write
    from onrecord.store.archive import opened

    with opened(place) as archive, bar("Releasing", None) as step:
        about = write(archive, folder, made_on=made_on, title=title, step=step)
    reviewed = f"{about.reviewed:,} of them reviewed"
    click.echo(f"{many(about.statements, 'statement')}, {reviewed}, in {many(about.documents, 'document')} released to {folder}.")


def _meaning() -> "Meaning":
    from onrecord.extract import meaning
    from onrecord.store.adding import Meaning

    encoder = meaning.load()
    return Meaning(encoder.version, encoder.embed)


def _import_archive(archive: "Archive", source: Path) -> None:
    from onrecord.export.archive_in import import_ as take

    with bar("Importing", None) as step:
        done = take(archive, source, _meaning(), step=step, tell=lambda sentence: click.echo(f"onrecord: {sentence}", err=True))
    click.echo(
        f"{many(done.added, 'document')} added, {done.already_there:,} already there, {many(done.statements, 'statement')}, "
        f"{many(done.decisions, 'decision')}."
    )
    if done.is_same is False:
        click.echo("onrecord: The archive is not the one that was exported: run onrecord verify on both.", err=True)
    elif done.is_same:
        click.echo("The archive is the one that was exported, by its digest.")
    sys.exit(SOME_LEFT_OUT if done.left_out or done.is_same is False else ALL_DONE)


def _import_records(archive: "Archive", source: Path, kind: Literal["records", "polnear"]) -> None:
    from onrecord.cli.adding import Tally
    from onrecord.export import taken

    read = taken.records if kind == "records" else taken.annotated
    tally = Tally()
    try:
        with bar("Importing", None) as step:
            for outcome in read(archive, source, _meaning()):
                tally.add(outcome)
                step()
    finally:
        # Of a file that was refused there is nothing to count.
        if tally.counts.total():
            tally.tell()
    sys.exit(NOTHING if not tally.done else SOME_LEFT_OUT if tally.counts["left out"] else ALL_DONE)


def _correct(archive: "Archive", source: Path, who: str) -> None:
    from onrecord.export.corrected import correct

    done = correct(archive, source, who=who)
    for one in done.decisions:
        click.echo(f"{one.id}: {one.verdict} {one.subject}, by {one.who}")
    for sentence in done.left_out:
        click.echo(f"onrecord: {sentence}", err=True)
    click.echo(f"{many(len(done.decisions), 'decision')} taken, {len(done.left_out):,} left out.")
    sys.exit(SOME_LEFT_OUT if done.left_out else ALL_DONE)
