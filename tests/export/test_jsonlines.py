from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError
from onrecord.export import jsonlines
from onrecord.record import Record
from tests.export.odd import records
from tests.export.reports import REPORT, record


@given(made=st.lists(records(), max_size=3))
def test_what_is_read_and_written_again_is_the_same_byte_for_byte(
    made: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    assert jsonlines.write(made, folder / "first.jsonl") == sum(len(one.statements) for one in made)
    assert jsonlines.write(jsonlines.read(folder / "first.jsonl"), folder / "second.jsonl") >= 0
    assert (folder / "first.jsonl").read_bytes() == (folder / "second.jsonl").read_bytes()
    assert list(jsonlines.read(folder / "second.jsonl")) == made


def test_records_are_read_one_by_one_until_the_damaged_line_which_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    jsonlines.write([REPORT, REPORT], file)
    first, second = file.read_bytes().splitlines()
    file.write_bytes(first + b"\n\n" + second[:-20] + b"\n" + first + b"\n")
    reading = jsonlines.read(file)
    assert next(reading) == REPORT
    with pytest.raises(InputError, match=r"a\.jsonl, line 3: This is not a record"):
        next(reading)


@pytest.mark.parametrize("line", [b"\xff\xfe", b"[]", b"null", b'{"document": 1}', b"[" * 100_000, b"\x00", b'{"a":"\\ud800"}'])
def test_whatever_is_not_a_record_is_an_input_error(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line + b"\n")
    with pytest.raises(InputError, match="line 1"):
        list(jsonlines.read(tmp_path / "a.jsonl"))


def test_a_record_that_contradicts_itself_is_not_read(tmp_path: Path) -> None:
    plain = msgspec.to_builtins(REPORT)
    plain["document"]["text"] = "short"
    (tmp_path / "a.jsonl").write_bytes(msgspec.json.encode(plain))
    with pytest.raises(InputError, match=r"line 1: .*outside the text"):
        list(jsonlines.read(tmp_path / "a.jsonl"))


def test_a_line_longer_than_the_limit_is_refused_before_it_is_held(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    jsonlines.write([REPORT], file)
    length = file.stat().st_size
    assert list(jsonlines.read(file, limit=length)) == [REPORT]
    with pytest.raises(InputError, match="line 1: longer than"):
        list(jsonlines.read(file, limit=length - 1))


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl can't be read"):
        list(jsonlines.read(tmp_path / "none.jsonl"))


def test_half_a_surrogate_pair_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("before")
    with pytest.raises(RecordError, match="surrogate"):
        jsonlines.write([REPORT, record("half \ud800")], tmp_path / "a.jsonl")
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]
    assert (tmp_path / "a.jsonl").read_text() == "before"
