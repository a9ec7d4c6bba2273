"""Names to people: everyone a document names, every later mention of them, and what the text says of each.

A person's name is one that stands in the text, or, for someone whom it names by surname only, that of the one known person who held
the office that the text gives them, or a leading one, at the document's date. A surname that two share belongs to neither unless one is
named far more often.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from onrecord.extract.quotes import Quoted, inside
from onrecord.resolve.gender import Gender, given_names, of_title
from onrecord.resolve.kb import Base, Known, base
from onrecord.resolve.lone import lone_speakers
from onrecord.resolve.names import Name, names
from onrecord.resolve.person import Person, given_agree, plain, same_surname, surname
from onrecord.resolve.phrases import Phrase, phrase
from onrecord.resolve.portraits import learn_genders, learn_roles
from onrecord.resolve.standing import LEADING, in_full, leading, offices_of
from onrecord.resolve.words import capitals, countries, offices

# A shared surname goes to the person who is named in full this many times as often as the next.
_DOMINANCE = 3

# How far after a surname the full name may first stand, in characters: a headline and the lead below it.
_SOON = 700

# "Velmarkian" may be of Velmark, "Corvanan" of Corvana: what is left must be long enough not to fit by chance.
_DEMONYM_ENDINGS = ("ian", "ean", "an", "n", "ese", "ish", "i")
_STEM = 4

_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)

_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
_NEXT = 500  # characters after a surname in which a pronoun may tell whose it is

_DATELINE = re.compile(r"^([A-Z][A-Z .]+[A-Z])(?:,[^\n]{0,30})?\s?(?:\([A-Z][A-Za-z]+\)\s)?[—–-]", re.MULTILINE)
_JOINED = re.compile(r"\b(?P<first>[A-Z][a-z]+) and (?P<second>[A-Z][a-z]+ [A-Z][\w\-]+)\b(?! [A-Z])")
_LABEL = 3  # more letters than this in capitals are a label or a headline's, not an abbreviation


class People:
    """The people of one document. Built once and not changed after."""

    def __init__(self, text: str, quotes: Sequence[Quoted] = (), published: date | None = None, known: Base | None = None) -> None:
        """Find everyone that the text names. published: the document's date; known: the shipped knowledge base unless told."""
        self.text = text
        self.names = names(text)
        self.everyone: list[Person] = []
        self.published = published
        self.base = known or base()
        self._quotes = quotes
        self._alone = lone_speakers(text, quotes)
        self._gather_full()
        self._gather_joined()
        self._learn()
        self._gather_short()
        self._learn()

    def find(self, name: str, at: int | None = None, gender: str = "") -> Person | None:
        """The person that a name stands for: in full, by given name and surname, or by surname alone.

        at: where it stands. A surname alone means somebody who has been named in full before it, or is soon after; it
        is nobody's where two people may be meant. gender: what the words beside it say, "m" or "f".
        """
        words = plain(name.title() if name.isupper() and len(name) > _LABEL else name).split()
        if not words:
            return None
        exact = [person for person in self.everyone if plain(name) in {plain(known) for known in (person.name, *person.names)}]
        if len(words) > 1 and len(exact) == 1:
            return exact[0]
        if len(words) > 1:
            candidates = [p for p in self.everyone if same_surname(p, surname(name)) and given_agree(p.name, name)]
            return candidates[0] if len(candidates) == 1 else None
        candidates = [p for p in self.everyone if same_surname(p, words[0]) and (not gender or p.gender in (gender, ""))]
        holder = [p for p in candidates if p.is_short and p.known is not None and len(candidates) > 1]
        if holder and gender in ("", holder[0].gender, "m"):
            return holder[0]  # the others of that name are always named in full
        if at is not None:
            candidates = (
                [p for p in candidates if self._named_by(p) <= at]
                or [p for p in candidates if self._named_by(p) <= at + _SOON]
                or [p for p in candidates if " " not in p.name]
            )
        full = [p for p in candidates if " " in p.name]
        if len(full) > 1:
            return self._of_several(full, at)
        if candidates:
            return full[0] if full else candidates[0]
        given = [person for person in self.everyone if " " in person.name and person.name.split()[0] == words[0]]
        return given[0] if len(given) == 1 else None

    def _of_several(self, full: list[Person], at: int | None) -> Person | None:
        """Of people who share a surname the one whom it means: by the pronoun after it, or whom the text calls so first."""
        if at is not None:
            gender = self._pronoun_after(at, full)
            fitting = [one for one in full if one.gender == gender]
            if gender and len(fitting) == 1:
                return fitting[0]
        owner = self._bare_owner(full)
        if owner is not None:
            return owner
        ranked = sorted(full, key=lambda one: -sum(" " in mention.text for mention in one.mentions))
        most, second = (sum(" " in mention.text for mention in one.mentions) for one in ranked[:2])
        first = min(full, key=self._named_by)
        return first if ranked[0] is first and most >= _DOMINANCE * max(1, second) else None

    def _bare_owner(self, full: list[Person]) -> Person | None:
        """Whom the surname alone means in this text: whoever it was used of while nobody else of that name had been named."""
        named = sorted(((self._named_by(one), number) for number, one in enumerate(full)))
        low, high = named[0][0], named[1][0]
        bare = [name for name in self.names if low < name.start < high and name.text == surname(full[0].name)]
        return full[named[0][1]] if bare else None

    def _pronoun_after(self, at: int, sharing: list[Person]) -> Gender:
        """The gender of the first pronoun after a surname, outside quotation marks, before anybody else is named."""
        end = min(at + _NEXT, len(self.text))
        others = [
            name.start
            for name in self.names
            if at < name.start < end and name.is_person and surname(name.text) != sharing[0].surname
        ]
        for match in _PRONOUN.finditer(self.text, at, min([end, *others])):
            if not inside(self._quotes, match.start()):
                return "m" if _HE.fullmatch(match.group()) else "f"
        return ""

    def with_holder(self, known: Known) -> int:
        """The index of somebody who is meant by their office, added where nobody of that name is known yet."""
        for number, one in enumerate(self.everyone):
            if one.known is not None and one.known.id == known.id:
                return number
        self.everyone.append(Person(known.name, {known.name}, gender=known.gender, known=known))
        return len(self.everyone) - 1

    def sharing(self, name: str) -> list[str]:
        """The full names that share a surname, sorted."""
        return sorted(person.name for person in self.everyone if " " in person.name and same_surname(person, plain(name)))

    def _named_by(self, person: Person) -> int:
        """Where a person is first named in full; beyond the text's end where they never are."""
        if person.is_short:
            return person.mentions[0].start if person.mentions else 0
        return next((mention.start for mention in person.mentions if " " in mention.text), len(self.text) + _SOON)

    def mentions(self) -> list[tuple[Name, Person]]:
        """Every mention of a person, in text order."""
        return sorted(((name, person) for person in self.everyone for name in person.mentions), key=lambda pair: pair[0].start)

    def country(self, name: str) -> str:
        """The country that a name or a demonym means: of the world's, or one that this text names ("Velmarkian": Velmark)."""
        if name in countries():
            return countries()[name]
        stem = next((name[: -len(ending)] for ending in _DEMONYM_ENDINGS if name[:1].isupper() and name.endswith(ending)), "")
        if len(stem) < _STEM:
            return ""
        named = {one.text for one in self.names if one.text != name and one.text.rstrip("aeiouy") == stem.rstrip("aeiouy")}
        return named.pop() if len(named) == 1 else ""

    def _learn(self) -> None:
        """What the text and the knowledge base say of everyone so far."""
        for person in self.everyone:
            person.roles, person.gender = [], ""
        learn_roles(self.text, self.everyone, self.mentions(), self.country)
        self._complete()
        learn_genders(self.text, self.everyone, self.mentions())

    @cached_property
    def home(self) -> str:
        """The country whose seats of government the text names most ("the White House"), or empty."""
        seats = Counter(offices()[one.text].country for one in self.names if one.text in offices())
        dateline = _DATELINE.search(self.text)
        if dateline and dateline.group(1).title() in capitals():
            seats[capitals()[dateline.group(1).title()]] += 1
        best = seats.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""

    def _gather_joined(self) -> None:
        """“Agnes and Moira Tolland”: two people of one surname, where both first words are given names."""
        for match in _JOINED.finditer(self.text):
            first, second = match["first"], match["second"].split()
            if first in given_names() and second[0] in given_names() and len(second) == 2:
                name = Name(match.start("first"), match.end("first"), first, "", is_person=True)
                full = f"{first} {second[1]}"
                if not any(one.name == full for one in self.everyone):
                    self.everyone.append(Person(full, {full, first}, [name]))

    def _gather_full(self) -> None:
        """Everyone named by more than a surname."""
        full = Counter(name.text for name in self.names if name.is_person and " " in name.text and not self._is_thing(name))
        for text, _ in sorted(full.items(), key=lambda item: (-len(item[0].split()), item[0])):
            known = [p for p in self.everyone if p.surname == surname(text) and given_agree(p.name, text)]
            if len(known) == 1:
                known[0].names.add(text)
            elif not known:
                self.everyone.append(Person(text, {text}))
        for name in self.names:
            if " " in name.text:
                person = self.find(name.text)
                if person is not None:
                    person.mentions.append(name)
                    person.names.add(name.text)

    def _is_thing(self, name: Name) -> bool:
        """“the Bergen Dispatch”: an article before it, where no given name that we know begins it and no title stands before it."""
        if name.title or name.text.split()[0] in given_names():
            return False
        return any(
            self.text[max(0, one.start - 4) : one.start].lower() == "the "
            for one in self.names
            if one.text == name.text and not one.title
        )

    def _gather_short(self) -> None:
        """Everyone's mentions by surname, and those whom the text names no other way."""
        self._gather_holders()
        for name in self.names:
            if " " not in name.text:
                person = self.find(name.text, name.start, of_title(name.title))
                if person is None and name.is_person and not self.sharing(name.text):
                    person = Person(name.text)
                    self.everyone.append(person)
                elif person is None and name.is_person and self._before_all(name):
                    # "President Obama" long before "Michelle Obama": somebody else, whom the text never names in full.
                    person = Person(name.text)
                    self.everyone.append(person)
                elif (
                    person is None
                    and not name.is_person
                    and not self.sharing(name.text)
                    and (self._is_known_short(name) or name.text in self._alone)
                ):
                    person = Person(name.text)
                    self.everyone.append(person)
                if person is not None:
                    person.mentions.append(name)
                    person.names.add(name.text)
        for person in self.everyone:
            person.mentions.sort(key=lambda name: name.start)

    def _gather_holders(self) -> None:
        """“President Obama” where the text names only Michelle Obama in full: the holder of the office that stands as a title."""
        for name in self.names:
            sharing = self.sharing(name.text) if " " not in name.text else []
            title = _phrase_of(name)
            if not sharing or title is None or self.published is None:
                continue
            holders = [
                one
                for one in self.base.surnamed(name.text)
                if any(o.title == title.head and o.title in LEADING for o in self.base.offices_on(one, self.published))
            ]
            if len(holders) == 1 and self._full_name_is_new(holders[0].name):
                self.everyone.append(Person(name.text, {name.text}, known=holders[0]))

    def _full_name_is_new(self, name: str) -> bool:
        return not any(
            same_surname(one, surname(name)) and (given_agree(one.name, name) or (one.known and one.known.name == name))
            for one in self.everyone
        )

    def _is_known_short(self, name: Name) -> bool:
        """“Biden said”: a word that is the surname of whoever leads a country then, and of no country, body or place that we know."""
        person = Person(name.text, mentions=[name])
        return (
            name.text not in countries() and name.text not in capitals() and leading(person, self.base, self.published) is not None
        )

    def _before_all(self, name: Name) -> bool:
        """Whether a surname stands long before anybody who shares it is named in full."""
        sharing = [p for p in self.everyone if same_surname(p, plain(name.text))]
        return all(" " in p.name and self._named_by(p) > name.start + _SOON for p in sharing)

    def _complete(self) -> None:
        """Say who of them is known, and give those whom the text names by surname only their full name."""
        for person in self.everyone:
            if person.known is None:
                person.known = in_full(person, self.base) if " " in person.name else leading(person, self.base, self.published)
            if person.known is not None:
                if " " not in person.name:
                    person.names.add(person.name)
                    person.name = person.known.name
                person.roles += offices_of(person.known, self.base, self.published)


def _phrase_of(name: Name) -> Phrase | None:
    """What a title says that stands before a name, or None."""
    return phrase(" ".join(name.title.split()[-1:]).lower()) if name.title else None
