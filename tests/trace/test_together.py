"""A wording and passages, read together."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.extract.shipped import shipped
from onrecord.trace.together import together

SAID = "We will keep the northern ferry running through the winter, whatever it costs the harbour board."
REPORT = "She told the council that the ferry to the north would go on all winter at any price."
OTHER = "The new library opens on Saturday with a reading for children and a brass band."


def test_what_a_wording_reports_is_likelier_than_what_it_does_not() -> None:
    report, other = together(threads=1).odds(REPORT, [SAID, OTHER])
    assert report > other + 3


def test_a_pair_does_not_depend_on_what_is_read_beside_it() -> None:
    model = together(threads=1)
    alone = [float(model.odds(REPORT, [passage])[0]) for passage in (SAID, OTHER, SAID + " " + OTHER)]
    assert np.allclose(model.odds(REPORT, [SAID, OTHER, SAID + " " + OTHER]), alone, atol=1e-4)


@pytest.mark.parametrize("wording", ["", "…", "word " * 5000])
def test_empty_and_endless_texts_are_read(wording: str) -> None:
    assert np.isfinite(together(threads=1).odds(wording, [wording, SAID, ""])).all()


def test_nothing_to_read_gives_nothing() -> None:
    assert together(threads=1).odds(REPORT, []).shape == (0,)


def test_a_damaged_model_is_said_in_a_sentence(tmp_path: Path) -> None:
    for name in ("closer.json", "tokenizer.json", "words.npy", "scales.npy"):
        shutil.copy(shipped() / name, tmp_path / name)
    (tmp_path / "closer.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match="can't be loaded"):
        together(1, tmp_path)
