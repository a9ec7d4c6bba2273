"""Decisions about one statement to what each claims of it, and whether a new one claims otherwise than those in force.

Of two decisions in force the later counts, so a claim stands until another about the same thing is made.
"""

from collections.abc import Iterable
from typing import Any, Literal

from onrecord.record import Spans, Statement
from onrecord.store.reviews.decision import Decision

# What can be claimed of a statement: that it is one, and what is right of it.
Thing = Literal["is one", "speaker", "words", "addressees", "channel", "time", "act"]


def contradicted(one: Decision, others: Iterable[Decision]) -> Decision | None:
    """The last of the decisions in force about the same statement, in their order, that claims otherwise than this one."""
    claims, never = _claims(one), _never(one)
    stands: dict[Thing, tuple[Any, Decision]] = {}
    denied: dict[str, Decision] = {}
    for other in others:
        for thing, value in _claims(other).items():
            stands[thing] = (value, other)
        if other.verdict == "not speaker" and other.value.actor is not None:
            denied[other.value.actor] = other
    against = [kept for thing, (value, kept) in stands.items() if thing in claims and claims[thing] != value]
    if never is not None and "speaker" in stands and stands["speaker"][0] == never:
        against.append(stands["speaker"][1])
    if claims.get("speaker") in denied:
        against.append(denied[claims["speaker"]])
    return against[-1] if against else None


def _claims(one: Decision) -> dict[Thing, Any]:
    value = one.value
    match one.verdict:
        case "right" | "missed":
            stands = value.statement or value.of
            return {"is one": True, **(_of_statement(stands) if stands else {})}
        case "not a statement":
            return {"is one": False}
        case "speaker":
            return {"speaker": value.speaker.id if value.speaker else None}
        case "span":
            return {"words": _words(value.of, value.content, value.source, value.cue)}
        case "addressees":
            return {"addressees": [person.id for person in value.addressees or ()]}
        case "channel":
            return {"channel": value.channel.value if value.channel else None}
        case "time":
            return {"time": (value.said_at.start, value.said_at.end) if value.said_at else None}
        case "act":
            return {"act": value.act}
        case _:
            return {}


def _never(one: Decision) -> str | None:
    """Whom a decision says that a statement is never by."""
    return one.value.actor if one.verdict == "not speaker" else None


def _of_statement(one: Statement) -> dict[Thing, Any]:
    return {
        "speaker": one.speaker.id if one.speaker else None,
        "words": _words(None, one.content, one.source, one.cue),
        "addressees": [person.id for person in one.addressees],
        "channel": one.channel.value if one.channel else None,
        "time": (one.said_at.start, one.said_at.end) if one.said_at else None,
        "act": one.act,
    }


def _words(of: Statement | None, *spans: Spans | None) -> list[Spans | None]:
    """Content, source and cue; those that a decision leaves as they stood are those of the statement."""
    stood = (of.content, of.source, of.cue) if of else (None, None, None)
    return [given if given is not None else before for given, before in zip(spans, stood, strict=True)]
