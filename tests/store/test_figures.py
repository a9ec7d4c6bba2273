"""Figures: intervals hold their estimate, stay shares, and cover what they say they do."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.sampled import paragraph
from onrecord.record import Span
from onrecord.store.figures import Estimate, figures, mean_missed, ratio, recall, wilson
from onrecord.store.sample import Drawn, Frame, Judgement, Passage, Sample


def judged(words: list[tuple[bool, bool]], missed: list[int], weights: list[float] | None = None, found: int = 1000) -> Sample:
    weights = weights or [0.02] * len(missed)
    return Sample(
        id="m1",
        seed=7,
        drawn_at="2026-05-14T00:00:00Z",
        frame=Frame(found, 300, 100_000, ("says", "thinks")),
        statements=tuple(
            Drawn(
                id=f"s{number}", content=(Span(0, 1),), speaker="a1", judged=Judgement(who="I", at="", words=right, speaker=named)
            )
            for number, (right, named) in enumerate(words)
        ),
        passages=tuple(
            Passage(
                document="d",
                start=number,
                end=number + 1,
                weight=weight,
                judged=Judgement(who="I", at="", missed=tuple(f"s{one}" for one in range(count))),
            )
            for number, (count, weight) in enumerate(zip(missed, weights, strict=True))
        ),
    )


def holds(one: Estimate) -> bool:
    return 0 <= one.low <= one.high <= 1 and (one.value is None or one.low <= one.value <= one.high)


@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30),
    st.lists(st.tuples(st.integers(0, 3), st.floats(0.001, 0.5)), max_size=30),
    st.integers(0, 10**6),
)
def test_every_interval_holds_its_estimate(words: list[tuple[bool, bool]], missed: list[tuple[int, float]], found: int) -> None:
    made = figures(judged(words, [one for one, _ in missed], [weight for _, weight in missed], found))
    for one in (made.words, made.speaker, made.both, made.recall):
        assert holds(one)


def test_nothing_judged_says_nothing() -> None:
    made = figures(judged([], []))
    assert (made.words, made.recall) == (Estimate(None, 0.0, 1.0, 0), Estimate(None, 0.0, 1.0, 0))
    assert "nothing judged yet" in paragraph(judged([], []), made)


def test_all_right_is_not_certain() -> None:
    made = figures(judged([(True, True)] * 100, [0] * 100))
    assert (made.words.value, made.words.high) == (1, 1)
    assert made.words.low == pytest.approx(0.963, abs=0.001)
    assert made.recall.value == 1
    assert made.recall.high == 1
    assert 0.8 < made.recall.low < 1


def test_all_wrong_is_not_certain_either() -> None:
    made = figures(judged([(False, False)] * 20, [1] * 20))
    assert (made.words.value, made.words.low) == (0, 0)
    assert 0 < made.words.high < 0.2
    assert made.recall.value == 0
    assert made.speaker.value is None


def test_a_share_by_hand() -> None:
    """Wilson's interval of 94 in 100, as tables give it."""
    one = wilson(94, 100)
    assert (round(one.low, 3), round(one.high, 3)) == (0.875, 0.972)


def test_recall_by_hand() -> None:
    """1,000 found, nine in ten right; 2,000 sentences outside, one in twenty of which hides one: 900 / (900 + 100)."""
    made = figures(judged([(True, True)] * 90 + [(False, False)] * 10, [0] * 95 + [1] * 5))
    assert made.recall.value == pytest.approx(0.9)
    assert made.missed == pytest.approx(100)


def test_a_ratio_of_nothing_to_something_is_bounded() -> None:
    low, high = ratio(mean_missed([0] * 50, [1.0] * 50), wilson(45, 50))
    assert low == 0
    assert 0 < high < 0.1
    assert ratio(wilson(5, 50), wilson(0, 50))[1] == math.inf


def test_weights_that_differ_leave_a_smaller_sample() -> None:
    even, uneven = mean_missed([0, 0, 0, 1], [1.0] * 4), mean_missed([0, 0, 0, 1], [1.0, 0.1, 0.1, 1.0])
    assert uneven.high - uneven.low > even.high - even.low


@pytest.mark.parametrize(("right", "hides"), [(0.95, 0.02), (0.9, 0.05), (0.8, 0.15)])
def test_an_interval_covers_about_as_often_as_it_says(right: float, hides: float) -> None:
    chance = random.Random(3)
    found, sentences, size, times = 1000, 2000, 150, 1500
    truth = found * right / (found * right + sentences * hides)
    plain = covered = 0
    for _ in range(times):
        words = wilson(sum(chance.random() < right for _ in range(size)), size)
        weights = [chance.uniform(0.8, 1.2) for _ in range(size)]
        rate = mean_missed([chance.random() < hides for _ in range(size)], weights)
        one = recall(words, rate, found, sentences)
        plain += words.low <= right <= words.high
        covered += one.low <= truth <= one.high
    assert 0.92 < plain / times < 0.98
    assert 0.92 < covered / times < 0.985


def test_the_paragraph_says_how_it_was_drawn() -> None:
    sample = judged([(True, True)] * 94 + [(False, False)] * 6, [0] * 100)
    shown = paragraph(sample, figures(sample))
    assert "Of 100 statements sampled at random from 1,000" in shown
    assert "94 % (88 to 97)" in shown
    assert "seed 7" in shown
    assert "not judged" not in shown
