"""A statement becomes one row that says what the record says, and what is not known stays unknown."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.export.rows import Extras, Row, cells, columns, precision, rows
from onrecord.record import Mark, Span
from tests.export.tables import BARE, DOCUMENT, EXTRAS, FIRST, FULL, RECORD, SECOND, TOLD, odd_records, without_statements


def test_a_row_holds_everything_that_is_known_of_a_statement() -> None:
    row = next(rows(TOLD))
    assert row == Row(
        statement_id=FULL.id,
        document_id=DOCUMENT.id,
        document_title="Sluice holds, engineer says",
        document_kind="transcript",
        outlet="The Harbour Courier",
        url="https://courier.example/sluice",
        published="2026-03-02T09:30+01:00",
        published_precision="minute",
        language="en",
        translated_from="da",
        kind="direct",
        act="says",
        words="“The sluice holds,” … “for now.”",
        quoted="The sluice holds, … for now.",
        source_words="Mira Vane",
        cue_words="told",
        speaker_name="Mira Vane",
        speaker_id="a1",
        speaker_type="person",
        speaker_wikidata="Q1",
        addressees=("Pilots’ Guild", "Tom Ask"),
        channel="interview",
        platform="Radio Sound",
        said_from="2026-02-23",
        said_to="2026-03-01",
        said_precision="week",
        said_basis="stated",
        said_words="last week",
        place="Port Vane",
        event_id="e1",
        event_kind="interview",
        parent=None,
        start=0,
        end=SECOND.end,
        spans=(FIRST, SECOND),
        confidence_words=0.914,
        confidence_speaker=0.75,
        why="named",
        status="reviewed",
        reviewed_by="Ana Reis",
        reviewed_at="2026-04-01T10:00Z",
        model="extract best 3, resolve 1",
        page_or_time="1",
        quotation="q1",
        copies=2,
        outlets=("The Harbour Courier", "The Quay"),
        notice="Corrected: the pump is the third.",
    )


def test_what_is_not_known_is_none_and_not_an_empty_text_or_a_zero() -> None:
    _, row = rows([(RECORD, {})])
    assert row.statement_id == BARE.id
    unknown = {name for name in Row.__struct_fields__ if getattr(row, name) in (None, ())}
    assert unknown >= {"speaker_name", "confidence_speaker", "quoted", "source_words", "said_from", "model", "copies", "addressees"}
    assert (row.status, row.parent, row.page_or_time) == ("machine", FULL.id, "2")
    assert not any(getattr(row, name) == "" for name in Row.__struct_fields__)


def test_cells_join_names_and_write_spans_as_json() -> None:
    row = next(rows(TOLD))
    flat = dict(zip(Row.__struct_fields__, cells(row), strict=True))
    assert flat["addressees"] == "Pilots’ Guild; Tom Ask"
    assert flat["outlets"] == "The Harbour Courier; The Quay"
    assert flat["spans"] == f"[[0,19],[{SECOND.start},{SECOND.end}]]"
    assert (flat["start"], flat["confidence_words"]) == (0, 0.914)


def test_a_record_without_statements_has_no_rows() -> None:
    assert list(rows([(without_statements(RECORD), EXTRAS)])) == []


def test_the_columns_are_the_fields_of_a_row_in_their_order() -> None:
    assert tuple(column.name for column in columns()) == Row.__struct_fields__
    kinds = {column.name: column.type for column in columns()}
    assert (kinds["start"], kinds["copies"], kinds["confidence_speaker"]) == ("integer", "integer", "number")
    assert (kinds["addressees"], kinds["spans"], kinds["act"], kinds["said_precision"]) == ("texts", "spans", "text", "text")


@pytest.mark.parametrize(
    ("published", "known"),
    [
        ("2026-05-14", "day"),
        ("2026-05-14T09:30Z", "minute"),
        ("2026-05-14 09:30:12+02:00", "minute"),
        ("2026-05", "unknown"),
        ("spring", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_how_exactly_a_date_is_known_goes_with_it(published: str | None, known: str) -> None:
    assert precision(published) == known


@given(st.lists(st.integers(0, 120), max_size=6), st.integers(0, 120))
def test_the_page_is_the_last_that_begins_at_or_before_the_words(starts: list[int], start: int) -> None:
    marks = tuple(Mark(place, "page", str(place)) for place in starts)
    document = msgspec.structs.replace(DOCUMENT, marks=marks)
    one = msgspec.structs.replace(FULL, content=(Span(start, start + 1),))
    (row,) = rows([(msgspec.structs.replace(RECORD, document=document, statements=(one,)), {})])
    before = [place for place in starts if place <= start]
    assert row.page_or_time == (str(max(before)) if before else None)


def test_half_a_character_is_refused_by_name() -> None:
    document = msgspec.structs.replace(DOCUMENT, title="Tide \ud83d")
    with pytest.raises(RecordError, match=f"document_title of statement '{FULL.id}' holds half a character"):
        list(rows([(msgspec.structs.replace(RECORD, document=document), {})]))


def test_half_a_character_in_a_list_of_names_is_refused_too() -> None:
    with pytest.raises(RecordError, match="outlets"):
        list(rows([(RECORD, {FULL.id: Extras(outlets=("\udc00",))})]))


def test_records_are_read_one_at_a_time() -> None:
    taken = []

    def source() -> object:
        for pair in odd_records("ab"):
            taken.append(pair)
            yield pair

    every = rows(source())  # type: ignore[arg-type]
    next(every)
    assert len(taken) == 1
