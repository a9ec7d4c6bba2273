"""The record: offsets that are checked, ids that stay, JSON that comes back."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.record import (
    Confidence,
    Document,
    LeftOut,
    Record,
    Span,
    Speaker,
    Statement,
    StatementId,
    actor_id,
    document_id,
    from_json,
    schema,
    statement_id,
    to_json,
)

TEXT = "“We go,” said Ana Roth."
ID = document_id(TEXT.encode(), None)


def statement(*content: Span, parent: StatementId | None = None) -> Statement:
    return Statement(
        id=statement_id(ID, content, parent),
        content=content,
        cue=(),
        source=(),
        kind="direct",
        act="says",
        quoted=(),
        speaker=Speaker(actor_id(ID, "person", "Ana Roth"), "Ana Roth", "person"),
        confidence=Confidence(0.9, 0.8),
        parent=parent,
        made_by={"extract": "1"},
    )


def record(*statements: Statement, text: str = TEXT, left_out: tuple[LeftOut, ...] = ()) -> Record:
    return Record(document=Document(id=ID, sha256="0", text=text), statements=statements, left_out=left_out)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4)])
def test_a_span_holds_at_least_a_character(start: int, end: int) -> None:
    with pytest.raises(RecordError):
        Span(start, end)


def test_spans_outside_the_text_make_no_record() -> None:
    with pytest.raises(RecordError, match="outside"):
        record(statement(Span(0, len(TEXT) + 1)))
    with pytest.raises(RecordError, match="outside"):
        record(left_out=(LeftOut(0, 99, "comment form"),))


def test_content_is_sorted_and_free_of_overlaps() -> None:
    for content in ((Span(4, 6), Span(0, 2)), (Span(0, 5), Span(4, 6)), ()):
        with pytest.raises(RecordError):
            statement(*content)


def test_a_parent_must_be_there() -> None:
    with pytest.raises(RecordError, match="parent"):
        record(statement(Span(0, 8), parent=StatementId("s0")))


def test_ids_come_from_content_alone() -> None:
    assert document_id(b"a", None) == document_id(b"a", None) != document_id(b"a", "https://example.org")
    one = statement(Span(0, 8))
    assert one.id == statement(Span(0, 8)).id != statement(Span(0, 7)).id
    assert statement_id(ID, one.content, None) != statement_id(ID, one.content, one.id)


@given(st.text(min_size=1), st.data())
def test_json_comes_back_as_it_went(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "ignore").decode() or "x"
    start = data.draw(st.integers(0, len(text) - 1))
    made = record(statement(Span(start, data.draw(st.integers(start + 1, len(text))))), text=text)
    assert from_json(to_json(made)) == made


def test_json_has_the_agreed_fields_and_follows_the_schema() -> None:
    plain = json.loads(to_json(record(statement(Span(0, 8)))))
    jsonschema.Draft202012Validator(schema()).validate(plain)
    assert list(plain) == ["document", "statements", "events", "actors", "left_out"]
    assert list(plain["document"]) == (
        ["id", "sha256", "title", "byline", "outlet", "url", "published", "captured", "language", "translated_from", "kind", "text"]
    )
    assert list(plain["statements"][0]) == (
        [
            "id",
            "content",
            "cue",
            "source",
            "kind",
            "act",
            "quoted",
            "speaker",
            "addressees",
            "channel",
            "said_at",
            "place",
            "confidence",
            "mentions",
            "parent",
            "event",
            "why",
            "made_by",
            "reviewed",
        ]
    )
    assert plain["statements"][0]["content"] == [[0, 8]]
    assert plain["statements"][0]["confidence"] == {"words": 0.9, "speaker": 0.8}


def test_what_is_no_record_is_refused_in_a_sentence() -> None:
    with pytest.raises(RecordError, match="not a record"):
        from_json('{"document": 1}')
    with pytest.raises(RecordError):
        from_json("{")
