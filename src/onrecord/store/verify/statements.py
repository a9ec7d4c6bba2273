"""Statements against their documents' characters, and against what decisions make of them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select

from onrecord.errors import RecordError
from onrecord.record import Act, Span, Speaker, Statement, StatementKind, check_inside
from onrecord.store import loading, rows, schema
from onrecord.store.reviews import log
from onrecord.store.reviews.applied import NOTHING
from onrecord.store.reviews.decision import OF_STATEMENT, Decision
from onrecord.store.reviews.effect import effect
from onrecord.store.verify.fault import SENSELESS, Fault, batches, rows_of, sensible

# Texts that are kept at hand: a document's statements mostly follow each other.
_TEXTS: Final = 16


def check(connection: Connection, step: Callable[[int], None]) -> Iterator[Fault]:
    """Every fault of statements that shows in the statement and its document."""
    table = schema.statements
    texts = _Texts(connection)
    for found, lost in batches(connection, "statements", select(table), table.c.key):
        yield from lost
        decided = _decided(connection, [row.id for row in found])
        near = _near(connection, found)
        for row in found:
            about = decided.get(row.id, []) if decided is not None else None

            def one(row: Row[Any] = row, near: rows.Around | None = near, about: list[Decision] | None = about) -> Iterator[Fault]:
                return _statement(connection, row, texts, near, about)

            yield from sensible(f"statement {row.id}", one)
        step(len(found))


class _Texts:
    """Texts of documents, whether they are the present version, and their day of publication, by key; the last few are kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[int, Row[Any] | None] = OrderedDict()

    def of(self, document: int) -> Row[Any] | None:
        """None where the document isn't there or can't be read, which is a fault of its own."""
        if document not in self._kept:
            table = schema.documents
            wanted = select(table.c.id, table.c.text, table.c.is_current, table.c.day).where(table.c.key == document)
            try:
                self._kept[document] = next(iter(rows_of(self._connection, wanted)), None)
            except SENSELESS:
                self._kept[document] = None
            if len(self._kept) > _TEXTS:
                self._kept.popitem(last=False)
        return self._kept[document]


def _decided(connection: Connection, ids: Sequence[str]) -> dict[str, list[Decision]] | None:
    """Decisions in force about statements; None where the log can't be read, which is a fault of its own."""
    try:
        return log.by_subject(log.in_force(connection, ids, OF_STATEMENT))
    except SENSELESS:
        return None


def _near(connection: Connection, found: Sequence[Row[Any]]) -> rows.Around | None:
    """What a batch of statements points at; None where something of it can't be read: then each is looked at by itself."""
    try:
        return loading.around(connection, [row._mapping for row in found], merged=False)  # noqa: SLF001
    except SENSELESS:
        return None


def _statement(
    connection: Connection, row: Row[Any], texts: _Texts, near: rows.Around | None, decided: list[Decision] | None
) -> Iterator[Fault]:
    where = f"statement {row.id}"
    mapping: Mapping[Any, Any] = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    stands = rows.statement(mapping, near or loading.around(connection, [mapping], merged=False))
    msgspec.convert(stands.kind, StatementKind)
    msgspec.convert(stands.act, Act)
    document = texts.of(row.document)
    if document is None:
        yield Fault(where, "has no document that can be read")
        return
    length = len(document.text)
    try:
        for name in ("content", "cue", "source", "quoted", "mentions"):
            check_inside(getattr(stands, name), length, name)
        if stands.channel is not None and stands.channel.span is not None:
            check_inside([stands.channel.span], length, "channel")
    except RecordError as error:
        yield Fault(where, str(error))
        return
    if row.words != rows.words(document.text, stands.content):
        yield Fault(where, f"has other words than its document ({document.id}) at its offsets")
    if Span(row.starts, row.ends) != Span(stands.content[0].start, stands.content[-1].end):
        yield Fault(where, "is filed at other offsets than those of its content")
    if row.dated != (stands.said_at.start[:10] if stands.said_at else document.day):
        yield Fault(where, "is filed under another day than it was said on")
    if row.is_reviewed != (stands.reviewed is not None):
        yield Fault(where, "doesn't say rightly whether a person reviewed it")
    if decided is not None:
        yield from _effect(row, stands, document, decided)


def _effect(row: Row[Any], stands: Statement, document: Row[Any], decided: list[Decision]) -> Iterator[Fault]:
    """The row against what the machine found and the decisions make of it."""
    where = f"statement {row.id}"
    if row.machine is None:
        machine: Statement | None = stands
    else:
        machine = rows.unpacked(row.machine, Statement) if row.machine != NOTHING else None
    after = effect(machine, decided, document.text)
    present = "current" if document.is_current else "old version"
    if after.statement is None:
        wanted = "gone"
    elif after.is_rejected:
        wanted = "rejected"
    else:
        wanted = present
        if _alike(stands) != _alike(_without_lost_event(after.statement, stands, machine)):
            yield Fault(where, "is not what the decisions about it make of it")
    if row.standing != wanted:
        yield Fault(where, f"stands as {row.standing}, where it should as {wanted}")


def _without_lost_event(after: Statement, stands: Statement, machine: Statement | None) -> Statement:
    """What a person stood behind may have been said at an event that the machine doesn't find any more: the row then names none."""
    is_lost = stands.event is None and (machine is None or machine.event != after.event)
    return msgspec.structs.replace(after, event=None) if is_lost else after


def _alike(one: Statement) -> Statement:
    """A statement with its people by their ids: a name is the archive's, which met it under another perhaps."""
    return msgspec.structs.replace(
        one,
        speaker=_by_id(one.speaker) if one.speaker else None,
        addressees=tuple(_by_id(speaker) for speaker in one.addressees),
    )


def _by_id(one: Speaker) -> Speaker:
    return Speaker(one.id, "", "unnamed")
