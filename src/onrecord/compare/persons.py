"""Words to the people whom they name, by name, by office or both: “President Putin of Russia”, “the US President’s adviser Jake Sullivan”.

A sentence is written as one letter for each word (letters.py); patterns over those letters find the phrases.
"""

import re
from dataclasses import dataclass
from typing import Final

from onrecord.compare.letters import POSSESSIVE, Token, tokens
from onrecord.compare.participants import Home, Participant, holder, named
from onrecord.resolve.gender import given_names
from onrecord.resolve.names import looks_like_person
from onrecord.resolve.words import capitals

# A chain of offices, each of which may say its country, then a name, then a country or an office behind a comma.
_STATE: Final = r"od*(?:k+o?d?)?Ck*"
_FIELD: Final = r"od*f+(?:c?a?f+)*"
_RANK: Final = rf"h*[mf]*T(?:{_FIELD})?"
_OFFICE: Final = rf"(?:Cp?)?(?:{_RANK}[aj])*{_RANK}(?:{_STATE})?"
_CHAIN: Final = rf"(?:{_OFFICE}(?:(?:p|[ot]d*|j){_OFFICE}|[otj]d*C)*)"
_PERSON: Final = re.compile(
    rf"(?P<before>d?(?:{_CHAIN}c?|Cp?)?)h*(?P<name>N+)h?(?P<after>c?{_STATE}|od*(?:k+o?d?)?(?P<place>N+)|cd?{_CHAIN}(?!h*[NCTo]))?|d?(?P<role>{_CHAIN})"
)
_PLURAL: Final = re.compile(r"(?P<office>P)od?(?P<all>C(?:cC)*(?:c?ad?C))")

_WHOSE: Final = re.compile(r"[Nwf][ot]d*$")
_OWNS: Final = re.compile(r"ph*m*T")

# Words before the name of a place, and the office of whoever speaks for a head of state without saying which.
_PLACING: Final = ("in", "for")
_AIDE: Final = "chief of staff"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whom words name, and where these stand: code points, half-open, from the first word of the office on."""

    start: int
    end: int
    who: Participant


def people(text: str, start: int, end: int, home: Home) -> list[Found]:
    """Everyone whom a stretch of text names, in its order."""
    words = tokens(text, start, end)
    letters = "".join(one.kind for one in words)
    found: list[Found] = []
    for match in _PERSON.finditer(letters):
        who = None if _is_of_other(letters, match) else _person(text, words, match, home)
        if who is not None:
            found.append(Found(words[match.start()].start, words[match.end() - 1].end, who))
    for match in _PLURAL.finditer(letters):
        for one in words[match.start("all") : match.end("all")]:
            who = holder(words[match.start("office")].value, one.value, home) if one.kind == "C" else None
            if who is not None:
                found.append(Found(one.start, one.end, who))
    return sorted(found, key=lambda one: (one.start, one.end))


def _is_of_other(letters: str, match: re.Match[str]) -> bool:
    """Whether a phrase only says whose somebody else is, or is cut short.

    “The Commission President’s Head of Cabinet”, “the Cabinet of the President”; “President of” something that is no country.
    """
    after = letters[match.end() :]
    if match["role"]:
        return after[:1] in ("o", "N") or _WHOSE.search(letters, 0, match.start()) is not None
    return _OWNS.match(after) is not None


def _person(text: str, words: list[Token], match: re.Match[str], home: Home) -> Participant | None:
    if match["role"]:
        return _by_office(*_office(words[match.start("role") : match.end("role")]), home)
    before, after = (words[match.start(one) : match.end(one)] if match[one] else [] for one in ("before", "after"))
    written = text[words[match.start("name")].start : words[match.end("name") - 1].end]
    name = " ".join(POSSESSIVE.sub("", written).split())
    (office, country), (later, its_country) = _office(before), _office(after)
    office, country = office or later, country or its_country
    if match["place"] and office and after[0].value == "of":
        country = country or text[words[match.start("place")].start : words[match.end("place") - 1].end]
    last = words[match.start("name") - 1] if match.start("name") else None
    if not office and " " not in name and (name in capitals() or (last is not None and last.value in _PLACING)):
        return None
    who = named(name, office, country, home)
    is_sure = who.id or office or (last is not None and last.kind == "h")
    return who if is_sure or _looks_named(name.split()) else None


def _by_office(office: str, country: str, home: Home) -> Participant | None:
    """Who is meant by an office alone; without a country only those of the publisher's own house are."""
    if not country and office == "secretary" and home.office.startswith("secretary"):
        return holder(home.office, home.country, home)
    if not country and office in (home.office, _AIDE):
        country = home.country
    return holder(office, country, home) if country else None


def _looks_named(words: list[str]) -> bool:
    """Whether words that nothing else is known of look like a full name."""
    return len(words) > 1 and (looks_like_person(words) or words[0] in given_names())


def _office(words: list[Token]) -> tuple[str, str]:
    """What a chain of offices says of somebody: the first, or the one behind a possessive; and the last country before that one's end."""
    office, country, apart = "", "", ""
    for number, one in enumerate(words):
        if one.kind == "m":
            apart = f"{apart}{one.value} "
        elif one.kind == "T":
            if not office or "p" in {each.kind for each in words[max(0, number - 2) : number]}:
                office = apart + one.value
            apart = ""
        elif one.kind == "C":
            country = one.value
    return office, country
