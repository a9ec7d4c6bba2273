"""Spans to attributions: what belongs to what, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.confidence import features
from onrecord.extract.decode import ACTS, ROLES, Range, Scores, spans, viterbi
from onrecord.record import Act


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in words. link: how sure its links are, in [0, 1]; features: as onrecord.extract.confidence has them."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    features: tuple[float, ...]
    link: float
    act: Act
    inner: tuple["Linked", ...] = ()


# How much of a content's evidence for its source comes from its own words, the rest from its cue's.
OWN_SOURCE_WEIGHT = 0.25

# A cue so many words (marks are words too) from a content is favoured by so much: “A,” said B, “C.” is one sentence.
TOUCHING = 2
TOUCHING_WEIGHT = 1.3

# A nested content that is as much of its holder's words is the holder found again.
SAME = 0.9


def link(scores: Scores) -> list[Linked]:
    """Attributions from scores: contents that point to one cue are one, with the source that they and it point to."""
    best = viterbi(scores.tags)
    sources, cues, contents = (spans(best, role) for role in ROLES)
    certain: NDArray[np.float32] = np.exp(scores.tags[np.arange(len(best)), best])
    by_cue, by_source = _masses(scores.to_cue, scores.low, cues), _masses(scores.to_source, scores.low, sources)
    groups: dict[Range, list[Range]] = {}
    shares: dict[Range, float] = {}
    for number, content in enumerate(contents):
        index, share = _best(_nearer(_mean(by_cue, [content]), content, cues))
        target = cues[index] if index is not None else (-1 - number, -1 - number)
        groups.setdefault(target, []).append(content)
        shares[content] = share
    density = 100 * len(groups) / max(len(best), 1)
    linked = []
    for target, pieces in groups.items():
        cue = target if target[0] >= 0 else None
        cue_spans = [cue] if cue else []
        votes = min(shares[piece] for piece in pieces)
        evidence = _mean(by_source, pieces)
        if cue_spans:
            evidence = OWN_SOURCE_WEIGHT * evidence + (1 - OWN_SOURCE_WEIGHT) * _mean(by_source, cue_spans)
        index, share = _best(evidence)
        source = sources[index] if index is not None else None
        linked.append(
            Linked(
                source=(source,) if source else (),
                cue=tuple(cue_spans),
                content=tuple(pieces),
                features=features(scores.tags, certain, pieces, cue, source, votes, share, density),
                link=min(share, votes),
                act=act_of(scores.acts, cue_spans, pieces),
                inner=_inside(scores, pieces),
            )
        )
    return sorted(linked, key=lambda one: one.content[0])


def act_of(evidence: NDArray[np.float32], cue: Sequence[Range], content: Sequence[Range]) -> Act:
    """What the source does: the mean evidence of the cue's words and that of the content's, each counting half."""
    means = [evidence[_indices(part)].mean(axis=0) for part in (cue, content) if part]
    return ACTS[int(np.mean(means, axis=0).argmax())]


def _masses(pointers: NDArray[np.float32], low: NDArray[np.int64], targets: Sequence[Range]) -> NDArray[np.float32]:
    """Probability with which each word points into each target, float32 [words, targets]."""
    if not targets or not len(pointers):
        return np.zeros((len(pointers), len(targets)), dtype=np.float32)
    width = pointers.shape[1]
    sums = np.zeros((len(pointers), width + 1), dtype=np.float32)
    np.cumsum(pointers, axis=1, out=sums[:, 1:])
    bounds = np.array(targets, dtype=np.int64)[None] - low[:, None, None]
    starts, ends = np.moveaxis(np.clip(bounds, 0, width), -1, 0)
    rows = np.arange(len(pointers))[:, None]
    return sums[rows, ends] - sums[rows, starts]  # type: ignore[no-any-return]


def _mean(masses: NDArray[np.float32], queries: Sequence[Range]) -> NDArray[np.float32]:
    """Mean probability with which the queries' words point into each target; the last entry is for none of them."""
    mass = np.append(masses[_indices(queries)].mean(axis=0), np.float32(0.0))
    mass[-1] = max(0.0, 1.0 - float(mass.sum()))
    return mass


def _nearer(mass: NDArray[np.float32], content: Range, cues: Sequence[Range]) -> NDArray[np.float32]:
    """The same evidence with cues that touch the content, marks aside, favoured; still summing to one."""
    touches = [min(abs(start - content[1]), abs(content[0] - end)) <= TOUCHING for start, end in cues]
    weighted = mass * np.array([TOUCHING_WEIGHT if near else 1.0 for near in touches] + [1.0], dtype=np.float32)
    return (weighted / max(float(weighted.sum()), 1e-9)).astype(np.float32)


def _best(mass: NDArray[np.float32]) -> tuple[int | None, float]:
    """The target with the most mass, or None where none of them has more than the rest; and its share of the mass."""
    index = int(mass.argmax())
    return (None if index == len(mass) - 1 else index), float(mass[index])


def _indices(ranges: Sequence[Range]) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(range(low, high) for low, high in ranges), dtype=np.int64)


def _inside(scores: Scores, pieces: Sequence[Range]) -> tuple[Linked, ...]:
    """The attributions inside one content. Few stand in one, so what is nearest belongs together."""
    found: dict[str, list[Range]] = {role: [] for role in ROLES}
    certain: dict[Range, float] = {}
    for low, high in pieces:
        best = viterbi(scores.inner[low:high])
        if not best.any():
            continue
        sure = np.exp(scores.inner[np.arange(low, high), best])
        for role in ROLES:
            for start, end in spans(best, role):
                span = (low + start, low + end)
                found[role].append(span)
                certain[span] = float(sure[start:end].mean())
    whole = sum(high - low for low, high in pieces)
    groups: dict[Range | None, list[Range]] = {}
    for content in found["content"]:
        if content[1] - content[0] < SAME * whole:
            groups.setdefault(_nearest(content, found["cue"]), []).append(content)
    linked = []
    for cue, contents in groups.items():
        source = _nearest(cue or contents[0], found["source"])
        if not (cue or source):
            continue
        parts = [span for span in (cue, source) if span]
        linked.append(
            Linked(
                source=(source,) if source else (),
                cue=(cue,) if cue else (),
                content=tuple(contents),
                features=(),
                link=min(certain[span] for span in [*parts, *contents]),
                act=act_of(scores.acts, [cue] if cue else [], contents),
            )
        )
    return tuple(sorted(linked, key=lambda one: one.content[0]))


def _nearest(span: Range, others: Sequence[Range]) -> Range | None:
    """The range with the fewest words between it and this one."""
    return min(others, key=lambda other: max(other[0] - span[1], span[0] - other[1]), default=None)
