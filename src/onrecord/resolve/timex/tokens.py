"""Text to tokens: words, numbers and marks, each with the one character that stands for what it can mean.

The characters make a string as long as the list of tokens, and grammar.py searches that string.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.resolve.timex.lexicon import Lexicon, lexicon

_TOKEN = re.compile(
    r"""
    \n[^\S\n]*\n\s*                                     # the end of a paragraph
    | [0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])
    | [0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})(?![0-9])
    | [0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s?[AaPp](?:\.\s?[Mm]\.?|[Mm]\b)
    | [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])
    | [0-9]{1,2}\s?[AaPp](?:\.\s?[Mm]\.?|[Mm]\b)
    | [0-9]+(?:,[0-9]{3})+(?![0-9])
    | [0-9]+\.[0-9]+
    | [0-9]+(?:st|nd|rd|th|s|[Qq])\b
    | [0-9]+[^\W\d_]\w*
    | [0-9]+
    | ['’‘`][0-9]{2}s?\b
    | (?:B\.C\.(?:E\.)?|A\.D\.|C\.E\.)
    | [Oo]['’]clock\b
    | ['’][A-Za-z]{1,2}\b
    | [^\W\d_]\w*
    | [^\w\s]
    | _
    """,
    re.VERBOSE,
)
_SHAPES = (
    ("clock-full", re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s?[AaPp].*", re.DOTALL)),
    ("clock-hour", re.compile(r"[0-9]{1,2}\s?[AaPp](?:\.\s?[Mm]\.?|[Mm])", re.DOTALL)),
    ("clock", re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")),
    ("iso", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    ("slash-date", re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]+")),
    ("comma-number number", re.compile(r"[0-9]+(?:,[0-9]{3})+")),
    ("decimal number", re.compile(r"[0-9]+\.[0-9]+")),
    ("nth nth-day", re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)")),
    ("nth", re.compile(r"[0-9]+(?:st|nd|rd|th)")),
    ("decade", re.compile(r"[12][0-9][0-9]0s")),
    ("short-decade", re.compile(r"['’‘`]?[2-9]0s")),
    ("short-year", re.compile(r"['’‘`][0-9][0-9]")),
    ("q", re.compile(r"[Qq][1-4]|[1-4][Qq]")),
    ("h", re.compile(r"H[12]")),
    ("fiscal-year", re.compile(r"FY[0-9]{2,4}")),
)
_SIMPLE = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut up. starts, ends: code points. words: as written. codes: one character a token. values: of phrases, by token."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    codes: str
    values: dict[int, str]

    def value(self, index: int, kind: str) -> str:
        """What a token stands for under a kind; the phrase's value if it is one; empty if neither is known."""
        if index in self.values:
            return self.values[index]
        entry = lexicon().entry(self.words[index])
        return entry.get(kind, "") if entry else ""

    def lower(self, index: int) -> str:
        """A token in small letters; empty outside the text."""
        return self.words[index].lower() if 0 <= index < len(self.words) else ""


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the tokens of a text stand."""
    return (match.span() for match in _TOKEN.finditer(text))


def tokens(text: str) -> Tokens:
    """A text as tokens with their codes; phrases are one token."""
    known = lexicon()
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    codes: list[str] = []
    seen: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        word = match.group()
        starts.append(match.start())
        ends.append(match.end())
        words.append(word)
        code = seen.get(word)
        if code is None:
            code = seen[word] = known.code(word) or known.codes[_kinds(word)]
        codes.append(code)
    values = _join(text, known, starts, ends, words, codes)
    return Tokens(starts, ends, words, "".join(codes), values)


def _kinds(word: str) -> frozenset[str]:
    if _SIMPLE.fullmatch(word):
        return frozenset(_number(word).split())
    if word[0] == "\n":
        return frozenset({"paragraph"})
    if word[0].isdigit() or word[0] in "'’‘`QqHF":
        for kinds, shape in _SHAPES:
            if shape.fullmatch(word):
                return frozenset(kinds.split())
    if word[0].isalpha():
        return frozenset({"capital" if word[0].isupper() else "word"})
    return frozenset({"mark"})


def _number(word: str) -> str:
    if len(word) > 6:
        return "digits"
    number = int(word)
    if len(word) == 4 and 1000 <= number <= 2199:
        return "digits number year"
    if len(word) <= 2 and 1 <= number <= 24:
        return "digits day hour number"
    if len(word) <= 2 and number <= 31 and number:
        return "digits day number"
    return "digits number small" if len(word) <= 3 else "digits number"


def _join(text: str, known: Lexicon, starts: list[int], ends: list[int], words: list[str], codes: list[str]) -> dict[int, str]:
    """Join the tokens of every phrase, in place, and give the phrases' values."""
    values: dict[int, str] = {}
    firsts = known.phrases
    lower = [word.lower() for word in words]
    taken: list[tuple[int, int, str, str]] = []
    edge = 0
    for index, word in enumerate(lower):
        if index < edge or word not in firsts:
            continue
        for phrase in firsts[word]:
            end = index + len(phrase.words)
            if phrase.words == tuple((words if phrase.is_exact else lower)[index:end]):
                taken.append((index, end, phrase.kind, phrase.value))
                edge = end
                break
    for index, end, kind, _ in reversed(taken):
        words[index:end] = [text[starts[index] : ends[end - 1]]]
        codes[index:end] = [known.codes[frozenset({kind})]]
        ends[index:end] = [ends[end - 1]]
        del starts[index + 1 : end]
    shift = 0
    for index, end, _, value in taken:
        values[index - shift] = value
        shift += end - index - 1
    return values
