"""Two wordings and their vectors to how likely they are one utterance in other words: a small logistic regression.

Its weights are in data/sense.tsv, made and checked by `python -m training.quotations`.
"""

import math
from collections.abc import Collection
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.trace.contrasts import opposites
from onrecord.trace.words import Words, kind, table

# What is looked at, in the order of `features`.
FEATURES: Final = (
    "cosine",
    "share of rare words",
    "rare words",
    "names in both",
    "names apart",
    "numbers in both",
    "numbers apart",
    "denied once",
    "opposites",
    "less sure",
    "length",
    "nothing",
)

# Letters from which on two names are one where one begins with the other or, for handles, holds it: Gaza, Gazan.
_BEGINNING: Final = 4
_INSIDE: Final = 5

# Bits from which on a word is rare enough to count.
_RARE: Final = 6.0


def likelihood(one: Words, other: Words, cosine: float) -> float:
    """How likely two wordings are one utterance, in [0, 1]."""
    weights = _weights()
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(features(one, other, cosine) @ weights)))))


def features(one: Words, other: Words, cosine: float) -> NDArray[np.float64]:
    """What FEATURES names, of two wordings, float64 [FEATURES]. The same whichever comes first."""
    rare, others = _rare(one), _rare(other)
    both = rare.keys() & others.keys()
    shared = sum(rare[stem] for stem in both)
    least = min(sum(rare.values()), sum(others.values()))
    names, lone = _met(one.names, {*other.names, *other.stems})
    names_back, lone_back = _met(other.names, {*one.names, *one.stems})
    numbers = len(one.numbers & other.numbers)
    apart = min(len(one.numbers - other.numbers), len(other.numbers - one.numbers))
    denied, denied_back = _count(one, "not"), _count(other, "not")
    return np.array(
        [
            cosine,
            shared / least if least else 0.0,
            min(4.0, math.log1p(shared)),
            min(3, max(names, names_back)),
            min(2, lone, lone_back),
            min(2, numbers),
            min(2, apart),
            float((denied > 0) != (denied_back > 0)),
            float(min(2, _opposed(one, other))),
            float((_count(one, "may") > 0) != (_count(other, "may") > 0)),
            abs(math.log((1 + len(one.stems)) / (1 + len(other.stems)))),
            1.0,
        ]
    )


def _rare(words: Words) -> dict[str, float]:
    return {stem: bits for stem, bits in zip(words.stems, words.bits, strict=True) if bits >= _RARE}


def _count(words: Words, name: str) -> int:
    return sum(form in kind(name) for form in words.forms)


def _met(names: Collection[str], others: Collection[str]) -> tuple[int, int]:
    """How many names stand among others, and how many don't."""
    met = sum(name in others or any(_is_like(name, other) for other in others) for name in names)
    return met, len(names) - met


def _is_like(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (len(short) >= _BEGINNING and long.startswith(short)) or (len(short) >= _INSIDE and short in long)


def _opposed(one: Words, other: Words) -> int:
    """How many words of the one say the opposite of a word of the other that the one doesn't hold."""
    stems, others = set(one.stems), set(other.stems)
    return sum(bool(opposites().get(stem, frozenset()) & (others - stems)) for stem in stems - others)


@cache
def _weights() -> NDArray[np.float64]:
    found = dict(table("sense.tsv", "onrecord.store"))
    return np.array([float(found[name]) for name in FEATURES])
