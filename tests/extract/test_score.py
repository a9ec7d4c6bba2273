"""Windows to document: each word is scored where it has most context, and from its own wordpiece."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.decode import TAGS
from onrecord.extract.encode import Batch, Words, windows
from onrecord.extract.model import load
from onrecord.extract.score import Outputs, _owners, log_softmax, score

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


def network(one: Batch) -> Outputs:
    """A network whose tags tell the wordpiece's id apart, and in which each wordpiece points at itself."""
    rows, length = one.ids.shape
    tags = np.stack([(one.ids * (7 + tag)) % 11 for tag in range(len(TAGS))], axis=-1).astype(np.float32)
    pointers = np.zeros((rows, length, 1 + length), dtype=np.float32)
    pointers[:, np.arange(length), 1 + np.arange(length)] = 20
    return Outputs(tags, pointers, pointers.copy())


@settings(deadline=None)
@given(WORDS, st.integers(6, 24))
def test_every_word_is_scored_from_its_first_wordpiece_whatever_the_windows(text: list[str], size: int) -> None:
    words = words_of(text)
    found = score(words, load().tokenizer, network, size, size // 2)
    ids = words.ids[words.first]
    logits = np.stack([(ids * (7 + tag)) % 11 for tag in range(len(TAGS))], axis=-1).astype(np.float32)
    assert np.allclose(found.tags, log_softmax(logits) if len(words) else logits, atol=1e-5)
    for pointers in (found.to_cue, found.to_source):
        assert all(found.low[word] + int(row.argmax()) == word for word, row in enumerate(pointers))
        assert np.all(pointers.sum(axis=-1) <= 1 + 1e-5)
