"""Furniture: plain text to the lines that are the page's and not the article's, each with its reason.

Only whole lines are judged, against patterns that must match all of them: a sentence that mentions cookies stays.
"""

import functools
import re

from onrecord.read.paragraphs import lines, paragraphs
from onrecord.read.tables import rows
from onrecord.record import LeftOut

DOUBLED = "doubled headline"

# The longest pattern that we know is a cookie notice of some 40 words; a line beyond that is a paragraph.
_LONGEST = 320

# A headline: up to 30 words. Its copy stands among the next lines and has at least 4 words and half of the headline's.
_HEADLINE_WORDS = 30
_COPY_AMONG = 4
_COPY_WORDS = 4
_COPY_SHARE = 0.5

# A hard-wrapped line is about this long: a label behind one that is not a sentence's end may be a piece of the sentence.
_WRAPPED = range(50, 101)

# After the head of a comment form a line of so many words and without a sentence's end is a label that we have no name for.
_LABEL_WORDS = 5

_QUOTES = re.compile(r"[“”„‟«»\"]")
_OUTER = " \t\u00a0*•·|_-–—[](){}#>»›→"
_WORD = re.compile(r"[^\W_]+")
_SECTION = re.compile(r"\s+(?:[-–—|·•»]|::)\s+[^-–—|·•»]{2,40}$")
_SENTENCE_END = re.compile(r"[.!?…:;][\s\"'“”’»)\]]*$")
_LINE_BREAKS = "\r\n\v\f\x85\u2028\u2029"


def furniture(text: str) -> list[LeftOut]:
    """What nothing may be extracted from, sorted and free of overlaps."""
    blocks = [(start, end, _reason(text, start, end)) for start, end in paragraphs(text)]
    found = [LeftOut(start, end, why.rstrip("!")) for start, end, why in _with_tail(text, blocks) if why]
    taken = {(left.start, left.end) for left in found}
    found.extend(left for left in doubled_headlines(text) if not _overlaps(left, taken))
    return sorted(found, key=lambda left: left.start)


def furniture_reason(line: str) -> str | None:
    """Why a line by itself is the page's, or None where it may be the article's."""
    reason = _match(line)
    return reason.rstrip("!") if reason else None


def doubled_headlines(text: str) -> list[LeftOut]:
    """Every copy of the first line among the next few, and of its first half in its second. The first is kept."""
    found: list[LeftOut] = []
    spans = [span for span in _first_lines(text) if not _match(text[span[0] : span[1]])]
    if not spans:
        return found
    start, end = spans[0]
    middle = _doubled_at(text[start:end])
    if middle is not None:
        found.append(LeftOut(start + middle, end, DOUBLED))
        end = start + middle
    headline = text[start:end]
    found.extend(LeftOut(left, right, DOUBLED) for left, right in spans[1:] if _is_copy(text[left:right], headline))
    return found


def _first_lines(text: str) -> list[tuple[int, int]]:
    found = []
    for span in lines(text):
        found.append(span)
        if len(found) > _COPY_AMONG:
            break
    return found


def _doubled_at(line: str) -> int | None:
    """Where the second half of a line begins that says the same thing twice, if it does."""
    for middle in ((len(line) + 1) // 2, len(line) // 2):
        first, second = line[:middle].strip(), line[middle:].strip()
        if first == second and len(_WORD.findall(first)) >= _COPY_WORDS:
            return len(line) - len(line[middle:].lstrip())
    return None


def _is_copy(line: str, headline: str) -> bool:
    """Whether a line says the headline again: word for word or shortened, perhaps with the section's name behind it."""
    original = _words(headline)
    if not _COPY_WORDS <= len(original) <= _HEADLINE_WORDS:
        return False
    for candidate in (_words(line), _words(_SECTION.sub("", line))):
        if candidate == original:
            return True
        long_enough = len(candidate) >= max(_COPY_WORDS, _COPY_SHARE * len(original))
        if long_enough and len(candidate) <= len(original) and _in_order(candidate, original):
            return not _QUOTES.search(line) or bool(_QUOTES.search(headline))
    return False


def _words(line: str) -> list[str]:
    return _WORD.findall(line.casefold())


def _in_order(some: list[str], all_of: list[str]) -> bool:
    rest = iter(all_of)
    return all(word in rest for word in some)


def _reason(text: str, start: int, end: int) -> str | None:
    if end - start > _LONGEST or _goes_on_from(text, start):
        return None
    return _match(text[start:end])


def _goes_on_from(text: str, start: int) -> bool:
    """Whether the line may be the next piece of a hard-wrapped sentence."""
    gap_start = len(text[:start].rstrip())
    if sum(character in _LINE_BREAKS for character in text[gap_start:start].replace("\r\n", "\n")) != 1:
        return False
    line_start = max(text.rfind(mark, 0, gap_start) for mark in _LINE_BREAKS) + 1
    before = text[line_start:gap_start]
    return len(before) in _WRAPPED and not _SENTENCE_END.search(before) and not _match(before)


def _match(line: str) -> str | None:
    """The reason of the pattern that the whole line matches, with ! at its end where it opens a comment form."""
    if len(line) > _LONGEST or _QUOTES.search(line):
        return None
    bare = " ".join(line.casefold().replace("’", "'").split())
    for candidate in dict.fromkeys((bare, bare.strip(_OUTER))):
        for reason, pattern in _patterns():
            if candidate and pattern.fullmatch(candidate):
                return reason
    return None


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of data/furniture.tsv, compiled (about 15 ms, once)."""
    network, form = (f"(?:{'|'.join(name for (name,) in rows(table))})" for table in ("networks.tsv", "form_labels.tsv"))
    return tuple(
        (reason, re.compile(pattern.replace("{network}", network).replace("{form}", form)))
        for reason, pattern in rows("furniture.tsv")
    )


def _with_tail(text: str, blocks: list[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    """The blocks, with each from a comment form's head to the end as a part of it where all are form lines."""
    for index, (_, _, why) in enumerate(blocks):
        if (
            why
            and why.endswith("!")
            and all(_is_form_line(text[left:right], reason) for left, right, reason in blocks[index + 1 :])
        ):
            return [*blocks[:index], *((left, right, why) for left, right, _ in blocks[index:])]
    return blocks


def _is_form_line(line: str, reason: str | None) -> bool:
    if reason in {"comment form", "comment form!"}:
        return True
    if reason or _QUOTES.search(line):
        return False
    return len(_words(line)) <= _LABEL_WORDS and not _SENTENCE_END.search(line.rstrip("*: "))


def _overlaps(left: LeftOut, taken: set[tuple[int, int]]) -> bool:
    return any(start < left.end and left.start < end for start, end in taken)
