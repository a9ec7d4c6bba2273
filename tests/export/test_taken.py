"""Records that were made elsewhere come into the archive: with their bytes, or not at all."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

from onrecord.errors import InputError
from onrecord.export import jsonlines, taken, words
from onrecord.export.archived import export
from onrecord.record import Event, EventId, Record, document_id
from onrecord.store import vectors
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive
from onrecord.store.dialect import insert_new
from tests.export.archives import add, decided, every
from tests.store.articles import article, reading_of

ARTICLE = {
    "id": "quay-1",
    "outlet": "The Quay",
    "published": "2026-05-14",
    "text": "Ada Holm said that the boats stay in. It rained.",
    "annotations": [[{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 36]]}]],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    return path


def test_records_of_texts_come_in_as_they_are(archive: Archive, tmp_path: Path) -> None:
    made = [reading_of(article(number))[0] for number in range(3)]
    jsonlines.write(made, tmp_path / "records.jsonl")
    assert taken.kind_of(tmp_path / "records.jsonl") == "records"
    assert [one.status for one in taken.records(archive, tmp_path / "records.jsonl")] == ["added"] * 3
    assert every(archive) == made
    assert [one.status for one in taken.records(archive, tmp_path / "records.jsonl")] == ["already there"] * 3


def test_a_record_whose_bytes_are_not_its_text_is_left_out(archive: Archive, tmp_path: Path) -> None:
    good, _ = reading_of(article(0))
    page, _ = reading_of(article(1))
    page = msgspec.structs.replace(page, document=msgspec.structs.replace(page.document, sha256="0" * 64))
    jsonlines.write([page, good], tmp_path / "records.jsonl")
    left_out, added = taken.records(archive, tmp_path / "records.jsonl")
    assert (left_out.status, added.status) == ("left out", "added")
    assert "add that file itself with onrecord add" in (left_out.why or "")
    assert every(archive) == [good]


def test_a_record_under_another_s_id_is_left_out(archive: Archive, tmp_path: Path) -> None:
    record, _ = reading_of(article(0))
    forged = msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, id=document_id(b"another", None)))
    jsonlines.write([forged], tmp_path / "records.jsonl")
    (one,) = taken.records(archive, tmp_path / "records.jsonl")
    assert "is not the id of this text" in (one.why or "")
    assert every(archive) == []


def test_what_people_decided_does_not_come_in_without_the_decisions(archive: Archive, other: Archive, tmp_path: Path) -> None:
    record = add(archive, article(0))
    decided(archive, "right", record.statements[0].id)
    export(archive, "jsonl", tmp_path / "records.jsonl")
    (one,) = taken.records(other, tmp_path / "records.jsonl")
    assert "without the decisions" in (one.why or "")


def test_what_was_removed_on_demand_is_left_out(archive: Archive, tmp_path: Path) -> None:
    from onrecord.store.forget import forget

    record = add(archive, article(0))
    forget(archive, record.document.id, why="a court order", who="Ines")
    jsonlines.write([record], tmp_path / "records.jsonl")
    (one,) = taken.records(archive, tmp_path / "records.jsonl")
    assert "a court order" in (one.why or "")


def test_a_file_with_a_line_that_is_none_adds_nothing(archive: Archive, tmp_path: Path) -> None:
    record, _ = reading_of(article(0))
    jsonlines.write([record], tmp_path / "records.jsonl")
    with (tmp_path / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"document": 1, "statements": []}\n')
    with pytest.raises(InputError, match="line 2"):
        list(taken.records(archive, tmp_path / "records.jsonl"))
    assert every(archive) == []


def test_annotated_articles_say_who_made_them(archive: Archive, corpus: Path) -> None:
    assert taken.kind_of(corpus) == "polnear"
    (one,) = taken.annotated(archive, corpus)
    assert (one.status, one.statements) == ("added", 1)
    (record,) = every(archive)
    assert record.statements[0].made_by == {"extract": "PolNeAR annotators"}
    assert words.status(record.statements[0]) == "made by PolNeAR annotators, not reviewed"
    assert record.document.outlet == "The Quay"


def test_kinds_are_told_apart(archive: Archive, corpus: Path, tmp_path: Path) -> None:
    add(archive, article(0))
    export(archive, "archive", tmp_path / "archive.jsonl")
    export(archive, "brat", tmp_path / "brat")
    assert taken.kind_of(tmp_path / "archive.jsonl") == "archive"
    assert taken.kind_of(tmp_path / "brat") == "brat"
    for name, text in (
        ("list.jsonl", '{"text": "words"}\n'),
        ("empty.jsonl", ""),
        ("odd.jsonl", "not JSON"),
        ("array.jsonl", "[1]"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="nothing that can be imported"):
            taken.kind_of(tmp_path / name)
    with pytest.raises(InputError, match="can't be read"):
        taken.kind_of(tmp_path / "nowhere.jsonl")


def edited(record: Record, **changes: object) -> Record:
    """The record with its first statement changed."""
    first, *rest = (msgspec.structs.replace(one, parent=None) for one in record.statements)
    return msgspec.structs.replace(record, statements=(msgspec.structs.replace(first, **changes), *rest))


def test_a_record_that_points_at_nothing_or_bears_another_s_ids_is_left_out_alone(archive: Archive, tmp_path: Path) -> None:
    good, record = (reading_of(article(number))[0] for number in (1, 2))
    event = Event(id=EventId("e00000000000000000001"), kind="meeting", participants=(), date=None, place=None, accounts=())
    there = msgspec.structs.replace(reading_of(article(0))[0], events=(event,))
    archive_record(archive, there, there.document.text.encode(), origin="article")
    wrong = {
        "points at an event that isn't there": edited(record, event=EventId("enowhere")),
        "has the id of another in": edited(record, id=there.statements[0].id),
        "event e00000000000000000001 of": msgspec.structs.replace(record, events=(event,)),
        "the statements of": edited(record, id=record.statements[1].id),
        "the events of": msgspec.structs.replace(record, events=(event, event)),
    }
    jsonlines.write([*wrong.values(), good], tmp_path / "records.jsonl")
    *left_out, added = taken.records(archive, tmp_path / "records.jsonl")
    assert [one.status for one in left_out] == ["left out"] * len(wrong)
    for one, told in zip(left_out, wrong, strict=True):
        assert told in (one.why or "")
        assert (one.why or "").startswith("records.jsonl, document ")
    assert added.status == "added"
    assert every(archive) == [there, good]


def test_what_is_removed_while_others_are_imported_is_left_out(archive: Archive, tmp_path: Path) -> None:
    from onrecord.store import schema

    made = [reading_of(article(number))[0] for number in range(2)]
    jsonlines.write(made, tmp_path / "records.jsonl")

    def embed(texts: object) -> object:
        row = {"id": made[0].document.id, "url": None, "why": "a court order", "who": "Jo", "at": "2026-05-20"}
        archive.write(lambda connection: insert_new(connection, schema.tombstones, [row]))
        return np.full((len(texts), vectors.SIZE), vectors.SIZE**-0.5, dtype=np.float32)  # type: ignore[arg-type]

    first, second = taken.records(archive, tmp_path / "records.jsonl", Meaning("v1", embed))  # type: ignore[arg-type]
    assert (first.status, second.status) == ("left out", "added")
    assert "a court order" in (first.why or "")
