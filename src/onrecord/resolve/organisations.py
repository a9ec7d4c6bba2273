"""Organisations of a text: each by its fullest name, its acronym where the text defines one, and what “the campaign” is short for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.resolve.names import Name
from onrecord.resolve.words import countries, kinds

_ACRONYM = re.compile(r"\s\(\s?(?:or\s|the\s)?[“\"']?([A-Z][A-Za-z&.\-]{1,9})[”\"']?\s?(?:[,;)])")
# Before a place, not before whoever speaks.
_WITHIN = re.compile(r"(?:(?<=[a-z0-9,;’'] )|\b[Tt]he )([A-ZÀ-ÖØ-Þ][\w’'\-.]*)")
_BORDER = re.compile(r"[’'\-.]")
_AT = re.compile(r"\b(?:in|at|near|outside|across|around|through|of|from|for)\s(?:the\s)?$", re.IGNORECASE)
_AT_REACH = 12
_INITIALS = 3
_PRINCIPAL = 3  # mentions that make a body what a text is about
_REACH = 2400  # characters before “the campaign” in which it must have been named


@dataclass(frozen=True, slots=True)
class Organisation:
    """One mention: its name as it stands, the full name, and where it begins (code points)."""

    text: str
    name: str
    start: int


class Organisations:
    """The organisations of one document. Built once and not changed after."""

    def __init__(self, text: str, names: Sequence[Name], persons: frozenset[str]) -> None:
        """names: every name in the text; persons: those that are people's."""
        self.acronyms = by_initials(names) | acronyms(text, names)
        named = _named_within(text)
        plain = {word for word in {one.text for one in names} if _is_single(word) and word not in named}
        found = [
            Organisation(one.text, self.full(one.text), one.start)
            for one in names
            if not one.is_person and one.text not in persons and one.text not in plain
        ]
        for match in _compound().finditer(text):
            first, _, rest = match["owner"].partition(" ")
            owner = rest if first in kinds("not-name") else match["owner"]  # “The Roth campaign” at a sentence's head
            start = match.end("owner") - len(owner)
            if owner:
                found.append(Organisation(text[start : match.end()], f"{owner} {match['noun']}", start))
        self.mentions = sorted(found, key=lambda one: one.start)
        self._places = frozenset(
            one.name for one in found if one.name not in countries() and _AT.search(text, max(0, one.start - _AT_REACH), one.start)
        )

    def full(self, name: str) -> str:
        """The full name of an acronym that the text defines; any other name as it is."""
        return self.acronyms.get(name, name)

    def longest(self, name: str) -> str:
        """The longest organisation's name of the text that ends with a name (“Times”: “New York Times”), or the name itself."""
        longer = {one.name for one in self.mentions if one.name.endswith(f" {name}")}
        return longer.pop() if len(longer) == 1 else name

    def only(self, start: int, end: int) -> Organisation | None:
        """The one organisation named in a stretch; None where there are several or none."""
        found = {one.name: one for one in self.mentions if start <= one.start < end and one.name not in self._places}
        return next(iter(found.values())) if len(found) == 1 else None

    def principal(self, head: str, before: int) -> Organisation | None:
        """The one body that a text about a company or club is about: named before, three times at least, and twice as often as any other."""
        if head not in kinds("principal"):
            return None
        counts: dict[str, list[Organisation]] = {}
        for one in self.mentions:
            if one.name in self._places:
                continue
            counts.setdefault(one.name, []).append(one)
        ranked = sorted(counts.values(), key=lambda several: -len(several))
        if not ranked or len(ranked[0]) < _PRINCIPAL or (len(ranked) > 1 and len(ranked[1]) * 2 > len(ranked[0])):
            return None
        return ranked[0][0] if ranked[0][0].start < before else None

    def short(self, head: str, before: int) -> Organisation | None:
        """What “the committee” is short for: the last organisation named before it that is one; None where there is none."""
        near = [one for one in self.mentions if before - _REACH <= one.start < before and head in one.name.lower().split()]
        return near[-1] if near else None


def _is_single(word: str) -> bool:
    return " " not in word and not word.replace(".", "").isupper()


def _named_within(text: str) -> set[str]:
    """The words, and parts of words, that stand capitalised within a sentence: their capital does not only say that one begins."""
    found: set[str] = set()
    for word in _WITHIN.findall(text):
        found.update(word[: border.start()] for border in _BORDER.finditer(word))
        found.add(word)
    return found


def by_initials(names: Sequence[Name]) -> dict[str, str]:
    """Acronyms of three letters or more that are the initials of exactly one other name of the text."""
    initials: dict[str, set[str]] = {}
    for one in names:
        words = [word for word in re.split(r"[\s\-]", one.text) if word[:1].isupper()]
        if len(words) >= _INITIALS:
            initials.setdefault("".join(word[0] for word in words), set()).add(one.text)
    short = {one.text.replace(".", ""): one.text for one in names if one.text.replace(".", "").isupper()}
    return {written: next(iter(initials[letters])) for letters, written in short.items() if len(initials.get(letters, ())) == 1}


def acronyms(text: str, names: Sequence[Name]) -> dict[str, str]:
    """Acronyms in brackets behind the name that they abbreviate: acronym to name, after Schwartz and Hearst (2003)."""
    found = {}
    for one in names:
        match = _ACRONYM.match(text, one.end)
        if match and " " in one.text and _abbreviates(match.group(1), one.text):
            found[match.group(1)] = one.text
    return found


def _abbreviates(short: str, name: str) -> bool:
    """Whether an acronym's letters stand in a name in order, the first at its beginning."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    rest = name.lower()
    if not letters or not rest.startswith(letters[0]):
        return False
    for letter in letters:
        position = rest.find(letter)
        if position < 0:
            return False
        rest = rest[position + 1 :]
    return True


@cache
def _compound() -> re.Pattern[str]:
    nouns = "|".join(sorted(kinds("compound"), key=len, reverse=True))
    return re.compile(rf"\b(?P<owner>[A-ZÀ-Ö][\w.\-]+(?: [A-ZÀ-Ö][\w.\-]+)*)(?:[’']s?)? (?P<noun>{nouns})\b")
