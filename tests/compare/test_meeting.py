"""Which accounts are of one encounter. People and places are made up, but for offices whose holders are on record."""

import datetime as dt
import random

import pytest

from onrecord.compare.encountered import Encountered, told_of
from onrecord.compare.meeting import Met, met
from onrecord.compare.participants import Home, holder, named
from onrecord.compare.persons import people
from onrecord.compare.publishers import home
from onrecord.compare.spelling import may_be_one
from onrecord.record import Document, DocumentId, DocumentKind, Event, EventId, Record, Speaker, StatementId, Time


def record(
    party: str,
    published: str | None,
    title: str = "",
    text: str = "The text.",
    kind: DocumentKind = "readout",
    byline: str | None = None,
) -> Record:
    return Record(
        document=Document(
            id=DocumentId(f"{party} {published} {title}{text[:20]}"),
            sha256="",
            title=title or None,
            outlet=None if kind == "post" else party,
            byline=byline,
            published=published,
            text=text,
            kind=kind,
        ),
        statements=(),
    )


def told(
    party: str, published: str | None, title: str = "", text: str = "The text.", kind: DocumentKind = "readout"
) -> tuple[Encountered, ...]:
    return told_of(record(party, published, title, text, kind, byline=party if kind == "post" else None), party)


def names(one: Encountered) -> set[str]:
    return {each.shown for each in one.participants}


def joined(*given: tuple[str, tuple[Encountered, ...]]) -> tuple[Met, ...]:
    return met((party, one) for party, several in given for one in several)


def pairs(events: tuple[Met, ...]) -> list[list[str]]:
    return [[f"{one.party}: {one.encountered.title or one.encountered.said}" for one in event.accounts] for event in events]


def at(day: str, office: str = "", country: str = "") -> Home:
    return Home(dt.date.fromisoformat(day).toordinal(), office, country)


VELMARK = told(
    "Presidency of Velmark",
    "2031-05-03",
    "Telephone conversation with Prime Minister of Karvania Otto Lindqvist",
    "Ilse Brandt had a telephone conversation with Otto Lindqvist. Grain was discussed.",
)
KARVANIA = told(
    "Government of Karvania",
    "2031-05-03",
    "Readout of Prime Minister Lindqvist’s Call with President Ilse Brandt of Velmark",
    "Prime Minister Otto Lindqvist spoke today with President Brandt of Velmark to discuss grain and the harbour.",
)


def test_two_sides_of_a_call_meet() -> None:
    (event,) = joined(("Velmark", VELMARK), ("Karvania", KARVANIA))
    assert [one.party for one in event.accounts] == ["Karvania", "Velmark"]
    assert event.kind == "call"
    assert event.date == "2031-05-03"
    assert event.likelihood > 0.8
    assert not event.is_unsure
    assert "Otto Lindqvist" in event.reason


def test_each_side_names_only_the_other() -> None:
    here = told("White House", "2019-05-03", "Readout of the Call with President of Russia Vladimir Putin")
    there = told("Kremlin", "2019-05-03", "Telephone conversation with US President Donald Trump")
    assert [one.is_assumed for one in here[0].participants] == [True, False]
    (event,) = joined(("White House", here), ("Kremlin", there))
    assert {one.name for one in event.participants} == {"Donald Trump", "Vladimir Putin"}


@pytest.mark.parametrize(
    ("day", "who"), [("2016-06-01", "Barack Obama"), ("2019-05-03", "Donald Trump"), ("2021-12-07", "Joe Biden")]
)
def test_an_office_is_whoever_held_it_that_day(day: str, who: str) -> None:
    for words in ("the President of the United States", "US President", "the President of the United States of America"):
        text = f"a talk with {words}"
        assert [one.who.name for one in people(text, 0, len(text), at(day, "president", "Russia"))] == [who]


def test_names_meet_whatever_their_spelling() -> None:
    for one, other in (
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Zelenskiy", "Volodymyr Zelenskyy"),
        ("Jake Sullivan", "Jacob Sullivan"),
        ("Joseph R. Biden, Jr.", "Joe Biden"),
        ("@OttoLindqvist", "Lindqvist"),
        ("Hayashi Yoshimasa", "Yoshimasa Hayashi"),
        ("Oleksandr Varda", "Alexander Varda"),
    ):
        assert may_be_one(one, other), (one, other)
    for one, other in (("Dan Sullivan", "Jake Sullivan"), ("Ilse Brandt", "Ilse Lindqvist"), ("Otto Varda", "Mila Varda")):
        assert not may_be_one(one, other), (one, other)


def test_a_surname_is_the_one_who_held_such_an_office() -> None:
    assert named("Zelensky", "president", "Ukraine", at("2022-01-27")).name == "Volodymyr Zelenskyy"
    assert named("Bush", "president", "United States", at("2003-04-05")).name == "George W. Bush"
    assert named("Bush", "president", "Velmark", at("2003-04-05")).id == ""


def test_an_office_that_nobody_is_known_to_hold_is_kept_as_it_stands() -> None:
    who = holder("first lady", "Israel", at("2021-11-10"))
    assert who is not None
    assert (who.id, who.shown) == ("", "first lady of Israel")


@pytest.mark.parametrize(
    ("party", "office", "country"),
    [
        ("the White House", "president", "United States"),
        ("Kremlin", "president", "Russia"),
        ("Élysée", "president", "France"),
        ("Downing Street", "prime minister", "United Kingdom"),
        ("President of Ukraine", "president", "Ukraine"),
        ("Ministry of Foreign Affairs of Ukraine", "foreign minister", "Ukraine"),
        ("Presidency of Velmark", "president", "Velmark"),
        ("The Harbour Post", "", ""),
    ],
)
def test_publishers_tell_of_their_own(party: str, office: str, country: str) -> None:
    made = home(record(party, "2020-01-01").document, 737425, party)
    assert (made.office, made.country) == (office, country)


def test_an_address_says_who_publishes() -> None:
    document = Document(id=DocumentId("d"), sha256="", url="http://en.kremlin.ru/events/president/news/1", text="x")
    assert home(document, 1).country == "Russia"


def test_midnight_between_two_places() -> None:
    here = told(
        "White House",
        "2021-12-30",
        "Statement on President Biden’s Phone Call with President Vladimir Putin of Russia",
        "President Biden spoke today with President Putin.",
    )
    there = told("Kremlin", "2021-12-31T02:20:00Z", "Telephone conversation with US President Joseph Biden")
    (event,) = joined(("White House", here), ("Kremlin", there))
    assert event.date == "2021-12-30"


def test_days_too_far_apart_are_two_encounters() -> None:
    later = told("Government of Karvania", "2031-05-07", "Prime Minister Lindqvist’s call with President Ilse Brandt of Velmark")
    assert joined(("Velmark", VELMARK), ("Karvania", later)) == ()


def test_a_text_of_days_after_says_when() -> None:
    later = told(
        "Government of Karvania",
        "2031-05-06",
        "Prime Minister Lindqvist’s call with President Ilse Brandt of Velmark",
        "On May 3, Prime Minister Otto Lindqvist spoke with President Ilse Brandt of Velmark.",
    )
    assert len(joined(("Velmark", VELMARK), ("Karvania", later))) == 1


def test_a_call_is_no_visit() -> None:
    visit = told("Government of Karvania", "2031-05-04", "Prime Minister Lindqvist met with President Ilse Brandt of Velmark")
    assert joined(("Velmark", VELMARK), ("Karvania", visit)) == ()


def test_a_video_call_may_be_called_a_meeting() -> None:
    here = told("White House", "2021-12-07", "Readout of President Biden’s Video Call with President Vladimir Putin of Russia")
    there = told("Kremlin", "2021-12-07T20:15:00Z", "Meeting with US President Joseph Biden")
    (event,) = joined(("White House", here), ("Kremlin", there))
    assert "the White House" in event.reason or "White House calls it a video call" in event.reason


def test_two_calls_on_one_day_are_told_apart_by_what_they_are_about_and_said_to_be_unsure() -> None:
    texts = (
        "Grain and the harbour of Port Hale were discussed.",
        "Prisoners held at Norvik and the exchange on the bridge were discussed.",
    )
    ours = [
        told(
            "Presidency of Velmark",
            f"2031-05-03T{hour}:00:00Z",
            "Telephone conversation with Prime Minister of Karvania Otto Lindqvist",
            text,
        )
        for hour, text in zip(("11", "19"), texts, strict=True)
    ]
    theirs = told(
        "Government of Karvania",
        "2031-05-03",
        "Readout of Prime Minister Lindqvist’s Call with President Ilse Brandt of Velmark",
        f"They spoke. {texts[1]}",
    )
    (event,) = joined(("Velmark", ours[0]), ("Velmark", ours[1]), ("Karvania", theirs))
    assert {one.encountered.document for one in event.accounts} == {ours[1][0].document, theirs[0].document}
    assert event.is_unsure
    assert "several" in event.reason


def test_each_of_two_calls_finds_its_own_other_side() -> None:
    texts = (
        "Grain and the harbour of Port Hale were discussed.",
        "Prisoners held at Norvik and the exchange on the bridge were discussed.",
    )
    velmark = [
        told("Presidency of Velmark", "2031-05-03", "Telephone conversation with Prime Minister of Karvania Otto Lindqvist", text)
        for text in texts
    ]
    karvania = [
        told(
            "Government of Karvania",
            "2031-05-03",
            "Readout of Prime Minister Lindqvist’s Call with President Ilse Brandt of Velmark",
            text,
        )
        for text in texts
    ]
    events = joined(*(("Velmark", one) for one in velmark), *(("Karvania", one) for one in karvania))
    assert len(events) == 2
    for event in events:
        assert len({one.encountered.about for one in event.accounts}) == 1


def test_three_take_part() -> None:
    trilateral = told(
        "Government of Karvania",
        "2031-05-03",
        "Prime Minister Lindqvist’s trilateral call with President Ilse Brandt of Velmark and Prime Minister Mila Varda of Sundmark",
    )
    assert names(trilateral[0]) == {"Lindqvist", "Ilse Brandt", "Mila Varda"}
    sundmark = told(
        "Government of Sundmark",
        "2031-05-03",
        "Prime Minister Mila Varda spoke by phone with Prime Minister Otto Lindqvist of Karvania and President Ilse Brandt of Velmark",
    )
    (event,) = joined(("Velmark", VELMARK), ("Karvania", trilateral), ("Sundmark", sundmark))
    assert len(event.accounts) >= 2
    assert {"Karvania", "Sundmark"} <= {one.party for one in event.accounts}


def test_an_adviser_who_meets_the_same_guests_is_another_meeting() -> None:
    guests = "Head of the Office of the President Andriy Yermak and Minister for Foreign Affairs of Ukraine Dmytro Kuleba"
    adviser = told(
        "White House",
        "2021-11-10",
        "Readout of National Security Advisor Jake Sullivan’s Meeting with Ukrainian Officials",
        f"National Security Advisor Jake Sullivan met today with {guests}.",
    )
    secretary = told("President of Ukraine", "2021-11-10", f"{guests} met with the US Secretary of State Antony Blinken")
    both = told(
        "President of Ukraine",
        "2021-11-11T13:52:00Z",
        f"{guests} met with the US President's National Security Advisor Jacob Sullivan",
    )
    assert joined(("White House", adviser), ("Ukraine", secretary)) == ()
    (event,) = joined(("White House", adviser), ("Ukraine", secretary), ("Ukraine", both))
    assert [one.encountered.document for one in event.accounts] == [both[0].document, adviser[0].document]


def test_separate_calls_in_one_text_are_several() -> None:
    found = told(
        "Government of Karvania",
        "2031-05-03",
        "Prime Minister Lindqvist’s calls with President Ilse Brandt of Velmark and Prime Minister Mila Varda of Sundmark",
        "Prime Minister Otto Lindqvist spoke separately today with President Ilse Brandt of Velmark and Prime Minister Mila Varda of Sundmark.",
    )
    assert [names(one) for one in found] == [{"Otto Lindqvist", "Ilse Brandt"}, {"Otto Lindqvist", "Mila Varda"}]
    (event,) = joined(("Velmark", VELMARK), ("Karvania", found))
    assert names(event.accounts[0].encountered) == {"Otto Lindqvist", "Ilse Brandt"}


def test_a_joint_statement_tells_of_the_meeting_that_it_names() -> None:
    text = "President Ilse Brandt of Velmark and Prime Minister Otto Lindqvist of Karvania met in Port Hale on May 3. They agreed on grain."
    ours = told("Presidency of Velmark", "2031-05-03", "Joint statement", text)
    theirs = told("Government of Karvania", "2031-05-04", "Joint statement on grain", text)
    assert [one.kind for one in ours] == ["meeting"]
    assert len(joined(("Velmark", ours), ("Karvania", theirs))) == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("On May 4, Ilse Brandt will hold talks with Prime Minister Otto Lindqvist", "The talks will cover grain."),
        (
            "Statement on President Ilse Brandt’s Upcoming Call with Prime Minister Otto Lindqvist",
            "President Ilse Brandt will hold a call with Otto Lindqvist.",
        ),
        (
            "Statement on the meeting between President Ilse Brandt and Prime Minister Otto Lindqvist",
            "On May 9, President Ilse Brandt will host Prime Minister Otto Lindqvist for a meeting.",
        ),
        ("Condolences to Prime Minister Otto Lindqvist", "The message reads, in part: We grieve with you."),
        (
            "Harvest prospects",
            "The harvest is good. Following her call with Prime Minister Otto Lindqvist, President Ilse Brandt visited a farm.",
        ),
        ("", ""),
    ],
)
def test_what_is_no_account(title: str, text: str) -> None:
    assert told("Presidency of Velmark", "2031-05-03", title, text) == ()


def test_others_meetings_are_not_the_publishers() -> None:
    assert (
        told("President of Ukraine", "2021-12-08", "On the conversation between the Presidents of the United States and Russia")
        == ()
    )


def test_without_a_date_nothing_is_told() -> None:
    assert told("Presidency of Velmark", None, "Telephone conversation with Prime Minister Otto Lindqvist") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Had a long and very good conversation with Prime Minister Otto Lindqvist of Karvania. Great things ahead!",
        "I just had a great call with Prime Minister @OttoLindqvist. Grain is moving!",
        "Very good call yesterday with Prime Minister Lindqvist of Karvania.",
        "Just spoke to Prime Minister LINDQVIST of Karvania about grain.",
    ],
)
def test_posts(text: str) -> None:
    post = told("Ilse Brandt", "2031-05-03T22:06:31Z" if "yesterday" not in text else "2031-05-04T13:00:00Z", "", text, "post")
    assert [{"Ilse Brandt"} < names(one) for one in post] == [True]
    (event,) = joined(("Ilse Brandt", post), ("Karvania", KARVANIA))
    assert event.date == "2031-05-03"


@pytest.mark.parametrize(
    "text",
    [
        "“I had a great call with Prime Minister Otto Lindqvist,” said Mila Varda.",
        "Looking forward to my meeting with Prime Minister Otto Lindqvist tomorrow!",
        "Will be calling Prime Minister Otto Lindqvist shortly.",
        "The harvest is the best ever!",
    ],
)
def test_posts_that_tell_of_no_encounter(text: str) -> None:
    assert told("Ilse Brandt", "2031-05-03T22:06:31Z", "", text, "post") == ()


def test_posts_in_a_row_are_of_one_encounter() -> None:
    first = told(
        "Ilse Brandt", "2031-05-03T17:06:31Z", "", "Had a very good conversation with Prime Minister Lindqvist of Karvania.", "post"
    )
    second = told(
        "Ilse Brandt", "2031-05-04T13:49:27Z", "", "Very good call yesterday with Prime Minister Lindqvist of Karvania.", "post"
    )
    (event,) = joined(("Ilse Brandt", first), ("Ilse Brandt", second), ("Karvania", KARVANIA))
    assert len(event.accounts) == 3


def test_accounts_of_one_party_alone_are_no_meeting_of_accounts() -> None:
    assert joined(("Karvania", KARVANIA), ("Karvania", KARVANIA)) == ()


def test_an_article_reports_an_encounter_that_parties_tell_of() -> None:
    made = record("The Harbour Post", "2031-05-04", "Grain will flow, both sides say", "Both sides spoke of grain.", "news")
    people_there = tuple(Speaker(id=f"a{name}", name=name, type="person") for name in ("Ilse Brandt", "Otto Lindqvist"))  # type: ignore[arg-type]
    event = Event(id=EventId("e"), kind="call", participants=people_there, accounts=(StatementId("s"),))
    (found,) = told_of(Record(document=made.document, statements=(), events=(event,)))
    assert names(found) == {"Ilse Brandt", "Otto Lindqvist"}
    assert len(joined(("The Harbour Post", (found,)), ("Karvania", KARVANIA))) == 1


def test_an_articles_events_date_what_its_title_names() -> None:
    made = record(
        "The Harbour Post",
        "2031-05-05",
        "Otto Lindqvist spoke by phone with Ilse Brandt",
        "Grain will flow again, both sides say.",
        "news",
    )
    people_there = tuple(Speaker(id=f"a{name}", name=name, type="person") for name in ("Ilse Brandt", "Otto Lindqvist"))  # type: ignore[arg-type]
    day = Time(start="2031-05-03", end="2031-05-03", granularity="day", text="on Saturday", basis="stated")
    event = Event(id=EventId("e"), kind="call", participants=people_there, date=day)
    (found,) = told_of(Record(document=made.document, statements=(), events=(event,)))
    assert max(found.days, key=lambda one: one[1])[0] == dt.date(2031, 5, 3).toordinal()


def test_the_order_of_accounts_changes_nothing() -> None:
    given = [(party, one) for party, several in (("Velmark", VELMARK), ("Karvania", KARVANIA)) for one in several]
    for day in range(1, 6):
        for party, office in (("Velmark", "Presidency of Velmark"), ("Karvania", "Government of Karvania")):
            title = (
                "Call with Prime Minister of Karvania Otto Lindqvist"
                if party == "Velmark"
                else "Prime Minister Lindqvist’s call with President Ilse Brandt of Velmark"
            )
            given += [(party, one) for one in told(office, f"2031-06-{day:02}", title, f"Matter {day} of Port Hale {day * 7}.")]
    expected = met(given)
    assert expected
    for seed in range(5):
        shuffled = given[:]
        random.Random(seed).shuffle(shuffled)
        assert met(shuffled) == expected


def test_bad_dates_are_no_dates() -> None:
    assert told("Presidency of Velmark", "soon", "Telephone conversation with Prime Minister Otto Lindqvist") == ()
