"""Forgetting: a document that must go by law, removed with all that was found in it; a tombstone says that it was, and why.

The invariant: afterwards nothing of its text is left in the archive or beside it, and it is never added again. What people decided about it
stays in the log as who, when and what kind of decision, without the words.
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from onrecord.errors import ArchiveError
from onrecord.read.moments import now
from onrecord.record import ActorId, Speaker
from onrecord.store import copies, quotations, rows, schema
from onrecord.store.archive import Archive
from onrecord.store.chunks import chunks
from onrecord.store.erasing import erase
from onrecord.store.reviews.decision import OF_ACTORS, OF_QUOTATIONS, OF_TRACES, Value
from onrecord.store.traces import applied, stale

# What is left of a decision's value.
_BLANK: Final = "{}"

# Verdicts whose values hold ids only.
_OF_PAIRS: Final = sorted(OF_ACTORS | OF_QUOTATIONS)


class Forgotten(msgspec.Struct, frozen=True):
    """What was removed. documents: ids of all versions. statements, decisions, actors: how many were removed, blanked, removed.

    is_erased: whether its bytes are gone from the disk too. why_not_erased: half a sentence, where they are not; then run `erase`.
    """

    documents: tuple[str, ...]
    url: str | None
    statements: int
    decisions: int
    actors: int
    is_erased: bool
    why_not_erased: str | None = None


def forget(archive: Archive, wanted: str, *, why: str, who: str, at: str | None = None) -> Forgotten:
    """Remove the document of an id or address, with all versions at its address, and erase what it left on the disk.

    why, who, at: what the tombstone says. Raises ArchiveError where there is no such document. Once it is removed nothing is
    raised: that it could not be erased is told.
    """
    if not why.strip() or not who.strip():
        raise ArchiveError("A removal needs a reason and a name: say why, and who removes it.")
    found = archive.write(lambda connection: _forget(connection, wanted, why, who, at or now()))
    done = erase(archive)
    return msgspec.structs.replace(found, is_erased=done.is_erased, why_not_erased=done.why)


def _forget(connection: Connection, wanted: str, why: str, who: str, at: str) -> Forgotten:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    documents = _documents(connection, wanted)
    keys = [row.key for row in documents]
    table = schema.statements
    statements = connection.execute(select(table.c.key, table.c.id).where(table.c.document.in_(keys))).all()
    ids = {row.id for row in statements}
    actors = _actors(connection, keys, [row.key for row in statements])
    copied = _copies(connection, keys)
    pointing = stale.pointing_at(connection, [row.id for row in documents])

    quotations.leave(connection, [row.key for row in statements])
    _remove(connection, documents)
    stale.taken_out(connection)
    # Their reasons may hold words of what is gone.
    applied.again(connection, [one for one in pointing if one not in ids])
    connection.execute(
        insert(schema.tombstones), [{"id": row.id, "url": row.url, "why": why, "who": who, "at": at} for row in documents]
    )
    if copied:
        copies.rebuild(connection, copied)
    blanked = _blank(connection, ids, {row.id for row in documents})
    gone = _remove_actors(connection, actors)
    blanked |= _blank(connection, gone, set())
    _reindex(connection)
    return Forgotten(
        tuple(row.id for row in documents), documents[0].url, len(statements), len(blanked), len(gone), is_erased=False
    )


def _documents(connection: Connection, wanted: str) -> list[Row[str, str | None, int, str]]:
    """All versions of a document by its id or address, first to last."""
    table = schema.documents
    columns = select(table.c.id, table.c.url, table.c.key, table.c.sha256).order_by(table.c.version)
    found = list(connection.execute(columns.where(or_(table.c.id == wanted, table.c.url == wanted))).all())
    if not found:
        gone = schema.tombstones
        before = connection.execute(select(gone).where(or_(gone.c.id == wanted, gone.c.url == wanted))).first()
        if before is not None:
            raise ArchiveError(f"{wanted} was removed before, by {before.who} on {before.at[:10]} ({before.why}).")
        raise ArchiveError(
            f"There is no document {wanted} in the archive: give its id or its address as onrecord search shows them."
        )
    url = found[0].url
    return list(connection.execute(columns.where(table.c.url == url)).all()) if url is not None else found


def _copies(connection: Connection, keys: Collection[int]) -> list[int]:
    """Keys of the other documents in the families of these."""
    table = schema.documents
    families = select(table.c.family).where(table.c.key.in_(keys))
    wanted = select(table.c.key).where(table.c.family.in_(families), table.c.key.not_in(keys)).order_by(table.c.key)
    return list(connection.execute(wanted).scalars())


def _actors(connection: Connection, documents: Collection[int], statements: Collection[int]) -> set[int]:
    """Keys of all actors that documents speak of."""
    said, named = schema.statements, schema.document_actors
    wanted = [
        select(said.c.speaker).where(said.c.document.in_(documents), said.c.speaker.is_not(None)),
        select(named.c.actor).where(named.c.document.in_(documents)),
    ]
    for part in chunks(statements):
        wanted += [select(table.c.actor).where(table.c.statement.in_(part)) for table in (schema.addressees, schema.mentions)]
    found = {key for one in wanted for key in connection.execute(one).scalars()}
    ids: set[str] = set()
    events = schema.events
    for participants in connection.execute(select(events.c.participants).where(events.c.document.in_(documents))).scalars():
        ids |= {one.id for one in rows.unpacked(participants, tuple[Speaker, ...])}
    # Names that people decided on, and what the machine found before they did.
    machine = connection.execute(select(said.c.machine, said.c.id).where(said.c.document.in_(documents))).all()
    for row in machine:
        if row.machine:
            ids |= _ids(rows.unpacked(row.machine, _Named))
    log = schema.reviews
    for subjects in chunks([str(row.id) for row in machine]):
        for value in connection.execute(select(log.c.value).where(log.c.subject.in_(subjects))).scalars():
            decided = rows.unpacked(value, Value)
            ids |= {decided.speaker.id} if decided.speaker else set()
            ids |= {one.id for one in decided.addressees or ()}
            for stood in (decided.of, decided.statement):
                ids |= _ids(_Named(stood.speaker, stood.addressees)) if stood else set()
    actors = schema.actors
    for names in chunks(sorted(ids)):
        found |= set(connection.execute(select(actors.c.key).where(actors.c.id.in_(names))).scalars())
    return found


class _Named(msgspec.Struct):
    """The people of a statement's JSON."""

    speaker: Speaker | None = None
    addressees: tuple[Speaker, ...] = ()


def _ids(one: _Named) -> set[str]:
    people: set[ActorId] = {speaker.id for speaker in (one.speaker, *one.addressees) if speaker is not None}
    return set(people)


def _remove(connection: Connection, documents: Iterable[Row[str, str | None, int, str]]) -> None:
    """Remove documents with all rows that hang on them, and the bytes that no other document came from."""
    table, blobs = schema.documents, schema.blobs
    for row in documents:
        connection.execute(delete(schema.statements).where(schema.statements.c.document == row.key))
        connection.execute(delete(table).where(table.c.key == row.key))
        used = select(table.c.key).where(table.c.sha256 == row.sha256).exists()
        connection.execute(delete(blobs).where(blobs.c.sha256 == row.sha256, ~used))


def _blank(connection: Connection, subjects: Collection[str], documents: Collection[str]) -> set[str]:
    """Take the words out of decisions about what is gone, and out of those that take them back. Gives the decisions' ids."""
    table = schema.reviews
    gone = sorted(set(subjects) | set(documents))
    found: set[str] = set()
    for part in chunks(gone):
        found |= set(connection.execute(select(table.c.id).where(table.c.subject.in_(part))).scalars())
    others = connection.execute(select(table.c.id, table.c.value).where(table.c.verdict.in_(_OF_PAIRS))).all()
    found |= {row.id for row in others if rows.unpacked(row.value, Value).other in set(gone)}
    for document in sorted(documents):
        # Their values name it by its id and offsets alone, and stay.
        named = table.c.verdict.in_(sorted(OF_TRACES)) & table.c.value.contains(f'"{document}"', autoescape=True)
        found |= set(connection.execute(select(table.c.id).where(named)).scalars())
    for part in chunks(sorted(found)):
        found |= set(connection.execute(select(table.c.id).where(table.c.undoes.in_(part))).scalars())
    for part in chunks(sorted(found)):
        among = table.c.id.in_(part)
        connection.execute(update(table).where(among, table.c.why.is_not(None)).values(why=None))
        has_words = table.c.verdict.not_in(_OF_PAIRS) & (table.c.value != _BLANK) & ~_is_there(table.c.subject)
        connection.execute(update(table).where(among, has_words).values(value=_BLANK))
    return found


def _is_there(subject: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the statement that a decision is about is still there."""
    table = schema.statements
    return select(table.c.key).where(table.c.id == subject).exists()


def _remove_actors(connection: Connection, keys: Collection[int]) -> set[str]:
    """Remove those of these actors that nothing points at any more. Gives their ids.

    One that a person joined others with stays, for it gives them their name.
    """
    table, others = schema.actors, schema.actors.alias("others")
    pointing = [
        select(column).where(column == table.c.key).exists()
        for column in (
            schema.statements.c.speaker,
            schema.addressees.c.actor,
            schema.mentions.c.actor,
            schema.document_actors.c.actor,
        )
    ]
    pointing.append(select(others.c.key).where(others.c.merged == table.c.key, others.c.key != table.c.key).exists())
    gone: set[str] = set()
    # Those that are joined with another go first: it may then have nothing left that it names.
    while True:
        loose = [
            row
            for part in chunks(sorted(keys))
            for row in connection.execute(
                select(table.c.key, table.c.id).where(table.c.key.in_(part), *(~one for one in pointing))
            ).all()
            if not _is_named(connection, row.id)
        ]
        if not loose:
            return gone
        connection.execute(delete(table).where(table.c.key.in_([row.key for row in loose])))
        gone |= {row.id for row in loose}


def _is_named(connection: Connection, actor: str) -> bool:
    """Whether JSON of what stays names an actor: an event, what the machine found before a person decided, or a decision."""
    quoted = f'"{actor}"'
    statements, log = schema.statements, schema.reviews
    wanted = (
        select(func.count()).where(schema.events.c.participants.contains(quoted, autoescape=True)),
        select(func.count()).where(statements.c.machine.is_not(None), statements.c.machine.contains(quoted, autoescape=True)),
        select(func.count()).where(log.c.verdict.not_in(_OF_PAIRS), log.c.value.contains(quoted, autoescape=True)),
    )
    return any(connection.execute(one).scalar() for one in wanted)


def _reindex(connection: Connection) -> None:
    """Make SQLite's index of words anew: it marks what is taken out, and keeps the words until a later merge."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO statements_words (statements_words) VALUES ('rebuild')")
