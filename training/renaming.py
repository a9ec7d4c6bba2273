"""A cast to its new names: what each phrase and each word of an article's names becomes.

Invariant: in one article a surname has one replacement, and so has a given name with its surname.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from training import pools
from training.article import Article, Word
from training.cast import Cast, Organisation, Person

_STEM = 4  # letters that an ending must leave, so that it does not fit by chance
_SEEN = 2  # times that an organisation's word must stand within sentences, to be no plain word at the head of one
_SPELT = 7  # words among which what an acronym stands for is looked for


class Part(NamedTuple):
    """The next `size` words of a name become `text`, or stay where it is None."""

    size: int
    text: str | None


class Phrase(NamedTuple):
    """Several words in a row, as keys, and what becomes of them."""

    keys: tuple[str, ...]
    parts: tuple[Part, ...]


class Renaming:
    """What each name of an article becomes: phrases by their first word, and single words by key."""

    def __init__(self, article: Article, rng: random.Random) -> None:
        """Find the cast and draw its new names, in the order in which it enters."""
        self.article = article
        self.cast = Cast(article)
        self.draws = pools.Draws(rng, {word.key for word in article.words})
        self.phrases: dict[str, list[Phrase]] = {}
        self.words: dict[str, str] = {}
        self.surnames: dict[str, str] = {}
        self._loose: set[str] = set()
        self._plain: dict[str, str] = {}
        self._mentions: Counter[str] = Counter()
        self._rename_people()
        self._rename_organisations()

    def at(self, index: int) -> Phrase | None:
        """The longest phrase that stands at a word."""
        fitting = [one for one in self.phrases.get(self.article.words[index].key, ()) if self.article.matches(index, one.keys)]
        return max(fitting, key=lambda one: len(one.keys), default=None)

    def single(self, index: int) -> str | None:
        """What a word on its own becomes."""
        article, word = self.article, self.article.words[index]
        if not word.is_capital or article.is_hard(index):
            return None
        if index and article.words[index - 1].key in pools.single("prefix") and article.follows(index):
            return None
        if word.key in self.words:
            return self.words[word.key] if self._is_name(index) else None
        for ending in pools.endings():
            stem = word.key.removesuffix(ending)
            if stem != word.key and len(stem) >= _STEM and stem in self.surnames:
                tail = word.text[len(stem) :]
                return self.surnames[stem] + ("es" if tail == "s" and self.surnames[stem].endswith("s") else tail)
        return None

    def _is_name(self, index: int) -> bool:
        """Whether a word that is renamed elsewhere is a name here, and no plain word."""
        article, word = self.article, self.article.words[index]
        is_soft = word.key in pools.single("soft")
        if word.is_shouted and (word.key,) in pools.organisations("acronym"):
            return True
        if word.is_shouted and is_soft:
            return article.text[word.end : word.end + 1] == ":"
        is_loose = word.key in self._loose and self.cast.seen[word.key] < _SEEN
        if is_loose and not article.is_start(index):
            return True
        if not is_loose and (word.key not in article.small or (self._mentions[word.key] > 1 and not is_soft)):
            return True
        after = article.words[index + 1] if index + 1 < len(article.words) else None
        if after and (after.gap[:1] in ("’", "'") or _is_verb(after)):
            return True
        before = article.words[index - 1] if article.follows(index) else None
        return not article.is_start(index) and (before is None or not before.is_capital or before.key in self.words)

    def _rename_people(self) -> None:
        people = sorted(self.cast.people.values(), key=lambda one: one.at)
        regions: dict[str, str] = {}
        for person in people:
            if person.surname and person.surname[-1] not in self.surnames:
                regions[person.surname[-1]] = self.draws.region()
                self.surnames[person.surname[-1]] = self.draws.surname(regions[person.surname[-1]])
        self.words.update(self.surnames)
        for person in sorted(people, key=lambda one: (not one.surname, -len(one.mentions), one.at)):
            self._mentions.update({key: len(person.mentions) for key in person.surname[-1:] or (person.given,)})
            self._rename(person, regions.get(person.surname[-1], "") if person.surname else "")

    def _rename(self, person: Person, region: str) -> None:
        surname = self.surnames[person.surname[-1]] if person.surname else None
        if len(person.surname) > 1:
            self._put(Phrase(person.surname, (Part(len(person.surname), surname),)))
        if not person.given:
            return
        known = None if person.surname else next((self.words[k] for k in self._spellings(person) if k in self.words), None)
        region = region or self.draws.region()
        given = known or self.draws.given(person.gender, region)
        for key in self._spellings(person):
            self.words.setdefault(key, given)
        for start, end in person.mentions:
            keys = tuple(word.key for word in self.article.words[start:end])
            if person.is_turned:
                self._put(Phrase(keys, (Part(1, surname), Part(len(keys) - 1, given))))
                continue
            middle = keys[1 : len(keys) - len(person.surname)]
            parts = [Part(1, given), *(Part(1, self._middle(key, start + step, region)) for step, key in enumerate(middle, 1))]
            if person.surname:
                self._put(Phrase(keys, (*parts, Part(len(person.surname), surname))))

    def _spellings(self, person: Person) -> list[str]:
        """The given names that the article calls a person by."""
        if person.is_turned:
            return [self.article.words[end - 1].key for _, end in person.mentions[:1]]
        return sorted({self.article.words[start].key for start, _ in person.mentions})

    def _middle(self, key: str, index: int, region: str) -> str | None:
        if self.article.words[index].is_initial or key in pools.single("suffix"):
            return None
        if key not in self.words:
            known = pools.given_names().get(key)
            self.words[key] = self.draws.given(known.gender, region) if known else self.draws.surname(region)
        return self.words[key]

    def _put(self, phrase: Phrase) -> None:
        ones = self.phrases.setdefault(phrase.keys[0], [])
        if all(one.keys != phrase.keys for one in ones):
            ones.append(phrase)

    def _rename_organisations(self) -> None:
        words = self.article.words
        initials: dict[str, str] = {}
        for word in words:
            if word.is_capital and (word.key,) in pools.organisations("word"):
                self.words.setdefault(word.key, self.draws.word("proper"))
        for one in self.cast.organisations:
            parts = tuple(self._parts(one))
            if any(part.text for part in parts):
                self._put(Phrase(tuple(word.key for word in words[one.start : one.end]), parts))
                initials.setdefault(*self._initials(one, parts))
        spelt = self._spelt()
        for word in words:
            if not word.is_shouted or word.key in self.words or word.key in pools.hard():
                continue
            if word.key in initials:
                self.words[word.key] = initials[word.key]
            elif (word.key,) in pools.organisations("acronym") and (len(word.key) == 2 or word.key not in spelt):
                self.words[word.key] = self.draws.acronym(len(word.key))

    def _parts(self, one: Organisation) -> Iterator[Part]:
        article = self.article
        at = one.start
        is_renamed = False
        while at < one.end:
            word = article.words[at]
            phrase = self.at(at)
            if phrase and at + len(phrase.keys) <= one.end:
                parts = list(phrase.parts)
            elif article.fixed[at]:
                length = article.fixed[at : one.end].count(article.fixed[at])
                parts = [Part(length, self._place(one, at, at + length))]
            elif (word.key,) in pools.places():
                parts = [Part(1, self._place(one, at, at + 1))]
            else:
                is_last = not is_renamed and at == one.end - 1 and one.head < 0
                parts = [Part(1, self._word(one, at, is_last=is_last))]
            is_renamed = is_renamed or any(part.text for part in parts)
            at += sum(part.size for part in parts)
            yield from parts

    def _place(self, one: Organisation, start: int, end: int) -> str | None:
        """An invented town for a newspaper's; other organisations keep theirs."""
        words = self.article.words
        name = " ".join(word.key for word in words[start:end])
        after = [word.key for word in words[end : one.end]]
        if start == one.start and not pools.single("outlet").isdisjoint(after[:2]):
            return self._invent(name, "place")
        return None

    def _word(self, one: Organisation, at: int, *, is_last: bool) -> str | None:
        word = self.article.words[at]
        head = self.article.words[one.head].key if one.head >= 0 else ""
        is_plain = word.key in pools.single("common") or word.key in self.article.small or word.key in pools.single("ambiguous")
        if not word.is_capital or word.key in pools.single("connector"):
            return None
        if is_last and (is_plain or word.key in pools.hard()):
            return self._invent(word.key, "subject")
        if word.key == "national" and self._is_partys(one):
            return self._invent(word.key, "general")
        if word.key in self.words and word.key not in pools.hard():
            return self.words[word.key]
        if word.is_initial or word.key in pools.single("generic") | pools.single("head") | pools.single("suffix"):
            return None
        if word.key in pools.hard() - pools.single("common"):
            return None
        is_known = pools.is_organisation(word.key, is_shouted=word.is_shouted)
        if (head in pools.single("official") and not is_known) or self._is_towns(at):
            return None
        if is_plain:
            return self._invent(word.key, "subject" if at + 1 >= one.end or at + 1 >= one.head else "quality")
        if (word.key,) in pools.organisations("acronym"):
            self.words[word.key] = self.draws.acronym(len(word.key))
        elif len(word.key) < _STEM:
            return self._invent(word.key, "proper")
        else:
            self.words[word.key] = self.draws.word("proper")
            self._loose.add(word.key)
        return self.words[word.key]

    def _is_towns(self, index: int) -> bool:
        """Whether a word belongs to a place: San Dimas."""
        keys = [word.key for word in self.article.words[max(0, index - 1) : index + 1]]
        return not pools.single("prefix").isdisjoint(keys)

    def _is_partys(self, one: Organisation) -> bool:
        return {word.key for word in self.article.words[one.start : one.end]} >= {"national", "committee"}

    def _invent(self, key: str, kind: str) -> str:
        """A word that takes the place of another in organisations' names only."""
        if key not in self._plain:
            self._plain[key] = self.draws.word(kind)
        return self._plain[key]

    def _initials(self, one: Organisation, parts: Sequence[Part]) -> tuple[str, str]:
        """The initials of an organisation, and those of its new name."""
        words = self.article.words[one.start : one.end]
        old = "".join(word.text[0] for word in words if word.is_capital)
        new, at = "", 0
        for part in parts:
            names = part.text.split() if part.text else [word.text for word in words[at : at + part.size]]
            new += "".join(name[0] for name in names if name[0].isupper())
            at += part.size
        return old.lower(), new

    def _spelt(self) -> set[str]:
        """The initials of whatever stands in capitals in the article: what they stand for is named, and not renamed."""
        words, found = self.article.words, set()
        for start, word in enumerate(words):
            letters = ""
            for at in range(start, min(start + _SPELT, len(words))):
                if not word.is_capital or (at > start and not self.article.follows(at)):
                    break
                if words[at].is_capital and not words[at].is_shouted:
                    letters += words[at].key[0]
                    found.add(letters)
                elif words[at].key not in pools.single("connector"):
                    break
        return found


def _is_verb(word: Word) -> bool:
    """Whether a word may be what somebody does, or did."""
    return word.key in pools.single("speaks") | pools.single("verb") or (not word.is_capital and word.key.endswith("ed"))
