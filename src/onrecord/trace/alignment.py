"""Two wordings, word by word: which word of the one answers to which of the other.

In order first, by the heaviest chain of pairs; then what is left over, where whole clauses were moved. A word answers to one at most.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from onrecord.resolve.aliases import known_as
from onrecord.trace.contrasts import are_opposed
from onrecord.trace.words import Words, irregular, is_known, kind

Likeness = Literal["equal", "inflected", "name", "synonym"]

# Cosine of two words in their contexts from which on they are taken for synonyms, and what a pair of them is worth, of the rarer's bits.
SYNONYM: Final = 0.6
_SYNONYM_WORTH: Final = 0.5

# Likeness from which on words are one in two spellings, if one of them is no usual word.
_SPELLING: Final = 0.8

# What a pair of words that only hold others together is worth, and a pair whose neighbours are pairs too.
_LIGHT: Final = 0.4
_NEIGHBOUR: Final = 0.4

# Bits that a moved clause must hold, and that a lone pair away from all others must.
_MOVED: Final = 10.0
_ALONE: Final = 4.5

# Words of a content that must stand together in another sentence of the source than the rest of the chain, though in the wording they
# are in one with it: a “Syria” that an editor put into a quotation is not the one of the sentence before.
_AWAY: Final = 3

# What a pair is worth more that follows the pair before it in both: of two chains that hold the same, the one with fewer gaps.
_UNBROKEN: Final = 0.01

# Clauses that are looked for out of order, at most; words of a name, at most.
_MOVES: Final = 4
_NAME: Final = 5


class Pair(msgspec.Struct, frozen=True):
    """A word of the wording, by its place, and the one of the source that it answers to."""

    place: int
    there: int
    likeness: Likeness
    is_moved: bool = False


def align(one: Words, other: Words, near: NDArray[np.float32] | None = None) -> list[Pair]:
    """Pairs by their places in the wording. near: cosines of words in their contexts, float32 [one's, other's]; no synonyms without."""
    if not one.forms or not other.forms:
        return []
    worth = _worth(one, other, near)
    chain = _without_lone(_without_away(_chain(worth), worth, one, other), worth)
    pairs = [(place, there, False) for place, there in chain]
    for _ in range(_MOVES):
        rest = worth.copy()
        rest[[place for place, *_ in pairs]] = 0
        rest[:, [there for _, there, _ in pairs]] = 0
        moved = _heaviest_run(rest)
        if sum(worth[pair] for pair in moved) < _MOVED:
            break
        pairs += [(*pair, True) for pair in moved]
    return [Pair(place, there, _likeness(one, other, place, there), is_moved) for place, there, is_moved in sorted(pairs)]


def _worth(one: Words, other: Words, near: NDArray[np.float32] | None) -> NDArray[np.float64]:
    """What each pair of words is worth, in bits, float64 [one's, other's]; 0 where they have nothing in common."""
    found = np.zeros((len(one.forms), len(other.forms)))
    light = kind("light") | kind("person")
    bits = np.array(one.bits)[:, None], np.array(other.bits)[None]
    if near is not None and near.size:
        is_content = np.minimum(*np.broadcast_arrays(*bits)) > 1
        found = np.where((near >= SYNONYM) & is_content, _SYNONYM_WORTH * near * np.minimum(*bits), 0.0)
    for place, form in enumerate(one.forms):
        for there, another in enumerate(other.forms):
            if form == another:
                found[place, there] = _LIGHT if form in light else one.bits[place]
            elif _root(one, place) == _root(other, there) or _is_spelling(form, another):
                found[place, there] = 0.9 * one.bits[place]
            elif found[place, there] and ("#" in form + another or are_opposed(one.stems[place], other.stems[there])):
                found[place, there] = 0
    for (start, end), (low, high) in _same_names(one, other):
        for step in range(max(end - start, high - low)):
            pair = min(start + step, end - 1), min(low + step, high - 1)
            found[pair] = max(found[pair], one.bits[pair[0]])
    is_pair = found > 0
    found[1:, 1:] += _NEIGHBOUR * (is_pair[1:, 1:] & is_pair[:-1, :-1])
    found[:-1, :-1] += _NEIGHBOUR * (is_pair[:-1, :-1] & is_pair[1:, 1:])
    return found


def _root(words: Words, place: int) -> str:
    return irregular().get(words.forms[place], words.stems[place])


def _is_spelling(one: str, other: str) -> bool:
    if "#" in one + other or (is_known(one) and is_known(other)):
        return False
    return len(one) > 3 and Levenshtein.normalized_similarity(one, other) >= _SPELLING


def _same_names(one: Words, other: Words) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches that name one body or country otherwise: ISIS, Daesh."""
    here, there = _usual_names(one), _usual_names(other)
    return [
        (span, another)
        for usual, spans in here.items()
        for span in spans
        for another in there.get(usual, ())
        if not _same(one, span, other, another)
    ]


def _same(one: Words, span: tuple[int, int], other: Words, another: tuple[int, int]) -> bool:
    return one.forms[span[0] : span[1]] == other.forms[another[0] : another[1]]


def _usual_names(words: Words) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(words.forms)):
        for end in range(start + 1, min(len(words.forms), start + _NAME) + 1):
            for name in (" ".join(words.written[start:end]), "".join(words.written[start:end])):
                usual = known_as(name)
                if name and name[0].isupper() and (usual != name or end - start > 1):
                    found.setdefault(usual, []).append((start, end))
                    break
    for start, written in enumerate(words.written):
        if written in found:
            found[written].append((start, start + 1))
    return found


def _chain(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The heaviest chain of pairs in the order of both, with as few gaps as one so heavy has."""
    rows, columns = worth.shape
    # Of what stands before a place in both: the heaviest chain, and the heaviest that ends with the pair there.
    best, ending = np.zeros((rows + 1, columns + 1)), np.full((rows + 1, columns + 1), -np.inf)
    for row in range(rows):
        before = np.maximum(best[row, :-1], ending[row, :-1] + _UNBROKEN)
        ending[row + 1, 1:] = np.where(worth[row] > 0, before + worth[row], -np.inf)
        best[row + 1] = np.maximum.accumulate(np.maximum(best[row], ending[row + 1]))
    found, row, column, is_unbroken = [], rows, columns, False
    while row and column:
        if not is_unbroken and best[row, column] == best[row - 1, column]:
            row -= 1
        elif not is_unbroken and best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found.append((row, column))
            is_unbroken = bool(ending[row, column] + _UNBROKEN >= best[row, column])
    return found[::-1]


def _without_away(chain: list[tuple[int, int]], worth: NDArray[np.float64], one: Words, other: Words) -> list[tuple[int, int]]:
    """A chain whose ends are not drawn into another sentence of the source, where more words of the wording answer to its own."""
    kept = worth.copy()
    for step in (1, -1):
        pairs, without = _away(chain[::step], worth, one, other), kept.copy()
        for pair in pairs:
            without[pair] = 0
        nearer = _chain(without) if pairs else chain
        if len(nearer) > len(chain):
            kept, chain = without, nearer
    return chain


def _away(chain: Sequence[tuple[int, int]], worth: NDArray[np.float64], one: Words, other: Words) -> list[tuple[int, int]]:
    """The pairs at a chain's beginning that stand alone in another sentence of the source; none where they hold enough."""
    held = 0
    for place, (before, after) in enumerate(pairwise(chain), start=1):
        held += bool(worth[before] >= _ALONE)
        if held >= _AWAY:
            return []
        if _is_parted(other, before[1], after[1]) and not _is_parted(one, before[0], after[0]):
            return list(chain[:place])
    return []


def _is_parted(words: Words, place: int, another: int) -> bool:
    """Whether a sentence ends between two places, or something may be left out there."""
    low, high = sorted((place, another))
    return any(low < stop <= high for stop in words.stops | words.open)


def _without_lone(chain: list[tuple[int, int]], worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """A chain without pairs that stand away from all others and hold little, such as a lone “the”."""
    found: list[tuple[int, int]] = []
    for run in _runs(chain):
        if sum(worth[pair] for pair in run) >= _ALONE:
            found += run
    # Pairs next to kept ones are kept, and those next to them.
    kept, count = found, -1
    while len(kept) != count:
        count = len(kept)
        kept = [pair for pair in chain if pair in set(kept) or _is_beside(pair, kept)]
    return kept or chain


def _is_beside(pair: tuple[int, int], kept: Sequence[tuple[int, int]]) -> bool:
    """Whether a pair stands next to a kept one, or next but one."""
    return any(0 < abs(pair[0] - place) <= 2 and 0 < abs(pair[1] - there) <= 2 for place, there in kept)


def _runs(chain: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = []
    for pair in chain:
        if found and (pair[0] - 1, pair[1] - 1) == found[-1][-1]:
            found[-1].append(pair)
        else:
            found.append([pair])
    return found


def _heaviest_run(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The heaviest run of pairs in a row."""
    sums = np.zeros((worth.shape[0] + 1, worth.shape[1] + 1))
    for row in range(worth.shape[0]):
        sums[row + 1, 1:] = np.where(worth[row] > 0, sums[row, :-1] + worth[row], 0)
    row, column = (int(one) for one in np.unravel_index(int(sums.argmax()), sums.shape))
    found = []
    while row and column and worth[row - 1, column - 1] > 0:
        row, column = row - 1, column - 1
        found.append((row, column))
    return found[::-1]


def _likeness(one: Words, other: Words, place: int, there: int) -> Likeness:
    if one.forms[place] == other.forms[there]:
        return "equal"
    if _root(one, place) == _root(other, there) or _is_spelling(one.forms[place], other.forms[there]):
        return "inflected"
    if any(start <= place < end and low <= there < high for (start, end), (low, high) in _same_names(one, other)):
        return "name"
    return "synonym"
