"""Grounds and shares to confidence: always a probability, more for a greater share, nothing for nobody."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.confidence import lines, logit, sure
from onrecord.resolve.found import Found, Ground, nobody

GROUNDS: tuple[Ground, ...] = get_args(Ground)


def on(ground: Ground, share: float) -> float:
    return sure(Found("Ada Holm", "person", ground, share, "the name stands there"))


@given(st.sampled_from(GROUNDS), st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_is_never_less_sure(ground: Ground, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= on(ground, low) <= on(ground, high) <= 1


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_share_counts_on_every_ground(ground: Ground) -> None:
    assert on(ground, 0.2) < on(ground, 0.5) < on(ground, 0.9)


def test_nothing_gives_nothing() -> None:
    assert sure(nobody("the text names no source for these words")) == 0.0
    assert sure(Found(None, "unnamed", "full name", 1.0, "lost")) == 0.0


def test_a_pronoun_is_less_sure_than_a_full_name() -> None:
    assert on("pronoun", 0.8) < on("full name", 0.8)


def test_every_line_is_of_a_ground_and_the_rest_share_one() -> None:
    assert set(lines()) - {"any"} <= set(GROUNDS)
    without = next(ground for ground in GROUNDS if ground not in lines())
    slope, height = lines()["any"]
    assert height == pytest.approx(logit(on(without, 0.5)))  # an even share has log odds of 0
    assert slope == pytest.approx(logit(on(without, 0.7)) / logit(0.7) - height / logit(0.7))


def test_log_odds_are_even_at_a_half_and_finite_at_the_ends() -> None:
    assert logit(0.5) == 0
    assert logit(1) == pytest.approx(-logit(0))
    assert logit(0) == logit(0.001) < logit(0.01)
