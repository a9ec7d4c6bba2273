"""Names of people to keys under which their spellings meet: transliterations, short forms of given names, names turned about."""

import re
from functools import cache, lru_cache
from typing import Final

from onrecord.resolve.kb.names import fold
from onrecord.resolve.words import kinds
from onrecord.trace.words import table

# How letters of other scripts are written in several ways; the first that fits is taken, in this order.
_LETTERS: Final = (
    ("sch", "s"), ("shch", "s"), ("tch", "k"), ("tsch", "k"), ("ph", "f"), ("th", "t"), ("sh", "s"), ("ch", "k"), ("kh", "g"), ("gh", "g"),
    ("zh", "z"), ("dh", "d"), ("dj", "j"), ("dzh", "j"), ("ts", "z"), ("tz", "z"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("h", "g"), ("w", "v"), ("ou", "u"),
)  # fmt: skip
# Shorter given names are initials.
_SHORTEST: Final = 3
_SILENT: Final = re.compile(r"[aeiouyj]+")
_TWICE: Final = re.compile(r"(.)\1+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_|(?<=[A-Z])(?=[A-Z][a-z])")
_ARTICLES: Final = frozenset({"al", "el", "bin", "ibn", "ben", "ul", "jr", "sr", "ii", "iii", "iv", "his", "her", "the"})


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a name's word, however it is transliterated: “zlnsk” for Zelensky, Zelenskyy and Zelenskiy.

    A word of fewer than two consonants keeps its vowels (“Abe”).
    """
    plain = fold(word).replace(" ", "").rstrip("h")
    for written, meant in _LETTERS:
        plain = plain.replace(written, meant)
    bare = _TWICE.sub(r"\1", _SILENT.sub("", plain))
    return bare if len(bare) > 1 else _TWICE.sub(r"\1", plain.replace("y", "i"))


@lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that can tell people apart, folded; a handle's are taken apart (“@EmmanuelMacron”)."""
    written = " ".join(_CAMEL.split(name[1:])) if name.startswith("@") else name
    found = [word for word in fold(written).split() if word not in _ARTICLES]
    bare = [word for word in found if word not in kinds("particle")]
    return tuple(bare or found)


@lru_cache(maxsize=50_000)
def ends(name: str) -> tuple[str, ...]:
    """The skeletons under which somebody is looked for: of the last word, and of the first, which may be the surname."""
    words = words_of(name)
    return tuple(dict.fromkeys(skeleton(word) for word in (words[-1], words[0]))) if words else ()


def may_be_one(name: str, other: str) -> bool:
    """Whether two names can be one person's. One word alone may be either end of the other's."""
    one, two = words_of(name), words_of(other)
    if not one or not two:
        return False
    if len(one) == 1 or len(two) == 1:
        short, long = (one, two) if len(one) == 1 else (two, one)
        return skeleton(short[0]) in {skeleton(long[0]), skeleton(long[-1])}
    if skeleton(one[-1]) == skeleton(two[-1]):
        return _given_agree(one[:-1], two[:-1])
    shared = {skeleton(word) for word in one} & {skeleton(word) for word in two}
    return len(shared) > 1 or (skeleton(one[0]), skeleton(one[-1])) == (skeleton(two[-1]), skeleton(two[0]))


def _given_agree(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether given names are the same, short for one another, or cut to initials."""
    return any(
        skeleton(a) == skeleton(b) or (min(len(a), len(b)) < _SHORTEST and a[0] == b[0]) or _alike(a, b) for a in one for b in two
    )


def _alike(a: str, b: str) -> bool:
    """Of both lists: “andriy” stands in one line with “andrei” and “andrew”."""
    return any(a in line and b in line for line in _lines())


@cache
def _lines() -> tuple[frozenset[str], ...]:
    return tuple(frozenset((name, *others.split("|"))) for name, others in table("given_names.tsv", "onrecord.compare"))
