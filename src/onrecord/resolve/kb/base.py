"""Known actors to answers: who held an office on a day, who goes by a name.

A base is built once and not changed after; every answer lists each actor once, the user's own before the shipped.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from onrecord.resolve.kb.known import Entry, Known, Office
from onrecord.resolve.kb.names import Parts, key, parts, surname_keys
from onrecord.resolve.kb.period import Hold, begun, hold, is_over, last_day
from onrecord.resolve.kb.titles import is_shared


class Base:
    """What is known of actors, for lookups by office, day and name."""

    def __init__(self, shipped: Iterable[Entry], own: Iterable[Entry] = ()) -> None:
        mine = tuple(own)
        replaced = {entry.known.id for entry in mine} | {key(entry.known.name) for entry in mine}
        kept = (one for one in shipped if one.known.id not in replaced and key(one.known.name) not in replaced) if mine else shipped
        self._entries = (*mine, *kept)
        self._terms: dict[tuple[str, str], list[tuple[Entry, Office]]] = defaultdict(list)
        for entry in self._entries:
            for office in entry.known.offices:
                self._terms[office.title, office.of].append((entry, office))

    @property
    def actors(self) -> tuple[Known, ...]:
        """Every actor, the user's own first."""
        return tuple(entry.known for entry in self._entries)

    def holders(self, title: str, of: str, on: date | None, state: str = "") -> tuple[Known, ...]:
        """Who held an office on a day; nobody where the day is unknown. state: empty for all.

        Where a vague date leaves two open, whoever certainly held it that day is given alone; on the day of a change, whoever comes in.
        Offices that several hold at once (senators) are not narrowed so. An actor of the user's own beats a shipped one.
        """
        return _actors(entry for entry, _ in self._held_on(title, of, on, state)) if on else ()

    def held(self, title: str, of: str, before: date | None) -> tuple[Known, ...]:
        """Who had held an office before a day and no longer did, newest first; nobody where the day is unknown."""
        if before is None:
            return ()
        now = {entry.known.id for entry, _ in self._held_on(title, of, before, "")}
        past: list[tuple[date, Entry]] = []
        for entry, office in self._terms.get((title, of), ()):
            if entry.known.id in now or begun(office) > before:
                continue
            end = self._ended(entry, office, before)
            if end is not None:
                past.append((end, entry))
        return _actors(entry for _, entry in sorted(past, key=lambda one: one[0], reverse=True))

    def named(self, name: str) -> tuple[Known, ...]:
        """Who goes by a full name. Where nobody does as written, those whose given name and surname agree and no middle name differs."""
        exact = self._by_name.get(key(name))
        if exact:
            return _actors(exact)
        asked = parts(name)
        if asked is None:
            return ()
        return _actors(entry for entry, known in self._by_parts.get((asked.given, asked.surname), ()) if asked.agrees(known))

    def surnamed(self, surname: str) -> tuple[Known, ...]:
        """Who goes by a surname, or by a single name like it."""
        return _actors(self._by_surname.get(key(surname), ()))

    def offices_on(self, known: Known, on: date) -> tuple[Office, ...]:
        """The offices that an actor held on a day."""
        return tuple(
            office
            for office in known.offices
            if any(
                entry.known.id == known.id and one == office
                for entry, one in self._held_on(office.title, office.of, on, office.state)
            )
        )

    def _held_on(self, title: str, of: str, on: date, state: str) -> list[tuple[Entry, Office]]:
        found = [
            (standing, entry, office)
            for entry, office in self._terms.get((title, of), ())
            if (not state or office.state == state) and (standing := hold(office, on, entry.seen.get(office, "")))
        ]
        if is_shared(title):
            seats_taken_today = {office.state for _, _, office in found if office.start == on.isoformat()}
            return [
                (entry, office)
                for standing, entry, office in found
                if standing is not Hold.LEAVING or office.state not in seats_taken_today
            ]
        found = [one for one in found if one[2].end or self._successor(one[1], one[2], on) is None]
        own = [one for one in found if one[1].known.origin == "own"]
        best = max((standing for standing, _, _ in own or found), default=Hold.NOT)
        return [(entry, office) for standing, entry, office in own or found if standing is best]

    def _ended(self, entry: Entry, office: Office, before: date) -> date | None:
        """The last day of an office that was over before a day. One that an old file leaves open is over once somebody else has it."""
        if is_over(office, before):
            return last_day(office)
        return None if office.end or is_shared(office.title) else self._successor(entry, office, before)

    def _successor(self, entry: Entry, office: Office, on: date) -> date | None:
        """The first day on which somebody else had certainly begun in an office that is open, up to a day; None where nobody had."""
        later = (
            begun(other)
            for one, other in self._terms[office.title, office.of]
            if one is not entry
            and (one.known.origin, other.state) == (entry.known.origin, office.state)
            and begun(office) < begun(other) <= on
        )
        return min(later, default=None)

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        """Entries under each of their names without its spaces."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for name in (entry.known.name, *entry.known.names):
                found[key(name)].append(entry)
        return found

    @cached_property
    def _by_parts(self) -> dict[tuple[str, str], list[tuple[Entry, Parts]]]:
        """Persons under given name and surname of each of their names."""
        found: dict[tuple[str, str], list[tuple[Entry, Parts]]] = defaultdict(list)
        for entry in self._entries:
            for name in (entry.known.name, *entry.known.names) if entry.known.type == "person" else ():
                known = parts(name)
                if known is not None:
                    found[known.given, known.surname].append((entry, known))
        return found

    @cached_property
    def _by_surname(self) -> dict[str, list[Entry]]:
        """Persons under their surnames and their names of one word."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.known.type == "person":
                single = {key(name) for name in (entry.known.name, *entry.known.names) if len(name.split()) == 1}
                for word in surname_keys(entry.surname) | single:
                    found[word].append(entry)
        return found


def _actors(entries: Iterable[Entry]) -> tuple[Known, ...]:
    """Each actor once, the user's own first, otherwise in the order given."""
    once = {entry.known.id: entry.known for entry in entries}
    return tuple(sorted(once.values(), key=lambda known: known.origin != "own"))
