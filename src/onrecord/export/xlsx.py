"""Records to an XLSX workbook: the statements, the data dictionary, and where the table comes from, a sheet each.

Complete or an error: what does not fit into a sheet or a cell is refused, never cut off. Nothing is a formula or a link.
"""

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onrecord.errors import OptionError
from onrecord.export import dictionary
from onrecord.export.rows import Cell, Records, cells, columns, rows
from onrecord.export.written import Unfinished, whole

MOST_ROWS = 1_048_575  # of a sheet, below the header
MOST_UNITS = 32_767  # UTF-16 units of a cell
_NARROW, _WIDE, _WIDEST = 14, 32, 80  # in characters
_WIDTHS = {"words": _WIDEST, "quoted": _WIDEST} | dict.fromkeys(
    ("document_title", "url", "source_words", "speaker_name", "why"), _WIDE
)
_DICTIONARY_WIDTHS = (20, _NARROW, _NARROW, _WIDE, 120)
_ABOUT_WIDTHS = (20, 60)
# The workbook's own date, which readers expect: a fixed one, so that the same records make the same file.
_NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
# XlsxWriter writes a text in these tags into the sheet as its own markup, and escapes only the first of two joined escapes.
_JOINED = re.compile(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(records: Records, path: Path, *, made: str | None = None, promised: int | None = None) -> int:
    """Write a row for every statement and return how many.

    made: when the table was made, for the sheet that says where it comes from. promised: how many rows there must be.
    Raises OptionError where there are more rows, or longer texts, than the format holds.
    """
    if promised is not None and promised > MOST_ROWS:
        raise _too_many(path, promised)
    with whole(path, promised) as unfinished, TemporaryDirectory(dir=unfinished.path.parent, prefix=".onrecord-") as folder:
        _workbook(records, path, unfinished, folder, made)
    return unfinished.written


def _workbook(records: Records, path: Path, unfinished: Unfinished, folder: str, made: str | None) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    workbook = xlsxwriter.Workbook(str(unfinished.path), {"constant_memory": True, "tmpdir": folder})
    workbook.use_zip64()
    workbook.set_properties({"created": _NO_DATE})
    try:
        facts = _statements(workbook, records, path, unfinished)
        _sheet(workbook, "dictionary", _DICTIONARY_WIDTHS, dictionary.table(), path)
        facts += [("made by", f"onrecord {version('onrecord')}"), *([("made at", made)] if made else [])]
        _sheet(workbook, "about", _ABOUT_WIDTHS, [("about this table", None), *facts], path)
        try:
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise error.args[0] from error  # the OSError that it was made from
    finally:
        for sheet in workbook.worksheets():
            with suppress(OSError):  # a full disk has been told of already
                sheet.row_data_fh.close()


def _statements(workbook: Any, records: Records, path: Path, unfinished: Unfinished) -> list[tuple[Cell, ...]]:  # noqa: ANN401
    """The first sheet; gives what the last one says of it."""
    names = [column.name for column in columns()]
    sheet = _begun(workbook, "statements", [_WIDTHS.get(name, _NARROW) for name in names], names)
    documents = reviewed = 0

    def counted() -> Records:
        nonlocal documents
        for record, extras in records:
            documents += 1
            yield record, extras

    for row in rows(counted()):
        if unfinished.written == MOST_ROWS:
            raise _too_many(path, None)
        unfinished.written += 1
        reviewed += row.status == "reviewed"
        for place, (name, value) in enumerate(zip(names, cells(row), strict=True)):
            _write_cell(sheet, unfinished.written, place, value, f"the {name} of statement {row.statement_id!a}", path)
    sheet.autofilter(0, 0, unfinished.written, len(names) - 1)
    return [("statements", unfinished.written), ("of them reviewed", reviewed), ("documents", documents)]


def _sheet(workbook: Any, name: str, widths: Sequence[int], table: Sequence[Sequence[Cell]], path: Path) -> None:  # noqa: ANN401
    header, *entries = table
    sheet = _begun(workbook, name, widths, header)
    for number, entry in enumerate(entries, start=1):
        for place, value in enumerate(entry):
            _write_cell(sheet, number, place, value, f"a cell of the sheet “{name}”", path)


def _begun(workbook: Any, name: str, widths: Sequence[int], header: Sequence[Cell]) -> Any:  # noqa: ANN401
    """A sheet with its header, which stays in sight."""
    sheet, bold = workbook.add_worksheet(name), workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, (width, title) in enumerate(zip(widths, header, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title or "", bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Cell, what: str, path: Path) -> None:  # noqa: ANN401
    if value is None or value == "":
        return
    if not isinstance(value, str):
        sheet.write_number(row, column, value)
        return
    if sheet.write_string(row, column, _run(value) if value.startswith("<r>") or _JOINED.search(value) else value):
        raise OptionError(
            f"{path} was not written: {what} is longer than the {MOST_UNITS:,} units that a cell of XLSX holds, "
            "so write CSV or Parquet instead."
        )


def _run(text: str) -> str:
    """Text as the one run of markup that XlsxWriter passes on as it is, with every character of it escaped."""
    escaped = _ESCAPE.sub("&#95;x005F&#95;", escape(text, quote=False))
    return f'<r><t xml:space="preserve">{escaped}</t></r>'


def _too_many(path: Path, rows: int | None) -> OptionError:
    many = f"{rows:,} rows are" if rows else "there are"
    return OptionError(
        f"{path} was not written: {many} more than the {MOST_ROWS:,} that a sheet of XLSX holds, so write CSV or Parquet instead."
    )
