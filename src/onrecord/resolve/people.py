"""Names to people: everyone a document names, every later mention of them, and what the text says of each.

A person's name is one that stands in the text, or, for someone whom it names by surname only, that of the one known person who held
the office that the text gives them, or a leading one, at the document's date. A surname that two share belongs to neither unless one is
named far more often.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from onrecord.extract.quotes import Quoted, inside
from onrecord.resolve.gender import Gender, given_names, of_given_name, of_title
from onrecord.resolve.kb import Base, Known, base
from onrecord.resolve.names import Name, names
from onrecord.resolve.phrases import Phrase, one_word, phrase
from onrecord.resolve.roles import Role, described, gender_of_phrase
from onrecord.resolve.words import capitals, countries, kinds, offices

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

_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
_ANY_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself|it|its|they|their|them)\b", re.IGNORECASE)
_SAYS = "said|says|told|added|asked|argued|insisted|warned|replied|wrote|tweeted|noted|recalled|explained|admitted|denied"
_NEXT = 500  # characters after a surname in which a pronoun may tell whose it is

# Offices whose holders newspapers name by surname alone without ever naming them in full.
_LEADING = ("president", "prime minister", "chancellor", "premier", "king", "queen", "pope", "supreme leader")
# They are known by surname so many years before, as candidates, and after.
_AHEAD = 2
_REMEMBERED = 12

_COUNTRY = r"[A-Z]\w+(?: [A-Z]\w+)?"
_PARALLEL = re.compile(
    rf"(?:\b[Tt]he )?\b(?P<first>{_COUNTRY}) and (?P<second>{_COUNTRY}) (?P<role>[a-z]+s),? "
    rf"|[Tt]he (?P<of_role>[a-z]+s) of (?:the )?(?P<of_first>{_COUNTRY}) and (?:of )?(?:the )?(?P<of_second>{_COUNTRY}), "
)
_DATELINE = re.compile(r"^([A-Z][A-Z .]+[A-Z])(?:,[^\n]{0,30})?\s?(?:\([A-Z][A-Za-z]+\)\s)?[—–-]", re.MULTILINE)
_AGE = re.compile(r",\s(\d{1,3})(?=[,.])")
_AGED = re.compile(r"(\d{1,3})-year-old (?:[\w-]+ ){0,3}$")
_JOINED = re.compile(r"\b(?P<first>[A-Z][a-z]+) and (?P<second>[A-Z][a-z]+ [A-Z][\w\-]+)\b(?! [A-Z])")
_PARENTS = re.compile(rf"\b(?P<owner>[Mm]y|[Hh]is|[Hh]er) parents, (?P<first>[A-Z]\w+) and (?P<second>{_COUNTRY})\b(?! [A-Z])")
_LABEL = 3  # more letters than this in capitals are a label or a headline's, not an abbreviation
_PAIR_REACH = 60  # characters in which the two names of a pair begin


@dataclass(slots=True)
class Person:
    """Someone the document names. gender: "m", "f" or "" where nothing says; roles: what the text calls them.

    known: who the knowledge base says it is, or None; age: as the text gives it.
    """

    name: str
    names: set[str] = field(default_factory=set)
    mentions: list[Name] = field(default_factory=list)
    gender: Gender = ""
    roles: list[Role] = field(default_factory=list)
    known: Known | None = None
    age: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether anything but the look of the name says that this is a person."""
        titled = any(mention.title or (" " not in mention.text and " " in self.name) for mention in self.mentions)
        return (
            titled
            or " " not in self.name
            or self.known is not None
            or bool(self.roles)
            or self.name.split()[0] in given_names()
            or bool(self.gender)
        )

    @property
    def is_short(self) -> bool:
        """Whether the text never names them in full."""
        return not any(" " in mention.text for mention in self.mentions)

    @property
    def surname(self) -> str:
        """The last word of the name, suffixes aside."""
        return surname(self.name)


@lru_cache(maxsize=4096)
def surname(name: str) -> str:
    """The word of a name that it is shortened to: the last, suffixes aside."""
    words = [word.rstrip(",") for word in name.split()]
    return next((word for word in reversed(words) if word not in _SUFFIXES), name)


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
        words = _plain(name.title() if name.isupper() and len(name) > _LABEL else name).split()
        if not words:
            return None
        exact = [person for person in self.everyone if _plain(name) in {_plain(known) for known in (person.name, *person.names)}]
        if len(words) > 1 and len(exact) == 1:
            return exact[0]
        if len(words) > 1:
            candidates = [p for p in self.everyone if _same_surname(p, surname(name)) and _given_agree(p.name, name)]
            return candidates[0] if len(candidates) == 1 else None
        candidates = [p for p in self.everyone if _same_surname(p, words[0]) and (not gender or p.gender in (gender, ""))]
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
        return sorted(person.name for person in self.everyone if " " in person.name and _same_surname(person, _plain(name)))

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
        self._learn_roles()
        self._complete()
        self._learn_genders()

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
                    and (self._is_known_short(name) or self._speaks_alone(name))
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
                if any(o.title == title.head and o.title in _LEADING for o in self.base.offices_on(one, self.published))
            ]
            if len(holders) == 1 and self._full_name_is_new(holders[0].name):
                self.everyone.append(Person(name.text, {name.text}, known=holders[0]))

    def _full_name_is_new(self, name: str) -> bool:
        return not any(
            _same_surname(one, surname(name)) and (_given_agree(one.name, name) or (one.known and one.known.name == name))
            for one in self.everyone
        )

    def _is_known_short(self, name: Name) -> bool:
        """“Biden said”: a word that is the surname of whoever leads a country then, and of no country, body or place that we know."""
        person = Person(name.text, mentions=[name])
        return name.text not in countries() and name.text not in capitals() and self._leading(person) is not None

    def _speaks_alone(self, name: Name) -> bool:
        """Whether a word that nobody's full name holds says something and is soon a he or a she: somebody whom the text names by surname only."""
        word = name.text
        if word in countries() or word in capitals() or word in offices() or word.isupper() or word in kinds("not-person"):
            return False
        says = re.compile(rf"\b{re.escape(word)} (?:{_SAYS})\b|\b(?:{_SAYS}) {re.escape(word)}\b")
        match = next((one for one in says.finditer(self.text) if not inside(self._quotes, one.start())), None)
        return match is not None and not re.search(rf"\b[Tt]he {re.escape(word)}\b", self.text) and self._is_he_or_she(match.end())

    def _is_he_or_she(self, offset: int) -> bool:
        """Whether the next pronoun for anybody or anything, soon after an offset and outside quotation marks, is for a person."""
        for match in _ANY_PRONOUN.finditer(self.text, offset, min(len(self.text), offset + _NEXT)):
            if not inside(self._quotes, match.start()):
                return _PRONOUN.fullmatch(match.group()) is not None
        return False

    def _before_all(self, name: Name) -> bool:
        """Whether a surname stands long before anybody who shares it is named in full."""
        sharing = [p for p in self.everyone if _same_surname(p, _plain(name.text))]
        return all(" " in p.name and self._named_by(p) > name.start + _SOON for p in sharing)

    def _learn_roles(self) -> None:
        people = self.mentions()
        for name, person in people:
            person.roles += [one for one in described(self.text, name) if not _is_of_another(one.phrase, person)]
            age = _AGE.match(self.text, name.end) or _AGED.search(self.text, max(0, name.start - 60), name.start - len(name.title))
            person.age = int(age.group(1)) if age else person.age
        self._learn_parallel(people)
        self._learn_parents()

    def _learn_parents(self) -> None:
        """“My parents, James and Olive Meehan”: a father and a mother of one surname, told apart by their given names."""
        for match in _PARENTS.finditer(self.text):
            family = surname(match["second"])
            for name in (f"{match['first']} {family}", match["second"]):
                head = {"m": "father", "f": "mother"}.get(of_given_name(name))
                person = next((one for one in self.everyone if one.name == name), None)
                if head and person is None:
                    person = Person(name, {name})
                    self.everyone.append(person)
                if head and person is not None:
                    person.roles.append(
                        Role(Phrase(head, match["owner"].lower(), frozenset({("owner", match["owner"].lower())})), match.start())
                    )

    def _learn_parallel(self, people: list[tuple[Name, Person]]) -> None:
        """The French and American presidents, A B and C D: the roles go to the names in the same order."""
        for match in _PARALLEL.finditer(self.text):
            parts = match.groupdict()
            pair = [(name, person) for name, person in people if match.end() <= name.start < match.end() + _PAIR_REACH][:2]
            role = one_word((parts["role"] or parts["of_role"]).lower().removesuffix("s"))
            both = [self.country(words) or words for key in ("first", "second") if (words := parts[key] or parts[f"of_{key}"])]
            if len(both) == 2 and len(pair) == 2 and role in kinds("person"):
                for (name, person), country in zip(pair, both, strict=True):
                    person.roles.append(Role(Phrase(role, "the", frozenset({("country", country)})), name.start))

    def _complete(self) -> None:
        """Say who of them is known, and give those whom the text names by surname only their full name."""
        for person in self.everyone:
            if person.known is None:
                person.known = self._full(person) if " " in person.name else self._leading(person)
            if person.known is not None:
                if " " not in person.name:
                    person.names.add(person.name)
                    person.name = person.known.name
                person.roles += self._offices(person.known)

    def _full(self, person: Person) -> Known | None:
        found = [one for one in self.base.named(person.name) if one.type == "person"]
        return found[0] if len(found) == 1 else None

    def _leading(self, person: Person) -> Known | None:
        """Who is known by a surname: they hold the office that the text gives them, or hold or lately held a leading one."""
        if self.published is None:
            return None
        gender = next((of_title(name.title) for name in person.mentions if of_title(name.title)), "")
        fitting = [one for one in self.base.surnamed(person.name) if not gender or one.gender in (gender, "")]
        heads = {role.phrase.head for role in person.roles}
        holders = [one for one in fitting if any(o.title in heads for o in self.base.offices_on(one, self.published))]
        if len(holders) == 1:
            return holders[0]
        leading = [one for one in fitting if self._is_leading(one)]
        if len(leading) > 1:
            now = [one for one in leading if any(office.title in _LEADING for office in self.base.offices_on(one, self.published))]
            leading = now if len(now) == 1 else leading
        return leading[0] if len(leading) == 1 and not heads - {one_word(o.title) for o in leading[0].offices} else None

    def _is_leading(self, known: Known) -> bool:
        story = self.published
        return story is not None and any(
            office.title in _LEADING
            and int(office.start[:4]) <= story.year + _AHEAD
            and (not office.end or int(office.end[:4]) >= story.year - _REMEMBERED)
            for office in known.offices
        )

    def _offices(self, known: Known) -> list[Role]:
        """The offices of somebody known on the document's date, and those they had held before it."""
        if self.published is None:
            return []
        now = self.base.offices_on(known, self.published)
        found = []
        for office in known.offices:
            if office.start > self.published.isoformat():
                if office.title == "president" and int(office.start[:4]) - self.published.year <= _AHEAD:
                    # Whoever became president was a candidate before.
                    found.append(Role(Phrase("nominee", "", frozenset({("party", known.party)} if known.party else ())), -1))
                continue
            qualities = {("state", office.state) if office.state else ("country", office.of)}
            if known.party:
                qualities.add(("party", known.party))
            if office not in now:
                qualities.add(("apart", "former"))
            words = office.title.split()
            if words[0] in ("vice", "deputy"):
                qualities.add(("apart", words[0]))
            found.append(Role(Phrase(one_word(office.title), "", frozenset(qualities)), -1))
        if not found and known.party:
            found.append(Role(Phrase("politician", "", frozenset({("party", known.party)})), -1))
        return found

    def _learn_genders(self) -> None:
        people = self.mentions()
        for person in self.everyone:
            said = [of_title(name.title) for name in person.mentions]
            said += [gender_of_phrase(role.phrase) for role in person.roles if role.at >= 0]
            votes = Counter(one for one in said if one)
            person.gender = votes.most_common(1)[0][0] if votes else ""
        for person in self.everyone:
            if not person.gender:
                known = person.known.gender if person.known else ""
                person.gender = self._by_pronoun(person, people) or known or of_given_name(person.name)

    def _by_pronoun(self, person: Person, people: list[tuple[Name, Person]]) -> Gender:
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
        if not best or best[0][1] < 2 or (len(best) > 1 and best[0][1] < 3 * best[1][1]):
            return ""
        return best[0][0]


def _phrase_of(name: Name) -> Phrase | None:
    """What a title says that stands before a name, or None."""
    return phrase(" ".join(name.title.split()[-1:]).lower()) if name.title else None


def _is_of_another(one: Phrase, person: Person) -> bool:
    """Whether a description is of somebody who belongs to this person (“Trump's daughter”)."""
    return any(owner.split()[-1] == person.surname for owner in one.of("owner"))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return name.replace("’", "'")


def _same_surname(person: Person, word: str) -> bool:
    return _plain(person.surname) == _plain(word)


def _given_agree(one: str, other: str) -> bool:
    """Whether two full names with one surname can be one person's: the shorter's given names all stand in the longer."""
    a, b = ({word.rstrip(".") for word in name.split()[:-1]} for name in (one, other))
    return a <= b or b <= a
