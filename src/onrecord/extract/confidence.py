"""From a model's own shares to a probability: that an attribution's content and source are right.

A logistic regression over a few signs of doubt, fitted on articles that the model never saw (training.calibrate); Platt, 1999.
Right means what the attribution scorer means: content and source both overlap the annotated ones by half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.decode import Range

FEATURES: Final = (
    "content's mean certainty",
    "content's least certain word",
    "certainty of its first words",
    "certainty of its last words",
    "chance that none of it is content",
    "cue's certainty",
    "source's certainty",
    "share of the votes for the cue",
    "share of the votes for the source",
    "has no cue",
    "has no source",
    "length",
    "pieces",
    "words between source and the rest",
    "attributions for every hundred words of the text",
)

# Attributions less likely right than this are not given: what they are wrong in outweighs what they find. A higher cut finds
# fewer words of contents (training/runs.md; python -m training.calibrate prints what each does on the articles set aside).
LEAST: Final = 0.2

# A short text may be one quotation: beyond this, how dense its attributions are says nothing more.
DENSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Confidence:
    """The regression: a weight for each of FEATURES, and what is added to their sum."""

    weights: tuple[float, ...]
    bias: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(f"A confidence has {len(FEATURES)} weights, not {len(self.weights)}.")

    def of(self, features: Sequence[float]) -> float:
        """The probability, in [0, 1], for an attribution's features."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


# Before anything is fitted: the content's mean certainty, as it is.
UNFITTED: Final = Confidence((1.0, *(0.0 for _ in FEATURES[1:])), 0.0)


def features(
    tags: NDArray[np.float32],
    certain: NDArray[np.float32],
    content: Sequence[Range],
    cue: Range | None,
    source: Range | None,
    cue_share: float,
    source_share: float,
    density: float,
) -> tuple[float, ...]:
    """The signs of doubt, as FEATURES names them: log odds of certainties, and counts.

    tags: log probabilities [words, 7]; certain: the probability of each word's tag in the chosen sequence [words].
    density: attributions for every hundred words of the text.
    """
    inside = np.concatenate([certain[low:high] for low, high in content])
    outside = np.concatenate([tags[low:high, 0] for low, high in content])
    return (
        _odds(float(inside.mean())),
        _odds(float(inside.min())),
        _odds(min(float(certain[low]) for low, _ in content)),
        _odds(min(_end(certain, tags, high) for _, high in content)),
        _odds(float(np.exp(outside).mean())),
        _odds(float(certain[cue[0] : cue[1]].mean())) if cue else 0.0,
        _odds(float(certain[source[0] : source[1]].min())) if source else 0.0,
        _odds(cue_share),
        _odds(source_share),
        float(cue is None),
        float(source is None),
        log(len(inside)),
        float(len(content)),
        log(1 + min(_gap(source, other) for other in [*content, *([cue] if cue else [])])) if source else 0.0,
        min(density, DENSE),
    )


def _gap(one: Range, other: Range) -> int:
    """Words between two ranges."""
    return max(other[0] - one[1], one[0] - other[1], 0)


def _end(certain: NDArray[np.float32], tags: NDArray[np.float32], high: int) -> float:
    """How sure the model is that the content goes on to its last word and ends there."""
    after = 1.0 - float(np.exp(tags[high, 6])) if high < len(tags) else 1.0
    return float(certain[high - 1]) * after


def _odds(share: float) -> float:
    bounded = min(max(share, 1e-3), 1 - 1e-3)
    return log(bounded / (1 - bounded))
