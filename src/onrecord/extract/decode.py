"""Scores to spans: the best legal tag sequence, and what belongs to what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a document's words.

    tags: log probabilities of TAGS, float32 [words, 7].
    to_cue, to_source: for each word, the probabilities that its cue (source) begins at each word near it:
    a dense row over the words from `low[word]` on, float32 [words, width]; what is missing to 1 is the null.
    low: first word of each row, int64 [words].
    """

    tags: NDArray[np.float32]
    to_cue: NDArray[np.float32]
    to_source: NDArray[np.float32]
    low: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in words: half-open word ranges; `words` is how sure the tags are, in [0, 1]."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    words: float
    link: float


# How much of a content's evidence for its source comes from its own words, the rest from its cue's.
OWN_SOURCE_WEIGHT = 0.25

# A cue so many words (marks are words too) from a content is favoured by so much: “A,” said B, “C.” is one sentence.
TOUCHING = 2
TOUCHING_WEIGHT = 1.3

_LEGAL = np.full((len(TAGS), len(TAGS)), 0.0, dtype=np.float32)
for _before, _name in enumerate(TAGS):
    for _after, _next in enumerate(TAGS):
        if _next.startswith("I-") and _name[2:] != _next[2:]:
            _LEGAL[_before, _after] = -1e4
_FIRST = np.array([-1e4 if name.startswith("I-") else 0.0 for name in TAGS], dtype=np.float32)


def viterbi(tags: NDArray[np.float32]) -> NDArray[np.int64]:
    """The most probable tag sequence in which every I- tag continues its role. tags: log probabilities [words, 7]."""
    if not len(tags):
        return np.zeros(0, dtype=np.int64)
    back = np.zeros(tags.shape, dtype=np.int64)
    score = tags[0] + _FIRST
    for index in range(1, len(tags)):
        total = score[:, None] + _LEGAL
        back[index] = total.argmax(axis=0)
        score = total.max(axis=0) + tags[index]
    best = np.zeros(len(tags), dtype=np.int64)
    best[-1] = int(score.argmax())
    for index in range(len(tags) - 1, 0, -1):
        best[index - 1] = back[index, best[index]]
    return best


def spans(best: NDArray[np.int64], role: str) -> list[tuple[int, int]]:
    """Half-open word ranges tagged with a role, in order."""
    begin = TAGS.index(f"B-{role}")
    found: list[tuple[int, int]] = []
    for index, tag in enumerate(best):
        if tag == begin:
            found.append((index, index + 1))
        elif tag == begin + 1:
            found[-1] = (found[-1][0], index + 1)
    return found


def link(scores: Scores) -> list[Linked]:
    """Attributions from scores: contents that point to one cue are one, with the source that they and it point to."""
    best = viterbi(scores.tags)
    sources, cues, contents = (spans(best, role) for role in ROLES)
    certain = np.exp(scores.tags[np.arange(len(best)), best]) if len(best) else np.zeros(0)
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    votes: dict[tuple[int, int], float] = {}
    for number, content in enumerate(contents):
        cue, share = _best(_nearer(_mass(scores.to_cue, scores.low, [content], cues), content, cues))
        target = cues[cue] if cue is not None else (-1 - number, -1 - number)
        groups.setdefault(target, []).append(content)
        votes[content] = share
    linked = []
    for target, pieces in groups.items():
        cue_spans = [target] if target[0] >= 0 else []
        own = _mass(scores.to_source, scores.low, pieces, sources)
        if cue_spans:
            own = OWN_SOURCE_WEIGHT * own + (1 - OWN_SOURCE_WEIGHT) * _mass(scores.to_source, scores.low, cue_spans, sources)
        source, share = _best(own)
        inside = [index for low, high in pieces for index in range(low, high)]
        linked.append(
            Linked(
                source=(sources[source],) if source is not None else (),
                cue=tuple(cue_spans),
                content=tuple(pieces),
                words=float(certain[inside].mean()),
                link=float(min([share, *(votes[piece] for piece in pieces)])),
            )
        )
    return sorted(linked, key=lambda one: one.content[0])


def _mass(
    pointers: NDArray[np.float32], low: NDArray[np.int64], queries: Sequence[tuple[int, int]], targets: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Mean probability with which the queries' words point into each target; the last entry is for none of them."""
    mass = np.zeros(len(targets) + 1, dtype=np.float32)
    rows = [index for start, end in queries for index in range(start, end)]
    width = pointers.shape[1]
    for index in rows:
        row, offset = pointers[index], int(low[index])
        for number, (start, end) in enumerate(targets):
            left, right = max(start - offset, 0), min(end - offset, width)
            if left < right:
                mass[number] += row[left:right].sum()
    mass /= max(len(rows), 1)
    mass[-1] = max(0.0, 1.0 - float(mass[:-1].sum()))
    return mass


def _nearer(mass: NDArray[np.float32], content: tuple[int, int], cues: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The same evidence with cues that touch the content, marks aside, favoured; still summing to one."""
    touches = [min(abs(start - content[1]), abs(content[0] - end)) <= TOUCHING for start, end in cues]
    weighted = mass * np.array([TOUCHING_WEIGHT if near else 1.0 for near in touches] + [1.0], dtype=np.float32)
    return (weighted / max(float(weighted.sum()), 1e-9)).astype(np.float32)


def _best(mass: NDArray[np.float32]) -> tuple[int | None, float]:
    """The target with the most mass, or None where none of them has more than the rest; and its share of the mass."""
    index = int(mass.argmax())
    return (None if index == len(mass) - 1 else index), float(mass[index])
