"""Records to a folder for the annotation tool brat, and back: what a person changed there.

A document is two files (https://brat.nlplab.org/standoff.html): its text, exactly as it is stored, and what is marked in it;
annotation.conf says which marks there are. A text may hold anything that UTF-8 can; control characters are in the .txt as they
are, and only the .ann, which repeats words for people to read, has spaces in their place.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from onrecord.errors import InputError
from onrecord.export.folder import whole_folder
from onrecord.export.standoff import Marked, Page, lines, note, page, pieces
from onrecord.export.storable import storable
from onrecord.record import DocumentId, Record, Statement, StatementId

# The largest file that is read: as large as the largest text, and many times what is marked in one.
LIMIT_BYTES = 20_000_000
_DOCUMENT = re.compile(r"d[0-9a-f]{20}")


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a person did to a statement in brat. statement: None where it was added; fields: what differs; now: None where removed."""

    what: Literal["changed", "added", "removed"]
    statement: StatementId | None
    fields: tuple[str, ...] = ()
    now: Marked | None = None


def write(records: Iterable[Record], path: Path) -> int:
    """Write records to a new folder, whole or not at all; gives the number of statements.

    Raises OptionError where the folder holds something (it may be a person's work), and RecordError where a record can't be written.
    """
    statements = 0
    with whole_folder(path) as unfinished:
        settings = files("onrecord.export").joinpath("data", "brat.conf").read_bytes()
        (unfinished / "annotation.conf").write_bytes(settings)
        for record in storable(records):
            marks = "".join(line + "\n" for line in lines(record))
            (unfinished / f"{record.document.id}.txt").write_bytes(record.document.text.encode())
            (unfinished / f"{record.document.id}.ann").write_bytes(marks.encode())
            statements += len(record.statements)
    return statements


def read(path: Path) -> Iterator[Page]:
    """The documents of a folder that `write` made, as a person left them, in the order of their ids.

    Raises InputError at the first file that can't be read back, naming it and the line.
    """
    if not path.is_dir():
        raise InputError(f"{path} is not a folder: give the one that was written for brat.")
    for marks in sorted(path.glob("*.ann")):
        if not _DOCUMENT.fullmatch(marks.stem):
            raise InputError(f"{marks} does not have a document's id for its name: only what onrecord wrote can be read back.")
        yield page(DocumentId(marks.stem), _text(marks.with_suffix(".txt")), _text(marks), str(marks))


def corrections(record: Record, now: Page) -> tuple[Correction, ...]:
    """What a person changed, added and removed in a record's document, in the order of the .ann file, what was removed last.

    A kind or act that is marked no more is not a change: nothing is said in its place.
    Raises InputError where the page is not the record's or its text was changed.
    """
    if now.document != record.document.id or now.text != record.document.text:
        raise InputError(
            f"The text of {now.document} is not the one that was written: marks in a changed text can't be taken back."
        )
    before = {statement.id: statement for statement in record.statements}
    if unknown := next((one.id for one in now.statements if one.id and one.id not in before), None):
        raise InputError(f"{now.document} has no statement {unknown}: the folder was written from another record.")
    made: list[Correction] = []
    for one in now.statements:
        if one.id is None:
            made.append(Correction(what="added", statement=None, now=one))
        elif fields := _changed(record, before[one.id], one):
            made.append(Correction(what="changed", statement=one.id, fields=fields, now=one))
    kept = {one.id for one in now.statements}
    made += [Correction(what="removed", statement=statement) for statement in before if statement not in kept]
    return tuple(made)


def _changed(record: Record, before: Statement, now: Marked) -> tuple[str, ...]:
    text = record.document.text
    same = {
        # Line breaks at the edges of a span are not in the file, so they are not compared.
        name: pieces(text, getattr(before, name)) == pieces(text, getattr(now, name))
        for name in ("content", "cue", "source")
    }
    same["speaker"] = note(before.speaker.name if before.speaker else "") == (now.speaker or "")
    same["kind"] = now.kind in (None, before.kind)
    same["act"] = now.act in (None, before.act)
    same["parent"] = now.parent == before.parent
    return tuple(name for name, is_same in same.items() if not is_same)


def _text(path: Path) -> str:
    # A link could lead to any file of the machine, and its text would go into the archive.
    if path.is_symlink() or not path.is_file():
        raise InputError(f"{path} is not there, or is not a file: every .ann needs its .txt beside it.")
    if path.stat().st_size > LIMIT_BYTES:
        raise InputError(f"{path} is larger than {LIMIT_BYTES:,} bytes, so it is not what onrecord wrote.")
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: save it as UTF-8 again.") from error
