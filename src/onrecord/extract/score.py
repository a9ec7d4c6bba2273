"""Windows to document: every word's scores from the window in which it has most context."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.decode import TAGS, Scores
from onrecord.extract.encode import STRIDE, WINDOW, Batch, Window, Words, batch, windows


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network gives for a batch, float32.

    tags: logits [windows, length, 7].
    to_cue, to_source: logits [windows, length, 1 + length]; column 0 is the null, column 1 + i wordpiece i.
    """

    tags: NDArray[np.float32]
    to_cue: NDArray[np.float32]
    to_source: NDArray[np.float32]


Network = Callable[[Batch], Outputs]

# Windows scored at once: enough to keep a core busy, few enough that memory stays flat on texts of any length.
BATCH = 8


def score(words: Words, tokenizer: Tokenizer, network: Network, size: int = WINDOW, stride: int = STRIDE) -> Scores:
    """Run the network over a document. Memory grows with the text by a few kilobytes a word at most."""
    count = len(words)
    cuts = windows(words, size, stride)
    width = max((cut.high - cut.low for cut in cuts), default=0)
    tags = np.zeros((count, len(TAGS)), dtype=np.float32)
    to_cue = np.zeros((count, width), dtype=np.float32)
    to_source = np.zeros((count, width), dtype=np.float32)
    low = np.zeros(count, dtype=np.int64)
    owners = _owners(cuts, count)
    for start in range(0, len(cuts), BATCH):
        part = cuts[start : start + BATCH]
        outputs = network(batch([(words, cut) for cut in part], tokenizer))
        for row, cut in enumerate(part):
            owned = np.flatnonzero(owners[cut.low : cut.high] == start + row) + cut.low
            pieces = words.first[cut.low : cut.high] - cut.piece_low + 1
            columns = np.concatenate([[0], 1 + pieces])
            mine = pieces[owned - cut.low]
            tags[owned] = log_softmax(outputs.tags[row, mine])
            for target, logits in ((to_cue, outputs.to_cue), (to_source, outputs.to_source)):
                target[owned, : len(pieces)] = np.exp(log_softmax(logits[row][np.ix_(mine, columns)]))[:, 1:]
            low[owned] = cut.low
    return Scores(tags, to_cue, to_source, low)


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
