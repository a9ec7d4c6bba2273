"""Paragraphs: where a text's blocks begin and end, from its line breaks alone.

Every decision looks at two neighbouring lines only and never at a quotation mark, so marks that are lost, added or
mistaken in one paragraph cannot move another's borders.
"""

import re
from collections.abc import Iterator

_BREAKS = "\r\n\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")

# Every character that extract.quotes may read as a quotation mark or a part of one.
MARKS = "\"“”„‟«»‹›＂〝〞‘’‚'`"
_WITHOUT_MARKS = str.maketrans("", "", MARKS)

# A hard-wrapped line is at least this long; shorter lines are headings, list entries or form labels.
_WRAPPED_LENGTH = 40

_HEADING_WORDS = 10
_HEADING_NEVER_ENDS = ".!?…:;,”\"’'»“„–—-"
_HEADING_NEVER_STARTS = "“\"„«‘'–—-•*…("


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of each line that holds anything but space, without the space around it."""
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(stripped)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs, sorted: lines, with hard-wrapped ones joined.

    A line goes on in the next one where a single line break stands between them, the first is long
    enough to have been wrapped and the second begins with a small letter, quotation marks aside.
    Time is linear in the text's length.
    """
    found: list[tuple[int, int]] = []
    length = 0
    for start, end in lines(text):
        bare = text[start:end].translate(_WITHOUT_MARKS).strip()
        if length >= _WRAPPED_LENGTH and bare[:1].islower() and _is_one_break(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        length = len(bare)
    return found


def headings(text: str) -> list[tuple[int, int]]:
    """Offsets of the headings between a text's paragraphs: short lines that no punctuation ends, the first and last left aside."""
    blocks = paragraphs(text)
    return [
        (start, end)
        for start, end in blocks[1:-1]
        if len(text[start:end].split()) <= _HEADING_WORDS
        and text[end - 1] not in _HEADING_NEVER_ENDS
        and text[start] not in _HEADING_NEVER_STARTS
    ]


def _is_one_break(gap: str) -> bool:
    return sum(character in _BREAKS for character in gap.replace("\r\n", "\n")) == 1
