"""A reported wording and a passage to how likely the one reports the other: the second, closer look at a candidate.

What lies near by meaning is mostly about the same things; what was said is so only where every part of the wording has something in
the passage to stand on. So each word of the wording looks for its nearest in the passage, and what finds none counts most.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.trace.contrasts import opposites
from onrecord.trace.states import Inside
from onrecord.trace.words import Words, kind

# What is looked at, in the order of `features`.
FEATURES: Final = (
    "cosine",
    "stands in the passage",
    "stands in the wording",
    "worst third",
    "worst two thirds",
    "worst clause",
    "weighed cosine",
    "cosine of other words",
    "other words",
    "same words",
    "same words, bits",
    "longest run",
    "longest run, bits",
    "names missing",
    "names met",
    "numbers missing",
    "numbers met",
    "opposites",
    "denied once",
    "longer",
    "shorter",
    "far words",
)

# Bits from which on a word counts as one with a content.
_CONTENT: Final = 4.0

# Cosine in context below which a word has nothing like it in the passage.
_FAR: Final = 0.5

# Letters from which on two names are one where one begins with the other or, for handles, holds it.
_BEGINNING: Final = 4
_INSIDE: Final = 5

# Words of a clause, at least: fewer are joined to the next.
_CLAUSE: Final = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: its words and how the encoder has it."""

    words: Words
    inside: Inside


def features(wording: Side, passage: Side, aside: Collection[str] = ()) -> NDArray[np.float64]:
    """What FEATURES names, float64 [FEATURES]. aside: stems of the speaker's name, which a report has and a speech doesn't."""
    one, other = wording.words, passage.words
    weight, weight_back = _weights(one, aside), _weights(other)
    if not len(weight) or not len(weight_back):
        return np.zeros(len(FEATURES))
    near: NDArray[np.float32] = wording.inside.words @ passage.inside.words.T
    numbers = {stem: number for number, stem in enumerate({*one.stems, *other.stems})}
    same = np.array([numbers[stem] for stem in one.stems])[:, None] == np.array([numbers[stem] for stem in other.stems])[None]
    is_same, is_same_back = same.any(axis=1), same.any(axis=0)
    best = np.where(is_same, 1.0, near.max(axis=1))
    best_back = np.where(is_same_back, 1.0, near.max(axis=0))
    content = weight >= _CONTENT
    whole = float(weight[content].sum()) or 1.0
    shared = float(weight[content & is_same].sum())
    longest = _longest(same, weight)
    names = [name for name in one.names if name not in aside]
    there = {*other.names, *other.stems}
    met = sum(any(is_like(name, another) for another in there) for name in names)
    stems, others = set(one.stems), set(other.stems)
    return np.array(
        [
            float(wording.inside.point @ passage.inside.point),
            float(best @ weight / weight.sum()),
            float(best_back @ weight_back / weight_back.sum()),
            _worst(best, weight, content, 1 / 3),
            _worst(best, weight, content, 2 / 3),
            _worst_clause(wording, passage, weight, weight_back),
            _cosine(weight @ wording.inside.words, weight_back @ passage.inside.words),
            _cosine((weight * ~is_same) @ wording.inside.words, (weight_back * ~is_same_back) @ passage.inside.words),
            float(weight[content & ~is_same].sum()) / whole,
            shared / whole,
            math.log1p(shared / 10),
            longest / float(weight.sum()),
            math.log1p(longest / 10),
            min(3, len(names) - met),
            min(3, met),
            min(3, len(one.numbers - other.numbers)),
            min(3, len(one.numbers & other.numbers)),
            min(2, sum(bool(opposites().get(stem, frozenset()) & (others - stems)) for stem in stems - others)),
            float(_is_denied(one) != _is_denied(other)),
            max(0.0, math.log((1 + len(one.stems)) / (1 + len(other.stems)))),
            max(0.0, math.log((1 + len(other.stems)) / (1 + len(one.stems)))),
            float(weight[content & (best < _FAR)].sum()) / whole,
        ]
    )


def is_like(name: str, other: str) -> bool:
    """Whether two stems may be one name: Gaza, Gazan."""
    short, long = sorted((name, other), key=len)
    return name == other or (len(short) >= _BEGINNING and long.startswith(short)) or (len(short) >= _INSIDE and short in long)


def _weights(words: Words, aside: Collection[str] = ()) -> NDArray[np.float64]:
    return np.array(
        [
            1.0 if form in kind("report") or stem in aside else rare
            for form, stem, rare in zip(words.forms, words.stems, words.bits, strict=True)
        ]
    )


def _longest(same: NDArray[np.bool_], weight: NDArray[np.float64]) -> float:
    """Bits of the heaviest run of words that both have."""
    before, most = np.zeros(same.shape[1]), 0.0
    for row, heavy in zip(same, weight, strict=True):
        now = np.zeros_like(before)
        now[0], now[1:] = heavy, before[:-1] + heavy
        before = now * row
        most = max(most, float(before.max()))
    return most


def _worst(best: NDArray[np.float64], weight: NDArray[np.float64], content: NDArray[np.bool_], share: float) -> float:
    """How near the passage comes to those words of the wording that it comes least near to."""
    if not content.any():
        return float(best.min())
    found, heavy = best[content], weight[content]
    order = np.argsort(found)[: max(1, round(len(found) * share))]
    return float(np.average(found[order], weights=heavy[order]))


def _worst_clause(wording: Side, passage: Side, weight: NDArray[np.float64], weight_back: NDArray[np.float64]) -> float:
    """How near the passage's nearest clause is to the clause of the wording that has none nearer."""
    there = [_unit(weight_back[low:high] @ passage.inside.words[low:high]) for low, high in clauses(passage.words)]
    here = [_unit(weight[low:high] @ wording.inside.words[low:high]) for low, high in clauses(wording.words)]
    if not here or not there:
        return 0.0
    return float((np.array(here) @ np.array(there).T).max(axis=1).min())


def clauses(words: Words) -> list[tuple[int, int]]:
    """Stretches of a wording between sentence ends and words that join, each of some words at least."""
    length = len(words.forms)
    cuts = (
        {place for place in words.stops if place}
        | {place for place in range(length) if words.forms[place] in kind("joint")}
        | {length}
    )
    found, start = [], 0
    for cut in sorted(cuts):
        if cut - start >= _CLAUSE:
            found.append((start, cut))
            start = cut
    if start < length:
        if found:
            found[-1] = (found[-1][0], length)
        else:
            found.append((start, length))
    return found


def _is_denied(words: Words) -> bool:
    return any(form in kind("not") for form in words.forms)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def _cosine(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(_unit(one) @ _unit(other))
