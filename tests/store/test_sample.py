"""Samples: repeatable, of the whole archive, judged by decisions that can be taken back."""

import msgspec
import pytest
from sqlalchemy import event

from onrecord.errors import OptionError, ReviewError
from onrecord.record import Record, Span
from onrecord.store import loading, saving
from onrecord.store.archive import Archive
from onrecord.store.drawing import draw
from onrecord.store.figures import figures
from onrecord.store.forget import forget
from onrecord.store.reviews import decide, log, undo
from onrecord.store.reviews.decision import Value
from onrecord.store.sample import Sample, every, judge_passage, judge_statement, load, save
from tests.store.articles import article, reading_of


@pytest.fixture
def records(archive: Archive) -> list[Record]:
    found = [reading_of(article(number)) for number in range(3)]
    for record, raw in found:
        archive.write(lambda connection, record=record, raw=raw: saving.save(connection, record, raw))  # type: ignore[misc]
    return [record for record, _ in found]


def drawn(archive: Archive, number: int, seed: int = 1) -> Sample:
    with archive.read() as connection:
        return draw(connection, number, seed=seed)


def kept(archive: Archive, number: int, seed: int = 1) -> Sample:
    sample = drawn(archive, number, seed)
    archive.write(lambda connection: save(connection, sample))
    return sample


def loaded(archive: Archive, wanted: str) -> Sample:
    with archive.read() as connection:
        return load(connection, wanted)


def test_the_same_seed_draws_the_same(archive: Archive, records: list[Record]) -> None:
    one, again, other = drawn(archive, 5), drawn(archive, 5), drawn(archive, 5, seed=2)
    assert (one.statements, one.passages) == (again.statements, again.passages)
    assert (one.statements, one.passages) != (other.statements, other.passages)


def test_every_statement_can_be_drawn_and_none_twice(archive: Archive, records: list[Record]) -> None:
    sample = drawn(archive, 1000)
    ids = {one.id for record in records for one in record.statements if one.act in {"says", "thinks"}}
    assert sorted(one.id for one in sample.statements) == sorted(ids)
    assert sample.frame.statements == len(ids)


def test_passages_have_letters_outside_all_statements_and_are_counted_right(archive: Archive, records: list[Record]) -> None:
    sample = drawn(archive, 4000)
    assert sum(one.times for one in sample.passages) == 4000
    texts = {record.document.id: record for record in records}
    for one in sample.passages:
        record = texts[one.document]
        taken = {place for found in record.statements for span in found.content for place in range(span.start, span.end)}
        text = record.document.text
        assert any(text[place].isalnum() and place not in taken for place in range(one.start, one.end))
    # The estimated number of sentences is the true one: each of them was drawn among so many.
    estimated = sample.frame.letters * sum(one.weight * one.times for one in sample.passages) / 4000
    assert estimated == pytest.approx(len(sample.passages), rel=0.05)


def test_judgements_are_decisions_and_survive(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 3)
    answers = ("right", "not a statement", "wrong speaker")
    for number, answer in enumerate(answers):
        value = Value(speaker=None) if answer == "wrong speaker" else None
        archive.write(
            lambda connection, n=number, a=answer, v=value: judge_statement(connection, sample.id, n, a, v, who="Ines")  # type: ignore[misc]
        )
    archive.write(lambda connection: judge_passage(connection, sample.id, 0, who="Ines"))
    with archive.read() as connection:
        assert [one.verdict for one in log.every(connection)] == ["right", "not a statement", "speaker"]
        assert [one.id for one in every(connection)] == [sample.id]
    made = figures(loaded(archive, sample.id))
    assert (made.words.of, made.words.value) == (3, 2 / 3)
    assert made.speaker.value == 0.5
    assert made.passages == 1


def test_a_judgement_whose_decision_is_taken_back_no_longer_counts(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 2)
    after = archive.write(lambda connection: judge_statement(connection, sample.id, 0, "right", who="Ines"))
    assert figures(after).words.of == 1
    judged = after.statements[0].judged
    assert judged is not None
    archive.write(lambda connection: undo(connection, judged.decisions[0], who="Ines"))
    assert figures(loaded(archive, sample.id)).words.of == 0


def test_a_missed_statement_is_made_and_counted(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 3)
    passage = sample.passages[0]
    record = next(one for one in records if one.document.id == passage.document)
    content = (Span(passage.start, passage.end),)
    missed = msgspec.structs.replace(
        record.statements[0],
        id="sbyhand",
        content=content,
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
    elsewhere = msgspec.structs.replace(missed, content=(Span(passage.end, passage.end + 1),))
    with pytest.raises(ReviewError, match="don't begin"):
        archive.write(lambda connection: judge_passage(connection, sample.id, 0, [elsewhere], who="Ines"))
    archive.write(lambda connection: judge_passage(connection, sample.id, 0, [missed], who="Ines"))
    made = figures(loaded(archive, sample.id))
    assert made.missed is not None
    assert made.missed > 0
    with archive.read() as connection:
        found = [one.id for _, one in loading.records(connection) for one in one.statements]
    assert "sbyhand" in found


def test_what_changed_since_it_was_drawn_is_not_judged(archive: Archive, records: list[Record]) -> None:
    sample, other = kept(archive, 12), kept(archive, 12)
    archive.write(lambda connection: judge_statement(connection, other.id, 0, "wrong speaker", Value(speaker=None), who="Ines"))
    with pytest.raises(ReviewError, match="has changed since"):
        archive.write(lambda connection: judge_statement(connection, sample.id, 0, "right", who="Jo"))


def test_there_must_be_something_to_draw_and_a_number(archive: Archive) -> None:
    with pytest.raises(OptionError, match="no text to draw"):
        drawn(archive, 1)
    with pytest.raises(OptionError, match="one statement or more"):
        drawn(archive, 0)
    with pytest.raises(OptionError, match="no sample mnone"):
        loaded(archive, "mnone")


def test_a_statement_that_was_removed_can_t_be_judged(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 12)
    with archive.read() as connection:
        owner = {one.id: record.document.id for _, record in loading.records(connection) for one in record.statements}
    forget(archive, owner[sample.statements[0].id], why="a court order", who="Ines")
    with pytest.raises(ReviewError, match="was removed from the archive since it was drawn"):
        archive.write(lambda connection: judge_statement(connection, sample.id, 0, "right", who="Ines"))


def test_what_was_changed_since_it_was_shown_is_not_judged(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 12)
    with archive.read() as connection:
        shown = {one.id: one for _, record in loading.records(connection) for one in record.statements}[sample.statements[0].id]
    archive.write(lambda connection: decide(connection, "act", shown.id, Value(act="plans"), who="Jo"))
    with pytest.raises(ReviewError, match="changed since it was shown"):
        archive.write(lambda connection: judge_statement(connection, sample.id, 0, "right", who="Ines", shown=shown))


def test_however_many_are_judged_a_sample_is_loaded_with_as_few_questions(archive: Archive, records: list[Record]) -> None:
    sample = kept(archive, 12)
    asked: list[int] = []
    for number in range(3):
        archive.write(lambda connection, n=number: judge_statement(connection, sample.id, n, "right", who="Ines"))  # type: ignore[misc]
        with archive.read() as connection:
            found: list[str] = []
            event.listen(connection, "before_cursor_execute", lambda *told, found=found: found.append(told[2]))
            load(connection, sample.id)
            asked.append(len(found))
    assert asked[0] == asked[1] == asked[2]
