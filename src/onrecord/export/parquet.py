"""Records to Parquet: one statement a row, in typed columns that carry their descriptions, lists kept as lists.

Dates stay texts: a column of timestamps would make midnight of what is only known to the day.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from onrecord.errors import OptionError
from onrecord.export.dictionary import possible
from onrecord.export.rows import Column, Records, Row, cells, columns, rows
from onrecord.export.written import whole

# Held in memory at once: about 30 MB of rows with a sentence each, and never more than these characters and one row.
ROWS_A_GROUP, CHARACTERS_A_GROUP = 10_000, 32_000_000


def write(records: Records, path: Path, *, promised: int | None = None) -> int:
    """Write a row for every statement and return how many.

    promised: how many rows there must be. Raises OptionError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise OptionError("Parquet needs pyarrow: run pip install 'onrecord[parquet]', or write CSV or XLSX.") from error
    schema = pa.schema([_field(pa, column) for column in columns()], metadata={"made_by": f"onrecord {version('onrecord')}"})
    with whole(path, promised) as unfinished:
        with pq.ParquetWriter(str(unfinished.path), schema, compression="zstd") as writer:
            for group in _groups(rows(records)):
                arrays = [pa.array(_values(group, column), field.type) for column, field in zip(columns(), schema, strict=True)]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
        unfinished.written = pq.read_metadata(unfinished.path).num_rows  # what the file itself says it holds
    return unfinished.written


def _field(pa: Any, column: Column) -> Any:  # noqa: ANN401
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "texts": pa.list_(pa.string()),
        "spans": pa.list_(pa.struct([pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)])),
    }
    about = {"description": column.description, "values": possible(column)}
    return pa.field(column.name, types[column.type], nullable=column.is_optional, metadata=about)


def _groups(every: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists of as many as a group holds."""
    group: list[Row] = []
    characters = 0
    for row in every:
        group.append(row)
        characters += sum(len(cell) for cell in cells(row) if isinstance(cell, str))
        if len(group) == ROWS_A_GROUP or characters >= CHARACTERS_A_GROUP:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _values(group: list[Row], column: Column) -> list[Any]:
    values = [getattr(row, column.name) for row in group]
    if column.type != "spans":
        return values
    return [[{"start": span.start, "end": span.end} for span in spans] for spans in values]
