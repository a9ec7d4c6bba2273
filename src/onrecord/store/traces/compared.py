"""A wording and the stretch of a source that a person names to how it drifted: offsets and fidelity as the tracer gives them."""

import numpy as np

from onrecord.record import DocumentId, Span
from onrecord.store.traces.kept import Found
from onrecord.trace.drift import drift
from onrecord.trace.fidelity import judge
from onrecord.trace.states import Reader
from onrecord.trace.states import reader as shipped
from onrecord.trace.trace import LONGEST
from onrecord.trace.words import parsed


def compared(
    words: str, document: str, text: str, span: Span, *, is_translated: bool = False, reader: Reader | None = None
) -> Found:
    """How a wording gives a stretch of a document's text. is_translated: it stands in a translated article."""
    said = span.of(text)
    inside, there = (reader or shipped()).inside([words[:LONGEST], said[:LONGEST]])
    one, other = parsed(words[:LONGEST]), parsed(said[:LONGEST])
    near = inside.words @ there.words.T
    pieces = drift(one, other, near, span.start)
    covers = float(np.clip(near.max(axis=0).mean(), 0, 1)) if near.size else 0.0
    judged = judge(one, pieces, float(inside.point @ there.point), (words, text), covers=covers, is_translated=is_translated)
    return Found(DocumentId(document), span, judged.fidelity, judged.change, pieces)
