"""Time expressions of a news story, against the day that it came out: a Monday, unless a case says otherwise."""

import pytest

from onrecord.resolve.timex import expressions

STORY = "2019-01-07"


def values(text: str, published: str | None = STORY) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.value) for found in expressions(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The mayor resigned on Monday.", "Monday", "2019-01-07"),
        ("The mayor resigned on Tuesday.", "Tuesday", "2019-01-01"),
        ("The council will meet on Friday.", "Friday", "2019-01-11"),
        ("On Friday, the council will meet.", "Friday", "2019-01-11"),
        ("The ferry is scheduled to sail Wednesday.", "Wednesday", "2019-01-09"),
        ("The vote is on Thursday.", "Thursday", "2019-01-10"),
        ("The port is closed until Saturday.", "Saturday", "2019-01-12"),
        ("The port has been closed since Saturday.", "Saturday", "2019-01-05"),
        ("She praised the crowd at Saturday's rally.", "Saturday", "2019-01-05"),
        ("She resigned last Friday.", "last Friday", "2019-01-04"),
        ("She resigned last Monday.", "last Monday", "2018-12-31"),
        ("Talks resume next Thursday.", "next Thursday", "2019-01-10"),
        ("Talks resume next Tuesday.", "next Tuesday", "2019-01-15"),
        ("He landed Tuesday night.", "Tuesday night", "2019-01-01TNI"),
        ("The wall fell on Monday morning.", "Monday morning", "2019-01-07TMO"),
        ("They talked on Tuesday of last week.", "Tuesday of last week", "2019-01-01"),
        ("The trial opens a week from Tuesday.", "a week from Tuesday", "2019-01-15"),
    ],
)
def test_a_weekday_is_the_nearest_where_its_clause_looks(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met from Monday to Wednesday.", [("Monday", "2018-12-31"), ("Wednesday", "2019-01-02")]),
        ("They will meet from Monday to Wednesday.", [("Monday", "2019-01-07"), ("Wednesday", "2019-01-09")]),
        ("Output shrank between 1991 and 1995.", [("1991", "1991"), ("1995", "1995")]),
        ("The 2010-2012 plan failed.", [("2010", "2010"), ("2012", "2012")]),
        ("The strike lasted from 6 to 8 May 2018.", [("6", "2018-05-06"), ("8 May 2018", "2018-05-08")]),
        ("The fair ran Sept. 16-19.", [("Sept. 16", "2018-09-16"), ("19", "2018-09-19")]),
        ("It lasted from March to May 2017.", [("March", "2017-03"), ("May 2017", "2017-05")]),
        ("It lasted from December to March 2018.", [("December", "2017-12"), ("March 2018", "2018-03")]),
    ],
)
def test_a_range_is_two_expressions_that_share_what_they_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He resigned on 19 December.", "19 December", "2018-12-19"),
        ("He resigned on December 19th.", "December 19th", "2018-12-19"),
        ("The vote is set for March 3.", "March 3", "2019-03-03"),
        ("He was fined on 7 January 2017.", "7 January 2017", "2017-01-07"),
        ("He was fined on Tuesday, Nov. 5, 1996.", "Tuesday, Nov. 5, 1996", "1996-11-05"),
        ("Prices fell in early January.", "early January", "2019-01"),
        ("Prices fell in December.", "December", "2018-12"),
        ("Prices will fall in December.", "December", "2019-12"),
        ("Prices fell last March.", "last March", "2018-03"),
        ("He left in September of last year.", "September of last year", "2018-09"),
        ("She left in the summer of 2016.", "the summer of 2016", "2016-SU"),
        ("The bridge opened in 1998.", "1998", "1998"),
        ("The fuel was banned in the 1990s.", "the 1990s", "199"),
        ("The house dates from the '60s.", "the '60s", "196"),
        ("A 19th-century lighthouse burned.", "19th-century", "18"),
        ("It was written in the twenty-first century.", "the twenty-first century", "20"),
        ("The file is dated 2018-11-30.", "2018-11-30", "2018-11-30"),
        ("The file is dated 11/30/18.", "11/30/18", "2018-11-30"),
        ("The 9/11 memorial was lit.", "9/11", "2001-09-11"),
        ("She missed the Sept. 11 attacks by an hour's flight.", "Sept. 11", "2001-09-11"),
        ("Shops closed on Christmas Eve.", "Christmas Eve", "2018-12-24"),
        ("Shops will close on Easter Monday.", "Easter Monday", "2019-04-22"),
        ("Turkey prices rose before Thanksgiving.", "Thanksgiving", "2018-11-22"),
        ("He fled on the day after Christmas.", "the day after Christmas", "2018-12-26"),
        ("He fled on the eve of New Year's Day 2018.", "the eve of New Year's Day 2018", "2017-12-31"),
    ],
)
def test_dates_take_the_year_that_the_tense_asks_for(text: str, words: str, value: str) -> None:
    assert (words, value) in values(text)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Profit rose in the third quarter.", "the third quarter", "2018-Q3"),
        ("Profit rose in the second quarter of 2016.", "the second quarter of 2016", "2016-Q2"),
        ("Third-quarter profit rose.", "Third-quarter", "2018-Q3"),
        ("Profit fell in Q4.", "Q4", "2018-Q4"),
        ("Output in 2016-Q3 was flat.", "2016-Q3", "2016-Q3"),
        ("Profit rose in the fourth quarter of last year.", "the fourth quarter of last year", "2018-Q4"),
        ("The latest quarter was weak.", "The latest quarter", "2018-Q4"),
        ("Exports grew in the first half of 2018.", "the first half of 2018", "2018-H1"),
        ("In fiscal 1989 it lost money.", "fiscal 1989", "1989"),
    ],
)
def test_quarters_and_halves_are_the_reported_ones(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


def test_a_year_earlier_is_the_same_quarter_where_a_quarter_was_told() -> None:
    assert values("Profit rose in the third quarter from a year earlier.")[1] == ("a year earlier", "2017-Q3")
    assert values("Third-quarter profit rose from $2m a year ago.")[1] == ("a year ago", "2017-Q3")
    assert values("Profit rose from a year earlier.") == [("a year earlier", "2018")]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He spoke yesterday.", "yesterday", "2019-01-06"),
        ("He speaks today.", "today", "2019-01-07"),
        ("He speaks tomorrow morning.", "tomorrow morning", "2019-01-08TMO"),
        ("Rain fell last night.", "last night", "2019-01-06TNI"),
        ("Rain fell this morning.", "This morning".lower(), "2019-01-07TMO"),
        ("Prices rose last week.", "last week", "2019-W01"),
        ("Prices rose this month.", "this month", "2019-01"),
        ("The law takes effect next year.", "next year", "2020"),
        ("He quit late last year.", "late last year", "2018"),
        ("He quit two weeks ago.", "two weeks ago", "2018-W52"),
        ("He quit three days ago.", "three days ago", "2019-01-04"),
        ("He quit two months ago.", "two months ago", "2018-11"),
        ("He quit a year ago.", "a year ago", "2018"),
        ("He quit the year before last.", "the year before last", "2017"),
        ("He quit a few days ago.", "a few days ago", "PAST_REF"),
        ("A ruling is due by the end of the year.", "the end of the year", "2019"),
        ("A ruling is due by year-end.", "year-end", "2019"),
        ("The roof fell in over the weekend.", "the weekend", "2019-W01-WE"),
        ("He came the day before yesterday.", "the day before yesterday", "2019-01-05"),
        ("The lease ends two years from now.", "two years from now", "2021"),
        ("It is the wettest year of this century.", "this century", "20"),
    ],
)
def test_what_is_counted_from_the_storys_day(text: str, words: str, value: str) -> None:
    assert (words, value) in values(text)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The quake struck at 10:42 a.m. on Sunday.", "10:42 a.m. on Sunday", "2019-01-06T10:42"),
        ("The quake struck on Sunday at 9 p.m.", "Sunday at 9 p.m.", "2019-01-06T21:00"),
        ("The doors opened at 9 a.m.", "9 a.m.", "2019-01-07T09:00"),
        ("The doors opened at 12 a.m.", "12 a.m.", "2019-01-07T00:00"),
        ("The bells rang at noon.", "noon", "2019-01-07T12:00"),
        ("The deadline is midnight Friday.", "midnight Friday", "2019-01-11T24:00"),
        ("The convoy left at 0930 GMT.", "0930 GMT", "2019-01-07T09:30"),
        ("The talks broke off at six o'clock in the evening.", "six o'clock in the evening", "2019-01-07T18:00"),
        ("At 3 p.m. Eastern time Thursday, the shuttle will land.", "3 p.m. Eastern time Thursday", "2019-01-10T15:00"),
        ("It began on the morning of 19 April 1943.", "the morning of 19 April 1943", "1943-04-19TMO"),
    ],
)
def test_times_of_the_clock_have_their_day(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They talked for two days.", "two days", "P2D"),
        ("It took several months.", "several months", "PXM"),
        ("It took nearly two months.", "nearly two months", "P2M"),
        ("He ruled for more than 30 years.", "more than 30 years", "P30Y"),
        ("Exports fell over the past three years.", "the past three years", "P3Y"),
        ("Exports fell over the past decade.", "the past decade", "P1DE"),
        ("They have quarrelled for decades.", "decades", "PXDE"),
        ("A 10-day truce holds.", "10-day", "P10D"),
        ("A 52-year-old man drowned.", "52-year-old", "P52Y"),
        ("It took a year and a half.", "a year and a half", "P1.5Y"),
        ("It took two and a half years.", "two and a half years", "P2.5Y"),
        ("It took 2 1/2 years.", "2 1/2 years", "P2.5Y"),
        ("It took twenty-four hours.", "twenty-four hours", "PT24H"),
        ("It took half an hour.", "half an hour", "PT30M"),
        ("It took two years and three months.", "two years and three months", "P2Y3M"),
        ("The first nine months were good.", "The first nine months", "P9M"),
        ("He has said little in recent weeks.", "recent weeks", "PXW"),
        ("Costs will rise over the next year.", "the next year", "P1Y"),
        ("They meet every Monday.", "every Monday", "XXXX-WXX-1"),
        ("They meet on Mondays.", "Mondays", "XXXX-WXX-1"),
        ("They meet every two weeks.", "every two weeks", "P2W"),
        ("The list comes out annually.", "annually", "P1Y"),
        ("They talk daily.", "daily", "P1D"),
        ("Rent is $900 a month.", "a month", "P1M"),
        ("He works at night.", "at night", "XXXX-XX-XXTNI"),
    ],
)
def test_lengths_and_what_comes_round(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("She is now the mayor.", "now", "PRESENT_REF"),
        ("She is currently the mayor.", "currently", "PRESENT_REF"),
        ("She recently moved.", "recently", "PAST_REF"),
        ("It was formerly a school.", "formerly", "PAST_REF"),
        ("He was once a priest.", "once", "PAST_REF"),
        ("Trains will be faster in the future.", "in the future", "FUTURE_REF"),
    ],
)
def test_references(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("Prices fell in early January.", "START"),
        ("Prices fell in mid-October.", "MID"),
        ("Prices fell at the end of 2018.", "END"),
        ("It took about two months.", "APPROX"),
        ("It took more than two months.", "MORE_THAN"),
        ("It took two months.", ""),
    ],
)
def test_modifiers(text: str, mod: str) -> None:
    assert [found.mod for found in expressions(text, STORY)] == [mod]


@pytest.mark.parametrize(
    "text",
    [
        "You may march if you must.",
        "About 2000 soldiers and 1,500 horses crossed.",
        "Room 1998, Flight 1812 and $2000 in cash.",
        "April Hale and June Osei signed it.",
        "She reads USA Today and the Daily Mail.",
        "The fall of the regime surprised no one.",
        "The third fire in as many weeks was put out.",
        "He spoke second and won a quarter of the vote.",
        "On February 30 nothing happened.",
        "",
    ],
)
def test_words_that_only_look_like_times(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    ["He resigned on Monday.", "Yesterday he resigned.", "Last week he resigned.", "On 5 May he resigned.", "Next year he leaves."],
)
def test_without_the_storys_date_nothing_is_guessed(text: str) -> None:
    assert values(text, None) == []
    assert values(text, "no date") == []


def test_a_year_that_the_sentence_names_holds_for_its_other_dates() -> None:
    text = "In May 1995 he sold the yard and in June he left. He came back on 2 January."
    assert [value for _, value in values(text)] == ["1995-05", "1995-06", "2019-01-02"]


def test_a_clause_that_looks_ahead_leaves_the_year_that_the_sentence_named() -> None:
    text = "They last met in November 2018 and will meet again in November."
    assert [value for _, value in values(text)] == ["2018-11", "2019-11"]


def test_what_was_told_is_what_the_next_day_follows() -> None:
    text = "The fire broke out on 3 May 2017. The following day it rained. That year 12 barns burned."
    assert [value for _, value in values(text)] == ["2017-05-03", "2017-05-04", "2017"]
