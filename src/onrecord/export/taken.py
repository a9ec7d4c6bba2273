"""Records that were made elsewhere, by `onrecord read` or by annotators, to documents of the archive.

A record names the hash of the bytes that it came from. Where these are the UTF-8 of its own text they are known; else they
are not in the file, and an archive that keeps what it was made of can't take the record in.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from onrecord.errors import ForgottenError, InputError, RecordError
from onrecord.export import jsonlines, polnear
from onrecord.export.archive_lines import is_archive
from onrecord.export.fitting import check_events, check_own, check_told_apart
from onrecord.record import Record, document_id
from onrecord.store import saving
from onrecord.store.adding import Meaning, Outcome, archive_record
from onrecord.store.archive import Archive

Kind = Literal["archive", "records", "polnear", "brat"]


def kind_of(path: Path) -> Kind:
    """What a file or folder is that onrecord can import. Raises InputError where it is nothing of the kind."""
    if path.is_dir():
        return "brat"
    if is_archive(path):
        return "archive"
    for _, line in jsonlines.lines(path):
        try:
            names = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys()
        except (msgspec.DecodeError, UnicodeError):
            break
        if {"document", "statements"} <= names:
            return "records"
        if {"text", "annotations"} <= names:
            return "polnear"
        break
    raise InputError(
        f"{path} is nothing that can be imported: give an export of an archive, records as JSON Lines, annotated articles of "
        "PolNeAR's form, or a folder that was written for brat; onrecord add takes articles and lists of them."
    )


def records(archive: Archive, path: Path, meaning: Meaning | None = None) -> Iterator[Outcome]:
    """Add the records of a JSON Lines file as `onrecord read --format jsonl` writes it, and say what became of each.

    The file is read to its end before anything is written. Raises InputError at a line that is no record.
    """
    return _add(archive, path, lambda: jsonlines.read(path), meaning)


def annotated(archive: Archive, path: Path, meaning: Meaning | None = None) -> Iterator[Outcome]:
    """Add the articles of a corpus of PolNeAR's form, with what its first annotator marked, and say what became of each.

    The file is read to its end before anything is written. Raises InputError at a line that is no article.
    """
    return _add(archive, path, lambda: polnear.read(path), meaning)


def _add(archive: Archive, path: Path, read: Callable[[], Iterable[Record]], meaning: Meaning | None) -> Iterator[Outcome]:
    for _ in read():
        pass
    for place, record in enumerate(read(), start=1):
        name = f"{path.name}, document {place}"
        try:
            yield _added(archive, record, name, meaning)
        except RecordError as error:
            yield Outcome(name, "left out", f"{name}: {error}")
        except (InputError, ForgottenError) as error:
            yield Outcome(name, "left out", str(error))


def _added(archive: Archive, record: Record, name: str, meaning: Meaning | None) -> Outcome:
    document = record.document
    raw = document.text.encode()
    if hashlib.sha256(raw).hexdigest() != document.sha256:
        raise InputError(
            f"{name}: the file that {document.id} was read from is not in it, and the archive keeps what it is made of: "
            "add that file itself with onrecord add."
        )
    if document_id(raw, document.url) != document.id:
        raise InputError(f"{name}: {document.id} is not the id of this text at this address: read it anew.")
    if any(one.reviewed is not None for one in record.statements):
        raise InputError(
            f"{name}: it holds what people decided, without the decisions: export the archive that it is from with "
            "--format archive, and import that."
        )
    check_told_apart(document.id, record.statements, record.events)
    check_events(document.id, record.statements, record.events)
    with archive.read() as connection:
        there = saving.find(connection, document.id)
        why = saving.why_forgotten(connection, document.id, document.url)
        check_own(connection, document.id, record.statements, record.events)
    if there is None and why is not None:
        raise InputError(f"{name} was removed on demand and is not added again ({why}).")
    return archive_record(archive, record, raw, origin=name, meaning=meaning)
