"""A trace as the archive keeps it: by ids and offsets, so that both texts can be opened at the very characters; to rows and back.

Of the source no words are kept but those that the reason names.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from onrecord.record import DocumentId, Share, Span, Spans, StatementId
from onrecord.store import rows
from onrecord.trace import Fidelity, Miss, Piece, Searched, Trace
from onrecord.trace.tracing import Traced

# In the column `machine`: the machine has no such wording.
NOTHING = ""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where something was said: a document, the stretch of its text, and who speaks there, if that is known."""

    document: DocumentId
    span: Span
    speaker: str | None = None


class Near(msgspec.Struct, frozen=True):
    """A place that came near and is not the one; likelihood: that it is, in [0, 1]."""

    place: Place
    likelihood: Share


class Elsewhere(msgspec.Struct, frozen=True, omit_defaults=True):
    """The same words in the text of somebody else than the article names: a question for a person, never a finding."""

    place: Place
    fidelity: Fidelity
    drift: tuple[Piece, ...] = ()


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a decision says of a source: which stretch of which document, and how faithfully the wording gives it.

    change, drift: offsets into the wording and into the document's text.
    """

    document: DocumentId
    span: Span
    fidelity: Fidelity
    change: Piece | None = None
    drift: tuple[Piece, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where one wording of a statement was said, or that it was not found.

    pieces: where the wording stands in the article. words: it itself, as it was sought. confidence: that the source is the one, in
    [0, 1]. drift: offsets into words and into the source's text; change: the part of it that it may be accused of. also: documents
    with the same words. searched: None where only a person looked. sources: hash of all sources that there were.
    """

    pieces: Spans
    words: str
    source: Place | None = None
    fidelity: Fidelity = "not found"
    confidence: Share
    reason: str
    change: Piece | None = None
    drift: tuple[Piece, ...] = ()
    misses: tuple[Near, ...] = ()
    searched: Searched | None = None
    also: tuple[DocumentId, ...] = ()
    elsewhere: Elsewhere | None = None
    note: str | None = None
    made_by: str
    sources: str


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """A trace as it stands after what people decided.

    machine: what the machine found where that is something else; NOTHING where it has no such wording. is_shown: false where people
    decided about a wording that overlaps it. confirmed_by: who stands behind “altered”. reviewed: by whom, when, which verdict.
    """

    kept: Kept
    machine: str | None = None
    is_shown: bool = True
    confirmed_by: str | None = None
    reviewed: dict[str, str] | None = None


def trace_id(statement: str, pieces: Spans) -> str:
    """The id of the trace of a statement's wording."""
    parts = (statement, repr([(span.start, span.end) for span in pieces]))
    return "t" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def kept(traced: Traced, made_by: str, sources: str) -> Kept:
    """What the tracer gave, as it is kept. made_by, sources: which tracer, and which sources there were."""
    trace, elsewhere = traced.trace, traced.elsewhere
    return Kept(
        pieces=traced.asked.pieces,
        words=traced.asked.text,
        source=_place(trace),
        fidelity=trace.fidelity,
        confidence=trace.confidence,
        reason=trace.reason,
        change=trace.change,
        drift=trace.pieces,
        misses=tuple(_near(one) for one in trace.misses),
        searched=trace.searched,
        also=tuple(DocumentId(one) for one in trace.also),
        elsewhere=_elsewhere(elsewhere) if elsewhere is not None else None,
        note=traced.note,
        made_by=made_by,
        sources=sources,
    )


def _place(trace: Trace) -> Place | None:
    if trace.found is None or trace.span is None:
        return None
    return Place(DocumentId(trace.found.document), trace.span, trace.found.speaker)


def _near(one: Miss) -> Near:
    return Near(Place(DocumentId(one.passage.document), one.passage.span, one.passage.speaker), one.likelihood)


def _elsewhere(trace: Trace) -> Elsewhere | None:
    place = _place(trace)
    return Elsewhere(place, trace.fidelity, trace.pieces) if place is not None else None


def documents_of(one: Kept) -> set[DocumentId]:
    """Every document that a trace points at."""
    places = [one.source, *(near.place for near in one.misses), one.elsewhere.place if one.elsewhere else None]
    return {place.document for place in places if place is not None} | set(one.also)


def columns(statement: StatementId, one: Stands, keys: Mapping[str, int]) -> dict[str, Any]:
    """The columns that a trace fills. keys: of documents, by id."""
    kept = one.kept
    return {
        "id": trace_id(statement, kept.pieces),
        "pieces": rows.packed(kept.pieces),
        "words": kept.words,
        "source": keys[kept.source.document] if kept.source else None,
        "starts": kept.source.span.start if kept.source else None,
        "ends": kept.source.span.end if kept.source else None,
        "said_by": kept.source.speaker if kept.source else None,
        "fidelity": kept.fidelity,
        "confidence": kept.confidence,
        "reason": kept.reason,
        "change": rows.packed(kept.change) if kept.change else None,
        "drift": rows.packed(kept.drift),
        "misses": rows.packed(kept.misses),
        "searched": rows.packed(kept.searched) if kept.searched else None,
        "searched_says": kept.searched.sentence if kept.searched else None,
        "also": rows.packed(kept.also),
        "elsewhere": rows.packed(kept.elsewhere) if kept.elsewhere else None,
        "note": kept.note,
        "made_by": kept.made_by,
        "sources": kept.sources,
        "is_shown": one.is_shown,
        "confirmed_by": one.confirmed_by,
        "is_reviewed": one.reviewed is not None,
        "reviewed": rows.packed(one.reviewed) if one.reviewed is not None else None,
        "machine": one.machine,
    }


def stands(row: Mapping[Any, Any], ids: Mapping[int, str]) -> Stands:
    """The trace that a row stands for. ids: of documents, by key."""
    place = None
    if row["source"] is not None:
        place = Place(DocumentId(ids[row["source"]]), Span(row["starts"], row["ends"]), row["said_by"])
    found = Kept(
        pieces=rows.unpacked(row["pieces"], Spans),
        words=row["words"],
        source=place,
        fidelity=msgspec.convert(row["fidelity"], Fidelity),
        confidence=row["confidence"],
        reason=row["reason"],
        change=rows.unpacked(row["change"], Piece) if row["change"] else None,
        drift=rows.unpacked(row["drift"], tuple[Piece, ...]),
        misses=rows.unpacked(row["misses"], tuple[Near, ...]),
        searched=rows.unpacked(row["searched"], Searched) if row["searched"] else None,
        also=rows.unpacked(row["also"], tuple[DocumentId, ...]),
        elsewhere=rows.unpacked(row["elsewhere"], Elsewhere) if row["elsewhere"] else None,
        note=row["note"],
        made_by=row["made_by"],
        sources=row["sources"],
    )
    reviewed = rows.unpacked(row["reviewed"], dict[str, str]) if row["reviewed"] else None
    return Stands(kept=found, machine=row["machine"], is_shown=row["is_shown"], confirmed_by=row["confirmed_by"], reviewed=reviewed)


def machine_of(one: Stands) -> Kept | None:
    """What the machine found for a wording, if it has it."""
    if one.machine == NOTHING:
        return None
    return rows.unpacked(one.machine, Kept) if one.machine is not None else one.kept


def overlap(one: Spans, other: Spans) -> bool:
    """Whether two wordings share a character of the article."""
    return any(left.start < right.end and right.start < left.end for left in one for right in other)


def inside(pieces: Sequence[Piece], words: int, text: int) -> bool:
    """Whether a drift's offsets lie inside the wording and the source's text. words, text: their lengths."""
    return all(
        (piece.quote is None or piece.quote.end <= words) and (piece.source is None or piece.source.end <= text) for piece in pieces
    )
