"""What people corrected in brat, to decisions of theirs in the archive.

The invariant: a change is told from the records as they were written to the folder, and not from what stands in the archive
now: what others decided or a later model found meanwhile is nobody's correction. What stands as wanted already is not decided
twice, so a folder can be imported again.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from onrecord.errors import InputError, ReviewError
from onrecord.export import brat, jsonlines
from onrecord.export.archived import AS_WRITTEN
from onrecord.export.brat import Correction
from onrecord.export.standoff import Marked, note, pieces
from onrecord.record import Document, Record, Spans, Speaker, Statement, StatementId
from onrecord.store import loading, reviews, schema
from onrecord.store.archive import Archive
from onrecord.store.reviews import naming
from onrecord.store.reviews.decision import Decision, Value, Verdict
from onrecord.store.reviews.spoken import by_hand

# What brat can mark and no verdict says: these follow from the words, or from other statements.
_UNDECIDABLE = {"kind": "its kind follows from the quotation marks in it", "parent": "what it stands inside follows from the spans"}


class Corrected(msgspec.Struct, frozen=True):
    """The decisions that were taken, and a sentence for each correction that none could be made of."""

    decisions: tuple[Decision, ...]
    left_out: tuple[str, ...]


def correct(archive: Archive, folder: Path, *, who: str, at: str | None = None) -> Corrected:
    """Take a decision for everything that a person changed in a folder that `export` wrote for brat, all in one transaction.

    who, at: as in `reviews.decide`. Raises InputError where the folder is another, or where a mark can't be read.
    """
    found = list(_corrections(folder))
    return archive.write(lambda connection: _take(connection, found, who, at))


def _corrections(folder: Path) -> Iterator[tuple[Record, tuple[Correction, ...]]]:
    """What was changed in each document of a folder, with the record as it was written."""
    pages = {page.document: page for page in brat.read(folder)}
    written = folder / AS_WRITTEN
    if written.is_symlink() or not written.is_file():
        raise InputError(f"{folder} has no file {AS_WRITTEN}, against which changes are told: export it for brat again.")
    for record in jsonlines.read(written):
        page = pages.pop(record.document.id, None)
        # A document that was taken out of the folder was not looked at: nothing is said of it.
        if page is not None:
            yield record, brat.corrections(record, page)
    if pages:
        raise InputError(f"{folder} holds {min(pages)}, which was not written to it: take it out.")


def _take(connection: Connection, found: list[tuple[Record, tuple[Correction, ...]]], who: str, at: str | None) -> Corrected:
    decisions: list[Decision] = []
    left_out: list[str] = []
    for record, corrections in found:
        if not corrections:
            continue
        table = schema.documents
        there = connection.execute(select(table.c.key, table.c.text).where(table.c.id == record.document.id)).first()
        if there is None or there.text != record.document.text:
            left_out.append(f"Document {record.document.id} is not in the archive as it was written for brat.")
            continue
        shown = {one.id: one for one in loading.record(connection, there.key).statements}
        for one in corrections:
            try:
                for verdict, subject, value in _decided(connection, record, shown, one, who, left_out):
                    decisions.append(reviews.decide(connection, verdict, subject, value, who=who, at=at))
            except ReviewError as error:
                left_out.append(str(error))
    return Corrected(tuple(decisions), tuple(left_out))


def _decided(
    connection: Connection,
    record: Record,
    shown: Mapping[StatementId, Statement],
    one: Correction,
    who: str,
    left_out: list[str],
) -> Iterator[tuple[Verdict, str, Value]]:
    """The decisions that a correction stands for, but for those that stand already."""
    document = record.document
    if one.what == "added" and one.now is not None:
        missed = _missed(connection, document, one.now, who)
        if missed.id not in shown:
            yield "missed", document.id, Value(statement=missed)
        return
    wanted = one.statement or StatementId("")
    stands = shown.get(wanted)
    if one.what == "removed":
        if stands is not None:
            yield "not a statement", wanted, Value()
        return
    if stands is None or one.now is None:
        left_out.append(f"{wanted} is corrected in brat and not shown in the archive any more.")
        return
    left_out += [f"{wanted}: {_UNDECIDABLE[name]}, so it is not decided." for name in one.fields if name in _UNDECIDABLE]
    spans: dict[str, Spans] = {name: getattr(one.now, name) for name in ("content", "source", "cue") if name in one.fields}
    if any(pieces(document.text, getattr(stands, name)) != pieces(document.text, given) for name, given in spans.items()):
        yield "span", wanted, Value(content=spans.get("content"), source=spans.get("source"), cue=spans.get("cue"))
    if "speaker" in one.fields and note(stands.speaker.name if stands.speaker else "") != (one.now.speaker or ""):
        yield "speaker", wanted, Value(speaker=_speaker(connection, document, one.now))
    if "act" in one.fields and one.now.act is not None and one.now.act != stands.act:
        yield "act", wanted, Value(act=one.now.act)


def _speaker(connection: Connection, document: Document, marked: Marked) -> Speaker | None:
    """Whom the note on a content names; rather somebody of the same document than another of that name."""
    if not marked.speaker:
        return None
    table, link, documents = schema.actors, schema.document_actors, schema.documents
    near = (
        select(table.c.id, table.c.name)
        .join(link, link.c.actor == table.c.key)
        .join(documents, documents.c.key == link.c.document)
        .where(documents.c.id == document.id)
    )
    same = [row.id for row in connection.execute(near) if note(row.name) == marked.speaker]
    return naming.speaker(connection, same[0] if len(same) == 1 else marked.speaker, document.id)


def _missed(connection: Connection, document: Document, marked: Marked, who: str) -> Statement:
    return by_hand(
        document.id,
        document.text,
        marked.content,
        _speaker(connection, document, marked),
        who,
        cue=marked.cue,
        source=marked.source,
        act=marked.act or "says",
        parent=marked.parent,
    )
