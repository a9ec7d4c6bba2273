"""Delimited tables: CSV and TSV files, a document in each row below a row of names, to their documents, one at a time.

A cell's characters are kept or its row is passed over: a quotation mark that the format does not allow where it stands
is never dropped in silence.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Literal, TypedDict

from onrecord.errors import InputError
from onrecord.read.columns import Columns
from onrecord.read.fields import Rows, canonical
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.unpacked import LIMIT_LINE, Lines, LongLineError, first_bytes, opened

SUFFIXES = frozenset({".csv", ".tsv", ".tab"})

# The format is judged by the file's first bytes.
_SAMPLE = 1 << 18

_DELIMITERS = ",;\t|"
_EXCEL_SAYS = "sep="

# More columns than any table of documents has.
_MOST_COLUMNS = 1_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Format(TypedDict):
    """How cells are told apart, in the words of the csv module."""

    delimiter: str
    doublequote: bool
    escapechar: str | None
    quoting: Literal[0, 3]


def is_delimited(path: Path) -> bool:
    """Whether a file is named as a CSV or TSV table is, packed by gzip or not."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return bool(suffixes) and (suffixes[-1] in SUFFIXES or (suffixes[-1] == ".gz" and suffixes[0] in SUFFIXES))


def items(path: Path, columns: Columns | None = None, *, limit_line: int = LIMIT_LINE) -> Iterator[Item | PassedOver]:
    """The documents of a table, in order, and what of it is passed over.

    Raises InputError where it is no table, OptionError where the columns don't fit it.
    """
    columns = columns or Columns()
    sample = first_bytes(path, _SAMPLE)
    encoding = _encoding(sample, path)
    start = sample.decode(encoding, "replace")
    if len(sample) == _SAMPLE:
        start = start[: start.rfind("\n") + 1] or start
    said, start = _said(start)
    form = _format(start, said, columns)
    with opened(path) as file:
        text = _text(file, encoding)
        lines = Lines(text, limit_line)
        if said:
            next(lines)
        rows = _rows(lines, form, path, limit_line)
        header = next((row for row in rows if not isinstance(row, PassedOver)), None)
        if header is None:
            raise InputError(f"{path} is empty: a table has the names of its columns in its first row.")
        names = _names(header[1])
        reading = Rows(columns)
        columns.check([dict.fromkeys(names, "")], str(path))
        for row in rows:
            if isinstance(row, PassedOver):
                yield row
            else:
                yield from _read(reading, names, row[0], row[1])


def _read(reading: Rows, names: Sequence[str], name: str, cells: list[str]) -> Iterator[Item | PassedOver]:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) > len(names) and not any(cell.strip() for cell in cells[len(names) :]):
        cells = cells[: len(names)]
    if len(cells) > len(names) or len(cells) == 1 < len(names):
        yield PassedOver(
            name, f"{name}, has {len(cells)} cells where the first row names {len(names)}: look at its quotation marks."
        )
        return
    fields = dict(zip(names, cells, strict=False))
    yield from reading.read(fields, canonical(fields), name)


def _rows(lines: Lines[str], form: Format, path: Path, limit: int) -> Iterator[tuple[str, list[str]] | PassedOver]:
    """Each row with its name, which is the line that it begins on."""
    if csv.field_size_limit() < limit:
        csv.field_size_limit(limit)
    reader = csv.reader(lines, strict=True, **form)
    while True:
        name = f"{path}, line {lines.number + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except LongLineError as error:
            yield PassedOver(name, f"{name}, {error}: it is not read.")
        except csv.Error as error:
            yield PassedOver(name, f"{name}, is not a row of a table ({error}): look at its quotation marks.")
        else:
            if len(row) > _MOST_COLUMNS:
                yield PassedOver(name, f"{name}, has {len(row)} cells, more than any table of documents.")
            elif row:
                yield name, row


def _names(header: Sequence[str]) -> list[str]:
    """The columns' names, each unlike the others: a second “text” is “text (2)”."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        plain = cell.strip() or f"column {number}"
        names.append(plain if plain not in names else f"{plain} ({number})")
    return names


def _format(sample: str, said: str | None, columns: Columns) -> Format:
    """The format that reads the sample without a mistake and gives the most names that are known, then the most names."""
    best, most = Format(delimiter=said or ",", doublequote=True, escapechar=None, quoting=csv.QUOTE_MINIMAL), (-1, 0, 0)
    for delimiter in said or _DELIMITERS:
        for form in _forms(delimiter, sample):
            header, is_clean = _tried(sample, form)
            known = len(columns.values(dict.fromkeys(_names(header), "x")))
            if (score := (known, len(header), int(is_clean))) > most:
                best, most = form, score
    return best


def _forms(delimiter: str, sample: str) -> Iterator[Format]:
    """Quotation marks doubled inside a cell, as Excel writes them; behind a backslash, as MySQL does; or, with tabs, just characters.

    Without doublequote the csv module is not strict, and drops marks in silence: so it stays on.
    """
    yield Format(delimiter=delimiter, doublequote=True, escapechar=None, quoting=csv.QUOTE_MINIMAL)
    if '\\"' in sample:
        yield Format(delimiter=delimiter, doublequote=True, escapechar="\\", quoting=csv.QUOTE_MINIMAL)
    if delimiter == "\t":
        yield Format(delimiter=delimiter, doublequote=True, escapechar=None, quoting=csv.QUOTE_NONE)


def _tried(sample: str, form: Format) -> tuple[list[str], bool]:
    """The first row, and whether all the others could be read as well. The last may be cut off by the sample's end."""
    reader = csv.reader(io.StringIO(sample, newline=""), strict=True, **form)
    header: list[str] = []
    try:
        for row in reader:
            header = header or row[:_MOST_COLUMNS]
    except csv.Error as error:
        return header, "end of data" in str(error)
    return header, True


def _said(sample: str) -> tuple[str | None, str]:
    """The delimiter that the first line says, as Excel writes it (sep=;), and the sample without that line."""
    first, _, rest = sample.partition("\n")
    line = first.strip("\r\"' ").lstrip("\ufeff")
    delimiter = line[len(_EXCEL_SAYS) :]
    return (delimiter, rest) if line.lower().startswith(_EXCEL_SAYS) and len(delimiter) == 1 else (None, sample)


def _encoding(sample: bytes, path: Path) -> str:
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" in sample:
        raise InputError(f"{path} is not a table as text (it holds NUL bytes): save it as CSV in UTF-8.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _text(file: IO[bytes], encoding: str) -> IO[str]:
    return io.TextIOWrapper(file, encoding, errors="replace", newline="")
