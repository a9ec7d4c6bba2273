"""Windows to document: each word is scored where it has most context, and from its own wordpiece."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.decode import ACTS, TAGS
from onrecord.extract.encode import Batch, Words, windows
from onrecord.extract.model import load
from onrecord.extract.score import INSIDE, Outputs, _owners, log_softmax, score

WORDS = st.lists(st.sampled_from(["we", "go", "Ouagadougou", "said", "“", "antidisestablishmentarianism", "."]), max_size=60)


def words_of(text: list[str]) -> Words:
    return load().words(" ".join(text))


@settings(deadline=None)
@given(WORDS, st.integers(6, 24))
def test_a_word_belongs_to_the_window_with_most_context(text: list[str], size: int) -> None:
    words = words_of(text)
    cuts, count = windows(words, size, size // 2), len(words)

    def context(word: int, number: int) -> int:
        cut = cuts[number]
        left = word - cut.low if cut.low else count
        return min(left, cut.high - 1 - word if cut.high < count else count)

    for word, owner in enumerate(_owners(cuts, count)):
        holding = [number for number, cut in enumerate(cuts) if cut.low <= word < cut.high]
        assert owner in holding
        assert context(word, int(owner)) == max(context(word, number) for number in holding)


def evidence(ids: np.ndarray, factor: int, kinds: int) -> np.ndarray:
    """Logits that tell wordpieces apart by their id."""
    return np.stack([(ids * (factor + kind)) % 11 for kind in range(kinds)], axis=-1).astype(np.float32)


def network(one: Batch) -> Outputs:
    """A network that is asked about one window at a time, and in which each wordpiece points at itself."""
    rows, length = one.ids.shape
    assert rows == 1
    assert one.mask.all()
    pointers = np.zeros((rows, length, 1 + length), dtype=np.float32)
    pointers[:, np.arange(length), 1 + np.arange(length)] = 20
    tags, inner, acts = evidence(one.ids, 7, len(TAGS)), evidence(one.ids, 3, len(TAGS)), evidence(one.ids, 5, len(ACTS))
    return Outputs(tags, pointers, pointers.copy(), inner, acts)


@settings(deadline=None)
@given(WORDS, st.integers(6, 24))
def test_every_word_is_scored_from_its_first_wordpiece_whatever_the_windows(text: list[str], size: int) -> None:
    words = words_of(text)
    found = score(words, load().tokenizer, network, size, size // 2)
    ids = words.ids[words.first]
    for given_tags, factor in ((found.tags, 7), (found.inner, 3)):
        logits = evidence(ids, factor, len(TAGS))
        expected = log_softmax(logits) if len(words) else logits
        # Nothing runs on into a new paragraph.
        expected[np.ix_(np.flatnonzero(words.paragraph[words.first]), INSIDE)] = -1e4
        assert np.allclose(given_tags, expected, atol=1e-5)
    assert np.array_equal(found.acts, evidence(ids, 5, len(ACTS)))
    for pointers in (found.to_cue, found.to_source):
        assert all(found.low[word] + int(row.argmax()) == word for word, row in enumerate(pointers))
        assert np.all(pointers.sum(axis=-1) <= 1 + 1e-5)
