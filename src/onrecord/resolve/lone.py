"""Words that stand alone to people: who a text names by surname only, told by what the word does."""

import re
from collections.abc import Sequence
from functools import cache

from onrecord.extract.quotes import Quoted, inside
from onrecord.resolve.words import capitals, countries, kinds, offices

_PRONOUN = re.compile(r"\b(?:(?P<person>he|his|him|himself|she|her|hers|herself)|it|its|they|their|them)\b", re.IGNORECASE)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w\-]*"
_ARTICLE = re.compile(rf"\b[Tt]he ({_WORD})")
_NEXT = 500  # characters after what it says in which a pronoun may tell that it is somebody


def lone_speakers(text: str, quotes: Sequence[Quoted]) -> frozenset[str]:
    """The capitalised words that say something somewhere outside quotation marks, and are soon a he or a she."""
    first: dict[str, int] = {}
    for match in _saying().finditer(text):
        if not inside(quotes, match.start()):
            first.setdefault(match[1] or match[2], match.end())
    with_article = set(_ARTICLE.findall(text))
    return frozenset(
        word
        for word, end in first.items()
        if word not in with_article and _may_be_somebody(word) and _is_he_or_she(text, end, quotes)
    )


def _may_be_somebody(word: str) -> bool:
    return not (word in countries() or word in capitals() or word in offices() or word.isupper() or word in kinds("not-person"))


def _is_he_or_she(text: str, offset: int, quotes: Sequence[Quoted]) -> bool:
    """Whether the next pronoun for anybody or anything, soon after an offset and outside quotation marks, is for a person."""
    for match in _PRONOUN.finditer(text, offset, min(len(text), offset + _NEXT)):
        if not inside(quotes, match.start()):
            return match["person"] is not None
    return False


@cache
def _saying() -> re.Pattern[str]:
    says = "|".join(sorted(kinds("says")))
    return re.compile(rf"\b({_WORD}) (?:{says})\b|\b(?:{says}) ({_WORD})")
