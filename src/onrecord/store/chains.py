"""A quotation of an archive to which of its reports rests on which, with the source where a trace found it or one of them holds it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select

from onrecord.errors import ArchiveError
from onrecord.read.links import links
from onrecord.record import DocumentId, Span, Spans, Speaker, StatementId
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.traces.shown import says
from onrecord.trace.chains import chain
from onrecord.trace.resting import Appearance, Chain, Original, Report

# Grounds on which a statement of a source is its author's own.
_OWN: Final = frozenset({"author", "turn"})

_WHY_NOT: Final = {
    "old version": "of an earlier version of its article",
    "rejected": "no statement, as a person decided",
    "gone": "no longer found",
}

# Characters between two stretches of a source that are still one passage of it.
_APART: Final = 300


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """What a stored trace says of a report's words against the source's. fidelity: in words; reason: a sentence."""

    document: DocumentId
    statement: StatementId
    trace: str
    fidelity: str
    reason: str


class Chained(msgspec.Struct, frozen=True, kw_only=True):
    """The chain of a quotation. asked: what was asked for; quotation: the id of its first statement. words: the source's, or the longest.

    is_traced: the source is one that traces found, and not only a report in which the speaker speaks. against: of the reports whose
    words were traced to it.
    """

    asked: str
    quotation: StatementId
    speaker: Speaker | None
    words: str
    is_traced: bool
    chain: Chain
    against: tuple[Against, ...]


class _Found(msgspec.Struct, frozen=True):
    """Where it was really said. document: a key."""

    document: int
    span: Span


def chained(connection: Connection, wanted: str) -> Chained:
    """The chain of the quotation that a statement is of. wanted: the id of any of its statements.

    Its reports are its statements and, where the source is known, whatever was traced to the same passage: wordings that say
    otherwise are quotations of their own. Raises ArchiveError where there is no statement of that id, where it no longer counts, and
    where it stands in one document only.
    """
    quotation, first = _quotation(connection, wanted)
    statements = _statements(connection, {quotation})
    found = _traced(_traces(connection, statements)) or _told(statements)
    if found is not None:
        statements = _statements(connection, {quotation, *_quotations_of(connection, found)})
    traces = [row for row in _traces(connection, statements) if found is not None and row.source == found.document]
    by_document: dict[int, list[Row[Any]]] = {}
    for row in statements:
        by_document.setdefault(row.document, []).append(row)
    documents = _documents(connection, {*by_document, *([found.document] if found is not None else [])})
    if len(documents) < 2:
        about = next(iter(documents.values()))
        raise ArchiveError(
            f"Only one document of the archive has {wanted}, {about.title or about.url or about.origin or about.id}, so nothing is to be "
            "seen of who had it from whom: add other reports of it, or its source and run onrecord traces update."
        )
    contents = _contents(connection, documents)
    reports = [
        _report(connection, document, by_document.get(key, []), contents.get(key, []), found) for key, document in documents.items()
    ]
    original = None
    if found is not None:
        document = documents[found.document]
        original = Original(words=found.span.of(document.text), at=found.span.start, document=DocumentId(document.id))
    table = schema.documents
    outlets = connection.execute(select(table.c.outlet).distinct().where(table.c.outlet.is_not(None))).scalars()
    return Chained(
        asked=wanted,
        quotation=StatementId(first),
        speaker=_speaker(connection, statements),
        words=original.words if original is not None else max((row.words for row in statements), key=len),
        is_traced=bool(traces),
        chain=chain(reports, original, set(outlets)),
        against=tuple(_against(row) for row in traces),
    )


def _quotation(connection: Connection, wanted: str) -> tuple[int, str]:
    """The quotation that a statement is of, and the id of its first statement."""
    table, first = schema.statements, schema.statements.alias("first_of_all")
    columns = select(table.c.quotation, table.c.standing, first.c.id).join(first, first.c.key == table.c.quotation)
    asked = connection.execute(columns.where(table.c.id == wanted)).first()
    if asked is None:
        raise ArchiveError(f"There is no statement or quotation {wanted} in the archive: onrecord search shows their ids.")
    if asked.standing != "current":
        raise ArchiveError(f"{wanted} is {_WHY_NOT[asked.standing]}, so it is in no chain: onrecord search shows what counts now.")
    return asked.quotation, asked.id


def _statements(connection: Connection, quotations: Iterable[int]) -> list[Row[Any]]:
    """The statements of quotations, in the order of their documents' texts."""
    table, documents = schema.statements, schema.documents
    columns = select(table, documents.c.kind.label("of")).join(documents, documents.c.key == table.c.document)
    ordered = columns.where(table.c.standing == "current").order_by(table.c.document, table.c.starts, table.c.key)
    return [row for part in chunks(quotations) for row in connection.execute(ordered.where(table.c.quotation.in_(part)))]


def _traces(connection: Connection, statements: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The stored traces of statements that found a source, the first one first."""
    table, of, documents = schema.traces, schema.statements, schema.documents
    columns = select(table, of.c.id.label("of_statement"), documents.c.id.label("in_document"))
    joined = columns.join(of, of.c.key == table.c.statement).join(documents, documents.c.key == of.c.document)
    there = joined.where(table.c.is_shown, table.c.source.is_not(None))
    keys = [row.key for row in statements]
    found = [row for part in chunks(keys) for row in connection.execute(there.where(table.c.statement.in_(part)))]
    return sorted(found, key=lambda row: row.key)


def _traced(traces: Sequence[Row[Any]]) -> _Found | None:
    """The source that people confirmed, or else that most traces found; of several the surest."""
    counts = Counter(row.source for row in traces)
    best = max(traces, key=lambda row: (row.is_reviewed, counts[row.source], row.confidence), default=None)
    if best is None:
        return None
    return _Found(best.source, _passage(Span(row.starts, row.ends) for row in traces if row.source == best.source))


def _told(statements: Iterable[Row[Any]]) -> _Found | None:
    """The longest passage in which the speaker speaks for themselves."""
    own: dict[int, list[Span]] = {}
    for row in statements:
        if _is_own(row):
            own.setdefault(row.document, []).extend(rows.unpacked(row.content, Spans))
    found = [_Found(key, _passage(spans)) for key, spans in own.items()]
    return max(found, key=lambda one: one.span.end - one.span.start, default=None)


def _quotations_of(connection: Connection, found: _Found) -> set[int]:
    """The quotations of all that was traced to a passage."""
    table, of = schema.traces, schema.statements
    wanted = select(of.c.quotation).join(table, table.c.statement == of.c.key).where(of.c.standing == "current")
    there = wanted.where(table.c.is_shown, table.c.source == found.document)
    return set(connection.execute(there.where(table.c.starts < found.span.end, table.c.ends > found.span.start)).scalars())


def _is_own(row: Row[Any]) -> bool:
    """Whether the speaker of a statement speaks for themselves."""
    return row.of in PRIMARY and row.ground in _OWN and row.parent is None


def _passage(spans: Iterable[Span]) -> Span:
    """The longest stretch that spans make which overlap or stand near each other."""
    return max(_joined(spans, _APART), key=lambda one: one.end - one.start)


def _overlap(one: Spans, other: Spans) -> bool:
    return any(here.start < there.end and there.start < here.end for here in one for there in other)


def _joined(spans: Iterable[Span], apart: int) -> list[Span]:
    """Spans in order, those in one that stand no more characters apart."""
    made: list[Span] = []
    for one in sorted(spans):
        if made and one.start - made[-1].end <= apart:
            made[-1] = Span(made[-1].start, max(made[-1].end, one.end))
        else:
            made.append(one)
    return made


def _documents(connection: Connection, keys: Iterable[int]) -> dict[int, Row[Any]]:
    table = schema.documents
    return {row.key: row for part in chunks(keys) for row in connection.execute(select(table).where(table.c.key.in_(part)))}


def _contents(connection: Connection, keys: Iterable[int]) -> dict[int, list[Spans]]:
    """The contents of all statements of documents that count."""
    table = schema.statements
    wanted = select(table.c.document, table.c.content).where(table.c.standing == "current").order_by(table.c.key)
    found: dict[int, list[Spans]] = {}
    for part in chunks(keys):
        for row in connection.execute(wanted.where(table.c.document.in_(part))):
            found.setdefault(row.document, []).append(rows.unpacked(row.content, Spans))
    return found


def _report(
    connection: Connection,
    document: Row[Any],
    statements: Sequence[Row[Any]],
    every: Sequence[Spans],
    found: _Found | None,
) -> Report:
    """A document as a report. every: contents of all its statements; of the source, what was really said is its content."""
    is_source = found is not None and document.key == found.document
    content: Spans = (
        (found.span,)
        if found is not None and is_source
        else tuple(_joined((span for row in statements for span in rows.unpacked(row.content, Spans)), -1))
    )
    channel = next(((row.platform, row.channel_span) for row in statements if row.platform and row.channel_span), None)
    return Report(
        at=Appearance(
            document=DocumentId(document.id),
            statements=tuple(StatementId(row.id) for row in statements),
            outlet=document.outlet,
            title=document.title,
            url=document.url,
            origin=document.origin,
            published=document.published,
            content=content,
            words=rows.words(document.text, content),
        ),
        text=document.text,
        # What holds the statement, as in “A, said B, according to C”, is none beside it.
        others=tuple(span for spans in every if not _overlap(spans, content) for span in spans),
        links=links(loading.raw(connection, document.sha256), document.text, document.url),
        family=str(document.family),
        is_primary=is_source or any(map(_is_own, statements)),
        translated_from=document.translated_from,
        channel=(channel[0], rows.unpacked(channel[1], Span)) if channel else None,
    )


def _speaker(connection: Connection, statements: Sequence[Row[Any]]) -> Speaker | None:
    """Whom most of the statements are given to."""
    counts = Counter(row.speaker for row in statements if row.speaker is not None)
    most = max(counts, key=lambda key: counts[key], default=None)
    return loading.speakers(connection, [most])[most] if most is not None else None


def _against(row: Row[Any]) -> Against:
    is_confirmed = row.fidelity == "altered" and row.confirmed_by is not None
    return Against(
        document=DocumentId(row.in_document),
        statement=StatementId(row.of_statement),
        trace=row.id,
        fidelity=f"meaning changed, as {row.confirmed_by} confirmed" if is_confirmed else says(row.fidelity, is_confirmed=False),
        reason=row.reason,
    )
