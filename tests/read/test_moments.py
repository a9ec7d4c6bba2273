"""A carrier's dates are read without inventing a zone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.moments import moment
from onrecord.read.options import check_published


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2019-01-08", "2019-01-08"),
        ("20190108", "2019-01-08"),
        ("2019-01-08T14:30:00Z", "2019-01-08T14:30:00Z"),
        ("2019-01-08 14:30:00.123+0100", "2019-01-08T14:30:00+01:00"),
        ("2019-01-08T14:30:00.0000000Z", "2019-01-08T14:30:00Z"),
        ("2019-01-08T14:30-05", "2019-01-08T14:30:00-05:00"),
        ("2019-01-08 14:30:00 UTC", "2019-01-08T14:30:00Z"),
        ("20190108T143000Z", "2019-01-08T14:30:00Z"),
        ("2019-01-08T14:30:00", "2019-01-08"),
        ("2019-01-08 14:30", "2019-01-08"),
        ("Tue, 08 Jan 2019 14:30:00 GMT", "2019-01-08T14:30:00Z"),
        ("Tue, 8 Jan 2019 14:30:00 EST", "2019-01-08T14:30:00-05:00"),
        ("8 Jan 19 14:30 +0200", "2019-01-08T14:30:00+02:00"),
        ("Tue, 08 Jan 2019 14:30:00 -0000", "2019-01-08"),
        ("Tue, 08 Jan 2019 14:30:00 IST", "2019-01-08"),
        ("Tue, 08 Jan 2019 14:30:00", "2019-01-08"),
        ("Tue Jan 08 14:30:00 +0000 2019", "2019-01-08T14:30:00Z"),
        ("January 8, 2019", "2019-01-08"),
        ("Tuesday, 8 January 2019", "2019-01-08"),
        ("25/01/2019", "2019-01-25"),
        (1546957800, "2019-01-08T14:30:00Z"),
        ("1546957800", "2019-01-08T14:30:00Z"),
        (1546957800000, "2019-01-08T14:30:00Z"),
        ("1546957800.25", "2019-01-08T14:30:00Z"),
    ],
)
def test_every_usual_form_is_read(value: object, said: str) -> None:
    assert moment(value) == said
    assert check_published(said) == said


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "08/01/2019",
        "2019-02-30",
        "0001-01-01T00:00:00Z",
        0,
        7,
        True,
        None,
        [],
        "9" * 400,
        "2019",
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date_or_several_is_none(value: object) -> None:
    assert moment(value) is None


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_time_with_its_zone_comes_back(when: dt.datetime) -> None:
    when = when.replace(microsecond=0)
    offset = when.utcoffset()
    assert offset is not None
    if offset.total_seconds() % 60:
        return
    found = moment(when.isoformat())
    assert found is not None
    assert dt.datetime.fromisoformat(found) == dt.datetime.fromisoformat(when.isoformat())


@given(st.one_of(st.text(), st.integers(), st.floats()))
def test_nothing_raises_and_what_is_read_is_a_date(value: object) -> None:
    found = moment(value)
    assert found is None or check_published(found) == found
