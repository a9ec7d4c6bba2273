"""Terms with vague and precise dates, names in many spellings: what a base answers, on small made-up examples."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.kb.base import Base
from onrecord.resolve.kb.known import Entry, Known, Office, Origin
from onrecord.resolve.kb.names import fold, key, parts, slug, surname_keys, surname_of
from onrecord.resolve.kb.period import days
from onrecord.resolve.kb.titles import __doc__ as titles_page
from onrecord.resolve.kb.titles import is_shared, title, titles


def actor(name: str, *terms: tuple[str, str], origin: Origin = "shipped", seen: str = "", held: str = "mayor") -> Entry:
    offices = tuple(Office(held, "Sandholm", "", start, end) for start, end in terms)
    vouched = {office: seen for office in offices if seen and not office.end}
    return Entry(Known(slug(name), name, (), "person", "", offices, "", origin), surname_of(name), vouched)


def mayors(base: Base, day: str) -> list[str]:
    return [known.name for known in base.holders("mayor", "Sandholm", date.fromisoformat(day))]


def test_years_count_whole() -> None:
    base = Base([actor("Ines Calder", ("2012", "2017"))])
    assert mayors(base, "2012-01-01") == mayors(base, "2017-12-31") == ["Ines Calder"]
    assert mayors(base, "2011-12-31") == mayors(base, "2018-01-01") == []


def test_a_precise_term_beats_a_vague_one() -> None:
    base = Base([actor("Ines Calder", ("2012", "2017")), actor("Tom Merrow", ("2017-05-14", ""))])
    assert mayors(base, "2017-05-13") == ["Ines Calder"]
    assert mayors(base, "2017-05-14") == mayors(base, "2017-06-01") == ["Tom Merrow"]


def test_two_vague_terms_leave_both_open() -> None:
    base = Base([actor("Ines Calder", ("2012", "2017")), actor("Tom Merrow", ("2017", ""))])
    assert mayors(base, "2017-06-01") == ["Ines Calder", "Tom Merrow"]


def test_on_the_day_of_a_change_whoever_comes_in() -> None:
    base = Base([actor("Ines Calder", ("2012-01-01", "2017-05-14")), actor("Tom Merrow", ("2017-05-14", ""))])
    assert mayors(base, "2017-05-14") == ["Tom Merrow"]
    assert mayors(Base([actor("Ines Calder", ("2012-01-01", "2017-05-14"))]), "2017-05-14") == ["Ines Calder"]


def test_an_open_term_ends_where_the_next_begins() -> None:
    base = Base([actor("Ines Calder", ("2012", "")), actor("Tom Merrow", ("2017-05-14", ""))])
    assert mayors(base, "2018-01-01") == ["Tom Merrow"]
    assert [known.name for known in base.held("mayor", "Sandholm", date(2018, 1, 1))] == ["Ines Calder"]


def test_an_old_source_vouches_for_no_more_than_its_own_day() -> None:
    base = Base([actor("Ines Calder", ("2012", ""), seen="2016-03-01")])
    assert mayors(base, "2016-03-01") == ["Ines Calder"]
    assert mayors(base, "2016-03-02") == []
    assert base.held("mayor", "Sandholm", date(2019, 1, 1)) == ()


def test_those_who_held_it_newest_first_and_nobody_who_still_does() -> None:
    base = Base(
        [
            actor("Ines Calder", ("2001", "2004-03"), ("2012-01-01", "2017-05-14")),
            actor("Ada Quill", ("2004-03-10", "2011-12-31")),
            actor("Tom Merrow", ("2017-05-14", "")),
        ]
    )
    assert [known.name for known in base.held("mayor", "Sandholm", date(2018, 1, 1))] == ["Ines Calder", "Ada Quill"]
    assert [known.name for known in base.held("mayor", "Sandholm", date(2013, 1, 1))] == ["Ada Quill"]


def test_several_hold_a_shared_office() -> None:
    base = Base([actor("Ines Calder", ("2012", ""), held="councillor"), actor("Tom Merrow", ("2017-05-14", ""), held="councillor")])
    assert len(base.holders("councillor", "Sandholm", date(2018, 1, 1))) == 2
    assert is_shared("senator")
    assert not is_shared("president")


def test_own_holders_beat_shipped_ones_and_own_actors_replace_them() -> None:
    there = [actor("Ines Calder", ("2012-01-01", "2017-05-14")), actor("Tom Merrow", ("2017-05-14", ""))]
    base = Base(there, [actor("Ada Quill", ("2016", "2018"), origin="own")])
    assert mayors(base, "2017-06-01") == ["Ada Quill"]
    assert mayors(base, "2019-01-01") == ["Tom Merrow"]
    base = Base(there, [actor("INÉS CALDER", origin="own")])
    assert mayors(base, "2013-01-01") == []
    assert [known.origin for known in base.named("Ines Calder")] == ["own"]


@pytest.mark.parametrize(
    ("one", "two"),
    [("Kim Jong-un", "Kim Jong Un"), ("Recep Tayyip Erdoğan", "recep tayyip erdogan"), ("Peter O’Neill", "Peter O'Neill"),
     ("Lech Wałęsa", "Lech Walesa"), ("Søren Ødegård", "Soren Odegard"), ("Robert Kennedy, Jr.", "Robert Kennedy Jr")],
)  # fmt: skip
def test_spellings_meet(one: str, two: str) -> None:
    assert key(one) == key(two)


@pytest.mark.parametrize(
    ("written", "known", "agree"),
    [
        ("Ines Calder", "Ines Maria Calder", True),
        ("Ines M. Calder", "Ines Maria Calder", True),
        ("Ines M. Calder", "Ines Calder", True),
        ("Ines P. Calder", "Ines Maria Calder", False),
        ("Maria Calder", "Ines Maria Calder", False),
        ("Ines Calder Jr.", "Ines Calder", True),
        ("Ursula Leyen", "Ursula von der Leyen", False),
        ("Bashar Assad", "Bashar al-Assad", True),
    ],
)
def test_middle_names_may_be_left_out_but_not_differ(written: str, known: str, agree: bool) -> None:
    one, two = parts(written), parts(known)
    assert one is not None
    assert two is not None
    assert one.agrees(two) is agree
    assert two.agrees(one) is agree


def test_surnames_with_particles_and_in_two_words() -> None:
    assert surname_of("Ursula von der Leyen") == "von der Leyen"
    assert surname_of("Debbie Wasserman Schultz") == "Schultz"
    assert surname_of("Robert F. Kennedy Jr.") == "Kennedy"
    assert surname_of("Prachanda") == ""
    assert surname_keys("von der Leyen") == {"vonderleyen", "leyen"}
    assert surname_keys("Wasserman Schultz|Debbie") == {"wassermanschultz", "schultz", "debbie"}
    assert "cortez" not in surname_keys("Ocasio-Cortez")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_any_two_texts_can_be_asked_for(name: str, surname: str) -> None:
    base = Base([actor("Ines Calder")])
    assert base.named(name) in {(), base.actors}
    assert base.surnamed(surname) in {(), base.actors}


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_month_and_year(day: date) -> None:
    written = day.isoformat()
    assert days(written) == (day, day)
    for length in (4, 7):
        first, last = days(written[:length])
        assert first <= day <= last
        assert (last + timedelta(days=1)).day == first.day == 1


@pytest.mark.parametrize("written", ["", "2019-13", "2019-02-30", "19", "May 2019", "2019-1-8"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        days(written)


@pytest.mark.parametrize(
    ("words", "name"),
    [("Defense Minister", "defence minister"), ("Secretary-General", "secretary general"), ("Taoiseach", "prime minister"),
     ("President (acting)", "president"), ("Acting President", "president"), ("Foreign Secretary", "foreign minister"), ("harbour master", "")],
)  # fmt: skip
def test_words_for_offices(words: str, name: str) -> None:
    assert title(words) == name


def test_the_closed_list_stands_in_the_module() -> None:
    assert ", ".join(titles()) in " ".join((titles_page or "").split())


def test_the_page_for_users_names_every_title() -> None:
    from pathlib import Path

    page = (Path(__file__).parents[3] / "docs" / "actors.md").read_text(encoding="utf-8")
    assert ", ".join(titles()) in " ".join(page.split())
