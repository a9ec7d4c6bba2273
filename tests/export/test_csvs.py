"""CSV gives back every row as it was put in, and no cell that a spreadsheet takes for a formula."""

import csv
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.export import csvs, parquet, xlsx
from onrecord.export.csvs import guarded, unguarded
from onrecord.export.rows import Cell, Records, cells, columns, rows
from tests.export.tables import ODD, RECORD, TOLD, odd_records


def read(path: Path, encoding: str = "utf-8") -> list[tuple[Cell, ...]]:
    """The rows below the header, with numbers as numbers and the guard taken away."""
    with path.open(encoding=encoding, newline="") as file:
        header, *lines = csv.reader(file)
    assert header == [column.name for column in columns()]
    return [typed(line) for line in lines]


def typed(line: list[str]) -> tuple[Cell, ...]:
    made: list[Cell] = []
    for text, column in zip(line, columns(), strict=True):
        if text == "":
            made.append(None)
        else:
            made.append(int(text) if column.type == "integer" else float(text) if column.type == "number" else unguarded(text))
    return tuple(made)


def test_every_row_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    assert csvs.write(TOLD, path, promised=2) == 2
    assert read(path) == [cells(row) for row in rows(TOLD)]


@given(st.lists(ODD.filter(bool), max_size=4))
def test_odd_characters_come_back_too(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        assert csvs.write(odd_records(texts), path) == len(texts)
        assert read(path) == [cells(row) for row in rows(odd_records(texts))]


@given(ODD)
def test_the_guard_can_always_be_taken_away(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(ODD)
def test_no_guarded_text_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("'We wait,'", "'We wait,'"),
        ("-5 degrees", "'-5 degrees"),
        ("a=b", "a=b"),
        ("'", "'"),
    ],
)
def test_only_what_could_be_a_formula_is_changed(text: str, shown: str) -> None:
    assert guarded(text) == shown


def test_lines_end_as_the_standard_has_it_and_every_quotation_mark_is_doubled(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    csvs.write(odd_records(['a "b", c\nd']), path)
    raw = path.read_bytes()
    assert raw.startswith(b"statement_id,document_id,")
    assert raw.endswith(b"\r\n")
    assert b',"a ""b"", c\nd",' in raw


def test_a_byte_order_mark_is_written_only_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    csvs.write(TOLD, path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfstatement_id")
    assert read(path, "utf-8-sig") == [cells(row) for row in rows(TOLD)]


def test_no_records_give_a_header_only(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    assert csvs.write([], path) == 0
    assert read(path) == []


@pytest.mark.parametrize("writer", [csvs, xlsx, parquet])
def test_rows_that_were_promised_and_did_not_come_are_an_error(tmp_path: Path, writer: object) -> None:
    with pytest.raises(RecordError, match="it was to hold 3 rows and 2 came"):
        writer.write(TOLD, tmp_path / "table", promised=3)  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("writer", [csvs, xlsx, parquet])
def test_memory_stays_flat_however_many_records_there_are(tmp_path: Path, writer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 50)

    def peak(number: int) -> int:
        tracemalloc.start()
        many: Records = ((RECORD, {}) for _ in range(number))
        assert writer.write(many, tmp_path / "table") == 2 * number  # type: ignore[attr-defined]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(20)  # what is loaded lazily
    assert peak(600) < peak(100) + 500_000
