"""Words to letters: a sentence as one letter for each word, by what it may be in a phrase that names somebody.

T: an office; P: several who hold one; m: what makes another office of one; f: what an office is for; C: a country; k: a word for a state;
N: a name; h: an honour; w: a small word for a person or an office; p: a possessive; o, t, d, a, c, j: what joins them (data/ranks.tsv, a
comma, a stroke); x: any other word, and where a sentence breaks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.resolve.aliases import aliases
from onrecord.resolve.gender import given_names
from onrecord.resolve.kb import base
from onrecord.resolve.phrases import person_words
from onrecord.resolve.words import countries, kinds
from onrecord.resolve.words import table as resolve_table
from onrecord.trace.words import table

_WORD: Final = re.compile(r"(?:[A-Z]\.)+(?:[A-Z]\b)?|\b(?:Mrs?|Ms|Dr|Jr|Sr|Gen|Lt|Prof|Pres|Sec)\.|@?\w+(?:[’']\w+)*")
POSSESSIVE: Final = re.compile(r"[’']s?$")
_LONGEST: Final = 9  # words of an office or a country, at most

# What stands between two words, as letters: nothing where a blank or a hyphen does.
_BREAK: Final = re.compile(r"[.;:!?()“”\"\[\]*—…]|\n\s*\n|\s[-–‒]\s")


@dataclass(frozen=True, slots=True)
class Token:
    """One letter of a sentence: its kind, what it means (an office, a country), and its offsets."""

    kind: str
    value: str
    start: int
    end: int


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch, in its order."""
    words = list(_WORD.finditer(text, start, end))
    found: list[Token] = []
    place = 0
    while place < len(words):
        if place:
            found += _between(text, words[place - 1].end(), words[place].start())
        size, kind, value = _longest(words, place)
        found.append(Token(kind, value, words[place].start(), words[place + size - 1].end()))
        if POSSESSIVE.search(words[place + size - 1].group()):
            found.append(Token("p", "", words[place + size - 1].end(), words[place + size - 1].end()))
        place += size
    return found


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    gap = text[start:end]
    if gap[:1] in ("’", "'"):
        yield Token("p", "", start, start + 1)
    if _BREAK.search(gap):
        yield Token("x", "", start, end)
    elif "," in gap:
        yield Token("c", "", start, end)
    elif "/" in gap:
        yield Token("j", "", start, end)


def _longest(words: list[re.Match[str]], place: int) -> tuple[int, str, str]:
    """How many words from a place on make one letter, the letter, and what it means."""
    first = words[place].group()
    if not (first[0].isupper() or first[0] == "@"):
        plain = first.lower()
        if plain in _joining():
            return 1, _joining()[plain], plain
        return (1, "N", "") if _is_particle(words, place) else (1, *_common(plain))
    texts = _unbroken(words, place, [one.group() for one in words[place : place + _LONGEST]])
    for size in range(len(texts), 0, -1):
        as_written = POSSESSIVE.sub("", " ".join(texts[:size]))
        if as_written in _countries():
            return size, "C", _countries()[as_written]
        plain = as_written.lower().replace("’", "'").rstrip(".")
        if plain in _offices():
            return size, "T", _offices()[plain]
        if plain in _plurals():
            return size, "P", _plurals()[plain]
    plain = POSSESSIVE.sub("", texts[0]).lower()
    if plain in _joining():
        return 1, _joining()[plain], plain
    if plain in _kinds("honour"):
        return 1, "h", plain
    if plain in _kinds("apart"):
        return 1, "m", plain
    if plain in _kinds("state"):
        return 1, "k", plain
    if plain in _kinds("field"):
        return 1, "f", plain
    if plain == "may" and place and words[place - 1].group() in given_names():
        return 1, "N", ""
    if plain in _kinds("plain") or first in kinds("not-name"):
        return 1, "x", ""
    return 1, "N", ""


def _is_particle(words: list[re.Match[str]], place: int) -> bool:
    """Whether a small word stands inside a name: “von” and “der”."""
    if words[place].group().lower() not in kinds("particle") or place in (0, len(words) - 1):
        return False
    after = words[place + 1].group()
    before = words[place - 1].group()
    return all(one[0].isupper() or one.lower() in kinds("particle") for one in (before, after))


def _common(plain: str) -> tuple[str, str]:
    """The letter of a word without a capital: an office counts behind “the”, a modifier as it does with one."""
    if plain in _kinds("apart"):
        return "m", plain
    return ("w" if plain in person_words() or plain in _kinds("office") else "x"), plain


def _unbroken(words: list[re.Match[str]], place: int, texts: list[str]) -> list[str]:
    """Of the words from a place on, those that only blanks and hyphens stand between."""
    text = words[place].string
    for number in range(1, len(texts)):
        gap = text[words[place + number - 1].end() : words[place + number].start()]
        if gap.strip(" \t\u00a0-‑\n") or "\n\n" in gap:
            return texts[:number]
    return texts


@cache
def _countries() -> dict[str, str]:
    """Countries, their people, and bodies that have offices, as texts write them."""
    found = {word: of for of, words in table("states.tsv", "onrecord.compare") for word in words.split("|")}
    found |= {spelling: usual for spelling, usual in aliases().items() if usual in {"United Nations", "NATO", "European Union"}}
    bodies = {office.of for actor in base().actors for office in actor.offices}
    found |= {body: body for body in bodies if body not in countries()}
    return {**{word: of for word, of in countries().items() if word}, **found}


@cache
def _offices() -> dict[str, str]:
    """Words for offices, in small letters without hyphens, to the words that are kept."""
    found = {word: word for word in person_words() if len(word) > 2}
    for name, _, words in resolve_table("kb_titles.tsv"):
        found |= {spelling: name for spelling in (name, *words.split("|")) if spelling}
    for kind, words in table("ranks.tsv", "onrecord.compare"):
        if kind == "rank":
            found |= {word: words.split("|")[0] for word in words.split("|")}
    return {word: kept for word, kept in found.items() if word not in _kinds("plain") | _kinds("apart")}


@cache
def _plurals() -> dict[str, str]:
    rows = [words.split("|") for kind, words in table("ranks.tsv", "onrecord.compare") if kind == "plural"]
    return {word: row[0] for row in rows for word in row[1:]}


@cache
def _joining() -> dict[str, str]:
    rows = {kind: words.split("|") for kind, words in table("ranks.tsv", "onrecord.compare") if len(kind) == 1}
    return {word: kind for kind, words in rows.items() for word in words}


@cache
def _kinds(kind: str) -> frozenset[str]:
    return frozenset(word for name, words in table("ranks.tsv", "onrecord.compare") if name == kind for word in words.split("|"))
