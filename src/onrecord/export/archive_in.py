"""An archive's own JSON Lines to an archive: read whole before anything is written, then taken in a document at a time.

The invariant: each document comes in whole, with its bytes, or not at all; the decisions come in together, after all documents.
So an import that was stopped is finished by another, which passes over what is there already.
"""

import hashlib
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, func, select, update

from onrecord.errors import InputError, OnrecordError
from onrecord.export.archive_lines import Decided, End, Feed, Head, Held, Known, Line, Removed, read
from onrecord.export.log_in import take_all
from onrecord.record import Actor, Record, document_id
from onrecord.store import adding, quotations, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.chunks import chunks
from onrecord.store.dialect import insert_new
from onrecord.store.digest import digest
from onrecord.store.reviews import applied
from onrecord.store.upgrade import PRESENT

# The most bytes that a document may have come from: five times the largest input that is read.
LIMIT_RAW: Final = 100_000_000

# So many actors are saved in one transaction.
_ACTORS: Final = 1_000


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came in. left_out: a sentence for each thing that didn't.

    is_same: whether the archive is now the one that was exported, by its digest; None where it holds other things too, or where
    another version of onrecord or of the encoder made the other one, which may join quotations differently.
    """

    added: int
    already_there: int
    statements: int
    decisions: int
    left_out: tuple[str, ...]
    is_same: bool | None


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
        elif isinstance(line, End):
            end = line
    if head is None or end is None:
        raise InputError(f"{path} is no export of an archive: onrecord export --format archive writes one.")
    promised = {
        Known: head.actors,
        Held: head.documents,
        Decided: head.reviews,
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
    ids = {one.id for one in every}
    if len(ids) < len(every) or places != sorted(set(places)) or (places and not 0 <= places[0] <= places[-1] < len(every)):
        raise InputError(f"{where}: the statements of {document.id} can't be told apart: export the archive again.")
    try:
        # What was marked may point at what isn't shown any more, which is no reason to leave it out.
        marked = [msgspec.structs.replace(one.statement, parent=None) for one in line.marked]
        Record(document=document, statements=(*line.record.statements, *marked))
    except OnrecordError as error:
        raise InputError(f"{where}: {error}") from error
    events = {event.id for event in line.record.events}
    if any(one.event is not None and one.event not in events for one in every):
        raise InputError(f"{where}: a statement of {document.id} points at an event that isn't there: export the archive again.")


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


def import_(
    archive: Archive, path: Path, meaning: adding.Meaning | None = None, *, step: Callable[[], None] = lambda: None
) -> Imported:
    """Take in all of another archive: documents, decisions under their ids, what was removed on demand, feeds.

    meaning: the encoder of statements, whose vectors are made anew. step: called after each document. Raises InputError,
    before anything is written, where the file is damaged, cut off or of a newer onrecord.
    """
    head, end = verified(path)
    made = _Import(archive, path, meaning, step)
    batch: list[Known] = []
    rest: list[Line] = []
    for number, line in read(path):
        if isinstance(line, Known):
            batch.append(line)
        if batch and (len(batch) >= _ACTORS or not isinstance(line, Known)):
            made.actors(batch)
            batch = []
        if isinstance(line, Held):
            made.document(f"{path}, line {number}", line)
        elif isinstance(line, Decided | Removed | Feed):
            rest.append(line)
        elif isinstance(line, End) and line != end:
            raise InputError(f"{path} was changed while it was imported: import it again.")
    decisions, sentences = archive.write(lambda connection: _take_rest(connection, rest))
    return Imported(
        added=made.added,
        already_there=made.there,
        statements=made.statements,
        decisions=decisions,
        left_out=(*made.left_out, *sentences),
        is_same=_is_same(archive, head, end, meaning),
    )


class _Import:
    """What came in so far."""

    def __init__(self, archive: Archive, path: Path, meaning: adding.Meaning | None, step: Callable[[], None]) -> None:
        self.archive = archive
        self.path = path
        self.meaning = meaning
        self.step = step
        self.added = self.there = self.statements = 0
        self.left_out: list[str] = []

    def actors(self, lines: list[Known]) -> None:
        """Save actors as the other archive knows them; those who are here already stay as they are."""
        found = [msgspec.convert(msgspec.structs.asdict(one) | {"names": (one.name,)}, Actor) for one in lines]
        self.archive.write(lambda connection: saving.save_speakers(connection, found))

    def document(self, where: str, line: Held) -> None:
        """Save one document, unless it is there, or was removed here on demand."""
        raw, document = unpacked(where, line), line.record.document
        with self.archive.read() as connection:
            there = saving.find(connection, document.id)
            why = saving.why_forgotten(connection, document.id, document.url)
        if there is None and why is not None:
            self.left_out.append(f"Document {document.id} was removed on demand and is not added again ({why}).")
        else:
            made = adding.embedded(line.record, self.meaning) if there is None else None
            try:
                is_new = self.archive.write(lambda connection: _keep(connection, line, raw, made))
            except KeyError as error:
                raise InputError(f"{where}: something in {document.id} points at {error}, which isn't there.") from error
            self.added += is_new
            self.there += not is_new
            self.statements += (len(line.record.statements) + len(line.marked)) * is_new
        self.step()


def _keep(connection: Connection, line: Held, raw: bytes, made: adding.Embedded | None) -> bool:
    """Save a document with what people marked in it, in the open transaction. Whether it is new here."""
    saved = adding.keep(connection, line.record, raw, made, origin=line.origin or "", added_at=line.added_at)
    for one in line.marked:
        applied.add_missed(connection, saved.key, one.statement, line.record)
    # Nobody stands behind them until the decisions come.
    applied.apply(connection, [one.statement.id for one in line.marked])
    if not saved.is_new:
        return False
    if line.origin is None:
        table = schema.documents
        connection.execute(update(table).where(table.c.key == saved.key).values(origin=None))
    _place_version(connection, saved.key)
    if line.marked:
        _order(connection, saved.key, line)
    return True


def _place_version(connection: Connection, document: int) -> None:
    """Where newer versions of the document are here already, take its statements out of what is current."""
    table, statements = schema.documents, schema.statements
    if connection.execute(select(table.c.is_current).where(table.c.key == document)).scalar():
        return
    saving.mark_old_versions(connection, [document])
    keys = connection.execute(select(statements.c.key).where(statements.c.document == document).order_by(statements.c.key))
    quotations.replace(connection, list(keys.scalars()))


def _order(connection: Connection, document: int, line: Held) -> None:
    """Number the statements of a document as they were."""
    order = [one.id for one in line.record.statements]
    for one in line.marked:
        order.insert(one.place, one.statement.id)
    table = schema.statements
    for place, wanted in enumerate(order):
        connection.execute(
            update(table)
            .where(table.c.document == document, table.c.id == wanted, table.c.position != place)
            .values(position=place)
        )


def _take_rest(connection: Connection, lines: list[Line]) -> tuple[int, list[str]]:
    """Decisions, tombstones and feeds, in one transaction. Gives how many decisions were new, and what was left out."""
    count, sentences = take_all(connection, [one.decision for one in lines if isinstance(one, Decided)])
    for one in lines:
        if isinstance(one, Removed):
            if saving.find(connection, one.id) is not None:
                sentences.append(f"Document {one.id} was removed on demand there and is here: onrecord forget {one.id} removes it.")
            else:
                insert_new(connection, schema.tombstones, [msgspec.structs.asdict(one)])
        elif isinstance(one, Feed):
            values = msgspec.structs.asdict(one)
            seen = values.pop("seen")
            insert_new(connection, schema.feeds, [values])
            for part in chunks(seen):
                insert_new(connection, schema.seen, [{"feed": one.url, "entry": entry, "seen_at": at} for entry, at in part])
    return count, sentences


def _is_same(archive: Archive, head: Head, end: End, meaning: adding.Meaning | None) -> bool | None:
    """Whether the archive has the digest of the one that was exported; None where it need not have it."""
    encoders = (meaning.version,) if meaning else ()
    with archive.read() as connection:
        names = ("documents", "statements", "reviews", "tombstones")
        here = tuple(connection.execute(select(func.count()).select_from(schema.METADATA.tables[name])).scalar() for name in names)
        if here != tuple(getattr(head, name) for name in names):
            return None
        if digest(connection) == end.digest:
            return True
    return False if head.onrecord == version("onrecord") and head.encoders == encoders else None
