"""Documents against the bytes that they came from, their signatures, versions, families and removals."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, case, func, or_, select

from onrecord.errors import RecordError
from onrecord.record import DocumentKind, Finding, LeftOut, Mark, check_inside, document_id
from onrecord.store import copies, minhash, rows, saving, schema
from onrecord.store.notices import Notice
from onrecord.store.verify.fault import Fault, batches, by_query, rows_of, sensible

# Bytes that one document may come from: more than any reader of ours takes.
LIMIT_RAW: Final = 500_000_000


def check(connection: Connection, step: Callable[[int], None]) -> Iterator[Fault]:
    """Every fault of documents and their bytes."""
    table = schema.documents
    for found, lost in batches(connection, "documents", select(table), table.c.key):
        yield from lost
        for row in found:
            yield from sensible(f"document {row.id}", lambda row=row: _document(connection, row))  # type: ignore[misc]
        step(len(found))
    yield from _unused(connection)
    yield from _versions(connection)
    yield from _families(connection)
    yield from _removed(connection)


def _document(connection: Connection, row: Row[Any]) -> Iterator[Fault]:
    where = f"document {row.id}"
    raw = None
    try:
        raw = _raw(connection, row.sha256)
    except RecordError as error:
        yield Fault(where, str(error))
    if raw is not None and document_id(raw, row.url) != row.id:
        yield Fault(where, "has an id that is not that of its bytes and address")
    length = len(row.text)
    msgspec.convert(row.kind, DocumentKind)
    check_inside(rows.unpacked(row.left_out, tuple[LeftOut, ...]), length, "left_out")
    check_inside(rows.unpacked(row.findings, tuple[Finding, ...]), length, "findings")
    if any(mark.start > length for mark in rows.unpacked(row.marks, tuple[Mark, ...])):
        yield Fault(where, "has a page or time mark outside its text")
    if any(not 0 <= one.start < one.end <= length for one in rows.unpacked(row.notices, tuple[Notice, ...])):
        yield Fault(where, "has a notice outside its text")
    if row.day != saving.day_of(row.published):
        yield Fault(where, "is filed under another day than that of its publication")
    yield from _signature(connection, row)


def _raw(connection: Connection, sha256: str) -> bytes:
    """The bytes under a hash. Raises RecordError where they aren't what the hash and the size say."""
    table = schema.blobs
    found = rows_of(connection, select(table).where(table.c.sha256 == sha256))
    if not found:
        raise RecordError("came from bytes that aren't there")
    blob = found[0]
    if blob.packing != saving.PACKING or not 0 <= blob.size <= LIMIT_RAW:
        raise RecordError(f"came from bytes that are packed in a way that this onrecord doesn't know: {blob.packing}")
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(blob.bytes, blob.size + 1)
    except zlib.error as error:
        raise RecordError(f"came from bytes that can't be unpacked ({error})") from error
    if len(raw) != blob.size or not unpacking.eof or unpacking.unused_data:
        raise RecordError(f"came from bytes that are not the {blob.size:,} that they should be")
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise RecordError("came from bytes that don't match their SHA-256")
    return raw


def _signature(connection: Connection, row: Row[Any]) -> Iterator[Fault]:
    """The text against the signature that was made of it, which most changes of the text change."""
    stored, bands = schema.signatures, schema.copy_bands
    kept = rows_of(connection, select(stored.c.bytes).where(stored.c.document == row.key))
    if not kept:
        return
    is_long = len(row.text.split()) >= copies.SHORTEST
    made = minhash.signature(row.text) if is_long else None
    if made is None or minhash.packed(made) != kept[0].bytes:
        yield Fault(f"document {row.id}", "has a text that doesn't match the signature made of it")
        return
    hashes = {one.hash for one in rows_of(connection, select(bands.c.hash).where(bands.c.document == row.key))}
    if hashes != set(minhash.bands(made)):
        yield Fault(f"document {row.id}", "is not found by its copies: bands of its signature are missing or wrong")


def _unused(connection: Connection) -> Iterator[Fault]:
    table = schema.blobs
    used = select(schema.documents.c.key).where(schema.documents.c.sha256 == table.c.sha256).exists()
    yield from by_query(
        connection, select(table.c.sha256).where(~used), "blobs", lambda row: Fault(f"bytes {row.sha256}", "are no document's")
    )


def _versions(connection: Connection) -> Iterator[Fault]:
    """At each address they are numbered from 1 on, and the last one is the present one."""
    table = schema.documents
    count, newest = func.count(), func.sum(case((table.c.is_current, 1), else_=0))
    wanted = (
        select(table.c.url)
        .where(table.c.url.is_not(None))
        .group_by(table.c.url)
        .having(
            or_(
                func.min(table.c.version) != 1,
                func.max(table.c.version) != count,
                func.count(table.c.version.distinct()) != count,
                newest != 1,
                func.max(case((table.c.is_current, table.c.version), else_=0)) != count,
            )
        )
    )
    wrong = "has versions that are not numbered from 1 on with the last as the present one"
    yield from by_query(connection, wanted, "documents", lambda row: Fault(f"address {row.url}", wrong))
    alone = select(table.c.id).where(table.c.url.is_(None), or_(table.c.version != 1, ~table.c.is_current))
    yield from by_query(
        connection, alone, "documents", lambda row: Fault(f"document {row.id}", "has no address, yet is not the only version")
    )


def _families(connection: Connection) -> Iterator[Fault]:
    """A family is named by the lowest key in it."""
    table, first = schema.documents, schema.documents.alias("first")
    wanted = select(table.c.id).join(first, first.c.key == table.c.family, isouter=True)
    wanted = wanted.where(or_(first.c.key.is_(None), table.c.family > table.c.key, first.c.family != first.c.key))
    wrong = "is in a family of copies that isn't named by its first"
    yield from by_query(connection, wanted, "documents", lambda row: Fault(f"document {row.id}", wrong))


def _removed(connection: Connection) -> Iterator[Fault]:
    table, gone = schema.documents, schema.tombstones
    wanted = select(table.c.id).join(gone, or_(gone.c.id == table.c.id, gone.c.url == table.c.url)).distinct()
    yield from by_query(
        connection, wanted, "tombstones", lambda row: Fault(f"document {row.id}", "was removed on demand and is there all the same")
    )
