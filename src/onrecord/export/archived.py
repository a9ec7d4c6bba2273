"""An archive, or a part of it, to a file of any form: complete or an error, and never cut off in silence."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import msgspec
from sqlalchemy import Connection

from onrecord.errors import OptionError, RecordError
from onrecord.export import brat, csvs, ftm, jsonlines, parquet, qdpx, webannotation, xlsx
from onrecord.export.around import with_extras
from onrecord.export.folder import whole_folder
from onrecord.export.part import ALL, Part, part, records
from onrecord.export.rows import Records
from onrecord.export.written import whole
from onrecord.record import Record
from onrecord.store.archive import Archive
from onrecord.store.search.found import Query

Form = Literal["archive", "jsonl", "csv", "xlsx", "parquet", "webannotation", "qdpx", "brat", "ftm"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

# In a folder for brat: the records as they were written, against which a person's changes are told from those of others.
AS_WRITTEN: Final = "as-written.jsonl"

_TABLES: Final[dict[str, Callable[..., int]]] = {"csv": csvs.write, "xlsx": xlsx.write, "parquet": parquet.write}
_WRITERS: Final[dict[str, Callable[[Iterable[Record], Path], int]]] = {
    "jsonl": jsonlines.write,
    "webannotation": webannotation.write,
    "qdpx": qdpx.write,
    "ftm": ftm.write,
}


class Exported(msgspec.Struct, frozen=True):
    """How much was written; files: how many of them."""

    documents: int
    statements: int
    files: int


def export(
    archive: Archive,
    form: Form,
    path: Path,
    query: Query = ALL,
    *,
    promised: int | None = None,
    has_raw: bool = True,
    step: Callable[[], None] = lambda: None,
) -> Exported:
    """Write what a query asks for to a file (for brat a folder), whole or not at all, and say how much it was.

    Speakers are under the names that people joined theirs with, but in `jsonl`, which has them as each document does, and in
    `archive`, which holds everything, losslessly, and no part of it. promised: how many statements there must be, where
    somebody was told a number before. has_raw: whether `archive` holds the documents' bytes. step: called after each document.
    Raises OptionError where the form is none or the place can't be written, RecordError where another number came.
    """
    if form not in FORMS:
        raise OptionError(f"“{form}” is no form of export: choose one of {', '.join(FORMS)}.")
    if form == "archive":
        from onrecord.export import archive_out

        if query != ALL:
            raise OptionError("An export as an archive holds all of it: choose another form for a part, such as jsonl.")
        written = archive_out.write(archive, path, has_raw=has_raw, promised=promised, step=step)
        return Exported(written.documents, written.statements, 1)
    with archive.read() as connection:
        chosen = part(connection, query, by_id=form == "brat")
        _check(path, chosen, promised)
        files = 1
        if form in _TABLES:
            found = _stepping(with_extras(connection, records(connection, chosen)), step)
            count = _TABLES[form](cast("Records", found), path, promised=chosen.statements)
        elif form == "brat":
            count = _brat(connection, chosen, path, step)
            files = 2 * len(chosen.documents) + 2
        else:
            plain = (record for _, record in records(connection, chosen, merged=form != "jsonl"))
            count = _written(form, _stepping(plain, step), path, chosen.statements)
    return Exported(len(chosen.documents), count, files)


def _written(form: Form, found: Iterable[Record], path: Path, promised: int) -> int:
    """Let a writer that isn't told how many there must be write to a hidden file, which takes the name once they were counted."""
    with whole(path) as unfinished:
        try:
            count = _WRITERS[form](found, unfinished.path)
        except OptionError as error:
            if isinstance(error.__cause__, OSError):
                # Told of the file that was asked for, not of the hidden one.
                raise error.__cause__ from None
            raise
        _check_count(path, count, promised)
    return count


def _brat(connection: Connection, chosen: Part, path: Path, step: Callable[[], None]) -> int:
    with whole_folder(path) as unfinished:
        count = brat.write(_stepping((record for _, record in records(connection, chosen)), step), unfinished)
        _check_count(path, count, chosen.statements)
        jsonlines.write((record for _, record in records(connection, chosen)), unfinished / AS_WRITTEN)
    return count


def _stepping(found: Iterable[Any], step: Callable[[], None]) -> Iterator[Any]:
    for one in found:
        yield one
        step()


def _check(path: Path, chosen: Part, promised: int | None) -> None:
    if promised is not None and chosen.statements != promised:
        raise RecordError(
            f"{path} was not written: it was to hold {promised:,} statements and there are {chosen.statements:,}, "
            "so the archive changed meanwhile; export it again."
        )


def _check_count(path: Path, count: int, promised: int) -> None:
    """What a writer says that it wrote: the records were counted as they came, and this catches a writer that lost one."""
    if count != promised:
        raise RecordError(f"{path} was not written: it would hold {count:,} statements and not {promised:,}; report this.")


@contextmanager
def counted(archive: Archive, query: Query = ALL) -> Iterator[Part]:
    """The part that a query asks for, for who wants to say how much it is before it is written."""
    with archive.read() as connection:
        yield part(connection, query)
