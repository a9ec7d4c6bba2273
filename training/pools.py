"""Word lists to lookups and draws: what tells a name from another word, and the names that may take its place.

Words are looked up by their key, which knows no capitals and no dots. The files in data/ are read once each.
"""

import random
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from onrecord.resolve.words import capitals, countries, kinds, offices

Key = TypeVar("Key")

DATA = Path(__file__).parent / "data"

Phrases = dict[str, tuple[tuple[str, ...], ...]]

# How often a given name comes from the region of the surname.
_SAME_REGION = 0.9

# Letters of invented acronyms, and how many of these are drawn to find a free one.
_TRIES = 50
_LETTERS = "BCDFGHKLMNPQRSTVWZ"


class Known(NamedTuple):
    """A given name that is known for one. gender: f, m or x; full: the key of the name that it is short for, or its own."""

    gender: str
    full: str


def key(word: str) -> str:
    """What the spellings of a word have in common: O’Malley and O'MALLEY, F.B.I. and FBI."""
    return word.lower().replace("’", "'").replace(".", "")


def keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's words; Glass-Steagall is two."""
    return tuple(map(key, phrase.replace("-", " ").split()))


def kept(kind: str) -> frozenset[tuple[str, ...]]:
    """One kind of kept.tsv, as keys."""
    return _kept()[kind]


@cache
def single(kind: str) -> frozenset[str]:
    """The single words of one kind of kept.tsv, as keys."""
    return frozenset(phrase[0] for phrase in kept(kind) if len(phrase) == 1)


@cache
def hard() -> frozenset[str]:
    """Keys of the words that no name is made of: places, groups, titles, months, organisations' heads and plain words."""
    lists = ("place", "demonym", "phrase", "ambiguous", "speaks", "verb", "generic", "noun", "personal", "month")
    found = {word for kind in lists for word in single(kind)}
    found |= (single("common") | single("head")) - single("soft")
    for kind in ("not-name", "not-person", "title", "organisation", "document", "group", "person"):
        found |= {word for one in kinds(kind) for word in keys(one)}
    found |= {name[0] for name in map(keys, _world()) if len(name) == 1}
    return frozenset(found - single("name-too"))


@cache
def fixed() -> Phrases:
    """Places and phrases of several words that stay."""
    found = {phrase for kind in ("place", "phrase", "demonym") for phrase in kept(kind)} | set(map(keys, _world()))
    return by_first(phrase for phrase in found if len(phrase) > 1)


@cache
def places() -> frozenset[tuple[str, ...]]:
    """Places and what belongs to them, as keys."""
    return kept("place") | frozenset(map(keys, _world()))


@cache
def not_names() -> frozenset[str]:
    """Keys of titles and of words that begin sentences."""
    return (frozenset(key(word) for word in kinds("not-name")) - single("demonym")) | single("personal")


@cache
def endings() -> tuple[str, ...]:
    """What may follow a surname in its own word, longest first."""
    return tuple(sorted(single("ending"), key=lambda one: (-len(one), one)))


@cache
def given_names() -> dict[str, Known]:
    """The given names that are known for such, by key."""
    return {key(name): Known(kind, key(full or name)) for name, kind, full in _rows("known_names.tsv") if kind != "surname"}


@cache
def surnames() -> frozenset[str]:
    """Keys of the surnames that are known well enough to stand alone."""
    return frozenset(key(name) for name, kind, _ in _rows("known_names.tsv") if kind == "surname")


@cache
def organisations(kind: str) -> frozenset[tuple[str, ...]]:
    """The organisations that are known: word, acronym or phrase, as keys."""
    return frozenset(keys(name) for row, name in _rows("known_organisations.tsv") if row == kind)


def is_organisation(word: str, *, is_shouted: bool) -> bool:
    """Whether a word stands for an organisation that is known. is_shouted: it is in capitals, as acronyms are."""
    return (word,) in organisations("word") or (is_shouted and (word,) in organisations("acronym"))


@cache
def known_phrases() -> Phrases:
    """Organisations that are known by several words."""
    return by_first(organisations("phrase"))


def by_first(phrases: Iterable[tuple[str, ...]]) -> Phrases:
    """Phrases by their first word, longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=lambda one: (-len(one), one)):
        table.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(ones) for first, ones in table.items()}


class Draws:
    """Names drawn for one article: none twice, and none that stands in it."""

    def __init__(self, rng: random.Random, taken: set[str]) -> None:
        """taken: keys of the words that stand in the article."""
        self.rng = rng
        self.taken = set(taken)

    def region(self) -> str:
        """Any region."""
        return self.rng.choice(tuple(_surnames()))

    def surname(self, region: str) -> str:
        """A surname that is usual in a region."""
        return self._new(_surnames()[region], tuple(name for names in _surnames().values() for name in names))

    def given(self, gender: str, region: str) -> str:
        """A given name of a gender (f, m, or x for both), mostly one that is usual in the region."""
        home = region if self.rng.random() < _SAME_REGION else self.region()
        return self._new(
            _given_names()[gender, home], tuple(name for (g, _), ns in _given_names().items() if g == gender for name in ns)
        )

    def word(self, kind: str) -> str:
        """A word for an invented organisation."""
        return self._new(_inventions()[kind], _inventions()["proper"])

    def acronym(self, length: int) -> str:
        """Capitals that stand for nothing."""
        drawn = ["".join(self.rng.choices(_LETTERS, k=length)) for _ in range(_TRIES)]
        return self._new([one for one in drawn if key(one) not in single("capitals")], ())

    def _new(self, pool: Iterable[str], more: Iterable[str]) -> str:
        everything = list(pool)
        free = [one for one in everything if self.taken.isdisjoint(keys(one))]
        free = free or [one for one in more if self.taken.isdisjoint(keys(one))] or everything
        found = self.rng.choice(free)
        self.taken.update(keys(found))
        return found


@cache
def _kept() -> dict[str, frozenset[tuple[str, ...]]]:
    return {kind: frozenset(map(keys, line.split("|"))) for kind, line in _rows("kept.tsv")}


@cache
def _surnames() -> dict[str, list[str]]:
    return _grouped((region, name) for name, region in _rows("surnames.tsv"))


@cache
def _given_names() -> dict[tuple[str, str], list[str]]:
    return _grouped(((gender, region), name) for name, gender, region in _rows("given_names.tsv"))


@cache
def _inventions() -> dict[str, list[str]]:
    return _grouped((kind, word) for kind, word in _rows("organisations.tsv"))


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return found


def _world() -> tuple[str, ...]:
    return (*countries(), *countries().values(), *capitals(), *offices())


def _rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
