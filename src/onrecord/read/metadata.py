"""Metadata: plain text to the headline, byline, date and language of origin that its first and last lines state.

Nothing is guessed: what may be read in two ways stays None.
"""

import functools
import itertools
import re

import msgspec

from onrecord.read.dates import date_of
from onrecord.read.furniture import doubled_headlines, furniture_reason
from onrecord.read.paragraphs import lines
from onrecord.read.tables import rows

# A headline, a byline and a date stand among the first lines; a translator's note there or among the last.
_TOP = 12
_BOTTOM = 8
_HEADLINE_WORDS = range(3, 26)
_NOTE_WORDS = 16
_ABOUT_LENGTH = 120

# A first line with a sentence's end is a headline only where most of its words are capitalised, As Headlines Are.
_CAPITALS_SHARE = 0.75

_OUTER = " \t\u00a0*•·|_-–—[](){}"
_LABEL = re.compile(
    r"^(?:(?:first |originally )?(?:published|posted|issued|released)(?: on)?|publication date|date(?: of publication)?)\b\s*[:|]?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"[\s,;|·(]*\b(?:last )?(?:updated|modified|changed|edited)\b.*$", re.IGNORECASE)
_DATELINE = re.compile(
    r"^[^\W\d_a-z][^\Wa-z\d_]{1,20}(?:[ /.'’-][^\W\d_a-z][^\Wa-z\d_]*){0,3}(?:, [^\W\d_][\w. ]{1,25}?)?, ([^—–()]{6,30}?) ?(?:\([^)]{2,30}\) ?)?[—–]"
)
_NAME = r"[^\W\d_a-z][^\W\d_]*\.?(?:['’-][^\W\d_]+)*"
_PARTICLE = r"(?:van|von|der|de|la|le|di|da|del|dos|den|bin|ibn|al|el|ten|ter)"
_PERSON = rf"{_NAME}(?: (?:{_PARTICLE} ){{0,2}}{_NAME}){{1,4}}"
_PEOPLE = rf"{_PERSON}(?:(?:, | and | & ){_PERSON}){{0,4}}"
_BY = re.compile(rf"^(?:[Bb]y|BY):? ({_PEOPLE}(?:, [^,.]{{2,40}}| ?[(/] ?[^()]{{2,30}}\)?)?)$")
_WITH_AGENCY = re.compile(rf"^({_PEOPLE})(?:, ?| [|/–—-] | ?\()([^,()]{{2,40}})\)?$")
_PARTS = re.compile(r"\s+[|·•–—-]\s+|\s*\|\s*")
_QUOTED_END = re.compile(r"[.!?…,]\s*[”\"»’']$")
_NEVER_ENDS = (":", ",", ";", "…", "-", "—")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a plain text says about itself. published: a date, or a time with its zone, in ISO 8601."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    translated_from: str | None = None


def metadata(text: str) -> Metadata:
    """What the text's own first and last lines state; None for what they don't."""
    top = [text[start:end] for start, end in itertools.islice(lines(text), _TOP)]
    return Metadata(title=_title(text, top), byline=_byline(top), published=_published(top), translated_from=_translated_from(text))


def _title(text: str, top: list[str]) -> str | None:
    """The first line of the article, where it is set as a headline is: short, without a sentence's end, or said twice."""
    candidates = [line for line in top if furniture_reason(line) is None and _note_language(line) is None]
    if not candidates or _byline_of(candidates[0]) or _date_of_line(candidates[0]):
        return None
    first = candidates[0]
    doubled = doubled_headlines(text)
    if doubled:
        at = text.find(first)
        halves = [left for left in doubled if at < left.start < at + len(first)]
        return first[: halves[0].start - at].rstrip() if halves else first
    return first if len(candidates) > 1 and _is_headline(first) else None


def _is_headline(line: str) -> bool:
    words = line.split()
    if len(words) not in _HEADLINE_WORDS or line.endswith(_NEVER_ENDS) or line[0].islower():
        return False
    if _QUOTED_END.search(line) or _DATELINE.match(line):
        return False
    long = [word for word in words if len(word) > 3]
    return not line.endswith(".") or sum(word[0].isupper() for word in long) >= _CAPITALS_SHARE * max(1, len(long))


def _byline(top: list[str]) -> str | None:
    return next((found for line in top for found in (_byline_of(line),) if found), None)


def _byline_of(line: str) -> str | None:
    if len(line) > _ABOUT_LENGTH:
        return None
    first = " ".join(re.split(r"\s+[|·•]\s+", line.strip(" \t\u00a0*•·|_-–—"))[0].split())
    by = _BY.match(first)
    if by:
        return by.group(1)
    with_agency = _WITH_AGENCY.match(first)
    return first if with_agency and with_agency.group(2).strip() in _agencies() else None


def _published(top: list[str]) -> str | None:
    """The date that the first lines state, each on a line of its own or in a dateline; None where they contradict each other."""
    labelled = [date for line in top if _LABEL.match(line.strip(_OUTER)) for date in (_date_of_line(line),) if date]
    others = [date for line in top for date in (_date_of_line(line) or _date_of_dateline(line),) if date]
    found = labelled or others
    return found[0] if found and len({date[:10] for date in found}) == 1 else None


def _date_of_line(line: str) -> str | None:
    """The one date of a line that holds nothing but a date, perhaps behind a label or beside a byline."""
    if len(line) > _ABOUT_LENGTH:
        return None
    whole = _UPDATED.sub("", line.strip(_OUTER))
    found = {
        date
        for part in [whole, *_PARTS.split(whole)]
        for date in (date_of(_LABEL.sub("", part.strip(_OUTER)).strip(_OUTER)),)
        if date
    }
    return found.pop() if len(found) == 1 else None


def _date_of_dateline(line: str) -> str | None:
    dateline = _DATELINE.match(line)
    return date_of(dateline.group(1)) if dateline else None


def _translated_from(text: str) -> str | None:
    """The code of the language that a note among the first or last lines says the text was translated from."""
    spans = list(lines(text))
    near = spans if len(spans) <= _TOP + _BOTTOM else spans[:_TOP] + spans[-_BOTTOM:]
    return next((code for start, end in near for code in (_note_language(text[start:end]),) if code), None)


def _note_language(line: str) -> str | None:
    if len(line.split()) > _NOTE_WORDS:
        return None
    note = line.strip(_OUTER).replace("’", "'")
    for pattern in _notes():
        match = pattern.match(note)
        if match:
            return _languages()[match.group("language").casefold()]
    return None


@functools.cache
def _agencies() -> frozenset[str]:
    return frozenset(name for (name,) in rows("agencies.tsv"))


@functools.cache
def _languages() -> dict[str, str]:
    """Codes by name, in English and in the other names that a note may use."""
    return {
        name.casefold(): code for code, english, others in rows("languages.tsv") for name in (english, *others.split("|")) if name
    }


@functools.cache
def _notes() -> tuple[re.Pattern[str], ...]:
    names = "|".join(re.escape(name) for name in sorted(_languages(), key=len, reverse=True))
    return tuple(
        re.compile(pattern.replace("{language}", f"(?P<language>{names})"), re.IGNORECASE)
        for (pattern,) in rows("translation_notes.tsv")
    )
