"""Words to stems, as both engines index them: “withdraws” and “withdrawing” to “withdraw”.

Porter, An algorithm for suffix stripping, 1980. It serves to mark what a search found; which statements it finds is the engines'
business, and PostgreSQL's stems, of Porter's later algorithm, differ in a few words.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

_MEASURE = re.compile(r"v+c+")
_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a word in small letters; words of other alphabets stay as they are."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _plural(word)
    word = _past(word)
    if word.endswith("y") and "v" in _shape(word[:-1]):
        word = word[:-1] + "i"
    for step in ("2", "3"):
        word = _swapped(word, step, 0)
    word = _swapped(word, "4", 1)
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _is_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word:
            return _mended(rest) if "v" in _shape(rest) else word
    return word


def _mended(rest: str) -> str:
    """What is left of a past form, given back its e or taken its doubled letter."""
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 1 and rest[-1] == rest[-2] and _shape(rest)[-1] == "c" and rest[-1] not in "lsz":
        return rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _is_short(rest) else rest


def _swapped(word: str, step: str, least: int) -> str:
    """A word whose longest ending of a step is replaced, if what stands before it measures more than `least`."""
    for ending, instead in _endings()[step]:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            fits = _measure(rest) > least and (ending != "ion" or rest.endswith(("s", "t")))
            return rest + instead if fits else word
    return word


def _shape(word: str) -> str:
    """V for each vowel, c for each consonant; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        shape += "v" if letter in _VOWELS or (letter == "y" and shape.endswith("c")) else "c"
    return shape


def _measure(word: str) -> int:
    """How often vowels are followed by consonants."""
    return len(_MEASURE.findall(_shape(word)))


def _is_short(word: str) -> bool:
    return _shape(word)[-3:] == "cvc" and word[-1] not in "wxy"


@lru_cache(maxsize=1)
def _endings() -> dict[str, list[tuple[str, str]]]:
    """Endings of each step with what replaces them, longest first, from data/stems.tsv."""
    lines = files("onrecord.store").joinpath("data", "stems.tsv").read_text(encoding="utf-8").splitlines()
    made: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            step, ending, instead = (line + "\t").split("\t")[:3]
            made.setdefault(step, []).append((ending, instead))
    return {step: sorted(pairs, key=lambda pair: -len(pair[0])) for step, pairs in made.items()}
