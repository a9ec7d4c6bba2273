"""Words that stand alone to people: who a text names by surname only, told by what the word does."""

import re
from collections.abc import Sequence
from functools import cache

from onrecord.extract.quotes import Quoted, inside
from onrecord.resolve.words import capitals, countries, kinds, offices

_PRONOUN = re.compile(r"\b(?:(?P<person>he|his|him|himself|she|her|hers|herself)|it|its|they|their|them)\b", re.IGNORECASE)
_NEXT = 500  # characters after what it says in which a pronoun may tell that it is somebody


def speaks_alone(text: str, word: str, quotes: Sequence[Quoted]) -> bool:
    """Whether a capitalised word says something somewhere outside quotation marks, and is soon a he or a she."""
    if word in countries() or word in capitals() or word in offices() or word.isupper() or word in kinds("not-person"):
        return False
    says = re.compile(rf"\b{re.escape(word)} (?:{_says()})\b|\b(?:{_says()}) {re.escape(word)}\b")
    match = next((one for one in says.finditer(text) if not inside(quotes, one.start())), None)
    return match is not None and not re.search(rf"\b[Tt]he {re.escape(word)}\b", text) and _is_he_or_she(text, match.end(), quotes)


def _is_he_or_she(text: str, offset: int, quotes: Sequence[Quoted]) -> bool:
    """Whether the next pronoun for anybody or anything, soon after an offset and outside quotation marks, is for a person."""
    for match in _PRONOUN.finditer(text, offset, min(len(text), offset + _NEXT)):
        if not inside(quotes, match.start()):
            return match["person"] is not None
    return False


@cache
def _says() -> str:
    return "|".join(sorted(kinds("says")))
