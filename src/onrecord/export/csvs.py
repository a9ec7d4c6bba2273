"""Records to CSV as RFC 4180 has it: one statement a row, in UTF-8, with cells that no spreadsheet takes for a formula."""

import csv
import re
from pathlib import Path

from onrecord.export.rows import Cell, Records, cells, columns, rows
from onrecord.export.written import whole

# What spreadsheets begin a formula with, or drop before they look for one; an apostrophe before it makes it text.
# Apostrophes that the text itself has there count along, so that taking one away always gives back what was written.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\0＝＋－＠]")


def write(records: Records, path: Path, *, bom: bool = False, promised: int | None = None) -> int:
    """Write a row for every statement and return how many.

    bom: begin with a byte order mark, without which Excel takes UTF-8 for something else. promised: how many rows there must be.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with whole(path, promised) as unfinished, unfinished.path.open("w", encoding=encoding, newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow([column.name for column in columns()])
        for row in rows(records):
            table.writerow([_safe(cell) for cell in cells(row)])
            unfinished.written += 1
    return unfinished.written


def guarded(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def _safe(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell
