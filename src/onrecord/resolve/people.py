"""Names to people: everyone a document names in full, every later mention of them, and what the text says of each.

Only a name that stands in the text becomes a person; a surname that two of them share belongs to neither unless one is
named far more often.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from onrecord.resolve.names import Name, names
from onrecord.resolve.words import countries, kinds

# A shared surname goes to the person who is named in full this many times as often as the next.
_DOMINANCE = 3

# How far after a surname the full name may first stand, in characters: a headline and the lead below it.
_SOON = 700

# "Velmarkian" may be of Velmark, "Corvanan" of Corvana: what is left must be long enough not to fit by chance.
_DEMONYM_ENDINGS = ("ian", "ean", "an", "n", "ese", "ish", "i")
_STEM = 4

_SUFFIXES = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"}
_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)


_COUNTRY = r"[A-Z]\w+(?: [A-Z]\w+)?"
_PARALLEL = re.compile(
    rf"(?:\b[Tt]he )?\b(?P<first>{_COUNTRY}) and (?P<second>{_COUNTRY}) (?P<role>[a-z]+s),? "
    rf"|[Tt]he (?P<of_role>[a-z]+s) of (?:the )?(?P<of_first>{_COUNTRY}) and (?:of )?(?:the )?(?P<of_second>{_COUNTRY}), "
)
_PAIR_REACH = 60  # characters in which the two names of a pair begin


@dataclass(slots=True)
class Person:
    """Someone the document names. gender: "m", "f" or "" where the text doesn't say; roles: (country, role) pairs."""

    name: str
    names: set[str] = field(default_factory=set)
    mentions: list[Name] = field(default_factory=list)
    gender: str = ""
    roles: set[tuple[str, str]] = field(default_factory=set)

    @property
    def surname(self) -> str:
        """The last word of the name, suffixes aside."""
        return surname(self.name)


def surname(name: str) -> str:
    """The word of a name that it is shortened to: the last, suffixes aside."""
    words = [word.rstrip(",") for word in name.split()]
    return next((word for word in reversed(words) if word not in _SUFFIXES), name)


class People:
    """The people of one document. Built once and not changed after."""

    def __init__(self, text: str) -> None:
        """Find everyone that the text names."""
        self.text = text
        self.names = names(text)
        self.everyone: list[Person] = []
        self._gather()
        self._learn_genders()
        self._learn_roles()

    def find(self, name: str, at: int | None = None, gender: str = "") -> Person | None:
        """The person that a name stands for: in full, by given name and surname, or by surname alone.

        at: where it stands. A surname alone means somebody who has been named in full before it, or is soon after; it
        is nobody's where two people may be meant. gender: what the words beside it say, "m" or "f".
        """
        words = _plain(name).split()
        if not words:
            return None
        exact = [person for person in self.everyone if _plain(name) in {_plain(known) for known in (person.name, *person.names)}]
        if len(words) > 1 and len(exact) == 1:
            return exact[0]
        if len(words) > 1:
            candidates = [p for p in self.everyone if _same_surname(p, surname(name)) and _given_agree(p.name, name)]
            return candidates[0] if len(candidates) == 1 else None
        candidates = [p for p in self.everyone if _same_surname(p, words[0]) and (not gender or p.gender in (gender, ""))]
        if at is not None:
            candidates = [p for p in candidates if self._named_by(p) <= at + _SOON] or [p for p in candidates if " " not in p.name]
        full = [p for p in candidates if " " in p.name]
        if len(full) > 1:
            count = Counter(
                {index: sum(" " in mention.text for mention in p.mentions) for index, p in enumerate(full)}
            ).most_common(2)
            return full[count[0][0]] if count[0][1] >= _DOMINANCE * max(1, count[1][1]) else None
        if candidates:
            return full[0] if full else candidates[0]
        given = [person for person in self.everyone if " " in person.name and person.name.split()[0] == words[0]]
        return given[0] if len(given) == 1 else None

    def sharing(self, name: str) -> list[str]:
        """The full names that share a surname, sorted."""
        return sorted(person.name for person in self.everyone if " " in person.name and _same_surname(person, _plain(name)))

    def _named_by(self, person: Person) -> int:
        """Where a person is first named in full; beyond the text's end where they never are."""
        if " " not in person.name:
            return person.mentions[0].start if person.mentions else 0
        return next((mention.start for mention in person.mentions if " " in mention.text), len(self.text) + _SOON)

    def mentions(self) -> list[tuple[Name, Person]]:
        """Every mention of a person, in text order."""
        return sorted(((name, person) for person in self.everyone for name in person.mentions), key=lambda pair: pair[0].start)

    def with_role(self, country: str, role: str) -> Person | None:
        """The one person whom the text gives a role; country may be empty where the text names none.

        A country's leader, president and head are one where the text calls nobody else of that country by the role.
        """
        exact = [person for person in self.everyone if any(r == role and (c == country or not country) for c, r in person.roles)]
        leads = [
            person for person in self.everyone if country and any(c == country and r in kinds("leader") for c, r in person.roles)
        ]
        fitting = exact or (leads if role in kinds("leader") else [])
        return fitting[0] if len(fitting) == 1 else None

    def role(self, phrase: str) -> tuple[str, str]:
        """Country and role that a phrase names: "US Foreign Minister" is (United States, minister); empty where it names none."""
        words = [word.strip(",") for word in phrase.split()]
        last = words[-1].lower() if words else ""
        if last not in kinds("person"):
            return "", ""
        for size in (2, 1):
            for index in range(max(0, len(words) - 5), len(words) - 1):
                found = self.country(" ".join(words[index : index + size]))
                if found:
                    return found, last
        return "", last

    def country(self, name: str) -> str:
        """The country that a name or a demonym means: of the world's, or one that this text names ("Velmarkian": Velmark)."""
        if name in countries():
            return countries()[name]
        stem = next((name[: -len(ending)] for ending in _DEMONYM_ENDINGS if name[:1].isupper() and name.endswith(ending)), "")
        if len(stem) < _STEM:
            return ""
        named = {one.text for one in self.names if one.text != name and one.text.rstrip("aeiou") == stem.rstrip("aeiou")}
        return named.pop() if len(named) == 1 else ""

    def _gather(self) -> None:
        full = Counter(name.text for name in self.names if name.is_person and " " in name.text)
        for text, _ in sorted(full.items(), key=lambda item: (-len(item[0].split()), item[0])):
            known = [p for p in self.everyone if p.surname == surname(text) and _given_agree(p.name, text)]
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
        self._learn_genders()
        for name in self.names:
            if " " not in name.text:
                person = self.find(name.text, name.start, gender_of(name.title))
                if person is None and name.is_person and not self.sharing(name.text):
                    person = Person(name.text)
                    self.everyone.append(person)
                elif person is None and name.is_person and self._before_all(name):
                    # "President Obama" long before "Michelle Obama": somebody else, whom the text never names in full.
                    person = Person(name.text)
                    self.everyone.append(person)
                if person is not None:
                    person.mentions.append(name)
                    person.names.add(name.text)
        for person in self.everyone:
            person.mentions.sort(key=lambda name: name.start)

    def _before_all(self, name: Name) -> bool:
        """Whether a surname stands long before anybody who shares it is named in full."""
        sharing = [p for p in self.everyone if _same_surname(p, _plain(name.text))]
        return all(" " in p.name and self._named_by(p) > name.start + _SOON for p in sharing)

    def _learn_roles(self) -> None:
        people = self.mentions()
        for name, person in people:
            before = self.text[max(0, name.start - 60) : name.start]
            for title in name.title.split():
                if title in _abbreviated():
                    person.roles.add(("", _abbreviated()[title]))
            country, role = self.role(f"{before.rpartition('. ')[2]}".rstrip(" ,"))
            if role and re.search(r"[\w.]\s*,?\s*$", before):
                person.roles.add((country, role))
            after = re.match(r",\s+(?:the|an?)\s+([^,.;“”\"]{3,60})[,.]", self.text[name.end : name.end + 90])
            if after:
                country, role = self.role(after.group(1))
                if role:
                    person.roles.add((country, role))
        self._learn_parallel(people)

    def _learn_parallel(self, people: list[tuple[Name, Person]]) -> None:
        """The French and American presidents, A B and C D: the roles go to the names in the same order."""
        for match in _PARALLEL.finditer(self.text):
            parts = match.groupdict()
            pair = [person for name, person in people if match.end() <= name.start < match.end() + _PAIR_REACH][:2]
            role = (parts["role"] or parts["of_role"]).lower().removesuffix("s")
            both = [self.country(parts[key] or parts[f"of_{key}"]) for key in ("first", "second")]
            if all(both) and len(pair) == 2 and role in kinds("person"):
                for person, country in zip(pair, both, strict=True):
                    person.roles.add((country, role))

    def _learn_genders(self) -> None:
        people = self.mentions()
        for name, person in people:
            person.gender = person.gender or gender_of(name.title)
        for person in self.everyone:
            if not person.gender:
                person.gender = self._by_pronoun(person, people)

    def _by_pronoun(self, person: Person, people: list[tuple[Name, Person]]) -> str:
        """What the pronouns say that follow a mention in its own sentence before anybody else is named."""
        votes: Counter[str] = Counter()
        starts = [name.start for name, _ in people]
        for name in person.mentions:
            following = next((start for start in starts if start > name.start), len(self.text))
            stretch = self.text[name.end : min(following, name.end + 200)]
            stretch = re.split(r"[.!?]\s|\n|[“\"]", stretch, maxsplit=1)[0]
            votes["m"] += len(_HE.findall(stretch))
            votes["f"] += len(_SHE.findall(stretch))
        best = votes.most_common(2)
        if not best or not best[0][1] or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
            return ""
        return best[0][0]


def _plain(name: str) -> str:
    return name.replace("’", "'")


def _same_surname(person: Person, word: str) -> bool:
    return _plain(person.surname) == _plain(word)


def gender_of(title: str) -> str:
    """What a title says: "m", "f", or "" where it says nothing."""
    words = title.split()
    if any(word in kinds("masculine") for word in words):
        return "m"
    return "f" if any(word in kinds("feminine") for word in words) else ""


@cache
def _abbreviated() -> dict[str, str]:
    return dict(pair.split("=") for pair in kinds("abbreviated"))


def _given_agree(one: str, other: str) -> bool:
    """Whether two full names with one surname can be one person's: the shorter's given names all stand in the longer."""
    a, b = ({word.rstrip(".") for word in name.split()[:-1]} for name in (one, other))
    return a <= b or b <= a
