"""A judged sample to the figures that a study prints: how many statements are right, and how many were missed, with intervals.

Precision is a plain share with Wilson's interval. Recall is R = T / (T + M), where

    T = N · p           right statements in the archive: N found, p the share of the sampled ones whose words are right
    M = S · m           missed ones: S = (A / n) · Σ w_i sentences outside them, m = Σ w_i y_i / Σ w_i missed a sentence

A: letters outside all statements; n: sentences drawn; y_i: statements missed in the i-th; w_i = k / u, k the sentences and u
the letters outside statements of its document, as documents are drawn with probability u / A and sentences evenly within them
(Hansen & Hurwitz 1943, with Hájek's ratio). M / T = (S / N) · m / p is independent in its two parts, so its interval is theirs
joined by MOVER (Donner & Zou 2012). m's own is Wilson's at the sample size that the weights leave, n' = (Σ w)² / Σ w²
(Kish 1965; Dean & Pagano 2015 find Wilson's the best there). All of them stay inside [0, 1] and say something where nothing
was missed, which a bootstrap does not.
"""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from onrecord.store.sample import Sample

# The normal quantile of a 95 % interval.
Z: Final = 1.959963984540054


class Estimate(msgspec.Struct, frozen=True):
    """A share with its 95 % interval, all in [0, 1]. value: None where nothing was there to judge. of: how many were judged."""

    value: float | None
    low: float
    high: float
    of: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a sample says of the archive that it was drawn from.

    words: of the sampled statements, those whose words are right. speaker: of these, where the archive names one, those whose
    speaker is right. both: of all sampled statements that name a speaker, those with both right. recall: of all statements in
    the texts, those that the archive holds with the right words; second-hand ones inside others' words aside.
    unnamed: of the sampled statements, those whose speaker the archive leaves unknown. missed: how many it lacks, estimated.
    """

    words: Estimate
    speaker: Estimate
    both: Estimate
    recall: Estimate
    unnamed: int
    missed: float | None
    passages: int
    waiting: int


def figures(sample: Sample) -> Figures:
    """The figures of what was judged so far: pure, and the same for the same judgements."""
    judged = [one for one in sample.statements if one.judged is not None]
    right = [one for one in judged if one.judged is not None and one.judged.words]
    named = [one for one in judged if one.speaker is not None]
    with_speaker = [one for one in right if one.speaker is not None]
    sure = sum(one.judged is not None and one.judged.speaker for one in with_speaker)
    words = wilson(len(right), len(judged))
    passages = [one for one in sample.passages if one.judged is not None]
    weights = [one.weight for one in passages for _ in range(one.times)]
    missed = [len(one.judged.missed) if one.judged else 0 for one in passages for _ in range(one.times)]
    sentences = sample.frame.letters * sum(weights) / len(weights) if weights else 0.0
    rate = mean_missed(missed, weights)
    return Figures(
        words=words,
        speaker=wilson(sure, len(with_speaker)),
        both=wilson(sure, len(named)),
        recall=recall(words, rate, sample.frame.statements, sentences),
        unnamed=len(judged) - len(named),
        missed=sentences * rate.value if rate.value is not None else None,
        passages=len(passages),
        waiting=len(sample.statements) - len(judged) + len(sample.passages) - len(passages),
    )


def wilson(count: float, of: float) -> Estimate:
    """A share with Wilson's interval (Wilson 1927; Brown, Cai & DasGupta 2001). Neither need be whole: effective sizes are not."""
    if of <= 0:
        return Estimate(None, 0.0, 1.0, 0)
    share = count / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
    # Rounding must not push the interval's end past the share, nor past what a share can be.
    low = 0.0 if count == 0 else max(0.0, min(share, middle - half))
    high = 1.0 if count == of else min(1.0, max(share, middle + half))
    return Estimate(share, low, high, round(of))


def mean_missed(missed: Sequence[int], weights: Sequence[float]) -> Estimate:
    """How many statements a sentence hides, weighted, with an interval; above 1 only where sentences hide several."""
    total = sum(weights)
    if not total:
        return Estimate(None, 0.0, math.inf, 0)
    size = total * total / sum(weight * weight for weight in weights)
    hiding = sum(weight for weight, count in zip(weights, missed, strict=True) if count)
    share = wilson(min(size, size * hiding / total), size)
    # How many a sentence hides that hides any is taken as it is: it is nearly always one.
    each = sum(weight * count for weight, count in zip(weights, missed, strict=True)) / hiding if hiding else 1.0
    return Estimate((share.value or 0.0) * each, share.low * each, share.high * each, len(weights))


def recall(words: Estimate, rate: Estimate, found: int, sentences: float) -> Estimate:
    """The share of all statements that the archive holds, from the precision of what it holds and the rate of what it misses."""
    if words.value is None or rate.value is None:
        return Estimate(None, 0.0, 1.0, 0)
    low, high = ratio(rate, words)
    scale = sentences / found if found else math.inf
    there, lacking = found * words.value, sentences * rate.value
    value = there / (there + lacking) if there + lacking else None
    ends = [1 / (1 + scale * one) if one > 0 else 1.0 for one in (high, low)]
    if value is None:
        return Estimate(None, 0.0, 1.0, rate.of)
    return Estimate(value, min(value, ends[0]), max(value, ends[1]), rate.of)


def ratio(above: Estimate, below: Estimate) -> tuple[float, float]:
    """The interval of a ratio of two independent estimates from theirs: MOVER-R (Donner & Zou 2012), its roots without cancelling."""
    one, other = above.value or 0.0, below.value or 0.0
    product = one * other
    lowest = above.low * (2 * one - above.low)
    root = product + math.sqrt(max(0.0, product**2 - lowest * below.high * (2 * other - below.high)))
    low = max(0.0, lowest / root) if root > 0 else 0.0
    bottom = below.low * (2 * other - below.low)
    if bottom <= 0:
        return low, math.inf
    return low, (product + math.sqrt(max(0.0, product**2 - bottom * above.high * (2 * one - above.high)))) / bottom
