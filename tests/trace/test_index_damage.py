"""An index that was saved, damaged or half-written: it is the same when it is read, or one clear sentence says that it can't be."""

import json
import random
import shutil
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.trace import Index, Source, build, load
from onrecord.trace.library import indexed
from onrecord.trace.states import reader

SOURCES = (
    Source("one", "The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender.", "Oskar Lind"),
    Source("two", "Nobody at the shipyard will lose a job in this town, you have my word on that.", "Oskar Lind", 739_000),
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build(SOURCES, reader()).save(folder)
    return folder


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "index"))


def is_same(one: Index, other: Index) -> bool:
    return (one.ids, one.texts, one.speakers, one.version) == (other.ids, other.texts, other.speakers, other.version)


def refused(folder: Path) -> str:
    with pytest.raises(InputError) as found:
        load(folder)
    told = str(found.value)
    assert told.startswith(f"The index of sources in {folder} can't be read (")
    assert told.endswith("): build it again.")
    assert "\n" not in told
    return told


@pytest.mark.parametrize("kept", [0, 1, 30, 0.25, 0.5, 0.9, -1])
def test_a_file_that_was_cut_off(folder: Path, kept: float) -> None:
    arrays = folder / "index.npz"
    whole = arrays.read_bytes()
    arrays.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    refused(folder)


def test_bytes_that_were_changed_anywhere(folder: Path) -> None:
    whole, drawn = load(folder), random.Random(7)
    for name in ("index.npz", "index.json"):
        file = folder / name
        sound = file.read_bytes()
        for _ in range(150):
            at = drawn.randrange(len(sound))
            file.write_bytes(sound[:at] + drawn.randbytes(drawn.choice([1, 1, 8, 200])) + sound[at + 1 :])
            try:
                made = load(folder)
            except InputError:
                continue
            # A byte that holds nothing; or another name of the encoder, which the callers compare with their own.
            assert is_same(made, whole) or name == "index.json"
        file.write_bytes(sound)


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ("", "Expecting value"),
        ("[]", "list indices"),
        ("null", "NoneType"),
        ('{"format": 0, "encoder": "e", "passages": 2}', "it was made by another version of onrecord"),
        ('{"format": 1, "passages": 2}', "encoder"),
        ('{"format": 1, "encoder": "e", "passages": 3}', "of different lengths"),
        ('{"format": 1, "encoder": "e", "passages": "many"}', "invalid literal"),
        ('{"format": 1, "encoder": "e", "passages": 1e999}', "cannot convert float infinity"),
    ],
)
def test_what_it_says_of_itself(folder: Path, about: str, why: str) -> None:
    (folder / "index.json").write_text(about, encoding="utf-8")
    assert why in refused(folder)


def test_one_that_was_stopped_while_it_was_written_over_an_older_one(folder: Path) -> None:
    made = load(folder)
    (folder / "index.npz").unlink()
    (folder / "index.npz").mkdir()
    with pytest.raises(OSError, match="directory"):
        made.save(folder)
    refused(folder)


def test_who_needs_it_builds_it_again(folder: Path) -> None:
    whole = indexed(SOURCES, reader(), folder=folder)
    for name in ("index.npz", "index.json"):
        (folder / name).write_bytes((folder / name).read_bytes()[:20])
        assert is_same(indexed(SOURCES, reader(), folder=folder), whole)
        assert is_same(load(folder), whole)
    assert json.loads((folder / "index.json").read_text(encoding="utf-8"))["passages"] == 2
