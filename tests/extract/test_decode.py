"""Tag scores to spans: the best of the legal sequences."""

import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.extract.decode import ROLES, TAGS, spans, viterbi


@given(arrays(np.float32, st.tuples(st.integers(0, 30), st.just(len(TAGS))), elements=st.floats(-20, 0, width=32)))
def test_every_inside_tag_continues_its_role(tags: np.ndarray) -> None:
    names = [TAGS[index] for index in viterbi(tags)]
    assert len(names) == len(tags)
    for before, after in zip(["O", *names], names, strict=False):
        assert not after.startswith("I-") or before[2:] == after[2:]


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.just(len(TAGS))), elements=st.floats(-20, 0, width=32)))
def test_no_legal_sequence_scores_higher(tags: np.ndarray) -> None:
    def worth(sequence: Sequence[int]) -> float:
        return float(sum(tags[index, tag] for index, tag in enumerate(sequence)))

    def is_legal(sequence: Sequence[int]) -> bool:
        names = [TAGS[tag] for tag in sequence]
        return all(not after.startswith("I-") or before[2:] == after[2:] for before, after in itertools.pairwise(["O", *names]))

    # The best of three tags a word are enough rivals.
    rivals = itertools.product(*(np.argsort(row)[-3:].tolist() for row in tags))
    assert all(worth(viterbi(tags).tolist()) >= worth(one) - 1e-3 for one in rivals if is_legal(one))


def test_spans_are_cut_where_one_begins() -> None:
    best = np.array([TAGS.index(name) for name in ("B-content", "I-content", "B-content", "O")])
    assert spans(best, "content") == [(0, 2), (2, 3)]


@given(arrays(np.float32, st.tuples(st.integers(0, 30), st.just(len(TAGS))), elements=st.floats(-20, 0, width=32)))
def test_every_tagged_word_is_in_one_span_of_its_role(tags: np.ndarray) -> None:
    best = viterbi(tags)
    held = {word: role for role in ROLES for start, end in spans(best, role) for word in range(start, end)}
    assert [held.get(word) for word in range(len(best))] == [TAGS[tag][2:] or None for tag in best]
