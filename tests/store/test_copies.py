"""Copies: one wire report in many papers is one family, in whatever order it came."""

import itertools

import pytest
from sqlalchemy import select

from onrecord.record import Document, Record, document_id
from onrecord.store import copies, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.minhash import bands, likeness, packed, signature, unpacked

WIRE = (
    "The state will stop the night ferry to the outer islands from November, the transport minister said on Thursday, and will pay "
    "for a bus over the new bridge instead. The mayor of Sund called the decision a betrayal and said that nobody had asked the "
    "islands. She added that the council would go to court over it before the winter. The ferry has sailed every night since 1911, "
    "and carried nine passengers a night last winter, according to the harbour office. The bus will take forty minutes longer. "
)
CUT = "Night ferry ends\n\n" + WIRE.rpartition("The bus")[0]
OTHER = (
    "Nine schools on the mainland will get new roofs this summer, the county said, after a storm in March tore slates from four of "
    "them and water ran into classrooms. Teachers had complained for years. The work costs two million crowns and will be done "
    "before August, when the pupils come back. A tenth school, in Tarrow, is to be closed for good because too few children live "
    "there now; their parents have written to the minister twice and want to be heard before the council decides about it again. "
)


def record(text: str, url: str) -> tuple[Record, bytes]:
    raw = text.encode()
    made = Document(id=document_id(raw, url), sha256=saving_hash(raw), url=url, text=text)
    return Record(document=made, statements=()), raw


def saving_hash(raw: bytes) -> str:
    import hashlib

    return hashlib.sha256(raw).hexdigest()


def families(archive: Archive) -> set[frozenset[str]]:
    table = schema.documents
    with archive.read() as connection:
        rows = connection.execute(select(table.c.family, table.c.url)).all()
    found: dict[int, set[str]] = {}
    for family, url in rows:
        found.setdefault(family, set()).add(url)
    return {frozenset(urls) for urls in found.values()}


def add(archive: Archive, text: str, url: str) -> None:
    made, raw = record(text, url)

    def work(connection: object) -> None:
        saved = saving.save(connection, made, raw)  # type: ignore[arg-type]
        copies.place(connection, saved.key, made.document.text)  # type: ignore[arg-type]

    archive.write(work)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_cut_copy_is_of_the_family_and_another_text_is_not(archive: Archive, order: tuple[int, ...]) -> None:
    texts = [(WIRE, "https://a.example/1"), (CUT, "https://b.example/2"), (OTHER, "https://c.example/3")]
    for place in order:
        add(archive, *texts[place])
    wanted = {frozenset({"https://a.example/1", "https://b.example/2"}), frozenset({"https://c.example/3"})}
    assert families(archive) == wanted
    archive.write(copies.rebuild)
    assert families(archive) == wanted


def test_short_texts_are_nobodys_copy(archive: Archive) -> None:
    add(archive, "We will not run an empty ship through the ice.", "https://a.example/1")
    add(archive, "We will not run an empty ship through the ice.", "https://b.example/2")
    assert len(families(archive)) == 2


def test_a_signature_estimates_the_shared_part_and_is_the_same_for_ever() -> None:
    one, cut, other = (signature(text) for text in (WIRE, CUT, OTHER))
    assert one is not None
    assert cut is not None
    assert other is not None
    assert likeness(one, cut) > copies.LIKE
    assert likeness(one, other) == 0
    assert (unpacked(packed(one)) == one).all()
    assert set(bands(one)) & set(bands(cut))
    assert signature("too few words") is None
    assert one[:4].tolist() == [2452197, 58389775, 65052923, 28258781]
