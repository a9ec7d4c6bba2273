"""Invented words, names and outlets, as unequal in frequency as a language's own: the same from the same seed on every machine.

Shares fall as the rank rises (Zipf, with Mandelbrot's offset), so that an archive of them has the few words that are everywhere
and the many that are rare, which is what an index meets.
"""

import random
from functools import cache
from itertools import accumulate
from pathlib import Path

# How many different ones there are.
WORDS = 50_000
PEOPLE = 50_000
OUTLETS = 500

# The most frequent people are known by a Wikidata id of an invented range, as the knowledge base knows people; the others by their documents alone.
KNOWN_PEOPLE = 5_000
FIRST_QID = 9_000_000_000

# Every twelfth name is an organisation's.
ORGANISATION_EVERY = 12

# Which part of running text is function words, and how steeply shares fall.
FUNCTION_SHARE = 0.45
STEEPNESS, OFFSET = 1.05, 2.7

# Both prime, so that each pair of a first and a last name comes once.
_FIRST_NAMES, _LAST_NAMES = 223, 2503


@cache
def parts(kind: str) -> tuple[str, ...]:
    """Words of one kind in data/invented.tsv; "_" stands for a space."""
    lines = (Path(__file__).parent / "data" / "invented.tsv").read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(word.replace("_", " ") for word in dict.fromkeys(rows[kind].split()))


@cache
def vocabulary(seed: int) -> tuple[list[str], list[float]]:
    """Every word, function words first, and the sums of their shares up to each. Made in 0.3 s."""
    functions = parts("function")
    stems = _pronounceable(random.Random(f"{seed}:words"), WORDS * 2 // 5, set(functions))
    drawn = random.Random(f"{seed}:endings")
    words: list[str] = []
    for stem in stems:
        words.extend([stem, *(stem + ending for ending in sorted(drawn.sample(parts("ending"), 2)))])
    words = list(dict.fromkeys(words))[:WORDS]
    shares = [FUNCTION_SHARE * share for share in zipf(len(functions))]
    shares += [(1 - FUNCTION_SHARE) * share for share in zipf(len(words))]
    return [*functions, *words], list(accumulate(shares))


@cache
def zipf(count: int) -> list[float]:
    """The shares of so many ranks, which sum to 1."""
    raw = [1 / (rank + OFFSET) ** STEEPNESS for rank in range(1, count + 1)]
    total = sum(raw)
    return [one / total for one in raw]


@cache
def zipf_sums(count: int) -> list[float]:
    """The sums of the shares up to each rank."""
    return list(accumulate(zipf(count)))


def rank(drawn: random.Random, count: int) -> int:
    """A rank from 0, drawn by its share."""
    return drawn.choices(range(count), cum_weights=zipf_sums(count))[0]


@cache
def _names(seed: int) -> tuple[list[str], list[str]]:
    drawn = random.Random(f"{seed}:names")
    made = [word.capitalize() for word in _pronounceable(drawn, _FIRST_NAMES + _LAST_NAMES, set(parts("function")))]
    return made[:_FIRST_NAMES], made[_FIRST_NAMES:]


@cache
def person(number: int, seed: int) -> tuple[str, str]:
    """The full name of a person and the short one, or of an organisation: twice the same. number: below PEOPLE."""
    first, last = _names(seed)
    if number % ORGANISATION_EVERY == ORGANISATION_EVERY - 1:
        bodies = parts("body")
        name = f"{last[number % _LAST_NAMES]} {first[number % _FIRST_NAMES]} {bodies[number % len(bodies)]}"
        return name, name
    return f"{first[number % _FIRST_NAMES]} {last[number % _LAST_NAMES]}", last[number % _LAST_NAMES]


def is_organisation(number: int) -> bool:
    """Whether the name of this number is an organisation's."""
    return number % ORGANISATION_EVERY == ORGANISATION_EVERY - 1


@cache
def outlet(number: int, seed: int) -> tuple[str, str]:
    """The name of an outlet and its domain. number: below OUTLETS."""
    papers = parts("paper")
    town = _names(seed)[1][number]
    name = f"The {town} {papers[number % len(papers)]}"
    return name, f"{town}-{papers[number % len(papers)]}.example".lower()


def _pronounceable(drawn: random.Random, count: int, taken: set[str]) -> list[str]:
    """Different words of one to four syllables, none of them among those that are taken."""
    onsets, vowels, codas = parts("onset"), parts("vowel"), parts("coda")
    # Short sounds come more often than long ones, as in names of any language.
    sounds = [(part, list(accumulate(len(one) ** -3.0 for one in part))) for part in (onsets, vowels, codas)]
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = drawn.choices((1, 2, 3), (3, 8, 3))[0]
        begun, voiced = (drawn.choices(part, cum_weights=sums, k=syllables) for part, sums in sounds[:2])
        part, sums = sounds[2]
        word = "".join(map("".join, zip(begun, voiced, strict=True))) + drawn.choices(part, cum_weights=sums)[0]
        if word not in taken:
            made[word] = None
    return list(made)
