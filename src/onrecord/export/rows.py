"""A record's statements to rows: one flat, typed row each, which the CSV, XLSX and Parquet tables and their dictionary come from.

A row keeps to the record: what is not known is None, never an empty text or a zero.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from onrecord.errors import RecordError
from onrecord.export import words
from onrecord.record import (
    Act,
    ActorType,
    Basis,
    DocumentKind,
    Granularity,
    Record,
    Share,
    Spans,
    Statement,
    StatementId,
    StatementKind,
)
from onrecord.store.rows import GAP

Type = Literal["text", "integer", "number", "texts", "spans"]
Precision = Literal["day", "minute", "unknown"]
Status = Literal["machine", "annotated", "reviewed"]
Cell = str | int | float | None

BETWEEN = "; "  # names of a list
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?P<clock>[T ]\d{2}:\d{2}.*)?", re.ASCII)


class Extras(msgspec.Struct, frozen=True, kw_only=True):
    """What only an archive knows of a statement.

    quotation: the id of its cluster. copies, outlets: how many carried it, and which. notice: the words of a correction.
    """

    quotation: str | None = None
    copies: int | None = None
    outlets: tuple[str, ...] = ()
    notice: str | None = None


Records = Iterable[tuple[Record, Mapping[StatementId, Extras]]]
_NOTHING_MORE = Extras()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A statement with what its document says of it. data/columns.tsv tells what each field is."""

    statement_id: str
    document_id: str
    document_title: str | None
    document_kind: DocumentKind
    outlet: str | None
    url: str | None
    published: str | None
    published_precision: Precision
    language: str | None
    translated_from: str | None
    kind: StatementKind
    act: Act
    words: str
    quoted: str | None
    source_words: str | None
    cue_words: str | None
    speaker_name: str | None
    speaker_id: str | None
    speaker_type: ActorType | None
    speaker_wikidata: str | None
    addressees: tuple[str, ...]
    channel: str | None
    platform: str | None
    said_from: str | None
    said_to: str | None
    said_precision: Granularity | None
    said_basis: Basis | None
    said_words: str | None
    place: str | None
    event_id: str | None
    event_kind: str | None
    parent: str | None
    start: int
    end: int
    spans: Spans
    confidence_words: Share
    confidence_speaker: Share | None
    why: str | None
    status: Status
    reviewed_by: str | None
    reviewed_at: str | None
    model: str | None
    page_or_time: str | None
    quotation: str | None
    copies: int | None
    outlets: tuple[str, ...]
    notice: str | None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a row. values: its unit or what it may hold, in words; listed: every value of a closed set."""

    name: str
    type: Type
    is_optional: bool
    values: str
    listed: tuple[str, ...]
    description: str


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in order."""
    told = {name: (values, description) for name, values, description in _told()}
    return tuple(_column(name, hint, *told[name]) for name, hint in get_type_hints(Row).items())


def rows(records: Records) -> Iterator[Row]:
    """A row for every statement, in the records' order; each record is held only while it is read."""
    for record, extras in records:
        yield from _rows(record, extras)


def cells(row: Row) -> tuple[Cell, ...]:
    """A row for tables whose cells hold no lists: names are joined, spans are JSON, and nothing known is None."""
    return tuple(_cell(getattr(row, name)) for name in Row.__struct_fields__)


def precision(published: str | None) -> Precision:
    """How exactly a date is known: a time with its zone is more than a day."""
    found = _DATE.fullmatch(published or "")
    return "unknown" if found is None else "minute" if found["clock"] else "day"


def _rows(record: Record, extras: Mapping[StatementId, Extras]) -> Iterator[Row]:
    wikidata = {actor.id: actor.wikidata for actor in record.actors}
    events = {event.id: event.kind for event in record.events}
    marks = sorted(record.document.marks, key=lambda mark: mark.start)
    starts = [mark.start for mark in marks]
    for statement in record.statements:
        start = statement.content[0].start
        behind = bisect_right(starts, start)
        label = marks[behind - 1].label if behind else None
        row = _row(record, statement, extras.get(statement.id, _NOTHING_MORE), wikidata, events, label)
        _check_text(row)
        yield row


def _row(
    record: Record,
    statement: Statement,
    extras: Extras,
    wikidata: Mapping[Any, str | None],
    events: Mapping[Any, str],
    page_or_time: str | None,
) -> Row:
    document, text = record.document, record.document.text
    speaker, channel, said, reviewed = statement.speaker, statement.channel, statement.said_at, statement.reviewed
    return Row(
        statement_id=statement.id,
        document_id=document.id,
        document_title=document.title or None,
        document_kind=document.kind,
        outlet=document.outlet or None,
        url=document.url or None,
        published=document.published or None,
        published_precision=precision(document.published),
        language=document.language or None,
        translated_from=document.translated_from or None,
        kind=statement.kind,
        act=statement.act,
        words=_joined(text, statement.content) or "",
        quoted=_joined(text, statement.quoted),
        source_words=_joined(text, statement.source),
        cue_words=_joined(text, statement.cue),
        speaker_name=speaker.name or None if speaker else None,
        speaker_id=speaker.id or None if speaker else None,
        speaker_type=speaker.type if speaker else None,
        speaker_wikidata=wikidata.get(speaker.id) or None if speaker else None,
        addressees=tuple(one.name for one in statement.addressees),
        channel=channel.value or None if channel else None,
        platform=channel.platform or None if channel else None,
        said_from=said.start or None if said else None,
        said_to=said.end or None if said else None,
        said_precision=said.granularity if said else None,
        said_basis=said.basis if said else None,
        said_words=said.text or None if said else None,
        place=statement.place or None,
        event_id=statement.event or None,
        event_kind=events.get(statement.event),
        parent=statement.parent or None,
        start=statement.content[0].start,
        end=statement.content[-1].end,
        spans=statement.content,
        confidence_words=statement.confidence.words,
        # A record without a speaker holds 0 here, which an average would take for a bad name.
        confidence_speaker=statement.confidence.speaker if speaker else None,
        why=statement.why or None,
        status="reviewed" if reviewed is not None else "annotated" if words.annotators(statement) else "machine",
        reviewed_by=reviewed.get("by") or None if reviewed else None,
        reviewed_at=reviewed.get("at") or None if reviewed else None,
        model=", ".join(f"{stage} {version}" for stage, version in statement.made_by.items()) or None,
        page_or_time=page_or_time or None,
        quotation=extras.quotation or None,
        copies=extras.copies,
        outlets=extras.outlets,
        notice=extras.notice or None,
    )


def _joined(text: str, spans: Spans) -> str | None:
    return GAP.join(span.of(text) for span in spans) or None


def _cell(value: Any) -> Cell:  # noqa: ANN401
    if not isinstance(value, tuple):
        return value  # type: ignore[no-any-return]
    if value and not isinstance(value[0], str):
        return msgspec.json.encode(value).decode()
    return BETWEEN.join(value) or None


def _check_text(row: Row) -> None:
    """Half a surrogate pair fits into no file that holds Unicode: better no table than one in which characters were changed."""
    for name in Row.__struct_fields__:
        value = getattr(row, name)
        text = value if isinstance(value, str) else "".join(value) if name in ("addressees", "outlets") else ""
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise RecordError(
                f"The {name} of statement {row.statement_id!a} holds half a character (a lone surrogate) at {error.start}, "
                f"which no table can hold: read document {row.document_id!a} again, or leave it out."
            ) from error


def _column(name: str, hint: Any, values: str, description: str) -> Column:  # noqa: ANN401
    choices = [one for one in get_args(hint) if one is not NoneType]
    is_optional = NoneType in get_args(hint)
    plain = choices[0] if is_optional else hint
    listed = get_args(plain) if get_origin(plain) is Literal else ()
    return Column(name=name, type=_type(plain), is_optional=is_optional, values=values, listed=listed, description=description)


def _type(hint: Any) -> Type:  # noqa: ANN401
    if get_origin(hint) is tuple:
        return "texts" if get_args(hint)[0] is str else "spans"
    return "integer" if hint is int else "number" if hint is float else "text"


@cache
def _told() -> list[tuple[str, str, str]]:
    text = files("onrecord.export").joinpath("data", "columns.tsv").read_text(encoding="utf-8")
    fields = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, values, description) for name, values, description in fields]
