"""Statements to rows of the archive and back: the record's nested data as columns, spans as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import msgspec

from onrecord.record import (
    Act,
    Alternative,
    Basis,
    Channel,
    Confidence,
    Event,
    EventId,
    Granularity,
    Mention,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementId,
    StatementKind,
    Time,
)

# Between the pieces of a content that is not in one.
GAP: Final = " … "

T = TypeVar("T")


def packed(value: object) -> str:
    """Any of the record's data as JSON text."""
    return msgspec.json.encode(value).decode()


def unpacked(value: str, kind: type[T]) -> T:
    """The record's data that a JSON text of the archive holds."""
    return msgspec.json.decode(value, type=kind)


def words(text: str, content: Spans) -> str:
    """The characters of a content, pieces joined by an ellipsis."""
    return GAP.join(span.of(text) for span in content)


class Keys(msgspec.Struct, frozen=True):
    """Keys of this archive by the record's ids, and makers by their JSON."""

    actors: Mapping[str, int]
    events: Mapping[str, int]
    makers: Mapping[str, int]


def columns(one: Statement, text: str, day: str | None, keys: Keys) -> dict[str, Any]:
    """The columns that a statement fills. text: the document's; day: of the document's publication, if known."""
    said = one.said_at
    return {
        "words": words(text, one.content),
        "starts": one.content[0].start,
        "ends": one.content[-1].end,
        "content": packed(one.content),
        "cue": packed(one.cue),
        "source": packed(one.source),
        "quoted": packed(one.quoted),
        "kind": one.kind,
        "act": one.act,
        "speaker": keys.actors[one.speaker.id] if one.speaker else None,
        "channel": one.channel.value if one.channel else None,
        "platform": one.channel.platform if one.channel else None,
        "channel_span": packed(one.channel.span) if one.channel and one.channel.span else None,
        "said_from": said.start if said else None,
        "said_to": said.end if said else None,
        "granularity": said.granularity if said else None,
        "said_words": said.text if said else None,
        "basis": said.basis if said else None,
        "dated": said.start[:10] if said else day,
        "place": one.place,
        "confidence": one.confidence.words * one.confidence.speaker,
        "confidence_words": one.confidence.words,
        "confidence_speaker": one.confidence.speaker,
        "parent": one.parent,
        "event": keys.events[one.event] if one.event else None,
        "why": one.why,
        "ground": one.ground,
        "alternatives": packed(one.alternatives),
        "maker": keys.makers[packed(one.made_by)],
        "is_reviewed": one.reviewed is not None,
        "reviewed": packed(one.reviewed) if one.reviewed is not None else None,
    }


def event_columns(event: Event, place: int) -> dict[str, Any]:
    """The columns that an event fills. place: among its document's, from 0."""
    return {
        "position": place,
        "kind": event.kind,
        "participants": packed(event.participants),
        "date": packed(event.date) if event.date else None,
        "place": event.place,
        "accounts": packed(event.accounts),
    }


class Around(msgspec.Struct, frozen=True):
    """What a statement's row points at, by key: actors as speakers, events' ids, makers' JSON, and its own lists."""

    actors: Mapping[int, Speaker]
    events: Mapping[int, EventId]
    makers: Mapping[int, str]
    addressees: Mapping[int, Sequence[int]]
    mentions: Mapping[int, Sequence[tuple[int, int, int]]]


def statement(row: Mapping[Any, Any], around: Around) -> Statement:
    """The statement that a row of the archive stands for."""
    return Statement(
        id=StatementId(row["id"]),
        content=unpacked(row["content"], Spans),
        cue=unpacked(row["cue"], Spans),
        source=unpacked(row["source"], Spans),
        kind=cast("StatementKind", row["kind"]),
        act=cast("Act", row["act"]),
        quoted=unpacked(row["quoted"], Spans),
        speaker=around.actors[row["speaker"]] if row["speaker"] is not None else None,
        addressees=tuple(around.actors[key] for key in around.addressees.get(row["key"], ())),
        channel=_channel(row),
        said_at=_time(row),
        place=row["place"],
        confidence=Confidence(row["confidence_words"], row["confidence_speaker"]),
        mentions=tuple(Mention(start, end, around.actors[key].id) for start, end, key in around.mentions.get(row["key"], ())),
        parent=StatementId(row["parent"]) if row["parent"] else None,
        event=around.events[row["event"]] if row["event"] is not None else None,
        why=row["why"],
        ground=row["ground"],
        alternatives=unpacked(row["alternatives"], tuple[Alternative, ...]),
        made_by=unpacked(around.makers[row["maker"]], dict[str, str]),
        reviewed=unpacked(row["reviewed"], dict[str, str]) if row["reviewed"] is not None else None,
    )


def _channel(row: Mapping[Any, Any]) -> Channel | None:
    if row["channel"] is None:
        return None
    span = unpacked(row["channel_span"], Span) if row["channel_span"] else None
    return Channel(row["channel"], row["platform"], span)


def _time(row: Mapping[Any, Any]) -> Time | None:
    if row["said_from"] is None:
        return None
    return Time(
        start=row["said_from"],
        end=row["said_to"],
        granularity=msgspec.convert(row["granularity"], Granularity),
        text=row["said_words"],
        basis=msgspec.convert(row["basis"], Basis),
    )
