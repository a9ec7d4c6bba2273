"""XLSX gives back every row as it was put in, or is refused: nothing is cut off, and nothing is a formula or a link."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.errors import OptionError
from onrecord.export import dictionary, xlsx
from onrecord.export.rows import Cell, cells, columns, rows
from tests.export.tables import ODD, TOLD, odd_records


def unescaped(text: str) -> str:
    """The text that Excel shows for what stands in the file: every _xHHHH_ from left to right."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def read(path: Path, name: str = "statements") -> list[tuple[Cell, ...]]:
    sheet = openpyxl.load_workbook(path)[name]
    assert not any(cell.data_type == "f" or cell.hyperlink for line in sheet for cell in line)
    return [tuple(unescaped(cell.value) if isinstance(cell.value, str) else cell.value for cell in line) for line in sheet]


def test_every_row_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    assert xlsx.write(TOLD, path, promised=2) == 2
    assert read(path) == [tuple(column.name for column in columns()), *(cells(row) for row in rows(TOLD))]


@settings(max_examples=40)
@given(st.lists(ODD.filter(bool), max_size=3))
@example(["=1+1", "{=1}", "https://quay.example/", "<r><t>a</t></r>", "<r></r>", "_x0041_", "_x0041_x0042_", "_x005F_x0041_x0042_"])
@example(["\0\x08\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff", " a\r\nb\rc\n ", "\t", "<r>&_x0041_x0042_]]></r>", "1", "true", "#N/A"])
def test_odd_characters_come_back_too(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        assert xlsx.write(odd_records(texts), path) == len(texts)
        assert read(path)[1:] == [cells(row) for row in rows(odd_records(texts))]


def test_numbers_are_numbers_and_addresses_are_text(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    xlsx.write(TOLD, path)
    sheet = openpyxl.load_workbook(path)["statements"]
    kinds = {column.name: sheet.cell(2, place).data_type for place, column in enumerate(columns(), start=1)}
    assert [kinds[name] for name in ("start", "end", "confidence_words", "copies")] == ["n"] * 4
    assert [kinds[name] for name in ("url", "published", "words", "spans")] == ["s"] * 4


def test_the_header_stays_in_sight(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    xlsx.write(TOLD, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["statements", "dictionary", "about"]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["statements"].auto_filter.ref == "A1:AU3"


def test_the_dictionary_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    xlsx.write(TOLD, path)
    assert read(path, "dictionary") == [tuple(cell or None for cell in entry) for entry in dictionary.table()]


def test_it_says_how_many_and_what_made_it_and_when_only_if_told(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    xlsx.write(TOLD, path)
    about = dict(line[:2] for line in read(path, "about")[1:])
    assert (about["statements"], about["of them reviewed"], about["documents"]) == (2, 1, 1)
    assert str(about["made by"]).startswith("onrecord ")
    assert "made at" not in about
    xlsx.write(TOLD, path, made="2026-04-01")
    assert dict(line[:2] for line in read(path, "about")[1:])["made at"] == "2026-04-01"


def test_the_same_records_make_the_same_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    xlsx.write(TOLD, one)
    xlsx.write(TOLD, two)
    with ZipFile(one) as first, ZipFile(two) as second:
        assert {name: first.read(name) for name in first.namelist()} == {name: second.read(name) for name in second.namelist()}


@pytest.mark.parametrize("text", ["a" * 32_768, "👩" * 16_384])
def test_a_text_that_does_not_fit_into_a_cell_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(OptionError, match=r"the document_title of statement 's\w+' is longer than the 32,767 units"):
        xlsx.write(odd_records([text]), tmp_path / "table.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_just_fits_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    # Other columns hold the text twice, so only its words can be as long as that.
    (record, _), *_ = odd_records(["👩" * 16_383])
    one = record.statements[0]
    plain = type(record)(document=record.document, statements=(type(one)(**fields(one)),))
    xlsx.write([(plain, {})], path)
    assert read(path)[1:] == [cells(row) for row in rows([(plain, {})])]


def fields(one: object) -> dict[str, object]:
    kept = {name: getattr(one, name) for name in one.__struct_fields__}  # type: ignore[attr-defined]
    return {**kept, "addressees": (), "made_by": {}}


def test_more_rows_than_a_sheet_holds_are_refused_before_any_is_read(tmp_path: Path) -> None:
    def never() -> object:
        raise AssertionError
        yield

    with pytest.raises(OptionError, match="1,048,576 rows are more than the 1,048,575"):
        xlsx.write(never(), tmp_path / "table.xlsx", promised=1_048_576)  # type: ignore[arg-type]


def test_more_rows_than_a_sheet_holds_are_refused_when_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    with pytest.raises(OptionError, match="so write CSV or Parquet instead"):
        xlsx.write(TOLD, tmp_path / "table.xlsx")
    assert list(tmp_path.iterdir()) == []
