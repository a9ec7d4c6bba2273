"""A part of an archive to its records: which documents and statements are asked for, how many, and they themselves, one by one.

The invariant: how many there are is asked of the database in the transaction that reads them, and what comes is counted
against it, so that an export is complete or an error.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.errors import OptionError, RecordError
from onrecord.record import Actor, ActorId, Record, Speaker
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.search.filters import conditions
from onrecord.store.search.found import Query
from onrecord.store.search.match import FACETS, holding
from onrecord.store.search.query import parse

# Every statement of every newest version.
ALL = Query()


class Part(msgspec.Struct, frozen=True):
    """Documents by key, in the order in which they are given, and how many statements of theirs.

    wanted: what must hold of a statement; None where all that a reader sees of the documents are meant.
    """

    documents: list[int]
    statements: int
    wanted: list[ColumnElement[bool]] | None


def part(connection: Connection, query: Query = ALL, *, by_id: bool = False) -> Part:
    """What a query asks for: all documents where nothing is asked, else those with a statement that is what was asked for.

    by_id: documents in the order of their ids, the same in every archive, and not as they were added.
    Raises OptionError for a value that isn't one, or where the query asks for meaning, which has no edge to cut at.
    """
    if query.like is not None:
        raise OptionError("An export can't be cut out by meaning: give words, a speaker, an outlet or days instead.")
    is_whole = query == msgspec.structs.replace(ALL, all_versions=query.all_versions)
    documents, table = schema.documents, schema.statements
    order = schema.documents.c.key
    if is_whole:
        keys = select(documents.c.key, documents.c.id).order_by(order)
        count = select(func.count()).select_from(table).where(table.c.standing.in_(loading.SHOWN))
        if not query.all_versions:
            keys = keys.where(documents.c.is_current)
            count = count.where(table.c.document.in_(select(documents.c.key).where(documents.c.is_current)))
        wanted = None
    else:
        wanted = [*conditions(connection, query)[0], FACETS.c.standing.in_(loading.SHOWN)]
        if query.words is not None:
            wanted.append(FACETS.c.key.in_(holding(connection, parse(query.words))))
        with_one = select(FACETS.c.document).where(*wanted)
        keys = select(documents.c.key, documents.c.id).where(documents.c.key.in_(with_one)).order_by(order)
        count = select(func.count()).select_from(FACETS).where(*wanted)
    found = connection.execute(keys).all()
    if by_id:
        # Sorted here: databases differ in how they sort text.
        found = sorted(found, key=lambda row: row.id)
    return Part([row.key for row in found], int(connection.execute(count).scalar() or 0), wanted)


def records(connection: Connection, chosen: Part, *, merged: bool = True) -> Iterator[tuple[int, Record]]:
    """Each document's key and record, with the statements that are asked for, in the part's order.

    merged: speakers under the names that people joined theirs with. Raises RecordError at the end where not all came.
    """
    documents = statements = 0
    for keys in chunks(chosen.documents, loading.BATCH):
        found = dict(loading.records(connection, keys, merged=merged))
        wanted = _ids(connection, keys, chosen.wanted) if chosen.wanted is not None else None
        made = [(key, _only(found[key], wanted)) for key in keys if key in found]
        if merged:
            made = _with_leaders(connection, made)
        for key, record in made:
            documents += 1
            statements += len(record.statements)
            yield key, record
    if (documents, statements) != (len(chosen.documents), chosen.statements):
        raise RecordError(
            f"The archive promised {chosen.statements:,} statements in {len(chosen.documents):,} documents and gave "
            f"{statements:,} in {documents:,}, so nothing was written: run onrecord verify."
        )


def _ids(connection: Connection, keys: Sequence[int], wanted: Sequence[ColumnElement[bool]]) -> set[str]:
    chosen = select(FACETS.c.key).where(FACETS.c.document.in_(keys), *wanted)
    table = schema.statements
    return set(connection.execute(select(table.c.id).where(table.c.key.in_(chosen))).scalars())


def _only(record: Record, wanted: Collection[str] | None) -> Record:
    """The record with the statements of these ids; what stood inside another that is left out stands on its own."""
    if wanted is None:
        return record
    statements = [one for one in record.statements if one.id in wanted]
    ids = {one.id for one in statements}
    return msgspec.structs.replace(
        record,
        statements=tuple(one if one.parent in ids else msgspec.structs.replace(one, parent=None) for one in statements),
        events=tuple(
            msgspec.structs.replace(event, accounts=tuple(one for one in event.accounts if one in ids)) for event in record.events
        ),
    )


def _with_leaders(connection: Connection, found: list[tuple[int, Record]]) -> list[tuple[int, Record]]:
    """Records that also hold the actors whose names people gave to theirs, with what is known of them."""
    missing = {key: sorted(_named(record) - {actor.id for actor in record.actors}) for key, record in found}
    table = schema.actors
    known: dict[str, Actor] = {}
    for some in chunks({one for many in missing.values() for one in many}):
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            actor = {name: row[name] for name in ("id", "name", "type", "wikidata")} | {"names": (row["name"],)}
            known[row["id"]] = msgspec.convert(actor, Actor)
    return [
        (key, msgspec.structs.replace(record, actors=(*record.actors, *(known[one] for one in missing[key] if one in known))))
        for key, record in found
    ]


def _named(record: Record) -> set[ActorId]:
    spoken: Iterable[Speaker | None] = (one for said in record.statements for one in (said.speaker, *said.addressees))
    mentioned = {mention.actor for said in record.statements for mention in said.mentions}
    return {one.id for one in spoken if one is not None} | mentioned


def makers(connection: Connection, chosen: Part) -> list[dict[str, str]]:
    """Which versions of which stages made the statements of a part, in the order of their JSON."""
    table, made = schema.statements, schema.makers
    found: set[str] = set()
    for keys in chunks(chosen.documents):
        among = select(table.c.maker).where(table.c.document.in_(keys), table.c.standing.in_(loading.SHOWN))
        found |= set(connection.execute(select(made.c.made_by).where(made.c.key.in_(among))).scalars())
    return [rows.unpacked(one, dict[str, str]) for one in sorted(found)]
