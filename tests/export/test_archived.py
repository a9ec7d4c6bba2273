"""Exports of an archive or a part of it: complete, in every form, with what only the archive knows."""

import csv
import json
import resource
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from sqlalchemy import update

from onrecord.errors import OptionError, RecordError
from onrecord.export import archived, brat, jsonlines
from onrecord.export.archived import AS_WRITTEN, FORMS, Form, export
from onrecord.export.part import part, records
from onrecord.record import Record, Speaker
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.reviews.decision import Value
from onrecord.store.search.found import Query
from tests.export.archives import HARBOUR, add, asked, decided, every, filled
from tests.store.articles import article

SUFFIXES = {"webannotation": "jsonld", "ftm": "json", "archive": "all"}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current(archive: Archive) -> list[Record]:
    with archive.read() as connection:
        return [record for _, record in records(connection, part(connection))]


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_holds_what_was_counted(archive: Archive, tmp_path: Path, form: Form) -> None:
    filled(archive)
    out = tmp_path / f"out.{SUFFIXES.get(form, form)}"
    done = export(archive, form, out)
    assert out.exists()
    if form != "archive":
        assert (done.documents, done.statements) == (4, sum(len(record.statements) for record in current(archive)))
    if form == "csv":
        assert len(table(out)) == done.statements
    if form == "webannotation":
        assert json.loads(out.read_bytes())["total"] == done.statements
    if form == "brat":
        assert sum(len(page.statements) for page in brat.read(out)) == done.statements
        assert list(jsonlines.read(out / AS_WRITTEN)) == sorted(current(archive), key=lambda record: record.document.id)
        assert done.files == len(list(out.iterdir()))
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []


def test_forms_are_those_that_are_written() -> None:
    assert get_args(Form) == FORMS


def test_another_number_than_was_promised_leaves_nothing(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    for form in ("csv", "jsonl", "ftm", "brat"):
        with pytest.raises(RecordError, match="to hold 99 statements"):
            export(archive, form, tmp_path / "out", promised=99)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["jsonl", "brat"])
def test_a_writer_that_loses_a_statement_leaves_the_old_file(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    add(archive, article(0))
    write = {"jsonl": jsonlines.write, "brat": brat.write}[form]

    def losing(records: Iterable[Record], path: Path) -> int:
        return write((msgspec.structs.replace(one, statements=one.statements[:1]) for one in records), path)

    monkeypatch.setitem(archived._WRITERS, "jsonl", losing)
    monkeypatch.setattr(brat, "write", losing)
    out = tmp_path / "out"
    if form == "jsonl":
        out.write_text("an older export", encoding="utf-8")
    with pytest.raises(RecordError, match=r"out was not written: it would hold 1 statements and not 4"):
        export(archive, form, out)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.glob("*out*")] == (
        [("out", "an older export")] if form == "jsonl" else []
    )


def test_what_can_not_be_written_is_told_of_by_the_name_that_was_given(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OptionError, match=r"/out can't be written"):
            export(archive, "jsonl", tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.glob("*out*")) == []


def test_a_document_that_vanishes_between_counting_and_reading_is_an_error(archive: Archive) -> None:
    add(archive, article(0))
    with archive.read() as connection:
        chosen = part(connection)
        more = msgspec.structs.replace(chosen, documents=[*chosen.documents, 10_000])
        with pytest.raises(RecordError, match="promised 4 statements in 2 documents and gave 4 in 1"):
            list(records(connection, more))


def test_a_part_is_what_was_asked_for(archive: Archive, tmp_path: Path) -> None:
    for number in range(4):
        add(archive, article(number), outlet=f"Paper {number % 2}")
    every_statement = [one for record in every(archive) for one in record.statements]
    name = next(one.speaker.name for one in every_statement if one.speaker)
    wanted = {one.id for one in every_statement if one.speaker and one.speaker.name == name}
    export(archive, "csv", tmp_path / "speaker.csv", Query(speaker=name))
    rows = table(tmp_path / "speaker.csv")
    assert {row["statement_id"] for row in rows} == wanted
    assert {row["speaker_name"] for row in rows} == {name}

    export(archive, "csv", tmp_path / "outlet.csv", Query(outlet="Paper 1"))
    assert {row["outlet"] for row in table(tmp_path / "outlet.csv")} == {"Paper 1"}

    done = export(archive, "jsonl", tmp_path / "since.jsonl", Query(since="2030"))
    assert (done.documents, done.statements) == (0, 0)
    done = export(archive, "jsonl", tmp_path / "words.jsonl", Query(words="crowns"))
    texts = [record.document.text for record in jsonlines.read(tmp_path / "words.jsonl")]
    assert len(texts) == done.documents == 4
    assert done.statements < len(every_statement)


def test_reviewed_statements_are_a_part(archive: Archive, tmp_path: Path) -> None:
    record = add(archive, article(0))
    decided(archive, "right", record.statements[1].id)
    export(archive, "csv", tmp_path / "yes.csv", Query(is_reviewed=True))
    (row,) = table(tmp_path / "yes.csv")
    assert (row["statement_id"], row["status"], row["reviewed_by"]) == (record.statements[1].id, "reviewed", "Ines")
    done = export(archive, "csv", tmp_path / "no.csv", Query(is_reviewed=False))
    assert done.statements == len(record.statements) - 1


def test_options_that_are_none_are_refused(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    with pytest.raises(OptionError, match="no form of export"):
        export(archive, "pdf", tmp_path / "out.pdf")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="No name in the archive is like --speaker"):
        export(archive, "csv", tmp_path / "out.csv", Query(speaker="Nobody Whatever"))
    with pytest.raises(OptionError, match="by meaning"):
        export(archive, "csv", tmp_path / "out.csv", Query(like="money"))


def test_the_newest_versions_are_exported_and_all_where_they_are_asked_for(archive: Archive, tmp_path: Path) -> None:
    old = add(archive, article(0), HARBOUR)
    new = add(archive, "An earlier headline\n\n" + article(0), HARBOUR)
    export(archive, "csv", tmp_path / "new.csv")
    assert {row["document_id"] for row in table(tmp_path / "new.csv")} == {new.document.id}
    done = export(archive, "csv", tmp_path / "all.csv", Query(all_versions=True))
    assert {row["document_id"] for row in table(tmp_path / "all.csv")} == {old.document.id, new.document.id}
    assert done.statements == len(old.statements) + len(new.statements)


def test_tables_name_speakers_as_people_joined_them_and_records_as_documents_do(archive: Archive, tmp_path: Path) -> None:
    first, second = add(archive, article(0)), add(archive, article(1))
    one = next(said.speaker for said in first.statements if said.speaker)
    two = next(said.speaker for said in second.statements if said.speaker and said.speaker.name != one.name)
    decided(archive, "same actor", one.id, Value(other=two.id))
    actors = schema.actors
    archive.write(lambda connection: connection.execute(update(actors).where(actors.c.id == one.id).values(wikidata="Q7747")))
    export(archive, "csv", tmp_path / "out.csv")
    rows = {row["statement_id"]: row for row in table(tmp_path / "out.csv")}
    for said in second.statements:
        if said.speaker == two:
            assert (rows[said.id]["speaker_name"], rows[said.id]["speaker_wikidata"]) == (one.name, "Q7747")
    export(archive, "jsonl", tmp_path / "out.jsonl")
    assert [record.statements for record in jsonlines.read(tmp_path / "out.jsonl")] == [first.statements, second.statements]


def test_tables_tell_what_only_the_archive_knows(archive: Archive, tmp_path: Path) -> None:
    text = "Correction: the ferry will cost four million crowns.\n\n" + article(0)
    first = add(archive, text, outlet="The Quay")
    second = add(archive, text + "\nMore soon.\n", outlet="The Harbour Courier")
    statements = schema.statements
    # Joined by hand: whether two statements are one quotation is not what is tested here.
    ids = [first.statements[0].id, second.statements[0].id]
    key = asked(archive, lambda connection: connection.execute(statements.select().where(statements.c.id == ids[0])).one().key)
    archive.write(lambda connection: connection.execute(update(statements).where(statements.c.id.in_(ids)).values(quotation=key)))
    export(archive, "csv", tmp_path / "out.csv")
    rows = {row["statement_id"]: row for row in table(tmp_path / "out.csv")}
    for one in ids:
        assert rows[one]["quotation"] == ids[0]  # what was added first, as in search
        assert (rows[one]["copies"], rows[one]["outlets"]) == ("2", "The Harbour Courier; The Quay")
        assert rows[one]["notice"] == "Correction: the ferry will cost four million crowns."


def test_what_stood_inside_words_that_are_left_out_stands_on_its_own(archive: Archive) -> None:
    record = add(archive, article(0))
    inner = next(one for one in record.statements if one.id != record.statements[0].id)
    table = schema.statements
    outer = record.statements[0].id
    archive.write(lambda connection: connection.execute(update(table).where(table.c.id == inner.id).values(parent=outer)))
    decided(
        archive,
        "speaker",
        inner.id,
        Value(speaker=Speaker(inner.speaker.id, inner.speaker.name, "person") if inner.speaker else None),
    )
    with archive.read() as connection:
        (whole,) = (one for _, one in records(connection, part(connection)))
        (cut,) = (one for _, one in records(connection, part(connection, Query(is_reviewed=True))))
    assert next(one.parent for one in whole.statements if one.id == inner.id) == outer
    assert [(one.id, one.parent) for one in cut.statements] == [(inner.id, None)]


def test_an_empty_archive_is_exported_as_nothing(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "csv", tmp_path / "out.csv")
    assert (done.documents, done.statements, table(tmp_path / "out.csv")) == (0, 0, [])
