"""Content to statements: what was said in one breath, its kind, and its verbatim pieces.

An attribution joins everything that one cue governs; a statement is one stretch of it. “A,” he said, “B” is one; the B
of “A,” he said. “B.” is a statement of its own that continues the first, without a cue.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.extract.quotes import Quoted, count_quoted
from onrecord.record import Span, Spans, StatementKind
from onrecord.resolve.sentences import Sentences

_WORD = re.compile(r"\w+")
_MARKS = "“”„‟«»‹›\"'‘’‚`＂〝〞"


def stretches(text: str, content: Spans, sentences: Sentences) -> list[Spans]:
    """Content cut where a sentence ends outside it; pieces with only marks and space between them stay together."""
    parts: list[list[Span]] = []
    for span in content:
        if parts and not _breaks(text, parts[-1][-1], span, sentences):
            parts[-1].append(span)
        else:
            parts.append([span])
    return [tuple(part) for part in parts]


def _breaks(text: str, before: Span, after: Span, sentences: Sentences) -> bool:
    """Whether a new statement begins after a gap: a new paragraph, a new sentence with words between, or a new quote."""
    gap = text[before.end : after.start]
    if "\n" in gap:
        return True
    if not sentences.between(before.end - 1, after.start):
        return False
    return bool(_WORD.search(gap)) or text[after.start] in _MARKS


def with_cue(stretches: list[Spans], cue: Spans) -> int:
    """Which stretch the cue belongs to: the nearest; the first where there is no cue."""
    if not cue:
        return 0
    distance = [min(abs(cue[0].start - span.end), abs(span.start - cue[-1].end)) for spans in stretches for span in [spans[0]]]
    last = [min(abs(cue[0].start - spans[-1].end), abs(spans[-1].start - cue[-1].end)) for spans in stretches]
    nearest = [min(pair) for pair in zip(distance, last, strict=True)]
    return nearest.index(min(nearest))


def kind(text: str, content: Spans, quotes: Sequence[Quoted]) -> StatementKind:
    """Direct where every word stands in quotation marks, indirect where none does, else mixed."""
    quoted, every = count_quoted(text, content, quotes)
    if not quoted:
        return "indirect"
    return "direct" if quoted == every else "mixed"


def quoted(text: str, content: Spans, quotes: Sequence[Quoted]) -> Spans:
    """The verbatim pieces of content: what stands between quotation marks, without the marks and the space at them."""
    found = []
    for span in content:
        first = bisect_right(quotes, span.start, key=lambda one: one.end)
        for quote in quotes[first : bisect_left(quotes, span.end, key=lambda one: one.start)]:
            start, end = max(span.start, quote.start), min(span.end, quote.end)
            while start < end and (text[start].isspace() or (start == quote.start and text[start] in _MARKS)):
                start += 1
            while start < end and (text[end - 1].isspace() or (text[end - 1] in _MARKS and end >= quote.end)):
                end -= 1
            if start < end and _WORD.search(text, start, end):
                found.append(Span(start, end))
    return tuple(found)
