"""Text to names: runs of capitalised words, what title stands before them, and whether they look like a person's."""

import re
from dataclasses import dataclass
from functools import cache

from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.words import capitals, countries, kinds, offices, titles

_TOKEN = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-ÖØ-Þ][\w’'\-]*(?<![’'])(?:\.(?=\s[A-Z]))?)"  # noqa: S105
_INITIAL = r"[A-Z]\."
_PARTICLE = "(?:" + "|".join(sorted(kinds("particle"), key=len, reverse=True)) + ")"
_RUN = re.compile(rf"(?<![\w’'])(?:{_TOKEN})(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:{_TOKEN}|{_INITIAL}))*")
_POSSESSIVE = re.compile(r"[’']s?$")
_ABBREVIATED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Prof|Rev|Lt|Sgt|Capt|Adm|Maj|Jr|Sr|St|[A-Z])\.$")


_OFFICE_OF = re.compile(r"\b(?:[Mm]inister|[Ss]ecretary|[Dd]irector|[Cc]ommissioner|[Hh]ead|[Cc]hief|[Cc]hairman) of (?:the )?$")
_OFFICE_REACH = 24

# Share of a headline's longer words that are capitalised.
_TITLE_CASE = 0.75


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: code points, half-open, without its title. title: the words before it that say what it is."""

    start: int
    end: int
    text: str
    title: str
    is_person: bool


def names(text: str) -> list[Name]:
    """The names in a text, in order. Headlines with most words capitalised give none."""
    return [name for low, high in paragraphs(text) if not _is_title_case(text[low:high]) for name in names_in(text, low, high)]


def names_in(text: str, start: int, end: int) -> list[Name]:
    """The names in a stretch of text, in order, whatever it is a stretch of."""
    return [name for match in _RUN.finditer(text, start, end) for name in _cut(text, match.start(), match.end())]


def without_title(words: list[str]) -> tuple[list[str], list[str]]:
    """Split a run of words into the titles, demonyms and countries that lead it, and the rest."""
    count = 0
    while count < len(words) - 1:
        step = next((len(title) for title in titles() if tuple(words[count : count + len(title)]) == title), 0)
        if not step and (words[count] in countries() or words[count].rstrip(".") in ("US", "UK", "EU")):
            step = 1
        if not step or count + step >= len(words):
            break
        count += step
    inner = [
        index for index in range(count, len(words) - 1) if any(words[index - len(t) + 1 : index + 1] == list(t) for t in titles())
    ]
    if inner and len(words) - inner[-1] - 1 >= 1 and words[inner[-1]] not in kinds("particle"):
        count = inner[-1] + 1
    return words[:count], words[count:]


def looks_like_person(words: list[str]) -> bool:
    """Whether a run of two to four capitalised words can be a person's name: no word of it says otherwise."""
    capitals_only = [word for word in words if word not in kinds("particle")]
    joined = " ".join(words)
    if not 2 <= len(capitals_only) <= 4 or joined in countries() or joined in capitals() or joined in offices():
        return False
    if any(word in kinds("not-person") or word in kinds("not-name") or word in countries() for word in capitals_only):
        return False
    return not (len(capitals_only[-1]) > 1 and capitals_only[-1].isupper() and not joined.isupper())


def _cut(text: str, start: int, end: int) -> list[Name]:
    """The name in a run: sentence starters, possessives and titles taken off."""
    words = [(match.group(), match.start() + start, match.end() + start) for match in re.finditer(r"\S+", text[start:end])]
    while words and words[0][0] in kinds("not-name"):
        words = words[1:]
    if not words:
        return []
    for index, (word, _, _) in enumerate(words[:-1]):
        if _POSSESSIVE.search(word) or (word.endswith(".") and not _ABBREVIATED.search(word)):
            return _cut(text, words[0][1], words[index][2]) + _cut(text, words[index + 1][1], end)
    last, low, _ = words[-1]
    stripped = _POSSESSIVE.sub("", last)
    if not stripped or stripped in kinds("not-name"):
        words = words[:-1]
        return _cut(text, words[0][1], words[-1][2]) if words else []
    words[-1] = (stripped, low, low + len(stripped))
    title, core = without_title([word for word, _, _ in words])
    first = words[len(title)]
    joined = " ".join(core)
    if len(core) == 1 and (core[0].lower() in _common() or core[0] in kinds("title")):
        return []
    if len(core) > 2 and _OFFICE_OF.search(text, max(0, start - _OFFICE_REACH), start) and looks_like_person(core[1:]):
        # "the Secretary of Energy Lev Gorsky": the office ends where the name begins.
        return _cut(text, words[len(title) + 1][1], words[-1][2])
    is_person = looks_like_person(core) or (
        bool(title) and _is_surname_title(title) and len(core) == 1 and core[0] not in kinds("not-person")
    )
    return [Name(first[1], words[-1][2], joined, " ".join(title), is_person)]


@cache
def _common() -> frozenset[str]:
    return kinds("organisation") | kinds("document") | kinds("group") | kinds("person") | {"member", "members"}


def _is_surname_title(title: list[str]) -> bool:
    return title[-1] in kinds("title") or " ".join(title) in kinds("title")


def _is_title_case(paragraph: str) -> bool:
    words = re.findall(r"[^\W\d_]+", paragraph)
    long = [word for word in words if len(word) > 3]
    return 4 <= len(long) <= 20 and sum(word[0].isupper() for word in long) > _TITLE_CASE * len(long)
