"""Folders become the documents in them."""

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.read.inputs import inputs


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words", encoding="utf-8")


def test_folders_are_opened_and_sorted(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a.HTML", "sub/c.md", "sub/.hidden.txt", ".git/d.txt", "e.odt", "f", "g.htm", "h.text")
    found = inputs(["-", "https://news.example/1", str(tmp_path), "missing.txt"])
    names = ["a.HTML", "b.txt", "g.htm", "h.text", "sub/c.md"]
    assert found.inputs == ("-", "https://news.example/1", *(str(tmp_path / name) for name in names), "missing.txt")
    assert [left.path for left in found.left_out] == [str(tmp_path / "e.odt"), str(tmp_path / "f")]
    assert all(left.why.startswith(left.path) and left.why.endswith(".") for left in found.left_out)


def test_a_folder_without_documents_is_refused_by_name(tmp_path: Path) -> None:
    put(tmp_path, "a.odt", ".b.txt")
    with pytest.raises(InputError, match="is a folder without documents") as caught:
        inputs([str(tmp_path)])
    assert str(caught.value).startswith(str(tmp_path))


def test_a_link_to_a_folder_is_said_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    found = inputs([str(tmp_path)])
    assert found.inputs == (str(tmp_path / "a.txt"),)
    assert [left.path for left in found.left_out] == [str(tmp_path / "again")]


def test_texts_and_odd_names_pass_through() -> None:
    odd = ("a" * 5000, "with\0nul", "")
    assert inputs(odd).inputs == odd
