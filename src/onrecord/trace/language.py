"""A wording to the language that it is in, where that is surely not English: the encoder knows no other."""

from functools import cache
from typing import TYPE_CHECKING, Final

from onrecord.read.fields import language_name
from onrecord.read.language import english_share

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Words from which on anything can be told, the share of English function words from which on nothing is asked, and how sure
# py3langid must be.
_FEW: Final = 5
_ENGLISH: Final = 0.3
_SURE: Final = 0.95


def foreign(text: str) -> str | None:
    """The English name of the language that a wording is in; None where it is English or cannot be told. Loads py3langid (400 ms, once)."""
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    is_latin = sum(sign.isascii() for sign in text if sign.isalpha()) * 2 >= sum(sign.isalpha() for sign in text)
    if is_latin and (len(words) < _FEW or english_share([word.strip("“”\"'’.,!?;:()") for word in words]) >= _ENGLISH):
        return None
    code, sure = _identifier().classify(text)
    if code == "en" or (is_latin and sure < _SURE):
        return None
    return language_name(code)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
