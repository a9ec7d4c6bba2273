"""JSON Lines: a file with a document on each line, of any length, to its documents, one at a time.

A line's raw bytes are the line without its end (and, on the first, without the byte order mark).
"""

import codecs
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from onrecord.errors import InputError
from onrecord.read.columns import Columns
from onrecord.read.fields import Rows, parsed
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.unpacked import LIMIT_LINE, Lines, LongLineError, opened

SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})

# The columns are judged by so many documents, or fewer long ones: a line may leave out what it has no value for.
_FIRST = 100
_FIRST_BYTES = 20_000_000

_Line = tuple[str, bytes, dict[str, object]]


def is_json_lines(path: Path) -> bool:
    """Whether a file is named as JSON Lines are, packed by gzip or not."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return bool(suffixes) and (suffixes[-1] in SUFFIXES or (suffixes[-1] == ".gz" and suffixes[0] in SUFFIXES))


def items(path: Path, columns: Columns | None = None, *, limit_line: int = LIMIT_LINE) -> Iterator[Item | PassedOver]:
    """The documents of a file of JSON Lines, in order, and what of it is passed over.

    Raises InputError where none of the first lines is JSON, OptionError where the columns don't fit them.
    """
    columns = columns or Columns()
    rows = Rows(columns)
    with opened(path) as file:
        lines = _lines(path, file, limit_line)
        first, size = [], 0
        for found in lines:
            first.append(found)
            size += 0 if isinstance(found, PassedOver) else len(found[1])
            if len(first) >= _FIRST or size > _FIRST_BYTES:
                break
        known = [found[2] for found in first if not isinstance(found, PassedOver)]
        if known:
            if documents := [fields for fields in known if not _is_record(fields)]:
                columns.check(documents, str(path))
        elif first:
            raise InputError(f"{path} is not JSON Lines, a document on each line: {first[0].why}")  # type: ignore[union-attr]
        for found in chain(first, lines):
            if isinstance(found, PassedOver):
                yield found
                continue
            name, raw, fields = found
            if _is_record(fields):
                yield PassedOver(name, f"{name} is a whole record of onrecord's own: `onrecord import` reads it.")
            else:
                yield from rows.read(fields, raw, name)


def _lines(path: Path, file: IO[bytes], limit: int) -> Iterator[_Line | PassedOver]:
    lines = Lines(file, limit)
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except LongLineError as error:
            name = f"{path}, line {lines.number}"
            yield PassedOver(name, f"{name}, {error}: it is not read.")
            continue
        raw = line.rstrip(b"\r\n")
        if lines.number == 1:
            if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise InputError(f"{path} is in UTF-16, and JSON Lines are in UTF-8: save it again as UTF-8.")
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if not raw.strip():
            continue
        name = f"{path}, line {lines.number}"
        try:
            fields = parsed(raw)
        except ValueError as error:
            yield PassedOver(name, f"{name}, is not JSON: {error}.")
            continue
        if isinstance(fields, dict):
            yield name, raw, fields
        else:
            yield PassedOver(name, f'{name}, is not a JSON object: a document on each line is wanted, as in {{"text": …}}.')


def _is_record(fields: dict[str, object]) -> bool:
    return isinstance(fields.get("document"), dict) and isinstance(fields.get("statements"), list)
