"""Search by meaning: a text's point depends on that text alone, and rewordings lie nearer than other news."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ModelError
from onrecord.extract.meaning import load

SHIPPED = Path(__file__).parents[2] / "models"
FILES = ("meaning.json", "meaning.onnx", "tokenizer.json", "words.npy", "scales.npy")
SAME = 1e-3  # how far any coordinate of one text's point may move

# What somebody said, and how another desk gave it.
REWORDED = [
    (
        "We will not sell a single berth of the port of Ostrava, not to the Kestrians and not to anyone.",
        "Minister Dunya Okafor ruled out giving up any part of Ostrava's harbour to foreign buyers.",
    ),
    (
        "My daughter waited nine hours in that corridor. Nobody even brought her a glass of water!",
        "Roth complained that her child had been left in a hospital hallway for the better part of a day without care.",
    ),
    (
        "Inflation is beaten. The bank has no reason to keep rates where they are.",
        "According to the chancellor, prices are under control again and borrowing ought to become cheaper.",
    ),
    (
        "If the talks fail on Friday, our divisions stay where they are until spring.",
        "Should no agreement be reached by the end of the week, the troops would hold their positions through the winter, the general said.",
    ),
    (
        "The rink closes in March because the roof leaks and nobody will pay for another one.",
        "The council leader said there was no money to repair the ice hall's ceiling, so it would shut in the spring.",
    ),
]
TEXTS = [text for pair in REWORDED for text in pair]
WORDS = st.lists(st.sampled_from(["the", "port", "“No,”", "Roth", "said", "—", "42", "Çelik", "🙂"]), max_size=30).map(" ".join)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped files again, in a folder where they may be damaged."""
    for name in FILES:
        (tmp_path / name).symlink_to(SHIPPED / name)
    return tmp_path


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_a_rewording_is_nearer_to_its_original_than_to_any_other() -> None:
    originals, reworded = (load().embed(side) for side in zip(*REWORDED, strict=True))
    assert (reworded @ originals.T).argmax(axis=1).tolist() == list(range(len(REWORDED)))
    assert (originals @ reworded.T).argmax(axis=1).tolist() == list(range(len(REWORDED)))


def test_points_have_length_one() -> None:
    found = load().embed(TEXTS)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), load().dimension)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


@settings(max_examples=25)
@given(st.lists(WORDS, max_size=6))
def test_a_point_does_not_depend_on_what_is_read_beside_it(others: list[str]) -> None:
    alone = load().embed(TEXTS[:1])[0]
    among = load().embed([*others, TEXTS[0], *others])[len(others)]
    assert np.abs(alone - among).max() < SAME


def test_a_point_does_not_depend_on_how_many_are_read_at_once() -> None:
    many = load().embed(TEXTS * 40).reshape(40, len(TEXTS), -1)
    assert np.abs(many - load().embed(TEXTS)).max() < SAME


def test_a_point_does_not_depend_on_the_number_of_cores() -> None:
    assert np.abs(load(threads=1).embed(TEXTS) - load(threads=2).embed(TEXTS)).max() < SAME


@pytest.mark.parametrize("nothing", ["", " ", "\n\t ", "\u200b"])
def test_a_text_without_words_is_all_zeros(nothing: str) -> None:
    found = load().embed([nothing, TEXTS[0]])
    assert not found[0].any()
    assert np.abs(found[1] - load().embed(TEXTS[:1])[0]).max() < SAME


def test_no_texts_give_no_points() -> None:
    assert load().embed([]).shape == (0, load().dimension)


def test_of_a_long_text_the_beginning_counts() -> None:
    start = "The rink closes in March. " * 100
    one, other = load().embed([start + "Goats ate the treaty.", start + "Nobody had asked the admiral."])
    assert np.array_equal(one, other)


def test_an_endless_text_is_read() -> None:
    assert np.isfinite(load().embed(["a" * 1_000_000, "a " * 500_000, "漢" * 100_000])).all()


def test_the_version_says_what_made_a_point() -> None:
    assert load().version == f"meaning {json.loads((SHIPPED / 'meaning.json').read_text(encoding='utf-8'))['version']}"


def test_the_encoder_can_lie_elsewhere(folder: Path) -> None:
    assert np.array_equal(load(folder=folder).embed(TEXTS[:2]), load().embed(TEXTS[:2]))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="missing"),
        pytest.param(lambda path: replace(path, b""), id="empty"),
        pytest.param(lambda path: replace(path, path.read_bytes()[: path.stat().st_size // 2]), id="cut short"),
        pytest.param(lambda path: replace(path, b"<html>404 Not Found</html>"), id="another file"),
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_damaged(folder: Path, name: str, damage: Callable[[Path], object]) -> None:
    damage(folder / name)
    with pytest.raises(ModelError, match="install onrecord again") as caught:
        load(folder=folder)
    assert str(folder) in str(caught.value)


def test_a_table_of_another_width(folder: Path) -> None:
    replace(folder / "words.npy", b"")
    np.save(folder / "words.npy", np.zeros((30522, 8), dtype=np.int8))
    with pytest.raises(ModelError, match="do not belong together"):
        load(folder=folder)
