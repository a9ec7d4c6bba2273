"""An export of an archive to its first and last line, once every line between them was found fit to be imported."""

import hashlib
import zlib
from pathlib import Path
from typing import Final

import msgspec

from onrecord.errors import InputError, OnrecordError
from onrecord.export.archive_lines import Decided, End, Feed, Head, Held, Known, Removed, Sampled, Traces, read
from onrecord.export.fitting import check_events, check_told_apart
from onrecord.record import Record, document_id
from onrecord.store.upgrade import PRESENT

# The most bytes that a document may have come from: five times the largest input that is read.
LIMIT_RAW: Final = 100_000_000

# Seeds are below this, as the archive's column holds them.
_SEEDS: Final = 2**63


def verified(path: Path) -> tuple[Head, End]:
    """The first and last line of a file that is an export of an archive, unchanged, and fit to be imported.

    Raises InputError, naming the line, where it isn't. Nothing is written.
    """
    head: Head | None = None
    end: End | None = None
    counts: dict[type, int] = {}
    statements = 0
    for number, line in read(path):
        counts[type(line)] = counts.get(type(line), 0) + 1
        if isinstance(line, Head):
            head = line
            _check_head(path, head)
        elif isinstance(line, Held):
            statements += len(line.record.statements) + len(line.marked)
            _check_document(f"{path}, line {number}", line)
        elif isinstance(line, Sampled) and not 0 <= line.sample.seed < _SEEDS:
            raise InputError(f"{path}, line {number}: sample {line.sample.id} has a seed that is none: export the archive again.")
        elif isinstance(line, End):
            end = line
    if head is None or end is None:
        raise InputError(f"{path} is no export of an archive: onrecord export --format archive writes one.")
    promised = {
        Known: head.actors,
        Held: head.documents,
        Traces: head.traces,
        Decided: head.reviews,
        Sampled: head.samples,
        Removed: head.tombstones,
        Feed: head.feeds,
    }
    if statements != head.statements or any(counts.get(one, 0) != many for one, many in promised.items()):
        raise InputError(f"{path} does not hold as much as its first line says: export it again.")
    return head, end


def _check_head(path: Path, head: Head) -> None:
    if head.schema > PRESENT:
        raise InputError(
            f"{path} is of an archive of a newer onrecord (its schema is {head.schema}, this one knows {PRESENT}): upgrade onrecord."
        )
    if not head.has_raw:
        raise InputError(
            f"{path} was written without the bytes that the documents came from, so it is for reading only: "
            "export the archive again with them to import it."
        )


def _check_document(where: str, line: Held) -> None:
    """Raise InputError unless a document is what its bytes and its own offsets say."""
    raw, document = unpacked(where, line), line.record.document
    if hashlib.sha256(raw).hexdigest() != document.sha256 or document_id(raw, document.url) != document.id:
        raise InputError(f"{where}: the bytes are not those of document {document.id}: export the archive again.")
    every = (*line.record.statements, *(one.statement for one in line.marked))
    places = [one.place for one in line.marked]
    if places != sorted(set(places)) or (places and not 0 <= places[0] <= places[-1] < len(every)):
        raise InputError(f"{where}: the statements of {document.id} can't be told apart: export the archive again.")
    try:
        check_told_apart(document.id, every, line.record.events)
        check_events(document.id, every, line.record.events)
        # What was marked may point at what isn't shown any more, which is no reason to leave it out.
        marked = [msgspec.structs.replace(one.statement, parent=None) for one in line.marked]
        Record(document=document, statements=(*line.record.statements, *marked))
    except OnrecordError as error:
        raise InputError(f"{where}: {error}") from error


def unpacked(where: str, line: Held) -> bytes:
    """The bytes that a document came from. Raises InputError where they can't be had or are too many."""
    packer = zlib.decompressobj()
    try:
        raw = packer.decompress(line.raw or b"", LIMIT_RAW + 1)
    except zlib.error as error:
        raise InputError(
            f"{where}: the bytes of {line.record.document.id} can't be unpacked ({error}): export it again."
        ) from error
    if len(raw) > LIMIT_RAW:
        raise InputError(f"{where}: document {line.record.document.id} came from more than {LIMIT_RAW:,} bytes; leave it out.")
    if not packer.eof or packer.unused_data:
        raise InputError(f"{where}: the bytes of {line.record.document.id} are not whole: export the archive again.")
    return raw
