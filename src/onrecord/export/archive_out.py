"""An archive to its own JSON Lines: everything that can't be made again from the rest, and nothing that can."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from onrecord.errors import ArchiveError, RecordError
from onrecord.export.archive_lines import FORMAT, Decided, End, Feed, Head, Held, Known, Line, Marked, Removed, Sampled, Traces
from onrecord.export.written import whole
from onrecord.record import Actor, ActorType, Event, Finding, LeftOut, Record, Speaker, Statement, StatementId, Time
from onrecord.store import loading, rows, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.chunks import chunks
from onrecord.store.digest import digest
from onrecord.store.reviews import applied, log
from onrecord.store.sample import Sample
from onrecord.store.traces import applied as applied_traces
from onrecord.store.traces.kept import machine_of
from onrecord.store.upgrade import PRESENT
from onrecord.store.watched import BESIDE, Beside

# Rows of which one needs little memory are fetched in so many at a time.
_ROWS = 1_000


class Written(msgspec.Struct, frozen=True):
    """How much of each there is in the file."""

    documents: int
    statements: int
    reviews: int


def write(
    archive: Archive,
    path: Path,
    *,
    has_raw: bool = True,
    promised: int | None = None,
    step: Callable[[], None] = lambda: None,
) -> Written:
    """Write all of an archive to a file, whole or not at all.

    has_raw: with the bytes that documents came from; without them the file is for reading and can't be imported.
    promised: how many statements there must be. step: called after each document. Raises ArchiveError where something
    stored can't be made sense of, and RecordError where another number came than the archive has.
    """
    with archive.read() as connection, whole(path) as unfinished, unfinished.path.open("wb") as file:
        head = _head(connection, has_raw=has_raw)
        if promised is not None and promised != head.statements:
            raise RecordError(
                f"{path} was not written: it was to hold {promised:,} statements and there are {head.statements:,}, "
                "so the archive changed meanwhile; export it again."
            )
        found, count, statements, came = hashlib.sha256(), 0, 0, dict[type, int]()
        for line in _lines(connection, head):
            encoded = _encoded(line)
            file.write(encoded)
            found.update(encoded)
            count += 1
            came[type(line)] = came.get(type(line), 0) + 1
            if isinstance(line, Held):
                statements += len(line.record.statements) + len(line.marked)
                step()
        _check(path, head, came, statements)
        file.write(_encoded(End(lines=count, sha256=found.hexdigest(), digest=digest(connection))))
    return Written(head.documents, head.statements, head.reviews)


def _encoded(line: Line) -> bytes:
    try:
        return msgspec.json.encode(line) + b"\n"
    except UnicodeEncodeError as error:
        raise RecordError(f"The archive holds half a character (a lone surrogate): {error}; run onrecord verify.") from error


def _check(path: Path, head: Head, came: Mapping[type, int], statements: int) -> None:
    pairs = [
        (head.actors, came.get(Known, 0), "actors"),
        (head.documents, came.get(Held, 0), "documents"),
        (head.statements, statements, "statements"),
        (head.traces, came.get(Traces, 0), "documents that were traced"),
        (head.reviews, came.get(Decided, 0), "decisions"),
        (head.samples, came.get(Sampled, 0), "samples"),
        (head.tombstones, came.get(Removed, 0), "tombstones"),
        (head.feeds, came.get(Feed, 0), "feeds"),
    ]
    for promised, written, name in pairs:
        if promised != written:
            raise RecordError(
                f"{path} was not written: the archive has {promised:,} {name} and gave {written:,}: run onrecord verify."
            )


def _head(connection: Connection, *, has_raw: bool) -> Head:
    def count(name: str) -> int:
        return int(connection.execute(select(func.count()).select_from(schema.METADATA.tables[name])).scalar() or 0)

    counts = {name: count(name) for name in ("actors", "documents", "statements", "reviews", "samples", "tombstones", "feeds")}
    about = schema.about
    archive_id = connection.execute(select(about.c.value).where(about.c.name == "id")).scalar() or ""
    encoders = connection.execute(select(schema.vectors.c.version).distinct()).scalars()
    return Head(
        format=FORMAT,
        schema=PRESENT,
        onrecord=version("onrecord"),
        archive=archive_id,
        has_raw=has_raw,
        encoders=tuple(sorted(encoders)),
        traces=len(_traced(connection)),
        **counts,
    )


def _lines(connection: Connection, head: Head) -> Iterator[Line]:
    yield head
    try:
        yield from _actors(connection)
        yield from _documents(connection, has_raw=head.has_raw)
        yield from _traces(connection)
        for one in log.stream(connection):
            yield Decided(one)
        yield from _samples(connection)
        for row in connection.execute(select(schema.tombstones).order_by(schema.tombstones.c.at, schema.tombstones.c.id)):
            yield Removed(id=row.id, url=row.url, why=row.why, who=row.who, at=row.at)
        yield from _feeds(connection)
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise ArchiveError(f"The archive is damaged ({error}): onrecord verify says where.") from error


def _actors(connection: Connection) -> Iterator[Known]:
    table = schema.actors
    for row in connection.execute(select(table).order_by(table.c.key), execution_options={"yield_per": _ROWS}):
        yield Known(id=row.id, name=row.name, type=msgspec.convert(row.type, ActorType), wikidata=row.wikidata)


def _traced(connection: Connection) -> list[int]:
    """Keys of the documents of which anything was traced, in the order in which they were added."""
    traces, statements = schema.traces, schema.statements
    marked = set(connection.execute(select(schema.traced.c.document)).scalars())
    found = select(statements.c.document).join(traces, traces.c.statement == statements.c.key).distinct()
    return sorted(marked | set(connection.execute(found).scalars()))


def _traces(connection: Connection) -> Iterator[Traces]:
    documents, statements, table = schema.documents, schema.statements, schema.traced
    for key in _traced(connection):
        ids: dict[int, str] = dict(
            connection.execute(select(statements.c.key, statements.c.id).where(statements.c.document == key)).all()
        )
        found = [
            (ids[statement], machine)
            for statement, several in applied_traces.of_document(connection, key).items()
            for machine in map(machine_of, several)
            if machine is not None
        ]
        mark = connection.execute(select(table.c.made_by, table.c.sources).where(table.c.document == key)).first()
        yield Traces(
            document=connection.execute(select(documents.c.id).where(documents.c.key == key)).scalar_one(),
            made_by=mark.made_by if mark else None,
            sources=mark.sources if mark else None,
            # Sorted here: keys differ from archive to archive.
            traces=tuple(sorted(found, key=lambda pair: (pair[0], pair[1].pieces))),
        )


def _samples(connection: Connection) -> Iterator[Sampled]:
    """Samples as they are stored: `sample.load` would leave out judgements that were taken back."""
    table = schema.samples
    for wanted in connection.execute(select(table.c.id).order_by(table.c.drawn_at, table.c.id)).scalars().all():
        row = connection.execute(select(table).where(table.c.id == wanted)).one()
        drawn = {name: msgspec.json.decode(getattr(row, name)) for name in ("frame", "statements", "passages")}
        yield Sampled(msgspec.convert({"id": row.id, "seed": row.seed, "drawn_at": row.drawn_at} | drawn, Sample))


def _feeds(connection: Connection) -> Iterator[Feed]:
    table, seen, about = schema.feeds, schema.seen, schema.about
    for row in connection.execute(select(table).order_by(table.c.url)).all():
        entries = connection.execute(
            select(seen.c.entry, seen.c.seen_at).where(seen.c.feed == row.url).order_by(seen.c.seen_at, seen.c.entry)
        ).all()
        beside = connection.execute(select(about.c.value).where(about.c.name == BESIDE + row.url)).scalar()
        yield Feed(
            url=row.url,
            etag=row.etag,
            modified=row.modified,
            checked_at=row.checked_at,
            next_at=row.next_at,
            failures=row.failures,
            last_error=row.last_error,
            seen=tuple((entry.entry, entry.seen_at) for entry in entries),
            beside=rows.unpacked(beside, Beside) if beside else Beside(),
        )


def _documents(connection: Connection, *, has_raw: bool) -> Iterator[Held]:
    table = schema.documents
    keys = connection.execute(select(table.c.key).order_by(table.c.key)).scalars().all()
    for part in chunks(keys, loading.BATCH):
        statements = _statements(connection, part)
        for row in connection.execute(select(table).where(table.c.key.in_(part)).order_by(table.c.key)).all():
            yield _held(connection, row, statements.get(row.key, []), _raw(connection, row) if has_raw else None)


def _statements(connection: Connection, documents: list[int]) -> dict[int, list[tuple[str | None, Statement]]]:
    """What stands in the column `machine`, and the statement as it stands, in their order, by document."""
    table = schema.statements
    wanted = select(table).where(table.c.document.in_(documents))
    found: list[Mapping[Any, Any]] = list(connection.execute(wanted).mappings().all())
    # Sorted here: databases differ in how they sort text.
    found.sort(key=lambda row: (row["document"], row["position"], row["id"]))
    near = loading.around(connection, found, merged=False)
    made: dict[int, list[tuple[str | None, Statement]]] = {}
    for row in found:
        made.setdefault(row["document"], []).append((row["machine"], rows.statement(row, near)))
    return made


def _held(connection: Connection, row: Row[Any], found: list[tuple[str | None, Statement]], raw: bytes | None) -> Held:
    machine: list[Statement] = []
    marked: list[Marked] = []
    for place, (kept, stands) in enumerate(found):
        if kept == applied.NOTHING:
            marked.append(Marked(place, stands))
        else:
            machine.append(rows.unpacked(kept, Statement) if kept is not None else stands)
    record = Record(
        document=loading.document(row),
        statements=tuple(machine),
        events=_events(connection, row.key),
        actors=_named(connection, row.key),
        findings=rows.unpacked(row.findings, tuple[Finding, ...]),
        left_out=rows.unpacked(row.left_out, tuple[LeftOut, ...]),
    )
    return Held(record=record, marked=tuple(marked), origin=row.origin, added_at=row.added_at, raw=raw, speaker=row.speaker)


def _raw(connection: Connection, row: Row[Any]) -> bytes:
    """The bytes of a document as the archive has them compressed, once it is known that they are they."""
    table = schema.blobs
    stored = connection.execute(select(table.c.packing, table.c.bytes).where(table.c.sha256 == row.sha256)).first()
    if stored is None:
        raise RecordError(f"The bytes that document {row.id} came from are not in the archive: run onrecord verify.")
    raw = saving.unpack(stored.packing, stored.bytes)
    if hashlib.sha256(raw).hexdigest() != row.sha256:
        raise RecordError(f"The bytes that document {row.id} came from are damaged: run onrecord verify.")
    return bytes(stored.bytes) if stored.packing == saving.PACKING else zlib.compress(raw)


def _named(connection: Connection, document: int) -> tuple[Actor, ...]:
    link, table = schema.document_actors, schema.actors
    wanted = select(link.c.names, table).join(table, table.c.key == link.c.actor).where(link.c.document == document)
    return tuple(
        msgspec.convert(
            {name: row[name] for name in ("id", "name", "type", "wikidata")} | {"names": rows.unpacked(row["names"], list[str])},
            Actor,
        )
        for row in connection.execute(wanted.order_by(link.c.position)).mappings()
    )


def _events(connection: Connection, document: int) -> tuple[Event, ...]:
    """The document's events with all their accounts, those that a reader doesn't see any more among them."""
    table = schema.events
    return tuple(
        Event(
            id=row.id,
            kind=row.kind,
            participants=rows.unpacked(row.participants, tuple[Speaker, ...]),
            date=rows.unpacked(row.date, Time) if row.date else None,
            place=row.place,
            accounts=rows.unpacked(row.accounts, tuple[StatementId, ...]),
        )
        for row in connection.execute(select(table).where(table.c.document == document).order_by(table.c.position))
    )
