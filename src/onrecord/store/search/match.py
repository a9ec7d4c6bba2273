"""Words to the statements that hold them: all that the two engines do differently in a search."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Float, Select, TableClause, column, func, literal, literal_column, select, table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from onrecord.store import schema
from onrecord.store.search.query import Words, fts5, tsquery

# What PostgreSQL's ts_rank_cd divides by: 1 + the logarithm of a statement's length.
_BY_LENGTH: Final = 1

_FTS = table("statements_words", column("rowid"))
_MATCH: ColumnElement[Any] = literal_column("statements_words")


class _Faceted(TableClause):
    """The statements, read from the index of what is filtered and grouped by: the rows themselves are wide.

    SQLite would look each statement up in its table, where ten times as many pages are read.
    """

    inherit_cache = True


@compiles(_Faceted)
def _plainly(element: _Faceted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    written: str = compiler.visit_table(element, **options)  # type: ignore[no-untyped-call]
    return written


@compiles(_Faceted, "sqlite")
def _by_index(element: _Faceted, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    written: str = compiler.visit_table(element, **options)  # type: ignore[no-untyped-call]
    return f"{written} INDEXED BY statements_facets" if options.get("asfrom") else written


# Only these columns are in the index.
FACETS: Final = _Faceted(
    "statements",
    *(
        column(one.name, one.type)
        for index in schema.statements.indexes
        if index.name == "statements_facets"
        for one in index.columns
    ),
)


def is_postgres(connection: Connection) -> bool:
    """Whether an archive lies in PostgreSQL."""
    return connection.dialect.name == "postgresql"


def matching(connection: Connection, words: Words, *columns: ColumnElement[Any]) -> Select[Any]:
    """A query of the statements that hold the words, with their `relevance` after the columns, the last added first."""
    if is_postgres(connection):
        wanted = tsquery(words)
        indexed: ColumnElement[Any] = literal_column("statements.found_by")
        relevance: ColumnElement[Any] = func.ts_rank_cd(indexed, wanted, _BY_LENGTH)
        found = select(*columns, relevance.label("relevance")).where(indexed.bool_op("@@")(wanted))
        return found.order_by(FACETS.c.key.desc())
    # The plus keeps SQLite from asking for the words once for each statement.
    joined = _FTS.join(FACETS, FACETS.c.key == literal_column("+statements_words.rowid"))
    relevance = literal(-1.0, Float) * func.bm25(_MATCH)
    found = select(*columns, relevance.label("relevance")).select_from(joined)
    return found.where(_MATCH.bool_op("MATCH")(fts5(words))).order_by(_FTS.c.rowid.desc())


def holding(connection: Connection, words: Words, among: Sequence[int] | None = None) -> Select[Any]:
    """The keys of all statements that hold the words, for use inside another query. among: of these keys only."""
    if is_postgres(connection):
        said = schema.statements.alias("said")
        found = select(said.c.key).where(literal_column("said.found_by").bool_op("@@")(tsquery(words)))
        return found if among is None else found.where(said.c.key.in_(among))
    found = select(_FTS.c.rowid).where(_MATCH.bool_op("MATCH")(fts5(words))).correlate(None)
    return found if among is None else found.where(_FTS.c.rowid.in_(among))


def holds_text(connection: Connection, text: ColumnElement[str], piece: str) -> ColumnElement[bool]:
    """Whether a text holds a piece, small and capital letters told apart."""
    find = func.strpos if is_postgres(connection) else func.instr
    found: ColumnElement[bool] = find(text, piece) > 0
    return found
