"""The log of decisions against their own ids, and against what they are about."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, func, select

from onrecord.store import rows, schema
from onrecord.store.reviews.decision import OF_ACTORS, OF_STATEMENT, OF_TRACES, Value, Verdict, decision
from onrecord.store.verify.fault import SENSELESS, Fault, batches, rows_of, sensible

# What is left of a decision's value where its words were removed on demand.
BLANK = "{}"


def check(connection: Connection, step: Callable[[int], None]) -> Iterator[Fault]:
    """Decisions that were changed, and those whose statement, document or actor is gone: orphaned evidence."""
    try:
        is_any_gone = bool(rows_of(connection, select(func.count()).select_from(schema.tombstones))[0][0])
    except SENSELESS:
        is_any_gone = False
    table = schema.reviews
    for found, lost in batches(connection, "reviews", select(table), table.c.key):
        yield from lost
        for row in found:

            def one(row: Row[Any] = row) -> Iterator[Fault]:
                return _decision(connection, row, is_any_gone=is_any_gone)

            yield from sensible(f"decision {row.id}", one)
        step(len(found))


def _decision(connection: Connection, row: Row[Any], *, is_any_gone: bool) -> Iterator[Fault]:
    where = f"decision {row.id}"
    value, verdict = rows.unpacked(row.value, Value), msgspec.convert(row.verdict, Verdict)
    about = (verdict, row.subject, value)
    if row.value != BLANK and row.carried != value.carried:
        yield Fault(where, "is filed as the copy of another decision than it is of")
    if verdict == "undo":
        table = schema.reviews
        taken = rows_of(connection, select(table).where(table.c.id == row.undoes))
        if not taken or taken[0].subject != row.subject:
            yield Fault(where, f"takes back {row.undoes}, which is not there or about something else")
            return
        about = (msgspec.convert(taken[0].verdict, Verdict), row.subject, rows.unpacked(taken[0].value, Value))
    missing = [one for one in _about(*about) if not _is_there(connection, *one)]
    # What was removed on demand took the words of its decisions with it: the log is right not to have them.
    is_blanked = is_any_gone and bool(missing) and row.why is None and (row.value == BLANK or verdict not in OF_STATEMENT)
    if is_blanked:
        return
    subjects = [row.subject, *_document_of(connection, row.subject)] if verdict == "missed" else [row.subject]
    if row.id not in {decision(verdict, one, value, who=row.who, at=row.at, why=row.why, undoes=row.undoes).id for one in subjects}:
        yield Fault(where, "is not as it was made: its id is that of another content")
    for table, wanted in missing if verdict != "undo" else []:
        yield Fault(where, f"is orphaned: it is about {wanted}, which is not among the {table.name} any more")


def _about(verdict: Verdict, subject: str, value: Value) -> list[tuple[Table, str]]:
    """What a decision is about, and where it stands."""
    if verdict in OF_STATEMENT:
        return [(schema.statements, subject)]
    if verdict in OF_TRACES:
        source = value.found.document if value.found else ""
        return [(schema.statements, subject), *([(schema.documents, source)] if source else [])]
    table = schema.actors if verdict in OF_ACTORS else schema.statements
    return [(table, subject), (table, value.other or "")]


def _is_there(connection: Connection, table: Table, wanted: str) -> bool:
    return bool(rows_of(connection, select(table.c.id).where(table.c.id == wanted)))


def _document_of(connection: Connection, statement: str) -> list[str]:
    """A mark by hand is made about the document and kept about the statement."""
    table, documents = schema.statements, schema.documents
    wanted = select(documents.c.id).join(table, table.c.document == documents.c.key).where(table.c.id == statement)
    return [row.id for row in rows_of(connection, wanted)]
