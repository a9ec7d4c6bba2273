"""Saving a record: a document with its bytes, statements, actors and events, as rows, in the transaction that is open.

The same document twice is one: its id comes from its bytes and address. Another text at the same address is a new version;
what earlier versions held stays and is marked.
"""

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from onrecord.errors import ForgottenError, RecordError
from onrecord.read.moments import now
from onrecord.record import Actor, Record, Speaker, Statement
from onrecord.resolve.kb.names import fold
from onrecord.store import rows, schema
from onrecord.store.dialect import insert_new
from onrecord.store.notices import notices

PACKING = "zlib"


class Saved(msgspec.Struct, frozen=True):
    """key: the document's in this archive. is_new: whether it was saved now and not there before. version: at its address, from 1."""

    key: int
    is_new: bool
    version: int


def find(connection: Connection, document: str) -> Saved | None:
    """The document of an id, if it is there."""
    table = schema.documents
    found = connection.execute(select(table.c.key, table.c.version).where(table.c.id == document)).first()
    return Saved(found.key, is_new=False, version=found.version) if found else None


def why_forgotten(connection: Connection, document: str, url: str | None) -> str | None:
    """Why a document was removed on demand, if it was, by its id or its address."""
    table = schema.tombstones
    of_url = table.c.url == url if url is not None else table.c.id == document
    why: str | None = connection.execute(select(table.c.why).where((table.c.id == document) | of_url)).scalar()
    return why


def save(connection: Connection, record: Record, raw: bytes, *, origin: str | None = None, added_at: str | None = None) -> Saved:
    """Save a record with the bytes that it came from, unless the document is there already.

    origin: the input that it came from. added_at: the present moment unless told. Raises ForgottenError where it was removed
    on demand.
    """
    document = record.document
    there = find(connection, document.id)
    if there is not None:
        return there
    why = why_forgotten(connection, document.id, document.url)
    if why is not None:
        raise ForgottenError(f"{origin or document.id} was removed on demand and is not added again ({why}).")
    keep_raw(connection, document.sha256, raw)
    key = connection.execute(
        insert(schema.documents).values(
            id=document.id,
            sha256=document.sha256,
            title=document.title,
            byline=document.byline,
            outlet=document.outlet,
            url=document.url,
            published=document.published,
            captured=document.captured,
            language=document.language,
            translated_from=document.translated_from,
            kind=document.kind,
            text=document.text,
            marks=rows.packed(document.marks),
            left_out=rows.packed(record.left_out),
            findings=rows.packed(record.findings),
            day=day_of(document.published),
            origin=origin,
            added_at=added_at or now(),
            is_current=True,
            notices=rows.packed(notices(document.text)),
        )
    ).inserted_primary_key
    if key is None:
        raise RecordError(f"The document {document.id} got no key.")
    found = int(key[0])
    connection.execute(update(schema.documents).where(schema.documents.c.key == found).values(family=found))
    save_found(connection, found, record)
    version = _order_versions(connection, found, document.url)
    return Saved(found, is_new=True, version=version)


def keep_raw(connection: Connection, sha256: str, raw: bytes) -> None:
    """Keep bytes, compressed, under their hash."""
    row = {"sha256": sha256, "packing": PACKING, "size": len(raw), "bytes": zlib.compress(raw, 6)}
    insert_new(connection, schema.blobs, [row])


def unpack(packing: str, packed: bytes) -> bytes:
    """Bytes as they were before `keep_raw`. Raises RecordError where they can't be unpacked."""
    try:
        if packing == PACKING:
            return zlib.decompress(packed)
    except zlib.error as error:
        raise RecordError(f"Stored bytes can't be unpacked ({error}).") from error
    raise RecordError(f"Stored bytes are packed in a way that this onrecord doesn't know: {packing}.")


def day_of(moment: str | None) -> str | None:
    """The day of an ISO 8601 date or time, as written there."""
    return moment[:10] if moment and len(moment) >= 10 else None


def save_found(connection: Connection, document: int, record: Record) -> list[int]:
    """Save who and what was found in a document whose row is there. Gives the statements' keys in the record's order."""
    actors = _save_actors(connection, record)
    events = _save_events(connection, document, record)
    makers = save_makers(connection, (one.made_by for one in record.statements))
    links = [
        {"document": document, "position": place, "actor": actors[actor.id], "names": rows.packed(actor.names)}
        for place, actor in enumerate(record.actors)
    ]
    if links:
        connection.execute(insert(schema.document_actors), links)
    keys = rows.Keys(actors, events, makers)
    return save_statements(connection, document, record.statements, record.document.text, day_of(record.document.published), keys)


def save_statements(
    connection: Connection, document: int, found: Sequence[Statement], text: str, day: str | None, keys: rows.Keys, first: int = 0
) -> list[int]:
    """Save statements of a document, numbered from `first`, and give their keys in the same order."""
    if not found:
        return []
    values = [
        {
            "id": one.id,
            "document": document,
            "position": first + place,
            "standing": "current",
            "quotation": 0,
            **rows.columns(one, text, day, keys),
        }
        for place, one in enumerate(found)
    ]
    table = schema.statements
    made: dict[str, int] = dict(connection.execute(insert(table).returning(table.c.id, table.c.key), values).all())
    in_order = [made[one.id] for one in found]
    # Alone until others of the same utterance are found.
    connection.execute(update(table).where(table.c.key.between(min(in_order), max(in_order))).values(quotation=table.c.key))
    save_lists(connection, zip(in_order, found, strict=True), keys.actors)
    return in_order


def save_lists(connection: Connection, found: Iterable[tuple[int, Statement]], actors: Mapping[str, int]) -> None:
    """Save whom statements were made to and whom they name."""
    pairs = list(found)
    to = [
        {"statement": key, "position": place, "actor": actors[speaker.id]}
        for key, one in pairs
        for place, speaker in enumerate(one.addressees)
    ]
    named = [
        {"statement": key, "position": place, "starts": mention.start, "ends": mention.end, "actor": actors[mention.actor]}
        for key, one in pairs
        for place, mention in enumerate(one.mentions)
    ]
    if to:
        connection.execute(insert(schema.addressees), to)
    if named:
        connection.execute(insert(schema.mentions), named)


def save_makers(connection: Connection, made_by: Iterable[dict[str, str]]) -> dict[str, int]:
    """Keys of what made statements, by its JSON."""
    wanted = sorted({rows.packed(one) for one in made_by})
    table = schema.makers
    insert_new(connection, table, [{"made_by": one} for one in wanted])
    return dict(connection.execute(select(table.c.made_by, table.c.key).where(table.c.made_by.in_(wanted))).all())


def save_speakers(connection: Connection, speakers: Iterable[Speaker | Actor]) -> dict[str, int]:
    """Keys of actors, by their ids; those that are not there yet are saved under the name that they have here."""
    wanted: dict[str, Speaker | Actor] = {}
    for one in speakers:
        if one.id not in wanted or isinstance(one, Actor):
            wanted[one.id] = one
    table = schema.actors
    known = dict(connection.execute(select(table.c.id, table.c.key).where(table.c.id.in_(wanted))).all())
    fresh = [
        {
            "id": one.id,
            "name": one.name,
            "type": one.type,
            "wikidata": one.wikidata if isinstance(one, Actor) else None,
            "folded": fold(one.name),
        }
        for one in wanted.values()
        if one.id not in known
    ]
    if fresh:
        made = connection.execute(insert(table).returning(table.c.id, table.c.key), fresh).all()
        connection.execute(
            update(table).where(table.c.key == bindparam("made")).values(merged=table.c.key), [{"made": key} for _, key in made]
        )
        known |= dict(made)
    return known


def _save_actors(connection: Connection, record: Record) -> dict[str, int]:
    said = [speaker for one in record.statements for speaker in (one.speaker, *one.addressees) if speaker is not None]
    at_events = [speaker for event in record.events for speaker in event.participants]
    known = save_speakers(connection, [*record.actors, *said, *at_events])
    missing = {mention.actor for one in record.statements for mention in one.mentions} - known.keys()
    if missing:
        raise RecordError(f"The record of {record.document.id} mentions actors that it doesn't hold: {', '.join(sorted(missing))}.")
    return known


def _save_events(connection: Connection, document: int, record: Record) -> dict[str, int]:
    if not record.events:
        return {}
    values = [
        {"id": event.id, "document": document, **rows.event_columns(event, place)} for place, event in enumerate(record.events)
    ]
    table = schema.events
    return dict(connection.execute(insert(table).returning(table.c.id, table.c.key), values).all())


def _order_versions(connection: Connection, key: int, url: str | None) -> int:
    """Number the versions at one address by when they were captured, or else added; gives this one's number."""
    if url is None:
        return 1
    table = schema.documents
    columns = select(table.c.key, func.coalesce(table.c.captured, table.c.added_at).label("at")).where(table.c.url == url)
    found = [row.key for row in sorted(connection.execute(columns).all(), key=lambda row: (_in_utc(row.at), row.key))]
    if len(found) == 1:
        return 1
    connection.execute(
        update(table).where(table.c.key == bindparam("one")).values(version=bindparam("number"), is_current=bindparam("last")),
        [{"one": one, "number": place + 1, "last": place + 1 == len(found)} for place, one in enumerate(found)],
    )
    mark_old_versions(connection, found)
    return found.index(key) + 1


def _in_utc(moment: str) -> dt.datetime:
    """An ISO 8601 date or time as a moment; a time without a zone, and a day's beginning, are taken for UTC's."""
    found = dt.datetime.fromisoformat(moment)
    return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)


def mark_old_versions(connection: Connection, keys: Iterable[int]) -> None:
    """Mark the statements of documents that a newer version replaced, and unmark those of the newest."""
    table, documents = schema.statements, schema.documents
    among = select(documents.c.key).where(documents.c.key.in_(list(keys)))
    old = among.where(~documents.c.is_current)
    newest = among.where(documents.c.is_current)
    connection.execute(update(table).where(table.c.document.in_(old), table.c.standing == "current").values(standing="old version"))
    connection.execute(
        update(table).where(table.c.document.in_(newest), table.c.standing == "old version").values(standing="current")
    )
