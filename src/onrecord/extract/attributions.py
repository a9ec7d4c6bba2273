"""Word ranges to attributions: the borders that the model found, as code point spans."""

from collections.abc import Sequence

from onrecord.extract.decode import Linked
from onrecord.extract.encode import Words
from onrecord.record import Attribution, Span, Spans


def attributions(words: Words, linked: Sequence[Linked]) -> list[Attribution]:
    """Attributions in the order of their content. linked: half-open ranges of words."""
    return [
        Attribution(
            source=_spans(words, one.source),
            cue=_spans(words, one.cue),
            content=_spans(words, one.content),
            words=min(1.0, one.words),
            link=min(1.0, one.link),
        )
        for one in linked
    ]


def _spans(words: Words, ranges: Sequence[tuple[int, int]]) -> Spans:
    return tuple(Span(int(words.starts[low]), int(words.ends[high - 1])) for low, high in sorted(ranges))
