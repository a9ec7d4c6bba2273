"""Decisions: they win, they last, they can be taken back, and they never contradict each other unnoticed."""

import msgspec
import pytest

from onrecord.errors import ReviewError
from onrecord.record import Record, Span, Speaker
from onrecord.store import loading, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide, log, undo
from onrecord.store.reviews.decision import Value
from tests.store.articles import article, reading_of


@pytest.fixture
def record(archive: Archive) -> Record:
    record, raw = reading_of(article(0))
    archive.write(lambda connection: saving.save(connection, record, raw))
    return record


def stored(archive: Archive) -> Record:
    with archive.read() as connection:
        return loading.record(connection, 1)


def test_a_person_s_speaker_wins(archive: Archive, record: Record) -> None:
    one = record.statements[0]
    other = next(actor for actor in record.actors if one.speaker is not None and actor.id != one.speaker.id)
    value = Value(speaker=Speaker(other.id, other.name, other.type))
    archive.write(lambda connection: decide(connection, "speaker", one.id, value, who="Ines", why="asked her"))
    after = stored(archive).statements[0]
    assert after.speaker is not None
    assert after.speaker.name == other.name
    assert after.confidence.speaker == 1
    assert after.reviewed is not None
    assert after.reviewed["by"] == "Ines"


def test_taking_back_gives_what_the_machine_found(archive: Archive, record: Record) -> None:
    one = record.statements[0]
    made = archive.write(lambda connection: decide(connection, "speaker", one.id, Value(speaker=None), who="Ines"))
    assert stored(archive).statements[0].speaker is None
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert stored(archive) == record
    with archive.read() as connection:
        assert len(log.every(connection)) == 2
        assert log.in_force(connection) == []


def test_never_and_is_contradict(archive: Archive, record: Record) -> None:
    one = record.statements[0]
    assert one.speaker is not None
    never, is_ = Value(actor=one.speaker.id), Value(speaker=one.speaker)
    archive.write(lambda connection: decide(connection, "not speaker", one.id, never, who="Ines"))
    assert stored(archive).statements[0].speaker is None
    with pytest.raises(ReviewError, match="never Oskar Lind: undo"):
        archive.write(lambda connection: decide(connection, "speaker", one.id, is_, who="Jo"))


def test_no_statement_is_gone_from_view_and_comes_back(archive: Archive, record: Record) -> None:
    one = record.statements[0]
    made = archive.write(lambda connection: decide(connection, "not a statement", one.id, who="Ines"))
    assert one.id not in {other.id for other in stored(archive).statements}
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert stored(archive) == record


def test_a_missed_statement_is_marked_by_hand(archive: Archive, record: Record) -> None:
    text = record.document.text
    start = text.index("council votes")
    like = record.statements[0]
    missed = msgspec.structs.replace(
        like,
        id="sbyhand",
        content=(Span(start, start + 13),),
        source=(),
        cue=(),
        quoted=(),
        mentions=(),
        addressees=(),
        channel=None,
        event=None,
        parent=None,
        made_by={"review": "Ines"},
    )
    value = Value(statement=missed)
    made = archive.write(lambda connection: decide(connection, "missed", record.document.id, value, who="Ines"))
    found = {one.id: one for one in stored(archive).statements}
    assert found["sbyhand"].content == missed.content
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert stored(archive) == record


def test_spans_outside_the_text_are_refused(archive: Archive, record: Record) -> None:
    value = Value(content=(Span(0, 10_000),))
    with pytest.raises(ReviewError, match="outside the text"):
        archive.write(lambda connection: decide(connection, "span", record.statements[0].id, value, who="Ines"))
    with archive.read() as connection:
        assert log.every(connection) == []


def test_names_are_joined_transitively_and_contradictions_refused(archive: Archive, record: Record) -> None:
    ids = [actor.id for actor in record.actors]
    assert len(ids) >= 2
    first, second = ids[:2]
    archive.write(lambda connection: decide(connection, "other actor", first, Value(other=second), who="Ines"))
    with pytest.raises(ReviewError, match="can't be one"):
        archive.write(lambda connection: decide(connection, "same actor", first, Value(other=second), who="Jo"))


def test_a_decision_needs_a_name_and_a_thing(archive: Archive, record: Record) -> None:
    with pytest.raises(ReviewError, match="needs a name"):
        archive.write(lambda connection: decide(connection, "right", record.statements[0].id, who=" "))
    with pytest.raises(ReviewError, match="no statement snone"):
        archive.write(lambda connection: decide(connection, "right", "snone", who="Ines"))


def test_the_log_can_t_be_changed(archive: Archive, record: Record) -> None:
    archive.write(lambda connection: decide(connection, "right", record.statements[0].id, who="Ines"))
    for change in (schema.reviews.delete(), schema.reviews.update().values(who="Jo")):
        with pytest.raises(Exception, match="decisions are never"):
            archive.write(lambda connection, change=change: connection.execute(change))  # type: ignore[misc]
