"""A table gives a document a row, and no cell loses a character in silence."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, OptionError
from onrecord.read.columns import parse_columns
from onrecord.read.delimited import is_delimited, items
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.source import read_item

STORY = "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring."


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def documents(path: Path, words: str | None = None) -> list[Item]:
    return [one for one in items(path, parse_columns(words)) if isinstance(one, Item)]


def passed(path: Path, **options: int) -> list[str]:
    return [one.why for one in items(path, **options) if isinstance(one, PassedOver)]


def test_a_row_is_a_document(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", f'url,date,title,text\nhttps://courier.example/1,2019-01-08,Bridge,"{STORY}"\n')
    (item,) = documents(path)
    assert item.name == f"{path}, line 2"
    document = read_item(item).document
    assert (document.text, document.title, document.published, document.url) == (
        STORY,
        "Bridge",
        "2019-01-08",
        "https://courier.example/1",
    )
    assert item.raw.startswith(b'{"date":"2019-01-08","text":"The mayor')
    assert documents(path) == [item]


def test_quotes_and_line_breaks_stay_inside_their_cell(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.csv", 'text,date\r\n"“No,” he said.\r\n\r\n""Never,"" she added.",2019-01-08\r\nTwo.,\r\n\r\n,\r\nThree.,\r\n'
    )
    assert [(item.text, item.name) for item in documents(path)] == [
        ('“No,” he said.\r\n\r\n"Never," she added.', f"{path}, line 2"),
        ("Two.", f"{path}, line 5"),
        ("Three.", f"{path}, line 8"),
    ]
    assert passed(path) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_delimiter_and_the_encoding_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["Datum", "Titel", "Text"], ["2019-01-08", "Ja; nein, vielleicht", "„Nein“, sagte Voß; mehr nicht, heute."]]
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter).writerows(rows)
    (item,) = documents(put(tmp_path / "a.csv", held.getvalue(), encoding))
    assert (item.published, item.title, item.text) == tuple(rows[1])


def test_what_excel_says_of_the_delimiter_is_heard(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "sep=;\r\ntext;title\r\nShe said no, and no, and no.;No\r\n", "utf-8-sig")
    (item,) = documents(path)
    assert (item.text, item.title, item.name) == ("She said no, and no, and no.", "No", f"{path}, line 3")


def test_tabs_without_quoting_keep_the_speakers_marks(tmp_path: Path) -> None:
    path = put(tmp_path / "a.tsv", 'title\ttext\nNo\t"No," he said, "never."\nYes\tShe said "yes" to it.\n')
    assert [item.text for item in documents(path)] == ['"No," he said, "never."', 'She said "yes" to it.']


def test_marks_behind_a_backslash_are_read(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'title,text\n"No","\\"No,\\" he said."\n"Yes","Yes, indeed."\n')
    assert [item.text for item in documents(path)] == ['"No," he said.', "Yes, indeed."]


def test_a_broken_row_is_named_and_stops_nothing(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'title,text\nOne,One.\n"Two"x,Two.\nThree,Three.,more,yet\nFour,Four.\nFive\n,,,\n"Six,cut')
    assert [item.text for item in documents(path)] == ["One.", "Four."]
    said = passed(path)
    assert [why.split(", ")[1] for why in said] == ["line 3", "line 4", "line 6", "line 8"]
    assert all(why.startswith(f"{path}, line ") and why.endswith(".") for why in said)


def test_a_long_line_is_passed_over(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "title,text\nOne," + "x" * 300_000 + "\nTwo,Two.\n")
    assert [why.split(": ")[0] for why in passed(path, limit_line=1_000)] == [f"{path}, line 2, holds more than 1,000 characters"]
    assert [item.text for item in documents(path)] == ["x" * 300_000, "Two."]


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"text\nOne.\nTwo.\n"))
    assert [item.text for item in documents(path)] == ["One.", "Two."]


def test_two_columns_of_one_name_are_two(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "text,text,,\nOne.,Other.,a,b\n")
    (item,) = documents(path)
    assert item.text == "One."
    assert item.raw == b'{"column 3":"a","column 4":"b","text":"One.","text (2)":"Other."}'
    assert documents(path, "text=text (2)")[0].text == "Other."


def test_a_map_is_held_against_the_first_row(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "id;words\n1;One.\n")
    assert [item.text for item in documents(path, "text=words")] == ["One."]
    with pytest.raises(OptionError, match="no column “body” for text: its columns are"):
        documents(path, "text=body")
    with pytest.raises(OptionError, match="say which does, as in text=body"):
        documents(path)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        documents(put(tmp_path / "a.csv", ""))
    with pytest.raises(InputError, match="NUL bytes"):
        documents(put(tmp_path / "b.csv", "text\n\0\n"))
    with pytest.raises(InputError, match="There is no file"):
        documents(tmp_path / "none.csv")


def test_files_are_known_by_their_names() -> None:
    assert all(is_delimited(Path(name)) for name in ("a.csv", "a.TSV", "a.csv.gz"))
    assert not any(is_delimited(Path(name)) for name in ("a.txt", "a.gz", "csv"))


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0<"), min_size=1).filter(str.strip)


@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_every_cell_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, cells: list[str], delimiter: str) -> None:
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["title", "text"], *(["T", cell] for cell in cells)])
    path = put(tmp_path_factory.mktemp("table") / "a.csv", held.getvalue())
    found = list(items(path))
    assert [one.text for one in found if isinstance(one, Item)] == cells
