"""Decisions carried over to another version of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Record, Span
from onrecord.store import loading, saving
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide, log, undo
from onrecord.store.reviews.carry import moved, to_version
from onrecord.store.reviews.decision import Value
from tests.store.articles import article, reading_of

URL = "https://courier.example/harbour"


def add(archive: Archive, text: str) -> Record:
    record, raw = reading_of(text, url=URL)

    def work(connection: object) -> int:
        saved = saving.save(connection, record, raw)  # type: ignore[arg-type]
        to_version(connection, saved.key)  # type: ignore[arg-type]
        return saved.key

    key = archive.write(work)
    with archive.read() as connection:
        return loading.record(connection, key)


def speakers(record: Record) -> list[str | None]:
    return [one.speaker.name if one.speaker else None for one in record.statements]


def test_a_decision_is_carried_to_unchanged_words_and_taken_back_with_the_first(archive: Archive) -> None:
    old = add(archive, article(0))
    wanted = old.statements[0]
    made = archive.write(lambda connection: decide(connection, "speaker", wanted.id, Value(speaker=None), who="Ines"))
    new = add(archive, "An earlier headline\n\n" + article(0))
    assert speakers(new)[0] is None
    assert new.statements[0].reviewed is not None
    assert new.statements[0].reviewed["by"] == "Ines"
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    with archive.read() as connection:
        assert speakers(loading.record(connection, 2))[0] is not None
        assert log.in_force(connection) == []


def test_a_decision_is_not_carried_to_changed_words(archive: Archive) -> None:
    old = add(archive, article(0))
    archive.write(lambda connection: decide(connection, "speaker", old.statements[0].id, Value(speaker=None), who="Ines"))
    new = add(archive, article(0).replace("not one crown more", "perhaps one crown more"))
    assert speakers(new)[0] is not None


def test_a_rejected_statement_stays_rejected(archive: Archive) -> None:
    old = add(archive, article(0))
    archive.write(lambda connection: decide(connection, "not a statement", old.statements[0].id, who="Ines"))
    new = add(archive, article(0) + "\nThe council meets again in June.\n")
    assert len(new.statements) == len(old.statements) - 1


def test_a_statement_marked_by_hand_is_marked_in_the_new_version_too(archive: Archive) -> None:
    import msgspec

    from onrecord.record import Span

    old = add(archive, article(0))
    start = old.document.text.index("council votes")
    like = old.statements[0]
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
    archive.write(lambda connection: decide(connection, "missed", old.document.id, Value(statement=missed), who="Ines"))
    new = add(archive, "A new line on top\n\n" + article(0))
    words = [" ".join(span.of(new.document.text) for span in one.content) for one in new.statements]
    assert "council votes" in words


def test_of_two_versions_the_nearest_one_s_decision_counts(archive: Archive) -> None:
    first = add(archive, article(0))
    second = add(archive, "An earlier headline\n\n" + article(0))
    early, late = "2026-05-20T08:00:00Z", "2026-05-21T08:00:00Z"
    far, near = first.statements[0].id, second.statements[0].id
    archive.write(lambda connection: decide(connection, "act", far, Value(act="thinks"), who="Ines", at=early))
    archive.write(lambda connection: decide(connection, "act", near, Value(act="plans"), who="Jo", at=late))
    third = add(archive, "A third headline\n\n" + article(0))
    assert third.statements[0].act == "plans"
    assert third.statements[0].reviewed is not None
    assert third.statements[0].reviewed["by"] == "Jo"


def test_a_rejected_statement_that_the_new_version_lacks_is_not_marked_there(archive: Archive) -> None:
    old = add(archive, article(0))
    one = old.statements[0].id
    archive.write(lambda connection: decide(connection, "not a statement", one, who="Ines"))
    archive.write(lambda connection: decide(connection, "act", one, Value(act="plans"), who="Jo"))
    new = add(archive, article(0) + "\nThe council meets again in June.\n")
    assert len(new.statements) == len(old.statements) - 1


def test_a_statement_inside_a_changed_paragraph_is_another() -> None:
    old = "Lind said the plan is dead."
    new = "Nobody believes that Lind said the plan is dead. He denies it."
    assert moved(old, new, [Span(0, 4)]) is None
    assert moved(old, f"A headline\n\n{old}\n", [Span(0, 4)]) == 12


def test_passages_that_share_a_line_with_their_like_are_told_apart() -> None:
    old = "No.\nNo.\nNo."
    for start in (0, 4):
        assert moved(old, "Then:\n" + old, [Span(start, start + 7)]) == 6


@given(st.lists(st.sampled_from(["No.", "Yes.", ""]), min_size=1, max_size=6), st.data())
def test_what_stands_in_an_unchanged_text_does_not_move(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines) + "."
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert moved(text, text, [Span(start, end)]) == 0
    assert moved(text, "New.\n" + text, [Span(start, end)]) == 5


@pytest.mark.parametrize("many", [1, 3])
def test_taking_back_takes_back_all_copies_and_no_other_s(archive: Archive, many: int) -> None:
    old = add(archive, article(0))
    one, two = old.statements[:2]
    made = archive.write(lambda connection: decide(connection, "act", one.id, Value(act="plans"), who="Ines"))
    archive.write(lambda connection: decide(connection, "act", two.id, Value(act="plans"), who="Ines"))
    for number in range(many):
        add(archive, f"Headline {number}\n\n" + article(0))
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    with archive.read() as connection:
        for _, record in loading.records(connection):
            assert [one.act for one in record.statements[:2]] == [one.act, "plans"]


def test_a_decision_is_carried_where_only_another_sentence_of_its_paragraph_changed(archive: Archive) -> None:
    text = "Lindmark, May 14, 2026. “The ferry will stop,” Oskar Lind, the mayor of Lindmark, said. The council meets in June.\n"
    old = add(archive, text)
    wanted = next(one for one in old.statements if "ferry will stop" in one.content[0].of(text))
    archive.write(lambda connection: decide(connection, "speaker", wanted.id, Value(speaker=None), who="Ines"))
    new = add(archive, text.replace("June", "July"))
    assert [one.reviewed["by"] for one in new.statements if one.reviewed] == ["Ines"]


def test_a_decision_is_not_carried_into_a_longer_sentence(archive: Archive) -> None:
    old = add(archive, "The town is quiet. Oskar Lind, the mayor, said the plan is dead.\n")
    assert old.statements
    archive.write(lambda connection: decide(connection, "right", old.statements[0].id, who="Ines"))
    new = add(archive, "The town is quiet. Nobody believes that Oskar Lind, the mayor, said the plan is dead.\n")
    assert all(one.reviewed is None for one in new.statements)
