"""The shipped models' files: where they lie, what all of them share, and a graph made ready to run."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer


def shipped() -> Path:
    """The folder of the models: in the package, or beside it in a checkout."""
    packaged = Path(str(files("onrecord"))) / "models"
    return packaged if packaged.exists() else Path(str(files("onrecord"))).parent.parent / "models"


def shared(place: Path) -> tuple[Tokenizer, NDArray[np.int8], NDArray[np.float32]]:
    """The tokenizer, and word embeddings in 8 bits by row with each row's scale; only the rows that a text needs are read from the disk.

    Raises ValueError where table and scales do not belong together, and whatever the readers raise where a file is damaged.
    """
    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    table = np.load(place / "words.npy", mmap_mode="r", allow_pickle=False)
    scale = np.load(place / "scales.npy", allow_pickle=False)
    if len(scale) != len(table):
        raise ValueError("words.npy and scales.npy do not belong together")
    return tokenizer, table, scale


def session(graph: Path | bytes, threads: int | None) -> onnxruntime.InferenceSession:
    """A graph, by its file or its bytes, on the processor. threads: cores to use, all unless told."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # The arena keeps the largest batch's memory for ever: reading stays flat without it, and no slower.
    options.enable_cpu_mem_arena = False
    if threads:
        options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(
        graph if isinstance(graph, bytes) else str(graph), options, providers=["CPUExecutionProvider"]
    )
