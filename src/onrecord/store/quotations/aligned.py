"""Two wordings to what stands in both, in the same order, and what is said otherwise between."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

import msgspec
from rapidfuzz.distance import Indel, Levenshtein

from onrecord.store.quotations.keys import LENGTH
from onrecord.trace.contrasts import are_opposed
from onrecord.trace.words import Words, is_known, kind

# A stretch that is only words like “of the” belongs to the same words by chance unless it is this long.
_CHANCE_WORDS: Final = 3
_CHANCE_BITS: Final = 4.5

# Share of the bits that must be won by looking for the shorter wording's words all over the longer.
_FARTHER: Final = 0.15

# Words are one in two spellings from this likeness on, if one of them is no usual word.
_SPELLING: Final = 0.8

# How the words between two stretches that are the same compare: without meaning, left out openly or by whole sentences, left out
# in silence, or otherwise.
Difference = Literal["light", "cut", "dropped", "otherwise"]


class Aligned(msgspec.Struct, frozen=True):
    """What two wordings share.

    count, bits: of the words in both. run: the most of them in a row. share: of the bits of the wording that has fewer, where
    nothing was cut openly. inside: likewise, but what reaches beyond the other's beginning or end does not count.
    otherwise: words that are said otherwise, the first's and the second's, if any.
    """

    count: int
    bits: float
    run: int
    share: float
    inside: float
    otherwise: tuple[str, str] | None


def aligned(one: Words, other: Words, *, is_reported: bool = False) -> Aligned | None:
    """What two wordings share; None where it is less than LENGTH words in a row.

    is_reported: one of them gives the words indirectly, so that persons and tenses are others.
    """
    is_swapped = len(one.stems) > len(other.stems)
    short, long = (other, one) if is_swapped else (one, other)
    seed = _seed(short.stems, long.stems)
    if seed is None:
        return None
    blocks = _best_blocks(short, long, seed)
    bits = _bits(short, blocks)
    cut = beyond = 0.0
    otherwise: tuple[str, str] | None = None
    for (start, at, size), (then, there, _) in pairwise(blocks):
        gap = (start + size, then, at + size, there)
        found = _difference(short, long, gap, is_reported=is_reported)
        if found == "cut":
            cut += sum(short.bits[gap[0] : gap[1]])
        elif found == "otherwise" and otherwise is None:
            otherwise = _said(short, long, gap)
    first, last = blocks[0], (blocks[-1][0] + blocks[-1][2], blocks[-1][1] + blocks[-1][2])
    for edge, is_over in (
        ((0, first[0], max(0, first[1] - first[0]), first[1]), first[1] == 0 or _may_part(short, long, first[0], first[1])),
        (
            (last[0], len(short.stems), last[1], min(len(long.stems), last[1] + len(short.stems) - last[0])),
            last[1] == len(long.stems) or _may_part(short, long, last[0], last[1]),
        ),
    ):
        if edge[0] == edge[1]:
            continue
        if is_over:
            beyond += sum(short.bits[edge[0] : edge[1]])
        elif otherwise is None and _difference(short, long, edge, is_reported=is_reported) == "otherwise":
            otherwise = _said(short, long, edge)
    whole = sum(short.bits) - cut
    said = (otherwise[1], otherwise[0]) if otherwise and is_swapped else otherwise
    count = sum(size for *_, size in blocks)
    inside = max(whole - beyond, bits)
    return Aligned(count, bits, max(size for *_, size in blocks), min(1.0, bits / whole), bits / inside, said)


def _seed(short: Sequence[str], long: Sequence[str]) -> tuple[int, int, int] | None:
    """Where the longest run of at least LENGTH words that both have begins in each, and its length."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(long) - LENGTH + 1):
        places.setdefault(tuple(long[at : at + LENGTH]), []).append(at)
    best: tuple[int, int, int] | None = None
    for start in range(len(short) - LENGTH + 1):
        for at in places.get(tuple(short[start : start + LENGTH]), ()):
            if start and at and short[start - 1] == long[at - 1]:
                continue
            size = LENGTH
            while start + size < len(short) and at + size < len(long) and short[start + size] == long[at + size]:
                size += 1
            if best is None or size > best[2]:
                best = (start, at, size)
    return best


def _best_blocks(short: Words, long: Words, seed: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """Stretches in both, in order: where each begins in the one and the other, and its length.

    Looked for around the longest run first, and in all of the longer wording only where that gives clearly more: words that
    stand near each other in the one rarely come from all over the other.
    """
    start, at, size = seed
    length = len(short.stems)
    if size == length:
        return [seed]
    slack = length // 4 + LENGTH
    low, high = max(0, at - start - slack), min(len(long.stems), at - start + length + slack)
    near = _blocks(short, long.stems, low, high)
    if low == 0 and high == len(long.stems):
        return near or [seed]
    wide = _blocks(short, long.stems, 0, len(long.stems))
    return (wide if _bits(short, wide) > _bits(short, near) + _FARTHER * sum(short.bits) else near) or [seed]


def _bits(short: Words, blocks: Sequence[tuple[int, int, int]]) -> float:
    return sum(sum(short.bits[start : start + size]) for start, _, size in blocks)


def _blocks(short: Words, long: Sequence[str], low: int, high: int) -> list[tuple[int, int, int]]:
    """Stretches that the shorter has in common with a part of the longer. Those by chance are left out."""
    found = [
        (one.src_start, one.dest_start + low, one.src_end - one.src_start)
        for one in Indel.opcodes(short.stems, long[low:high])
        if one.tag == "equal"
    ]
    return [
        block
        for block in found
        if block[2] > _CHANCE_WORDS or sum(short.bits[block[0] : block[0] + block[2]]) >= _CHANCE_BITS or len(found) == 1
    ]


def _may_part(short: Words, long: Words, place: int, there: int) -> bool:
    """Whether another text may go on before or after this place: a sentence ends in either, or something is left out."""
    return place in short.open | short.stops or there in long.open | long.stops


def _difference(short: Words, long: Words, gap: tuple[int, int, int, int], *, is_reported: bool) -> Difference:
    start, end, at, to = gap
    if any(start <= place <= end for place in short.open) or any(at <= place <= to for place in long.open):
        return "cut"
    if start == end and at in long.stops and to in long.stops:
        return "cut"
    one, other = short.forms[start:end], long.forms[at:to]
    for name in ("not", "may", "quantity") if is_reported else ("not", "may", "will", "quantity"):
        if _of_kind(one, name) != _of_kind(other, name) and _not_filler(one, other):
            return "otherwise"
    if Counter(form for form in one if form[0] == "#") != Counter(form for form in other if form[0] == "#"):
        return "otherwise"
    if (
        not is_reported
        and _of_kind(one, "person")
        and _of_kind(other, "person")
        and _of_kind(one, "person") != _of_kind(other, "person")
    ):
        return "otherwise"
    stems, opposed = short.stems[start:end], long.stems[at:to]
    if any(are_opposed(left, right) for left in stems for right in opposed if left not in opposed and right not in stems):
        return "otherwise"
    rest, others = _weighty(short, start, end, is_reported=is_reported), _weighty(long, at, to, is_reported=is_reported)
    if len(rest) == len(others):
        return "light" if all(_is_one(left, right) for left, right in zip(rest, others, strict=True)) else "otherwise"
    return "otherwise" if rest and others else "dropped"


def _of_kind(forms: Sequence[str], name: str) -> Counter[str]:
    return Counter(form for form in forms if form in kind(name))


def _not_filler(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(form not in kind("filler") for form in (*one, *other))


def _weighty(words: Words, start: int, end: int, *, is_reported: bool) -> list[str]:
    light = kind("light") | kind("filler") | (kind("person") if is_reported else frozenset[str]())
    return [words.forms[place] for place in range(start, end) if words.forms[place] not in light]


def _is_one(one: str, other: str) -> bool:
    """Whether two words are one in two spellings."""
    if one == other:
        return True
    if "#" in one + other or (is_known(one) and is_known(other)):
        return False
    return Levenshtein.normalized_similarity(one, other) >= _SPELLING


def _said(short: Words, long: Words, gap: tuple[int, int, int, int]) -> tuple[str, str]:
    start, end, at, to = gap
    return " ".join(short.forms[start:end]), " ".join(long.forms[at:to])
