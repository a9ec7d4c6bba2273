"""The shipped models: two sizes, and one sentence where a file is missing or is not what it should be."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError, OptionError
from onrecord.extract.confidence import FEATURES
from onrecord.extract.model import SIZES, load

SHIPPED = Path(__file__).parents[2] / "models"
FILES = ("best.json", "best.onnx", "tokenizer.json", "words.npy", "scales.npy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped files again, in a folder where they may be damaged."""
    for name in FILES:
        (tmp_path / name).symlink_to(SHIPPED / name)
    return tmp_path


def replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("size", SIZES)
def test_a_models_version_says_its_size(size: str) -> None:
    assert load(size).version.split() == [size, json.loads((SHIPPED / f"{size}.json").read_text(encoding="utf-8"))["version"]]


def test_a_size_that_is_none_is_told_what_there_is() -> None:
    with pytest.raises(OptionError, match="“huge”: choose best or fast"):
        load("huge")


def test_a_model_can_lie_elsewhere(folder: Path) -> None:
    text = "“We go,” said Ana Roth."
    model = load(folder=folder)
    assert np.array_equal(model.scores(model.words(text)).tags, load().scores(load().words(text)).tags)
    assert len(model.confidence.weights) == len(FEATURES)


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


def test_a_size_that_was_left_behind(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"fast\.json"):
        load("fast", folder=folder)


def test_settings_that_lack_one(folder: Path) -> None:
    settings = json.loads((folder / "best.json").read_text(encoding="utf-8"))
    del settings["confidence"]
    replace(folder / "best.json", json.dumps(settings).encode())
    with pytest.raises(ModelError, match="confidence"):
        load(folder=folder)


class Trap:
    """An object that, unpickled, leaves a trace: as any code in a pickle could."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str, str], object], tuple[str, str]]:
        return shutil.copy, (__file__, str(self.trace))


@pytest.mark.parametrize("name", ["words.npy", "scales.npy"])
def test_a_table_of_pickled_objects_is_refused_unopened(folder: Path, name: str) -> None:
    trace = folder / "trace"
    (folder / name).unlink()
    np.save(folder / name, np.array([Trap(trace)], dtype=object), allow_pickle=True)
    with pytest.raises(ModelError):
        load(folder=folder)
    assert not trace.exists()
    np.load(folder / name, allow_pickle=True)
    assert trace.exists()
