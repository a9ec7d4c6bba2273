"""Who “I” is outside quotation marks: the writer, where the document or its text says who that is."""

import re
from collections.abc import Sequence

from onrecord.resolve.names import looks_like_person, without_title
from onrecord.resolve.phrases import person_words, phrase
from onrecord.resolve.words import kinds

_WORD = r"[A-ZÀ-Ö][\w.’'\-]+"
_PARTICLES = "(?:(?:" + "|".join(sorted(kinds("particle"))) + ") ){0,2}"
_NAME = rf"{_WORD}(?: {_PARTICLES}{_WORD}){{1,3}}"
_BY = re.compile(rf"^\s*[Bb][Yy]\s+({_NAME})\s*$", re.MULTILINE)
_ABOUT = re.compile(
    rf"^(?P<name>{_NAME})(?:,[^.\n]{{2,80}},)? (?:is(?! \w+(?:ed|ing)\b)|writes|covers|teaches|serves|reports|works|runs|edits|directs|was (?P<once>[^.]+))\b"
)
_SAID = re.compile(r"[“”\"]|\b(?:said|says|told)\b")
_HEAD = 600  # characters in which a byline may stand
_LAST = 3  # paragraphs at the end in which the writer may be introduced


def writer(text: str, byline: str | None, blocks: Sequence[tuple[int, int]]) -> str | None:
    """The writer's full name, or None. blocks: the text's paragraphs, as code point offsets.

    The byline of the document; a line “By Name” at the head of the text; or a paragraph at its end that introduces somebody whom nothing
    before it names.
    """
    if byline:
        return _person(re.sub(r"(?i)^by\s+", "", byline.strip()))
    match = _BY.search(text[:_HEAD])
    if match and (name := _person(match.group(1))):
        return name
    for low, high in blocks[-_LAST:]:
        about = _ABOUT.match(text[low:high].lstrip("*_ "))
        if about is None or about["name"] in text[:low] or _SAID.search(text[low:high]):
            continue
        if about["once"] is None or re.match(r"(?:an?|the)\s", about["once"]) or phrase(about["once"]):
            return _person(about["name"])
    return None


def _person(words: str) -> str | None:
    """One person's full name, without a title; None for two people, a newsroom or “Staff Writer”."""
    name = " ".join(without_title(words.split())[1])
    is_one = re.fullmatch(_NAME, name) and name.split()[-1].lower() not in person_words()
    return name if is_one and looks_like_person(name.split()) else None
