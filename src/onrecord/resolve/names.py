"""Text to names: runs of capitalised words, what title stands before them, and whether they look like a person's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.gender import given_names
from onrecord.resolve.words import capitals, countries, kinds, offices, title_ends, titles

_TOKEN = r"(?:(?:[A-Z]\.){2,}|(?:(?:al|el|bin|ibn|ul|ur)-)?[A-ZÀ-ÖØ-Þ][\w’'\-]*(?<![’'])(?:\.(?=\s[A-Z]))?)"  # noqa: S105
_NICKNAME = r"[“\"‘(][A-Z][\w .\-]{1,18}[”\"’)]"
_INITIAL = r"[A-Z]\."
_PARTICLE = "(?:" + "|".join(sorted(kinds("particle"), key=len, reverse=True)) + ")"
_RUN = re.compile(
    rf"(?<![\w’'])(?:{_TOKEN})(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:{_NICKNAME}[ \u00a0])?(?:{_TOKEN}|{_INITIAL}))*"
)
_WORD = re.compile(r"\S+")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}")
_POSSESSIVE = re.compile(r"[’']s?$")
_ABBREVIATED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Prof|Rev|Lt|Sgt|Capt|Adm|Maj|Jr|Sr|St|[A-Z])\.$")


_OFFICE_OF = re.compile(r"\b(?:[Mm]inister|[Ss]ecretary|[Dd]irector|[Cc]ommissioner|[Hh]ead|[Cc]hief|[Cc]hairman) of (?:the )?$")
_OFFICE_REACH = 24

_HEADLINES = 4  # paragraphs at the head of a text that may be headlines

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
    found: list[Name] = []
    for match in _RUN.finditer(text, start, end):
        for name in _cut(text, match.start(), match.end()):
            if found and _is_one_body(text, found[-1], name):
                before = found.pop()
                name = Name(before.start, name.end, " ".join(text[before.start : name.end].split()), before.title, is_person=False)  # noqa: PLW2901
            found.append(name)
    return found


def _is_one_body(text: str, before: Name, after: Name) -> bool:
    """“Bank of Japan”, “Department of Justice”: a body's name that goes on behind its “of”."""
    between = text[before.end : after.start - (len(after.title) + 1 if after.title else 0)]
    return (
        not before.is_person
        and before.text.split()[-1] in kinds("of-name")
        and between in (" of ", " of the ", " for ", " for the ")
    )


def without_title(words: list[str]) -> tuple[list[str], list[str]]:
    """Split a run of words into the titles, demonyms and countries that lead it, and the rest."""
    count = 0
    while count < len(words) - 1:
        step = next(
            (len(title) for title in titles().get(words[count], ()) if tuple(words[count : count + len(title)]) == title), 0
        )
        is_given = words[count] in given_names() and len(words) - count == 2  # “Chad Bown”
        if not step and not is_given and (words[count] in countries() or words[count].rstrip(".") in ("US", "UK", "EU")):
            # “British Airways” is one name, “British Minister Nora Hale” and “US Nora Hale” are not.
            rest = words[count + 1 :]
            step = int(
                rest[0] in titles()
                or looks_like_person(rest)
                or (len(rest) == 1 and rest[0] not in kinds("not-person"))
                or rest[0] in countries()
            )
        if not step or count + step >= len(words):
            break
        count += step
    inner = [
        index
        for index in range(count, len(words) - 1)
        if any(words[max(0, index - len(title) + 1) : index + 1] == list(title) for title in title_ends().get(words[index], ()))
    ]
    if inner and len(words) - inner[-1] - 1 >= 1 and words[inner[-1]] not in kinds("particle"):
        count = inner[-1] + 1
    return words[:count], words[count:]


def is_headline(text: str, offset: int, blocks: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in a paragraph with most words capitalised. blocks: the text's paragraphs."""
    return any(low <= offset < high and _is_title_case(text[low:high]) for low, high in blocks[:_HEADLINES])


def looks_like_person(words: list[str]) -> bool:
    """Whether a run of two to four capitalised words can be a person's name: no word of it says otherwise."""
    capitals_only = [
        word for word in words if word not in kinds("particle") and word not in kinds("suffix") and word[0] not in '“"‘('
    ]
    joined = " ".join(words)
    if not 2 <= len(capitals_only) <= 4 or joined in countries() or joined in capitals() or joined in offices():
        return False
    # “Kathleen Hall Jamieson”, “Will Doyle”: a given name vouches for what follows it, but for the last word.
    is_given = words[0] in given_names()
    if any(
        word in kinds("not-person") or word in kinds("of-name") or word in kinds("not-name") or word in countries()
        for word in capitals_only[is_given:]
    ):
        return (
            is_given
            and len(capitals_only) > 2
            and capitals_only[-1] not in kinds("not-person")
            and capitals_only[-1] not in countries()
        )
    return not any(len(word) > 2 and word.isupper() for word in capitals_only)


def _is_given(words: list[tuple[str, int, int]]) -> bool:
    """Whether a run begins with a given name that is also another word, and a surname behind it (“Will Doyle”)."""
    return len(words) > 1 and words[0][0] in given_names() and words[1][0] not in kinds("not-name")


def _cut(text: str, start: int, end: int) -> list[Name]:
    """The names in a run: a possessive ends one, and so does a full stop that is no abbreviation's."""
    found: list[Name] = []
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    first = 0
    for index, (word, _, _) in enumerate(words):
        if index == len(words) - 1 or _POSSESSIVE.search(word) or (word.endswith(".") and not _ABBREVIATED.search(word)):
            found += _name(text, words[first : index + 1])
            first = index + 1
    return found


def _name(text: str, words: list[tuple[str, int, int]]) -> list[Name]:
    """The one name in some words of a run, or none: sentence starters, a possessive and titles taken off."""
    start = words[0][1] if words else 0
    while words:
        if words[0][0] in kinds("not-name") and not _is_given(words):
            words = words[1:]
            continue
        last, low, _ = words[-1]
        stripped = _POSSESSIVE.sub("", last)
        if stripped.endswith(".") and not _ABBREVIATED.search(stripped) and not _ACRONYM.fullmatch(stripped):
            stripped = stripped[:-1]
        if stripped and stripped not in kinds("not-name"):
            words = [*words[:-1], (stripped, low, low + len(stripped))]
            break
        words, start = words[:-1], words[0][1]
    if not words:
        return []
    title, core = without_title([word for word, _, _ in words])
    first = words[len(title)]
    joined = " ".join(core)
    if (
        len(core) == 1
        and not (title and title[-1] in kinds("courtesy"))
        and (core[0].lower() in _common() or core[0] in kinds("title"))
    ):
        return []
    office = len(core) > 1 and _OFFICE_OF.search(text, max(0, start - _OFFICE_REACH), start)
    if office and (looks_like_person(core[1:]) or (len(core) == 2 and core[0] in kinds("portfolio"))):
        # "the Secretary of Energy Lev Gorsky": the office ends where the name begins.
        return _name(text, words[len(title) + 1 :])
    is_person = looks_like_person(core) or (
        bool(title)
        and _is_surname_title(title)
        and (len(core) == 1 or (len(core) == 2 and core[0] in given_names()))
        and core[0] not in kinds("not-person")
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
