"""Printed pages: lines with their places on paper to running text, and where in it each page begins.

Lines of one paragraph are joined by a space, paragraphs stand apart by an empty line. Running heads, feet and page numbers
are dropped: they are the paper's words and not the document's, and would stand in the middle of sentences.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from onrecord.record import Mark

# Running heads and feet stand in this outer part of a page's height, on this share of all, of the left or of the right pages.
_MARGIN = 0.15
_MOST = 0.6
_LEAST = 3

# Lines further apart than usual by so much, or in letters of another size by so much, belong to two paragraphs.
_APART = 1.35
_SIZE = 0.15
# The spacing inside paragraphs is the narrow one: headings and gaps only widen it.
_USUAL = 0.3
# Fewer lines than this don't show what is usual, and one and a half lines is the widest that is likely.
_FEW, _WIDE = 10, 1.5
_INDENT = (0.8, 5.0)
# A line that ends so far before its column does is no full line, even without a full stop.
_SHORT = 0.4
_COLUMNS = 20

_ENDED = re.compile(r"[.!?…:;][\"'“”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[^\w]*[ivxlc]{1,7}[^\w]*")


class Line(msgspec.Struct, frozen=True):
    """A line of print, in points from the lower left corner. size: of its letters. hyphen: whether one that ended it was taken off."""

    words: str
    left: float
    right: float
    bottom: float
    size: float
    hyphen: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """A page: its label, height and lines in reading order."""

    label: str
    height: float
    width: float
    lines: tuple[Line, ...]


def running_text(sheets: Sequence[Sheet]) -> tuple[str, tuple[Mark, ...]]:
    """The text of all pages, and a mark at the first words of each page that has any."""
    bare = _without_running(sheets)
    usual = _usual_spacing(bare)
    known = _vocabulary(bare)
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    before: tuple[Line, float] | None = None
    for sheet in bare:
        ends = _column_ends(sheet)
        for place, line in enumerate(sheet.lines):
            gap = ""
            if before is not None:
                last, end = before
                begins = not _continues(last, line, end) if place == 0 else _begins(last, line, end, usual)
                hyphen = "-" if last.hyphen and (begins or _keeps_hyphen(last.words, line.words, known)) else ""
                gap = hyphen + ("\n\n" if begins else "" if last.hyphen else " ")
            length += len(gap)
            if place == 0:
                marks.append(Mark(length, "page", sheet.label))
            pieces.extend((gap, line.words))
            length += len(line.words)
            before = line, ends[place]
    if before is not None and before[0].hyphen:
        pieces.append("-")
    return "".join(pieces), tuple(marks)


def printed_line(words: str, left: float, right: float, bottom: float, size: float, *, hyphen: bool = False) -> Line:
    """A line with its hyphen taken off, if it ends with one."""
    if not hyphen and _HYPHEN.search(words):
        words, hyphen = words[:-1], True
    return Line(words, left, right, bottom, max(size, 1.0), hyphen)


def _without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without the lines at their edges that come again and again, page numbers aside."""
    repeated = _repeated(sheets)
    kept: list[Sheet] = []
    for sheet in sheets:
        running: set[int] = set()
        for edge in _edges(sheet):
            for place in edge:
                if not (_is_label(sheet, place) and len(sheets) > 1) and _key(sheet.lines[place], sheet.label) not in repeated:
                    break
                running.add(place)
        lines = tuple(line for place, line in enumerate(sheet.lines) if place not in running)
        kept.append(msgspec.structs.replace(sheet, lines=lines))
    return kept


def _edges(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Which lines stand in the upper and the lower margin, from the outside in."""
    order = sorted(range(len(sheet.lines)), key=lambda place: -sheet.lines[place].bottom)
    upper = [place for place in order if sheet.lines[place].bottom > (1 - _MARGIN) * sheet.height]
    lower = [place for place in reversed(order) if sheet.lines[place].bottom < _MARGIN * sheet.height]
    return upper, lower


def _bare(words: str) -> str:
    return words.casefold().strip(" -–—[]()|")


def _is_label(sheet: Sheet, place: int) -> bool:
    """Whether a line is nothing but the page's own label."""
    return _bare(sheet.lines[place].words) == sheet.label.casefold()


def _key(line: Line, label: str) -> str:
    words = line.words.casefold()
    if _bare(words) == label.casefold() or _ROMAN.fullmatch(words):
        return "#"
    return _DIGITS.sub("#", words)


def _repeated(sheets: Sequence[Sheet]) -> set[str]:
    """What stands at an edge on most of the pages, or on most of the left or the right ones; on two pages, only numbers that differ."""
    keys = [{_key(sheet.lines[place], sheet.label) for edge in _edges(sheet) for place in edge} for sheet in sheets]
    if len(sheets) == 2:
        return {key for key in keys[0] & keys[1] if "#" in key and len(key) <= len("page # of ##")}
    found: set[str] = set()
    for group in (keys, keys[::2], keys[1::2]):
        counts = Counter(key for page in group for key in page)
        least = max(_LEAST, math.ceil(_MOST * len(group)))
        found.update(key for key, count in counts.items() if count >= least)
    return found


def _usual_spacing(sheets: Sequence[Sheet]) -> float:
    """From one line's foot to the next one's inside a paragraph, in sizes of the letters."""
    steps = sorted(
        (last.bottom - line.bottom) / line.size
        for sheet in sheets
        for last, line in pairwise(sheet.lines)
        if 0.5 < (last.bottom - line.bottom) / line.size < 4
    )
    usual = steps[int(_USUAL * len(steps))] if steps else _WIDE
    return usual if len(steps) >= _FEW else min(usual, _WIDE)


def _column_ends(sheet: Sheet) -> list[float]:
    """How far to the right the column of each line goes: as far as any line that begins where it does, or nearly."""
    width = max(sheet.width, 1.0) / _COLUMNS
    places = [int(max(0.0, min(line.left, sheet.width)) // width) for line in sheet.lines]
    furthest: dict[int, float] = {}
    for line, place in zip(sheet.lines, places, strict=True):
        furthest[place] = max(line.right, furthest.get(place, line.right))
    return [max(furthest.get(near, 0.0) for near in (place - 1, place, place + 1)) for place in places]


def _begins(last: Line, line: Line, end: float, usual: float) -> bool:
    """Whether a line begins a paragraph, after the line before it on the page. end: of that line's column."""
    step = last.bottom - line.bottom
    if step < -line.size:
        return not _continues(last, line, end)
    if step > _APART * usual * line.size or abs(line.size - last.size) > _SIZE * max(line.size, last.size):
        return True
    if last.hyphen:
        return False
    ended = _ENDED.search(last.words) is not None
    indent = (line.left - last.left) / line.size
    if ended and (_INDENT[0] <= indent <= _INDENT[1] or _would_have_fitted(last, line, end)):
        return True
    room = end - last.right
    return room > _SHORT * (end - last.left) and not line.words[:1].islower() and _would_have_fitted(last, line, end)


def _continues(last: Line, line: Line, end: float) -> bool:
    """Whether a paragraph goes on over the border of a column or a page."""
    if last.hyphen:
        return True
    if _ENDED.search(last.words):
        return False
    return line.words[:1].islower() or not _would_have_fitted(last, line, end)


def _would_have_fitted(last: Line, line: Line, end: float) -> bool:
    """Whether a line's first word had room at the end of the line before: then that line was ended on purpose."""
    word = line.words.partition(" ")[0]
    letter = (line.right - line.left) / max(len(line.words), 1)
    return last.right + (len(word) + 1.5) * letter < end


def _vocabulary(sheets: Sequence[Sheet]) -> set[str]:
    """The words of the text that no line's end breaks."""
    known: set[str] = set()
    broken = False
    for sheet in sheets:
        for line in sheet.lines:
            words = _WORD.findall(line.words)
            known.update(word.casefold() for word in words[int(broken) : len(words) - int(line.hyphen)])
            broken = line.hyphen
    return known


def _keeps_hyphen(before: str, after: str, known: set[str]) -> bool:
    """Whether the hyphen at a line's end is the word's own: where the text writes it so elsewhere, or it can't be told."""
    first, second = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if first is None or second is None or not second.group()[:1].islower():
        return True
    left, right = first.group().casefold(), second.group().casefold()
    if before[: first.start()].endswith(("-", "\u2010")) or f"{left}-{right}" in known:
        return True
    return left + right not in known and left in known and right in known
