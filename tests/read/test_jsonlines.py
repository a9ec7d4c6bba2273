"""A file of JSON Lines gives a document a line, and says what of it is none."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from onrecord.errors import InputError, OptionError
from onrecord.read.columns import parse_columns
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.jsonlines import is_json_lines, items
from onrecord.read.source import read_item

STORY = "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring."


def put(path: Path, *lines: object) -> Path:
    path.write_bytes(b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines))
    return path


def documents(path: Path, words: str | None = None) -> list[Item]:
    return [one for one in items(path, parse_columns(words)) if isinstance(one, Item)]


def whys(path: Path, words: str | None = None) -> list[str]:
    return [one.why for one in items(path, parse_columns(words)) if isinstance(one, PassedOver)]


def test_a_line_is_a_document_with_what_it_says_of_itself(tmp_path: Path) -> None:
    line = {
        "body": STORY,
        "headline": "Bridge stays closed",
        "authors": ["Jane Doe", "Tom Ives"],
        "source": {"id": None, "name": "The Harbour Courier"},
        "publishedAt": "2019-01-08T14:30:00Z",
        "url": "https://courier.example/1",
    }
    path = put(tmp_path / "news.jsonl", line)
    (item,) = documents(path)
    assert item.raw == json.dumps(line).encode()
    assert item.name == f"{path}, line 1"
    document = read_item(item).document
    assert (document.text, document.title, document.byline) == (STORY, "Bridge stays closed", "Jane Doe, Tom Ives")
    assert (document.outlet, document.published) == ("The Harbour Courier", "2019-01-08T14:30:00Z")
    assert (document.url, document.kind) == ("https://courier.example/1", "news")


def test_a_mark_crlf_and_empty_lines_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b'\xef\xbb\xbf{"text":"One."}\r\n\r\n   \r\n{"text":"Two."}\r\n{"text":"Three."}')
    assert [(item.raw, item.name) for item in documents(path)] == [
        (b'{"text":"One."}', f"{path}, line 1"),
        (b'{"text":"Two."}', f"{path}, line 4"),
        (b'{"text":"Three."}', f"{path}, line 5"),
    ]


def test_a_broken_line_is_named_and_stops_nothing(tmp_path: Path) -> None:
    broken = [
        b'{"text": "cut',
        b"[1, 2]",
        b'{"text": "\xff"}',
        b"[" * 100_000,
        b'{"text":"x","n":' + b"9" * 5_000 + b"}",
        {"id": 1},
    ]
    path = put(tmp_path / "a.jsonl", {"text": "One."}, *broken, {"text": "Two."})
    found = list(items(path))
    assert [isinstance(one, Item) for one in found] == [True, *[False] * 6, True]
    said = [one.why for one in found if isinstance(one, PassedOver)]
    assert said[0].startswith(f"{path}, line 2, is not JSON: ")
    assert all(f"line {number}" in why and why.endswith(".") and "\n" not in why for number, why in enumerate(said, start=2))
    assert said[-1] == f"{path}, line 7 holds no text."


def test_equal_lines_are_the_same_bytes_under_two_names(tmp_path: Path) -> None:
    one, two = documents(put(tmp_path / "a.jsonl", {"text": "One."}, {"text": "One."}))
    assert one.raw == two.raw
    assert one.name != two.name


def test_a_line_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"text": "One."}, {"text": "x" * 500_000}, {"text": "Three."})
    found = list(items(path, limit_line=1_000))
    assert [one.name if isinstance(one, Item) else one.path for one in found] == [f"{path}, line {number}" for number in (1, 2, 3)]
    assert isinstance(found[1], PassedOver)
    assert found[1].why == f"{path}, line 2, holds more than 1,000 characters: it is not read."


def test_a_packed_file_is_read_as_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text":"One."}\n' * 3))
    assert [item.text for item in documents(path)] == ["One."] * 3
    path.write_bytes(gzip.compress(b'{"text":"One."}\n' * 30_000)[:-200])
    with pytest.raises(InputError, match="damaged gzip file"):
        documents(path)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", *[{"text": "x" * 1_000}] * 20_000)
    tracemalloc.start()
    count = sum(1 for _ in items(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 3_000_000


def test_html_is_kept_as_html(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"html": f"<p>{STORY}</p><p>“No,” she said.</p>"}, {"content": f"<p>{STORY}</p>"})
    one, two = documents(path)
    assert one.raw == f"<p>{STORY}</p><p>“No,” she said.</p>".encode()
    assert one.content_type == "text/html; charset=utf-8"
    assert one.text == f"{STORY}\n\n“No,” she said."
    assert (two.text, two.raw) == (STORY, f"<p>{STORY}</p>".encode())
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body><article><p>{STORY}</p></article></body></html>"
    (whole,) = documents(put(tmp_path / "b.jsonl", {"html": page}))
    assert whole.text is None
    assert read_item(whole).document.text == STORY


def test_a_whole_record_is_for_import(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"document": {"text": "x"}, "statements": []})
    assert whys(path) == [f"{path}, line 1 is a whole record of onrecord's own: `onrecord import` reads it."]


def test_another_language_is_passed_over_where_it_is_said(tmp_path: Path) -> None:
    lines = [{"text": "Non.", "lang": code} for code in ("fr", "fr-FR", "French", "en", "en_GB", "English", "ENG", "und", "")]
    path = put(tmp_path / "a.jsonl", *lines)
    assert len(documents(path)) == 6
    assert whys(path)[0] == f"{path}, line 1 says that it is in French, and onrecord reads English only."
    assert len(documents(path, "language=")) == 9


def test_what_a_map_gets_wrong_is_said_once(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", *[{"text": "One.", "when": when} for when in ("soon", "later", "2019-01-08", "")])
    assert [item.published for item in documents(path, "published=when")] == [None, None, "2019-01-08", None]
    (why,) = whys(path, "published=when")
    assert why.startswith(f"{path}, line 1: “soon” in “when” can't be read as a date")
    assert whys(put(tmp_path / "b.jsonl", {"text": "One.", "date": "soon"})) == []


def test_columns_are_judged_by_many_lines(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", {"text": "One."}, {"text": "Two.", "when": "2019-01-08"})
    assert [item.published for item in documents(path, "published=when")] == [None, "2019-01-08"]
    with pytest.raises(OptionError, match="no column “day” for published"):
        documents(path, "published=day")
    with pytest.raises(OptionError, match="known to hold a text"):
        documents(put(tmp_path / "b.jsonl", {"words": "One."}))


def test_half_a_character_is_marked_and_the_bytes_stay(tmp_path: Path) -> None:
    (item,) = documents(put(tmp_path / "a.jsonl", b'{"text":"Half \\ud83d.","score":NaN}'))
    assert item.text == "Half \ufffd."
    assert item.raw == b'{"text":"Half \\ud83d.","score":NaN}'


def test_a_list_of_paragraphs_keeps_all_of_them(tmp_path: Path) -> None:
    (item,) = documents(put(tmp_path / "a.jsonl", {"text": ["No.", "Yes.", "No."]}))
    assert item.text == "No.\n\nYes.\n\nNo."


def test_what_is_no_json_lines_is_refused(tmp_path: Path) -> None:
    for raw, said in [
        (b"\x89PNG\n\x00\x01\n", "is not JSON Lines"),
        ('{"text":"x"}'.encode("utf-16"), "is in UTF-16"),
    ]:
        path = tmp_path / "a.jsonl"
        path.write_bytes(raw)
        with pytest.raises(InputError, match=said):
            list(items(path))
    with pytest.raises(InputError, match="There is no file named"):
        list(items(tmp_path / "none.jsonl"))
    with pytest.raises(InputError, match="is a folder"):
        list(items(tmp_path))
    empty = put(tmp_path / "empty.jsonl")
    assert list(items(empty)) == []


def test_files_are_known_by_their_names() -> None:
    assert all(is_json_lines(Path(name)) for name in ("a.jsonl", "a.NDJSON", "a.b.jsonl.gz"))
    assert not any(is_json_lines(Path(name)) for name in ("a.json", "jsonl", "a.gz", "a.jsonl.txt"))
