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

    wanted: keys of the statements; None where all that a reader sees of the documents are meant.
    """

    documents: list[int]
    statements: int
    wanted: frozenset[int] | None


def part(connection: Connection, query: Query = ALL, *, by_id: bool = False) -> Part:
    """What a query asks for: all documents where nothing is asked, else those with a statement that is what was asked for.

    by_id: documents in the order of their ids, the same in every archive, and not as they were added.
    Raises OptionError for a value that isn't one, or where the query asks for meaning, which has no edge to cut at.
    """
    if query.like is not None:
        raise OptionError("An export can't be cut out by meaning: give words, a speaker, an outlet or days instead.")
    documents, table = schema.documents, schema.statements
    wanted: frozenset[int] | None = None
    if query == msgspec.structs.replace(ALL, all_versions=query.all_versions):
        count = select(func.count()).select_from(table).where(table.c.standing.in_(loading.SHOWN))
        among: ColumnElement[bool] = documents.c.key > 0
        if not query.all_versions:
            among = documents.c.is_current
            count = count.where(table.c.document.in_(select(documents.c.key).where(among)))
        keys = connection.execute(select(documents.c.key).where(among).order_by(documents.c.key)).scalars().all()
    else:
        holds = [*conditions(connection, query)[0], FACETS.c.standing.in_(loading.SHOWN)]
        if query.words is not None:
            holds.append(FACETS.c.key.in_(holding(connection, parse(query.words))))
        count = select(func.count()).select_from(FACETS).where(*holds)
        found = connection.execute(select(FACETS.c.key, FACETS.c.document).where(*holds)).all()
        wanted = frozenset(row.key for row in found)
        keys = sorted({row.document for row in found})
    number = int(connection.execute(count).scalar() or 0)
    return Part(_by_id(connection, keys) if by_id else list(keys), number, wanted)


def _by_id(connection: Connection, keys: Iterable[int]) -> list[int]:
    """Keys of documents in the order of their ids. Sorted here: databases differ in how they sort text."""
    table = schema.documents
    wanted = select(table.c.id, table.c.key)
    return [
        key
        for _, key in sorted(tuple(row) for part in chunks(keys) for row in connection.execute(wanted.where(table.c.key.in_(part))))
    ]


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


def _ids(connection: Connection, documents: Sequence[int], wanted: Collection[int]) -> set[str]:
    table = schema.statements
    found = connection.execute(select(table.c.key, table.c.id).where(table.c.document.in_(documents)))
    return {row.id for row in found if row.key in wanted}


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
