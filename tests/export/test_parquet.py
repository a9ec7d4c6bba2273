"""Parquet gives back every row as it was put in, in typed columns that say what they hold; and a full disk leaves nothing behind."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import OptionError
from onrecord.export import csvs, parquet, xlsx
from onrecord.export.rows import Records, columns, rows
from onrecord.record import Record, Span
from tests.export.tables import BARE, DOCUMENT, ODD, TOLD, odd_records


def put_in(records: Records) -> list[dict[str, Any]]:
    every = []
    for row in rows(records):
        values = {name: getattr(row, name) for name in row.__struct_fields__}
        spans = [{"start": span.start, "end": span.end} for span in row.spans]
        every.append({**values, "addressees": list(row.addressees), "outlets": list(row.outlets), "spans": spans})
    return every


def test_every_row_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    assert parquet.write(TOLD, path, promised=2) == 2
    assert pq.read_table(path).to_pylist() == put_in(TOLD)


@given(st.lists(ODD.filter(bool), max_size=4))
@settings(max_examples=50)
def test_odd_characters_come_back_too(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        assert parquet.write(odd_records(texts), path) == len(texts)
        assert pq.read_table(path).to_pylist() == put_in(odd_records(texts))


def test_columns_are_typed_and_say_what_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    parquet.write(TOLD, path)
    schema = pq.read_schema(path)
    assert schema.field("start").type == pa.int64()
    assert schema.field("confidence_words").type == pa.float64()
    assert schema.field("addressees").type == pa.list_(pa.string())
    assert schema.field("published").type == pa.string()
    assert schema.field("speaker_name").nullable
    assert not schema.field("words").nullable
    for column in columns():
        assert schema.field(column.name).metadata[b"description"].decode() == column.description
    assert schema.field("kind").metadata[b"values"] == b"direct, indirect, mixed"
    assert schema.metadata[b"made_by"].startswith(b"onrecord ")


def test_rows_are_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 3)
    path = tmp_path / "table.parquet"
    texts = ["one", "two", "three", "four", "five", "six", "seven"]
    assert parquet.write(odd_records(texts), path) == 7
    about = pq.read_metadata(path)
    assert [about.row_group(place).num_rows for place in range(about.num_row_groups)] == [3, 3, 1]
    assert pq.read_table(path).to_pylist() == put_in(odd_records(texts))


def test_a_group_of_long_texts_holds_fewer_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "CHARACTERS_A_GROUP", 100_000)
    path = tmp_path / "table.parquet"
    assert parquet.write(odd_records(["a", "b" * 10_000, "c"]), path) == 3
    about = pq.read_metadata(path)
    assert [about.row_group(place).num_rows for place in range(about.num_row_groups)] == [2, 1]


def test_no_records_give_an_empty_table_with_every_column(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    assert parquet.write([], path) == 0
    assert pq.read_table(path).column_names == [column.name for column in columns()]


def test_without_pyarrow_one_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OptionError, match=r"pip install 'onrecord\[parquet\]'"):
        parquet.write(TOLD, tmp_path / "table.parquet")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """What a full disk is like: a write beyond this many bytes fails."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("writer", [csvs, xlsx, parquet])
@pytest.mark.parametrize("size", [2_000, 9_000, 20_000])
def test_a_full_disk_is_one_clear_error_and_leaves_nothing_behind(tmp_path: Path, writer: Any, size: int) -> None:
    target = tmp_path / "table"
    target.write_text("old")
    texts = [f"{number} of the tide, " * 20 for number in range(300)]
    with pytest.raises(OptionError, match="can't be written"), no_file_longer_than(size):
        writer.write(odd_records(texts), target)
    assert [one.name for one in tmp_path.iterdir()] == ["table"]
    assert target.read_text() == "old"


def test_a_disk_that_is_full_only_when_a_workbook_is_packed_is_the_same_error(tmp_path: Path) -> None:
    chance, target = Random(1), tmp_path / "table.xlsx"
    text = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(5_000))  # which packing makes little shorter
    document = msgspec.structs.replace(DOCUMENT, text=text, marks=())
    one = msgspec.structs.replace(BARE, content=(Span(0, len(text)),), parent=None)
    records: Records = [(Record(document=document, statements=(one,)), {})]
    xlsx.write(records, target)
    with ZipFile(target) as packed:
        longest = max(part.file_size for part in packed.infolist())
    whole = target.stat().st_size
    assert longest < whole - 500, "or the limit is met before"
    with pytest.raises(OptionError, match="can't be written"), no_file_longer_than((longest + whole) // 2):
        xlsx.write(records, target)
    assert [one.name for one in tmp_path.iterdir()] == ["table.xlsx"]
    assert target.stat().st_size == whole
