"""Names: every person and organisation in a corpus article under another name, consistently.

Whoever shares a name in the article shares one afterwards. Places, nationalities, parties, days and months stay, and so
do offices of state that are named for what they do; words in small letters are left alone, but for "a" and "an".
"""

import random
import re
from collections.abc import Iterator, Sequence

from training import pools
from training.article import Article, Word
from training.edits import Edit, rewrite
from training.renaming import Part, Renaming

_POSSESSIVE = re.compile(r"[’'](?= \w)")

# First letters that "an" stands before: of words, and of acronyms, which are spelled out.
_VOWELS, _SPELLED = "AEIOUÁÉÍÓÚÄÖÜŌÅÆØ", "AEFHILMNORSX"


def renamed(row: dict, rng: random.Random) -> dict:
    """The corpus row with its people and organisations under other names, drawn from rng alone. About 12 ms."""
    return rewrite(row, edits(Article(row["text"]), rng))


def edits(article: Article, rng: random.Random) -> list[Edit]:
    """The replacements, in order: each takes the place of one name, or mends the "a" before it."""
    renaming = Renaming(article, rng)
    found: list[Edit] = []
    at = 0
    while at < len(article.words):
        phrase = renaming.at(at)
        for part in phrase.parts if phrase else (Part(1, renaming.single(at)),):
            if part.text:
                found.extend(_replace(article, at, at + part.size, part.text, found))
            at += part.size
    return found


def _replace(article: Article, start: int, end: int, text: str, before: Sequence[Edit]) -> Iterator[Edit]:
    """The edits that put a name where words start to end stand, with the article before it and the mark after it."""
    words = article.words[start:end]
    low, high = words[0].start, words[-1].end
    previous = article.words[start - 1] if start else None
    if previous and words[0].gap == "-" and previous.key in pools.single("article"):
        low = previous.start
    elif previous and words[0].gap == " " and previous.key in ("a", "an") and (not before or before[-1].end <= previous.start):
        yield from _agree(previous, text)
    if words[0].is_initial and "." in words[0].text:
        text = "".join(f"{letter}." for letter in text)
    elif all(word.is_shouted for word in words):
        text = text.upper()
    elif text[0].islower() and article.is_start(start):
        text = text[0].upper() + text[1:]
    mark = _POSSESSIVE.match(article.text, high)
    if mark and words[-1].key.endswith("s") and not text.lower().endswith("s"):
        text, high = f"{text}{mark.group()}s", high + 1
    yield Edit(low, high, text)


def _agree(word: Word, text: str) -> Iterator[Edit]:
    """Make "a" of "an" or the other way round, as the name after it wants."""
    is_letters = text.isupper() and len(text) > 1
    right = "an" if text[0].upper() in (_SPELLED if is_letters else _VOWELS) else "a"
    if word.key != right:
        yield Edit(word.start, word.end, right.capitalize() if word.is_capital else right)
