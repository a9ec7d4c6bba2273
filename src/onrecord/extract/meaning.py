"""Texts to points: what means the same lies near, whatever its words.

A point depends on its own text alone, never on what is read beside it: texts of one length go through the model together, so that
nothing is padded, and the model rounds by fixed ranges.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.extract.shipped import session, shared, shipped

# Wordpieces that go through the model at once, at most: more are no faster.
AT_ONCE = 2048
# Characters of a text that are looked at for each wordpiece that is used: news has 5, so nothing is lost but what is no text.
CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Meaning:
    """A loaded encoder. version: what `made_by` names; length: wordpieces of a text that it reads; dimension: of its points.

    table, scale: word embeddings in 8 bits by row, the ones that the models in extract.model use.
    """

    version: str
    tokenizer: Tokenizer
    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    session: onnxruntime.InferenceSession
    length: int
    dimension: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A point of length 1 for each text, float32 [texts, dimension]; their products are cosines.

        Of a long text only the beginning counts: the first 254 wordpieces, some 200 words. A text without any is all zeros.
        """
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        alike: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
        for index, text in enumerate(texts):
            ids = self._pieces(text)
            if len(ids) > 2:  # the two special ones
                alike[len(ids)].append((index, ids))
        for length, same in sorted(alike.items()):
            size = max(1, AT_ONCE // length)
            for start in range(0, len(same), size):
                part = same[start : start + size]
                found[[index for index, _ in part]] = self._run(np.array([ids for _, ids in part], dtype=np.int64))
        return found

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text.strip()[: CHARACTERS * self.length]).ids
        return ids if len(ids) <= self.length else [*ids[: self.length - 1], ids[-1]]

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        words = self.table[ids].astype(np.float32) * self.scale[ids][..., None]
        points: NDArray[np.float32] = self.session.run(["points"], {"words": words})[0]
        return points


def load(threads: int | None = None, folder: Path | None = None) -> Meaning:
    """The encoder, loaded once.

    threads: processor cores to use, all unless told. folder: where the files are; the shipped ones unless told.
    Raises ModelError where a file is missing or damaged.
    """
    return _load(threads, folder or shipped())


@cache
def _load(threads: int | None, place: Path) -> Meaning:
    try:
        about: Mapping[str, Any] = json.loads((place / "meaning.json").read_text(encoding="utf-8"))
        tokenizer, table, scale = shared(place)
        graph = session(place / "meaning.onnx", threads)
        length, dimension = int(about["length"]), int(about["dimension"])
        if table.shape[1] != dimension:
            raise ValueError("words.npy, scales.npy and meaning.json do not belong together")  # noqa: TRY301
        return Meaning(f"meaning {about['version']}", tokenizer, table, scale, graph, length, dimension)
    except Exception as error:  # the runtime and the tokenizer raise bare Exceptions of many kinds
        raise ModelError(f"The model in {place} can't be loaded ({error}): install onrecord again, or run `make model`.") from error
