"""Windows to document: every word's scores from the window in which it has most context."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.decode import ACTS, TAGS, Scores
from onrecord.extract.encode import STRIDE, WINDOW, Batch, Window, Words, batch, windows


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network gives for a batch, float32.

    tags: logits [windows, length, 7].
    to_cue, to_source: logits [windows, length, 1 + length]; column 0 is the null, column 1 + i wordpiece i.
    inner: logits [windows, length, 7] of the tags of attributions inside contents.
    acts: logits [windows, length, 4].
    """

    tags: NDArray[np.float32]
    to_cue: NDArray[np.float32]
    to_source: NDArray[np.float32]
    inner: NDArray[np.float32]
    acts: NDArray[np.float32]


Network = Callable[[Batch], Outputs]

INSIDE = np.array([index for index, name in enumerate(TAGS) if name.startswith("I-")])
_NEVER = -1e4  # a log probability


def score(words: Words, tokenizer: Tokenizer, network: Network, size: int = WINDOW, stride: int = STRIDE) -> Scores:
    """Run the network over a document, a window at a time: as fast as several, without padding, and memory stays flat.

    Memory grows with the text by a few kilobytes a word at most.
    """
    count = len(words)
    cuts = windows(words, size, stride)
    width = max((cut.high - cut.low for cut in cuts), default=0)
    tags, inner = (np.zeros((count, len(TAGS)), dtype=np.float32) for _ in range(2))
    acts = np.zeros((count, len(ACTS)), dtype=np.float32)
    to_cue, to_source = (np.zeros((count, width), dtype=np.float32) for _ in range(2))
    low = np.zeros(count, dtype=np.int64)
    owners = _owners(cuts, count)
    for number, cut in enumerate(cuts):
        outputs = network(batch([(words, cut)], tokenizer))
        owned = np.flatnonzero(owners[cut.low : cut.high] == number) + cut.low
        pieces = words.first[cut.low : cut.high] - cut.piece_low + 1
        columns = np.concatenate([[0], 1 + pieces])
        mine = pieces[owned - cut.low]
        tags[owned] = log_softmax(outputs.tags[0, mine])
        inner[owned] = log_softmax(outputs.inner[0, mine])
        acts[owned] = outputs.acts[0, mine]
        for target, logits in ((to_cue, outputs.to_cue), (to_source, outputs.to_source)):
            target[owned, : len(pieces)] = np.exp(log_softmax(logits[0][np.ix_(mine, columns)]))[:, 1:]
        low[owned] = cut.low
    # No role runs on into a new paragraph: what goes on there begins anew.
    begins = np.flatnonzero(words.paragraph[words.first])
    for labels in (tags, inner):
        labels[np.ix_(begins, INSIDE)] = _NEVER
    return Scores(tags, to_cue, to_source, low, inner, acts)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # type: ignore[no-any-return]


def _owners(cuts: Sequence[Window], count: int) -> NDArray[np.int64]:
    """For each word the window in which its distance to the nearer edge is greatest; a text's own ends are no edges."""
    owner = np.zeros(count, dtype=np.int64)
    best = np.full(count, -1, dtype=np.int64)
    for number, cut in enumerate(cuts):
        index = np.arange(cut.low, cut.high)
        left = index - cut.low if cut.low else np.full(len(index), count)
        right = cut.high - 1 - index if cut.high < count else np.full(len(index), count)
        context = np.minimum(left, right)
        better = context > best[index]
        owner[index[better]] = number
        best[index[better]] = context[better]
    return owner
