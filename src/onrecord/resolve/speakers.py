"""Sources to speakers: whom the words of a source stand for in this document, with the ground for it, or nobody.

A name that the text does not support is never given: a pronoun that two people fit, a role that the text gives to
nobody and a surname that two share stay without a speaker, and say why.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.extract.quotes import Quoted, inside
from onrecord.read.paragraphs import paragraphs
from onrecord.record import ActorType, Span
from onrecord.resolve.names import names_in
from onrecord.resolve.people import People, Person, gender_of
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.words import capitals, countries, kinds, offices

_HE = {"he", "him", "his"}
_SHE = {"she", "her", "hers"}
_ARTICLE = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_RELATIVE = {"who", "which", "that", "whom"}
_WRITER = {"i", "we", "me", "us", "my", "our", "you", "one"}

# How much a mention counts for a pronoun after it: what it is, and how far away.
_SENTENCE_DECAY = 0.6
_PARAGRAPH_DECAY = 0.35
_AS_SPEAKER = 1.6
_FIRST_IN_SENTENCE = 1.4
_AFTER_PREPOSITION = 0.6
_GENDER_UNKNOWN = 0.8
# A pronoun goes to the best candidate only where it is this many times as salient as the next: of 1.15, 1.3, 1.5 and 1.8
# the one that gives fewest wrong names without losing a right one (python -m bench.speakers).
_MARGIN = 1.5
_PREPOSITION = re.compile(
    r"\b(?:of|by|with|to|for|against|than|about|from|on|over|like|under|between|behind|beside|toward|towards)\s+(?:\w+\.?\s+){0,2}$",
    re.IGNORECASE,
)
_OF_STATE = ("presidency", "government")
_OF = re.compile(r"\b(?:of|for|at|from|in|on|to|by|with|behind|near|inside|under)(?: the| a| an)?$")
_OF_NEXT = re.compile(r"\s+(?:of|for|at|from|in|on|with)\s")
_JOINED = re.compile(r",? (?:and|&) (?:[A-Z][\w.]* ){0,3}")  # “A and Mr. B”: both are what the sentence is about
_LEADING = 20  # characters of "But ", "The ", "On his part, Mr. " that may stand before a name at the head of its sentence


@dataclass(frozen=True, slots=True)
class Found:
    """Who a source stands for. name: None where that is not known. confidence: in [0, 1]; why: the ground, for readers."""

    name: str | None
    type: ActorType
    confidence: float
    why: str


_NOBODY: Final = "unnamed"


class Speakers:
    """Finds the speakers of one document, in text order; each finding can rest on those before it."""

    def __init__(self, text: str, quotes: Sequence[Quoted], sentences: Sentences) -> None:
        """Read the text once for its people; quotes: as onrecord.extract.quotes gives them."""
        self.text = text
        self.quotes = quotes
        self.people = People(text)
        self._blocks = paragraphs(text)
        self._sentences = sentences
        self._at = 0  # where the source that is being found begins
        self._spoken: list[tuple[int, Person]] = []  # where a person was found to speak, by name or pronoun
        self._others: list[tuple[int, Found]] = []  # and an organisation or group

    def find(self, source: Span) -> Found:
        """Whom the words of a source stand for."""
        words = re.sub(r"[’']s?$", "", source.of(self.text).strip(' ,.;:\u00a0\n“”"'))
        self._at = source.start
        found = self._find(words, source)
        if inside(self.quotes, source.start):
            return found  # whom somebody quotes is not who speaks in the text around it
        if found.type == "person" and found.name:
            person = self.people.find(found.name)
            if person:
                self._spoken.append((source.start, person))
        elif found.name:
            self._others.append((source.start, found))
        return found

    def _find(self, words: str, source: Span) -> Found:
        small = words if words.isupper() and len(words) > 1 else words.lower()  # US and IT are no pronouns
        if small in _HE or small in _SHE:
            return self._pronoun(source, "m" if small in _HE else "f")
        if small in ("they", "them"):
            return self._other(source, ("group", "org"), words)
        if small == "it":
            return self._other(source, ("org",), words)
        if small in _RELATIVE:
            return self._relative(source)
        if small in _WRITER:
            return Found(None, _NOBODY, 0.0, f"“{words}” is the writer or somebody quoted; the text around it does not say who")
        office = self._office(words)
        if office:
            return office
        joint = re.match(r"^(.+?),? (?:and|&) (.+)$", words)
        if joint and not re.search(r"[,;]| who | of | for ", words):
            both = [self._named(part) for part in joint.groups()]
            if all(one and one.type == "person" for one in both):
                return Found(" & ".join(str(one.name) for one in both if one), "group", 0.8, "both are named")
        return self._named(words) or self._described(words)

    def _office(self, words: str) -> Found | None:
        """A metonym, a country or a capital that speaks for its government."""
        bare = _ARTICLE.sub("", words).strip()
        if bare in offices():
            return Found(offices()[bare].name, "org", 0.9, f"“{bare}” stands for the {offices()[bare].name}")
        if bare in countries() and bare[:1].isupper():
            return Found(countries()[bare], "org", 0.85, "the country is named")
        if bare in capitals() and words == bare:
            return Found(capitals()[bare], "org", 0.7, f"{bare} stands for the government of {capitals()[bare]}")
        return None

    def _named(self, words: str) -> Found | None:
        """A source whose head is a name: a person of the document, or an organisation."""
        core = re.split(r",| who | which | whose | – | — | \(", words, maxsplit=1)[0].strip()
        inner = names_in(core, 0, len(core))
        if not inner:
            return None
        first, last = inner[0], inner[-1]
        after = core[last.end :].strip()
        before = core[: last.start - len(last.title)].strip()
        if not after and not _OF.search(before):
            return self._person(last.text, last.is_person, words, title=last.title)
        # "Joel Pollak of Breitbart California": the head is what stands before the preposition.
        if (
            len(inner) > 1
            and _OF_NEXT.match(core[first.end :])
            and not re.search(r"[a-z]", _ARTICLE.sub("", core[: max(0, first.start - len(first.title) - 1)]))
        ):
            return self._person(first.text, first.is_person, words)
        return None

    def _person(self, name: str, is_person: bool, words: str, title: str = "") -> Found | None:
        person = self.people.find(name, self._at, gender_of(title))
        if person is not None and (is_person or name in person.names or " " not in name):
            if " " in person.name:
                why = "named" if name == person.name else f"“{name}” is {person.name} in this document"
                return Found(person.name, "person", 0.95 if name == person.name else 0.9, why)
            return Found(person.name, "person", 0.8, "named by surname only")
        sharing = self.people.sharing(name)
        if " " not in name and sharing:
            return Found(None, _NOBODY, 0.0, f"“{name}” may be {' or '.join(sharing)}, or somebody else of that name")
        if is_person:
            return Found(name, "person", 0.85, "named")
        if name in offices():
            return Found(offices()[name].name, "org", 0.85, f"“{name}” stands for the {offices()[name].name}")
        if name in countries():
            return self._country_or_people(name, words)
        if " " not in name and title:
            return Found(name, "person", 0.7, "named by surname only")
        if " " not in name and _ARTICLE.match(words) is None and not name.isupper() and not _is_org_word(name):
            # A single capitalised word may be anybody or anything: given as it stands.
            return Found(name, "org", 0.55, "named by one word only")
        return Found(name, "org", 0.75, "named")

    def _country_or_people(self, name: str, words: str) -> Found | None:
        if words.lower().startswith("the ") or name == countries()[name]:
            return Found(countries()[name], "org", 0.7, "the country or its people are named")
        return None

    def _described(self, words: str) -> Found:
        """A source without a name of its own at its head: a role, an organisation, a group, somebody unnamed."""
        core = re.split(r",| who | which | whose | – | — | \(", words, maxsplit=1)[0].strip()
        np = re.split(r"\s(?:of|for|at|from|in|on|to|with|close to|familiar with|behind|near)\s", core, maxsplit=1)[0]
        head = re.sub(r"\W+$", "", np).split()[-1].lower() if re.search(r"\w", np) else ""
        of_country = re.search(r"\bof (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)", core)
        appositive = re.match(r"^[^,]+,\s+(.+?)(?:,|$)", words)
        if appositive and not re.match(r"^(?:who|which|speaking|citing|a|an|the)\b", appositive.group(1)):
            named = self._named(appositive.group(1))
            if named and named.type == "person":
                return named
        country, found_role = self.people.role(np)
        if not country and of_country:
            country = self.people.country(of_country.group(1)) or (of_country.group(1) if head in _OF_STATE else "")
        if head in kinds("organisation") or head in kinds("document"):
            country = country or self.people.role(f"{np} minister")[0]
            name = re.sub(r"[’']s? ", " ", _ARTICLE.sub("", np))
            if head in _OF_STATE and country:
                return Found(f"{head.capitalize()} of {country}", "org", 0.75, f"the {head} of {country}")
            if re.search(r"[A-Z]", name):
                return Found(name, "org", 0.75, "named by its description")
            return Found(_ARTICLE.sub("", core), _NOBODY, 0.6, "described, not named")
        if found_role and re.match(r"(?i)^(?:the|our|their|his|her)\b", core):
            person = self.people.with_role(country, found_role)
            if person is not None:
                return Found(person.name, "person", 0.7, f"{person.name} is called {found_role} in this document")
        if head in kinds("group") or (head.endswith("s") and head[:-1] in kinds("person")):
            return Found(core, "group", 0.7, "a group, not named one by one")
        if found_role or head in kinds("person"):
            return Found(core, _NOBODY, 0.6, "described, not named in the text")
        return Found(core, _NOBODY, 0.5, "described, not named") if core else Found(None, _NOBODY, 0.0, "nothing names the source")

    def _relative(self, source: Span) -> Found:
        before = [name for name in self.people.names if name.end <= source.start and source.start - name.end <= 3]
        if before:
            named = self._person(before[-1].text, before[-1].is_person, before[-1].text)
            if named:
                return named
        return Found(None, _NOBODY, 0.0, "it is not clear whom “who” stands for")

    def _pronoun(self, source: Span, gender: str) -> Found:
        scores = self._salience(source.start, gender)
        ranked = sorted(scores.values(), key=lambda pair: -pair[0])
        word = source.of(self.text)
        if not ranked:
            return Found(None, _NOBODY, 0.0, f"nobody that the text names before it fits “{word}”")
        best, person = ranked[0]
        if len(ranked) > 1 and best < _MARGIN * ranked[1][0]:
            return Found(None, _NOBODY, 0.0, f"“{word}” may be {person.name} or {ranked[1][1].name}")
        share = best / (best + (ranked[1][0] if len(ranked) > 1 else 0.0))
        return Found(person.name, "person", round(0.5 + 0.4 * (share - 0.5) * 2, 2), f"“{word}” follows {person.name}")

    def _salience(self, offset: int, gender: str) -> dict[int, tuple[float, Person]]:
        """How present each person is at an offset: id to (score, person)."""
        block = next((i for i, (low, high) in enumerate(self._blocks) if low <= offset < high), len(self._blocks) - 1)
        scores: dict[int, tuple[float, Person]] = {}

        def add(position: int, person: Person, weight: float) -> None:
            if (person.gender or gender) != gender:
                return
            if not person.gender:
                weight *= _GENDER_UNKNOWN
            back = block - next(i for i, (low, high) in enumerate(self._blocks) if low <= position < high)
            if back > 3:
                return
            distance = self._sentences.between(position if back == 0 else self._blocks[block][0], offset)
            score = weight * _SENTENCE_DECAY ** min(distance, 4) * _PARAGRAPH_DECAY**back
            known = scores.get(id(person), (0.0, person))[0]
            scores[id(person)] = (max(known, score) + 0.15 * min(known, score), person)

        last: tuple[int, float] | None = None
        for name, person in self.people.mentions():
            if name.end > offset:
                break
            if inside(self.quotes, name.start):
                continue
            weight = 1.0
            before = self.text[max(0, name.start - 40) : name.start]
            if last and _JOINED.fullmatch(self.text, last[0], name.start):
                weight = last[1]
            elif self._sentences.begins(name.start, _LEADING):
                weight *= _FIRST_IN_SENTENCE
            elif _PREPOSITION.search(before):
                weight *= _AFTER_PREPOSITION
            last = (name.end, weight)
            add(name.start, person, weight)
        for position, person in self._spoken:
            if position < offset:
                add(position, person, _AS_SPEAKER)
        return scores

    def _other(self, source: Span, types: tuple[str, ...], words: str) -> Found:
        block = next(((low, high) for low, high in self._blocks if low <= source.start < high), (0, 0))
        near = [found for position, found in self._others if block[0] <= position < source.start and found.type in types]
        if near and near[-1].name:
            return Found(near[-1].name, near[-1].type, 0.55, f"“{words}” follows {near[-1].name}")
        return Found(None, _NOBODY, 0.0, f"it is not clear whom “{words}” stands for")


def _is_org_word(name: str) -> bool:
    return name in kinds("not-person") or name.isupper()
