"""What is known of an actor: names, gender, party, and the offices held with their dates.

Dates are ISO days, months or years, as precisely as the source says; nothing is filled in.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "org"]
Origin = Literal["shipped", "own"]


@dataclass(frozen=True, slots=True)
class Office:
    """One stretch of time in one office.

    title: one of onrecord.resolve.kb.titles. of: the country or body, as data/countries.tsv names it. state: of the United States, for
    those who sit for one. start: empty where nobody says. end: empty while in office at the file's date.
    """

    title: str
    of: str
    state: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Known:
    """An actor.

    id: the Wikidata QID where known, else a stable slug. name: the usual English one. names: others that it goes by in print.
    gender: “m”, “f” or empty. party: empty where unknown. origin: from the files of this package or from the user.
    """

    id: str
    name: str
    names: tuple[str, ...]
    type: Kind
    gender: str
    offices: tuple[Office, ...]
    party: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor with what only the lookups need.

    surname: empty where it has none of its own (a king, an organisation). seen: for each office that is open at an old file's date,
    the last day that the file vouches for; an office that is absent there has no such limit.
    """

    known: Known
    surname: str
    seen: dict[Office, str]
