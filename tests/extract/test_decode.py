"""Scores to spans: legal tags, and contents joined by the cue that they point to."""

import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.extract.decode import ROLES, TAGS, Scores, link, spans, viterbi


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


@given(st.integers(0, 25), st.integers(0, 2**32 - 1))
def test_any_scores_give_every_content_once_in_order(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    tags = np.log(random.dirichlet(np.ones(len(TAGS)), count).astype(np.float32).reshape(count, len(TAGS)) + 1e-9)
    rows = [random.dirichlet(np.ones(count + 1), count)[:, 1:].astype(np.float32).reshape(count, count) for _ in range(2)]
    linked = link(Scores(tags.astype(np.float32), rows[0], rows[1], np.zeros(count, dtype=np.int64)))
    sources, cues, contents = (spans(viterbi(tags), role) for role in ROLES)
    assert sorted(piece for one in linked for piece in one.content) == contents
    assert [one.content[0] for one in linked] == sorted(one.content[0] for one in linked)
    assert all(list(one.content) == sorted(one.content) for one in linked)
    assert all(cue in cues for one in linked for cue in one.cue)
    assert all(source in sources for one in linked for source in one.source)
    assert all(-1e-6 <= share <= 1 + 1e-6 for one in linked for share in (one.words, one.link))


def scores(names: list[str], to_cue: dict[int, int], to_source: dict[int, int]) -> Scores:
    count = len(names)
    tags = np.full((count, len(TAGS)), -10, dtype=np.float32)
    cue, source = np.zeros((count, count), dtype=np.float32), np.zeros((count, count), dtype=np.float32)
    for index, name in enumerate(names):
        tags[index, TAGS.index(name)] = -0.01
    for pointers, wanted in ((cue, to_cue), (source, to_source)):
        for word, target in wanted.items():
            pointers[word, target] = 0.9
    return Scores(tags, cue, source, np.zeros(count, dtype=np.int64))


def test_contents_that_point_to_one_cue_are_one_attribution() -> None:
    names = ["B-content", "I-content", "B-cue", "B-source", "B-content"]
    found = link(scores(names, {0: 2, 1: 2, 4: 2}, {0: 3, 1: 3, 2: 3, 4: 3}))
    assert len(found) == 1
    assert (found[0].content, found[0].cue, found[0].source) == (((0, 2), (4, 5)), ((2, 3),), ((3, 4),))


def test_contents_with_cues_of_their_own_stay_apart_and_no_source_is_an_answer() -> None:
    names = ["B-content", "B-cue", "B-content", "B-cue"]
    found = link(scores(names, {0: 1, 2: 3}, {}))
    assert [one.cue for one in found] == [((1, 2),), ((3, 4),)]
    assert [one.source for one in found] == [(), ()]


def test_spans_are_cut_where_one_begins() -> None:
    best = np.array([TAGS.index(name) for name in ("B-content", "I-content", "B-content", "O")])
    assert spans(best, "content") == [(0, 2), (2, 3)]
