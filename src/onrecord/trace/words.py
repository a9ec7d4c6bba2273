"""A wording to what is compared in it: its words in a plain form, how rare each is, its names and its numbers."""

import json
import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import msgspec

from onrecord.extract.shipped import shipped

# Words of a content that are compared, at most: what is longer is a whole speech, known by its beginning.
LONGEST: Final = 400

# Where ranks begin in the tokenizer's vocabulary, which is sorted by how frequent words are: before it stand single signs.
_FIRST_RANK: Final = 1996

# Bits of a word that is not in it, and of one that only holds others together.
RAREST: Final = 16.0
_LIGHT: Final = 1.0

_TOKEN: Final = re.compile(
    r"(?P<number>[$€£]?\d+(?:[.,]\d+)*)(?P<ending>st|nd|rd|th|k|m|bn)?\b|(?P<percent>%)|(?P<gap>…|\.\.\.+|\[|\])|(?P<stop>[.!?;\n]|--|—)"
    r"|(?P<word>[@#]?[^\W\d_][\w]*(?:['’][^\W\d_]+)*)"
)


class Words(msgspec.Struct, frozen=True):
    """What is compared in a wording.

    forms: its words, in small letters, contractions resolved, numbers as “#25”. stems: the same without endings. bits: how
    rare each is. open: places (0 to len) where something may have been left out or put otherwise: an ellipsis, a bracket.
    stops: places where a sentence ends. spans: where each form stands in the text, code points; written: what
    stands there. names: stems of words with a capital inside a sentence, handles included. numbers: “#25”.
    """

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    bits: tuple[float, ...]
    open: frozenset[int]
    stops: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    written: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Words:
    """What is compared in a wording."""
    forms: list[str] = []
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    gaps, stops = set[int](), {0}
    is_loud = text.upper() == text
    for found in _TOKEN.finditer(text):
        if len(forms) >= LONGEST:
            break
        if found["gap"]:
            gaps.add(len(forms))
        elif found["stop"]:
            stops.add(len(forms))
        elif found["percent"]:
            forms.append("percent")
        elif found["number"]:
            _take_number(forms, found["number"].lstrip("$€£"), found["ending"] or "")
        else:
            _take_word(forms, names, found["word"], is_first=len(forms) in stops or is_loud)
        spans.extend([found.span()] * (len(forms) - len(spans)))
    forms, moved = _spelled_out(forms)
    firsts = [bisect_left(moved, place) for place in range(len(forms) + 1)]
    places = tuple((spans[start][0], spans[end - 1][1]) for start, end in pairwise(firsts))
    return Words(
        tuple(forms),
        tuple(stem(form) for form in forms),
        tuple(bits(form) for form in forms),
        frozenset(moved[place] for place in gaps),
        frozenset(moved[place] for place in stops) | {len(forms)},
        places,
        tuple(text[start:end] for start, end in places),
        frozenset(names),
        frozenset(form for form in forms if form.startswith("#")),
    )


def _take_number(forms: list[str], digits: str, ending: str) -> None:
    plain = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else digits.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        forms.append(f"#{digits}")
        return
    forms.append(_number(value))
    if ending in _scales():
        forms.append(ending)


def _take_word(forms: list[str], names: set[str], word: str, *, is_first: bool) -> None:
    folded = word.casefold().replace("’", "'")
    is_name = word[0] in "@#" or (word[0].isupper() and not is_first and folded not in kind("person") | kind("light"))
    folded = folded.lstrip("@#")
    short = _short()
    if folded in short:
        forms.extend(short[folded].split())
        return
    if folded.endswith("n't"):
        forms.extend([folded[:-3], "not"])
        return
    base, mark, rest = folded.partition("'")
    if mark and f"'{rest}" in short:
        forms.extend([base, short[f"'{rest}"]])
    else:
        forms.append(base if rest == "s" else folded.replace("'", ""))
    if is_name:
        names.add(stem(base))


def _spelled_out(forms: list[str]) -> tuple[list[str], list[int]]:
    """Numbers in words as numbers, “four hundred and twelve” as “#412”; and where each place of before is now."""
    made: list[str] = []
    moved: list[int] = []
    place = 0
    while place < len(forms):
        value, length = _number_at(forms, place)
        if value is None and forms[place] in _ordinals():
            value, length = _ordinals()[forms[place]], 1
        moved.extend([len(made)] * max(1, length))
        made.append(forms[place] if value is None else _number(value))
        place += max(1, length)
    return made, [*moved, len(made)]


def _number_at(forms: list[str], start: int) -> tuple[float | None, int]:
    """The number that begins at a place, if any, and how many words it takes."""
    units, scales = _units(), _scales()
    total, current, length = 0.0, None, 0
    for form in forms[start:]:
        if form in units and (current is None or current % 100 == 0 or (current % 10 == 0 and units[form] < 10)):
            current = (current or 0.0) + units[form]
        elif form.startswith("#") and current is None and form[1:].replace(".", "", 1).isdecimal():
            current = float(form[1:])
        elif form in scales and (
            current is not None or (length == 0 and len(form) > 2 and forms[start - 1 : start] in (["a"], ["one"]))
        ):
            current = (current or 1.0) * scales[form]
            if scales[form] > 100:
                total, current = total + current, 0.0
        elif not (
            form == "and"
            and length
            and forms[start + length - 1] in scales
            and forms[start + length + 1 : start + length + 2]
            and forms[start + length + 1] in units
        ):
            break
        length += 1
    return (None, 0) if current is None else (total + current, length)


def _number(value: float) -> str:
    return f"#{value:.12g}"


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """A word without the endings of English inflection; short ones and numbers as they are."""
    if len(form) < 4 or form[0] == "#":
        return form
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", "")):
        if form.endswith(ending) and len(form) - len(ending) >= 3 and not form.endswith("ss"):
            form = form[: -len(ending)] + instead
            break
    if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "aeiouls":
        form = form[:-1]
    return form.removesuffix("e") if len(form) > 4 else form


@lru_cache(maxsize=100_000)
def bits(form: str) -> float:
    """How rare a word is: the logarithm of its rank in the tokenizer's vocabulary, in [1, RAREST]."""
    if form in kind("light") | kind("person"):
        return _LIGHT
    if form.startswith("#"):
        return RAREST / 2
    rank = _vocabulary().get(form)
    return min(RAREST, math.log2(rank + 2)) if rank is not None else RAREST


def is_known(form: str) -> bool:
    """Whether it is a usual English word or name."""
    return form in _vocabulary()


@cache
def kind(name: str) -> frozenset[str]:
    """The words of a kind, from data/quotation_words.tsv."""
    return frozenset(_kinds().get(name, ()))


@cache
def same() -> Mapping[str, str]:
    """Words that say how much or how sure, and the usual one of those that say as much."""
    return {word: usual for word, _, usual in (one.partition("=") for one in _kinds()["same"])}


@cache
def irregular() -> Mapping[str, str]:
    """Forms that no ending tells, “went”, and the stems of their words. Stems themselves, which are kept in indexes, know none."""
    return {form: stem(word) for form, _, word in (one.partition("=") for one in _kinds()["irregular"])}


@cache
def _units() -> Mapping[str, float]:
    return {word: float(value) for word, _, value in (one.partition("=") for one in _kinds()["unit"])}


@cache
def _ordinals() -> Mapping[str, float]:
    return {word: float(value) for word, _, value in (one.partition("=") for one in _kinds()["ordinal"])}


@cache
def _scales() -> Mapping[str, float]:
    return {word: float(value) for word, _, value in (one.partition("=") for one in _kinds()["scale"])}


@cache
def _short() -> Mapping[str, str]:
    return {word: value for word, _, value in (one.partition("=") for one in _kinds()["short"])}


@cache
def _kinds() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(words.split("|")) for name, words in table("quotation_words.tsv")}


def table(name: str, package: str = "onrecord.trace") -> list[tuple[str, str]]:
    """The lines of a file of two columns under a package's data/."""
    lines = files(package).joinpath("data", name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(one, other) for one, other in pairs]


@cache
def _vocabulary() -> Mapping[str, int]:
    """Words by rank, from the shipped tokenizer (~20 ms, once)."""
    found = json.loads((shipped() / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return {word: place - _FIRST_RANK for word, place in found.items() if place >= _FIRST_RANK and not word.startswith("##")}
