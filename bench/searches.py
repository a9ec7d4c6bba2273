"""What people search an archive for: eight kinds of searches, drawn from the generated articles that are in it.

Words are drawn by the share of statements that hold them, as a sample says it, so that a search fits an archive of any size.
"""

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from bench import generated, invented
from onrecord.record import Record, Statement
from onrecord.store.rows import words as words_of
from onrecord.store.search import Query

# Articles whose statements are counted.
SAMPLE = 500

# A rare word is in so small a share of statements at most: 20,000 of a million.
RARE = 0.02

# The word of the search that very many match is in a share near this.
COMMON = 0.3

_WORD = re.compile(r"\w+")
Pair = tuple[Record, Statement]


@cache
def _counted(documents: int, seed: int) -> tuple[list[Pair], Counter[str]]:
    """Statements of a sample of the articles, and in how many of them each word is."""
    chosen = random.Random(f"{seed}:sample").sample(range(documents), min(SAMPLE, documents))
    pairs = [(record, one) for record in (generated.record(number, seed)[0] for number in chosen) for one in record.statements]
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts.update(set(_tokens(pair)))
    return pairs, counts


def _tokens(pair: Pair) -> list[str]:
    record, one = pair
    return [word.lower() for word in _WORD.findall(words_of(record.document.text, one.content))]


class Searches:
    """Draws searches for an archive of so many articles."""

    def __init__(self, documents: int, seed: int) -> None:
        self._pairs, self._counts = _counted(documents, seed)
        self._drawn = random.Random(f"{seed}:searches")
        functions = set(invented.parts("function"))
        most = RARE * len(self._pairs)
        self._rare = {word for word, count in self._counts.items() if count <= most and word not in functions and len(word) > 3}

    def draw(self, kind: str) -> Query:
        """A search of one of the KINDS."""
        return KINDS[kind](self)

    def common(self) -> str:
        """The function word, which has few other forms, that a share of statements nearest to COMMON holds."""
        wanted = COMMON * len(self._pairs)
        return min(invented.parts("function"), key=lambda word: (abs(self._counts[word] - wanted), word))

    def sentence(self) -> str:
        """Some statement's words."""
        record, one = self._drawn.choice(self._pairs)
        return words_of(record.document.text, one.content)[:300]

    def _pair(self, count: int = 1, *, is_said: bool = False) -> tuple[Pair, list[str]]:
        """A statement with so many rare words in it, and these."""
        while True:
            pair = self._drawn.choice(self._pairs)
            rare = [word for word in dict.fromkeys(_tokens(pair)) if word in self._rare]
            if len(rare) >= count and (pair[1].speaker is not None or not is_said):
                return pair, self._drawn.sample(rare, count)

    def word(self) -> Query:
        """One rare word."""
        return Query(words=self._pair()[1][0])

    def two(self) -> Query:
        """Two words of one statement."""
        return Query(words=" ".join(self._pair(2)[1]))

    def phrase(self) -> Query:
        """A rare word with the two that follow or go before it."""
        pair, (word,) = self._pair()
        tokens = _tokens(pair)
        first = max(0, min(tokens.index(word), len(tokens) - 3))
        return Query(words='"' + " ".join(tokens[first : first + 3]) + '"')

    def beginning(self) -> Query:
        """The first five letters of a rare word."""
        return Query(words=self._pair()[1][0][:5] + "*")

    def word_of_speaker(self) -> Query:
        """A rare word by the one who said it."""
        (_, one), (word,) = self._pair(is_said=True)
        return Query(words=word, speaker=one.speaker.name if one.speaker else None)

    def word_of_speaker_then(self) -> Query:
        """The same, in the year when it was said."""
        (record, one), (word,) = self._pair(is_said=True)
        year = (one.said_at.start if one.said_at else record.document.published or "")[:4]
        return Query(words=word, speaker=one.speaker.name if one.speaker else None, since=year, until=year)

    def word_in_outlet(self) -> Query:
        """A rare word in one outlet, and of one kind."""
        (record, one), (word,) = self._pair()
        return Query(words=word, outlet=record.document.outlet, kind=one.kind)

    def speaker(self) -> Query:
        """All that somebody said, newest first."""
        (_, one), _words = self._pair(is_said=True)
        return Query(speaker=one.speaker.name if one.speaker else None)


KINDS: dict[str, Callable[[Searches], Query]] = {
    "one rare word": Searches.word,
    "two words": Searches.two,
    "a phrase": Searches.phrase,
    "a beginning": Searches.beginning,
    "word, speaker": Searches.word_of_speaker,
    "word, speaker, year": Searches.word_of_speaker_then,
    "word, outlet, kind": Searches.word_in_outlet,
    "only a speaker": Searches.speaker,
}
