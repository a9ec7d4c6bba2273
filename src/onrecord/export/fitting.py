"""A record that was made elsewhere to whether it fits into the archive: all that it points at is in it, and its ids are its own."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from onrecord.errors import RecordError
from onrecord.record import Event, Statement
from onrecord.store import schema
from onrecord.store.chunks import chunks


def check_told_apart(document: str, statements: Sequence[Statement], events: Sequence[Event]) -> None:
    """Raise RecordError unless every statement and event of a document has an id of its own."""
    for things, name in ((statements, "statements"), (events, "events")):
        if len({one.id for one in things}) < len(things):
            raise RecordError(f"the {name} of {document} can't be told apart, for two have one id: make it anew.")


def check_events(document: str, statements: Sequence[Statement], events: Sequence[Event]) -> None:
    """Raise RecordError where a statement of a document points at an event that the document doesn't hold."""
    known = {event.id for event in events}
    for one in statements:
        if one.event is not None and one.event not in known:
            raise RecordError(f"statement {one.id} of {document} points at an event that isn't there ({one.event}): make it anew.")


def check_own(connection: Connection, document: str, statements: Sequence[Statement], events: Sequence[Event]) -> None:
    """Raise RecordError where an id of a document's statements or events is that of another document's in the archive."""
    _check_own(connection, document, "statement", {one.id for one in statements})
    _check_own(connection, document, "event", {one.id for one in events})


def _check_own(connection: Connection, document: str, name: str, ids: Collection[str]) -> None:
    table, documents = schema.statements if name == "statement" else schema.events, schema.documents
    wanted = select(table.c.id, documents.c.id.label("of")).join(documents, documents.c.key == table.c.document)
    for part in chunks(sorted(ids)):
        found = connection.execute(wanted.where(table.c.id.in_(part), documents.c.id != document)).first()
        if found is not None:
            raise RecordError(f"{name} {found.id} of {document} has the id of another in {found.of}: make it anew.")
