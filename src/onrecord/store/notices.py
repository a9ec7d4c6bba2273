"""Corrections, retractions and updates that a text announces: where, and of which kind.

A notice is known by how its paragraph begins, or by a bracket at a paragraph's end; words in quotation marks announce nothing.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

NoticeKind = Literal["correction", "retraction", "update"]

# A heading such as "Correction" announces the next paragraph where that has this many words; shorter ones are a page's links.
_NOTICE_WORDS: Final = 5

# No notice begins further than this into its paragraph; the patterns need not look at more.
_BEGINNING: Final = 400

_BEFORE = re.compile(r"[\s*_#>•·|\[({.—–-]*")
_AFTER = re.compile(r"[\s*_#:.\])}—–-]*")
_BRACKET = re.compile(r"[\[(](?P<inside>[^\[\]()]{10,600})[\])][\s.*_]*$")


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """The words that announce it: code points, half-open."""

    start: int
    end: int
    kind: NoticeKind


def notices(text: str) -> tuple[Notice, ...]:
    """What a text announces about itself, in order."""
    found: list[Notice] = []
    heading: Notice | None = None
    for start, end in _lines(text):
        line = text[start:end]
        kind = _kind(line)
        if kind is None and heading is not None and len(line.split()) >= _NOTICE_WORDS:
            found.append(Notice(heading.start, end, heading.kind))
            heading = None
            continue
        heading = None
        if kind is not None:
            found.append(Notice(start, end, kind))
            continue
        alone = _heading(line)
        if alone is not None:
            heading = Notice(start, end, alone)
            continue
        bracket = _BRACKET.search(line)
        inside = _kind(bracket["inside"]) if bracket else None
        if bracket is not None and inside is not None:
            found.append(Notice(start + bracket.start(), end, inside))
    return tuple(found)


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines that hold anything, without the space around them."""
    found, start = [], 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            lead = len(line) - len(line.lstrip())
            found.append((start + lead, start + lead + len(bare)))
        start += len(line) + 1
    return found


def _kind(paragraph: str) -> NoticeKind | None:
    """The kind of notice that a paragraph begins as, if it does."""
    beginning = paragraph[:_BEGINNING]
    beginning = beginning[_end(_BEFORE, beginning) :]
    for lead in _patterns().leads:
        beginning = beginning[_end(lead, beginning) :]
    return next((kind for pattern, kind in _patterns().notices if pattern.match(beginning)), None)


def _heading(line: str) -> NoticeKind | None:
    """The kind of notice that a line by itself announces, if it does."""
    start = _end(_BEFORE, line)
    for pattern, kind in _patterns().headings:
        match = pattern.match(line, start)
        if match is not None and _AFTER.fullmatch(line, match.end()):
            return kind
    return None


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


class _Patterns(msgspec.Struct, frozen=True):
    leads: list[re.Pattern[str]]
    headings: list[tuple[re.Pattern[str], NoticeKind]]
    notices: list[tuple[re.Pattern[str], NoticeKind]]


@cache
def _patterns() -> _Patterns:
    """What notices begin with, from data/notices.tsv."""
    lines = files("onrecord.store").joinpath("data", "notices.tsv").read_text(encoding="utf-8").splitlines()
    made = _Patterns([], [], [])
    for line in lines:
        if not line or line.startswith("#"):
            continue
        name, *rest = line.split("\t")
        pattern = re.compile(rest[-1], re.IGNORECASE)
        if name == "lead":
            made.leads.append(pattern)
        elif name == "heading":
            made.headings.append((pattern, msgspec.convert(rest[0], NoticeKind)))
        else:
            made.notices.append((pattern, msgspec.convert(name, NoticeKind)))
    return made
