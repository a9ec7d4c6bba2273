"""Traces kept up: each report is traced once, again only where something new concerns it, and never half."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from onrecord.errors import ArchiveError
from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.store import loading, schema
from onrecord.store.archive import Archive
from onrecord.store.forget import forget
from onrecord.store.renewal import renew
from onrecord.store.reviews import decide, spoken
from onrecord.store.reviews.decision import Decision, Value
from onrecord.store.traces import beside, sources
from onrecord.store.traces import update as updating
from onrecord.store.traces.adding import remove
from onrecord.store.traces.shown import Query
from onrecord.store.traces.update import update_all
from onrecord.store.verify import verify
from onrecord.trace import build
from onrecord.trace.states import reader
from tests.store.traces.harbour import (
    ALTERED,
    ARTICLE,
    COURIER,
    FERRY,
    JOBS,
    MISATTRIBUTED,
    NURSES,
    OLDER,
    READOUT,
    TOWN,
    UNSAID,
    VERBATIM,
    add_news,
    add_sources,
    document,
    fill,
    item,
    place_of,
    post,
    trace,
    traces,
    update,
)

TURNS = (
    "Oskar Lind: I told the council that we look at every line every spring.\n\nReporter: Did you promise it to the mayor?\n\n"
    "Oskar Lind: I said nothing more than that.\n"
)
THIEVES = "All fishermen in the region are thieves and should be locked up at once."


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def test_reports_are_traced_to_the_very_characters_of_their_sources(archive: Archive) -> None:
    fill(archive)
    (done,) = update(archive)
    assert done.status == "traced"
    assert (done.counts["altered"], done.counts["not found"]) == (1, 2)
    found = trace(archive, VERBATIM)
    assert found.fidelity == "verbatim"
    assert found.source is not None
    assert found.source.words == "Nobody at the shipyard will lose a job in this town"
    assert JOBS[found.source.span.start : found.source.span.end] == found.source.words
    assert (found.source.speaker, found.source.published, found.status) == ("Oskar Lind", "2026-05-12", "machine")
    assert list(verify(archive)) == []


def test_altered_is_a_possible_change_of_meaning_until_somebody_confirms_it(archive: Archive) -> None:
    fill(archive)
    update(archive)
    found = trace(archive, ALTERED)
    assert (found.fidelity, found.confirmed_by) == ("possible change of meaning", None)
    assert found.change is not None
    assert (found.change.quote_words, found.change.source_words) == ("forty million", "eleven million")
    with archive.read() as connection:
        view = connection.exec_driver_sql(
            "SELECT fidelity, status, reviewed_by FROM traces_view WHERE words LIKE '%%forty%%'"
        ).all()
    assert [tuple(row) for row in view] == [("possible change of meaning", "machine", None)]


def test_what_is_not_found_says_what_was_searched_and_shows_the_nearest_as_a_miss(archive: Archive) -> None:
    fill(archive)
    update(archive)
    found = trace(archive, UNSAID)
    assert (found.fidelity, found.source) == ("not found", None)
    # Two posts of his, and the readout, which is nobody's.
    assert found.searched == "Searched 2 texts by Oskar Lind, and 1 that names nobody, from 11 May 2026 to 12 May 2026."
    assert found.misses
    assert all(miss.words for miss in found.misses)
    assert {one.words for one in traces(archive, Query(fidelity="not found"))} >= {found.words}


def test_the_words_of_another_speaker_are_a_question(archive: Archive) -> None:
    fill(archive)
    update(archive)
    found = trace(archive, MISATTRIBUTED)
    assert found.fidelity == "not found"
    assert found.elsewhere is not None
    assert found.elsewhere.speaker == "Marta Velde"
    assert NURSES.startswith(found.elsewhere.words)
    with archive.read() as connection:
        view = connection.exec_driver_sql("SELECT elsewhere FROM traces_view WHERE words LIKE '%%nurses%%'").scalars().all()
    assert view == [found.elsewhere.document]


def test_an_archive_without_sources_says_so(archive: Archive) -> None:
    add_news(archive)
    with pytest.raises(ArchiveError, match="holds no sources"):
        update(archive)


def test_what_is_traced_is_not_traced_again(archive: Archive) -> None:
    fill(archive)
    update(archive)
    before = traces(archive)
    assert update(archive) == []
    assert traces(archive) == before


def test_a_run_that_was_stopped_goes_on(archive: Archive) -> None:
    fill(archive)
    add_news(archive, OLDER, "2026-03-03", "https://courier.example/council")
    add_sources(archive, post("We will count every crown that the council spends on the library.", "2026-03-02"))
    first = next(update_all(archive, reader()))
    rest = update(archive)
    assert [first.status, *(one.status for one in rest)] == ["traced", "traced"]
    assert first.document != rest[0].document


def test_a_new_source_makes_only_those_be_traced_again_whom_it_may_concern(archive: Archive) -> None:
    fill(archive)
    add_news(archive, OLDER, "2026-03-03", "https://courier.example/council")
    update(archive)
    # Of a later day than the older article, by somebody whom the other one does not quote, and with other words.
    add_sources(
        archive, post("The library opens at nine, and there will be cake for all children.", "2026-05-12", "Jonas Arkwright")
    )
    done = {one.document: one.status for one in update(archive)}
    assert list(done.values()) == ["as it was"]
    # By whom the article quotes, and before it.
    said = post("All fishermen in the region are thieves and should be locked up at once.", "2026-05-12")
    add_sources(archive, said)
    assert [one.status for one in update(archive)] == ["traced"]
    assert trace(archive, UNSAID).source is not None
    # Later than both.
    add_sources(archive, post("The ferry to Kalmora will cost forty million crowns after all.", "2026-06-02"))
    assert update(archive) == []
    assert trace(archive, ALTERED).fidelity == "possible change of meaning"


def test_the_very_words_in_a_new_text_of_another_speaker_concern_it(archive: Archive) -> None:
    add_sources(archive, post(FERRY, "2026-05-11"))
    add_news(archive)
    update(archive)
    assert trace(archive, MISATTRIBUTED).elsewhere is None
    add_sources(archive, post(NURSES, "2026-05-12", "Marta Velde"))
    update(archive)
    assert trace(archive, MISATTRIBUTED).elsewhere is not None


def test_a_source_that_is_taken_out_is_no_source_any_more(archive: Archive) -> None:
    fill(archive)
    update(archive)
    gone = trace(archive, VERBATIM).source
    assert gone is not None
    remove(archive, gone.document)
    assert [one for one in traces(archive) if VERBATIM in one.words] == []
    update(archive)
    assert trace(archive, VERBATIM).fidelity == "not found"
    assert list(verify(archive)) == []
    with pytest.raises(ArchiveError, match="is in the archive as other, and no source"):
        remove(archive, gone.document)
    # And it becomes one again.
    (made,) = add_sources(archive, post(JOBS, "2026-05-12"))
    assert made.status == "made a source"
    update(archive)
    assert trace(archive, VERBATIM).fidelity == "verbatim"
    assert list(verify(archive)) == []


def test_another_speaker_makes_a_statement_be_traced_again(archive: Archive) -> None:
    fill(archive)
    update(archive)
    found = trace(archive, MISATTRIBUTED)
    velde = select(schema.actors.c.id, schema.actors.c.name, schema.actors.c.type).where(schema.actors.c.name == "Marta Velde")

    def name(connection: Connection) -> None:
        from onrecord.record import Speaker

        row = connection.execute(velde).one()
        decide(connection, "speaker", found.statement, Value(speaker=Speaker(row.id, row.name, row.type)), who="Ines")

    archive.write(name)
    assert [one.status for one in update(archive)] == ["traced"]
    again = trace(archive, MISATTRIBUTED)
    assert again.source is not None
    assert again.source.speaker == "Marta Velde"


def test_who_published_a_post_may_be_corrected(archive: Archive) -> None:
    add_sources(archive, post(JOBS, "2026-05-12", "Town Hall Desk"), post(NURSES, "2026-05-12"))
    add_news(archive)
    update(archive)
    assert trace(archive, VERBATIM).source is None
    own = archive.look(
        lambda connection: (
            connection.execute(select(schema.statements.c.id).where(schema.statements.c.ground == "author")).scalars().all()
        )
    )
    archive.write(lambda connection: spoken.decide(connection, "speaker", own[0], ["Oskar Lind"], who="Ines"))
    update(archive)
    found = trace(archive, VERBATIM)
    assert found.source is not None
    assert found.source.speaker == "Oskar Lind"


def test_reprocessing_makes_what_changed_be_traced_again(archive: Archive) -> None:
    fill(archive)
    update(archive)
    with archive.read() as connection:
        key = connection.execute(select(schema.documents.c.key).where(schema.documents.c.url == COURIER)).scalar_one()
        now = loading.record(connection, key)
        raw = loading.raw(connection, now.document.sha256)
    from onrecord.read.reading import Reading

    renewed = record(Reading(now.document, raw, now.left_out), load("best"))
    archive.write(lambda connection: renew(connection, key, renewed, {}, None))
    assert list(verify(archive)) == []
    update(archive)
    assert trace(archive, VERBATIM).fidelity == "verbatim"
    assert list(verify(archive)) == []


def test_a_document_that_changes_while_it_is_traced_is_traced_as_it_is_then(archive: Archive) -> None:
    fill(archive)
    every = update_all(archive, reader())
    found = document(archive, FERRY)
    remove(archive, found)
    (done,) = every
    assert done.status == "traced"
    assert all(one.source is None or one.source.document != found for one in traces(archive))


def test_a_source_that_is_changed_while_others_are_traced_counts_as_it_is_then(archive: Archive) -> None:
    fill(archive)
    add_news(archive, ARTICLE.replace("Ferry dispute", "The ferry dispute"), url="https://weekly.example/ferry")
    every = update_all(archive, reader())
    assert next(every).status == "traced"
    # What was an article of another paper all along is a post of his, and a post is somebody else's.
    add_news(archive, THIEVES, "2026-05-12", None)
    (made,) = add_sources(archive, post(THIEVES, "2026-05-12"))
    assert made.status == "made a source"
    jobs = document(archive, JOBS)
    add_sources(archive, post(JOBS, "2026-05-12"), speaker="Oskar Lind")
    remove(archive, jobs)
    rest = [one.status for one in every]
    assert rest == ["traced", "traced"]
    found = [one for one in traces(archive) if UNSAID in one.words]
    assert [one.source is not None for one in found] == [True, True]
    assert [one.source for one in traces(archive) if VERBATIM in one.words] == [None, None]
    assert update(archive) == []
    assert list(verify(archive)) == []


def test_sources_that_change_without_a_pause_end_a_run_in_one_sentence(archive: Archive) -> None:
    fill(archive)
    names = iter(range(100))

    def changing(step: int, total: int) -> None:
        add_sources(archive, post("The market opens on Sunday.", "2026-05-11", None), speaker=f"Elin Storm {next(names)}")

    changing(0, 0)
    with pytest.raises(ArchiveError, match="Others change the sources of the archive without a pause: run this again"):
        list(update_all(archive, reader(), step=changing))
    assert [one.status for one in update(archive)] == ["traced"]


def test_a_run_that_knows_fewer_sources_leaves_what_another_traced(archive: Archive) -> None:
    fill(archive)
    other = ARTICLE.replace("Ferry dispute", "The ferry dispute")
    add_news(archive, other, url="https://weekly.example/ferry")
    slow = update_all(archive, reader())
    next(slow)
    add_sources(archive, post(THIEVES, "2026-05-12"))
    assert [one.status for one in update(archive)] == ["traced", "traced"]
    assert list(slow) == []
    assert all(one.source is not None for one in traces(archive) if UNSAID in one.words)


def test_a_decision_while_a_document_is_passed_over_is_not_lost(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive)
    update(archive)
    found = trace(archive, MISATTRIBUTED)
    add_sources(archive, post("The library opens at nine, with cake for all children.", "2026-05-12", "Jonas Arkwright"))
    before = updating._concerns
    decided: list[Decision] = []

    def concerns(*given: Any) -> bool:
        if not decided:
            decided.append(
                archive.write(lambda connection: spoken.decide(connection, "speaker", found.statement, ["Marta Velde"], who="Ines"))
            )
        return before(*given)

    monkeypatch.setattr(updating, "_concerns", concerns)
    assert [one.status for one in update(archive)] == ["traced"]
    assert trace(archive, MISATTRIBUTED).source is not None


def test_marks_name_no_source_that_is_gone(archive: Archive) -> None:
    fill(archive)
    add_news(archive, OLDER, "2026-03-03", "https://courier.example/council")
    add_sources(archive, post("The market opens on Sunday.", "2026-05-11"))
    update(archive)
    forget(archive, document(archive, "The market opens on Sunday."), why="a court order", who="Jo")
    with archive.read() as connection:
        last = connection.execute(select(func.max(schema.documents.c.key)).where(sources.is_source())).scalar_one()
        assert connection.execute(select(func.max(schema.traced.c.through))).scalar_one() <= last
    older = document(archive, OLDER)
    assert older not in {one.document for one in update(archive)}


def test_news_that_becomes_a_source_keeps_what_is_known_of_it(archive: Archive) -> None:
    fill(archive)
    update(archive)
    add_news(archive, THIEVES, "2026-05-12", "https://lind.example/1")
    (made,) = add_sources(archive, item(THIEVES, None, kind="release", url="https://lind.example/1"), speaker="Oskar Lind")
    assert made.status == "made a source"
    with archive.read() as connection:
        known = {one.id: one for one in sources.every(connection)}[document(archive, THIEVES)]
        row = connection.execute(select(schema.documents).where(schema.documents.c.id == known.id)).one()
    assert (known.speaker, row.published, row.outlet) == ("Oskar Lind", "2026-05-12", "The Harbour Courier")
    # What was not known of it, and is told now, is kept with it; what people decided stays.
    add_news(archive, TURNS, None, "https://town.example/briefing")
    table = schema.statements
    said = select(table.c.id).where(table.c.words.contains("look at every line")).order_by(table.c.key)
    spoken_of = archive.look(lambda connection: connection.execute(said).scalars().first()) or ""
    archive.write(lambda connection: spoken.decide(connection, "right", spoken_of, [], who="Ines"))
    add_sources(archive, item(TURNS, "2026-05-12", kind="transcript", url="https://town.example/briefing"))
    with archive.read() as connection:
        row = connection.execute(select(schema.documents).where(schema.documents.c.text == TURNS)).one()
        of = select(table.c.dated).where(table.c.document == row.key, table.c.standing == "current")
        days = set(connection.execute(of).scalars())
    assert (row.kind, row.published, row.day, days) == ("transcript", "2026-05-12", "2026-05-12", {"2026-05-12"})
    assert list(verify(archive)) == []
    update(archive)
    assert trace(archive, UNSAID).source is not None


def test_a_source_is_completed_by_what_is_told_of_it_later(archive: Archive) -> None:
    add_sources(archive, item(READOUT, None, kind="readout", url=TOWN), post(FERRY, "2026-05-11"), post(JOBS, "2026-05-12"))
    add_news(archive)
    update(archive)
    assert "1 of them undated" in (trace(archive, UNSAID).searched or "")
    (made,) = add_sources(archive, item(READOUT, "2026-05-12", kind="release", url=TOWN, outlet="Town hall"))
    assert made.status == "completed"
    with archive.read() as connection:
        row = connection.execute(select(schema.documents).where(schema.documents.c.id == made.document)).one()
    assert (row.kind, row.published, row.outlet) == ("readout", "2026-05-12", "Town hall")
    assert list(verify(archive)) == []
    update(archive)
    assert "undated" not in (trace(archive, UNSAID).searched or "undated")
    assert trace(archive, VERBATIM).source is not None


def test_a_source_that_was_none_is_news_again(archive: Archive) -> None:
    fill(archive)
    update(archive)
    add_sources(archive, item(ARTICLE, None, url=COURIER), kind="release")
    assert list(traces(archive)) == []
    remove(archive, COURIER, "news")
    assert [one.status for one in update(archive)] == ["traced"]
    assert trace(archive, VERBATIM).source is not None
    assert list(verify(archive)) == []


def test_the_index_is_kept_beside_the_archive_and_never_the_only_copy(archive: Archive) -> None:
    fill(archive)
    update(archive)
    folder = place_of(archive)
    assert sorted(one.name for one in folder.iterdir()) == ["index.json", "index.npz", "of.json"]
    with archive.read() as connection:
        known = sources.every(connection)
        kept = beside.index(connection, known, reader())
    whole = (folder / "index.npz").read_bytes()
    for damage in (whole[: len(whole) // 2], b"nothing", whole[:400] + b"\0" * 40 + whole[440:]):
        (folder / "index.npz").write_bytes(damage)
        with archive.read() as connection:
            again = beside.index(connection, known, reader())
        assert again.ids == kept.ids
        assert (again.points == kept.points).all()
    shutil.rmtree(folder)
    # What a run left that was killed while it wrote, long ago and just now.
    for name, age in (("abcdefg1", 7_200), ("abcdefg2", 0)):
        left = folder.with_name(folder.name + name)
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    with archive.read() as connection:
        assert beside.index(connection, known, reader()).ids == kept.ids
    assert sorted(one.name for one in folder.parent.glob(f"{folder.name}*")) == [folder.name, folder.name + "abcdefg2"]
    # One of another archive.
    of_file = folder / "of.json"
    of_file.write_bytes(of_file.read_bytes().replace(b'"archive":"', b'"archive":"x'))
    with archive.read() as connection:
        assert beside.index(connection, known, reader()).ids == kept.ids


def test_new_sources_are_added_to_the_index_without_reading_the_others_again(archive: Archive) -> None:
    fill(archive)
    update(archive)
    add_sources(archive, post("The library opens at nine, and there will be cake for all children.", "2026-05-12"))
    read: list[tuple[int, int]] = []
    with archive.read() as connection:
        known = sources.every(connection)
        made = beside.index(connection, known, reader(), lambda done, total: read.append((done, total)))
        fresh = build(sources.with_texts(connection, known), reader())
    assert len(made) == len(fresh)
    assert (made.points == fresh.points).all()
    assert read[-1][0] == read[-1][1] == len(made)


def test_whose_words_a_source_holds(archive: Archive) -> None:
    add_sources(archive, post(FERRY, "2026-05-11"), post(JOBS, None, None))
    add_sources(archive, post("The market opens on Sunday, whatever the council says.", "2026-05-11", None), speaker="Elin Storm")
    with archive.read() as connection:
        assert [one.speaker for one in sources.every(connection)] == ["Oskar Lind", None, "Elin Storm"]
    statuses = [add_sources(archive, post(JOBS, None, None), speaker="Oskar Lind")[0].status for _ in range(2)]
    assert statuses == ["completed", "already there"]
    with archive.read() as connection:
        assert [one.speaker for one in sources.every(connection)] == ["Oskar Lind", "Oskar Lind", "Elin Storm"]


def test_what_is_told_of_all_is_not_told_of_a_post_that_names_its_author(archive: Archive) -> None:
    add_sources(archive, post(FERRY, "2026-05-11", "Marta Velde"), post(JOBS, None, None), speaker="Oskar Lind")
    row = '{"text": "The harbour will be dredged.", "Speaker": "Elin Storm", "kind": "transcript"}'
    add_sources(archive, item("The harbour will be dredged.", None, kind="transcript", raw=row), speaker="Oskar Lind")
    with archive.read() as connection:
        assert [one.speaker for one in sources.every(connection)] == ["Marta Velde", "Oskar Lind", "Elin Storm"]


def test_what_says_that_it_is_news_is_no_source(archive: Archive) -> None:
    (one,) = add_sources(archive, item(OLDER, None, kind="news"), kind="release")
    assert one.status == "left out"
    assert "which is no source" in (one.why or "")
    (other,) = add_sources(archive, item(OLDER, None))
    assert "say with --kind" in (other.why or "")


def test_a_newer_version_of_a_source_leaves_the_older_one_a_source(archive: Archive) -> None:
    fill(archive)
    (made,) = add_sources(archive, item(READOUT.replace("dredged", "closed"), "2026-05-14", kind="readout", url=TOWN))
    assert made.status == "new version"
    with archive.read() as connection:
        assert sources.state(connection).count == 5
