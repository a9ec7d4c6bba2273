"""Grounds to confidence: how often a name that was given on such a ground, with such a share, is right.

Fitted on set-aside articles by training/speakers.py: for each ground a line in the logit of its share (Platt, 1999), drawn towards the
line of all grounds together where there are few examples.
"""

import math
from functools import cache

from onrecord.resolve.found import Found
from onrecord.resolve.words import table

_MOST = 0.995  # a share nearer to one than this says no more than this


def sure(found: Found) -> float:
    """How likely the name is right, in [0, 1], given that the source's words are; 0 where there is none."""
    if found.name is None:
        return 0.0
    slope, height = lines().get(found.ground, lines()["any"])
    return 1 / (1 + math.exp(-(slope * logit(found.share) + height)))


def logit(share: float) -> float:
    """The log odds of a share, which is kept away from 0 and 1."""
    kept = min(max(share, 1 - _MOST), _MOST)
    return math.log(kept / (1 - kept))


@cache
def lines() -> dict[str, tuple[float, float]]:
    """Slope and height of each ground's line; “any” for grounds without examples."""
    return {ground: (float(slope), float(height)) for ground, slope, height in table("grounds.tsv")}
