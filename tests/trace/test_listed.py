"""A file of quotes: every line is a wording or is passed over with its reason, and none stops the others."""

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.read.inputs import PassedOver
from onrecord.trace.listed import expected, listed
from onrecord.trace.quotes import Asked


def lines(path: Path, *each: bytes | str) -> Path:
    path.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in each))
    return path


def wordings(path: Path, **given: str) -> list[Asked]:
    return [one for one in listed(path, **given) if isinstance(one, Asked)]  # type: ignore[arg-type]


def passed(path: Path) -> list[str]:
    return [one.why for one in listed(path) if isinstance(one, PassedOver)]


def test_a_line_is_a_quote_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = lines(tmp_path / "quotes.txt", b"\xef\xbb\xbfWe pay  in May", "", "  ", "The ferry sails\r")
    assert [one.text for one in wordings(path)] == ["We pay in May", "The ferry sails"]
    assert expected(path) == 2


def test_json_lines_may_say_who_and_when_and_the_rest_is_as_given(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "quotes.jsonl",
        json.dumps({"quote": "We pay in May", "speaker": "Marta Velde", "date": "2026-03-02"}),
        json.dumps({"quote": "The ferry sails"}),
    )
    first, second = wordings(path, speaker="Oskar Lind", published="2026-01-01")
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.name, first.day) == ("Marta Velde", dt.date(2026, 3, 2).toordinal())
    assert (second.speaker.name, second.day) == ("Oskar Lind", dt.date(2026, 1, 1).toordinal())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("…", "there is no word in it"),
        ('{"quote": ""}', "there is no word in it"),
        ('{"quote": 3}', "it has no words in “quote”"),
        ('{"words": "x"}', "it has no words in “quote”"),
        ('{"quote": "We pay in May"', "it begins as JSON does, and is none"),
        ('{"quote": "We pay in May", "date": "soon"}', "“soon” is not a date"),
        (b"\xff\xfeW", "byte 0 is not UTF-8: save the file again as UTF-8"),
        ("x" * 100_001, "no quote is as long"),
    ],
)
def test_what_is_no_quote_is_passed_over_with_its_line_and_the_next_is_read(tmp_path: Path, line: bytes | str, why: str) -> None:
    path = lines(tmp_path / "quotes.txt", "We pay in May", line, "The ferry sails")
    (told,) = passed(path)
    assert told.startswith(f"{path}, line 2: ")
    assert why in told
    assert told.endswith(".")
    assert [one.text for one in wordings(path)] == ["We pay in May", "The ferry sails"]


def test_a_packed_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "quotes.txt.gz"
    path.write_bytes(gzip.compress(b"We pay in May\n"))
    assert [one.text for one in wordings(path)] == ["We pay in May"]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file named"):
        list(listed(tmp_path / "nowhere.txt"))
    with pytest.raises(InputError, match="There is no file named"):
        expected(tmp_path / "nowhere.txt")
