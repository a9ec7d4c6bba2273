"""The record: what was said, by whom, where it stands in the text, as frozen, typed data with its JSON.

Offsets are Unicode code points into `Document.text`, half-open. They are checked when a Record is made: a Record
that exists has no span outside its text. Ids are derived from content, so the same text read twice gives the same ids.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal, NewType

import msgspec

from onrecord.errors import RecordError

DocumentId = NewType("DocumentId", str)
StatementId = NewType("StatementId", str)
ActorId = NewType("ActorId", str)
EventId = NewType("EventId", str)

DocumentKind = Literal["news", "post", "transcript", "release", "readout", "other"]
StatementKind = Literal["direct", "indirect", "mixed"]
Act = Literal["says", "thinks", "plans", "shows"]
ActorType = Literal["person", "org", "group", "unnamed"]
Granularity = Literal["minute", "hour", "part of day", "day", "week", "month", "season", "quarter", "year", "decade", "longer"]
Basis = Literal["stated", "inferred"]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Offset = Annotated[int, msgspec.Meta(ge=0)]


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A stretch of text: code point offsets, half-open. In JSON [start, end]."""

    start: Offset
    end: Offset

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise RecordError(f"A span must hold at least one character: [{self.start}, {self.end}] does not.")

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]


class Mark(msgspec.Struct, frozen=True):
    """A place in the text that the source numbers: from `start` on it is this page, or this time of a recording (hh:mm:ss.mmm)."""

    start: Offset
    kind: Literal["page", "time"]
    label: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One source text with its metadata.

    sha256: of the raw bytes. published, captured: ISO 8601, a date or a time with its zone.
    translated_from: language code; what stands in quotation marks is then a translation, not the speaker's words.
    marks: pages or timecodes, sorted by where they begin.
    """

    id: DocumentId
    sha256: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    captured: str | None = None
    language: str | None = None
    translated_from: str | None = None
    kind: DocumentKind = "news"
    text: str
    marks: tuple[Mark, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """A stretch of the text that nothing is extracted from, and why."""

    start: Offset
    end: Offset
    why: str


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """The text-level finding: who (source), the words that attribute (cue) and what is attributed (content).

    Each is sorted and free of overlaps; source and cue may be empty. words, link: how likely content and
    source are right, and how sure the model is of what belongs together, in [0, 1]. parent: where the attribution whose content holds this one
    stands in the list that holds both, counted from 0.
    """

    source: Spans
    cue: Spans
    content: Spans
    words: Share
    link: Share
    act: Act = "says"
    parent: int | None = None

    def __post_init__(self) -> None:
        check_spans(self.source, "source")
        check_spans(self.cue, "cue")
        check_spans(self.content, "content", empty=False)


class Speaker(msgspec.Struct, frozen=True):
    """Who a statement is attributed to, or is made to: an actor's id, name and type."""

    id: ActorId
    name: str
    type: ActorType


class Channel(msgspec.Struct, frozen=True):
    """What a statement was made through (statement, post, video, call, ...), on which platform, and the words that say so."""

    value: str
    platform: str | None
    span: Span | None


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """An interval with its granularity: ISO 8601, both ends included.

    text: the words that it was resolved from, if any. basis: whether the text dates the saying itself (stated) or
    only the story, event or paragraph around it (inferred).
    """

    start: str
    end: str
    granularity: Granularity
    text: str | None
    basis: Basis


class Confidence(msgspec.Struct, frozen=True):
    """How sure the machine is, in [0, 1]: that content and source are right, and that the name on them is."""

    words: Share
    speaker: Share


class Mention(msgspec.Struct, frozen=True):
    """An actor named in a statement's content."""

    start: Offset
    end: Offset
    actor: ActorId


class Alternative(msgspec.Struct, frozen=True, array_like=True):
    """Somebody else whom a source might stand for, and their share of what speaks for anybody, in [0, 1]; 0 where none was reckoned."""

    name: str
    share: Share


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution resolved. why: on what ground the speaker was chosen, or why none was; ground: its kind, in one or two words.

    alternatives: who else came into question, likeliest first. event: what it was said at, or is an account of. made_by: version by stage. reviewed: null until a person decides.
    """

    id: StatementId
    content: Spans
    cue: Spans
    source: Spans
    kind: StatementKind
    act: Act
    quoted: Spans
    speaker: Speaker | None
    addressees: tuple[Speaker, ...] = ()
    channel: Channel | None = None
    said_at: Time | None = None
    place: str | None = None
    confidence: Confidence
    mentions: tuple[Mention, ...] = ()
    parent: StatementId | None = None
    event: EventId | None = None
    why: str | None = None
    ground: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    made_by: dict[str, str]
    reviewed: dict[str, str] | None = None

    def __post_init__(self) -> None:
        check_spans(self.content, "content", empty=False)
        check_spans(self.cue, "cue")
        check_spans(self.source, "source")
        check_spans(self.quoted, "quoted")


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person, office, organisation, country or group, with every name that the text gives it. wikidata: QID or null."""

    id: ActorId
    name: str
    type: ActorType
    names: tuple[str, ...]
    wikidata: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An encounter that is reported on: call, meeting, summit, interview, press conference, speech, hearing, debate, briefing.

    accounts: the statements that tell what happened at it, each a party's.
    """

    id: EventId
    kind: str
    participants: tuple[Speaker, ...]
    date: Time | None = None
    place: str | None = None
    accounts: tuple[StatementId, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """Words of the text that what is known speaks against, such as a title that somebody did not hold on that day; says: how."""

    start: Offset
    end: Offset
    says: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one document holds: what `onrecord.read` gives and `--json` prints."""

    document: Document
    statements: tuple[Statement, ...]
    events: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        length, known = len(self.document.text), {statement.id for statement in self.statements}
        for statement in self.statements:
            for name in ("content", "cue", "source", "quoted"):
                check_inside(getattr(statement, name), length, f"{statement.id}'s {name}")
            check_inside(statement.mentions, length, f"{statement.id}'s mentions")
            if statement.parent is not None and statement.parent not in known:
                raise RecordError(f"Statement {statement.id} points at a parent that is not in the record: {statement.parent}.")
        if any(mark.start > length for mark in self.document.marks):
            raise RecordError(f"A mark of {self.document.id} lies outside the text of {length} characters.")
        check_inside(self.left_out, length, "left_out")
        check_inside(self.findings, length, "findings")


def check_spans(spans: Spans, name: str, *, empty: bool = True) -> None:
    """Raise RecordError unless spans are sorted and free of overlaps, and there are any where there must be."""
    if not spans and not empty:
        raise RecordError(f"A {name} must hold at least one span.")
    for before, after in pairwise(spans):
        if before.end > after.start:
            raise RecordError(f"The spans of a {name} must be sorted and free of overlaps: {list(spans)} is not.")


def check_inside(spans: Iterable[Span | Mention | LeftOut | Finding], length: int, name: str) -> None:
    """Raise RecordError unless every span lies inside a text of the given length."""
    for span in spans:
        if not 0 <= span.start < span.end <= length:
            raise RecordError(f"A span of {name} lies outside the text: [{span.start}, {span.end}] in {length} characters.")


def document_id(raw: bytes, url: str | None) -> DocumentId:
    """A document's id, from its raw bytes and its address."""
    return DocumentId("d" + _digest(hashlib.sha256(raw).hexdigest(), url or ""))


def statement_id(document: DocumentId, content: Spans, parent: StatementId | None) -> StatementId:
    """A statement's id, from its document, its content's offsets and its parent."""
    return StatementId("s" + _digest(document, repr([(span.start, span.end) for span in content]), parent or ""))


def event_id(document: DocumentId, kind: str, participants: Sequence[str], start: int) -> EventId:
    """An event's id, from its document, kind, participants' names and where the text first names it."""
    return EventId("e" + _digest(document, kind, "\x1e".join(participants), str(start)))


def actor_id(document: DocumentId, kind: ActorType, name: str) -> ActorId:
    """The id of an actor that is known from one document only: two documents' John Smiths stay two until someone joins them."""
    return ActorId("a" + _digest(document, kind, name))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def to_json(value: Record | Sequence[Record], *, indent: int = 0) -> bytes:
    """A record, or an array of them, as UTF-8 JSON."""
    encoded = msgspec.json.encode(value)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def from_json(data: bytes | str) -> Record:
    """The record that a JSON text holds. Raises RecordError where it is not one."""
    try:
        return msgspec.json.decode(data, type=Record)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise RecordError(f"This is not a record as `onrecord read --json` writes it: {error}") from error


def schema() -> dict[str, Any]:
    """The JSON Schema of `onrecord read --json`."""
    made = msgspec.json.schema(Record)
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(made))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "onrecord record", **plain}
