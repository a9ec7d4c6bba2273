"""The record: offsets that are checked, ids that stay, JSON that comes back."""

import json

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.record import (
    Actor,
    Channel,
    Confidence,
    Document,
    Event,
    EventId,
    LeftOut,
    Mention,
    Record,
    Span,
    Speaker,
    Statement,
    StatementId,
    Time,
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


def test_ids_know_no_clock_and_no_metadata() -> None:
    made = [record(statement(Span(0, 8)))]
    document = msgspec.structs.replace(made[0].document, captured="2026-11-24T03:00:00Z", title="We go")
    made.append(msgspec.structs.replace(made[0], document=document))
    assert made[0].document.id == made[1].document.id
    assert [one.id for one in made[0].statements] == [one.id for one in made[1].statements]


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
SHARES = st.floats(0, 1)
SPEAKERS = st.builds(
    Speaker,
    WORDS.map(lambda name: actor_id(ID, "person", name)),
    WORDS,
    st.sampled_from(["person", "org", "group", "unnamed"]),
)
TIMES = st.builds(
    Time,
    start=st.just("2019-01-07"),
    end=st.just("2019-01-07"),
    granularity=st.sampled_from(["day", "month", "part of day"]),
    text=st.none() | WORDS,
    basis=st.sampled_from(["stated", "inferred"]),
)


@st.composite
def spans(draw: st.DrawFn, length: int, least: int = 0) -> tuple[Span, ...]:
    """Sorted spans free of overlaps in a text of a length; some touch."""
    cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2 * least, max_size=6)))
    return tuple(Span(low, high) for low, high in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record with every field that it may have, of which some are absent."""
    text = draw(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    length, made = len(text), []
    document = Document(
        id=document_id(text.encode(), None),
        sha256="0",
        text=text,
        title=draw(st.none() | WORDS),
        translated_from=draw(st.sampled_from([None, "fr"])),
        kind=draw(st.sampled_from(["news", "post", "transcript", "release", "readout", "other"])),
    )
    for _ in range(draw(st.integers(0, 3))):
        content = draw(spans(length, least=1))
        parent = draw(st.sampled_from([None, *(one.id for one in made)]))
        made.append(
            Statement(
                id=statement_id(document.id, content, parent),
                content=content,
                cue=draw(spans(length)),
                source=draw(spans(length)),
                kind=draw(st.sampled_from(["direct", "indirect", "mixed"])),
                act=draw(st.sampled_from(["says", "thinks", "plans", "shows"])),
                quoted=draw(spans(length)),
                speaker=draw(st.none() | SPEAKERS),
                addressees=tuple(draw(st.lists(SPEAKERS, max_size=2))),
                channel=draw(st.none() | st.builds(Channel, WORDS, st.none() | WORDS, st.sampled_from([None, Span(0, 1)]))),
                said_at=draw(st.none() | TIMES),
                place=draw(st.none() | WORDS),
                confidence=Confidence(draw(SHARES), draw(SHARES)),
                mentions=tuple(Mention(span.start, span.end, actor_id(ID, "person", "A")) for span in draw(spans(length))),
                parent=parent,
                event=draw(st.sampled_from([None, EventId("e1")])),
                why=draw(st.none() | WORDS),
                made_by={"extract": "1"},
                reviewed=draw(st.sampled_from([None, {"by": "Ana Roth"}])),
            )
        )
    actor = Actor(id=actor_id(ID, "org", "A"), name="A", type="org", names=("A", "B"), wikidata=draw(st.sampled_from([None, "Q1"])))
    event = Event(
        id=EventId("e1"), kind="call", participants=tuple(draw(st.lists(SPEAKERS, max_size=2))), date=draw(st.none() | TIMES)
    )
    return Record(
        document=document,
        statements=tuple(made),
        events=draw(st.sampled_from([(), (event,)])),
        actors=draw(st.sampled_from([(), (actor,)])),
        left_out=tuple(LeftOut(span.start, span.end, "comment form") for span in draw(spans(length))),
    )


VALIDATOR = jsonschema.Draft202012Validator(schema())


@given(records())
def test_json_comes_back_as_it_went_and_follows_the_schema(made: Record) -> None:
    encoded = to_json(made)
    assert from_json(encoded) == made
    assert from_json(to_json(made, indent=2).decode()) == made
    VALIDATOR.validate(json.loads(encoded))


def test_several_records_are_an_array() -> None:
    made = record(statement(Span(0, 8)))
    assert json.loads(to_json([made, made])) == [json.loads(to_json(made))] * 2


def test_the_schema_is_one_and_refuses_what_is_no_record() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    plain = json.loads(to_json(record(statement(Span(0, 8)))))
    for path, wrong in (("kind", "shouted"), ("act", "sings"), ("content", [[0]]), ("confidence", {"words": 2, "speaker": 0})):
        assert not VALIDATOR.is_valid(plain | {"statements": [plain["statements"][0] | {path: wrong}]})


def test_json_has_the_agreed_fields_and_follows_the_schema() -> None:
    plain = json.loads(to_json(record(statement(Span(0, 8)))))
    jsonschema.Draft202012Validator(schema()).validate(plain)
    assert list(plain) == ["document", "statements", "events", "actors", "findings", "left_out"]
    assert list(plain["document"]) == (
        [
            "id",
            "sha256",
            "title",
            "byline",
            "outlet",
            "url",
            "published",
            "captured",
            "language",
            "translated_from",
            "kind",
            "text",
            "marks",
        ]
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
            "ground",
            "alternatives",
            "made_by",
            "reviewed",
        ]
    )
    assert plain["statements"][0]["content"] == [[0, 8]]
    assert plain["statements"][0]["confidence"] == {"words": 0.9, "speaker": 0.8}


def test_time_channel_speaker_and_mention_have_the_agreed_fields() -> None:
    said = Time(start="2019-01-07", end="2019-01-07", granularity="day", text="on Monday", basis="stated")
    speaker = Speaker(actor_id(ID, "person", "Ana Roth"), "Ana Roth", "person")
    full = msgspec.structs.replace(
        statement(Span(0, 8)),
        said_at=said,
        channel=Channel("post", "Twitter", Span(0, 3)),
        addressees=(speaker,),
        mentions=(Mention(1, 3, speaker.id),),
    )
    plain = json.loads(to_json(record(full, left_out=(LeftOut(9, 12, "share button"),))))
    one = plain["statements"][0]
    assert list(one["said_at"]) == ["start", "end", "granularity", "text", "basis"]
    assert list(one["channel"]) == ["value", "platform", "span"]
    assert list(one["speaker"]) == list(one["addressees"][0]) == ["id", "name", "type"]
    assert list(one["confidence"]) == ["words", "speaker"]
    assert list(one["mentions"][0]) == ["start", "end", "actor"]
    assert list(plain["left_out"][0]) == ["start", "end", "why"]
    assert one["channel"]["span"] == [0, 3]


def test_what_a_later_stage_fills_is_there_and_empty() -> None:
    plain = json.loads(to_json(record(statement(Span(0, 8)))))
    one = plain["statements"][0]
    assert [one[name] for name in ("said_at", "channel", "place", "parent", "event", "why", "reviewed")] == [None] * 7
    assert one["addressees"] == one["mentions"] == plain["events"] == plain["actors"] == plain["left_out"] == []


def test_offsets_are_checked_again_when_a_record_is_read_back() -> None:
    plain = json.loads(to_json(record(statement(Span(0, 8)))))
    for content in ([[0, 99]], [[4, 6], [0, 2]], [[3, 3]], []):
        with pytest.raises(RecordError):
            from_json(json.dumps(plain | {"statements": [plain["statements"][0] | {"content": content}]}))


def test_what_is_no_record_is_refused_in_a_sentence() -> None:
    with pytest.raises(RecordError, match="not a record"):
        from_json('{"document": 1}')
    for broken in ("{", "", b"\xff", b'"\xff"', '"\ud800"', "[]", "null"):
        with pytest.raises(RecordError, match="not a record"):
            from_json(broken)
