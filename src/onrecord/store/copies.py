"""Copies: documents that carry the same text, such as a wire report in many papers, joined into families.

The invariant: a family is a connected component of the pairs that are alike, named by the lowest key in it. So it does not
matter in which order documents come, and finding all families anew gives the same ones.
"""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.minhash import bands, likeness, packed, signature, unpacked

# Documents are copies from this share of common shingles on: papers cut a wire report's end and write its first lines anew.
LIKE: Final = 0.55

# Shorter texts, posts above all, share their few shingles by chance or by being quoted.
SHORTEST: Final = 40


def place(connection: Connection, document: int, text: str) -> int:
    """Put a document that is new in the archive into its family, and give the family's key."""
    found = signature(text) if len(text.split()) >= SHORTEST else None
    if found is None:
        return document
    hashes = sorted(set(bands(found)))
    table = schema.copy_bands
    near = connection.execute(select(table.c.document).where(table.c.hash.in_(hashes)).distinct()).scalars().all()
    connection.execute(insert(table), [{"hash": one, "document": document} for one in hashes])
    connection.execute(insert(schema.signatures).values(document=document, bytes=packed(found)))
    stored = schema.signatures
    alike = [
        row.document
        for part in chunks(near)
        for row in connection.execute(select(stored).where(stored.c.document.in_(part)))
        if likeness(found, unpacked(row.bytes)) >= LIKE
    ]
    return _join(connection, [document, *alike]) if alike else document


def rebuild(connection: Connection, documents: Collection[int] | None = None) -> None:
    """Find the families of documents anew. documents: whole families; all of them unless told."""
    table = schema.documents
    wanted = select(table.c.key, table.c.text).order_by(table.c.key)
    parts: Iterable[list[int] | None] = [None] if documents is None else chunks(sorted(documents))
    for part in parts:
        among = table.c.key.in_(part) if part is not None else table.c.key > 0
        connection.execute(update(table).where(among).values(family=table.c.key))
        for child in (schema.copy_bands, schema.signatures):
            connection.execute(delete(child).where(child.c.document.in_(select(table.c.key).where(among))))
    keys = (
        [row.key for row in connection.execute(select(table.c.key).order_by(table.c.key))]
        if documents is None
        else sorted(documents)
    )
    for part in chunks(keys, 100):
        for row in connection.execute(wanted.where(table.c.key.in_(part))).all():
            place(connection, row.key, row.text)


def _join(connection: Connection, documents: list[int]) -> int:
    """Make one family of those that these documents belong to."""
    table = schema.documents
    families: set[int] = {
        family
        for part in chunks(documents)
        for family in connection.execute(select(table.c.family).where(table.c.key.in_(part))).scalars()
        if family is not None
    }
    first = min(families)
    for part in chunks(families - {first}):
        connection.execute(update(table).where(table.c.family.in_(part)).values(family=first))
    return first
