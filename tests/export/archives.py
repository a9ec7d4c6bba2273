"""An archive with a little of everything: versions, copies, decisions of every kind, what is gone, what was removed, a feed."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from onrecord.record import Record, Span, Statement, StatementId
from onrecord.store import adding, loading, schema
from onrecord.store.archive import Archive
from onrecord.store.forget import forget
from onrecord.store.renewal import renew
from onrecord.store.reviews import decide, log, undo
from onrecord.store.reviews.decision import Decision, Value, Verdict
from tests.store.articles import article, reading_of

HARBOUR = "https://courier.example/harbour"
FORGOTTEN = "https://courier.example/private"
WHEN = "2026-05-20T08:00:00Z"


def add(archive: Archive, text: str, url: str | None = None, outlet: str | None = None) -> Record:
    """Add an article, and give its record."""
    record, raw = reading_of(text, url)
    if outlet is not None:
        record = msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, outlet=outlet))
    adding.archive_record(archive, record, raw, origin="article", added_at=WHEN)
    return record


def decided(archive: Archive, verdict: Verdict, subject: str, value: Value | None = None, who: str = "Ines") -> Decision:
    return archive.write(lambda connection: decide(connection, verdict, subject, value, who=who, at=WHEN))


def missed(record: Record, words: str) -> Statement:
    start = record.document.text.index(words)
    return msgspec.structs.replace(
        record.statements[0],
        id=StatementId("s" + words.encode().hex()[:20].ljust(20, "0")),
        content=(Span(start, start + len(words)),),
        source=(),
        cue=(),
        quoted=(),
        mentions=(),
        addressees=(),
        channel=None,
        event=None,
        parent=None,
        speaker=None,
        made_by={"review": "marked by hand"},
    )


def filled(archive: Archive) -> None:
    """Fill an archive with invented articles and what people decided about them."""
    first = add(archive, article(0), HARBOUR, outlet="The Harbour Courier")
    add(archive, article(0), "https://quay.example/wire", outlet="The Quay")
    second, third = add(archive, article(1)), add(archive, article(2), outlet="The Harbour Courier")
    private = add(archive, article(5), FORGOTTEN)

    one, two, three, four = (statement.id for statement in first.statements[:4])
    decided(archive, "speaker", one, Value(speaker=None))
    decided(archive, "not a statement", two)
    taken_back = decided(archive, "right", three)
    archive.write(lambda connection: undo(connection, taken_back.id, who="Jo", at=WHEN))
    decided(archive, "missed", first.document.id, Value(statement=missed(first, "council votes")))
    decided(archive, "act", four, Value(act="plans"), who="Jo")

    marked = missed(second, "council votes on")
    by_hand = decided(archive, "missed", second.document.id, Value(statement=marked))
    archive.write(lambda connection: undo(connection, by_hand.id, who="Ines", at=WHEN))

    people = [actor for record in (second, third) for actor in record.actors if actor.type == "person"]
    decided(archive, "same actor", people[0].id, Value(other=people[-1].id))
    decided(archive, "speaker", private.statements[0].id, Value(speaker=None), who="Jo")
    wrong = decided(archive, "same actor", people[0].id, Value(other=people[1].id), who="Jo")
    archive.write(lambda connection: undo(connection, wrong.id, who="Jo", at=WHEN))

    # A new version, to which decisions are carried over.
    add(archive, "An earlier headline\n\n" + article(0), HARBOUR, outlet="The Harbour Courier")
    forget(archive, FORGOTTEN, why="a court order", who="Ines", at=WHEN)
    # A later model finds less: one that nobody decided about is gone, one that somebody stood behind stays.
    decided(archive, "right", third.statements[0].id)
    archive.write(lambda connection: _with_less(connection, third))
    archive.write(_with_feed)


def _with_less(connection: Connection, record: Record) -> None:
    kept = tuple(one for one in record.statements[2:] if one.parent is None)
    events = tuple(msgspec.structs.replace(event, accounts=()) for event in record.events)
    table = schema.documents
    key = connection.execute(select(table.c.key).where(table.c.id == record.document.id)).scalar_one()
    renew(connection, key, msgspec.structs.replace(record, statements=kept, events=events), {}, None)


def _with_feed(connection: Connection) -> None:
    feed = "https://courier.example/feed"
    connection.execute(insert(schema.feeds).values(url=feed, etag='"1"', failures=2, last_error="It did not answer."))
    connection.execute(insert(schema.seen).values(feed=feed, entry="tag:1", seen_at=WHEN))


def every(archive: Archive, *, merged: bool = True) -> list[Record]:
    with archive.read() as connection:
        return [record for _, record in loading.records(connection, merged=merged)]


def named(record: Record) -> list[str | None]:
    return [one.speaker.name if one.speaker else None for one in record.statements]


def decisions(archive: Archive) -> list[Decision]:
    with archive.read() as connection:
        return log.every(connection)


def asked(archive: Archive, work: Callable[[Connection], Any]) -> Any:
    with archive.read() as connection:
        return work(connection)
