"""An archive with a little of everything: versions, copies, decisions, vectors."""

import numpy as np
from sqlalchemy import Connection, select

from onrecord.store import copies, quotations, saving, schema, vectors
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide, undo
from onrecord.store.reviews.carry import to_version
from onrecord.store.reviews.decision import Value
from tests.store.articles import article, reading_of

ADDRESS = "https://courier.example/harbour"


def keep(archive: Archive, text: str, url: str | None = None) -> int:
    """Add an article as `adding` does, with vectors that a seed makes."""
    record, raw = reading_of(text, url)

    def work(connection: Connection) -> int:
        saved = saving.save(connection, record, raw, origin="articles", added_at="2026-05-15T08:00:00Z")
        if not saved.is_new:
            return saved.key
        copies.place(connection, saved.key, record.document.text)
        table = schema.statements
        keys = connection.execute(select(table.c.key).where(table.c.document == saved.key).order_by(table.c.key)).scalars().all()
        made = np.random.default_rng(len(text)).normal(size=(len(keys), vectors.SIZE)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        rows = zip(keys, vectors.packed(made), strict=True)
        connection.execute(schema.vectors.insert(), [{"statement": key, "version": "v1", "bytes": one} for key, one in rows])
        quotations.place(connection, keys)
        to_version(connection, saved.key)
        return saved.key

    return archive.write(work)


def fill(archive: Archive, order: tuple[int, ...] = (1, 2, 3)) -> None:
    """Three articles, two versions of a fourth, a copy, and decisions, one of them taken back."""
    for number in order:
        keep(archive, article(number))
    keep(archive, article(4), ADDRESS)
    keep(archive, "An earlier headline\n\n" + article(4), ADDRESS)
    keep(archive, article(1) + "\nThe council meets again in June.\n", "https://gazette.example/ferry")
    first, second = statement_ids(archive, article(4), ADDRESS)[:2]
    third = statement_ids(archive, article(2))[0]
    at = "2026-05-16T09:00:00Z"
    archive.write(lambda connection: decide(connection, "speaker", first, Value(), who="Ines", why="nobody can tell", at=at))
    archive.write(lambda connection: decide(connection, "not a statement", second, who="Ines", at=at))
    made = archive.write(lambda connection: decide(connection, "right", third, who="Jo", at=at))
    archive.write(lambda connection: undo(connection, made.id, who="Jo", at=at))


def statement_ids(archive: Archive, text: str, url: str | None = None) -> list[str]:
    """Ids of the statements of an article."""
    return [one.id for one in reading_of(text, url)[0].statements]
