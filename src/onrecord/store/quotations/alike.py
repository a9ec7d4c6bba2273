"""Two statements to whether they report one utterance: a function of the two alone, the same whichever comes first.

They do by their words, where what the shorter holds stands in the longer in the same order; or by their sense, where one
speaker says within some days what means the same. Where the same words were printed but for one that changes what is said
(help, hurt; 25, 35; will, may), the two say otherwise, and are never in one quotation.
"""

from typing import Final, Literal

import msgspec
import numpy as np

from onrecord.store.quotations.aligned import Aligned, aligned
from onrecord.store.quotations.said import Said, same_speaker
from onrecord.store.quotations.sense import likelihood

# Words and bits that two must share: “thank you all very much” has 5 words and 14 bits. Of 531 partial quotes in
# training/wordings 4 have fewer bits. Reprinted by `python -m training.quotations --words`.
COUNT: Final = 5
BITS: Final = 25.0

# Share of the shorter that must stand in the longer, by bits.
SHARE: Final = 0.85

# Where each reaches beyond the other, as two excerpts do, so many words and bits must be in both.
OVERLAP_COUNT: Final = 8
OVERLAP_BITS: Final = 45.0

# Share from which on words that differ make another statement of it, not merely another sentence with a phrase in common.
OTHERWISE_SHARE: Final = 0.6

# Bits from which on words are known again whenever they are printed, and days within which fewer are.
LONG_BITS: Final = 90.0
DAYS: Final = 14

# Days within which, and likelihood from which on, two statements are one by their sense. Reprinted by `python -m training.quotations`.
SENSE_DAYS: Final = 10
SENSE: Final = 0.5

# Cosine below which nothing is looked at: likelihoods from SENSE on are rare there.
COSINE: Final = 0.35


class Link(msgspec.Struct, frozen=True):
    """Two statements are one. by: their words or their sense; strength: bits or likelihood; count: words in both, run: in a row."""

    by: Literal["words", "sense"]
    strength: float
    count: int = 0
    run: int = 0


class Otherwise(msgspec.Struct, frozen=True):
    """Two statements hold the same words but for these, and so are never one."""

    words: tuple[str, str]


def compare(one: Said, other: Said) -> Link | Otherwise | None:
    """How two statements belong together, if they do."""
    if one.key > other.key:
        one, other = other, one
    is_same = same_speaker(one.speaker, other.speaker)
    if is_same is False:
        return None
    is_reported = one.quoted is None or other.quoted is None
    found = aligned(one.quoted or one.words, other.quoted or other.words, is_reported=is_reported)
    if found is not None and found.count >= COUNT and found.bits >= BITS:
        if found.otherwise is not None and not is_reported:
            return Otherwise(found.otherwise) if found.share >= OTHERWISE_SHARE and _is_near(one, other, found) else None
        if found.otherwise is None and _is_enough(found) and _is_near(one, other, found):
            return Link("words", round(found.bits, 3), found.count, found.run)
    if not is_same or _is_apart(one, other):
        return None
    cosine = float(np.dot(one.vector, other.vector)) if one.vector is not None and other.vector is not None else 0.0
    if cosine < COSINE:
        return None
    likely = likelihood(one.words, other.words, round(cosine, 4))
    return Link("sense", round(likely, 6)) if likely >= SENSE else None


def _is_apart(one: Said, other: Said) -> bool:
    """Whether two can't be one by their sense.

    So with what stands in one document, what lies days apart, what has no date or vector, and with two that are both the
    speaker's own words: one utterance is not printed in two wordings unless one is reported or translated.
    """
    if one.is_original and other.is_original:
        return True
    if one.vector is None or other.vector is None or one.version != other.version or one.document == other.document:
        return True
    return one.day is None or other.day is None or abs(one.day - other.day) > SENSE_DAYS


def _is_enough(found: Aligned) -> bool:
    if found.share >= SHARE:
        return True
    return found.inside >= SHARE and found.count >= OVERLAP_COUNT and found.bits >= OVERLAP_BITS


def _is_near(one: Said, other: Said, found: Aligned) -> bool:
    if found.bits >= LONG_BITS or one.day is None or other.day is None:
        return True
    return abs(one.day - other.day) <= DAYS
