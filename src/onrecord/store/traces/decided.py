"""Decisions about where a wording was said: from the words that a person types, and whether a new one agrees with those in force."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, get_args

import msgspec
from sqlalchemy import Connection, or_, select

from onrecord.errors import OptionError, ReviewError
from onrecord.record import Span, Spans
from onrecord.store import rows, schema
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import OF_TRACES, Decision, Value, Verdict
from onrecord.store.traces import applied
from onrecord.store.traces.compared import compared
from onrecord.store.traces.kept import Found, Kept, Stands, inside, trace_id
from onrecord.trace import Fidelity
from onrecord.trace.quotes import joined

# A source that is no longer than this is one utterance: naming it is enough. Longer ones need the words.
_SHORT: Final = 900

# Share of a wording's words that are the source's from which on it counts as edited, where a person says that it is not altered.
_OWN: Final = 0.5

# Digits of a character's number, at most.
_DIGITS: Final = 12

_SAME: Final = frozenset({"equal", "inflected", "name"})
_FIDELITIES: Final = tuple(one for one in get_args(Fidelity) if one not in {"altered", "not found"})


class _Document(msgspec.Struct, frozen=True):
    """What is needed of a source."""

    id: str
    text: str
    kind: str


def spoken(connection: Connection, verdict: Verdict, wanted: str, values: Sequence[str]) -> tuple[str, Value]:
    """The statement and the value that a verdict about a trace stands for.

    wanted: id of the trace, or of its statement where it has one trace only. values: what was typed behind it. Raises OptionError for
    words that are none, ReviewError where there is no such trace or nothing in it to decide about.
    """
    if verdict == "other source":
        return _other(connection, wanted, values)
    statement, one = _one(connection, wanted)
    found = _present(one.kept)
    if verdict == "wrong source":
        found = found or _asked_about(one.kept)
        if found is None:
            raise ReviewError(f"{wanted} was not found in any source, so there is none to call wrong.")
        return statement, Value(pieces=one.kept.pieces, found=_plain(found))
    if found is None:
        raise ReviewError(f"{wanted} was not found in any source: name where it was said with other-source.")
    if verdict == "not altered":
        found = msgspec.structs.replace(found, fidelity=_instead(one.kept, values), change=None)
    return statement, Value(pieces=one.kept.pieces, found=found)


def check(connection: Connection, one: Decision) -> None:
    """Raise ReviewError where a decision about a trace contradicts those in force, or is about what isn't there."""
    pieces, found = one.value.pieces, one.value.found
    statements, documents = schema.statements, schema.documents
    wanted = select(documents.c.id, documents.c.text).join(statements, statements.c.document == documents.c.key)
    article = connection.execute(wanted.where(statements.c.id == one.subject)).first()
    if article is None or not pieces or found is None:
        raise ReviewError(f"There is no statement {one.subject} in the archive: onrecord search shows their ids.")
    source = _source(connection, found.document)
    if article.id == source.id:
        raise ReviewError(f"{source.id} is the article itself: name the source that it reports.")
    words = joined(article.text, pieces)
    if pieces[-1].end > len(article.text) or found.span.end > len(source.text):
        raise ReviewError(f"A decision about {one.subject} names characters outside the text of the article or of the source.")
    if not inside(found.drift, len(words), len(source.text)):
        raise ReviewError(f"A decision about {one.subject} has a drift outside the wording or the source's text.")
    if one.verdict == "altered" and found.change is None and not (one.why or "").strip():
        raise ReviewError("“Altered” is an accusation, and no change is named here: say with --why what was changed.")
    kept = against(one, log.in_force(connection, [one.subject], OF_TRACES))
    if kept is not None:
        raise ReviewError(f"{kept.who} decided on {kept.at[:10]} that {_says(kept)}: undo {kept.id} first.")


def against(one: Decision, others: Iterable[Decision]) -> Decision | None:
    """The last of the decisions in force about the same statement, in their order, that contradicts this one."""
    last = None
    for other in others:
        if other.value.pieces == one.value.pieces and other.value.found and one.value.found and _contradict(one, other):
            last = other
    return last


def _contradict(one: Decision, other: Decision) -> bool:
    here, there = one.value.found, other.value.found
    is_same = here is not None and there is not None and here.document == there.document
    if "wrong source" in {one.verdict, other.verdict}:
        return is_same and one.verdict != other.verdict
    return not is_same or {one.verdict, other.verdict} == {"altered", "not altered"}


def _says(one: Decision) -> str:
    """What a decision about a trace says, in half a sentence."""
    where = one.value.found.document if one.value.found else "there"
    return {
        "wrong source": f"it was not said in {where}",
        "altered": f"its meaning was changed from that of {where}",
        "not altered": f"its meaning is that of {where}",
    }.get(one.verdict, f"it was said in {where}")


def _one(connection: Connection, wanted: str) -> tuple[str, Stands]:
    """The statement and the trace that an id means."""
    found = applied.meant(connection, wanted)
    if found is None:
        raise ReviewError(f"There is no trace or statement {wanted} in the archive: onrecord traces list shows their ids.")
    several = [one for one in applied.of_statement(connection, found.key) if one.is_shown]
    meant = [one for one in several if wanted in {found.id, trace_id(found.id, one.kept.pieces)}]
    if not meant:
        raise ReviewError(f"{wanted} was not traced yet: run onrecord traces update, or name its source with other-source.")
    if len(meant) > 1:
        listed = ", ".join(f"{trace_id(found.id, one.kept.pieces)} (“{_shown(one.kept.words)}”)" for one in meant)
        raise ReviewError(f"{wanted} has several traces, {listed}: give the id of the one that is meant.")
    return found.id, meant[0]


def _other(connection: Connection, wanted: str, values: Sequence[str]) -> tuple[str, Value]:
    """A source that a person names: the whole of a short one, characters of it, or words that stand in it once."""
    table, documents = schema.statements, schema.documents
    source = _source(connection, values[0])
    span = _span(source, values[1:])
    row = connection.execute(
        select(table.c.id, table.c.key, table.c.content, documents.c.text, documents.c.translated_from)
        .join(documents, documents.c.key == table.c.document)
        .where(table.c.id == wanted)
    ).first()
    if row is not None and not any(one.is_shown for one in applied.of_statement(connection, row.key)):
        # What was not traced, such as a few words, may be known by people all the same.
        statement, pieces = row.id, rows.unpacked(row.content, Spans)
        words, is_translated = joined(row.text, pieces), row.translated_from is not None
    else:
        statement, one = _one(connection, wanted)
        pieces, words = one.kept.pieces, one.kept.words
        is_translated = _is_translated(connection, statement)
    found = compared(words, source.id, source.text, span, is_translated=is_translated)
    return statement, Value(pieces=pieces, found=found)


def _source(connection: Connection, wanted: str) -> _Document:
    table = schema.documents
    columns = select(table.c.id, table.c.text, table.c.kind)
    row = connection.execute(columns.where(or_(table.c.id == wanted, (table.c.url == wanted) & table.c.is_current))).first()
    if row is None:
        raise ReviewError(f"There is no document {wanted} in the archive: onrecord sources add brings sources in.")
    if row.kind not in PRIMARY:
        raise ReviewError(
            f"{wanted} is no source, in which speakers speak for themselves, but of kind {row.kind}: "
            "onrecord sources add with --kind makes it one."
        )
    return _Document(row.id, row.text, row.kind)


def _span(source: _Document, typed: Sequence[str]) -> Span:
    text = source.text
    if len(typed) == 2 and all(one.isdecimal() and len(one) <= _DIGITS for one in typed):
        start, end = int(typed[0]), int(typed[1])
        if not start < end <= len(text):
            raise OptionError(
                f"{start} to {end} are no characters of a text of {len(text)}: count from 0, the end past the last one."
            )
        return Span(start, end)
    if typed:
        return _of_words(source, " ".join(typed))
    whole = text.strip()
    if not whole or len(whole) > _SHORT:
        raise ReviewError(
            f"{source.id} is longer than one utterance: say where in it, by its words or by its first character and end."
        )
    start = text.index(whole)
    return Span(start, start + len(whole))


def _of_words(source: _Document, words: str) -> Span:
    """Where words stand in a source, whatever the space between them."""
    each = words.split()
    if not each:
        raise OptionError("Words are needed that stand in the source.")
    found = list(re.finditer(r"\s+".join(map(re.escape, each)), source.text))
    if len(found) == 1:
        return Span(*found[0].span())
    how = "not" if not found else f"{len(found)} times"
    raise ReviewError(f"“{_shown(words)}” stands {how} in {source.id}: give words that stand there once, exactly as they do.")


def _present(one: Kept) -> Found | None:
    if one.source is None:
        return None
    return Found(one.source.document, one.source.span, one.fidelity, one.change, one.drift)


def _asked_about(one: Kept) -> Found | None:
    """The text of somebody else that has the same words, which may be called wrong too."""
    return Found(one.elsewhere.place.document, one.elsewhere.place.span, one.elsewhere.fidelity) if one.elsewhere else None


def _plain(found: Found) -> Found:
    return msgspec.structs.replace(found, change=None, drift=())


def _instead(one: Kept, values: Sequence[str]) -> Fidelity:
    """What a wording is that is not altered: what the person says, or by how many of its words are the source's."""
    if one.fidelity != "altered":
        raise ReviewError(f"“{_shown(one.words)}” is not taken for altered but for {one.fidelity}, so there is nothing to refuse.")
    if values:
        typed = values[0].strip().lower()
        if typed not in _FIDELITIES:
            raise OptionError(f"“{values[0]}” says nothing of how faithful it is: choose one of {', '.join(_FIDELITIES)}.")
        said: Fidelity = msgspec.convert(typed, Fidelity)
        return said
    same = sum(piece.quote.end - piece.quote.start for piece in one.drift if piece.quote and piece.change in _SAME)
    return "edited" if same >= _OWN * len(one.words) else "paraphrase"


def _is_translated(connection: Connection, statement: str) -> bool:
    table, documents = schema.statements, schema.documents
    wanted = select(documents.c.translated_from).join(table, table.c.document == documents.c.key).where(table.c.id == statement)
    return connection.execute(wanted).scalar() is not None


def _shown(words: str) -> str:
    each = words.split()
    return " ".join(each) if len(each) <= 8 else " ".join(each[:8]) + " …"
