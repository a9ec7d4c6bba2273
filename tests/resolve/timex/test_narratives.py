"""Histories, with or without a date of their own: what has no year takes it from what was told before."""

import pytest

from onrecord.resolve.timex import expressions

HISTORY = """The League of Orsk

In 1931 the miners of Orsk founded a league. On 4 March they struck; two days later the governor closed the pits.
By the end of the month the army had come. The strike ended in December. In January the leaders fled to the coast.

In the spring of 1943 the pits reopened. That summer they flooded. The following year the last miner left. On the night of
9 May 1944 the tower fell, and at 5:30 a.m. the bell was found. In 1951, 1957 and 1962 the town voted, and it is now a museum."""

TOLD = [
    ("1931", "1931"),
    ("4 March", "1931-03-04"),
    ("two days later", "1931-03-06"),
    ("the end of the month", "1931-03"),
    ("December", "1931-12"),
    ("January", "1932-01"),
    ("the spring of 1943", "1943-SP"),
    ("That summer", "1943-SU"),
    ("The following year", "1944"),
    ("the night of\n9 May 1944", "1944-05-09TNI"),
    ("5:30 a.m.", "1944-05-09T05:30"),
    ("1951", "1951"),
    ("1957", "1957"),
    ("1962", "1962"),
    ("now", "PRESENT_REF"),
]


@pytest.mark.parametrize("published", [None, "2009-12-19"])
def test_a_history_carries_its_own_dates(published: str | None) -> None:
    assert [(HISTORY[found.start : found.end], found.value) for found in expressions(HISTORY, published)] == TOLD


def test_years_before_christ() -> None:
    text = "The city fell in 490 BC. In April the fleet sailed. The wars of 499-449 BC ended in the summer of 449 BC."
    assert [found.value for found in expressions(text, None)] == ["BC0490", "BC0490-04", "BC0499", "BC0449", "BC0449-SU"]


def test_a_story_with_some_history_stays_news() -> None:
    text = (
        "Founded in 1901, sold in 1922, burned in 1931, rebuilt in 1935 and sold again in 1960 and 1984, the yard closed on Monday. "
        "It said last week that it had no orders. A sale is planned for February."
    )
    assert [found.value for found in expressions(text, "2019-01-08")][6:] == ["2019-01-07", "2019-W01", "2019-02"]
