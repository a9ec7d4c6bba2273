"""A wording and passages, each pair read together by one model, to how likely the one reports the other.

A text's point says what it is about; whether the one says what the other says shows only where both are read word beside word
(a cross-encoder: Nogueira and Cho 2019). A pair's number depends on the pair alone, never on what is read beside it.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.extract.meaning import CHARACTERS
from onrecord.extract.shipped import session, shared, shipped


@dataclass(frozen=True, slots=True)
class Together:
    """The loaded model. length: wordpieces of a pair that it reads, half of them of the wording.

    table, scale: word embeddings in 8 bits by row, shared with the other models.
    """

    version: str
    tokenizer: Tokenizer
    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    session: onnxruntime.InferenceSession
    length: int

    def odds(self, wording: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """The logarithm of the odds that the wording reports a passage, for each of them, float64 [passages]."""
        one = _cut(self._pieces(wording), self.length // 2)
        alike: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
        for place, passage in enumerate(passages):
            pair = [*one, *_cut(self._pieces(passage)[1:], self.length - len(one))]
            alike[len(pair)].append((place, pair))
        found = np.zeros(len(passages))
        for length, same in alike.items():
            ids = np.array([each for _, each in same], dtype=np.int64)
            words = self.table[ids].astype(np.float32) * self.scale[ids][..., None]
            types = np.zeros((len(same), length, 1), dtype=np.float32)
            types[:, len(one) :] = 1
            found[[place for place, _ in same]] = self.session.run(["odds"], {"words": words, "types": types})[0]
        return found

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer.encode(text.strip()[: CHARACTERS * self.length]).ids
        return ids


def _cut(ids: list[int], length: int) -> list[int]:
    """So many of the ids at most, with the last, which ends them."""
    return ids if len(ids) <= length else [*ids[: length - 1], ids[-1]]


@cache
def together(threads: int | None = None, folder: Path | None = None) -> Together:
    """The model, loaded once. threads: processor cores to use. Raises ModelError where a file is missing or damaged."""
    place = folder or shipped()
    try:
        about = json.loads((place / "closer.json").read_text(encoding="utf-8"))
        tokenizer, table, scale = shared(place)
        graph = session(place / "closer.onnx", threads)
        return Together(f"closer {about['version']}", tokenizer, table, scale, graph, int(about["length"]))
    except Exception as error:  # the runtime and the tokenizer raise bare Exceptions of many kinds
        raise ModelError(f"The model in {place} can't be loaded ({error}): install onrecord again, or run `make model`.") from error
