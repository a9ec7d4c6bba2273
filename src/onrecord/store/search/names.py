"""A name as somebody types it to the names of the archive that it may stand for: exact, in part, or with a slip.

The best kind of likeness wins, and all names that are alike in it are taken. A single word is a surname too: whoever bears it
as a person is taken together with those of whom no more is known than this word.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec
from rapidfuzz.distance import OSA

from onrecord.store.search.found import Likeness

# Words from this length on may hold so many slips: a letter wrong, missing, too many, or two in the wrong order.
SLIPS: Final = ((8, 2), (4, 1))

# Slips at a word's beginning change its first letters or leave what follows them: either is looked for before names are compared.
_HEAD, _TAIL = 2, 3


class Choice(msgspec.Struct, frozen=True):
    """The folded names that a typed one stands for, and how it agrees with them."""

    likeness: Likeness
    names: tuple[str, ...]


def slips(word: str) -> int:
    """How many slips a word may hold."""
    return next((allowed for length, allowed in SLIPS if len(word) >= length), 0)


def pieces(typed: str) -> tuple[str, str | None]:
    """What a name alike to the typed one holds: a word that begins with the first, or else the second anywhere.

    typed: folded, not empty. Every name that holds the typed words is kept by it, and every name with one slip.
    """
    longest = max(typed.split(), key=len)
    if not slips(longest):
        return longest, None
    return longest[:_HEAD], longest[_TAIL:]


def choose(typed: str, names: Iterable[str], persons: Callable[[Sequence[str]], set[str]]) -> Choice | None:
    """The names that a typed one stands for. typed, names: folded. persons: which of some names are of persons."""
    words = typed.split()
    wanted = set(words)
    is_exact = False
    parts: list[str] = []
    near: dict[str, int] = {}
    for name in names:
        if name == typed:
            is_exact = True
            continue
        held = name.split()
        if wanted.issubset(held):
            parts.append(name)
        elif not parts and not is_exact:
            apart = distance(words, held)
            if apart is not None:
                near[name] = apart
    if is_exact:
        surnamed = [name for name in parts if name.rpartition(" ")[2] == typed] if len(words) == 1 else []
        also = persons(surnamed) if surnamed else set()
        return Choice("exact", (typed, *sorted(also)))
    if parts:
        return Choice("part", tuple(sorted(parts)))
    if not near:
        return None
    least = min(near.values())
    return Choice("typo", tuple(sorted(name for name, apart in near.items() if apart == least)))


def distance(words: Sequence[str], held: Sequence[str]) -> int | None:
    """In how many letters the words of a typed name differ from words of another, or None where in too many."""
    total, left = 0, list(held)
    for word in words:
        allowed = slips(word)
        best, nearest = allowed + 1, ""
        for other in left:
            apart = (
                0
                if other == word
                else OSA.distance(word, other, score_cutoff=allowed)
                if abs(len(other) - len(word)) <= allowed
                else best
            )
            if apart < best:
                best, nearest = apart, other
        if best > allowed:
            return None
        left.remove(nearest)
        total += best
    return total
