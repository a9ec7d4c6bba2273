"""Traces of an archive to what people are shown of them: both texts' words, where each stands, who decided, and what was searched.

“Altered” is an accusation: it is a possible change of meaning until a named person has confirmed it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from onrecord.errors import ArchiveError, OptionError
from onrecord.record import Span, Spans
from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import naming
from onrecord.store.traces import applied
from onrecord.store.traces.kept import Place, Stands, documents_of, stands
from onrecord.store.traces.update import REPORTS
from onrecord.trace import Fidelity, Piece

POSSIBLY: Final = "possible change of meaning"

FIDELITIES: Final[tuple[Fidelity, ...]] = get_args(Fidelity)

# Traces whose texts are fetched at a time.
_BATCH: Final = 200


class Article(msgspec.Struct, frozen=True):
    """The document that a wording stands in."""

    document: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


class There(msgspec.Struct, frozen=True):
    """A place in a source. words: that stand there; speaker: who speaks, if that is known. likelihood: of a miss, in [0, 1]."""

    document: str
    kind: str
    speaker: str | None
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    span: Span
    words: str
    likelihood: float | None = None


class Differs(msgspec.Struct, frozen=True):
    """A piece of the drift with the words on both sides. quote, source: offsets into the wording and into the source's text."""

    change: str
    quote: Span | None
    source: Span | None
    about: tuple[str, ...]
    quote_words: str | None
    source_words: str | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A trace. fidelity: in words, “possible change of meaning” until confirmed. elsewhere: whose text has the same words, a question.

    status: machine, or reviewed; reviewed: by whom, when, which verdict. searched: a sentence. sources: hash of all there were.
    """

    trace: str
    statement: str
    article: Article
    speaker: str | None
    pieces: Spans
    words: str
    fidelity: str
    confirmed_by: str | None
    confidence: float
    reason: str
    source: There | None
    change: Differs | None
    drift: tuple[Differs, ...]
    misses: tuple[There, ...]
    searched: str | None
    also: tuple[str, ...]
    elsewhere: There | None
    note: str | None
    status: str
    reviewed: dict[str, str] | None
    made_by: str
    sources: str


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which traces. fidelity: one of FIDELITIES. speaker: a name or id. is_reviewed: only those, or only those that nobody decided about."""

    fidelity: str | None = None
    speaker: str | None = None
    is_reviewed: bool | None = None
    limit: int = 50
    skip: int = 0


class Listed(msgspec.Struct, frozen=True):
    """The traces that were asked for, how many there are in all by fidelity in words, and how many reports were not traced yet."""

    traces: tuple[Shown, ...]
    counts: dict[str, int]
    waiting: int


def says(fidelity: str, *, is_confirmed: bool) -> str:
    """A fidelity in words."""
    return POSSIBLY if fidelity == "altered" and not is_confirmed else fidelity


def show(connection: Connection, wanted: str) -> list[Shown]:
    """The trace of an id, or all of a statement's. Raises ArchiveError where there is none."""
    table = schema.traces
    there = applied.meant(connection, wanted)
    if there is None:
        raise ArchiveError(f"There is no trace or statement {wanted} in the archive: onrecord traces list shows their ids.")
    of = _columns().where(table.c.statement == there.key, table.c.is_shown).order_by(table.c.position)
    found = connection.execute(of if wanted == there.id else of.where(table.c.id == wanted)).all()
    if found:
        return list(_shown(connection, found))
    raise ArchiveError(
        f"{wanted} has no trace: onrecord traces update traces reports of four words and more that were not traced yet."
    )


def listing(connection: Connection, query: Query) -> Listed:
    """The traces that a query asks for, of what was said last first. Raises OptionError for a fidelity that is none."""
    table, statements = schema.traces, schema.statements
    conditions = [*_current(), *_conditions(connection, query)]
    is_confirmed_now = table.c.confirmed_by.is_not(None)
    of = select(table.c.fidelity, is_confirmed_now, func.count()).select_from(_joined()).where(*conditions)
    counts: dict[str, int] = {}
    for fidelity, is_confirmed, count in connection.execute(of.group_by(table.c.fidelity, is_confirmed_now)):
        name = says(fidelity, is_confirmed=bool(is_confirmed))
        counts[name] = counts.get(name, 0) + count
    order = (func.coalesce(statements.c.dated, "").desc(), statements.c.key.desc(), table.c.position)
    found = connection.execute(_columns().where(*conditions).order_by(*order).limit(query.limit).offset(query.skip)).all()
    documents, traced = schema.documents, schema.traced
    untraced = select(func.count()).select_from(documents.join(traced, traced.c.document == documents.c.key, isouter=True))
    untraced = untraced.where(documents.c.kind.in_(REPORTS), documents.c.is_current, traced.c.document.is_(None))
    waiting = int(connection.execute(untraced).scalar() or 0)
    return Listed(tuple(_shown(connection, found)), dict(sorted(counts.items())), waiting)


def _current() -> list[ColumnElement[bool]]:
    return [schema.traces.c.is_shown, schema.statements.c.standing == "current", schema.documents.c.kind.in_(REPORTS)]


def _conditions(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    table = schema.traces
    if query.fidelity is not None:
        if query.fidelity not in FIDELITIES:
            raise OptionError(f"“{query.fidelity}” is none of {', '.join(FIDELITIES)}.")
        yield table.c.fidelity == query.fidelity
    if query.is_reviewed is not None:
        yield table.c.is_reviewed == query.is_reviewed
    if query.speaker is not None:
        ids = [one.id for one in naming.actors(connection, query.speaker)]
        if not ids:
            raise ArchiveError(f"There is no actor {query.speaker} in the archive: onrecord search shows names and ids.")
        actors, named = schema.actors, schema.actors.alias("named")
        keys = select(actors.c.key).join(named, named.c.key == actors.c.merged).where(named.c.id.in_(ids))
        yield schema.statements.c.speaker.in_(keys)


def _joined() -> Any:  # noqa: ANN401 - SQLAlchemy's join
    table, statements, documents = schema.traces, schema.statements, schema.documents
    found = table.join(statements, statements.c.key == table.c.statement)
    return found.join(documents, documents.c.key == statements.c.document)


def _columns() -> Select[Any]:
    statements, documents = schema.statements, schema.documents
    actors, named = schema.actors, schema.actors.alias("named")
    return select(
        schema.traces,
        statements.c.id.label("of_statement"),
        documents.c.id.label("in_document"),
        *(documents.c[name] for name in ("title", "outlet", "url", "published")),
        named.c.name.label("speaker"),
    ).select_from(
        _joined()
        .join(actors, actors.c.key == statements.c.speaker, isouter=True)
        .join(named, named.c.key == actors.c.merged, isouter=True)
    )


def _shown(connection: Connection, found: Sequence[Row[Any]]) -> Iterator[Shown]:
    for part in chunks(found, _BATCH):
        keys = {row.source for row in part if row.source is not None}
        ids = applied.ids_of(connection, keys)
        several = [stands(row._mapping, ids) for row in part]  # noqa: SLF001 - SQLAlchemy's public name for it
        texts = _sources(connection, {document for one in several for document in documents_of(one.kept)})
        for row, one in zip(part, several, strict=True):
            yield _one(row, one, texts)


def _sources(connection: Connection, ids: set[Any]) -> dict[str, Row[Any]]:
    table = schema.documents
    columns = (table.c[name] for name in ("id", "kind", "title", "outlet", "url", "published", "text"))
    wanted = select(*columns)
    return {row.id: row for part in chunks(sorted(ids)) for row in connection.execute(wanted.where(table.c.id.in_(part)))}


def _one(row: Row[Any], one: Stands, texts: Mapping[str, Row[Any]]) -> Shown:
    kept = one.kept
    text = texts[kept.source.document].text if kept.source else ""
    misses = (_there(near.place, texts, round(near.likelihood, 4)) for near in kept.misses)
    return Shown(
        trace=row.id,
        statement=row.of_statement,
        article=Article(row.in_document, row.title, row.outlet, row.url, row.published),
        speaker=row.speaker,
        pieces=kept.pieces,
        words=kept.words,
        fidelity=says(kept.fidelity, is_confirmed=one.confirmed_by is not None),
        confirmed_by=one.confirmed_by,
        confidence=kept.confidence,
        reason=kept.reason,
        source=_there(kept.source, texts) if kept.source else None,
        change=_differs(kept.change, kept.words, text) if kept.change else None,
        drift=tuple(_differs(piece, kept.words, text) for piece in kept.drift),
        misses=tuple(miss for miss in misses if miss is not None),
        searched=kept.searched.sentence if kept.searched else None,
        also=kept.also,
        elsewhere=_there(kept.elsewhere.place, texts) if kept.elsewhere else None,
        note=kept.note,
        status="reviewed" if one.reviewed else "machine",
        reviewed=one.reviewed,
        made_by=kept.made_by,
        sources=kept.sources,
    )


def _there(place: Place, texts: Mapping[str, Row[Any]], likelihood: float | None = None) -> There | None:
    row = texts.get(place.document)
    if row is None:
        return None
    about = (row.id, row.kind, place.speaker, row.title, row.outlet, row.url, row.published)
    return There(*about, place.span, place.span.of(row.text), likelihood)


def _differs(piece: Piece, words: str, text: str) -> Differs:
    return Differs(
        piece.change,
        piece.quote,
        piece.source,
        piece.about,
        piece.quote.of(words) if piece.quote else None,
        piece.source.of(text) if piece.source else None,
    )
