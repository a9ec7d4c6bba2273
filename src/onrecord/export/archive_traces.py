"""What an export of an archive holds of traces to rows of another archive, a document at a time.

The invariant: what was traced here stays as it is. What points at what isn't here, or outside its texts, is left out, and the document
is then traced again here.
"""

from sqlalchemy import Connection, insert, select

from onrecord.export.archive_lines import Traces
from onrecord.store import schema
from onrecord.store.traces import applied, sources
from onrecord.store.traces.kept import Kept, documents_of, inside
from onrecord.store.traces.sources import State
from onrecord.trace import Searched
from onrecord.trace.quotes import joined


def take(connection: Connection, line: Traces, now: State) -> None:
    """Take in what was traced of a document, in the open transaction, unless the document is not here or was traced here.

    now: which sources there are here.
    """
    documents, statements, table = schema.documents, schema.statements, schema.traced
    row = connection.execute(select(documents.c.key, documents.c.text).where(documents.c.id == line.document)).first()
    if row is None or _is_traced(connection, row.key):
        return
    ids = set(connection.execute(select(statements.c.id).where(statements.c.document == row.key)).scalars())
    texts = _texts(connection, {one for _, kept in line.traces for one in documents_of(kept)})
    found: dict[str, list[Kept]] = {one: [] for one in ids}
    is_whole = True
    for statement, kept in line.traces:
        if statement in ids and _fits(kept, row.text, texts):
            found[statement].append(kept)
        else:
            is_whole = False
    applied.apply(connection, list(found), found)
    if is_whole and line.made_by is not None and line.sources is not None:
        # Of other sources than are here: each of them is to be looked at.
        through = now.through if now.name == line.sources else 0
        values = {"document": row.key, "through": through, "sources": line.sources, "made_by": line.made_by}
        connection.execute(insert(table).values(values))


def _is_traced(connection: Connection, document: int) -> bool:
    table = schema.traced
    marked = connection.execute(select(table.c.document).where(table.c.document == document)).first()
    return marked is not None or bool(applied.of_document(connection, document))


def _texts(connection: Connection, ids: set[str]) -> dict[str, int]:
    """Lengths of the texts of sources that are here, by id."""
    table = schema.documents
    wanted = select(table.c.id, table.c.text).where(table.c.id.in_(ids), sources.is_source())
    return {one.id: len(one.text) for one in connection.execute(wanted)}


def _is_told(searched: Searched | None) -> bool:
    """Whether what was searched can be said in words: its days are days."""
    try:
        return searched is None or bool(searched.sentence)
    except (ValueError, OverflowError):
        return False


def _fits(kept: Kept, text: str, lengths: dict[str, int]) -> bool:
    """Whether all of a trace's offsets lie inside the texts that they are of, and what it says of a source is whole."""
    if (kept.source is None) != (kept.fidelity == "not found") or not _is_told(kept.searched):
        return False
    if not kept.pieces or max(span.end for span in kept.pieces) > len(text) or kept.words != joined(text, kept.pieces):
        return False
    elsewhere = kept.elsewhere.place if kept.elsewhere else None
    places = [place for place in (kept.source, elsewhere, *(near.place for near in kept.misses)) if place is not None]
    if not documents_of(kept) <= lengths.keys() or any(place.span.end > lengths[place.document] for place in places):
        return False
    drifts = [(kept.source, kept.drift), (elsewhere, kept.elsewhere.drift if kept.elsewhere else ())]
    return all(inside(drift, len(kept.words), lengths[place.document]) for place, drift in drifts if place is not None)
