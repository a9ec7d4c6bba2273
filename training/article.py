"""An article's text to its words: which stand side by side, which begin a sentence, and which belong to phrases that stay."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from onrecord.read.paragraphs import paragraphs
from training import pools

_SMALL = tuple(pools.single(kind) for kind in ("particle", "connector", "syllable", "small"))

_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:[ODL][’'](?=[A-Z]))?[^\W\d_]+")
_GAP = re.compile(r"\.?[ \u00a0]|[-–.]")
_STOP = re.compile(r"[.!?:;…“\"‘(\n—–*•]")
_SPACE = re.compile(r"[ \u00a0]")

# A letter's neighbours in handles, addresses and text that was decoded wrongly.
_IN_A_WORD = re.compile(r"[\w@#]|[\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]")
_NOT = re.compile(r"[’']t\b")

# A headline: so many longer words, and most of them capitalised.
_LONG, _FEW, _MANY, _TITLE_CASE = 4, 4, 20, 0.75


class Word(NamedTuple):
    """A word of the text, code points, half-open. gap: what stands between the word before and it."""

    start: int
    end: int
    text: str
    key: str
    gap: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        """Whether it is all capitals, and more than an initial."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is a letter, or letters with dots."""
        return len(self.text) == 1 or "." in self.text


class Article:
    """A text's words, and which of them belong to places and phrases that stay."""

    def __init__(self, text: str) -> None:
        """Cut the text."""
        self.text = text
        self.words = _cut(text)
        self.small = frozenset(word.key for word in self.words if not word.is_capital)
        self.fixed = self._mark(pools.fixed())
        self.known = self._mark(pools.known_phrases())
        self._plain = [span for span in paragraphs(text) if not _is_title_case(text[slice(*span)])]

    def follows(self, index: int) -> bool:
        """Whether a word stands beside the one before it, as the words of a name do."""
        return 0 < index < len(self.words) and bool(_GAP.fullmatch(self.words[index].gap))

    def is_hard(self, index: int) -> bool:
        """Whether no person's name has this word: it stands in a phrase that stays, or is a word that none is made of."""
        word = self.words[index]
        if self._is_part(word) or _NOT.match(self.text, word.end):
            return True
        if self.fixed[index] or word.key in pools.hard():
            return not word.is_initial or "." in word.text
        return word.is_shouted and word.key in pools.single("capitals")

    def is_start(self, index: int) -> bool:
        """Whether a word begins a sentence, a line or a quotation."""
        gap = self.words[index].gap
        before = self.words[index - 1] if index else None
        if before is None or not _STOP.search(gap):
            return before is None
        return not (gap == ". " and (before.is_initial or before.key in pools.single("personal") | pools.single("month")))

    def matches(self, index: int, phrase: Sequence[str]) -> bool:
        """Whether a phrase stands at a word, with its first word and those that are no particles capitalised."""
        words = self.words[index : index + len(phrase)]
        return (
            len(words) == len(phrase)
            and all(word.key == one for word, one in zip(words, phrase, strict=True))
            and all(self.follows(index + step) for step in range(1, len(words)))
            and all(word.is_capital or (step and any(word.key in kind for kind in _SMALL)) for step, word in enumerate(words))
        )

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Words that may be one name: capitals side by side, with particles between, outside of headlines."""
        found: list[tuple[int, int]] = []
        spans = iter(self._plain)
        span = next(spans, None)
        start = -1
        for index, word in enumerate(self.words):
            while span and word.start >= span[1]:
                span = next(spans, None)
            is_inside = span is not None and word.start >= span[0] and word.is_capital and not self._is_part(word)
            if start >= 0 and not (self._joins(index) and (is_inside or self._is_inner(index))):
                found.append((start, index))
                start = -1
            if start < 0 and is_inside:
                start = index
        if start >= 0:
            found.append((start, len(self.words)))
        return found

    def _joins(self, index: int) -> bool:
        word, before = self.words[index], self.words[index - 1]
        if _SPACE.fullmatch(word.gap):
            return True
        if (word.gap == "-" and word.key in pools.single("syllable")) or {word.key, before.key} <= pools.given_names().keys():
            return word.gap == "-"
        return word.gap == ". " and (before.is_initial or before.key in pools.single("personal") | pools.single("suffix") | {"st"})

    def _is_inner(self, index: int) -> bool:
        """Whether a small word is a part of the name that it stands in: de Souza, Ki-moon."""
        if self.words[index].gap == "-":
            return self.words[index].key in pools.single("syllable")
        if self.words[index].key not in pools.single("particle") or not self.follows(index + 1):
            return False
        after = self.words[index + 1]
        return after.is_capital or after.key in pools.single("particle")

    def _is_part(self, word: Word) -> bool:
        """Whether a word is a part of a handle, a hashtag or an address."""
        return bool(
            _IN_A_WORD.match(self.text[word.start - 1 : word.start]) or _IN_A_WORD.match(self.text[word.end : word.end + 1])
        )

    def _mark(self, phrases: pools.Phrases) -> list[int]:
        """For each word, the number of the phrase that it belongs to, or 0."""
        marks = [0] * len(self.words)
        for index, word in enumerate(self.words):
            if word.is_capital and not marks[index] and word.key in phrases:
                fitting = next((one for one in phrases[word.key] if self.matches(index, one)), ())
                marks[index : index + len(fitting)] = [index + 1] * len(fitting)
        return marks


def _cut(text: str) -> list[Word]:
    found, at = [], 0
    for match in _WORD.finditer(text):
        found.append(Word(match.start(), match.end(), match.group(), pools.key(match.group()), text[at : match.start()]))
        at = match.end()
    return found


def _is_title_case(paragraph: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_]+", paragraph) if len(word) >= _LONG]
    return _FEW <= len(long) <= _MANY and sum(word[0].isupper() for word in long) > _TITLE_CASE * len(long)
