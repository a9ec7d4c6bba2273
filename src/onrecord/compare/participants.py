"""Names and offices to who took part: the one person whom the knowledge base knows by them on a day, or the words as they stand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import msgspec

from onrecord.compare.spelling import ends, may_be_one, words_of
from onrecord.resolve.kb import Base, Known, Office, base
from onrecord.resolve.kb import title as kb_title
from onrecord.resolve.kb.titles import is_shared

# A known name of fewer words that is cut to one by its article is no full name (“Al Gore”).
_FEW: Final = 3


class Participant(msgspec.Struct, frozen=True):
    """Somebody who took part. id: of the knowledge base, empty where it knows nobody, or several. name: as known, or else as written.

    office, country: what the text calls them, or what they are known to have been that day. is_assumed: the text doesn't name them, it is
    published by their office.
    """

    id: str
    name: str
    office: str = ""
    country: str = ""
    is_assumed: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Under which somebody is looked for: the same person in another text has one of them."""
        found = [self.id] if self.id else []
        found += ends(self.name) if self.name else ()
        found += [f"{self.office} of {self.country}"] if self.office and self.country else ()
        return tuple(found)

    @property
    def shown(self) -> str:
        """The name, or the office."""
        return self.name or (f"{self.office} of {self.country}" if self.country else self.office)

    def is_same(self, other: "Participant") -> bool:
        """Whether both can be one person."""
        if self.id and other.id:
            return self.id == other.id
        if self.country and other.country and self.country != other.country:
            return False
        if self.name and other.name:
            return may_be_one(self.name, other.name)
        return bool(self.office) and (self.office, self.country) == (other.office, other.country)


@dataclass(frozen=True, slots=True)
class Home:
    """From where a text is read: the day, counted from year 1, and the office and country of who publishes it, empty where unknown."""

    day: int
    office: str = ""
    country: str = ""

    @property
    def date(self) -> dt.date:
        """The day."""
        return dt.date.fromordinal(self.day)


def once(given: Iterable[Participant]) -> tuple[Participant, ...]:
    """Each person once, in the order of their first mention, as the fullest says; who is assumed gives way to who is named."""
    found: list[Participant] = []
    for one in given:
        place = next((number for number, other in enumerate(found) if one.is_same(other)), None)
        if place is None:
            found.append(one)
        else:
            found[place] = max(found[place], one, key=_fullness)
    return tuple(found)


def _fullness(one: Participant) -> tuple[bool, bool, int, bool, str]:
    return bool(one.id), not one.is_assumed, len(one.name.split()), bool(one.country), one.shown


def holder(office: str, country: str, home: Home) -> Participant | None:
    """Who held an office that day; where nobody is known to, the office itself; nobody where no country is known."""
    if not country:
        return None
    title = kb_title(office) or office
    known = base().holders(title, country, home.date) or _last(title, country, home)
    if len(known) == 1 and known[0].type == "person":
        return Participant(known[0].id, known[0].name, office, country)
    return Participant("", "", office, country)


def named(name: str, office: str, country: str, home: Home) -> Participant:
    """Who goes by a name, of those who held such an office that day if there are several."""
    known = _known(name, office, country, home)
    if known is None:
        return Participant("", name, office, country)
    return Participant(known.id, known.name, office, country or _country(known, home))


def _last(title: str, country: str, home: Home) -> tuple[Known, ...]:
    """Who began last in an office that no source vouches for on that day, where nobody says that they had left by then."""
    day = home.date.isoformat()
    terms = [
        (one.start, known)
        for one, known in _terms(base()).get((title, country), ())
        if one.start <= day and (not one.end or one.end > day)
    ]
    return (max(terms, key=lambda each: (each[0], each[1].id))[1],) if terms and not is_shared(title) else ()


def _known(name: str, office: str, country: str, home: Home) -> Known | None:
    """Whom the knowledge base knows by a name: the one whose name it is, or who alone held such an office that day."""
    words = words_of(name)
    if not words:
        return None
    exact = [one for one in base().named(name) if one.type == "person"] if len(words) > 1 and not name.startswith("@") else []
    if len(exact) == 1:
        return exact[0]
    if len(words) == 1 and not office and not country:
        exact = list(base().surnamed(name))
        if not exact:
            return None
    alike = exact or next((several for key in ends(name) if (several := _alike(name, key))), [])
    ranked = sorted(((_standing(one, office, country, home), one.id, one) for one in alike), key=lambda one: (-one[0], one[1]))
    if not ranked or ranked[0][0] < (1 if len(words) > 1 else 2 - (not office and not country)):
        return None
    return None if len(ranked) > 1 and ranked[0][0] == ranked[1][0] else ranked[0][2]


def _alike(name: str, key: str) -> list[Known]:
    """Whom the knowledge base knows by a name like it. A full name is matched by full names."""
    is_full = len(words_of(name)) > 1
    return [
        one
        for one in _by_ends(base()).get(key, ())
        if any(
            may_be_one(name, each) and not (is_full and len(words_of(each)) < len(each.split()) < _FEW)
            for each in (one.name, *one.names)
        )
    ]


def _standing(known: Known, office: str, country: str, home: Home) -> int:
    """How well somebody's offices of a day fit what the text calls them: 0 for not at all, 1 where nothing is known against it."""
    held = _held(known, home)
    if not held:
        return 1
    if country and not any(one.of == country for one in held):
        return 0
    kept = kb_title(office)
    has_office = any(one.title == kept for one in held) if kept else False
    if has_office:
        return 4 if country else 3
    if country:
        return 2
    if office:
        return 2 if any(one.of == home.country and office.rsplit(maxsplit=1)[-1] in one.title.split() for one in held) else 1
    return 2 if any(one.title in _leading() for one in held) else 1


def _held(known: Known, home: Home) -> tuple[Office, ...]:
    """What somebody held that day; where no source vouches for it, what they had begun and nobody says that they left."""
    day = home.date.isoformat()
    return base().offices_on(known, home.date) or tuple(
        one for one in known.offices if not one.end and one.start and one.start <= day
    )


def _country(known: Known, home: Home) -> str:
    """The country or body that somebody held an office of that day."""
    held = sorted({one.of for one in _held(known, home)})
    return held[0] if len(held) == 1 else ""


@cache
def _leading() -> frozenset[str]:
    return frozenset(
        (
            "president",
            "prime minister",
            "chancellor",
            "king",
            "queen",
            "crown prince",
            "supreme leader",
            "secretary general",
            "pope",
        )
    )


@lru_cache(maxsize=2)
def _terms(known: Base) -> dict[tuple[str, str], list[tuple[Office, Known]]]:
    """Every term of which the beginning is known, by office and country (~5 ms, once)."""
    found: dict[tuple[str, str], list[tuple[Office, Known]]] = {}
    for one in known.actors:
        for office in one.offices:
            if office.start:
                found.setdefault((office.title, office.of), []).append((office, one))
    return found


@lru_cache(maxsize=2)
def _by_ends(known: Base) -> dict[str, list[Known]]:
    """Persons under the skeletons of each of their names' ends (~40 ms, once)."""
    found: dict[str, list[Known]] = {}
    for one in known.actors:
        if one.type == "person":
            for each in sorted({skeleton for name in (one.name, *one.names) for skeleton in ends(name)}):
                found.setdefault(each, []).append(one)
    return found
