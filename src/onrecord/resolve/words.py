"""Word lists to lookups: titles, kinds of nouns, offices and countries, from the files in data/, each read once."""

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
def titles() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Titles as tuples of words, longest first, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for title in sorted((tuple(title.split()) for title in kinds("title")), key=len, reverse=True):
        found.setdefault(title[0], []).append(title)
    return {first: tuple(several) for first, several in found.items()}


@cache
def title_ends() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The same by their last word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for several in titles().values():
        for title in several:
            found.setdefault(title[-1], []).append(title)
    return {last: tuple(several) for last, several in found.items()}


@cache
def offices() -> dict[str, Office]:
    """Metonyms of offices and bodies ("Élysée"), by the name that stands in the text without its article."""
    return {name: Office(office, country) for name, office, country in _rows("offices.tsv")}


@cache
def _office_countries() -> dict[str, str]:
    return {office.name: office.country for office in offices().values()}


def country_of(office: str) -> str:
    """The country that an office belongs to: “Presidency of France”, “White House”; empty where it is none's."""
    name = office.rpartition(" of ")[2].removeprefix("the ")
    return _office_countries().get(office) or countries().get(
        name, name if office.startswith(("Presidency of", "Government of")) else ""
    )


@cache
def countries() -> dict[str, str]:
    """Countries' names and demonyms ("French"), to the country."""
    return {word: country for country, words, _ in _rows("countries.tsv") for word in (country, *words.split("|"))}


@cache
def is_country(name: str) -> bool:
    """Whether a word is a country's own name or abbreviation, and no word for its people."""
    return name in countries() and (countries()[name] == name or name.replace(".", "").isupper() or name in kinds("country-name"))


@cache
def capitals() -> dict[str, str]:
    """Capitals, to the country that they may stand for."""
    return {capital: country for country, _, capital in _rows("countries.tsv") if capital}


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a file in data/, as tuples of columns."""
    return tuple(tuple(row) for row in _rows(name))


@cache
def states() -> dict[str, str]:
    """States of the United States by name, abbreviation and the word for who lives there."""
    return {word: state for state, words in _rows("states.tsv") for word in (state, *words.split("|"))}


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("onrecord.resolve") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
