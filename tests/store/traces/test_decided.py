"""Decisions about where something was said: they win now and after every update, contradict nobody unnoticed, and can be taken back."""

import msgspec
import pytest
from sqlalchemy import Connection, select

from onrecord.errors import ArchiveError, OptionError, ReviewError
from onrecord.export.log_in import take_all
from onrecord.record import Record, Span, document_id
from onrecord.store import loading, schema
from onrecord.store.archive import Archive
from onrecord.store.forget import forget
from onrecord.store.renewal import renew
from onrecord.store.reviews import log, spoken, undo
from onrecord.store.reviews.decision import Decision, decision
from onrecord.store.traces.adding import remove
from onrecord.store.traces.kept import Found
from onrecord.store.traces.shown import Query
from onrecord.store.verify import verify
from tests.store.traces.harbour import (
    ALTERED,
    ARTICLE,
    COURIER,
    FERRY,
    JOBS,
    MISATTRIBUTED,
    NURSES,
    READOUT,
    TOWN,
    UNSAID,
    VERBATIM,
    add_news,
    add_sources,
    document,
    fill,
    item,
    of,
    place_of,
    post,
    trace,
    traces,
    update,
)

THIEVES = "All fishermen in the region are thieves and should be locked up at once."


@pytest.fixture(autouse=True)
def traced(archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fill(archive)
    update(archive)


def decide(archive: Archive, verdict: str, wanted: str, *values: str, who: str = "Ines", why: str | None = None) -> Decision:
    return archive.write(lambda connection: spoken.decide(connection, verdict, wanted, values, who=who, why=why))


def stored(archive: Archive) -> Record:
    with archive.read() as connection:
        return loading.record(connection, key_of(connection, COURIER))


def key_of(connection: Connection, url: str) -> int:
    table = schema.documents
    return int(connection.execute(select(table.c.key).where(table.c.url == url, table.c.is_current)).scalar_one())


def test_altered_is_said_by_name_once_it_is_confirmed(archive: Archive) -> None:
    found = trace(archive, ALTERED)
    made = decide(archive, "altered", found.trace)
    after = trace(archive, ALTERED)
    assert (after.fidelity, after.confirmed_by, after.status) == ("altered", "Ines", "reviewed")
    decide(archive, "right-source", found.trace, who="Jo")
    assert trace(archive, ALTERED).confirmed_by == "Ines"
    with archive.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT fidelity, confirmed_by, reviewed_by FROM traces_view WHERE words LIKE '%%forty%%'"
        ).one()
    assert tuple(row) == ("altered", "Ines", "Jo")
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert trace(archive, ALTERED).fidelity == "possible change of meaning"


def test_a_refused_accusation_is_none_any_more(archive: Archive) -> None:
    found = trace(archive, ALTERED)
    made = decide(archive, "not-altered", found.trace)
    after = trace(archive, ALTERED)
    assert (after.fidelity, after.change, after.reason) == ("edited", None, "Ines decided that its meaning was not changed.")
    with pytest.raises(ReviewError, match=f"Ines decided on .* that its meaning is that of .*: undo {made.id} first"):
        decide(archive, "altered", found.trace, why="it was eleven", who="Jo")
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert trace(archive, ALTERED) == found
    decide(archive, "not-altered", found.trace, "Paraphrase")
    assert trace(archive, ALTERED).fidelity == "paraphrase"


def test_an_accusation_needs_a_change_with_a_name(archive: Archive) -> None:
    found = trace(archive, VERBATIM)
    with pytest.raises(ReviewError, match="say with --why"):
        decide(archive, "altered", found.trace)
    decide(archive, "altered", found.trace, why="the condition was left out")
    after = trace(archive, VERBATIM)
    assert (after.fidelity, after.reason) == ("altered", "Ines decided that its meaning was changed: the condition was left out")


def test_a_wrong_source_becomes_a_miss_and_stays_one(archive: Archive) -> None:
    found = trace(archive, VERBATIM)
    assert found.source is not None
    made = decide(archive, "wrong-source", found.trace)
    after = trace(archive, VERBATIM)
    assert (after.fidelity, after.source, after.status) == ("not found", None, "reviewed")
    assert after.misses[0].document == found.source.document
    with pytest.raises(ReviewError, match="it was not said in"):
        decide(archive, "other-source", found.trace, found.source.document, who="Jo")
    add_sources(archive, post("The ferry is late again, and nobody tells me why.", "2026-05-12"))
    update(archive)
    assert trace(archive, VERBATIM).source is None
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert trace(archive, VERBATIM).source == found.source


def test_another_source_wins_over_what_the_machine_finds_later(archive: Archive) -> None:
    found = trace(archive, UNSAID)
    readout = document(archive, READOUT)
    decide(archive, "other-source", found.trace, readout, "the harbour will be dredged in September")
    after = trace(archive, UNSAID)
    assert after.source is not None
    assert (after.source.document, after.source.words) == (readout, "the harbour will be dredged in September")
    assert READOUT[after.source.span.start : after.source.span.end] == after.source.words
    # Now comes a text with the very words, and the machine finds it; the person's decision stands.
    add_sources(archive, post(THIEVES, "2026-05-12"))
    update(archive)
    assert trace(archive, UNSAID).source == after.source
    assert list(verify(archive)) == []
    with archive.read() as connection:
        last = log.every(connection)[-1]
    archive.write(lambda connection: undo(connection, last.id, who="Ines"))
    again = trace(archive, UNSAID)
    assert again.source is not None
    assert again.source.words.startswith("All fishermen")
    assert list(verify(archive)) == []


def test_a_source_by_its_characters_and_by_its_address(archive: Archive) -> None:
    found = trace(archive, UNSAID)
    start = READOUT.index("the ferry to Kalmora")
    decide(archive, "other-source", found.statement, TOWN, str(start), str(start + 20))
    after = trace(archive, UNSAID)
    assert after.source is not None
    assert (after.source.words, after.source.kind) == ("the ferry to Kalmora", "readout")
    with pytest.raises(ReviewError, match=r"Ines decided .* that it was said in"):
        decide(archive, "other-source", found.trace, document(archive, FERRY), who="Jo")


@pytest.mark.parametrize(
    ("verdict", "values", "error", "match"),
    [
        ("right-source", (), ReviewError, "was not found in any source"),
        ("wrong-source", (), ReviewError, "there is none to call wrong"),
        ("altered", (), ReviewError, "was not found in any source"),
        ("other-source", ("nowhere",), ReviewError, "no document nowhere"),
        ("other-source", (COURIER,), ReviewError, "is no source"),
        ("other-source", (TOWN, "words that stand nowhere in it"), ReviewError, "stands not in"),
        ("other-source", (TOWN, "the"), ReviewError, "times in"),
        ("other-source", (TOWN, "5", "4"), OptionError, "are no characters"),
        ("other-source", (TOWN, "5", "9" * 5_000), ReviewError, "stands not in"),
        ("other-source", (), OptionError, "takes 1 to 200 values"),
    ],
)
def test_what_can_not_be_decided(
    archive: Archive, verdict: str, values: tuple[str, ...], error: type[Exception], match: str
) -> None:
    found = trace(archive, UNSAID)
    with pytest.raises(error, match=match):
        decide(archive, verdict, found.trace, *values)
    with archive.read() as connection:
        assert log.every(connection) == []


def test_there_must_be_such_a_trace(archive: Archive) -> None:
    with pytest.raises(ReviewError, match="no trace or statement tnone"):
        decide(archive, "right-source", "tnone")
    with pytest.raises(ArchiveError, match="no trace or statement snone"):
        of(archive, "snone")


def test_the_question_whose_words_they_are_can_be_answered(archive: Archive) -> None:
    found = trace(archive, MISATTRIBUTED)
    assert found.elsewhere is not None
    decide(archive, "wrong-source", found.trace)
    after = trace(archive, MISATTRIBUTED)
    assert (after.elsewhere, after.fidelity) == (None, "not found")
    decide(archive, "undo", after.reviewed["decision"] if after.reviewed else "")
    decide(archive, "other-source", found.trace, document(archive, NURSES))
    after = trace(archive, MISATTRIBUTED)
    assert after.source is not None
    assert after.source.speaker == "Marta Velde"


def test_reviewed_and_machine_are_told_apart(archive: Archive) -> None:
    decide(archive, "right-source", trace(archive, VERBATIM).trace)
    assert [VERBATIM in one.words for one in traces(archive, Query(is_reviewed=True))] == [True]
    assert not any(VERBATIM in one.words for one in traces(archive, Query(is_reviewed=False)))


def test_decisions_outlive_a_reprocessing_that_finds_less(archive: Archive) -> None:
    found = trace(archive, VERBATIM)
    decide(archive, "right-source", found.trace)
    now = stored(archive)
    less = msgspec.structs.replace(
        now,
        statements=tuple(one for one in now.statements if one.id != found.statement),
        events=tuple(msgspec.structs.replace(event, accounts=()) for event in now.events),
    )
    archive.write(lambda connection: renew(connection, key_of(connection, COURIER), less, {}, None))
    update(archive)
    archive.write(lambda connection: renew(connection, key_of(connection, COURIER), now, {}, None))
    update(archive)
    after = trace(archive, VERBATIM)
    assert (after.trace, after.status) == (found.trace, "reviewed")
    assert list(verify(archive)) == []


def test_decisions_are_carried_over_to_a_new_version_of_the_article(archive: Archive) -> None:
    found = trace(archive, UNSAID)
    made = decide(archive, "other-source", found.trace, document(archive, JOBS))
    add_news(archive, "The headline was changed\n\n" + ARTICLE)
    update(archive)
    after = trace(archive, UNSAID)
    assert after.trace != found.trace
    assert after.source is not None
    assert (after.source.document, after.status) == (document(archive, JOBS), "reviewed")
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert trace(archive, UNSAID).source is None
    assert list(verify(archive)) == []


def test_of_a_source_that_is_forgotten_nothing_is_left(archive: Archive) -> None:
    found = trace(archive, ALTERED)
    decide(archive, "altered", found.trace, why="it has “eleven million”")
    decide(archive, "right-source", trace(archive, VERBATIM).trace)
    assert found.source is not None
    assert place_of(archive).exists()
    forget(archive, found.source.document, why="a court order", who="Jo")
    assert not place_of(archive).exists()
    with archive.read() as connection:
        for table in (schema.traces, schema.reviews):
            assert not any("eleven" in str(tuple(row)) for row in connection.execute(select(table)))
        assert log.in_force(connection) != []
    assert trace(archive, VERBATIM).status == "reviewed"
    update(archive)
    assert trace(archive, ALTERED).fidelity == "not found"
    assert trace(archive, VERBATIM).status == "reviewed"
    assert list(verify(archive)) == []


def test_of_an_article_that_is_forgotten_nothing_is_left(archive: Archive) -> None:
    decide(archive, "right-source", trace(archive, VERBATIM).trace)
    forget(archive, COURIER, why="a court order", who="Jo")
    assert list(traces(archive)) == []
    with archive.read() as connection:
        assert connection.execute(select(schema.traces)).all() == []
        assert connection.execute(select(schema.traced)).all() == []
    assert list(verify(archive)) == []


def test_a_decision_for_what_is_no_source_any_more_waits(archive: Archive) -> None:
    found = trace(archive, UNSAID)
    decide(archive, "other-source", found.trace, document(archive, JOBS))
    remove(archive, document(archive, JOBS))
    update(archive)
    assert trace(archive, UNSAID).source is None
    add_sources(archive, post(JOBS, "2026-05-12"))
    assert trace(archive, UNSAID).source is not None
    assert list(verify(archive)) == []
    update(archive)
    assert trace(archive, UNSAID).source is not None
    assert list(verify(archive)) == []


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_decision_that_came_before_its_source_waits_for_it(archive: Archive, beyond: int) -> None:
    decide(archive, "other-source", trace(archive, UNSAID).trace, document(archive, JOBS))
    with archive.read() as connection:
        (made,) = log.every(connection)
    late = "All fishermen are thieves, said nobody but me."
    found = Found(document_id(late.encode(), None), Span(0, len(late) + beyond), "paraphrase")
    value = msgspec.structs.replace(made.value, found=found)
    waits = decision("other source", made.subject, value, who="Ines", at="2026-06-01T00:00:00Z")
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert archive.write(lambda connection: take_all(connection, [waits]))[0] == 1
    assert trace(archive, UNSAID).source is None
    add_sources(archive, item(late, "2026-05-12", kind="release"), speaker="Elin Storm")
    after = trace(archive, UNSAID)
    # One that names characters outside the source's text has no effect.
    assert (after.source is None) == bool(beyond)
    assert after.source is None or (after.source.words, after.source.speaker) == (late, "Elin Storm")
    assert list(verify(archive)) == []


def test_two_names_of_a_post_s_author_that_are_joined(archive: Archive) -> None:
    text = "Every fisherman of this region is an honest man."
    add_sources(archive, post(text, "2026-05-12", "Harbour Desk"))
    decide(archive, "other-source", trace(archive, UNSAID).trace, document(archive, text))
    update(archive)
    decide(archive, "same-actor", "Oskar Lind", "Harbour Desk")
    after = trace(archive, UNSAID)
    assert after.source is not None
    assert after.source.speaker == "Oskar Lind"
    assert list(verify(archive)) == []
    assert [one.status for one in update(archive)] == ["traced"]
    assert "Searched 3 texts by Oskar Lind, and 1 that" in (trace(archive, MISATTRIBUTED).searched or "")


def test_a_post_that_is_another_s_is_so_where_people_named_it(archive: Archive) -> None:
    jobs = document(archive, JOBS)
    decide(archive, "other-source", trace(archive, UNSAID).trace, jobs)
    with archive.read() as connection:
        table, of = schema.statements, schema.documents
        wanted = select(table.c.id).join(of, of.c.key == table.c.document).where(of.c.id == jobs, table.c.ground == "author")
        own = connection.execute(wanted).scalar_one()
    decide(archive, "speaker", own, "Marta Velde")
    after = trace(archive, UNSAID)
    assert after.source is not None
    assert after.source.speaker == "Marta Velde"
    assert list(verify(archive)) == []
    update(archive)
    assert trace(archive, VERBATIM).source is None
    assert list(verify(archive)) == []


def test_verify_tells_what_was_tampered_with(archive: Archive) -> None:
    found = trace(archive, VERBATIM)
    table = schema.traces
    archive.write(lambda connection: connection.execute(table.update().where(table.c.id == found.trace).values(ends=10_000)))
    assert any("outside the text of" in one.what for one in verify(archive) if one.where == f"trace {found.trace}")
    archive.write(
        lambda connection: connection.execute(table.update().where(table.c.id == found.trace).values(ends=5, words="else"))
    )
    assert any("other words than its article" in one.what for one in verify(archive))
    archive.write(
        lambda connection: connection.execute(
            table.update().where(table.c.id == found.trace).values(machine=None, confirmed_by="Jo")
        )
    )
    assert any("not what the decisions" in one.what for one in verify(archive))
