"""An archive with a few articles, some of them of one utterance, for the tests of searching."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, update

from onrecord.store import schema, vectors
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive
from onrecord.store.search import Found
from tests.store.articles import article, reading_of


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts that share words are near: a stand-in for the encoder, which tests of searching don't need."""
    made = np.full((len(texts), vectors.SIZE), 1e-3, dtype=np.float32)
    for place, text in enumerate(texts):
        for word in text.lower().split():
            digest = hashlib.sha256(word.strip("“”,.").encode()).digest()
            made[place] += np.where(np.unpackbits(np.frombuffer(digest * 2, dtype=np.uint8))[: vectors.SIZE] > 0, 1, -1)
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def fill(archive: Archive, count: int = 9) -> None:
    """Add articles, each at an address of its own."""
    for number in range(count):
        record, raw = reading_of(article(number), url=f"https://courier.example/{number}")
        archive_record(archive, record, raw, origin=f"{number}.txt", meaning=Meaning("test 1", embed))


def join(archive: Archive, pattern: str) -> list[int]:
    """Make one quotation of all statements that hold a pattern; gives their keys."""
    table = schema.statements

    def work(connection: Connection) -> list[int]:
        keys = connection.execute(select(table.c.key).where(table.c.words.like(pattern)).order_by(table.c.key)).scalars().all()
        connection.execute(update(table).where(table.c.key.in_(keys)).values(quotation=keys[0], why_joined="the same words"))
        return list(keys)

    return archive.write(work)


def texts(found: Found) -> list[str]:
    """The words of the hits, in order."""
    return [hit.fullest.words for hit in found.hits]
