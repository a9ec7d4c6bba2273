"""Word ranges to attributions: the borders that the model found, as code point spans."""

from collections.abc import Collection, Sequence

import msgspec

from onrecord.extract.confidence import LEAST, Confidence
from onrecord.extract.decode import Range
from onrecord.extract.encode import Words
from onrecord.extract.link import Linked
from onrecord.record import Attribution, Span, Spans


def attributions(words: Words, linked: Sequence[Linked], confidence: Confidence) -> list[Attribution]:
    """Attributions in the order of their content, each followed by those inside it. linked: half-open ranges of words.

    One inside another is as likely right as its weakest part, and no likelier than the other.
    """
    found: list[Attribution] = []
    for one in linked:
        sure = confidence.of(one.features)
        parent = len(found)
        found.append(_attribution(words, one, sure, None))
        found.extend(_attribution(words, inner, sure * inner.link, parent) for inner in one.inner)
    return found


def likely(found: Sequence[Attribution], stay: Collection[int] = (), least: float = LEAST) -> list[Attribution]:
    """Less what is less likely right than `least`, and what stands inside that. stay: which are kept all the same, by index."""
    kept: list[Attribution] = []
    places: dict[int, int] = {}
    for index, one in enumerate(found):
        if (one.words < least and index not in stay) or (one.parent is not None and one.parent not in places):
            continue
        places[index] = len(kept)
        kept.append(one if one.parent is None else msgspec.structs.replace(one, parent=places[one.parent]))
    return kept


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
