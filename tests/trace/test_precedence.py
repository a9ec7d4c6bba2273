"""What is surely earlier, whatever dates and times are mixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.trace.precedence import When, is_earlier, order, when

WHENS = st.lists(st.builds(When, st.integers(1, 3), st.none() | st.integers(0, 3).map(float)) | st.none(), max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-05-12", "2026-05-13", True),
        ("2026-05-13", "2026-05-12", False),
        ("2026-05-12", "2026-05-12T08:00:00Z", False),
        ("2026-05-12T08:00:00Z", "2026-05-12", False),
        ("2026-05-12T08:00:00Z", "2026-05-12T09:00:00Z", True),
        ("2026-05-12T09:30:00+02:00", "2026-05-12T08:00:00Z", True),
        ("2026-05-13T00:30:00+02:00", "2026-05-12T23:00:00Z", True),
        # Midnight is what is written where only the day is known.
        ("2026-05-12T00:00:00Z", "2026-05-12T08:00:00Z", False),
        ("2026-05-12T08:00:00", "2026-05-12T09:00:00Z", False),
        (None, "2026-05-12", False),
        ("2026-05-12", None, False),
        ("May", "2026-05-12", False),
    ],
)
def test_what_is_surely_earlier(one: str | None, other: str | None, *, expected: bool) -> None:
    assert is_earlier(when(one), when(other)) is expected


@given(WHENS)
def test_earlier_goes_in_no_circle_and_sorting_agrees_with_it(several: list[When | None]) -> None:
    ordered = sorted(several, key=order)
    for place, one in enumerate(ordered):
        assert not is_earlier(one, one)
        assert not any(is_earlier(later, one) for later in ordered[place:])
