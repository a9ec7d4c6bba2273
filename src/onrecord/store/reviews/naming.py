"""A name that a person gives to the actor whom it means: of the archive, else of the knowledge base, else a new one."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from onrecord.errors import ReviewError
from onrecord.record import ActorId, DocumentId, Speaker, actor_id
from onrecord.resolve.kb import base
from onrecord.resolve.kb.names import fold
from onrecord.store import schema
from onrecord.store.reviews.decision import check_whole

# What a person writes where nobody can tell.
UNKNOWN = "unknown"


def speaker(connection: Connection, name: str, document: DocumentId) -> Speaker | None:
    """The actor that a name or an id means, or None for “unknown”. document: where an actor that is known nowhere yet is met.

    Raises ReviewError where several go by the name, with the ids to choose from.
    """
    if name.strip().lower() == UNKNOWN:
        return None
    found = actors(connection, name)
    if len(found) == 1 or (found and is_one_person(name, found)):
        return _of_document(connection, found, document) or found[0]
    if found:
        raise ReviewError(f"{name} may be {_listed(found)}: give the id of the one that is meant.")
    known = base().named(name)
    if len(known) == 1:
        return Speaker(ActorId(known[0].id), known[0].name, known[0].type)
    if len(known) > 1:
        listed = ", ".join(f"{one.name} ({one.id})" for one in known)
        raise ReviewError(f"{name} may be {listed}: add the one that is meant with onrecord kb add, under a name of its own.")
    if not name.strip():
        raise ReviewError("A speaker needs a name: give one, or unknown where nobody can tell.")
    return Speaker(actor_id(document, "person", name.strip()), name.strip(), "person")


def actors(connection: Connection, name: str) -> list[Speaker]:
    """The archive's actors of an id, or of a name in any case and without accents; those that were joined as one.

    Raises ReviewError where the name can't be that of anybody.
    """
    check_whole(name)
    table, named = schema.actors, schema.actors.alias("named")
    wanted = select(named.c.id, named.c.name, named.c.type).join(named, named.c.key == table.c.merged).distinct()
    for match in (table.c.id == name.strip(), table.c.folded == fold(name)):
        rows = connection.execute(wanted.select_from(table).where(match).order_by(named.c.id)).all()
        if rows:
            return [Speaker(ActorId(row.id), row.name, row.type) for row in rows]
    return []


def is_one_person(name: str, found: Sequence[Speaker]) -> bool:
    """Whether actors of several documents are taken for one where a name is typed: all are called by the same first and last name."""
    folded = fold(name)
    return len(folded.split()) > 1 and all(one.type == "person" and fold(one.name) == folded for one in found)


def _of_document(connection: Connection, found: Sequence[Speaker], document: DocumentId) -> Speaker | None:
    """The one of several whom a document names, if it names one."""
    link, documents, table = schema.document_actors, schema.documents, schema.actors
    named = (
        select(table.c.id)
        .join(link, link.c.actor == table.c.key)
        .join(documents, documents.c.key == link.c.document)
        .where(documents.c.id == document, table.c.id.in_([one.id for one in found]))
    )
    ids = set(connection.execute(named).scalars())
    return next((one for one in found if one.id in ids), None)


def one_actor(connection: Connection, name: str) -> Speaker:
    """The one actor of the archive that a name or an id means, before anybody joined it. Raises ReviewError."""
    check_whole(name)
    table = schema.actors
    for match in (table.c.id == name.strip(), table.c.folded == fold(name)):
        rows = connection.execute(select(table.c.id, table.c.name, table.c.type).where(match).order_by(table.c.id)).all()
        if len(rows) == 1:
            return Speaker(ActorId(rows[0].id), rows[0].name, rows[0].type)
        if rows:
            found = [Speaker(ActorId(row.id), row.name, row.type) for row in rows]
            raise ReviewError(f"{name} may be {_listed(found)}: give the id of the one that is meant.")
    raise ReviewError(f"There is no actor {name} in the archive: onrecord search shows names and ids.")


def all_of(connection: Connection, name: str) -> list[Speaker]:
    """Every actor of the archive that a name means: one, or those of several documents who are called by the same full name.

    Raises ReviewError as `one_actor`.
    """
    check_whole(name)
    table = schema.actors
    rows = connection.execute(
        select(table.c.id, table.c.name, table.c.type).where(table.c.folded == fold(name)).order_by(table.c.key)
    ).all()
    found = [Speaker(ActorId(row.id), row.name, row.type) for row in rows]
    return found if is_one_person(name, found) and found else [one_actor(connection, name)]


def _listed(found: list[Speaker]) -> str:
    return ", ".join(f"{one.name} ({one.id})" for one in found)
