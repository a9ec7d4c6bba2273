"""An article to its cast: the people and organisations that it names, and where.

Nobody joins the cast without evidence: a known name, a title, or words beside it that only a person has. A name that
is missed stays as it is; a place that is taken for a person would be worse.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from onrecord.resolve.gender import of_title
from onrecord.resolve.people import People
from training import pools
from training.article import Article

_APPOSITION = re.compile(r",\s(?:\d\d\b|(?:who|whose|an?|the|his|her|their|one)\b([^,.;“”\"]{0,60}))")

_LONGEST = 4  # words of a person's name

# How much each sign of a gender counts: the given name, a title, the pronouns near the name.
_GIVEN, _TITLE, _PRONOUN = 3, 2, 1


@dataclass(slots=True)
class Person:
    """Someone by given name and surname, as keys; either may be missing.

    at: the word that they enter with. mentions: words start to end, half-open. is_turned: the surname stands first.
    """

    given: str
    surname: tuple[str, ...]
    at: int
    gender: str = "x"
    is_turned: bool = False
    mentions: list[tuple[int, int]] = field(default_factory=list)


class Organisation(NamedTuple):
    """Words start to end, half-open. head: which of them says what it is, or -1 where the whole is known."""

    start: int
    end: int
    head: int


class Cast:
    """The people and organisations of an article."""

    def __init__(self, article: Article) -> None:
        """Find everyone, then every organisation."""
        self.article = article
        self.people: dict[tuple[str, tuple[str, ...]], Person] = {}
        self._unsure: list[list[int]] = []
        for start, end in article.runs:
            for segment in self._segments(start, end):
                self._meet(segment)
        self._meet_again()
        self._join_hyphens()
        self._drop_halves()
        self._turn()
        self._learn_genders()
        self.organisations = [*self._known_organisations(), *self._headed_organisations()]

    def _segments(self, start: int, end: int) -> Iterator[list[int]]:
        """The parts of a run that words which no name is made of leave."""
        segment: list[int] = []
        for index in range(start, end):
            if self.article.words[index].is_capital and (self.article.is_hard(index) or self._is_organisations(index)):
                yield from [segment] if segment else []
                segment = []
            else:
                segment.append(index)
        if segment:
            yield segment

    def _is_organisations(self, index: int) -> bool:
        word = self.article.words[index]
        return bool(self.article.known[index]) or pools.is_organisation(word.key, is_shouted=word.is_shouted)

    def _meet(self, segment: list[int]) -> None:
        """Take a segment for a person if it says so itself, or keep it for later."""
        words = self.article.words
        while segment and (
            words[segment[-1]].is_initial or words[segment[-1]].key in pools.single("suffix") | pools.single("particle")
        ):
            segment = segment[:-1]
        is_titled = bool(segment) and self._has_title(segment[0])
        while segment and words[segment[0]].is_initial:
            is_titled = is_titled or words[segment[0]].text.endswith(".") or self._has_dot(segment[0])
            segment = segment[1:]
        given = next((i for i, at in enumerate(segment) if words[at].key in pools.given_names()), -1)
        if 0 < given < len(segment) - 1 and not is_titled:
            segment, given = segment[given:], 0
        named = [at for at in segment if not words[at].is_initial and words[at].key not in pools.single("particle")]
        if not 0 < len(named) <= _LONGEST:
            return
        if len(named) == 1:
            self._meet_single(segment, is_titled=is_titled)
        elif given == 0 or is_titled or self._is_presented(segment):
            self._add(segment)
        else:
            self._unsure.append(segment)
            for at in named:
                if words[at].key in pools.surnames():
                    self._add([at], is_surname=True)

    def _meet_single(self, segment: list[int], *, is_titled: bool) -> None:
        article, at = self.article, segment[-1]
        word = article.words[at]
        if article.follows(at) and article.words[at - 1].key in pools.single("prefix"):
            return
        is_known = word.key in pools.given_names()
        is_plain = word.key in pools.single("soft") or self._is_small(at)
        is_before_name = article.follows(at + 1) and article.words[at + 1].is_capital
        if word.key in pools.surnames() or (is_titled and not (is_known and is_before_name)):
            self._add(segment, is_surname=True)
        elif is_known and not (is_plain and article.is_start(at)) and word.key not in self._towns:
            self._add(segment, is_surname=False)
        elif self._speaks(at) and not is_plain and not word.is_shouted and len(word.key) > 2:
            self._add(segment, is_surname=True)

    def _meet_again(self) -> None:
        """Of those who were unsure, take those whose surname has become known."""
        words = self.article.words
        for _ in range(2):
            known = {person.surname[-1] for person in self.people.values() if person.surname}
            for segment in self._unsure:
                is_turned = words[segment[0]].key in known and words[segment[-1]].key in pools.single("syllable")
                if is_turned or (words[segment[-1]].key in known and all(map(self._is_name, segment[:-1]))):
                    self._add(segment)
            self._unsure = [segment for segment in self._unsure if words[segment[-1]].key not in known]

    def _join_hyphens(self) -> None:
        """Make one surname of two that are never named apart: Melissa Mark-Viverito."""
        words = self.article.words
        surnames = {person.surname[-1] for person in self.people.values() if person.surname}
        for name, person in list(self.people.items()):
            after = [words[end] if self.article.follows(end) and words[end].gap == "-" else None for _, end in person.mentions]
            other = after[0].key if after[0] else ""
            if not person.surname or not other or any(word is None or word.key != other or not word.is_capital for word in after):
                continue
            if other not in pools.hard() | pools.given_names().keys() | surnames:
                del self.people[name]
                person.surname = (*person.surname, other)
                person.mentions = [(start, end + 1) for start, end in person.mentions]
                self.people[person.given, person.surname] = person

    def _drop_halves(self) -> None:
        """Leave out who is somebody else by half a name: Wasserman Schultz is Debbie Wasserman Schultz."""
        words = self.article.words
        full = [person for person in self.people.values() if person.given and person.surname]
        first = {words[start].key for person in full for start, _ in person.mentions} - {person.surname[-1] for person in full}
        inner = {
            (word.key, one.surname) for one in self.people.values() for at, end in one.mentions for word in words[at + 1 : end]
        }
        for name, person in list(self.people.items()):
            is_inner = (person.given, person.surname) in inner and person.given not in pools.given_names()
            if is_inner or (not person.given and person.surname[-1] in first & pools.given_names().keys()):
                del self.people[name]

    def _turn(self) -> None:
        """Put the surname right of those who are named with it first: Ban Ki-moon, whom titles call Mr. Ban."""
        alone = {person.surname for person in self.people.values() if not person.given}
        for person in self.people.values():
            if (person.given,) in alone and person.surname not in alone and person.given not in pools.given_names():
                person.given, person.surname, person.is_turned = "".join(person.surname), (person.given,), True

    def _learn_genders(self) -> None:
        """From the given name, the titles and the pronouns near the name."""
        article = self.article
        by_name = {name: one for one in People(article.text).everyone for name in (one.name, *one.names)}
        for person in self.people.values():
            votes: Counter[str] = Counter()
            for start, end in person.mentions:
                first = pools.given_names().get(article.words[start].key)
                votes[first.gender if first and person.given else ""] += _GIVEN
                votes[of_title(self._title(start))] += _TITLE
                name = article.text[article.words[start].start : article.words[end - 1].end]
                votes[by_name[name].gender if name in by_name else ""] += _PRONOUN
            person.gender = max("mf", key=lambda gender: votes[gender]) if votes["m"] != votes["f"] else "x"

    def _add(self, segment: list[int], *, is_surname: bool | None = None) -> None:
        """Note a mention. is_surname: what a single word is, or None where a full name stands."""
        words = self.article.words
        keys = [words[at].key for at in segment]
        low = len(keys) if is_surname is False else len(keys) - 1
        while is_surname is not False and low > (0 if is_surname else 1) and keys[low - 1] in pools.single("particle"):
            low -= 1
        surname = tuple(keys[low:])
        given = "" if is_surname else keys[0]
        given = pools.given_names()[given].full if given in pools.given_names() else given
        person = self.people.setdefault((given, surname), Person(given, surname, segment[0]))
        person.at = min(person.at, segment[0])
        person.mentions.append((segment[0], segment[-1] + 1))

    @cached_property
    def _towns(self) -> frozenset[str]:
        """Words that stand after "in": places that are called like people."""
        pairs = zip(self.article.words, self.article.words[1:], strict=False)
        return frozenset(word.key for before, word in pairs if before.key == "in" and word.gap == " ")

    @cached_property
    def seen(self) -> Counter[str]:
        """How often each word stands capitalised within a sentence."""
        article = self.article
        return Counter(word.key for at, word in enumerate(article.words) if word.is_capital and not article.is_start(at))

    def _is_small(self, index: int) -> bool:
        """Whether the article has a word in small letters too."""
        key = self.article.words[index].key
        return key in self.article.small and key not in pools.single("particle")

    def _is_name(self, index: int) -> bool:
        return not self._is_small(index) and self.article.words[index].key in self.seen

    def _has_title(self, index: int) -> bool:
        return self.article.follows(index) and self.article.words[index - 1].key in pools.single("personal")

    def _has_dot(self, index: int) -> bool:
        return self.article.text[self.article.words[index].end :].startswith(".")

    def _title(self, index: int) -> str:
        """The title before a word, with its dot."""
        if not self._has_title(index):
            return ""
        return self.article.words[index - 1].text + self.article.words[index].gap.strip()

    def _speaks(self, index: int) -> bool:
        """Whether the word after this one says what a speaker does."""
        after = self.article.words[index + 1] if self.article.follows(index + 1) else None
        return after is not None and not after.is_capital and after.key in pools.single("speaks")

    def _is_presented(self, segment: list[int]) -> bool:
        """Whether words that only a person has stand beside a segment: what one is, before it or after it, or speech."""
        article = self.article
        if any(self._is_small(at) or article.words[at].key in pools.single("soft") for at in segment):
            return False
        before = article.words[segment[0] - 1] if article.follows(segment[0]) else None
        if before and not before.is_capital and before.key in pools.single("noun"):
            return True
        apposition = _APPOSITION.match(article.text, article.words[segment[-1]].end)
        if apposition and (apposition.group(1) is None or pools.single("noun") & set(pools.keys(apposition.group(1)))):
            return True
        return self._speaks(segment[-1])

    def _known_organisations(self) -> Iterator[Organisation]:
        article = self.article
        for index, mark in enumerate(article.known):
            if mark == index + 1:
                yield Organisation(index, index + article.known.count(mark), -1)

    def _headed_organisations(self) -> Iterator[Organisation]:
        """Organisations that a word says to be one: a foundation, a university."""
        article = self.article
        for start, end in article.runs:
            head = next((at for at in reversed(range(start, end)) if article.words[at].key in pools.single("head")), -1)
            if head < 0:
                continue
            low = start
            while low < head and (article.words[low].key in pools.not_names() or (article.is_start(low) and self._is_small(low))):
                low += 1
            high = head + 1 if head + 1 < end else self._tail(end)
            if high - low > 1 and not any(article.known[low:high]):
                yield Organisation(low, high, head)

    def _tail(self, end: int) -> int:
        """Where an organisation ends whose head stands before a word: after what "of", "for" or "on" adds."""
        article = self.article
        found = end
        for at in range(end, min(end + 2 * _LONGEST, len(article.words))):
            word = article.words[at]
            if not article.follows(at):
                break
            if at > end and word.is_capital and word.key not in pools.not_names():
                found = at + 1
            elif word.key not in pools.single("tail" if at == end else "connector"):
                break
        return found
