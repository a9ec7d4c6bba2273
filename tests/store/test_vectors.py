"""Vectors as bytes: near enough to what they were, and their signs tell near from far."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.vectors import SIZE, apart, packed, signs, unpacked


def unit(seed: int, count: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@given(st.integers(0, 1000))
def test_bytes_keep_the_direction(seed: int) -> None:
    vectors = unit(seed, 3)
    assert (np.sum(unpacked(packed(vectors)) * vectors, axis=1) > 0.99).all()


def test_signs_differ_the_less_the_nearer() -> None:
    one, other = unit(1, 1), unit(2, 1)
    near = one + 0.2 * other
    found = apart(signs(one)[0], signs(np.vstack([one, near, other, -one])))
    assert found[0] == 0
    assert found[3] == SIZE
    assert found[0] < found[1] < found[2] < found[3]


def test_nothing_stays_nothing() -> None:
    assert not unpacked(packed(np.zeros((1, SIZE), dtype=np.float32))).any()
