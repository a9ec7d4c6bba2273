"""Several sources' claims to one actor: whose dates and ids win, and what is never put together."""

from training.kb.claims import Claim, country
from training.kb.people import actors
from training.kb.reign import _cut, _spans


def claim(source: str, name: str, start: str = "", end: str = "", **more: str) -> Claim:
    term = {"title": "mayor", "of": "Sandholm", "start": start, "end": end} if start else {}
    return Claim(source, name, **term, **more)


def test_the_more_precise_dates_win_and_one_stretch_is_one_office() -> None:
    (entry,), _ = actors(
        [
            claim("wikidata-2021", "Ines Calder", "2012", "2017", qid="Q1"),
            claim("reign", "Ines Calder", "2012-03-04", "2017-05"),
            claim("reign", "Ines Calder", "2020-01-01", "2021-02"),
        ]
    )
    assert entry.known.id == "Q1"
    assert [(office.start, office.end) for office in entry.known.offices] == [("2012-03-04", "2017-05"), ("2020-01-01", "2021-02")]


def test_an_open_term_keeps_the_day_that_its_source_vouches_for() -> None:
    (entry,), _ = actors(
        [claim("reign", "Ines Calder", "2012-03-04", seen="2021-03-01"), claim("wikidata-2021", "Ines Calder", "2012", "2014")]
    )
    (office,) = entry.known.offices
    assert (office.start, office.end, entry.seen[office]) == ("2012-03-04", "", "2021-03-01")


def test_an_id_that_belongs_to_somebody_else_is_dropped_and_told() -> None:
    entries, doubts = actors(
        [claim("wikidata-2021", "Tom Merrow", qid="Q1"), claim("current", "Ines Calder", qid="Q1", party="Tom's Party", gender="f")]
    )
    assert [(entry.known.id, entry.known.party) for entry in entries] == [("ines-calder", ""), ("Q1", "")]
    assert any("id dropped: Ines Calder" in doubt for doubt in doubts)


def test_father_and_son_of_one_name_stay_two() -> None:
    entries, _ = actors([claim("us", "George Merrow", qid="george-h-merrow"), claim("us", "George Merrow", qid="Q2")])
    assert {entry.known.id for entry in entries} == {"george-h-merrow", "Q2"}


def test_a_leaders_term_is_cut_where_the_title_changes_and_the_cut_is_good_for_its_year_only() -> None:
    spans = _spans("prime minister..2014-08-28|president")
    assert _cut("2003-03-14", "", spans) == [("prime minister", "2003-03-14", "2014"), ("president", "2014-08-28", "")]
    assert _cut("2003-03-14", "2010-05", spans) == [("prime minister", "2003-03-14", "2010-05")]
    assert _cut("2016-01-01", "", spans) == [("president", "2016-01-01", "")]
    assert _cut("2003-03-14", "2014-08", spans) == [("prime minister", "2003-03-14", "2014")]


def test_countries_go_by_the_names_of_this_project() -> None:
    assert country("People's Republic of China") == country("China (People's Republic of China)") == "China"
    assert country("Türkiye") == "Turkey"
