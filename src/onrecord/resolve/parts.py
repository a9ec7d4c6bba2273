"""Attributions to their parts: source, cue and content with the sentence that the cue stands in.

How, when and to whom something was said stands beside the cue, never in the content: `around` is all that may be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.record import Attribution, Span, Spans
from onrecord.resolve.sentences import Sentences

# Characters on either side of a cue that are read at most: a text without full stops is one sentence, and reading all of it for each cue
# takes time that grows with the square of its length. On PolNeAR dev none of 2,192 cues stands more than 803 from its sentence's border.
_REACH = 2000


@dataclass(frozen=True, slots=True)
class Parts:
    """One attribution in its text. Without a cue there is no sentence of its own, and nothing around it.

    sentence: the cue's, half-open. around: the sentence without the content, sorted and free of overlaps.
    """

    source: Spans
    cue: Spans
    content: Spans
    sentence: tuple[int, int]
    around: tuple[Span, ...]


def parts(attribution: Attribution, sentences: Sentences, within: Spans = ()) -> Parts:
    """The parts of an attribution.

    within: the content that holds it, if another's does. Only what that has of the sentence is its own; the rest tells
    of the other.
    """
    source, cue, content = attribution.source, attribution.cue, attribution.content
    if not cue:
        return Parts(source, cue, content, (content[0].start, content[0].start), ())
    start, end = sentences.around(cue[0].start)
    start, end = max(start, cue[0].start - _REACH), min(end, cue[0].end + _REACH)
    for holder in within:
        if holder.start <= cue[0].start < holder.end:
            start, end = max(start, holder.start), min(end, holder.end)
    return Parts(source, cue, content, (start, end), without(start, end, content))


def without(start: int, end: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of a stretch when spans, sorted, are cut out of it."""
    pieces, position = [], start
    for span in spans:
        if span.start < end and span.end > start:
            if position < span.start:
                pieces.append(Span(position, span.start))
            position = max(position, span.end)
    if position < end:
        pieces.append(Span(position, end))
    return tuple(pieces)
