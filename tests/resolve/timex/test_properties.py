"""Whatever the text: nothing is raised, spans lie inside it, in order and apart, and values are well formed."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.timex import expressions, interval
from onrecord.resolve.timex.lexicon import lexicon

VALUE = re.compile(
    r"(PRESENT|PAST|FUTURE)_REF|P(T?[\d.X]+[A-Z]{1,2})+(T([\d.X]+[A-Z])+)?|"
    r"(BC)?[\dX]{2,4}(-(\d\d|XX|W(\d\d|XX)|Q\d|H\d|SP|SU|FA|WI))?(-(\d\d|XX|WE|\d))?(T(\d\d:\d\d|MO|AF|EV|NI|DT|XX))?"
)
PIECES = st.sampled_from(
    [
        *sorted(lexicon().words),
        "1943",
        "12",
        "31",
        "7th",
        "1990s",
        "'60s",
        "10:42",
        "9 p.m.",
        "2019-01-07",
        "10/24/89",
        "\n\n",
        "“",
        "”",
        '"',
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=20).map("".join))
DATES = st.one_of(st.none(), st.dates().map(str), st.just("2019-01-07T10:00:00Z"))


@given(TEXTS, DATES)
@settings(max_examples=300, deadline=None)
def test_expressions_lie_inside_the_text_in_order_and_apart(text: str, published: str | None) -> None:
    found = expressions(text, published)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert VALUE.fullmatch(one.value), one.value
        covered = interval(one.value)
        assert covered is None or covered[0] <= covered[1]
    for before, after in pairwise(found):
        assert before.end <= after.start


@given(st.text(alphabet="0123456789-WQHTXSPUE:.BC", max_size=18))
def test_an_interval_is_never_an_error(value: str) -> None:
    covered = interval(value)
    assert covered is None or covered[0] <= covered[1]


@pytest.mark.parametrize("piece", ["one ", "two years and ", "Monday ", "9 ", "the ", "1943-", "“"])
def test_long_runs_of_one_word_do_not_hang(piece: str) -> None:
    assert isinstance(expressions(piece * 3000, "2019-01-07"), tuple)
