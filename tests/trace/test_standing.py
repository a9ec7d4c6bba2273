"""How candidates are put in order, and how likely the first is what a wording reports."""

import numpy as np
import pytest
from numpy.typing import NDArray

from onrecord.trace import closer, standing


def looks(*rows: dict[str, float]) -> NDArray[np.float64]:
    """Candidates' features: what isn't given is 0."""
    return np.array([[row.get(name, 0.0) for name in closer.FEATURES] for row in rows])


VERBATIM = {
    "cosine": 0.97,
    "longest run": 1.0,
    "longest run, bits": 3.0,
    "same words": 1.0,
    "same words, bits": 3.0,
    "worst clause": 0.99,
}
NEAR = {"cosine": 0.6, "longest run": 0.1, "same words": 0.3, "same words, bits": 1.0, "other words": 0.7, "worst clause": 0.5}


def likely(
    table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64], searched: int
) -> NDArray[np.float64]:
    return standing.likelihoods(standing.order(table, odds, together), table, odds, together, searched)


def test_what_stands_in_a_source_word_for_word_is_first_and_likely() -> None:
    table, odds, together = looks(NEAR, VERBATIM, NEAR), np.array([-2.0, 6.0, -2.0]), np.array([-4.0, 4.0, -4.0])
    found = likely(table, odds, together, 30_000)
    assert found.argmax() == 1
    assert found[1] > 0.9


def test_one_that_stands_out_is_likelier_than_one_among_its_like() -> None:
    fair = {**NEAR, "cosine": 0.75, "same words": 0.5, "other words": 0.5, "worst clause": 0.65}
    alone = likely(looks(fair, NEAR, NEAR, NEAR), np.array([1.0, -4.0, -4.0, -4.0]), np.array([1.5, -5.0, -5.0, -5.0]), 30_000)
    among = likely(looks(fair, fair, fair, fair), np.array([1.0, 1.0, 0.9, 0.9]), np.array([1.5, 1.5, 1.4, 1.4]), 30_000)
    assert alone[0] > among[0]


def test_nothing_behind_the_first_is_as_far_behind_as_counts() -> None:
    names = dict(zip(standing.FEATURES, features(looks(NEAR), np.array([-1.0]), np.array([-1.0]), 1), strict=True))
    assert (names["over next"], names["over rest"], names["cosine over next"], names["share"]) == (8.0, 8.0, 0.3, 1.0)
    assert (names["searched"], names["candidates"]) == (0.0, 1.0)


def test_the_others_are_never_likelier_than_the_first() -> None:
    rng = np.random.default_rng(2)
    table, odds, together = rng.random((9, len(closer.FEATURES))), rng.normal(size=9), rng.normal(size=9)
    ranked = standing.order(table, odds, together)
    found = standing.likelihoods(ranked, table, odds, together, 500)
    assert list(np.argsort(-ranked)) == list(np.argsort(-found))
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("name", ["together", "trees", "cosine", "longest run"])
def test_more_of_what_speaks_for_it_never_lowers_a_candidate(name: str) -> None:
    rng = np.random.default_rng(3)
    table, odds, together = rng.random((40, len(closer.FEATURES))), rng.normal(size=40), rng.normal(size=40)
    before = standing.order(table, odds, together)
    if name in closer.FEATURES:
        table[:, closer.FEATURES.index(name)] += 0.3
    after = standing.order(table, odds + (name == "trees"), together + (name == "together"))
    assert (after >= before - 1e-9).all()


def features(
    table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64], searched: int
) -> NDArray[np.float64]:
    return standing.features(standing.order(table, odds, together), table, odds, together, searched)
