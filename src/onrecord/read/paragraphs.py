"""Paragraphs: where a text's blocks begin and end, from its line breaks alone.

Every decision looks at two neighbouring lines, and at the width of a text that is hard-wrapped throughout, and never at a quotation
mark, so marks that are lost, added or mistaken in one paragraph cannot move another's borders.
"""

import re
from collections.abc import Iterator, Sequence

_BREAKS = "\r\n\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")

# Every character that extract.quotes may read as a quotation mark or a part of one.
MARKS = "\"“”„‟«»‹›＂〝〞‘’‚'`"
_WITHOUT_MARKS = str.maketrans("", "", MARKS)

# A hard-wrapped line is at least this long; shorter lines are headings, list entries or form labels.
_WRAPPED_LENGTH = 40
# A text of which no line is longer is hard-wrapped, if it has so many lines: a paragraph of news on one line is longer.
_WIDEST = 100
_LEAST_LINES = 4

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

    A line goes on in the next one where a single line break stands between them, the first is long enough to have been wrapped, and the
    second begins with a small letter, quotation marks aside, or, in a text that is wrapped throughout, with a word that the first had no
    room for. Time is linear in the text's length.
    """
    found: list[tuple[int, int]] = []
    held = list(lines(text))
    width = _width(held)
    length = whole = 0
    for start, end in held:
        bare = text[start:end].translate(_WITHOUT_MARKS).strip()
        is_full = bool(width) and bare[:1].isalnum() and whole + 1 + len(text[start:end].split(None, 1)[0]) > width
        goes_on = length >= _WRAPPED_LENGTH and (bare[:1].islower() or is_full)
        if goes_on and _is_one_break(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        length, whole = len(bare), end - start
    return found


def _width(held: Sequence[tuple[int, int]]) -> int:
    """How wide a text is wrapped; 0 where it isn't, or not throughout."""
    widest = max((end - start for start, end in held), default=0)
    return widest if len(held) >= _LEAST_LINES and _WRAPPED_LENGTH <= widest <= _WIDEST else 0


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
