"""An archive to a frozen release: a folder of tables and records with what made them, for others to check and to cite.

The invariant: the same archive and the same day make the same bytes, and SHA256SUMS tells whether a copy still has them.
"""

import hashlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, select

from onrecord.errors import RecordError
from onrecord.export import csvs, dictionary, jsonlines, parquet
from onrecord.export.around import with_extras
from onrecord.export.folder import whole_folder
from onrecord.export.part import Part, makers, part, records
from onrecord.export.rows import Records
from onrecord.export.words import count
from onrecord.read.options import check_published
from onrecord.record import Record
from onrecord.store import loading, schema
from onrecord.store.archive import Archive
from onrecord.store.digest import digest

SUMS = "SHA256SUMS"
_CHUNK = 1 << 20


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is of: about.json. made_by: each set of versions that made statements of it.

    made_on: the day that its maker gives. digest: of all that the archive holds, by `store.digest`.
    """

    title: str
    made_on: str
    onrecord: str
    archive: str
    digest: str
    documents: int
    statements: int
    reviewed: int
    decisions: int
    first_day: str | None
    last_day: str | None
    made_by: list[dict[str, str]]
    files: list[str]


def release(
    archive: Archive, folder: Path, *, made_on: str, title: str | None = None, step: Callable[[], None] = lambda: None
) -> About:
    """Write a release of an archive's newest versions to a new folder, whole or not at all.

    made_on: the day of the release, ISO 8601. title: what it is called in its README. step: called after each document and table.
    Raises OptionError where the folder holds something or the day is none, RecordError where not everything came.
    """
    check_published(made_on)
    with archive.read() as connection, whole_folder(folder) as unfinished:
        chosen = part(connection, by_id=True)
        files = _data(connection, chosen, unfinished, step)
        about = _about(connection, chosen, title or "Statements on the record", made_on, files)
        (unfinished / "about.json").write_bytes(msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n")
        (unfinished / "README.md").write_text(_readme(about), encoding="utf-8", newline="")
        names = sorted(one.name for one in unfinished.iterdir())
        sums = "".join(f"{_sha256(unfinished / name)}  {name}\n" for name in names)
        (unfinished / SUMS).write_text(sums, encoding="utf-8", newline="")
    return about


def _data(connection: Connection, chosen: Part, folder: Path, step: Callable[[], None]) -> list[str]:
    """Write the tables, the records and the dictionary. Gives the names of the files that hold statements."""

    def rows() -> Records:
        for one in with_extras(connection, records(connection, chosen)):
            yield one
            step()

    written = {"data.csv": csvs.write(rows(), folder / "data.csv", promised=chosen.statements)}
    written["data.jsonl"] = jsonlines.write(_stepping(connection, chosen, step), folder / "data.jsonl")
    if find_spec("pyarrow") is not None:
        written["data.parquet"] = parquet.write(rows(), folder / "data.parquet", promised=chosen.statements)
    for name, number in written.items():
        if number != chosen.statements:
            raise RecordError(f"{name} got {number:,} statements and not {chosen.statements:,}, so nothing was released.")
    (folder / "dictionary.md").write_text(dictionary.markdown(), encoding="utf-8", newline="")
    (folder / "dictionary.csv").write_text(dictionary.csv_text(), encoding="utf-8", newline="")
    return sorted(written)


def _stepping(connection: Connection, chosen: Part, step: Callable[[], None]) -> Iterator[Record]:
    for _, record in records(connection, chosen):
        yield record
        step()


def _about(connection: Connection, chosen: Part, title: str, made_on: str, files: list[str]) -> About:
    table, documents, about = schema.statements, schema.documents, schema.about
    shown = (
        select(func.count())
        .select_from(table.join(documents, documents.c.key == table.c.document))
        .where(table.c.standing.in_(loading.SHOWN), documents.c.is_current)
    )
    days = connection.execute(select(func.min(documents.c.day), func.max(documents.c.day)).where(documents.c.is_current)).one()
    return About(
        title=title,
        made_on=made_on,
        onrecord=version("onrecord"),
        archive=connection.execute(select(about.c.value).where(about.c.name == "id")).scalar() or "",
        digest=digest(connection),
        documents=len(chosen.documents),
        statements=chosen.statements,
        reviewed=int(connection.execute(shown.where(table.c.is_reviewed)).scalar() or 0),
        decisions=int(connection.execute(select(func.count()).select_from(schema.reviews)).scalar() or 0),
        first_day=days[0],
        last_day=days[1],
        made_by=makers(connection, chosen),
        files=files,
    )


def _readme(about: About) -> str:
    """What a reader of the release needs to know first."""
    made_by = "\n".join(f"- {', '.join(f'{stage} {one}' for stage, one in sorted(made.items()))}" for made in about.made_by)
    days = f", published from {about.first_day} to {about.last_day}" if about.first_day else ""
    share = f" ({100 * about.reviewed / about.statements:.1f}%)" if about.statements else ""
    year = about.made_on[:4]
    return f"""# {about.title}

{count(about.statements, "statement")} in {count(about.documents, "document")}{days}, frozen on {about.made_on}.

## How it was made

Every statement was found in the text of a document with onrecord {about.onrecord}, with its speaker, addressees, channel and time
as far as the text says them, and stands at the exact characters that `start`, `end` and `spans` give. Where a person decided
otherwise or marked what was missed, the decision stands. What made the statements:

{made_by or "- nothing: there are no statements"}

Of documents with several versions the newest is here. Names that people joined are one name.

## How far it was reviewed

People reviewed {about.reviewed:,} of {about.statements:,} statements{share}, in {count(about.decisions, "decision")} (those that were
taken back among them). All others are as they were made, and nobody checked them: the column `status` says which is which, `model`
what made it, `confidence_words` and `confidence_speaker` how sure a machine is, and `why` on what ground the speaker was chosen.

## What is in it

- `{"`, `".join(about.files)}`: the statements, the same in each
- `dictionary.md`, `dictionary.csv`: what each column is
- `about.json`: counts, versions, and the digest of the archive
- `SHA256SUMS`: to check a copy with `sha256sum -c SHA256SUMS`

## How to cite it

> {about.title}. Frozen release of {about.made_on}, made with onrecord {about.onrecord} ({year}); archive {about.archive},
> digest {about.digest}.

A single statement is cited by its `statement_id`, its document's `url` and its characters there.
"""


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            found.update(block)
    return found.hexdigest()
