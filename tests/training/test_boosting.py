"""Trees: what they are taught is what they say, also when read back from their table."""

import numpy as np

from onrecord.trace.trees import parsed_trees
from training.boosting import Plan, boost, table


def test_trees_learn_what_two_features_say_together() -> None:
    rng = np.random.default_rng(1)
    rows = rng.uniform(-1, 1, size=(2000, 3))
    answers = ((rows[:, 0] > 0) & (rows[:, 1] > 0.2)).astype(float)
    made = boost(rows, answers, np.ones(len(rows)), ("a", "b", "c"), Plan(count=60, leaves=4))
    said = parsed_trees(table(made, ("a", "b", "c")), ("a", "b", "c")).likelihoods(rows)
    assert float(np.mean((said > 0.5) == (answers > 0))) > 0.97


def test_a_feature_that_may_only_speak_for_never_speaks_against() -> None:
    rng = np.random.default_rng(2)
    rows = rng.uniform(-1, 1, size=(1500, 2))
    answers = ((np.abs(rows[:, 0]) < 0.5) | (rows[:, 1] > 0.7)).astype(float)
    made = boost(rows, answers, np.ones(len(rows)), ("a", "b"), Plan(count=40, leaves=5, rising={"a": 1}))
    trees = parsed_trees(table(made, ("a", "b")), ("a", "b"))
    line = np.stack([np.linspace(-1, 1, 50), np.full(50, 0.1)], axis=1)
    assert (np.diff(trees.sums(line)) >= -1e-9).all()
