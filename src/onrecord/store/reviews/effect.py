"""What decisions make of a statement: a pure function of what the machine found and of the decisions in force, in their order."""

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.extract.quotes import quotations
from onrecord.record import Confidence, Statement
from onrecord.resolve.stretches import kind, quoted
from onrecord.store.reviews.decision import Decision


class Effect(msgspec.Struct, frozen=True):
    """statement: as it stands now, or None where there is none. is_rejected: whether a person says that it is no statement."""

    statement: Statement | None
    is_rejected: bool


def effect(machine: Statement | None, decisions: Sequence[Decision], text: str) -> Effect:
    """The statement after the decisions about it. machine: None where the machine finds none (any more). text: the document's.

    Of two decisions about one thing the later counts.
    """
    stands = machine if machine is not None else _base(decisions)
    for one in decisions:
        if one.verdict != "not a statement":
            stands = _after(stands, one, text)
    if stands is not None and decisions:
        last = decisions[-1]
        reviewed = {"by": last.who, "at": last.at, "verdict": last.verdict, "decision": last.id}
        stands = msgspec.structs.replace(stands, reviewed=reviewed)
    return Effect(stands, is_rejected(decisions))


def is_rejected(decisions: Iterable[Decision]) -> bool:
    """Whether decisions in their order leave it that there is no statement: only who says that it is right, or marks it, says otherwise."""
    rejected = False
    for one in decisions:
        if one.verdict in {"not a statement", "right", "missed"}:
            rejected = one.verdict == "not a statement"
    return rejected


def _base(decisions: Sequence[Decision]) -> Statement | None:
    """The statement as it stood when the first of the decisions was taken."""
    first = next((one.value for one in decisions), None)
    return (first.statement or first.of) if first else None


def _after(stands: Statement | None, one: Decision, text: str) -> Statement | None:
    value = one.value
    if one.verdict in {"right", "missed"}:
        return value.statement or stands
    if stands is None:
        return None
    replace = msgspec.structs.replace
    match one.verdict:
        case "speaker":
            why = f"{one.who} decided so" if value.speaker else f"{one.who} decided that nobody can tell"
            sure = Confidence(stands.confidence.words, 1.0)
            return replace(stands, speaker=value.speaker, why=why, ground="review", alternatives=(), confidence=sure)
        case "not speaker":
            if stands.speaker is None or stands.speaker.id != value.actor:
                return stands
            why = f"{one.who} decided that it is never {stands.speaker.name}"
            return replace(stands, speaker=None, why=why, ground="review", alternatives=())
        case "span":
            return _respanned(stands, one, text)
        case "addressees":
            return replace(stands, addressees=value.addressees or ())
        case "channel":
            return replace(stands, channel=value.channel)
        case "time":
            return replace(stands, said_at=value.said_at)
        case "act":
            return replace(stands, act=value.act or stands.act)
        case _:
            return stands


def _respanned(stands: Statement, one: Decision, text: str) -> Statement:
    content = one.value.content or stands.content
    marks = quotations(text)
    low, high = content[0].start, content[-1].end
    return msgspec.structs.replace(
        stands,
        content=content,
        source=one.value.source if one.value.source is not None else stands.source,
        cue=one.value.cue if one.value.cue is not None else stands.cue,
        quoted=quoted(text, content, marks),
        kind=kind(text, content, marks),
        mentions=tuple(mention for mention in stands.mentions if low <= mention.start and mention.end <= high),
    )
