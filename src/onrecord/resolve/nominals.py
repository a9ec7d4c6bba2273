"""Descriptions to people: “the Vermont senator”, “the Republican nominee”, “his wife”, by what the text and the knowledge base call everyone.

A description that nobody in the text bears goes to whom the text is speaking of only where hardly anybody else can be meant; one that names an office
needs the most, and none that names a country, a body or a place as well is ever given so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.resolve.coreference import Place, Ranked
from onrecord.resolve.found import Found, nobody
from onrecord.resolve.gender import of_noun, roles
from onrecord.resolve.kb import title as kb_title
from onrecord.resolve.people import People
from onrecord.resolve.person import Person
from onrecord.resolve.phrases import STAFF, Phrase, may_be_called, phrase
from onrecord.resolve.roles import NATIVE, Role
from onrecord.resolve.words import countries, kinds

# What somebody counts who was not mentioned lately, beside the share of whoever was.
_BASE = 0.15
# A description goes to whom it fits best only where that is so many times as much as the next.
_MARGIN = 1.6
_BARE = 4.0  # “Lawmaker urges …”: a headline's, with nothing before it to go by
# An epithet (“the 34-year-old”) needs so large a share of what the text is speaking of.
_EPITHET = 0.6
# One that names an office which the text gives to nobody needs more.
_OFFICE = 0.88

_AGED = re.compile(r"^the (?:[\w-]+ ){0,2}?\d+-year-old\b", re.IGNORECASE)
_AGE = re.compile(r"(\d+)-year-old")
_DEMONYM = re.compile(r"^the ([A-Z]\w+)$")


def by_description(words: str, at: Place, near: Sequence[Ranked], people: People, country: str = "") -> Found | None:
    """Whom a description means: someone who bears it in this text or on its date, or None where it is no description of one person.

    near: whom the text speaks of there, as the discourse ranks them for any gender. country: whose office says it, for “the president” in
    its own statement.
    """
    one = phrase(words)
    if one is not None and country and not one.of("country") and not one.of("state") and one.head in kinds("of-state"):
        one = replace(one, qualities=one.qualities | {("country", country)})
    if one is None or one.is_plural:
        return _epithet(words, None, near, people)
    is_bare = not one.determiner
    if one.determiner in ("a", "an", "another", "one", "some", "many", "several") or (
        is_bare and (at.paragraph > 1 or one.head == "politician")
    ):
        return None
    shares = {ranked.person: ranked.share for ranked in near} if not is_bare else _named_first(one, people)
    scored = sorted(
        (
            (fit * (_BASE + shares.get(number, 0.0)), fit, person)
            for number, person in enumerate(people.everyone)
            if (fit := fits(one, person))
        ),
        key=lambda item: -item[0],
    )
    if scored:
        best, fit, person = scored[0]
        others = tuple((other.name, round(score, 2)) for score, _, other in scored[1:4])
        if len(scored) > 1 and best < (_BARE if is_bare else _MARGIN) * scored[1][0]:
            return nobody(f"“{words}” may be {person.name} or {scored[1][2].name}", ((person.name, round(best, 2)), *others))
        share = best / (best + (scored[1][0] if len(scored) > 1 else 0.0))
        return Found(
            person.name, "person", "role", round(share * min(1.0, fit), 3), f"{person.name} is called so in this text", others
        )
    holder = _holder(one, people)
    # Whom a text speaks of is mostly the one whose office it is, and not its head.
    return holder if one.head == STAFF else holder or _epithet(words, one, near, people)


def _named_first(one: Phrase, people: People) -> dict[int, float]:
    """For a headline, with nothing before it: the share of whoever fits and is named first below it."""
    fitting = [
        (person.mentions[0].start, number) for number, person in enumerate(people.everyone) if person.mentions and fits(one, person)
    ]
    return {min(fitting)[1]: 1.0} if fitting else {}


def fits(one: Phrase, person: Person) -> float:
    """How well a description fits somebody, from 0 to about 1.2, by the best of what they are called."""
    if one.gender and person.gender not in (one.gender, ""):
        return 0.0
    return max((_agreement(one, role, person) for role in person.roles), default=0.0)


def _agreement(one: Phrase, role: Role, person: Person) -> float:
    other = role.phrase
    if one.head in ("colleague", "counterpart") and one.of("country"):
        return 0.8 if one.of("country") & other.of("country") else 0.0
    if other.head == NATIVE:
        return 0.7 if one.of("country") & other.of("country") else 0.0
    if other.head == one.head:
        score = 1.0
    elif may_be_called(other.head, one.head):
        score = 0.75
    else:
        return 0.0
    if one.of("apart") != other.of("apart"):
        return 0.0
    if one.of("owner") != other.of("owner") and (one.head in roles("kin") or other.head in roles("kin")):
        return 0.0
    if one.of("owner") and one.head in roles("relational") and one.of("owner") != other.of("owner"):
        return 0.0  # the lawyer of one side is not the other's
    names = other.of("name") or _of_any(person, "name", other.head)
    if one.of("name") and names and not one.of("name") & names:
        return 0.0  # the mayor of another town
    for kind in ("country", "state", "party"):
        wanted = one.of(kind)
        bears = other.of(kind) or _of_any(person, kind)
        if wanted and bears:
            if not wanted & bears:
                return 0.0
            score *= 1.2
        elif kind == "country" and role.at >= 0 and other.of(kind):
            score *= 0.7  # “the president” is rather the one who is called so without a country
        elif wanted:
            if kind != "party":
                return 0.0  # “the Kentucky Republican” is nobody of whom neither the text nor what is known says Kentucky
            score *= 0.6
    if one.head in roles("relational") and not one.of("word") & other.of("word") and one.of("owner") != other.of("owner"):
        score *= 0.5
    return score * (1.1 if one.of("word") & other.of("word") else 1.0)


def _of_any(person: Person, kind: str, head: str = "") -> frozenset[str]:
    """The qualities of one kind of all that somebody is called, or of all with one head."""
    return frozenset().union(*(role.phrase.of(kind) for role in person.roles if head in ("", role.phrase.head)))


def _may_bear(one: Phrase, person: Person) -> bool:
    """Whether nothing that somebody is called is at odds with the country, state or party of a description."""
    pairs = [(one.of(kind), _of_any(person, kind)) for kind in ("country", "state", "party")]
    return all(not wanted or not bears or wanted & bears for wanted, bears in pairs)


def _holds_office(person: Person) -> bool:
    return any(role.phrase.head.split()[-1] in kinds("of-state") for role in person.roles)


def _holder(one: Phrase, people: People) -> Found | None:
    """Who held an office that a description names, on the document's date: its country named, or that whose seat the text speaks of."""
    story, known = people.published, people.base
    apart = one.of("apart")
    if (
        story is None
        or one.of("state")
        or apart - {"vice", "former", "press", "attorney", "deputy", "prime"}
        or one.determiner in ("a", "an")
    ):
        return None
    words = " ".join([*sorted(apart & {"vice", "press", "attorney", "deputy", "prime"}), one.head])
    title = kb_title(words) or kb_title(one.head)
    of = next(iter(one.of("country") or one.of("body")), "")
    if title is None or (not of and one.of("word")):
        return None
    where = of or people.home
    if not where:
        return None
    holders = known.held(title, where, story)[:1] if "former" in apart else known.holders(title, where, story)
    if len(holders) != 1:
        return None
    share = 0.8 if of else 0.7
    tense = "had been" if "former" in apart else "was"
    why = f"{holders[0].name} {tense} {title} of {where} on {story.isoformat()}; the text calls nobody so"
    return Found(holders[0].name, "person", "office holder", share, why)


def _epithet(words: str, one: Phrase | None, near: Sequence[Ranked], people: People) -> Found | None:
    """“The 34-year-old mother of three”: whoever the text is speaking of, where only one can be."""
    is_plain = _AGED.match(words) or _is_demonym(words)
    if not is_plain and (
        one is None or one.determiner not in ("the", "this") or one.head in roles("relational") or one.of("owner")
    ):
        return None
    is_office = one is not None and (one.head.split()[-1] in kinds("of-state") or bool(kb_title(one.head)))
    if one is not None and ((is_office and one.qualities) or one.of("state") or one.of("country") or one.of("body")):
        return None  # “the Egyptian minister” is nobody of whom the text does not say so
    aged = _AGE.search(words)
    same = [person for person in people.everyone if aged and person.age == int(aged.group(1))]
    if len(same) == 1:
        return Found(same[0].name, "person", "role", 0.9, f"{same[0].name} is {same[0].age} in this text")
    native = _DEMONYM.match(words) if _is_demonym(words) else None
    if native:
        country = countries()[native.group(1)]
        of = [
            person
            for person in people.everyone
            if any(country in role.phrase.of("country") for role in person.roles if role.at >= 0)
        ]
        if len(of) == 1:
            return Found(of[0].name, "person", "role", 0.8, f"{of[0].name} is of {country} in this text")
    gender = one.gender if one else next((of_noun(word) for word in words.lower().split() if of_noun(word)), "")
    fitting = [ranked for ranked in near if not gender or people.everyone[ranked.person].gender in (gender, "")]
    fitting = [ranked for ranked in fitting if one is None or _may_bear(one, people.everyone[ranked.person])]
    if is_office:  # a vice president is not “the president”
        fitting = [ranked for ranked in fitting if not _holds_office(people.everyone[ranked.person])]
    total = sum(ranked.share for ranked in fitting)
    least = _OFFICE if is_office else _EPITHET
    if not fitting or fitting[0].share < least * total or total < least:
        return None
    person = people.everyone[fitting[0].person]
    others = tuple((people.everyone[other.person].name, round(other.share, 2)) for other in fitting[1:4])
    return Found(person.name, "person", "epithet", round(fitting[0].share, 3), f"the text is speaking of {person.name}", others)


@cache
def _is_demonym(words: str) -> bool:
    match = _DEMONYM.match(words)
    return match is not None and match.group(1) in countries() and countries()[match.group(1)] != match.group(1)
