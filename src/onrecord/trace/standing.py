"""A wording's candidates to their order, and to how likely the first is what it reports: by how it looks and by how far it stands out.

Of what a speaker says often, many texts lie about as near, whether or not the one that is sought is among them; of what was said once,
one does. So the first is judged beside those behind it, as it is told from what a search gave how hard a query was (Cronen-Townsend,
Zhou and Croft 2002).
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.trace import closer
from onrecord.trace.trees import Trees, trees

# What candidates are put in order by: what is looked at in each, and what the trees and the model that reads both say of it.
LOOKS: Final = (*closer.FEATURES, "trees", "together")

# What is looked at in the first, in the order of `features`. “over next”: how far the first is above the second; “over rest”: above the
# mean of some.
FEATURES: Final = (
    "order",
    "trees",
    "together",
    "cosine",
    "longest run",
    "same words, bits",
    "other words",
    "names missing",
    "numbers missing",
    "worst clause",
    "over next",
    "over rest",
    "trees over next",
    "together over next",
    "cosine over next",
    "run over next",
    "share",
    "searched",
    "candidates",
)

# What a run of the same words, as a share of the wording, and a cosine add to what the trees say: between passages that are all likely,
# the words themselves decide.
_RUN_WORTH: Final = 4.0
_COSINE_WORTH: Final = 2.0

# A run of the same words that is longer than this share of the wording is hardly chance, also where a number beside it differs: what each
# share more adds to the logarithm of the odds.
_LONG_RUN: Final = 0.25
_RUN_ODDS: Final = 6.0

# The most that the first is above another, which is also what it is above nothing.
_MOST: Final = {"order": 8.0, "trees": 4.0, "together": 6.0, "cosine": 0.3, "longest run": 0.5}

# Those behind the first that “over rest” looks at.
_REST: Final = 5

_COLUMN: Final = {name: place for place, name in enumerate(closer.FEATURES)}


def order(table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64]) -> NDArray[np.float64]:
    """How candidates are ranked, the highest first, float64 [candidates], as the trees of order.tsv have it.

    table: what closer.FEATURES names, float64 [candidates, features]; odds: what the trees, together: what the model that reads both
    says of each, logarithms of odds, float64 [candidates].
    """
    return ordered(trees("order.tsv", LOOKS), table, odds, together)


def ordered(by: Trees, table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64]) -> NDArray[np.float64]:
    """How candidates are ranked by some trees, as `order` has it."""
    found: NDArray[np.float64] = by.sums(looks(table, odds, together))
    return found + _RUN_WORTH * table[:, _COLUMN["longest run"]] + _COSINE_WORTH * table[:, _COLUMN["cosine"]]


def looks(table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64]) -> NDArray[np.float64]:
    """What LOOKS names, float64 [candidates, LOOKS]."""
    return np.column_stack([table, odds, together])


def features(
    ranked: NDArray[np.float64], table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64], searched: int
) -> NDArray[np.float64]:
    """What FEATURES names of the first of at least one candidate, float64 [FEATURES].

    ranked: as `order` has them; searched: passages that they come from.
    """
    places = np.argsort(-ranked, kind="stable")
    first, rest = places[0], places[1:]
    of = {
        "order": ranked,
        "trees": odds,
        "together": together,
        "cosine": table[:, _COLUMN["cosine"]],
        "longest run": table[:, _COLUMN["longest run"]],
    }

    def above(name: str) -> float:
        most, values = _MOST[name], of[name]
        return min(most, float(values[first] - values[rest].max())) if len(rest) else most

    behind = float(ranked[rest[:_REST]].mean()) if len(rest) else -math.inf
    return np.array(
        [
            *(float(of[name][first]) for name in ("order", "trees", "together", "cosine", "longest run")),
            *(
                float(table[first, _COLUMN[name]])
                for name in ("same words, bits", "other words", "names missing", "numbers missing", "worst clause")
            ),
            above("order"),
            min(_MOST["order"], float(ranked[first]) - behind),
            *(above(name) for name in ("trees", "together", "cosine", "longest run")),
            1 / float(np.exp(ranked - ranked[first]).sum()),
            math.log(searched),
            float(len(ranked)),
        ]
    )


def likelihoods(
    ranked: NDArray[np.float64], table: NDArray[np.float64], odds: NDArray[np.float64], together: NDArray[np.float64], searched: int
) -> NDArray[np.float64]:
    """How likely each candidate is what the wording reports, in [0, 1], float64 [candidates].

    The first as the trees of standing.tsv have it; the others by how far they are behind it.
    """
    row = features(ranked, table, odds, together, searched)
    likely = float(trees("standing.tsv", FEATURES).likelihoods(row[None])[0])
    run = max(0.0, float(row[FEATURES.index("longest run")]) - _LONG_RUN)
    first = 1 / (1 + (1 - likely) / likely * math.exp(-_RUN_ODDS * run))
    found: NDArray[np.float64] = first * np.exp(ranked - ranked.max())
    return found
