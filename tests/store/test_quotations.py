"""Quotations: which statements are one, in whatever order they come, and whatever people decide."""

import hashlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from onrecord.errors import ReviewError
from onrecord.record import ActorId, Confidence, Document, Record, Span, Speaker, Statement, actor_id, document_id, statement_id
from onrecord.store import quotations, schema
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive, opened
from onrecord.store.reviews import decide, undo
from onrecord.store.reviews.decision import Value
from onrecord.store.vectors import SIZE

LIND = Speaker(ActorId("Qlind"), "Oskar Lind", "person")
VELDE = Speaker(ActorId("Qvelde"), "Marta Velde", "person")
WHOLE = "The ferry to Kalmora will cost eleven million crowns, and whoever says otherwise can't read a tender."
PART = "whoever says otherwise can't read a tender"
ALTERED = "The ferry to Kalmora will cost forty million crowns, and whoever says otherwise can't read a tender."
OTHER = "Nobody at the shipyard will lose a job before the winter is over, you have my word."
REPORT = "the boat would be paid for with 11 million"


def embed(texts: object) -> np.ndarray:
    """Near each other: whatever speaks of the ferry's price."""
    made = []
    for text in texts:  # type: ignore[attr-defined]
        seed = "ferry" if "illion" in text else text
        noise = np.random.default_rng(int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16)).normal(size=SIZE)
        made.append(noise / np.linalg.norm(noise))
    return np.array(made, dtype=np.float32)


def story(
    words: str, speaker: Speaker | None = LIND, published: str = "2026-05-14", kind: str = "direct", url: str | None = None
) -> Record:
    before, after = ("He said that ", ".\n") if kind == "indirect" else ("“", "” he said.\n")
    text = f"A story of {published}\n{before}{words}{after}"
    identity = document_id(
        text.encode(),
        url or f"https://courier.example/{hashlib.sha256(repr((words, speaker, published)).encode()).hexdigest()[:9]}",
    )
    spans = (Span(text.index(words), text.index(words) + len(words)),)
    one = Statement(
        id=statement_id(identity, spans, None),
        content=spans,
        cue=(),
        source=(),
        kind=kind,  # type: ignore[arg-type]
        act="says",
        quoted=() if kind == "indirect" else spans,
        speaker=speaker,
        confidence=Confidence(1, 1),
        made_by={"test": "1"},
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Record(document=Document(id=identity, sha256=sha256, published=published, text=text, url=url), statements=(one,))


def add(archive: Archive, record: Record, meaning: Meaning | None = None) -> str:
    archive_record(archive, record, record.document.text.encode(), origin="test", meaning=meaning)
    return record.statements[0].id


def quotation(archive: Archive) -> dict[str, int]:
    table = schema.statements
    with archive.read() as connection:
        return dict(connection.execute(select(table.c.id, table.c.quotation)).all())


def parts(archive: Archive) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for one, group in quotation(archive).items():
        found.setdefault(group, set()).add(one)
    return {frozenset(group) for group in found.values()}


def everything(archive: Archive) -> list[tuple[object, ...]]:
    table = schema.statements
    with archive.read() as connection:
        return [
            tuple(row)
            for row in connection.execute(select(table.c.id, table.c.quotation, table.c.why_joined).order_by(table.c.key))
        ]


def test_a_part_joins_the_whole_and_says_why(archive: Archive) -> None:
    first, second = add(archive, story(WHOLE)), add(archive, story(PART, published="2026-05-16"))
    found = quotation(archive)
    assert found[first] == found[second]
    assert everything(archive)[1][2] == f"the same 8 words in a row as {first}"


def test_what_differs_in_one_word_that_counts_is_another(archive: Archive) -> None:
    first, second = add(archive, story(WHOLE)), add(archive, story(ALTERED))
    found = quotation(archive)
    assert found[first] != found[second]


def test_two_who_say_the_same_words_are_two_quotations(archive: Archive) -> None:
    lind, velde, nobody = (add(archive, story(WHOLE, speaker)) for speaker in (LIND, VELDE, None))
    found = quotation(archive)
    assert found[lind] != found[velde]
    assert found[nobody] in {found[lind], found[velde]}


def test_people_of_one_full_name_in_two_stories_are_one(archive: Archive) -> None:
    records = [
        story(WHOLE, Speaker(actor_id(document_id(name.encode(), None), "person", "Elin Storm"), "Elin Storm", "person"), published)
        for name, published in (("one", "2026-05-14"), ("two", "2026-05-15"))
    ]
    first, second = (add(archive, record) for record in records)
    assert quotation(archive)[first] == quotation(archive)[second]


def test_a_report_joins_by_its_sense_where_the_speaker_is_known(archive: Archive) -> None:
    meaning = Meaning("test 1", embed)
    first = add(archive, story(WHOLE), meaning)
    near = add(archive, story(REPORT, kind="indirect", published="2026-05-15"), meaning)
    nobody = add(archive, story("a new vessel costs them 11 million", None, kind="indirect"), meaning)
    late = add(archive, story(REPORT, kind="indirect", published="2026-09-15"), meaning)
    found = quotation(archive)
    assert found[near] == found[first]
    assert found[first] not in {found[nobody], found[late]}
    assert "says in other words what" in str(everything(archive)[1][2])


def test_an_older_version_leaves_its_quotation(archive: Archive) -> None:
    other = add(archive, story(WHOLE))
    old = add(archive, story(PART, url="https://courier.example/a"))
    assert quotation(archive)[old] == quotation(archive)[other]
    add(archive, story(OTHER, url="https://courier.example/a"))
    assert quotation(archive)[old] != quotation(archive)[other]


def test_people_join_and_part_and_take_it_back(archive: Archive) -> None:
    whole, part, other = add(archive, story(WHOLE)), add(archive, story(PART)), add(archive, story(OTHER))
    before = everything(archive)
    same = archive.write(lambda connection: decide(connection, "same quotation", other, Value(other=part), who="Ines"))
    assert len(parts(archive)) == 1
    assert "Ines decided" in str(everything(archive)[2][2])
    never = archive.write(lambda connection: decide(connection, "other quotation", whole, Value(other=other), who="Jo"))
    assert parts(archive) == {frozenset({whole}), frozenset({part, other})}
    add(archive, story(WHOLE, published="2026-05-17"))
    found = quotation(archive)
    assert found[whole] != found[other]
    for one in (same, never):
        archive.write(lambda connection, one=one: undo(connection, one.id, who="Ines"))  # type: ignore[misc]
    assert everything(archive)[:3] == before


def test_decisions_that_contradict_are_refused_with_who_decided_when(archive: Archive) -> None:
    one, two, three = add(archive, story(WHOLE)), add(archive, story(PART)), add(archive, story(OTHER))
    at = "2026-06-01T10:00:00Z"
    archive.write(lambda connection: decide(connection, "same quotation", one, Value(other=two), who="Ines", at=at))
    archive.write(lambda connection: decide(connection, "same quotation", two, Value(other=three), who="Jo", at=at))
    with pytest.raises(ReviewError, match=r"Ines on 2026-06-01 .*, Jo on 2026-06-01"):
        archive.write(lambda connection: decide(connection, "other quotation", one, Value(other=three), who="Kim"))
    with pytest.raises(ReviewError, match="no statement snone"):
        archive.write(lambda connection: decide(connection, "same quotation", one, Value(other="snone"), who="Kim"))


def test_never_one_holds_for_all_that_are_joined(archive: Archive) -> None:
    one, two, three = add(archive, story(WHOLE)), add(archive, story(OTHER)), add(archive, story(ALTERED))
    archive.write(lambda connection: decide(connection, "other quotation", one, Value(other=three), who="Ines"))
    archive.write(lambda connection: decide(connection, "same quotation", one, Value(other=two), who="Ines"))
    with pytest.raises(ReviewError, match="Ines decided on"):
        archive.write(lambda connection: decide(connection, "same quotation", two, Value(other=three), who="Jo"))


def test_leaving_parts_what_only_it_held_together(archive: Archive) -> None:
    first = add(archive, story("The ferry to Kalmora will cost eleven million crowns"))
    last = add(archive, story(PART))
    whole = add(archive, story(WHOLE))
    assert len(parts(archive)) == 1
    table = schema.statements

    def remove(connection: object) -> None:
        key = connection.execute(select(table.c.key).where(table.c.id == whole)).scalar()  # type: ignore[attr-defined]
        quotations.leave(connection, [key])  # type: ignore[arg-type]
        connection.execute(delete(table).where(table.c.key == key))  # type: ignore[attr-defined]

    archive.write(remove)
    assert parts(archive) == {frozenset({first}), frozenset({last})}


POOL = [
    story(words, speaker, published, kind)
    for words, kind in (
        (WHOLE, "direct"),
        (PART, "direct"),
        (ALTERED, "direct"),
        (REPORT, "indirect"),
        (OTHER, "direct"),
        (f"Look. {PART}. {OTHER}", "direct"),
    )
    for speaker in (LIND, VELDE, None)
    for published in ("2026-05-14", "2026-05-20", "2026-08-01")
]


@settings(max_examples=25, deadline=None)
@given(chosen=st.lists(st.integers(0, len(POOL) - 1), min_size=2, max_size=12, unique=True), seed=st.integers(0, 99))
def test_any_order_gives_the_same_and_so_does_finding_all_anew(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[int], seed: int
) -> None:
    meaning = Meaning("test 1", embed)
    found = []
    for order in (chosen, random.Random(seed).sample(chosen, len(chosen))):
        with opened(str(tmp_path_factory.mktemp("order") / "archive.db"), create=True) as archive:
            for number in order:
                add(archive, POOL[number], meaning)
            before = everything(archive)
            archive.write(quotations.rebuild)
            assert everything(archive) == before
            found.append(parts(archive))
    assert found[0] == found[1]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999))
def test_decisions_hold_whatever_comes_before_and_after(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    rng = random.Random(seed)
    records = [POOL[number] for number in rng.sample(range(len(POOL)), 10)]
    same, never, taken = [], [], {}
    with opened(str(tmp_path_factory.mktemp("decided") / "archive.db"), create=True) as archive:
        there: list[str] = []
        for record in records:
            there.append(add(archive, record, Meaning("test 1", embed)))
            if len(there) < 2 or rng.random() < 0.4:
                continue
            one, other = rng.sample(there, 2)
            verdict = rng.choice(("same quotation", "other quotation"))
            try:
                made = archive.write(
                    lambda connection, v=verdict, a=one, b=other: decide(connection, v, a, Value(other=b), who="Ines")
                )  # type: ignore[misc,arg-type]
            except ReviewError:
                continue
            taken[made.id] = made
            (same if verdict == "same quotation" else never).append((one, other))
        found = quotation(archive)
        assert all(found[one] == found[other] for one, other in same)
        assert all(found[one] != found[other] for one, other in never)
        before = everything(archive)
        archive.write(quotations.rebuild)
        assert everything(archive) == before
        for made in taken.values():
            archive.write(lambda connection, made=made: undo(connection, made.id, who="Jo"))  # type: ignore[misc]
        undone = everything(archive)
        archive.write(quotations.rebuild)
        assert everything(archive) == undone
