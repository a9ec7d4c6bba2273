"""Decisions of another archive: nothing that a person decided here is overruled, and what is left out is told of."""

import pytest

from onrecord.export.log_in import take_all
from onrecord.record import Record, Span, Speaker
from onrecord.store.archive import Archive
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import Decision, Value, Verdict, decision
from tests.export.archives import add, decided, every
from tests.store.articles import article

EARLIER, LATER = "2020-03-01T08:00:00Z", "2030-03-01T08:00:00Z"


@pytest.fixture
def record(archive: Archive) -> Record:
    return add(archive, article(0))


def theirs(record: Record, verdict: Verdict, value: Value, at: str = EARLIER) -> Decision:
    return decision(verdict, record.statements[0].id, value, who="Priya", at=at)


def taken(archive: Archive, *given: Decision) -> tuple[int, list[str]]:
    return archive.write(lambda connection: take_all(connection, given))


@pytest.mark.parametrize("at", [EARLIER, LATER])
@pytest.mark.parametrize(
    ("here", "there"),
    [
        (("speaker", Value(speaker=None)), ("speaker", Value(speaker=Speaker("aq1", "Ada Brandt", "person")))),
        (("span", Value(content=(Span(0, 5),))), ("span", Value(content=(Span(0, 6),)))),
        (("act", Value(act="plans")), ("act", Value(act="thinks"))),
        (("not a statement", Value()), ("right", Value())),
        (("right", Value()), ("not a statement", Value())),
        (("speaker", Value(speaker=None)), ("right", Value())),
        (("right", Value()), ("speaker", Value(speaker=None))),
        (("addressees", Value()), ("addressees", Value(addressees=(Speaker("aq1", "Ada Brandt", "person"),)))),
    ],
)
def test_what_says_otherwise_than_a_decision_here_is_left_out_and_both_are_named(
    archive: Archive, record: Record, here: tuple[Verdict, Value], there: tuple[Verdict, Value], at: str
) -> None:
    import msgspec

    stood = record.statements[0]
    value = msgspec.structs.replace(there[1], of=stood, statement=stood if there[0] == "right" else None)
    kept = decided(archive, here[0], stood.id, here[1], who="Jo")
    before = every(archive)
    one = theirs(record, there[0], value, at)
    count, told = taken(archive, one)
    assert count == 0
    assert len(told) == 1
    assert one.id in told[0]
    assert kept.id in told[0]
    assert "Priya" in told[0]
    assert "Jo decided otherwise here" in told[0]
    assert every(archive) == before


def test_what_says_the_same_or_of_another_thing_is_taken(archive: Archive, record: Record) -> None:
    decided(archive, "act", record.statements[0].id, Value(act="plans"), who="Jo")
    count, told = taken(archive, theirs(record, "act", Value(act="plans")), theirs(record, "speaker", Value(speaker=None)))
    assert (count, told) == (2, [])
    after = every(archive)[0].statements[0]
    assert (after.act, after.speaker) == ("plans", None)


def test_a_copy_of_what_was_left_out_is_left_out(archive: Archive, record: Record) -> None:
    decided(archive, "act", record.statements[0].id, Value(act="plans"), who="Jo")
    one = theirs(record, "act", Value(act="thinks"))
    copy = decision("act", record.statements[1].id, Value(act="thinks", carried=one.id), who="Priya", at=EARLIER)
    count, told = taken(archive, one, copy)
    assert count == 0
    assert f"copy of {one.id}" in told[1]


def test_what_they_settled_among_themselves_is_taken(archive: Archive, record: Record) -> None:
    known = theirs(record, "act", Value(act="thinks"))
    assert taken(archive, known) == (1, [])
    decided(archive, "speaker", record.statements[1].id, Value(speaker=None), who="Jo")
    assert taken(archive, known, theirs(record, "act", Value(act="plans"), LATER)) == (1, [])
    assert every(archive)[0].statements[0].act == "plans"
    with archive.read() as connection:
        assert len(log.every(connection)) == 3
