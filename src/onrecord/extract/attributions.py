"""Word ranges to attributions: the borders that the model found, as code point spans."""

from collections.abc import Sequence

from onrecord.extract.confidence import LEAST, Confidence
from onrecord.extract.decode import Range
from onrecord.extract.encode import Words
from onrecord.extract.link import Linked
from onrecord.record import Attribution, Span, Spans


def attributions(words: Words, linked: Sequence[Linked], confidence: Confidence, least: float = LEAST) -> list[Attribution]:
    """Attributions in the order of their content, each followed by those inside it. linked: half-open ranges of words.

    One inside another is as likely right as its weakest part, and no likelier than the other. least: what is less likely right
    is left out, with what stands inside it.
    """
    found: list[Attribution] = []
    for one in linked:
        sure = confidence.of(one.features)
        if sure < least:
            continue
        parent = len(found)
        found.append(_attribution(words, one, sure, None))
        found.extend(_attribution(words, inner, sure * inner.link, parent) for inner in one.inner)
    return found


def _attribution(words: Words, one: Linked, sure: float, parent: int | None) -> Attribution:
    return Attribution(
        source=_spans(words, one.source),
        cue=_spans(words, one.cue),
        content=_spans(words, one.content),
        words=sure,
        link=min(1.0, one.link),
        act=one.act,
        parent=parent,
    )


def _spans(words: Words, ranges: Sequence[Range]) -> Spans:
    return tuple(Span(int(words.starts[low]), int(words.ends[high - 1])) for low, high in sorted(ranges))
