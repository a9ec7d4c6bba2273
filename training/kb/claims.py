"""What one source says of one actor in one office, and the names that countries and bodies go by in this project."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from onrecord.resolve.words import countries

DATA = Path(__file__).parent.parent / "data"

# Sources from the most to the least trusted. Wikidata's own labels and ids go before lists that were matched to it.
RANKS = ("us", "terms", "wikidata-2021", "ministers", "current", "reign")

_NAMES = {
    "People's Republic of China": "China",
    "Republic of Ireland": "Ireland",
    "Kingdom of Denmark": "Denmark",
    "Kingdom of the Netherlands": "Netherlands",
    "United States of America": "United States",
    "State of Palestine": "Palestine",
    "Federated States of Micronesia": "Micronesia",
    "The Bahamas": "Bahamas",
    "The Gambia": "Gambia",
    "Congo–Kinshasa": "Democratic Republic of the Congo",
    "Congo–Brazzaville": "Republic of the Congo",
    "Turkish Republic of Northern Cyprus": "Northern Cyprus",
    "Republic of Abkhazia": "Abkhazia",
    "Republic of Artsakh": "Artsakh",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A person, and perhaps one office of theirs, as one source has it.

    qid: empty where the source has none; of US office-holders without one, a slug of all their names, which tells father from son.
    title: empty for a person without an office. seen: the last day that the source vouches for; empty where its word is still good.
    """

    source: str
    name: str
    qid: str = ""
    gender: str = ""
    party: str = ""
    surname: str = ""
    names: tuple[str, ...] = field(default=())
    title: str = ""
    of: str = ""
    state: str = ""
    start: str = ""
    end: str = ""
    seen: str = ""

    @property
    def rank(self) -> int:
        """How trusted the source is; 0 is most."""
        return RANKS.index(self.source)


def country(name: str) -> str:
    """A country's name as countries.tsv has it, or its usual English name where that file has none."""
    bare = plain(name)
    return _NAMES.get(bare, countries().get(bare, bare))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a file in training/data."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def plain(name: str) -> str:
    """A name without what encyclopaedias add to tell it from others (“Jack Reed (Rhode Island politician)”)."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", name).strip()
