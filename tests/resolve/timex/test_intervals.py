"""TIMEX3 values to the stretch of the calendar that they cover."""

import pytest

from onrecord.resolve.timex import interval


@pytest.mark.parametrize(
    ("value", "start", "end", "granularity"),
    [
        ("2019-01-07", "2019-01-07", "2019-01-07", "day"),
        ("2019-01-07T09:05", "2019-01-07T09:05", "2019-01-07T09:05", "minute"),
        ("2019-01-07T24:00", "2019-01-08T00:00", "2019-01-08T00:00", "minute"),
        ("2019-01-07T09", "2019-01-07T09:00", "2019-01-07T09:59", "hour"),
        ("2019-01-07TMO", "2019-01-07T05:00", "2019-01-07T11:59", "part of day"),
        ("2019-01-07TNI", "2019-01-07T20:00", "2019-01-08T04:59", "part of day"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2019-W01", "2018-12-31", "2019-01-06", "week"),
        ("2019-W01-WE", "2019-01-05", "2019-01-06", "week"),
        ("2016-Q3", "2016-07-01", "2016-09-30", "quarter"),
        ("2016-H2", "2016-07-01", "2016-12-31", "year"),
        ("2016-SU", "2016-06-01", "2016-08-31", "season"),
        ("2016-WI", "2016-12-01", "2017-02-28", "season"),
        ("2016", "2016-01-01", "2016-12-31", "year"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("19", "1900-01-01", "1999-12-31", "longer"),
    ],
)
def test_a_value_covers_its_first_and_last_day(value: str, start: str, end: str, granularity: str) -> None:
    assert interval(value) == (start, end, granularity)


@pytest.mark.parametrize(
    "value",
    [
        "P2D",
        "PXM",
        "PT30M",
        "PAST_REF",
        "XXXX-WXX-1",
        "2019-XX",
        "2019-02-30",
        "2019-W60",
        "9999-WI",
        "0000",
        "BC0490",
        "",
        "2019-01-07TXX",
    ],
)
def test_what_is_no_stretch_of_the_calendar_has_none(value: str) -> None:
    assert interval(value) is None
