"""Spans to attributions: contents joined by the cue that they point to, with what stands inside them."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.extract.confidence import FEATURES
from onrecord.extract.decode import ACTS, ROLES, TAGS, Range, Scores, spans, viterbi
from onrecord.extract.link import SAME, Linked, _masses, link

Runs = list[tuple[str, int]]
RUNS: st.SearchStrategy[Runs] = st.lists(st.tuples(st.sampled_from(["O", *ROLES, "content"]), st.integers(1, 9)), max_size=8)
SHARES = st.floats(0, 1, width=32)


def tagged(runs: Runs) -> list[str]:
    """The tags of stretches of so many words in a role."""
    return ["O" if role == "O" else f"{'I' if word else 'B'}-{role}" for role, length in runs for word in range(length)]


def log_probabilities(names: Sequence[str]) -> np.ndarray:
    tags = np.full((len(names), len(TAGS)), -10, dtype=np.float32)
    for index, name in enumerate(names):
        tags[index, TAGS.index(name)] = -0.01
    return tags


def scores(
    names: Sequence[str],
    to_cue: dict[int, dict[int, float]] | None = None,
    to_source: dict[int, dict[int, float]] | None = None,
    inner: Sequence[str] | None = None,
    acts: np.ndarray | None = None,
) -> Scores:
    """Scores that leave no doubt of the tags. to_cue, to_source: of each word, how much points to which word."""
    count = len(names)
    cue, source = np.zeros((count, count), dtype=np.float32), np.zeros((count, count), dtype=np.float32)
    for pointers, wanted in ((cue, to_cue or {}), (source, to_source or {})):
        for word, targets in wanted.items():
            for target, share in targets.items():
                pointers[word, target] = share
    return Scores(
        log_probabilities(names),
        cue,
        source,
        np.zeros(count, dtype=np.int64),
        log_probabilities(inner or ["O"] * count),
        acts if acts is not None else np.zeros((count, len(ACTS)), dtype=np.float32),
    )


def at_random(tags: np.ndarray, inner: np.ndarray, seed: int) -> Scores:
    """Scores with these tags in which everything else is drawn by lot."""
    random, count = np.random.default_rng(seed), len(tags)
    rows = [random.dirichlet(np.ones(count + 1), count)[:, 1:].astype(np.float32).reshape(count, count) for _ in range(2)]
    acts = random.normal(size=(count, len(ACTS))).astype(np.float32)
    return Scores(tags, rows[0], rows[1], np.zeros(count, dtype=np.int64), inner, acts)


def check(one: Linked) -> None:
    """What is true of every attribution, nested or not."""
    assert list(one.content) == sorted(one.content)
    assert one.act in ACTS
    assert -1e-6 <= one.link <= 1 + 1e-6


@given(st.integers(0, 25), st.integers(0, 2**32 - 1))
def test_any_scores_give_every_content_once_in_order(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    tags, inner = (
        np.log(random.dirichlet(np.ones(len(TAGS)), count).reshape(count, len(TAGS)) + 1e-9).astype(np.float32) for _ in range(2)
    )
    linked = link(at_random(tags, inner, seed))
    sources, cues, contents = (spans(viterbi(tags), role) for role in ROLES)
    assert sorted(piece for one in linked for piece in one.content) == contents
    assert [one.content[0] for one in linked] == sorted(one.content[0] for one in linked)
    assert all(cue in cues for one in linked for cue in one.cue)
    assert all(source in sources for one in linked for source in one.source)
    assert all(len(one.features) == len(FEATURES) and np.isfinite(one.features).all() for one in linked)
    for one in linked:
        check(one)


@given(RUNS, RUNS, st.integers(0, 2**32 - 1))
def test_what_stands_inside_a_content_keeps_inside_and_is_never_the_whole_of_it(outer: Runs, inner: Runs, seed: int) -> None:
    names = tagged(outer)
    inside = [*tagged(inner), *["O"] * len(names)][: len(names)]
    for one in link(at_random(log_probabilities(names), log_probabilities(inside), seed)):
        whole = sum(high - low for low, high in one.content)
        nested = [piece for child in one.inner for piece in child.content]
        assert len(nested) == len(set(nested))
        assert [child.content[0] for child in one.inner] == sorted(child.content[0] for child in one.inner)
        for child in one.inner:
            check(child)
            assert child.cue or child.source
            assert not child.inner
            assert sum(high - low for low, high in child.content) < whole
            assert all(high - low < SAME * whole for low, high in child.content)
            for start, end in (*child.content, *child.cue, *child.source):
                assert any(low <= start < end <= high for low, high in one.content)


def test_contents_that_point_to_one_cue_are_one_attribution() -> None:
    names = ["B-content", "I-content", "B-cue", "B-source", "B-content"]
    found = link(scores(names, {word: {2: 0.9} for word in (0, 1, 4)}, {word: {3: 0.9} for word in (0, 1, 2, 4)}))
    assert len(found) == 1
    assert (found[0].content, found[0].cue, found[0].source) == (((0, 2), (4, 5)), ((2, 3),), ((3, 4),))


def test_contents_with_cues_of_their_own_stay_apart_and_no_source_is_an_answer() -> None:
    names = ["B-content", "B-cue", "B-content", "B-cue"]
    found = link(scores(names, {0: {1: 0.9}, 2: {3: 0.9}}))
    assert [one.cue for one in found] == [((1, 2),), ((3, 4),)]
    assert [one.source for one in found] == [(), ()]


def test_a_cue_beside_the_words_is_worth_more_than_one_far_away() -> None:
    names = ["B-cue", "O", "O", "O", "B-content", "B-cue"]
    assert link(scores(names, {4: {0: 0.45, 5: 0.4}}))[0].cue == ((5, 6),)
    assert link(scores(names, {4: {0: 0.6, 5: 0.4}}))[0].cue == ((0, 1),)


# “ Ben thinks it ends , I know it goes on ” said Ana
OUTER = tagged([("content", 11), ("cue", 1), ("source", 1)])
INNER = ["O", "B-source", "B-cue", "B-content", "I-content", "O", "B-source", "B-cue", "B-content", "I-content", "O", "O", "O"]


def test_inside_a_content_what_is_nearest_belongs_together() -> None:
    found = link(scores(OUTER, inner=INNER))
    assert [(one.source, one.cue, one.content) for one in found[0].inner] == [
        (((1, 2),), ((2, 3),), ((3, 5),)),
        (((6, 7),), ((7, 8),), ((8, 10),)),
    ]


@pytest.mark.parametrize(
    ("why", "inner"),
    [
        ("nobody says it", tagged([("O", 2), ("content", 3), ("O", 8)])),
        ("it is the whole again", tagged([("cue", 1), ("content", 10), ("O", 2)])),
        ("nothing is said", tagged([("source", 1), ("cue", 1), ("O", 11)])),
        ("it stands outside", tagged([("O", 11), ("source", 1), ("content", 1)])),
    ],
)
def test_what_is_no_attribution_of_its_own_inside_a_content(why: str, inner: list[str]) -> None:
    assert link(scores(OUTER, inner=inner))[0].inner == (), why


@given(
    arrays(np.float32, st.tuples(st.integers(0, 6), st.integers(1, 8)), elements=SHARES),
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=4),
    st.data(),
)
def test_masses_are_what_a_loop_adds_up(pointers: np.ndarray, cut: list[tuple[int, int]], data: st.DataObject) -> None:
    count, width = pointers.shape
    low = np.array(data.draw(st.lists(st.integers(0, 8), min_size=count, max_size=count)), dtype=np.int64)
    targets: list[Range] = [(start, start + length) for start, length in cut]
    expected = [
        [sum(float(pointers[word, at]) for at in range(width) if start <= low[word] + at < end) for start, end in targets]
        for word in range(count)
    ]
    found = _masses(pointers, low, targets)
    assert found.shape == (count, len(targets))
    assert np.allclose(found, np.array(expected).reshape(found.shape), atol=1e-5)


@given(st.integers(1, 6), st.integers(0, 3), st.data())
def test_an_act_is_what_cue_and_content_say_each_for_half(length: int, cue: int, data: st.DataObject) -> None:
    acts = data.draw(arrays(np.float32, (length + cue, len(ACTS)), elements=st.floats(-8, 8, width=32)))
    names = tagged([("content", length), *([("cue", cue)] if cue else [])])
    found = link(scores(names, {word: {length: 0.9} for word in range(length)} if cue else None, acts=acts))
    assert len(found) == 1
    assert bool(found[0].cue) == bool(cue)
    means = [sum(part.astype(float)) / len(part) for part in (acts[length:], acts[:length]) if len(part)]
    expected = sum(means) / len(means)
    assert expected[ACTS.index(found[0].act)] >= max(expected) - 1e-4


def test_a_long_content_does_not_shout_down_its_cue() -> None:
    names = tagged([("content", 20), ("cue", 1)])
    acts = np.zeros((21, len(ACTS)), dtype=np.float32)
    acts[:20, ACTS.index("says")], acts[20, ACTS.index("plans")] = 1, 3
    assert link(scores(names, {word: {20: 0.9} for word in range(20)}, acts=acts))[0].act == "plans"
    assert link(scores(names, acts=acts))[0].act == "says"


def test_what_stands_inside_has_an_act_of_its_own() -> None:
    acts = np.zeros((len(OUTER), len(ACTS)), dtype=np.float32)
    acts[:, ACTS.index("says")], acts[2, ACTS.index("thinks")] = 1, 9
    found = link(scores(OUTER, inner=INNER, acts=acts))[0]
    assert (found.act, [one.act for one in found.inner]) == ("says", ["thinks", "says"])
