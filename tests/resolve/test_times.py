"""Time words to intervals, against the story's date."""

import pytest

from onrecord.resolve.times import time


@pytest.mark.parametrize(
    ("words", "published", "start", "end", "granularity"),
    [
        ("he said on Monday", "2019-01-08", "2019-01-07", "2019-01-07", "day"),
        ("he said on Friday", "2026-05-15", "2026-05-15", "2026-05-15", "day"),
        ("she said Tuesday morning", "2026-05-15", "2026-05-12", "2026-05-12", "day"),
        ("he said on December 19", "2019-01-08", "2018-12-19", "2018-12-19", "day"),
        ("he said on 19 December 2017", None, "2017-12-19", "2017-12-19", "day"),
        ("she said yesterday", "2026-03-01", "2026-02-28", "2026-02-28", "day"),
        ("in early January he said", "2019-01-08", "2019-01-01", "2019-01-31", "month"),
    ],
)
def test_times_are_resolved_against_the_story(words: str, published: str | None, start: str, end: str, granularity: str) -> None:
    found = time(words, published)
    assert found is not None
    assert (found.start, found.end, found.granularity) == (start, end, granularity)
    assert found.text is not None
    assert found.text in words


@pytest.mark.parametrize(
    "words", ["he said on Monday", "yesterday, she said", "on 5 May, he said", "next Monday he will say", "no time at all"]
)
def test_without_the_storys_date_nothing_is_guessed(words: str) -> None:
    assert time(words, None) is None


@pytest.mark.parametrize("words", ["on February 30", "31 June 2020", "he may say"])
def test_days_that_do_not_exist_are_no_times(words: str) -> None:
    assert time(words, "2026-05-15") is None
