"""Records of an archive to what only the archive knows of their statements: quotation, outlets that carried it, notices."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from onrecord.export.rows import Extras
from onrecord.record import Record, StatementId
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.notices import Notice

# A quotation's id and its outlets, by its key in the archive.
_Quotations = Mapping[int, tuple[str, tuple[str, ...]]]


def with_extras(
    connection: Connection, records: Iterator[tuple[int, Record]]
) -> Iterator[tuple[Record, dict[StatementId, Extras]]]:
    """Each record with its extras. records: with their documents' keys."""
    for batch in chunks(records, loading.BATCH):
        keys = [key for key, _ in batch]
        notices, of_statement = _notices(connection, dict(batch)), _keys(connection, keys)
        quotations = _quotations(connection, sorted(set(of_statement.values())))
        for key, record in batch:
            yield (
                record,
                {one.id: _extras(quotations, of_statement.get(one.id), notices.get(key)) for one in record.statements},
            )


def _extras(quotations: _Quotations, quotation: int | None, notice: str | None) -> Extras:
    name, outlets = quotations[quotation] if quotation is not None and quotation in quotations else (None, ())
    # Where no document names its outlet, how many there are is not known; it is not none.
    return Extras(quotation=name, copies=len(outlets) or None, outlets=outlets, notice=notice)


def _keys(connection: Connection, documents: Sequence[int]) -> dict[str, int]:
    """Keys of quotations by statement."""
    table = schema.statements
    return dict(connection.execute(select(table.c.id, table.c.quotation).where(table.c.document.in_(documents))).all())


def _quotations(connection: Connection, keys: Sequence[int]) -> _Quotations:
    """The name of each quotation, the id of the statement of it that was added first, as in search and views; and its outlets."""
    table, documents = schema.statements, schema.documents
    wanted = select(table.c.quotation, documents.c.outlet).join(documents, documents.c.key == table.c.document)
    wanted = wanted.where(table.c.standing.in_(loading.SHOWN))
    names: dict[int, str] = {}
    outlets: dict[int, set[str]] = {}
    for part in chunks(keys):
        names |= dict(connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(part))).all())
        for row in connection.execute(wanted.where(table.c.quotation.in_(part))):
            outlets.setdefault(row.quotation, set()).update({row.outlet} if row.outlet else ())
    return {key: (name, tuple(sorted(outlets.get(key, ())))) for key, name in names.items()}


def _notices(connection: Connection, records: Mapping[int, Record]) -> dict[int, str]:
    """The words of the notices that a document bears."""
    table = schema.documents
    found = connection.execute(select(table.c.key, table.c.notices).where(table.c.key.in_(list(records)), table.c.notices != "[]"))
    made = {}
    for row in found:
        text = records[row.key].document.text
        made[row.key] = rows.GAP.join(text[one.start : one.end] for one in rows.unpacked(row.notices, tuple[Notice, ...]))
    return made
