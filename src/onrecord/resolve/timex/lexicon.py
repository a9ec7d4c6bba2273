"""Word lists to codes: every set of kinds that a word can have is one character, so that a sentence becomes a string to search.

Both tables are built from the data files on first use (about 4 ms).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Kinds of words that stand in no list, and of the numbers, by their shape; see tokens.py.
WORD, CAPITAL, MARK, PARAGRAPH = "word", "capital", "mark", "paragraph"
_SHAPES: tuple[frozenset[str], ...] = tuple(
    frozenset(kinds.split())
    for kinds in (
        "word",
        "capital",
        "mark",
        "paragraph",
        "digits",
        "digits day hour number",
        "digits day number",
        "digits number",
        "digits number small",
        "digits number year",
        "decimal number",
        "comma-number number",
        "iso",
        "slash-date",
        "clock",
        "clock-full",
        "clock-hour",
        "half-day",
        "nth",
        "nth nth-day",
        "decade",
        "short-decade",
        "short-year",
        "q",
        "h",
        "fiscal-year",
        "fraction",
        "named",
        "reference",
        "nothing",
    )
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that are read as one. words: as tokens; is_exact: they have a capital, so they are matched as written. kind, value: what they are and stand for."""

    words: tuple[str, ...]
    is_exact: bool
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """words: the kinds of each word with their values. codes: the character of each set of kinds. phrases: by first word."""

    words: dict[str, dict[str, str]]
    codes: dict[frozenset[str], str]
    phrases: dict[str, tuple[Phrase, ...]]

    def code(self, word: str) -> str | None:
        """The character of a word that is in the lists, or None."""
        known = self.entry(word)
        return self.codes[frozenset(known)] if known else None

    def entry(self, word: str) -> dict[str, str] | None:
        """What the lists say of a word: as it is written, capitalised where it is all capitals, or in small letters."""
        capital = self.words.get(word.capitalize()) if word.isupper() else None
        return self.words.get(word) or capital or self.words.get(word.lower())

    def kind(self, name: str) -> str:
        """The characters of all sets that hold a kind. Raises KeyError where no word is of it."""
        found = "".join(code for kinds, code in self.codes.items() if name in kinds)
        if not found:
            raise KeyError(name)
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    words: dict[str, dict[str, str]] = {}
    for kind, row in rows("timex_words.tsv"):
        for item in row.split("|"):
            word, _, value = item.partition("=")
            words.setdefault(word, {})["=" + word if kind == "itself" else kind] = value
    for word in [word for word in words if word[0].isupper() and word.lower() in words]:
        # "May" the month keeps what "may" is, too.
        words[word] = {**words[word.lower()], **words[word]}
    sets = dict.fromkeys([*_SHAPES, *(frozenset(kinds) for kinds in words.values())])
    codes = {kinds: chr(0x4E00 + index) for index, kinds in enumerate(sets)}
    return Lexicon(words, codes, _phrases())


def rows(name: str) -> Iterable[list[str]]:
    """The rows of a data file, cut into columns, without its comments."""
    text = (files("onrecord.resolve") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _phrases() -> dict[str, tuple[Phrase, ...]]:
    from onrecord.resolve.timex.tokens import pieces

    found: dict[str, list[Phrase]] = {}
    for kind, value, row in rows("timex_phrases.tsv"):
        for text in row.split("|"):
            words = tuple(text[start:end] for start, end in pieces(text))
            found.setdefault(words[0].lower(), []).append(Phrase(words, text != text.lower(), kind, value))
    return {first: tuple(sorted(some, key=lambda one: -len(one.words))) for first, some in found.items()}
