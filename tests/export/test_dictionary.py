"""The data dictionary leaves out no column and no value."""

import csv
from io import StringIO
from typing import Literal, get_args, get_origin

import pytest

from onrecord import record
from onrecord.export import dictionary, rows
from onrecord.export.csvs import guarded
from onrecord.export.rows import Row, columns

LITERALS = {
    name: get_args(value) for name, value in vars(record).items() if get_origin(value) is Literal and not name.startswith("_")
}


def test_every_column_is_described() -> None:
    for column in columns():
        assert len(column.description) > 10, column.name
        assert f"| `{column.name}` | " in dictionary.markdown()
    assert [entry[0] for entry in dictionary.table()[1:]] == list(Row.__struct_fields__)


@pytest.mark.parametrize("name", LITERALS)
def test_every_value_that_the_record_can_hold_is_listed(name: str) -> None:
    listed = ", ".join(LITERALS[name])
    assert any(entry[3] == listed for entry in dictionary.table()), listed


def test_the_record_has_the_closed_sets_that_this_test_looks_for() -> None:
    assert LITERALS.keys() >= {"DocumentKind", "StatementKind", "Act", "ActorType", "Granularity", "Basis"}


def test_the_tables_own_values_are_listed() -> None:
    entries = {entry[0]: entry[3] for entry in dictionary.table()}
    assert entries["published_precision"] == ", ".join(get_args(rows.Precision))
    assert entries["status"] == ", ".join(get_args(rows.Status))


def test_the_dictionary_as_csv_holds_the_same_and_no_formula() -> None:
    read = [tuple(line) for line in csv.reader(StringIO(dictionary.csv_text(), newline=""))]
    assert read == dictionary.table()
    assert all(guarded(cell) == cell for line in read for cell in line)


def test_every_line_of_the_page_has_as_many_fields_as_the_header() -> None:
    lines = [line for line in dictionary.markdown().splitlines() if line.startswith("|")]
    assert len(lines) == len(columns()) + 2
    assert {line.replace("\\|", "").count("|") for line in lines} == {len(dictionary.HEADER) + 1}
