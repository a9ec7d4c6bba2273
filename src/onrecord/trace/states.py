"""Texts to the state of each wordpiece in its context: what a word means there, as the encoder has it before all are added up.

The shipped encoder's last layer is given out beside its points: a few bytes after the graph's own name it as one more output, as
the format's merging of repeated messages allows, so that no second model is shipped.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.extract.meaning import CHARACTERS, Meaning, load
from onrecord.extract.shipped import session, shipped
from onrecord.trace.together import Together, together
from onrecord.trace.words import parsed

# The encoder's last layer in the graph, and the tags of a graph, its outputs and their names in the format (onnx.proto3).
_LAYER: Final = b"encoder.encoder.layer.5.output.LayerNorm.out"
_GRAPH, _OUTPUT, _NAME = 0x3A, 0x62, 0x0A

# Wordpieces that go through the encoder at once, at most.
_AT_ONCE: Final = 1024


@dataclass(frozen=True, slots=True)
class Inside:
    """A text as the encoder has it. point: float32 [dimension], of length 1.

    words: a direction of length 1 for each form of `parsed(text)`, float32 [forms, dimension]; all zeros for what the encoder did not
    read.
    """

    point: NDArray[np.float32]
    words: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reader:
    """The encoder with its last layer laid open, and beside it the model that reads two texts together. version: of the encoder.

    threads, folder: what `reader` was asked for.
    """

    meaning: Meaning
    session: onnxruntime.InferenceSession
    threads: int | None
    folder: Path | None

    @property
    def version(self) -> str:
        """What the encoder is called in what is made with it."""
        return self.meaning.version

    @property
    def dimension(self) -> int:
        """Numbers of a point."""
        return self.meaning.dimension

    @property
    def pairs(self) -> Together:
        """The model that reads a wording and a passage together, loaded when it is first asked for. Raises ModelError."""
        return together(self.threads, self.folder)

    def points(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A point of length 1 for each text, float32 [texts, dimension]."""
        return self.meaning.embed(texts)

    def inside(self, texts: Sequence[str]) -> list[Inside]:
        """Each text as the encoder has it."""
        alike: dict[int, list[int]] = defaultdict(list)
        ids, places = [], []
        for index, text in enumerate(texts):
            # No cut by the tokenizer: of a long text the beginning counts, as for points.
            encoded = self.meaning.tokenizer.encode(text[: CHARACTERS * self.meaning.length])
            length = self.meaning.length
            whole = encoded.ids
            ids.append(whole if len(whole) <= length else [*whole[: length - 1], whole[-1]])
            places.append(encoded.offsets[1 : len(ids[-1]) - 1])
            alike[len(ids[-1])].append(index)
        found: dict[int, Inside] = {}
        for length, same in alike.items():
            size = max(1, _AT_ONCE // length)
            for start in range(0, len(same), size):
                part = same[start : start + size]
                batch = np.array([ids[index] for index in part], dtype=np.int64)
                words = self.meaning.table[batch].astype(np.float32) * self.meaning.scale[batch][..., None]
                states, points = self.session.run([_LAYER.decode(), "points"], {"words": words})
                for row, index in enumerate(part):
                    point = points[row] if length > 2 else np.zeros(self.dimension, dtype=np.float32)
                    found[index] = Inside(point, _by_word(texts[index], places[index], states[row, 1:-1]))
        return [found[index] for index in range(len(texts))]


def _by_word(text: str, places: Sequence[tuple[int, int]], states: NDArray[np.float32]) -> NDArray[np.float32]:
    """The states of wordpieces, added up by the words that they stand in."""
    spans = parsed(text).spans
    found = np.zeros((len(spans), states.shape[1]), dtype=np.float32)
    place = 0
    for (start, end), state in zip(places, states, strict=True):
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        at = place
        while at < len(spans) and spans[at][0] < end:
            found[at] += state
            at += 1
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


@cache
def reader(threads: int | None = None, folder: Path | None = None) -> Reader:
    """The encoder, loaded once. Raises ModelError where a file is missing or damaged."""
    place = folder or shipped()
    meaning = load(threads, folder)
    try:
        raw = (place / "meaning.onnx").read_bytes() + _field(_GRAPH, _field(_OUTPUT, _field(_NAME, _LAYER)))
        graph = session(raw, threads)
    except Exception as error:  # the runtime raises bare Exceptions of many kinds
        raise ModelError(f"The model in {place} can't be loaded ({error}): install onrecord again, or run `make model`.") from error
    return Reader(meaning, graph, threads, folder)


def _field(tag: int, data: bytes) -> bytes:
    return bytes([tag, len(data)]) + data
