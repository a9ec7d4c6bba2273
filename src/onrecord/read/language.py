"""Language: a text to nothing, or to an error that names the language it is in when that is not English."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.errors import LanguageError
from onrecord.read.tables import rows
from onrecord.record import LeftOut

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# A text with this share of the listed function words is English, and py3langid (400 ms to load) is never asked: 914 of the
# 924 articles of PolNeAR's train and dev parts hold more, the others down to 0.12; texts in other languages stay below 0.12.
_ENGLISH_SHARE = 0.2

# With fewer words neither the share nor py3langid says anything sure; only the script does.
_FEW_WORDS = 20

# How sure py3langid must be, in [0, 1], to refuse a text.
_SURE = 0.8

# A text is judged by its first words: more do not change the answer.
_ENOUGH = 20_000

_WORD = re.compile(r"[^\W\d_]+")


def check_english(text: str, name: str, left_out: Sequence[LeftOut] = ()) -> None:
    """Raise LanguageError where a text is surely not English. name: the input, for the message."""
    body = _body(text, left_out)[:_ENOUGH]
    words = _WORD.findall(body)
    script = _other_script(body)
    if script is None and (len(words) < _FEW_WORDS or english_share(words) >= _ENGLISH_SHARE):
        return
    code, confidence = _identifier().classify(body)
    if script is None and (code == "en" or confidence < _SURE):
        return
    known = _names().get(code) if code != "en" else None
    what = f"in {known}" if known else f"in {script} script" if script else "not in English"
    raise LanguageError(f"{name} is {what}, and onrecord reads English only: give an English text or a translation of it.")


def english_share(words: Sequence[str]) -> float:
    """How many of the words are English function words, in [0, 1]."""
    known = _function_words()
    return sum(word.lower() in known for word in words) / max(1, len(words))


def _body(text: str, left_out: Sequence[LeftOut]) -> str:
    pieces, at = [], 0
    for left in left_out:
        pieces.append(text[at : left.start])
        at = left.end
    body = "".join([*pieces, text[at:]])
    return body if body.strip() else text


def _other_script(text: str) -> str | None:
    """The script that more than half of the letters are in, unless that is Latin."""
    letters = Counter(character for character in text if character.isalpha())
    total = sum(letters.values())
    latin = sum(
        count for letter, count in letters.items() if unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
    )
    if not total or 2 * latin >= total:
        return None
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[unicodedata.name(letter, "AN UNKNOWN").split()[0].capitalize()] += count
    return max((script for script in scripts if script != "Latin"), key=scripts.__getitem__, default=None)


@functools.cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(word for (word,) in rows("function_words.tsv"))


@functools.cache
def _names() -> dict[str, str]:
    return {code: english for code, english, _ in rows("languages.tsv")}
