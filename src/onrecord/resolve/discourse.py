"""A text read through once, from its start: everyone's mentions as they come, each pronoun decided on what stands before it.

A decision is never taken back, and what it decided counts as a mention for those after it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from onrecord.extract.quotes import Quoted, inside
from onrecord.record import Span
from onrecord.resolve.coreference import Place, Ranked, Seen, rank
from onrecord.resolve.people import People
from onrecord.resolve.phrases import person_words
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.words import kinds

# Under this share nobody is meant by a pronoun that is no source: a wrong mention would lead those after it astray.
_SURE = 0.5

# With this share a pronoun also tells the gender of somebody of whom nothing else does.
_LEARNT = 0.8

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:of|by|with|to|for|against|than|about|from|on|over|like|under|between|behind|beside|toward|towards|at|in)\s+(?:[\w.’'\-]+\s+){0,3}$",
    re.IGNORECASE,
)
_JOINED = re.compile(r",? (?:and|&) (?:[A-Z][\w.]* ){0,3}")  # “A and Mr. B”: both are what the sentence is about
_DESCRIBED = 9  # words of “Trump campaign spokesman” before a name
_LEADING = 30  # characters of "But ", "On his part, Sen. " that may stand before a name at the head of its sentence

Describe = Callable[[Span, Place, list[Ranked]], int | None]
Decide = Callable[[Sequence[Seen], Place, str], int | None]


class Discourse:
    """What a read-through found. ranked: for each he or she, by where it begins, the candidates with their shares."""

    def __init__(
        self,
        text: str,
        people: People,
        quotes: Sequence[Quoted],
        sentences: Sentences,
        blocks: Sequence[tuple[int, int]],
        sources: Sequence[tuple[Span, Sequence[Span]]] = (),
        decide: Decide | None = None,
        describe: Describe | None = None,
    ) -> None:
        """Read through. sources: with the content of each; decide: who a pronoun is, instead of the ranking.

        describe: who a source is that is a description (“the senator”), if anyone.
        """
        self.ranked: dict[int, list[Ranked]] = {}
        self.seen: list[Seen] = []
        self._text, self._quotes, self._sentences = text, quotes, sentences
        self._people = people
        self._blocks = [low for low, _ in blocks]
        self._describe = describe
        self._read(sources, decide or self._decide)

    def place(self, start: int, own: Sequence[Span] = ()) -> Place:
        """Where an offset is."""
        quoted = inside(self._quotes, start) is not None
        return Place(start, self._sentences.number(start), self._block(start), quoted, tuple((one.start, one.end) for one in own))

    def near(self, at: Place, gender: str) -> list[Ranked]:
        """Everyone whom words at a place may mean, likeliest first."""
        return rank([one for one in self.seen if one.start < at.start], at, self._genders(), gender)

    def _read(self, sources: Sequence[tuple[Span, Sequence[Span]]], decide: Decide) -> None:
        index = {id(person): number for number, person in enumerate(self._people.everyone)}
        owns = {source.start: content for source, content in sources}
        contents = sorted((span.start, span.end) for _, content in sources for span in content)
        speaking = sorted((source.start, source.end) for source, _ in sources)
        marks = [
            (name.start, name.end, index[id(person)], name.title) for name, person in self._people.mentions() if person.is_sure
        ]
        marks += [(match.start(), match.end(), -1, "") for match in _PRONOUN.finditer(self._text)]
        named = {start for start, _, _, _ in marks}
        if self._describe:
            marks += [(one.start, one.end, -2, "") for one, _ in sources if not any(one.start <= at < one.end for at in named)]
        last: Seen | None = None
        end = 0
        for start, stop, marked, title in sorted(marks):
            at = self.place(start, owns.get(start, ()))
            is_pronoun, person = marked == -1, marked
            if marked == -2:
                told = self._describe(Span(start, stop), at, self.near(at, "")) if self._describe else None
                if told is None:
                    continue
                person = told
            elif is_pronoun:
                gender = "m" if self._text[start:stop].lower() in ("he", "him", "his", "himself") else "f"
                chosen = decide(self.seen, at, gender)
                if chosen is None:
                    continue
                person = chosen
            joined = last is not None and _JOINED.fullmatch(self._text, end, start) is not None
            before = self._text[max(0, start - 40) : start]
            heads = (last is not None and last.heads and joined) or self._heads(start - len(title) - bool(title))
            last = Seen(
                start=start,
                person=person,
                sentence=at.sentence,
                paragraph=at.paragraph,
                heads=heads,
                after_preposition=not heads and _PREPOSITION.search(before) is not None,
                possessive=self._text[stop : stop + 2] in ("'s", "’s") or self._text[start:stop].lower() in ("his", "her"),
                is_pronoun=is_pronoun,
                speaks=_is_within(speaking, start),
                quoted=at.quoted,
                told=max((high for low, high in contents if low <= start < high), default=0),
            )
            self.seen.append(last)
            end = stop

    def _decide(self, seen: Sequence[Seen], at: Place, gender: str) -> int | None:
        ranked = rank(seen, at, self._genders(), gender)
        self.ranked[at.start] = ranked
        if not ranked or ranked[0].share < _SURE:
            return None
        person = self._people.everyone[ranked[0].person]
        if not person.gender and ranked[0].share >= _LEARNT and not at.quoted:
            person.gender = gender  # whom the text calls he once it does not call she later
        return ranked[0].person

    def _heads(self, start: int) -> bool:
        """Whether what stands before an offset in its sentence leaves it the subject: little, or a description of whoever is named there."""
        low, _ = self._sentences.around(start)
        lead = self._text[low:start].strip("“\"‘' ")
        if len(lead) <= _LEADING:
            return True
        words = lead.replace(",", " ").split()
        return (
            len(words) <= _DESCRIBED
            and words[-1].lower() in person_words()
            and not {word.lower() for word in words[1:]} & kinds("stop")
        )

    def _genders(self) -> list[str]:
        return [person.gender for person in self._people.everyone]

    def _block(self, offset: int) -> int:
        return max(0, bisect_right(self._blocks, offset) - 1)


def _is_within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    position = bisect_right(spans, (offset, 1 << 60))
    return position > 0 and spans[position - 1][0] <= offset < spans[position - 1][1]
