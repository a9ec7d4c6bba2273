"""Decisions in words, as a person types them (`speaker STATEMENT NAME`), to decisions."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from onrecord.errors import OptionError, ReviewError
from onrecord.extract.quotes import quotations
from onrecord.read.options import check_published
from onrecord.record import (
    Act,
    Channel,
    Confidence,
    DocumentId,
    Granularity,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementId,
    Time,
    statement_id,
)
from onrecord.resolve.stretches import kind, quoted
from onrecord.store import reviews, schema
from onrecord.store.reviews import actors, naming
from onrecord.store.reviews.decision import OF_TRACES, Decision, Value, Verdict, check_whole
from onrecord.store.traces import decided

NOTHING: Final = frozenset({"none", "unknown", ""})

# What a statement that a person marked says of who made it.
BY_HAND: Final = "marked by hand"


def decide(
    connection: Connection,
    verdict: str,
    subject: str,
    values: Sequence[str],
    *,
    who: str,
    why: str | None = None,
    at: str | None = None,
    shown: Statement | None = None,
) -> Decision:
    """Take the decision that these words stand for. shown: as in `reviews.decide`.

    Raises OptionError for words that are none, ReviewError as `reviews.decide`.
    """
    for word in (verdict, subject, *values):
        check_whole(word)
    if verdict == "undo":
        return reviews.undo(connection, subject, who=who, why=why, at=at)
    if verdict not in _VERDICTS:
        raise OptionError(f"“{verdict}” is no verdict: choose one of {', '.join([*_VERDICTS, 'undo'])}.")
    meant, least, most, value_of = _VERDICTS[verdict]
    if not least <= len(values) <= most:
        wanted = (
            "no value"
            if not most
            else f"{least} value{'s' if least != 1 else ''}"
            if least == most
            else f"{least} to {most} values"
        )
        raise OptionError(f"{verdict} takes {wanted} after its subject, not {len(values)}: onrecord decide --help shows how.")
    if meant == "same actor":
        return _join(connection, [subject, *values], who=who, why=why, at=at)
    if meant == "other actor":
        subject = naming.one_actor(connection, subject).id
    if meant in OF_TRACES:
        subject, value = decided.spoken(connection, meant, subject, values)
    else:
        value = value_of(connection, subject, values, who)
    return reviews.decide(connection, meant, subject, value, who=who, why=why, at=at, shown=shown)


def _join(connection: Connection, names: Sequence[str], *, who: str, why: str | None, at: str | None) -> Decision:
    """Join all actors that go by these names, under the first; gives the last of the decisions that this takes."""
    first, *others = {one.id: one for name in names for one in naming.all_of(connection, name)}.values()
    made: Decision | None = None
    for other in others:
        if not actors.are_one(connection, first.id, other.id):
            made = reviews.decide(connection, "same actor", first.id, Value(other=other.id), who=who, why=why, at=at)
    if made is None:
        raise ReviewError(f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} one actor already: name another.")
    return made


def _document(connection: Connection, statement: str) -> tuple[DocumentId, str]:
    """The id and text of the document that a statement stands in."""
    table, documents = schema.statements, schema.documents
    wanted = (
        select(documents.c.id, documents.c.text).join(table, table.c.document == documents.c.key).where(table.c.id == statement)
    )
    found = connection.execute(wanted).first()
    if found is None:
        raise ReviewError(f"There is no statement {statement} in the archive: onrecord search shows their ids.")
    return DocumentId(found.id), found.text


def _nothing(_: Connection, _subject: str, _values: Sequence[str], _who: str) -> Value:
    return Value()


def _speaker(connection: Connection, subject: str, values: Sequence[str], _: str) -> Value:
    document, _text = _document(connection, subject)
    return Value(speaker=naming.speaker(connection, values[0], document))


def _never(connection: Connection, subject: str, values: Sequence[str], _: str) -> Value:
    if values:
        return Value(actor=naming.one_actor(connection, values[0]).id)
    table, actors = schema.statements, schema.actors
    found = connection.execute(
        select(actors.c.id).join(table, table.c.speaker == actors.c.key).where(table.c.id == subject)
    ).scalar()
    if found is None:
        raise ReviewError(f"{subject} has no speaker: say who never said it.")
    return Value(actor=found)


def _missed(connection: Connection, subject: str, values: Sequence[str], who: str) -> Value:
    table = schema.documents
    row = connection.execute(select(table.c.id, table.c.text).where(table.c.id == subject)).first()
    if row is None:
        raise ReviewError(f"There is no document {subject} in the archive: onrecord search shows their ids.")
    by = naming.speaker(connection, values[2], DocumentId(row.id)) if len(values) > 2 else None
    return Value(statement=by_hand(DocumentId(row.id), row.text, (_span(values[0], values[1], row.text),), by, who))


def by_hand(
    document: DocumentId,
    text: str,
    content: Spans,
    speaker: Speaker | None,
    who: str,
    *,
    cue: Spans = (),
    source: Spans = (),
    act: Act = "says",
    parent: StatementId | None = None,
) -> Statement:
    """A statement that a person marks. content, cue, source: its characters in the document's text. parent: whose words it is in."""
    marks = quotations(text)
    return Statement(
        id=statement_id(document, content, parent),
        content=content,
        cue=cue,
        source=source,
        kind=kind(text, content, marks),
        act=act,
        quoted=quoted(text, content, marks),
        speaker=speaker,
        confidence=Confidence(1.0, 1.0 if speaker else 0.0),
        parent=parent,
        why=f"{who} marked it",
        ground="review",
        made_by={"review": BY_HAND},
    )


def _content(connection: Connection, subject: str, values: Sequence[str], _: str) -> Value:
    return Value(content=(_span(values[0], values[1], _document(connection, subject)[1]),))


def _addressees(connection: Connection, subject: str, values: Sequence[str], _: str) -> Value:
    document, _text = _document(connection, subject)
    named = [naming.speaker(connection, one, document) for one in values if one.strip().lower() not in NOTHING]
    return Value(addressees=tuple(one for one in named if one is not None))


def _channel(_: Connection, _subject: str, values: Sequence[str], _who: str) -> Value:
    # As the machine writes it, and as a search asks for it.
    word = " ".join(values[0].split()).casefold()
    return Value(channel=None if word in NOTHING else Channel(word, values[1].strip() if len(values) > 1 else None, None))


def _time(_: Connection, _subject: str, values: Sequence[str], _who: str) -> Value:
    if values[0].strip().lower() in NOTHING:
        return Value(said_at=None)
    start, end = check_published(values[0]), check_published(values[-1])
    if start is None or end is None or start > end:
        raise OptionError(f"{values[0]} to {values[-1]} is no stretch of time: give the first day, then the last.")
    granularity: Granularity = "day" if len(start) == len(end) == 10 and start == end else "minute" if start == end else "longer"
    return Value(said_at=Time(start=start, end=end, granularity=granularity, text=None, basis="stated"))


def _act(_: Connection, _subject: str, values: Sequence[str], _who: str) -> Value:
    try:
        return Value(act=msgspec.convert(values[0], Act))
    except msgspec.ValidationError as error:
        raise OptionError(f"“{values[0]}” is no act: choose says, thinks, plans or shows.") from error


def _other_statement(_: Connection, _subject: str, values: Sequence[str], _who: str) -> Value:
    return Value(other=values[0])


def _other_actor(connection: Connection, _: str, values: Sequence[str], _who: str) -> Value:
    return Value(other=naming.one_actor(connection, values[0]).id)


def _span(start: str, end: str, text: str) -> Span:
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        raise OptionError(f"{start} to {end} are no characters of a text of {len(text)}: count from 0, the end past the last one.")
    return Span(int(start), int(end))


_Reader = Callable[[Connection, str, Sequence[str], str], Value]

# How a verdict is typed: what it means, how many values it takes at least and at most, and how they are read.
_VERDICTS: Final[dict[str, tuple[Verdict, int, int, _Reader]]] = {
    "right": ("right", 0, 0, _nothing),
    "speaker": ("speaker", 1, 1, _speaker),
    "never": ("not speaker", 0, 1, _never),
    "reject": ("not a statement", 0, 0, _nothing),
    "missed": ("missed", 2, 3, _missed),
    "span": ("span", 2, 2, _content),
    "addressees": ("addressees", 1, 20, _addressees),
    "channel": ("channel", 1, 2, _channel),
    "time": ("time", 1, 2, _time),
    "act": ("act", 1, 1, _act),
    "same-quotation": ("same quotation", 1, 1, _other_statement),
    "other-quotation": ("other quotation", 1, 1, _other_statement),
    "same-actor": ("same actor", 0, 1, _other_actor),
    "other-actor": ("other actor", 1, 1, _other_actor),
    "right-source": ("right source", 0, 0, _nothing),
    "wrong-source": ("wrong source", 0, 0, _nothing),
    "other-source": ("other source", 1, 200, _nothing),
    "altered": ("altered", 0, 0, _nothing),
    "not-altered": ("not altered", 0, 1, _nothing),
}
