"""A draft's quotation marks to what stands in them and in nothing that the draft says somebody said, so that none of it goes unchecked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from onrecord.extract.quotes import quotations
from onrecord.record import Record, Span, StatementId
from onrecord.trace.quotes import SHORTEST, Asked, count
from onrecord.trace.sources import day_of

# What of a draft is checked: what it says that somebody says or thinks.
ACTS: Final = frozenset({"says", "thinks"})

_EDGE: Final = re.compile(r"\S(?:.*\S)?", re.DOTALL)


def passages(record: Record) -> list[Asked]:
    """The passages in quotation marks, or the parts of them, that nothing covers that the draft says somebody says; in text order.

    They are given as what can be sought among sources, without a speaker.
    """
    text, published = record.document.text, day_of(record.document.published)
    until = published + 1 if published is not None else None
    is_translated = record.document.translated_from is not None
    return [
        Asked(StatementId(""), (span,), span.of(text), None, published, until, is_translated)
        for span, is_part in _uncovered(record)
        if not is_part or count(span.of(text)) >= SHORTEST
    ]


def scraps(record: Record) -> list[Span]:
    """The few words that a quote leaves out of its own quotation marks: too few to be a passage of their own."""
    return [span for span, is_part in _uncovered(record) if is_part and count(span.of(record.document.text)) < SHORTEST]


def _uncovered(record: Record) -> list[tuple[Span, bool]]:
    """What stands in quotation marks and in no content of what is said or thought; and whether the rest of its passage does."""
    text = record.document.text
    contents = [span for one in record.statements if one.act in ACTS for span in one.content]
    taken = _merged([*contents, *(Span(one.start, one.end) for one in record.left_out)])
    said, found = _merged(contents), []
    for quote in quotations(text):
        whole = Span(quote.start, quote.end)
        is_part = bool(_meeting(whole, said))
        found += [(_tight(text, span), is_part) for span in _without(whole, _meeting(whole, taken)) if count(span.of(text))]
    return found


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _meeting(span: Span, others: Sequence[Span]) -> Sequence[Span]:
    """Which of others overlap a span. others: in order, and apart."""
    low = bisect_right(others, span.start, key=lambda one: one.end)
    high = bisect_left(others, span.end, key=lambda one: one.start)
    return others[low:high]


def _without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a span where others are taken away. taken: in order, and apart."""
    left, at = [], span.start
    for one in taken:
        if at < one.start:
            left.append(Span(at, one.start))
        at = max(at, one.end)
    return [*left, Span(at, span.end)] if at < span.end else left


def _tight(text: str, span: Span) -> Span:
    """A span without the space at its ends."""
    match = _EDGE.search(text, span.start, span.end)
    return Span(*match.span()) if match else span
