"""Paragraphs: where a text's blocks begin and end, from its line breaks alone.

Every decision looks at two neighbouring lines only, so damage in one paragraph cannot move another's borders.
"""

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")

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
    enough to have been wrapped and the second begins with a small letter.
    """
    found: list[tuple[int, int]] = []
    for start, end in lines(text):
        if found and _goes_on(text, found[-1][1], start) and _line_length(text, found[-1][1]) >= _WRAPPED_LENGTH:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
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


def _goes_on(text: str, end: int, start: int) -> bool:
    gap = text[end:start].replace("\r\n", "\n")
    return text[start].islower() and sum(character in "\r\n\v\f\x85\u2028\u2029" for character in gap) == 1


def _line_length(text: str, end: int) -> int:
    return end - max(text.rfind(mark, 0, end) for mark in "\r\n\v\f\x85\u2028\u2029") - 1
