"""The shipped model: ONNX weights and tokenizer, loaded once, when they are first needed (about 0.2 s)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.extract.decode import Scores
from onrecord.extract.encode import Batch, Words, encode
from onrecord.extract.score import Outputs, score


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. version: what `made_by` names."""

    version: str
    tokenizer: Tokenizer
    session: onnxruntime.InferenceSession
    window: int
    stride: int

    def words(self, text: str) -> Words:
        """The text as the model sees it."""
        return encode(text, self.tokenizer)

    def scores(self, words: Words) -> Scores:
        """What the model says of every word."""
        return score(words, self.tokenizer, self._run, self.window, self.stride)

    def _run(self, one: Batch) -> Outputs:
        fields = {"ids": one.ids, "mask": one.mask, "case": one.case, "quote": one.quote, "paragraph": one.paragraph}
        outputs = self.session.run(["tags", "to_cue", "to_source"], fields)
        return Outputs(*(np.asarray(output, dtype=np.float32) for output in outputs))


@cache
def load(folder: Path | None = None, threads: int | None = None) -> Model:
    """The model in a folder; the shipped one unless told. threads: processor cores to use, all unless told.

    Raises ModelError where a file is missing or damaged.
    """
    place = folder or _shipped()
    try:
        labels: Mapping[str, Any] = json.loads((place / "labels.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # The arena keeps the largest batch's memory for ever: reading stays flat without it, and no slower.
        options.enable_cpu_mem_arena = False
        if threads:
            options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(str(place / "model.onnx"), options, providers=["CPUExecutionProvider"])
        return Model(str(labels["version"]), tokenizer, session, int(labels["window"]), int(labels["stride"]))
    except Exception as error:  # the runtime and the tokenizer raise bare Exceptions of many kinds
        raise ModelError(f"The model in {place} can't be loaded ({error}): install onrecord again, or run `make model`.") from error


def _shipped() -> Path:
    packaged = Path(str(files("onrecord"))) / "models"
    return packaged if packaged.exists() else Path(str(files("onrecord"))).parent.parent / "models"
