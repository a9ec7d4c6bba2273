"""The data dictionary: every column of the tables with its type, what it is and what it may hold, as Markdown, CSV or rows."""

import csv
from io import StringIO

from onrecord.export.rows import Column, Type, columns

HEADER = ("column", "type", "may be empty", "unit or possible values", "what it is")
_TYPES: dict[Type, str] = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "texts": "list of texts",
    "spans": "list of spans",
}
_BEFORE = """# Data dictionary

A table of statements, as CSV, XLSX or Parquet, has one row for each statement and these columns. An empty cell means that
nothing is known or nothing applies, never zero and never an empty text.

"""
_AFTER = """
## What to know of the formats

Each is written whole or not at all: a disk that is full, or another number of rows than was promised, is an error and leaves
nothing behind. A text with half a character (a lone surrogate), which none of them can hold, is refused by name.

**CSV** is UTF-8 with commas and CR LF, as RFC 4180 has it. A text that a spreadsheet could take for a formula, that is one that
begins with `=`, `+`, `-`, `@`, their full-width forms, a tab, a line break or NUL, has an apostrophe put before it; so has one in which
such a character follows apostrophes. To get the document's characters back, take away one apostrophe wherever apostrophes at the
beginning are followed by one of these characters, and nowhere else. Every other character is as the document has it, NUL included.
Tell the program that the comma separates (in Excel: Data, From Text/CSV), and note that Excel itself cuts cells off after 32,767
characters when it opens a CSV file, without saying so. The spans count characters of the document, without the apostrophe.

**XLSX** holds at most 1,048,575 rows and 32,767 UTF-16 units a cell: more is refused, not cut. It has no formulas and no
links. Control characters, which the format cannot hold as they are, are written in its own escape (`_x0000_` for NUL, `_x000D_`
for a carriage return), and text that looks like one is escaped as well: Excel shows the document's characters, while a program that
does not know the escape, such as openpyxl or pandas, shows `_x000D_`. It has a sheet of statements, this dictionary, and a
sheet on where the table comes from, which says when it was made only if that was given: the same records make the same file.

**Parquet** keeps the lists as lists and every character as it is. Dates and times are texts, because a column of timestamps would
make midnight of a day. Each column carries its description and values in its metadata.
"""


def table() -> list[tuple[str, ...]]:
    """The header and a row for every column."""
    return [HEADER, *(_entry(column) for column in columns())]


def markdown() -> str:
    """The whole page, with what to know of each format."""
    header, *entries = table()
    lines = [_line(header), _line(tuple("---" for _ in header))]
    lines += [_line((f"`{name}`", *rest)) for name, *rest in entries]
    return _BEFORE + "\n".join(lines) + "\n" + _AFTER


def csv_text() -> str:
    """The table as CSV. It holds nothing from outside, and no cell that begins like a formula."""
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(table())
    return buffer.getvalue()


def possible(column: Column) -> str:
    """A column's unit or values, in words."""
    return ", ".join(column.listed) or column.values


def _entry(column: Column) -> tuple[str, ...]:
    return (column.name, _TYPES[column.type], "yes" if is_empty_at_times(column) else "no", possible(column), column.description)


def is_empty_at_times(column: Column) -> bool:
    """Whether a row may have nothing there: an unknown value, or an empty list of names. Every statement has spans."""
    return column.is_optional or column.type == "texts"


def _line(fields: tuple[str, ...]) -> str:
    return "| " + " | ".join(field.replace("|", "\\|") for field in fields) + " |"
