"""Carrying decisions over to another version of a document: where the paragraphs around a statement stand unchanged.

A carried decision is a copy in the log, under the name and the moment of the first, which says whose copy it is; taking the
first back takes it back too. The invariant: of two about one thing that was decided on of the nearest version counts.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select

from onrecord.extract.quotes import quotations
from onrecord.record import Channel, Mention, Span, Spans, Statement, StatementId, statement_id
from onrecord.resolve.sentences import Sentences
from onrecord.store import loading, rows, schema
from onrecord.store.reviews import actors, applied, log
from onrecord.store.reviews.decision import OF_STATEMENT, OF_TRACES, Decision, Value, decision
from onrecord.store.reviews.effect import is_rejected
from onrecord.store.traces import applied as traced


class _Carried(msgspec.Struct, frozen=True):
    """A decision that is to be carried over. stood: the statement as it was decided about. shift: how far its words moved.

    is_rejected: whether a person says in the end that it is no statement.
    """

    one: Decision
    stood: Statement
    shift: int
    is_rejected: bool


# What ends a sentence, and what may stand after that and belong to it.
_ENDS: Final = ".!?…"
_CLOSERS: Final = "”’\"')»"


def to_version(connection: Connection, document: int) -> None:
    """Give a document that has come in what was decided about others: who in it are one, and what its other versions say.

    Each decision in force about the other versions at its address is carried over once, from the nearest that it stands in.
    """
    actors.rejoin(connection)
    table = schema.documents
    new = connection.execute(select(table).where(table.c.key == document)).one()
    if new.url is None:
        return
    others = connection.execute(select(table).where(table.c.url == new.url, table.c.key != document)).all()
    roots: set[str] = set()
    found: list[list[_Carried]] = []
    for old in sorted(others, key=lambda row: (abs(row.version - new.version), -row.version)):
        found.append(_standing(connection, old, new, roots))
        roots |= {carried.one.value.carried or carried.one.id for carried in found[-1]}
    # What is written last counts: the nearest version's.
    for of_version in reversed(found):
        for carried in of_version:
            _carry(connection, carried, new)


def _standing(connection: Connection, old: Row[Any], new: Row[Any], roots: Collection[str]) -> list[_Carried]:
    """The decisions in force about the statements of a document whose words stand in the new one, but for those of these roots."""
    table = schema.statements
    ids = connection.execute(select(table.c.id).where(table.c.document == old.key)).scalars().all()
    decided = log.in_force(connection, ids, OF_STATEMENT | OF_TRACES)
    rejected = {subject for subject, about in log.by_subject(decided).items() if is_rejected(about)}
    found = []
    for one in decided:
        stood = one.value.statement or one.value.of
        if stood is None or (one.value.carried or one.id) in roots:
            continue
        given = (*(one.value.content or ()), *(one.value.pieces or ()))
        shift = moved(old.text, new.text, [*stood.content, *stood.source, *stood.cue, *given])
        if shift is not None:
            found.append(_Carried(one, stood, shift, one.subject in rejected))
    return found


def _carry(connection: Connection, carried: _Carried, new: Row[Any]) -> None:
    """Copy one decision to the new version."""
    one = carried.one
    target = _target(connection, one, carried.stood, carried.shift, new)
    value = _shifted(one.value, carried.shift, new)
    if target is not None:
        value = msgspec.structs.replace(value, statement=_named(value.statement, target), of=_named(value.of, target))
        log.append(connection, _copy(one, target, value))
        (traced if one.verdict in OF_TRACES else applied).apply(connection, [target])
    elif one.verdict not in OF_TRACES | {"not a statement"} and not carried.is_rejected:
        _mark(connection, one, value, new)


def moved(old: str, new: str, spans: Iterable[Span]) -> int | None:
    """How far the words that hold these spans of the old text moved in the new one; None where they don't stand there whole.

    Whole lines are looked for first, then the sentences alone, for a line may have been edited elsewhere. Where they stand several
    times, they must do so as often as before, and the same one of them is meant.
    """
    spans = list(spans)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    low, high = old.rfind("\n", 0, first) + 1, old.find("\n", last)
    found = _shift(old, new, low, high if high >= 0 else len(old), _is_lines)
    if found is not None:
        return found
    sentences = Sentences(old, quotations(old))
    return _shift(old, new, sentences.around(first)[0], sentences.around(last - 1)[1], _is_sentences)


def _shift(old: str, new: str, low: int, high: int, is_whole: Callable[[str, int, int], bool]) -> int | None:
    """How far a passage moved that stands whole in both texts, as often in one as in the other."""
    passage = old[low:high]
    low += len(passage) - len(passage.lstrip())
    passage = passage.strip()
    before, after = _places(old, passage, is_whole), _places(new, passage, is_whole)
    if len(before) != len(after) or low not in before:
        return None
    return after[before.index(low)] - low


def _places(text: str, passage: str, is_whole: Callable[[str, int, int], bool]) -> list[int]:
    """Where a passage stands whole in a text; two such places may share words."""
    found, place = [], text.find(passage)
    while place >= 0:
        if is_whole(text, place, place + len(passage)):
            found.append(place)
        place = text.find(passage, place + 1)
    return found


def _is_lines(text: str, start: int, end: int) -> bool:
    """Whether nothing but space stands beside a passage in its lines."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return not text[line_start:start].strip() and not text[end : line_end if line_end >= 0 else len(text)].strip()


def _is_sentences(text: str, start: int, end: int) -> bool:
    """Whether a passage begins after a sentence or a line, and ends with one."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    is_begun = not before.strip() or (before[-1].isspace() and before.rstrip().rstrip(_CLOSERS).endswith(tuple(_ENDS)))
    return is_begun and (not after.strip() or (after[0].isspace() and text[:end].rstrip(_CLOSERS).endswith(tuple(_ENDS))))


def _target(connection: Connection, one: Decision, stood: Statement, shift: int, new: Row[Any]) -> str | None:
    """The statement of the new version whose content is that of the old."""
    table = schema.statements
    contents = [stood.content, *([one.value.of.content] if one.value.of else [])]
    wanted = [rows.packed(_moved(content, shift)) for content in contents]
    found = select(table.c.id).where(table.c.document == new.key, table.c.content.in_(wanted)).order_by(table.c.position)
    target: str | None = connection.execute(found).scalar()
    return target


def _mark(connection: Connection, one: Decision, value: Value, new: Row[Any]) -> None:
    """Where the machine doesn't find in the new version what a person stood behind: mark it by hand."""
    stands = value.statement or value.of
    if stands is None:
        return
    made = msgspec.structs.replace(
        stands, id=statement_id(new.id, stands.content, None), parent=None, event=None, reviewed=None, made_by={"review": one.who}
    )
    record = loading.record(connection, new.key, merged=False)
    applied.add_missed(connection, new.key, made, record)
    log.append(connection, _copy(one, made.id, msgspec.structs.replace(value, statement=made, of=made), missed=True))
    if one.verdict not in {"right", "missed"}:
        log.append(connection, _copy(one, made.id, msgspec.structs.replace(value, statement=None, of=made)))
    applied.apply(connection, [made.id])


def _copy(one: Decision, subject: str, value: Value, *, missed: bool = False) -> Decision:
    value = msgspec.structs.replace(value, carried=one.value.carried or one.id)
    return decision("missed" if missed else one.verdict, subject, value, who=one.who, at=one.at, why=one.why)


def _named(one: Statement | None, target: str) -> Statement | None:
    return msgspec.structs.replace(one, id=StatementId(target), parent=None, event=None) if one is not None else None


def _shifted(value: Value, shift: int, new: Row[Any]) -> Value:
    return msgspec.structs.replace(
        value,
        of=_statement(value.of, shift, new),
        statement=_statement(value.statement, shift, new),
        content=_moved(value.content, shift) if value.content is not None else None,
        source=_moved(value.source, shift) if value.source is not None else None,
        cue=_moved(value.cue, shift) if value.cue is not None else None,
        pieces=_moved(value.pieces, shift) if value.pieces is not None else None,
        channel=_channel(value.channel),
    )


def _statement(one: Statement | None, shift: int, new: Row[Any]) -> Statement | None:
    """A statement at its new place, without what points at other things of the old version."""
    if one is None:
        return None
    length = len(new.text)
    mentions = (Mention(mention.start + shift, mention.end + shift, mention.actor) for mention in one.mentions)
    return msgspec.structs.replace(
        one,
        content=_moved(one.content, shift),
        source=_moved(one.source, shift),
        cue=_moved(one.cue, shift),
        quoted=_moved(one.quoted, shift),
        channel=_channel(one.channel),
        mentions=tuple(mention for mention in mentions if mention.start >= 0 and mention.end <= length),
        parent=None,
        event=None,
    )


def _channel(one: Channel | None) -> Channel | None:
    """A channel without its words: they may stand in another paragraph, whose move is not known."""
    return msgspec.structs.replace(one, span=None) if one is not None else None


def _moved(spans: Spans, shift: int) -> Spans:
    return tuple(Span(span.start + shift, span.end + shift) for span in spans)
