"""Signs of doubt to a probability: always one, for any scores, and surer where the signs are better."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.extract.confidence import FEATURES, UNFITTED, Confidence, features
from onrecord.extract.decode import TAGS, Range
from onrecord.extract.model import SIZES, load

SIGNS = st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES))
SHARES = st.floats(0, 1)
COUNT = 12


@st.composite
def ranges(draw: st.DrawFn) -> list[Range]:
    """Half-open ranges of words, in order, free of overlaps, at least one."""
    borders = sorted(draw(st.sets(st.integers(0, COUNT), min_size=2, max_size=6)))
    return list(zip(borders[::2], borders[1::2], strict=False))


@given(SIGNS, SIGNS, st.floats(-1e6, 1e6))
def test_any_weights_and_signs_give_a_probability(weights: list[float], signs: list[float], bias: float) -> None:
    assert 0 <= Confidence(tuple(weights), bias).of(signs) <= 1


@given(SIGNS, SIGNS, st.integers(0, len(FEATURES) - 1), st.floats(0, 100), st.floats(0, 100))
def test_more_of_a_sign_that_counts_for_it_never_makes_it_less_likely(
    weights: list[float], signs: list[float], at: int, weight: float, more: float
) -> None:
    weights[at] = weight
    judge = Confidence(tuple(weights), 0.0)
    better = [*signs[:at], signs[at] + more, *signs[at + 1 :]]
    assert judge.of(better) >= judge.of(signs) - 1e-12


def test_more_of_a_good_sign_makes_it_likelier() -> None:
    judge = Confidence((0.5, *(0.0 for _ in FEATURES[1:])), -1.0)
    likely = [judge.of([sign, *(0.0 for _ in FEATURES[1:])]) for sign in (-2.0, 0.0, 2.0, 4.0)]
    assert likely == sorted(set(likely))
    assert judge.of([2.0, *(0.0 for _ in FEATURES[1:])]) == pytest.approx(0.5)


@given(
    arrays(np.float32, (COUNT, len(TAGS)), elements=st.one_of(st.floats(-1000, 0, width=32), st.just(-np.inf))),
    arrays(np.float32, COUNT, elements=st.floats(0, 1, width=32)),
    ranges(),
    st.none() | ranges(),
    st.none() | ranges(),
    SHARES,
    SHARES,
    st.floats(0, 100),
)
def test_any_scores_have_finite_signs(
    tags: np.ndarray,
    certain: np.ndarray,
    content: list[Range],
    cue: list[Range] | None,
    source: list[Range] | None,
    votes: float,
    share: float,
    density: float,
) -> None:
    found = features(tags, certain, content, cue[0] if cue else None, source[0] if source else None, votes, share, density)
    assert len(found) == len(FEATURES)
    assert np.isfinite(found).all()


def test_before_anything_is_fitted_it_is_the_contents_mean_certainty() -> None:
    certain = np.array([0.7, 0.9, 0.1], dtype=np.float32)
    found = features(np.full((3, len(TAGS)), -2, dtype=np.float32), certain, [(0, 2)], None, None, 1.0, 1.0, 3.0)
    assert UNFITTED.of(found) == pytest.approx(0.8)


def test_what_is_counted_is_named() -> None:
    tags, certain = np.full((6, len(TAGS)), -2, dtype=np.float32), np.full(6, 0.9, dtype=np.float32)
    found = dict(zip(FEATURES, features(tags, certain, [(0, 2), (3, 4)], (2, 3), None, 0.5, 0.5, 3.0), strict=True))
    assert (found["has no cue"], found["has no source"], found["pieces"]) == (0.0, 1.0, 2.0)
    assert found["attributions for every hundred words of the text"] == 3.0
    assert found["length"] == pytest.approx(np.log(3))
    assert found["source's certainty"] == found["share of the votes for the cue"] == 0.0


@pytest.mark.parametrize("size", SIZES)
def test_a_shipped_model_has_a_weight_for_every_sign(size: str) -> None:
    assert len(load(size).confidence.weights) == len(FEATURES)


@pytest.mark.parametrize("weights", [(), (1.0,), (0.0,) * (len(FEATURES) + 1)])
def test_a_weight_too_few_or_too_many_is_an_error(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=f"has {len(FEATURES)} weights"):
        Confidence(weights, 0.0)
