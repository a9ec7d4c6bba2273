"""The archive's documents to the encounters that several of them are accounts of.

Nothing of this is kept: it is found anew from the documents, so that it never speaks of what is no longer there.
"""

import hashlib
from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import Connection

from onrecord.compare.encountered import Encountered, told_of
from onrecord.compare.meeting import Met, met
from onrecord.record import Document
from onrecord.store.loading import records

_ID = 12  # characters of an encounter's id


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """An encounter that several documents are accounts of. id: from its day and people, the same when another account comes."""

    id: str
    met: Met


def meetings(connection: Connection, *, step: Callable[[], None] | None = None) -> tuple[Meeting, ...]:
    """Every encounter that two parties or more tell of, by day. step: called after each document."""
    return tuple(Meeting(id=meeting_id(one), met=one) for one in met(_told(connection, step)))


def meeting_id(one: Met) -> str:
    """An encounter's id: from its day and who took part."""
    parts = (one.date, *sorted(person.shown for person in one.participants))
    return "e" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_ID]


def party(document: Document) -> str:
    """Whose account a document is: its outlet's, or else its author's; of neither known, a party of its own under its title."""
    return document.outlet or document.byline or document.title or "an unnamed text"


def _told(connection: Connection, step: Callable[[], None] | None) -> Iterator[tuple[str, Encountered]]:
    for _, record in records(connection):
        name = party(record.document)
        # A title names nobody as the publisher, whatever office it begins with.
        yield from ((name, one) for one in told_of(record, record.document.outlet or record.document.byline))
        if step is not None:
            step()
