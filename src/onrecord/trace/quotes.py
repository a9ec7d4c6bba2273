"""A record's statements to the wordings that are sought among sources: their quoted pieces, or else all that they report."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from onrecord.record import ActorId, Record, Span, Spans, Speaker, Statement, StatementId, Time
from onrecord.trace.sources import day_of

# Words of a wording, at least: with fewer the same words are in many texts by chance.
SHORTEST: Final = 4

# What stands between two pieces of a wording where the article has other words there, and where it has none.
_GAP, _JOINT = " … ", " "

_ACTS: Final = frozenset({"says", "thinks"})
_DAYS: Final = frozenset({"minute", "hour", "part of day", "day"})
_THAT: Final = re.compile(r"that,?\s+(?=\S)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_][\w'’-]*")


class Asked(msgspec.Struct, frozen=True):
    """One wording of a statement that is sought among sources.

    pieces: its stretches in the document's text. text: their words, joined by “ … ” where something is left out between. speaker:
    whom the article gives it to. day: when it was said by the article, or else the day it was published, counted from year 1;
    None where it tells no single day. until: the last day that a source may bear: the day after the article's, for time zones; None
    where undated. is_translated: the article is translated.
    """

    statement: StatementId
    pieces: Spans
    text: str
    speaker: Speaker | None = None
    day: int | None = None
    until: int | None = None
    is_translated: bool = False


def asked(record: Record) -> list[Asked]:
    """What is worth tracing of what a record's statements say or think, in text order, nested ones too.

    A statement asks by its quoted pieces where they make up most of it, else by all of its content. One that is nested in another asks
    by itself only if somebody else said it: what one says again of oneself is asked for with the words around it. What is shorter than
    SHORTEST words is left out; `too_short` has it.
    """
    return [one for one in _all(record) if count(one.text) >= SHORTEST]


def too_short(record: Record) -> list[Asked]:
    """What `asked` leaves out because any text may hold so few words."""
    return [one for one in _all(record) if count(one.text) < SHORTEST]


def of_words(text: str, speaker: str | None = None, published: str | None = None, *, is_translated: bool = False) -> Asked:
    """A wording that stands in no document. published: the day on which it was said or reported, if known; ISO 8601."""
    day = day_of(published)
    who = Speaker(ActorId(""), speaker, "person") if speaker else None
    pieces = (Span(0, len(text)),) if text else ()
    return Asked(StatementId(""), pieces, text, who, day, day + 1 if day is not None else None, is_translated)


def part(one: Asked, pieces: Spans, text: str) -> Asked:
    """A wording's pieces alone, or other pieces of the same statement. text: the document's."""
    return msgspec.structs.replace(one, pieces=pieces, text=joined(text, pieces))


def joined(text: str, pieces: Spans) -> str:
    """The words of pieces, with a mark where other words stand between two."""
    return "".join(between + piece.of(text) for between, piece in zip(("", *_between(text, pieces)), pieces, strict=True))


def places(one: Asked, span: Span, text: str) -> Spans:
    """Where a stretch of a wording stands in its document. text: the document's."""
    found, at = [], 0
    for between, piece in zip(("", *_between(text, one.pieces)), one.pieces, strict=True):
        at += len(between)
        start, end = max(span.start, at), min(span.end, at + piece.end - piece.start)
        if start < end:
            found.append(Span(start - at + piece.start, end - at + piece.start))
        at += piece.end - piece.start
    return tuple(found)


def count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def has_word(text: str) -> bool:
    """Whether a text holds a letter, without which there is nothing to seek."""
    return any(sign.isalpha() for sign in text)


def own_quotes(record: Record, statement: Statement) -> Spans:
    """A statement's quoted pieces but for those that a statement inside it gives to somebody else."""
    inner = [one.content for one in record.statements if one.parent == statement.id]
    return tuple(piece for piece in statement.quoted if not any(_holds(content, piece) for content in inner))


def _all(record: Record) -> Iterable[Asked]:
    text, published = record.document.text, day_of(record.document.published)
    until = published + 1 if published is not None else None
    is_translated = record.document.translated_from is not None
    said = {one.id: one for one in record.statements if one.act in _ACTS}
    pieces_of = {name: _pieces(record, one) for name, one in said.items()}
    for statement in sorted(said.values(), key=lambda one: (one.content[0].start, -one.content[-1].end)):
        pieces, parent = pieces_of[statement.id], said.get(statement.parent) if statement.parent else None
        if parent is not None and _is_same(statement, parent) and all(_holds(pieces_of[parent.id], piece) for piece in pieces):
            continue
        day = published if statement.said_at is None else _day(statement.said_at)
        yield Asked(statement.id, pieces, joined(text, pieces), statement.speaker, day, until, is_translated)


def _is_same(one: Statement, parent: Statement) -> bool:
    """Whether a nested statement is not known to be somebody else's than the one around it."""
    inner, outer = one.speaker, parent.speaker
    return inner is None or (outer is not None and (inner.id or inner.name) == (outer.id or outer.name))


def _pieces(record: Record, statement: Statement) -> Spans:
    quoted, text = own_quotes(record, statement), record.document.text
    every = sum(count(span.of(text)) for span in statement.content)
    is_most = 2 * sum(count(span.of(text)) for span in quoted) > every
    return quoted if is_most else _without_that(text, statement.content)


def _without_that(text: str, content: Spans) -> Spans:
    """A content without the “that” which begins it: the article's word, not the speaker's."""
    that = _THAT.match(text, content[0].start, content[0].end)
    return content if that is None else (Span(that.end(), content[0].end), *content[1:])


def _day(time: Time) -> int | None:
    return day_of(time.start) if time.granularity in _DAYS else None


def _between(text: str, pieces: Sequence[Span]) -> list[str]:
    return [_GAP if _WORD.search(text, one.end, other.start) else _JOINT for one, other in pairwise(pieces)]


def _holds(content: Spans, piece: Span) -> bool:
    return any(span.start <= piece.start and piece.end <= span.end for span in content)
