"""The shipped facts, as a reader of the news would check them."""

import time
from datetime import date
from pathlib import Path

import pytest

from onrecord.resolve.kb import base, titles
from onrecord.resolve.kb.period import days
from onrecord.resolve.kb.shipped import shipped
from onrecord.resolve.words import countries, states, table

# What loading may cost in processor time, with room for a slow machine; measured at 22 ms on the development machine.
LOADING = 0.2


@pytest.fixture(autouse=True)
def _nobody_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("title", "of", "day", "name"),
    [
        ("president", "United States", "2016-09-19", "Barack Obama"),
        ("president", "United States", "2019-01-08", "Donald Trump"),
        ("president", "United States", "2021-01-19", "Donald Trump"),
        ("president", "United States", "2021-01-20", "Joe Biden"),
        ("president", "United States", "2025-01-20", "Donald Trump"),
        ("vice president", "United States", "2016-09-19", "Joe Biden"),
        ("vice president", "United States", "2022-01-01", "Kamala Harris"),
        ("president", "France", "2018-06-01", "Emmanuel Macron"),
        ("president", "France", "2017-05-01", "François Hollande"),
        ("chancellor", "Germany", "2018-06-01", "Angela Merkel"),
        ("president", "Russia", "2021-03-01", "Vladimir Putin"),
        ("prime minister", "Russia", "2010-03-01", "Vladimir Putin"),
        ("president", "Russia", "2010-03-01", "Dmitry Medvedev"),
        ("prime minister", "United Kingdom", "2019-01-08", "Theresa May"),
        ("prime minister", "China", "2015-01-01", "Li Keqiang"),
        ("prime minister", "China", "2024-01-01", "Li Qiang"),
        ("president", "China", "2021-01-01", "Xi Jinping"),
        ("president", "Turkey", "2019-01-01", "Recep Tayyip Erdoğan"),
        ("president", "Syria", "2019-01-01", "Bashar al-Assad"),
        ("president", "Iran", "2019-01-01", "Hassan Rouhani"),
        ("president", "Chile", "2016-01-01", "Michelle Bachelet"),
        ("prime minister", "Norway", "2018-01-01", "Erna Solberg"),
        ("foreign minister", "Russia", "2015-01-01", "Sergei Lavrov"),
        ("secretary of state", "United States", "2016-01-01", "John Kerry"),
        ("king", "Saudi Arabia", "2019-01-01", "King Salman"),
        ("secretary general", "NATO", "2019-01-08", "Jens Stoltenberg"),
        ("secretary general", "United Nations", "2019-01-08", "António Guterres"),
        ("president", "European Council", "2024-12-01", "António Costa"),
        ("president", "European Commission", "2018-01-01", "Jean-Claude Juncker"),
        ("prime minister", "United Kingdom", "2023-01-01", "Rishi Sunak"),
        ("emperor", "Japan", "2020-01-01", "Emperor Naruhito"),
    ],
)
def test_who_held_the_office_that_day(title: str, of: str, day: str, name: str) -> None:
    assert [known.name for known in base().holders(title, of, date.fromisoformat(day))] == [name]


def test_a_senator_is_found_by_state() -> None:
    found = base().holders("senator", "United States", date(2016, 9, 19), "Vermont")
    assert "Bernie Sanders" in {known.name for known in found}
    assert {office.state for known in found for office in known.offices if office.title == "senator"} == {"Vermont"}


def test_both_senators_of_a_state_sit_on_the_day_that_one_is_sworn_in() -> None:
    found = base().holders("senator", "United States", date(2025, 1, 3), "California")
    assert "Alex Padilla" in {known.name for known in found}
    assert len(found) == 2


def test_the_former_presidents_newest_first() -> None:
    former = [known.name for known in base().held("president", "United States", date(2019, 1, 8))]
    assert former[:3] == ["Barack Obama", "George W. Bush", "Bill Clinton"]
    assert "Donald Trump" not in former
    assert [known.name for known in base().held("president", "France", date(2018, 1, 1))][:1] == ["François Hollande"]


def test_nothing_is_said_beyond_what_an_old_source_vouches_for() -> None:
    assert [known.name for known in base().holders("prime minister", "Netherlands", date(2021, 6, 1))] == ["Mark Rutte"]
    assert base().holders("prime minister", "Netherlands", date(2026, 6, 1)) == ()


def test_without_a_day_nobody() -> None:
    assert base().holders("president", "United States", None) == ()
    assert base().held("president", "United States", None) == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bernard Sanders", "Bernie Sanders"),
        ("Donald J. Trump", "Donald Trump"),
        ("Donald John Trump", "Donald Trump"),
        ("Joseph Biden", "Joe Biden"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Bashar Assad", "Bashar al-Assad"),
        ("J.D. Vance", "JD Vance"),
    ],
)
def test_names_as_papers_print_them(written: str, name: str) -> None:
    assert [known.name for known in base().named(written)] == [name]


def test_father_and_son_of_one_name_are_both_given_until_the_initials_tell() -> None:
    assert {known.name for known in base().named("George Bush")} == {"George W. Bush", "George H. W. Bush"}
    assert [known.name for known in base().named("George H.W. Bush")] == ["George H. W. Bush"]


@pytest.mark.parametrize(
    ("surname", "name"),
    [
        ("Putin", "Vladimir Putin"),
        ("Xi", "Xi Jinping"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Sisi", "Abdel Fattah el-Sisi"),
    ],
)
def test_surnames(surname: str, name: str) -> None:
    assert name in {known.name for known in base().surnamed(surname)}


def test_offices_of_one_person_on_a_day() -> None:
    (sanders,) = base().named("Bernie Sanders")
    assert [(office.title, office.state) for office in base().offices_on(sanders, date(2016, 9, 19))] == [("senator", "Vermont")]
    assert [office.title for office in base().offices_on(sanders, date(2000, 1, 1))] == ["representative"]
    assert base().offices_on(sanders, date(1980, 1, 1)) == ()


@pytest.mark.parametrize(
    "name",
    ["Angela Merkel", "Theresa May", "Jacinda Ardern", "Dilma Rousseff", "Elizabeth II", "Tsai Ing-wen", "Giorgia Meloni", "Sheikh Hasina",
     "Ellen Johnson Sirleaf", "Michelle Bachelet", "Mette Frederiksen", "Park Geun-hye", "Kamala Harris", "Ursula von der Leyen"],
)  # fmt: skip
def test_women_are_women(name: str) -> None:
    assert [known.gender for known in base().named(name)] == ["f"]


def test_one_id_is_one_person() -> None:
    ids = [entry.known.id for entry in shipped()]
    assert len(ids) == len(set(ids))
    assert base().named("Ursula von der Leyen") != base().named("Viktor Orbán")


def test_every_office_is_of_the_closed_list_and_its_dates_are_dates() -> None:
    listed = set(titles())
    for entry in shipped():
        for office in entry.known.offices:
            assert office.title in listed
            first, last = days(office.start), days(office.end) if office.end else (date.max, date.max)
            assert first[0] <= last[1], (entry.known.name, office)
            if office.title in {"senator", "representative"}:
                assert office.state in set(states().values())


def test_every_row_of_offices_is_somebodys() -> None:
    ids = {row[0] for row in table("actors.tsv")}
    assert {row[0] for row in table("actor_offices.tsv")} <= ids


def test_countries_go_by_their_names_in_the_list_of_countries() -> None:
    synonyms = {word for word, country in countries().items() if word != country}
    assert {row[2] for row in table("actor_offices.tsv")} & synonyms == set()


def test_loading_is_quick() -> None:
    table.cache_clear()
    start = time.process_time()
    shipped()
    assert time.process_time() - start < LOADING
