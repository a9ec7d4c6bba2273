"""What decisions make of a statement's traces: a pure function of what the machine found and of the decisions in force, in their order.

Where people decided about a wording, the machine's wordings that overlap it are kept and not shown.
"""

from collections.abc import Callable, Collection, Sequence

import msgspec

from onrecord.record import Spans
from onrecord.store import rows
from onrecord.store.reviews.decision import Decision
from onrecord.store.traces.kept import NOTHING, Found, Kept, Near, Place, Stands, documents_of, overlap
from onrecord.trace.quotes import joined

# What a trace that the machine doesn't have says of who made it.
BY_HAND = "decided by hand"

# Who speaks at a place of a source, if that is known.
SpeakerOf = Callable[[Found], str | None]


def effect(
    machine: Sequence[Kept], decisions: Sequence[Decision], text: str, there: Collection[str], speaker_of: SpeakerOf
) -> list[Stands]:
    """A statement's traces after the decisions about them, in the order of their wordings.

    text: the article's. there: ids of the sources that the archive has; a decision about another one has no effect, and what the
    machine found in another one is left out.
    """
    found = {one.pieces: one for one in machine if documents_of(one) <= set(there)}
    decided: dict[Spans, list[Decision]] = {}
    for one in decisions:
        if one.value.pieces and one.value.found and one.value.found.document in there:
            decided.setdefault(one.value.pieces, []).append(one)
    made = [_decided(found.get(pieces), pieces, about, text, speaker_of) for pieces, about in decided.items()]
    for pieces, alone in found.items():
        if pieces not in decided:
            made.append(Stands(kept=alone, is_shown=not any(overlap(pieces, other) for other in decided)))
    return sorted(made, key=lambda one: (one.kept.pieces[0].start, one.kept.pieces[-1].end))


def _decided(machine: Kept | None, pieces: Spans, decisions: Sequence[Decision], text: str, speaker_of: SpeakerOf) -> Stands:
    before = machine or Kept(
        pieces=pieces, words=joined(text, pieces), confidence=0.0, reason="Nobody looked yet.", made_by=BY_HAND, sources=""
    )
    stands: Kept = before
    confirmed_by: str | None = None
    for one in decisions:
        stands, confirmed_by = _after(stands, confirmed_by, one, speaker_of)
    last = decisions[-1]
    reviewed = {"by": last.who, "at": last.at, "verdict": last.verdict, "decision": last.id}
    packed = NOTHING if machine is None else rows.packed(machine) if stands != machine else None
    return Stands(kept=stands, machine=packed, confirmed_by=confirmed_by, reviewed=reviewed)


def _after(stands: Kept, confirmed_by: str | None, one: Decision, speaker_of: SpeakerOf) -> tuple[Kept, str | None]:
    """A trace after one more decision, and who stands behind “altered” then."""
    found, replace = one.value.found, msgspec.structs.replace
    if found is None:
        return stands, confirmed_by
    if one.verdict == "wrong source":
        is_it = stands.source is not None and stands.source.document == found.document
        return _not_at(
            stands, found, f"{one.who} decided that it was not said in {found.document}."
        ), None if is_it else confirmed_by
    # Whoever says anything else of a source stands behind it.
    if stands.source is None or (stands.source.document, stands.source.span) != (found.document, found.span):
        stands, confirmed_by = _at(stands, found, f"{one.who} decided that it was said here.", speaker_of(found)), None
    stands = replace(stands, confidence=1.0)
    if one.verdict == "altered":
        # Whoever confirmed one change stands behind that one, and not behind another that the machine names later.
        if stands.fidelity != "altered" or stands.change != found.change:
            why = f"{one.who} decided that its meaning was changed{f': {one.why}' if one.why else '.'}"
            stands = replace(stands, fidelity="altered", change=found.change, drift=found.drift, reason=why)
        return stands, one.who
    if one.verdict == "not altered":
        why = f"{one.who} decided that its meaning was not changed."
        return replace(stands, fidelity=found.fidelity, change=None, reason=why), None
    return stands, confirmed_by


def _at(stands: Kept, found: Found, why: str, speaker: str | None) -> Kept:
    return msgspec.structs.replace(
        stands,
        source=Place(found.document, found.span, speaker),
        fidelity=found.fidelity,
        confidence=1.0,
        reason=why,
        change=found.change,
        drift=found.drift,
        misses=(),
        also=(),
        elsewhere=None,
        note=None,
    )


def _not_at(stands: Kept, found: Found, why: str) -> Kept:
    """The trace without a source that was denied, which becomes a miss; and without the question whether it was said there."""
    replace = msgspec.structs.replace
    if stands.elsewhere is not None and stands.elsewhere.place.document == found.document:
        stands = replace(stands, elsewhere=None)
    if found.document in stands.also:
        stands = replace(stands, also=tuple(other for other in stands.also if other != found.document))
    if stands.source is None or stands.source.document != found.document:
        return stands
    miss = Near(stands.source, stands.confidence)
    return replace(
        stands,
        source=None,
        fidelity="not found",
        confidence=1.0,
        reason=why,
        change=None,
        drift=(),
        misses=(miss, *stands.misses),
        also=(),
    )
