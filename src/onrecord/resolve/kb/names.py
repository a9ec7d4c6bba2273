"""Names to keys under which different spellings of one name meet: accents, case, punctuation and apostrophes folded."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import dropwhile

from onrecord.resolve.words import kinds

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"})
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´]")
_BREAKS = re.compile(r"[\W_]+")
_ARTICLES = {"al", "el"}
_SUFFIX = re.compile(r" (?:jr|sr|ii|iii|iv)$")


@dataclass(frozen=True, slots=True)
class Parts:
    """A person's folded name in parts. middles: what stands between the given name and the surname, in order."""

    given: str
    middles: tuple[str, ...]
    surname: str

    def agrees(self, other: "Parts") -> bool:
        """Whether both can be one person's name: middle names may be left out or cut to initials, but not differ."""
        if (self.given, self.surname) != (other.given, other.surname):
            return False
        if not self.middles or not other.middles:
            return True
        return len(self.middles) == len(other.middles) and all(
            one == two or (1 in {len(one), len(two)} and one[0] == two[0])
            for one, two in zip(self.middles, other.middles, strict=True)
        )


def fold(name: str) -> str:
    """The words of a name in small plain letters, with one space between them."""
    lowered = name.casefold()
    if not lowered.isascii():
        # Twice, because small letters may be made of capitals that were taken apart, and the other way about.
        taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
        lowered = "".join(letter for letter in taken_apart if not unicodedata.combining(letter)).translate(_LETTERS)
    return _BREAKS.sub(" ", _APOSTROPHES.sub("", lowered)).strip()


def key(name: str) -> str:
    """A name without its spaces, so that “Jae-in”, “Jae In” and “Jaein” are one."""
    return fold(name).replace(" ", "")


def parts(name: str) -> Parts | None:
    """A full name in parts; None for a single word. The surname begins at its particles, but for “al-”, which many papers leave out."""
    words = _SUFFIX.sub("", fold(name)).split()
    if len(words) < 2:
        return None
    start = _surname_start(words)
    bare = start + (words[start] in _ARTICLES and start < len(words) - 1)
    return Parts(words[0], tuple(words[1:start]), " ".join(words[bare:]))


def surname_of(name: str) -> str:
    """The surname in a person's full name, as it is written there: the last word with the particles before it."""
    words = [word for word in name.replace(",", " ").split() if not _SUFFIX.fullmatch(f" {fold(word)}")]
    return " ".join(words[_surname_start([fold(word) for word in words]) :]) if len(words) > 1 else ""


def surname_keys(surname: str) -> set[str]:
    """The keys under which a surname is found: whole, without its particles, and its last word (“Schultz”) if it has several.

    surname: several are separated by |.
    """
    keys: set[str] = set()
    for one in surname.split("|"):
        words = fold(one).split()
        bare = list(dropwhile(lambda word: word in kinds("particle"), words))
        keys |= {"".join(words), "".join(bare), key(one.split()[-1]) if words else ""}
    return keys - {""}


def slug(name: str) -> str:
    """A name as an id: its folded words joined by hyphens."""
    return fold(name).replace(" ", "-")


def _surname_start(words: list[str]) -> int:
    """Where the surname begins among folded words, never at the first of them."""
    start = len(words) - 1
    while start > 1 and words[start - 1] in kinds("particle"):
        start -= 1
    return start
