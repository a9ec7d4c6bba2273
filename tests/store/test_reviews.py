"""Decisions: they win, they last, they can be taken back, and they never contradict each other unnoticed."""

import msgspec
import pytest
from sqlalchemy import event

from onrecord.errors import ReviewError
from onrecord.record import Record, Span, Speaker, Statement
from onrecord.store import loading, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide, log, spoken, undo
from onrecord.store.reviews.decision import Value
from onrecord.store.reviews.queue import cases
from onrecord.store.search import search
from onrecord.store.search.found import Query
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


def joined(archive: Archive, record: Record) -> tuple[Statement, str]:
    """A statement whose speaker was joined with another actor, who gives the name; and that actor's id."""
    one = record.statements[0]
    assert one.speaker is not None
    leader = next(actor.id for actor in record.actors if actor.type == "person" and actor.id != one.speaker.id)
    value = Value(other=one.speaker.id)
    archive.write(lambda connection: decide(connection, "same actor", leader, value, who="Ines"))
    return one, leader


def test_a_rejection_outlasts_other_decisions_and_is_lifted_by_right(archive: Archive, record: Record) -> None:
    one = record.statements[0].id
    archive.write(lambda connection: decide(connection, "not a statement", one, who="Ines"))
    archive.write(lambda connection: decide(connection, "act", one, Value(act="plans"), who="Jo"))
    archive.write(lambda connection: decide(connection, "speaker", one, Value(speaker=None), who="Jo"))
    assert one not in {other.id for other in stored(archive).statements}
    archive.write(lambda connection: decide(connection, "right", one, who="Jo"))
    assert one in {other.id for other in stored(archive).statements}


@pytest.mark.parametrize("by_leader", [True, False])
def test_never_holds_for_one_who_was_joined_with_another(archive: Archive, record: Record, by_leader: bool) -> None:
    one, leader = joined(archive, record)
    assert one.speaker is not None
    shown = stored(archive).statements[0]
    assert shown.speaker is not None
    assert shown.speaker.id == leader
    given = leader if by_leader else one.speaker.id
    archive.write(lambda connection: spoken.decide(connection, "never", one.id, [given], who="Jo"))
    assert stored(archive).statements[0].speaker is None
    with pytest.raises(ReviewError, match="it is never"):
        archive.write(lambda connection: spoken.decide(connection, "speaker", one.id, [leader], who="Jo"))


def test_the_queue_of_a_speaker_holds_those_who_were_joined_with_them(archive: Archive, record: Record) -> None:
    one, leader = joined(archive, record)
    with archive.read() as connection:
        found = {case.statement.id for case in cases(connection, below=1.1, speakers=[leader])}
    assert one.id in found
    assert found == {other.id for other in stored(archive).statements if other.speaker is not None and other.speaker.id == leader}


def test_what_was_changed_since_it_was_shown_is_not_decided(archive: Archive, record: Record) -> None:
    shown = stored(archive).statements[0]
    other = next(actor for actor in record.actors if shown.speaker is not None and actor.id != shown.speaker.id)
    archive.write(lambda connection: spoken.decide(connection, "speaker", shown.id, [other.id], who="Ines"))
    for words in (["right"], ["never"], ["reject"], ["speaker", "unknown"]):
        with pytest.raises(ReviewError, match="was changed since it was shown"):
            archive.write(
                lambda connection, w=words: spoken.decide(connection, w[0], shown.id, w[1:], who="Jo", shown=shown)  # type: ignore[misc]
            )
    seen = stored(archive).statements[0]
    archive.write(lambda connection: spoken.decide(connection, "right", shown.id, [], who="Jo", shown=seen))
    archive.write(lambda connection: spoken.decide(connection, "reject", shown.id, [], who="Ines"))
    with pytest.raises(ReviewError, match="was changed since it was shown"):
        archive.write(lambda connection: spoken.decide(connection, "right", shown.id, [], who="Jo", shown=seen))


def test_who_was_joined_is_shown_and_can_be_decided_about(archive: Archive, record: Record) -> None:
    one, _ = joined(archive, record)
    shown = stored(archive).statements[0]
    made = archive.write(lambda connection: spoken.decide(connection, "right", one.id, [], who="Jo", shown=shown))
    assert made.verdict == "right"


def test_a_decision_taken_back_at_the_same_moment_is_not_lost_unnoticed(archive: Archive, record: Record) -> None:
    one, at = record.statements[0].id, "2026-05-20T08:00:00Z"
    first = archive.write(lambda connection: decide(connection, "act", one, Value(act="plans"), who="Ines", at=at))
    again = archive.write(lambda connection: decide(connection, "act", one, Value(act="plans"), who="Ines", at=at))
    assert first.verdict == again.verdict
    with archive.read() as connection:
        in_force = log.in_force(connection)
    for made in in_force:
        archive.write(lambda connection, made=made: undo(connection, made.id, who="Ines", at=at))  # type: ignore[misc]
    with pytest.raises(ReviewError, match="taken and taken back at the same moment"):
        archive.write(lambda connection: decide(connection, "act", one, Value(act="plans"), who="Ines", at=at))


@pytest.mark.parametrize(
    "words", [("speaker", "Ad\udcffa"), ("addressees", "Ad\udcffa"), ("channel", "\udcff"), ("speaker", "A\0da")]
)
def test_words_that_cant_be_stored_are_refused(archive: Archive, record: Record, words: tuple[str, str]) -> None:
    one = record.statements[0].id
    with pytest.raises(ReviewError, match=r"no letters|null character"):
        archive.write(lambda connection: spoken.decide(connection, words[0], one, words[1:], who="Ines"))
    for told in ({"why": "so \udcff"}, {"why": "so \0"}, {"who": "In\udcffes"}):
        with pytest.raises(ReviewError, match=r"no letters|null character"):
            archive.write(lambda connection, told=told: decide(connection, "right", one, **{"who": "Ines", **told}))  # type: ignore[misc]
    with archive.read() as connection:
        assert log.every(connection) == []


def test_a_channel_as_typed_is_found(archive: Archive, record: Record) -> None:
    one = record.statements[0].id
    archive.write(lambda connection: spoken.decide(connection, "channel", one, [" Press  Release "], who="Ines"))
    found = search(archive, Query(channel="press release"))
    assert [hit.fullest.statement for hit in found.hits] == [one]
    archive.write(lambda connection: spoken.decide(connection, "channel", one, ["None"], who="Ines"))
    assert stored(archive).statements[0].channel is None


def test_addressees_none_are_nobody(archive: Archive, record: Record) -> None:
    one = record.statements[0].id
    archive.write(lambda connection: spoken.decide(connection, "addressees", one, ["Ada Brandt"], who="Ines"))
    assert [to.name for to in stored(archive).statements[0].addressees] == ["Ada Brandt"]
    archive.write(lambda connection: spoken.decide(connection, "addressees", one, ["None"], who="Ines"))
    assert stored(archive).statements[0].addressees == ()


def test_what_is_in_force_is_found_by_the_indexes(archive: Archive, record: Record) -> None:
    archive.write(lambda connection: decide(connection, "right", record.statements[0].id, who="Ines"))
    with archive.read() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL's plans depend on how many rows there are")
        asked: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        log.among_in_force(connection, ["v"])
        log.copies(connection, "v")
        log.in_force(connection, ["s"])
        log.in_force(connection, verdicts=["same actor"])
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", ("v",) * one.count("?")).all())
            for one in list(asked)
            if one.startswith("SELECT")
        ]
    assert len(plans) == 4
    assert all("SCAN" not in plan for plan in plans)
