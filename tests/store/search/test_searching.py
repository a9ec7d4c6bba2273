"""Searching: words, options and names find what was said, on both engines."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from onrecord.errors import OptionError
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.search import Query, ranking, search
from tests.store.search.filled import fill, join, texts

ODD = [
    "'",
    '"',
    "a:b",
    "words:x",
    "NEAR(a b)",
    "^",
    "a AND",
    "OR",
    "NOT",
    "*",
    "(",
    "ferry)",
    "\0",
    "😀",
    "; DROP TABLE",
    "\\",
    "&|!",
    "<->",
    "-",
]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    fill(archive)
    return archive


def test_every_word_must_be_there_in_any_form(filled: Archive) -> None:
    assert all("ferry" in text and "cost" in text for text in texts(search(filled, Query(words="costing ferry"))))
    assert search(filled, Query(words="costing ferry")).matches == 1
    assert search(filled, Query(words="ferry submarine")).matches == 0


def test_phrases_beginnings_exclusions_and_alternatives(filled: Archive) -> None:
    def count(words: str) -> int:
        return search(filled, Query(words=words)).matches

    assert count("“million crowns”") == count('"million crowns"') == count("million") > 0
    assert count('"crowns million"') == 0
    assert count("milli*") == count("million")
    assert count("million -ferry") == count("million") - 1
    assert count("ferry OR bridge") == count("ferry") + count("bridge")
    assert count("-million") == count("-million -submarine") > 0


def test_what_was_searched_for_is_marked_at_its_characters(filled: Archive) -> None:
    one = search(filled, Query(words='ferry "million crowns"')).hits[0].fullest
    assert [span.of(one.words) for span in one.marks] == ["ferry", "million crowns"]
    assert one.is_match


def test_a_surname_is_enough_and_a_slip_is_forgiven(filled: Archive) -> None:
    exact, part, typo = (search(filled, Query(speaker=name)) for name in ("Marta Velde", "velde", "Vedle"))
    assert texts(exact) == texts(part) == texts(typo)
    assert [found.names[0].likeness for found in (exact, part, typo)] == ["exact", "part", "typo"]
    assert {hit.fullest.speaker.name for hit in exact.hits if hit.fullest.speaker} == {"Marta Velde"}
    assert exact.names[0].taken[0].count == exact.matches
    with pytest.raises(OptionError, match="No name in the archive"):
        search(filled, Query(speaker="Zebedee"))


def test_actors_that_were_joined_are_one(filled: Archive) -> None:
    before = search(filled, Query(speaker="velde")).matches + search(filled, Query(speaker="oskar lind")).matches
    table = schema.actors

    def joined(connection: Connection) -> None:
        lind = connection.execute(select(func.min(table.c.key)).where(table.c.folded == "oskar lind")).scalar()
        connection.execute(table.update().where(table.c.folded.in_(["marta velde", "oskar lind"])).values(merged=lind))

    filled.write(joined)
    found = search(filled, Query(speaker="velde", limit=100))
    assert found.matches == before
    assert [one.name for one in found.names[0].taken] == ["Oskar Lind"]


def test_options_narrow(filled: Archive) -> None:
    everything = search(filled, Query(limit=100))
    assert everything.matches == sum(hit.statements for hit in everything.hits)
    direct = search(filled, Query(kind="direct", limit=100))
    assert {hit.fullest.kind for hit in direct.hits} == {"direct"}
    table = schema.statements
    filled.write(lambda connection: connection.execute(table.update().where(table.c.key <= 4).values(dated="2026-05-31")))
    assert search(filled, Query(since="2026-05", until="2026-05")).matches == search(filled, Query(since="2026")).matches == 4
    assert search(filled, Query(until="2025")).matches == search(filled, Query(since="2026-06-01")).matches == 0
    assert search(filled, Query()).hits[0].fullest.dated == "2026-05-31"
    assert search(filled, Query(is_reviewed=True)).matches == 0
    assert search(filled, Query(min_confidence=1.0)).matches < everything.matches
    assert search(filled, Query(about="ferry", words="ferry")).matches == search(filled, Query(words="ferry")).matches


@pytest.mark.parametrize(
    "query",
    [
        Query(since="May"),
        Query(until="2026-13"),
        Query(limit=0),
        Query(min_confidence=2),
        Query(words="!?"),
        Query(event="x", speaker="?"),
        Query(like=" "),
    ],
)
def test_what_is_no_value_is_said_in_a_sentence(filled: Archive, query: Query) -> None:
    with pytest.raises(OptionError):
        search(filled, query)


def test_reports_of_one_utterance_are_one_hit(filled: Archive) -> None:
    keys = join(filled, "%Nobody will lose a job%")
    found = search(filled, Query(words="lose job"))
    (hit,) = found.hits
    assert (found.matches, found.quotations) == (len(keys), 1)
    assert hit.statements == len(keys) == len(hit.members)
    assert all(one.is_match for one in hit.members)
    assert hit.reports <= len(keys)
    assert len(hit.fullest.words) == max(len(one.words) for one in hit.members)
    with filled.read() as connection:
        for one in hit.members:
            text = connection.execute(select(schema.documents.c.text).where(schema.documents.c.id == one.document)).scalar_one()
            assert " … ".join(span.of(text) for span in one.content) == one.words


def test_old_versions_are_found_where_they_are_asked_for(filled: Archive) -> None:
    table = schema.statements
    filled.write(
        lambda connection: connection.execute(table.update().where(table.c.words.like("%ferry%")).values(standing="old version"))
    )
    assert search(filled, Query(words="ferry")).matches == 0
    assert search(filled, Query(words="ferry", all_versions=True)).hits[0].fullest.standing == "old version"


def test_of_very_many_the_last_added_are_ranked_and_it_says_so(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "RANKED", 3)
    found = search(filled, Query(words="million"))
    assert (found.ranked, found.matches) == (3, 9)


def test_skipping_goes_on_where_the_limit_stopped(filled: Archive) -> None:
    whole = search(filled, Query(words="million", limit=9))
    parts = [search(filled, Query(words="million", limit=4, skip=skip)) for skip in (0, 4, 8, 40)]
    assert [text for part in parts for text in texts(part)] == texts(whole)
    assert {part.matches for part in parts} == {9}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from([*ODD, "ferry", "million", "OR"]), max_size=6).map(" ".join)))
def test_no_string_is_a_syntax_error(archive: Archive, typed: str) -> None:
    for query in (
        Query(words=typed),
        Query(speaker=typed),
        Query(about=typed),
        Query(outlet=typed),
        Query(channel=typed, event=typed),
    ):
        with contextlib.suppress(OptionError):
            search(archive, query)
