"""Tag scores to spans: the best legal tag sequence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.record import Act

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ACTS: tuple[Act, ...] = ("says", "thinks", "plans", "shows")

Range = tuple[int, int]  # half-open, of words


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a document's words.

    tags: log probabilities of TAGS, float32 [words, 7].
    to_cue, to_source: for each word, the probabilities that its cue (source) begins at each word near it:
    a dense row over the words from `low[word]` on, float32 [words, width]; what is missing to 1 is the null.
    low: first word of each row, int64 [words].
    inner: log probabilities of TAGS for attributions inside contents, float32 [words, 7].
    acts: evidence for each of ACTS, float32 [words, 4].
    """

    tags: NDArray[np.float32]
    to_cue: NDArray[np.float32]
    to_source: NDArray[np.float32]
    low: NDArray[np.int64]
    inner: NDArray[np.float32]
    acts: NDArray[np.float32]


_BEGIN = {role: TAGS.index(f"B-{role}") for role in ROLES}


def viterbi(tags: NDArray[np.float32]) -> NDArray[np.int64]:
    """The most probable tag sequence in which every I- tag continues its role. tags: log probabilities [words, 7].

    Whatever may follow anything follows the best sequence so far; an I- tag follows the better of its role's two.
    """
    if not len(tags):
        return np.zeros(0, dtype=np.int64)
    begins = sorted(_BEGIN.values())
    rows = tags.tolist()
    score = [value - 1e4 * (tag - 1 in begins) for tag, value in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        best = max(range(len(TAGS)), key=score.__getitem__)
        came = [best] * len(TAGS)
        for begin in begins:
            came[begin + 1] = begin if score[begin] >= score[begin + 1] else begin + 1
        score = [score[source] + value for source, value in zip(came, row, strict=True)]
        back.append(came)
    path = [max(range(len(TAGS)), key=score.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return np.array(path[::-1], dtype=np.int64)


def spans(best: NDArray[np.int64], role: str) -> list[Range]:
    """Half-open word ranges tagged with a role, in order."""
    begin = TAGS.index(f"B-{role}")
    found: list[Range] = []
    for index, tag in enumerate(best):
        if tag == begin:
            found.append((index, index + 1))
        elif tag == begin + 1:
            found[-1] = (found[-1][0], index + 1)
    return found
