"""Mentions of people to what the text says of each: roles, age and gender."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable

from onrecord.resolve.gender import Gender, of_given_name, of_title
from onrecord.resolve.names import Name
from onrecord.resolve.person import Person, surname
from onrecord.resolve.phrases import Phrase, one_word
from onrecord.resolve.roles import Role, described, gender_of_phrase
from onrecord.resolve.words import kinds

_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_COUNTRY = r"[A-Z]\w+(?: [A-Z]\w+)?"
_PARALLEL = re.compile(
    rf"(?:\b[Tt]he )?\b(?P<first>{_COUNTRY}) and (?P<second>{_COUNTRY}) (?P<role>[a-z]+s),? "
    rf"|[Tt]he (?P<of_role>[a-z]+s) of (?:the )?(?P<of_first>{_COUNTRY}) and (?:of )?(?:the )?(?P<of_second>{_COUNTRY}), "
)
_AGE = re.compile(r",\s(\d{1,3})(?=[,.])")
_AGED = re.compile(r"(\d{1,3})-year-old (?:[\w-]+ ){0,3}$")
_PARENTS = re.compile(rf"\b(?P<owner>[Mm]y|[Hh]is|[Hh]er) parents, (?P<first>[A-Z]\w+) and (?P<second>{_COUNTRY})\b(?! [A-Z])")
_PAIR_REACH = 60  # characters in which the two names of a pair begin

Mentions = list[tuple[Name, Person]]


def learn_roles(text: str, everyone: list[Person], people: Mentions, country: Callable[[str], str]) -> None:
    """What the text calls everyone, and how old they are. people: their mentions in order; country: what a demonym means in this text.

    Parents whom the text names together are added to everyone.
    """
    for name, person in people:
        person.roles += [one for one in described(text, name) if not _is_of_another(one.phrase, person)]
        age = _AGE.match(text, name.end) or _AGED.search(text, max(0, name.start - 60), name.start - len(name.title))
        person.age = int(age.group(1)) if age else person.age
    _learn_parallel(text, people, country)
    _learn_parents(text, everyone)


def _learn_parents(text: str, everyone: list[Person]) -> None:
    """“My parents, James and Olive Meehan”: a father and a mother of one surname, told apart by their given names."""
    for match in _PARENTS.finditer(text):
        family = surname(match["second"])
        for name in (f"{match['first']} {family}", match["second"]):
            head = {"m": "father", "f": "mother"}.get(of_given_name(name))
            person = next((one for one in everyone if one.name == name), None)
            if head and person is None:
                person = Person(name, {name})
                everyone.append(person)
            if head and person is not None:
                person.roles.append(
                    Role(Phrase(head, match["owner"].lower(), frozenset({("owner", match["owner"].lower())})), match.start())
                )


def _learn_parallel(text: str, people: Mentions, country: Callable[[str], str]) -> None:
    """The French and American presidents, A B and C D: the roles go to the names in the same order."""
    for match in _PARALLEL.finditer(text):
        parts = match.groupdict()
        pair = [(name, person) for name, person in people if match.end() <= name.start < match.end() + _PAIR_REACH][:2]
        role = one_word((parts["role"] or parts["of_role"]).lower().removesuffix("s"))
        both = [country(words) or words for key in ("first", "second") if (words := parts[key] or parts[f"of_{key}"])]
        if len(both) == 2 and len(pair) == 2 and role in kinds("person"):
            for (name, person), of in zip(pair, both, strict=True):
                person.roles.append(Role(Phrase(role, "the", frozenset({("country", of)})), name.start))


def learn_genders(text: str, everyone: list[Person], people: Mentions) -> None:
    """Everyone's gender: by titles and descriptions, else by pronouns, else as it is known or as the given name says."""
    starts = [name.start for name, _ in people]
    for person in everyone:
        said = [of_title(name.title) for name in person.mentions]
        said += [gender_of_phrase(role.phrase) for role in person.roles if role.at >= 0]
        votes = Counter(one for one in said if one)
        person.gender = votes.most_common(1)[0][0] if votes else ""
    for person in everyone:
        if not person.gender:
            known = person.known.gender if person.known else ""
            person.gender = _by_pronoun(text, person, starts) or known or of_given_name(person.name)


def _by_pronoun(text: str, person: Person, starts: list[int]) -> Gender:
    """What the pronouns say that follow a mention in its own sentence before anybody else is named."""
    votes: Counter[str] = Counter()
    for name in person.mentions:
        after = bisect_right(starts, name.start)
        following = starts[after] if after < len(starts) else len(text)
        stretch = text[name.end : min(following, name.end + 200)]
        stretch = re.split(r"[.!?]\s|\n|[“\"]", stretch, maxsplit=1)[0]
        votes["m"] += len(_HE.findall(stretch))
        votes["f"] += len(_SHE.findall(stretch))
    best = votes.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[0][1] < 3 * best[1][1]):
        return ""
    return best[0][0]


def _is_of_another(one: Phrase, person: Person) -> bool:
    """Whether a description is of somebody who belongs to this person (“Trump's daughter”)."""
    return any(owner.split()[-1] == person.surname for owner in one.of("owner"))
