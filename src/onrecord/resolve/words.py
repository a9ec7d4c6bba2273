"""Word lists to lookups: titles, kinds of nouns, offices and countries, from the files in data/, each read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Office:
    """What a metonym stands for. country: empty for international bodies."""

    name: str
    country: str


@cache
def kinds(kind: str) -> frozenset[str]:
    """The words of one kind in words.tsv, in small letters except for names' own."""
    for name, words in _rows("words.tsv"):
        if name == kind:
            return frozenset(words.split("|"))
    raise KeyError(kind)


@cache
def titles() -> tuple[tuple[str, ...], ...]:
    """Titles as tuples of words, longest first."""
    return tuple(sorted((tuple(title.split()) for title in kinds("title")), key=len, reverse=True))


@cache
def offices() -> dict[str, Office]:
    """Metonyms of offices and bodies ("Élysée"), by the name that stands in the text without its article."""
    return {name: Office(office, country) for name, office, country in _rows("offices.tsv")}


@cache
def countries() -> dict[str, str]:
    """Countries' names and demonyms ("French"), to the country."""
    return {word: country for country, words, _ in _rows("countries.tsv") for word in (country, *words.split("|"))}


@cache
def capitals() -> dict[str, str]:
    """Capitals, to the country that they may stand for."""
    return {capital: country for country, _, capital in _rows("countries.tsv") if capital}


@cache
def channels() -> tuple[tuple[str, str | None, re.Pattern[str]], ...]:
    """Channel, platform and the pattern of the words that name it."""
    return tuple(
        (value, platform or None, re.compile(pattern, re.IGNORECASE)) for value, platform, pattern in _rows("channels.tsv")
    )


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("onrecord.resolve") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
