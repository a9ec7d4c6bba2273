"""Reprocessing: the archive afterwards is what adding now would give, and decisions stand."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sqlalchemy import func, select

from onrecord.errors import ArchiveError, InputError
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.read.source import read_item
from onrecord.record import Record, Speaker, Statement, StatementId, actor_id
from onrecord.store import loading, saving, schema, vectors
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive
from onrecord.store.changes import Tally
from onrecord.store.drafts import Drafts, drafts, place
from onrecord.store.reprocess import Renewed, commit, plan, run_of, waiting
from onrecord.store.reviews import decide, undo
from onrecord.store.reviews.decision import Value
from tests.store.articles import article, reading_of

NOW = {"extract": "next", "resolve": "2"}
Edit = Callable[[list[Statement], Record], list[Statement]]


def like(statements: list[Statement], record: Record) -> list[Statement]:
    return statements


def without_first(statements: list[Statement], record: Record) -> list[Statement]:
    return statements[1:]


def by_nobody(statements: list[Statement], record: Record) -> list[Statement]:
    return [msgspec.structs.replace(one, speaker=None, why="unclear") for one in statements]


def process(edit: Edit = like, seen: list[str] | None = None) -> Callable[[Reading], Record]:
    """A model that finds what the fast one finds, edited."""

    def run(reading: Reading) -> Record:
        if seen is not None:
            seen.append(reading.document.id)
        found, _ = reading_of(reading.document.text, url=reading.document.url)
        made = [msgspec.structs.replace(one, made_by=NOW) for one in found.statements]
        kept = edit(made, found)
        ids = {one.id for one in kept}
        kept = [one if one.parent in ids else msgspec.structs.replace(one, parent=None) for one in kept]
        return msgspec.structs.replace(found, statements=tuple(kept))

    return run


def filled(archive: Archive, count: int = 1) -> list[Record]:
    made = []
    for number in range(count):
        record, raw = reading_of(article(number))
        archive_record(archive, record, raw, origin="test")
        made.append(record)
    return made


def ran(archive: Archive, model: Callable[[Reading], Record], meaning: Meaning | None = None) -> tuple[Tally, list[Renewed]]:
    tally = Tally()
    with drafts(archive, run_of(archive, NOW)) as kept:
        for one in plan(archive, model, NOW, kept):
            tally.add(one)
        return tally, list(commit(archive, model, NOW, kept, meaning=meaning))


def stored(archive: Archive, key: int = 1) -> Record:
    with archive.read() as connection:
        return loading.record(connection, key)


def standings(archive: Archive) -> dict[str, str]:
    table = schema.statements
    with archive.read() as connection:
        return dict(connection.execute(select(table.c.id, table.c.standing)).all())


@pytest.mark.parametrize("edit", [like, without_first, by_nobody])
def test_the_archive_is_then_what_adding_now_would_give(archive: Archive, edit: Edit) -> None:
    (record,) = filled(archive)
    reading = read_item(Item(raw=article(0).encode(), name="article", text=article(0)))
    tally, renewed = ran(archive, process(edit))
    assert stored(archive) == process(edit)(reading)
    assert [one.was_planned for one in renewed] == [True]
    assert tally.documents == 1
    assert len(record.statements) == sum(tally.counts.values()) + tally.same


def test_the_same_run_twice_changes_nothing(archive: Archive) -> None:
    filled(archive, 3)
    assert waiting(archive, NOW) == 3
    ran(archive, process(without_first))
    assert waiting(archive, NOW) == 0
    assert waiting(archive, dict(reversed(NOW.items()))) == 0
    before = [stored(archive, key) for key in (1, 2, 3)]
    tally, renewed = ran(archive, process(by_nobody))
    assert (tally.documents, renewed) == (0, [])
    assert [stored(archive, key) for key in (1, 2, 3)] == before


def test_what_is_no_longer_found_is_gone_but_kept_and_comes_back(archive: Archive) -> None:
    (record,) = filled(archive)
    tally, _ = ran(archive, process(without_first))
    first = record.statements[0].id
    assert standings(archive)[first] == "gone"
    assert tally.counts["gone"] == 1
    tally = Tally()
    later = {"extract": "later"}

    def found_again(reading: Reading) -> Record:
        made = process()(reading)
        return msgspec.structs.replace(
            made, statements=tuple(msgspec.structs.replace(one, made_by=later) for one in made.statements)
        )

    with drafts(archive, run_of(archive, later)) as kept:
        for one in plan(archive, found_again, later, kept):
            tally.add(one)
        list(commit(archive, found_again, later, kept))
    assert tally.counts["added"] == 1
    assert set(standings(archive).values()) == {"current"}
    assert [one.id for one in stored(archive).statements] == [one.id for one in record.statements]


def test_a_decision_outlives_what_the_machine_no_longer_finds(archive: Archive) -> None:
    (record,) = filled(archive)
    first = record.statements[0]
    made = archive.write(lambda connection: decide(connection, "right", first.id, who="Ines"))
    tally, _ = ran(archive, process(without_first))
    assert tally.counts["kept"] == 1
    assert tally.counts["gone"] == 0
    after = {one.id: one for one in stored(archive).statements}[first.id]
    assert after.speaker == first.speaker
    with archive.read() as connection:
        table = schema.statements
        assert connection.execute(select(table.c.machine).where(table.c.id == first.id)).scalar() == ""
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert standings(archive)[first.id] == "gone"


def test_a_decided_speaker_wins_over_the_new_model_and_taking_it_back_gives_the_new_one(archive: Archive) -> None:
    (record,) = filled(archive)
    first = record.statements[0]
    other = next(actor for actor in record.actors if first.speaker and actor.id != first.speaker.id)
    value = Value(speaker=Speaker(other.id, other.name, other.type))
    made = archive.write(lambda connection: decide(connection, "speaker", first.id, value, who="Ines"))
    tally, _ = ran(archive, process(by_nobody))
    shown = stored(archive).statements[0]
    assert shown.speaker == value.speaker
    assert tally.counts["speaker"] == len(record.statements) - 1
    assert tally.counts["kept"] == 1
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert stored(archive).statements[0].speaker is None


def test_a_rejected_statement_stays_rejected(archive: Archive) -> None:
    (record,) = filled(archive)
    first = record.statements[0]
    archive.write(lambda connection: decide(connection, "not a statement", first.id, who="Ines"))
    ran(archive, process(by_nobody))
    assert standings(archive)[first.id] == "rejected"
    ran(archive, process(without_first))
    assert first.id not in {one.id for one in stored(archive).statements}


def test_a_decision_follows_its_words_into_other_words(archive: Archive) -> None:
    """What stands inside another's words now has another id by itself; the decision and its id stay with it."""
    (record,) = filled(archive)
    decided = record.statements[1]
    archive.write(lambda connection: decide(connection, "not a statement", decided.id, who="Ines"))

    def nested(statements: list[Statement], found: Record) -> list[Statement]:
        inner = msgspec.structs.replace(statements[1], id=StatementId("snested"), parent=statements[0].id)
        return [statements[0], inner, *statements[2:]]

    ran(archive, process(nested))
    assert "snested" not in standings(archive)
    assert standings(archive)[decided.id] == "rejected"


def test_a_new_statement_of_an_old_version_is_of_the_old_version(archive: Archive) -> None:
    url = "https://courier.example/harbour"
    for text in (article(0), article(0) + "\nThe council meets again in June.\n"):
        found, raw = reading_of(text, url=url)
        fewer = msgspec.structs.replace(found, statements=found.statements[1:], events=())
        archive.write(lambda connection, one=fewer, raw=raw: saving.save(connection, one, raw))  # type: ignore[misc]
    ran(archive, process())
    table = schema.statements
    with archive.read() as connection:
        found_standings = connection.execute(select(table.c.document, table.c.standing).distinct()).all()
    assert set(found_standings) == {(1, "old version"), (2, "current")}


def test_a_document_without_statements_is_read_once(archive: Archive) -> None:
    record, raw = reading_of(article(0))
    archive.write(lambda connection: saving.save(connection, msgspec.structs.replace(record, statements=(), events=()), raw))
    seen: list[str] = []

    def nothing(statements: list[Statement], found: Record) -> list[Statement]:
        return []

    ran(archive, process(nothing, seen))
    ran(archive, process(nothing, seen))
    assert len(seen) == 1
    assert waiting(archive, {"extract": "other"}) == 1


def test_planning_writes_nothing_to_the_archive(archive: Archive) -> None:
    (record,) = filled(archive)
    with drafts(archive, run_of(archive, NOW)) as kept:
        assert sum(len(one.differences) for one in plan(archive, process(by_nobody), NOW, kept)) == len(record.statements)
    assert stored(archive) == record
    assert waiting(archive, NOW) == 1


def test_a_run_that_is_killed_goes_on_and_does_nothing_twice(archive: Archive, tmp_path: Path) -> None:
    filled(archive, 4)
    seen: list[str] = []
    model, run = process(like, seen), run_of(archive, NOW)
    file = tmp_path / "drafts"

    def broken(kept: Drafts, at: int) -> None:
        for number, _ in enumerate(plan(archive, model, NOW, kept)):
            if number == at:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), drafts(archive, run, file=file) as kept:
        broken(kept, 1)
    with suppress(KeyboardInterrupt), drafts(archive, run, file=file) as kept:
        assert len(list(plan(archive, model, NOW, kept))) == 4
        next(commit(archive, model, NOW, kept))
        raise KeyboardInterrupt
    with drafts(archive, run, file=file) as kept:
        assert len(list(plan(archive, model, NOW, kept))) == 3
        list(commit(archive, model, NOW, kept))
    assert len(seen) == len(set(seen)) == 4
    assert waiting(archive, NOW) == 0
    assert not file.exists()


def test_what_somebody_decided_meanwhile_is_planned_again(archive: Archive) -> None:
    (record,) = filled(archive)
    with drafts(archive, run_of(archive, NOW)) as kept:
        (planned,) = plan(archive, process(without_first), NOW, kept)
        archive.write(lambda connection: decide(connection, "right", record.statements[0].id, who="Ines"))
        (renewed,) = commit(archive, process(without_first), NOW, kept)
    assert not renewed.was_planned
    assert [one.what for one in planned.differences] == ["gone"]
    assert [one.what for one in renewed.change.differences] == ["kept"]
    assert standings(archive)[record.statements[0].id] == "current"


def test_a_document_that_was_redated_meanwhile_is_processed_again(archive: Archive) -> None:
    filled(archive)
    seen: list[str] = []
    with drafts(archive, run_of(archive, NOW)) as kept:
        list(plan(archive, process(like, seen), NOW, kept))
        archive.write(lambda connection: connection.execute(schema.documents.update().values(outlet="The Harbour Courier")))
        list(commit(archive, process(like, seen), NOW, kept))
    assert len(seen) == 2
    assert waiting(archive, NOW) == 0


def test_since_leaves_earlier_documents_alone(archive: Archive) -> None:
    record, raw = reading_of(article(0))
    archive.write(lambda connection: saving.save(connection, record, raw, added_at="2026-05-01T00:00:00Z"))
    day = record.document.published or "2026-05-01"
    assert waiting(archive, NOW, since=day[:10]) == 1
    assert waiting(archive, NOW, since="2030-01-01") == 0


def test_a_document_that_can_t_be_read_is_left_as_it_was_and_tried_again(archive: Archive) -> None:
    records = filled(archive, 2)

    def fails(reading: Reading) -> Record:
        if reading.document.id == records[0].document.id:
            raise InputError("no English")
        return process()(reading)

    _, renewed = ran(archive, fails)
    assert [one.change.failed for one in renewed] == ["no English", None]
    assert stored(archive) == records[0]
    assert waiting(archive, NOW) == 1


def test_vectors_of_new_words_are_made_and_others_stay(archive: Archive) -> None:
    record, raw = reading_of(article(0))
    asked: list[str] = []

    def embed(texts: object) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        asked.extend(texts)  # type: ignore[arg-type]
        return np.full((len(texts), vectors.SIZE), 0.05, dtype=np.float32)  # type: ignore[arg-type]

    meaning = Meaning("one", embed)  # type: ignore[arg-type]
    fewer = msgspec.structs.replace(record, statements=record.statements[1:], events=())
    archive_record(archive, fewer, raw, origin="test", meaning=meaning)
    asked.clear()
    ran(archive, process(), meaning)
    assert len(asked) == 1
    with archive.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.vectors)).scalar() == len(record.statements)


def test_two_runs_at_once_are_refused(archive: Archive, tmp_path: Path) -> None:
    run, file = run_of(archive, NOW), tmp_path / "drafts"
    with (
        drafts(archive, run, file=file),
        pytest.raises(ArchiveError, match="another onrecord reprocess"),
        drafts(archive, run, file=file),
    ):
        pass


def test_damaged_drafts_and_those_of_other_versions_are_begun_anew(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    file = tmp_path / "drafts"
    file.write_bytes(b"no database at all" * 100)
    with drafts(archive, run_of(archive, NOW), file=file) as kept:
        list(plan(archive, process(), NOW, kept))
    with suppress(KeyboardInterrupt), drafts(archive, run_of(archive, NOW), file=file) as kept:
        list(plan(archive, process(), NOW, kept))
        raise KeyboardInterrupt
    with drafts(archive, run_of(archive, {"extract": "other"}), file=file) as kept:
        assert kept.count() == 0
    assert file.name not in place(archive, "run").name


def test_who_a_kept_statement_speaks_of_stays_with_the_document(archive: Archive) -> None:
    (record,) = filled(archive)
    first = record.statements[0]
    archive.write(lambda connection: decide(connection, "right", first.id, who="Ines"))

    def nobody_else(reading: Reading) -> Record:
        return msgspec.structs.replace(process()(reading), statements=(), actors=(), events=())

    ran(archive, nobody_else)
    after = stored(archive)
    assert [one.id for one in after.statements] == [first.id]
    assert first.speaker is not None
    assert first.speaker.id in {one.id for one in after.actors}
    assert actor_id(record.document.id, "person", "Nobody At All") not in {one.id for one in after.actors}
