"""An archive that was hurt to what is wrong with it: by its engine's own checks, ours, and what was generated."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import func, select, text

from onrecord.errors import ArchiveError
from onrecord.store import loading, schema
from onrecord.store.archive import Archive, opened
from onrecord.store.digest import digest
from onrecord.store.verify import verify
from tests.faults.worker import SPEAKER, made


def faults(archive: Archive, there: Iterable[int] = (), *, are_sources: bool = False) -> list[str]:
    """What is wrong, each in a few words. there: numbers of generated articles that must be in it. All must be generated ones."""
    found = [f"{fault.where}: {fault.what}" for fault in verify(archive)]
    documents, statements = schema.documents, schema.statements
    with archive.read() as connection:
        if not archive.is_postgres:
            found += [f"integrity: {row[0]}" for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            found += [f"reference: {list(row)}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
        ids = {row.origin: row.key for row in connection.execute(select(documents.c.origin, documents.c.key))}
        count = connection.execute(select(func.count()).select_from(documents)).scalar()
        if count != len(ids):
            found.append(f"{count} documents from {len(ids)} inputs")
        found += [f"lost: {number}" for number in there if str(number) not in ids]
        expected = 0
        for origin, key in ids.items():
            wanted = made(int(origin), is_source=are_sources)[0]
            expected += len(wanted.statements)
            if loading.record(connection, key) != wanted:
                found.append(f"{origin} is not what was added")
        if are_sources and set(connection.execute(select(documents.c.speaker)).scalars()) - {SPEAKER}:
            found.append("a source without its speaker")
        held = connection.execute(select(func.count()).select_from(statements)).scalar()
        if held != expected:
            found.append(f"{held} statements, and not {expected}")
    return found


def fingerprint(place: str) -> str:
    """The digest of the archive at a place."""
    with opened(place) as archive, archive.read() as connection:
        return digest(connection)


def read_all(archive: Archive) -> list[str]:
    """The inputs of all documents that can be loaded, in order."""
    documents = schema.documents
    with archive.read() as connection:
        origins = dict(connection.execute(select(documents.c.key, documents.c.origin)).all())
        return [origins[key] for key, _ in loading.records(connection)]


def damage(place: Path) -> tuple[list[str], str | None]:
    """What verify names in an archive whose file was hurt, and the sentence with which reading all of it ends, if it doesn't reach the end."""
    named: list[str] = []
    try:
        with opened(str(place)) as archive:
            named = [f"{fault.where}: {fault.what}" for fault in verify(archive)]
            read_all(archive)
    except ArchiveError as error:
        return named, str(error)
    return named, None
