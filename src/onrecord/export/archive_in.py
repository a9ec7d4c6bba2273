"""An archive's own JSON Lines to an archive: read whole before anything is written, then taken in a document at a time.

The invariant: each document comes in whole, with its bytes, or not at all; the decisions come in together, after all documents.
So an import that was stopped is finished by another, which passes over what is there already.
"""

from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, func, select, update

from onrecord.errors import ForgottenError, InputError, RecordError
from onrecord.export import archive_rest, archive_traces
from onrecord.export.archive_checked import unpacked, verified
from onrecord.export.archive_lines import Decided, End, Feed, Head, Held, Known, Removed, Sampled, Traces, read
from onrecord.export.fitting import check_own
from onrecord.record import Actor
from onrecord.store import adding, quotations, saving, schema
from onrecord.store.archive import Archive
from onrecord.store.digest import digest
from onrecord.store.reviews import applied
from onrecord.store.traces import sources

# So many actors are saved in one transaction.
_ACTORS: Final = 1_000


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came in. left_out: a sentence for each thing that didn't.

    is_same: whether the archive is now the one that was exported, by its digest; None where it holds other things too, or where
    another version of onrecord or of the encoder made the other one, which may join quotations differently.
    """

    added: int
    already_there: int
    statements: int
    decisions: int
    left_out: tuple[str, ...]
    is_same: bool | None


def import_(
    archive: Archive,
    path: Path,
    meaning: adding.Meaning | None = None,
    *,
    step: Callable[[], None] = lambda: None,
    tell: Callable[[str], None] = lambda _: None,
) -> Imported:
    """Take in all of another archive: documents, decisions under their ids, samples, what was removed on demand, feeds.

    meaning: the encoder of statements, whose vectors are made anew. step: called after each document. tell: called with each
    sentence of `left_out`, once it is certain. Raises InputError, before anything is written, where the file is damaged, cut off
    or of a newer onrecord.
    """
    head, end = verified(path)
    made, rest = _Import(archive, meaning, step, tell), archive_rest.empty()
    batch: list[Known] = []
    with closing(rest.decisions):
        for number, line in read(path):
            if isinstance(line, Known):
                batch.append(line)
            if batch and (len(batch) >= _ACTORS or not isinstance(line, Known)):
                made.actors(batch)
                batch = []
            if isinstance(line, Held):
                made.document(f"{path}, line {number}", line)
            elif isinstance(line, Traces):
                made.traces(line)
            elif isinstance(line, Decided | Sampled | Removed | Feed):
                archive_rest.put(rest, line)
            elif isinstance(line, End) and line != end:
                raise InputError(f"{path} was changed while it was imported: import it again.")
        decisions, sentences = archive.write(lambda connection: archive_rest.take(connection, rest))
    for sentence in sentences:
        made.leave_out(sentence)
    return Imported(
        added=made.added,
        already_there=made.there,
        statements=made.statements,
        decisions=decisions,
        left_out=tuple(made.left_out),
        is_same=_is_same(archive, head, end, meaning),
    )


class _Import:
    """What came in so far."""

    def __init__(
        self, archive: Archive, meaning: adding.Meaning | None, step: Callable[[], None], tell: Callable[[str], None]
    ) -> None:
        self.archive = archive
        self.meaning = meaning
        self.step = step
        self.tell = tell
        self.added = self.there = self.statements = 0
        self.left_out: list[str] = []
        self.sources: sources.State | None = None

    def leave_out(self, sentence: str) -> None:
        """Keep and tell why something didn't come in."""
        self.left_out.append(sentence)
        self.tell(sentence)

    def actors(self, lines: list[Known]) -> None:
        """Save actors as the other archive knows them; those who are here already stay as they are."""
        found = [msgspec.convert(msgspec.structs.asdict(one) | {"names": (one.name,)}, Actor) for one in lines]
        self.archive.write(lambda connection: saving.save_speakers(connection, found))

    def document(self, where: str, line: Held) -> None:
        """Save one document, unless it is there, was removed here on demand, or has ids that are another's here."""
        raw, document = unpacked(where, line), line.record.document
        statements = (*line.record.statements, *(one.statement for one in line.marked))
        with self.archive.read() as connection:
            is_refused = saving.why_forgotten(connection, document.id, document.url) is not None
            is_wanted = not is_refused and saving.find(connection, document.id) is None
        made = adding.embedded(line.record, self.meaning) if is_wanted else None

        def work(connection: Connection) -> bool:
            check_own(connection, document.id, statements, line.record.events)
            return _keep(connection, line, raw, made)

        try:
            is_new = self.archive.write(work)
        except ForgottenError:
            why = self.archive.look(lambda connection: saving.why_forgotten(connection, document.id, document.url))
            self.leave_out(f"Document {document.id} was removed on demand and is not added again ({why}).")
        except RecordError as error:
            self.leave_out(f"{where}: {error}")
        except KeyError as error:
            raise InputError(f"{where}: something in {document.id} points at {error}, which isn't there.") from error
        else:
            self.added += is_new
            self.there += not is_new
            self.statements += len(statements) * is_new
        self.step()

    def traces(self, line: Traces) -> None:
        """Save what was traced of a document, unless it was traced here."""
        if self.sources is None:
            self.sources = self.archive.look(sources.state)
        now = self.sources
        self.archive.write(lambda connection: archive_traces.take(connection, line, now))


def _keep(connection: Connection, line: Held, raw: bytes, made: adding.Embedded | None) -> bool:
    """Save a document with what people marked in it, in the open transaction. Whether it is new here."""
    saved = adding.keep(connection, line.record, raw, made, origin=line.origin or "", added_at=line.added_at)
    for one in line.marked:
        applied.add_missed(connection, saved.key, one.statement, line.record)
    # Nobody stands behind them until the decisions come.
    applied.apply(connection, [one.statement.id for one in line.marked])
    if not saved.is_new:
        return False
    table = schema.documents
    said: dict[str, str | None] = {"origin": None} if line.origin is None else {}
    said |= {"speaker": line.speaker} if line.speaker is not None else {}
    if said:
        connection.execute(update(table).where(table.c.key == saved.key).values(said))
    _place_version(connection, saved.key)
    if line.marked:
        _order(connection, saved.key, line)
    return True


def _place_version(connection: Connection, document: int) -> None:
    """Where newer versions of the document are here already, take its statements out of what is current."""
    table, statements = schema.documents, schema.statements
    if connection.execute(select(table.c.is_current).where(table.c.key == document)).scalar():
        return
    saving.mark_old_versions(connection, [document])
    keys = connection.execute(select(statements.c.key).where(statements.c.document == document).order_by(statements.c.key))
    quotations.replace(connection, list(keys.scalars()))


def _order(connection: Connection, document: int, line: Held) -> None:
    """Number the statements of a document as they were."""
    order = [one.id for one in line.record.statements]
    for one in line.marked:
        order.insert(one.place, one.statement.id)
    table = schema.statements
    for place, wanted in enumerate(order):
        connection.execute(
            update(table)
            .where(table.c.document == document, table.c.id == wanted, table.c.position != place)
            .values(position=place)
        )


def _is_same(archive: Archive, head: Head, end: End, meaning: adding.Meaning | None) -> bool | None:
    """Whether the archive has the digest of the one that was exported; None where it need not have it."""
    encoders = (meaning.version,) if meaning else ()
    with archive.read() as connection:
        names = ("documents", "statements", "reviews", "samples", "tombstones")
        here = tuple(connection.execute(select(func.count()).select_from(schema.METADATA.tables[name])).scalar() for name in names)
        if here != tuple(getattr(head, name) for name in names):
            return None
        if digest(connection) == end.digest:
            return True
    return False if head.onrecord == version("onrecord") and head.encoders == encoders else None
