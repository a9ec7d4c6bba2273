"""The shipped models: ONNX weights, a table of word embeddings and a tokenizer, loaded once, when they are first needed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError, OptionError
from onrecord.extract.confidence import Confidence
from onrecord.extract.decode import Scores
from onrecord.extract.encode import Batch, Words, encode
from onrecord.extract.score import Outputs, score
from onrecord.extract.shipped import session, shared, shipped

SIZES: Final = ("best", "fast")


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. version: what `made_by` names.

    table, scale: word embeddings in 8 bits by row, int8 [vocabulary, hidden] and float32 [vocabulary]; only the rows that a
    text needs are read from the disk. confidence: from the model's shares to probabilities.
    """

    version: str
    tokenizer: Tokenizer
    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    session: onnxruntime.InferenceSession
    window: int
    stride: int
    confidence: Confidence

    def words(self, text: str) -> Words:
        """The text as the model sees it."""
        return encode(text, self.tokenizer)

    def scores(self, words: Words) -> Scores:
        """What the model says of every word."""
        return score(words, self.tokenizer, self._run, self.window, self.stride)

    def _run(self, one: Batch) -> Outputs:
        words = self.table[one.ids].astype(np.float32) * self.scale[one.ids][..., None]
        outputs = self.session.run(["tags", "to_cue", "to_source", "inner", "acts"], {"words": words, "features": one.features})
        return Outputs(*outputs)


def load(size: str = "best", threads: int | None = None, folder: Path | None = None) -> Model:
    """A model: `best`, or `fast`, which is less accurate. Each is loaded once.

    threads: processor cores to use, all unless told. folder: where the files are; the shipped ones unless told.
    Raises OptionError where there is no such size, ModelError where a file is missing or damaged.
    """
    if size not in SIZES:
        raise OptionError(f"There is no model “{size}”: choose {' or '.join(SIZES)}.")
    return _load(size, threads, folder or shipped())


@cache
def _load(size: str, threads: int | None, place: Path) -> Model:
    try:
        labels: Mapping[str, Any] = json.loads((place / f"{size}.json").read_text(encoding="utf-8"))
        tokenizer, table, scale = shared(place)
        graph = session(place / f"{size}.onnx", threads)
        confidence = Confidence(**labels["confidence"])
        version = f"{size} {labels['version']}"
        return Model(version, tokenizer, table, scale, graph, int(labels["window"]), int(labels["stride"]), confidence)
    except Exception as error:  # the runtime and the tokenizer raise bare Exceptions of many kinds
        raise ModelError(f"The model in {place} can't be loaded ({error}): install onrecord again, or run `make model`.") from error
