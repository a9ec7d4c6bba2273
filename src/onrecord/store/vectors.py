"""Vectors: where statements' words lie in the encoder's space, as signed bytes, and the nearest of them.

A vector has length 1 before it is rounded to bytes, so that a dot product of two is their cosine times SCALE squared.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Words to unit vectors, float32 [texts, SIZE].
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

SIZE: Final = 384

# Components of unit vectors of this size are rarely beyond a quarter: 127 / 0.25, and what is beyond is cut.
SCALE: Final = 508.0


def packed(vectors: NDArray[np.float32]) -> list[bytes]:
    """Each row, of length 1, as SIZE signed bytes. vectors: float32 [n, SIZE]."""
    rounded = np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)
    return [row.tobytes() for row in rounded]


def unpacked(stored: Sequence[bytes]) -> NDArray[np.float32]:
    """Stored vectors, brought back to length 1, float32 [n, SIZE]."""
    values = np.frombuffer(b"".join(stored), dtype=np.int8).reshape(-1, SIZE).astype(np.float32)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return (values / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def signs(vectors: NDArray[np.float32] | NDArray[np.int8]) -> NDArray[np.uint64]:
    """One bit a component, whether it is above 0, uint64 [n, SIZE / 64]."""
    return np.packbits(np.greater(vectors, 0), axis=1).view(np.uint64)


def apart(one: NDArray[np.uint64], many: NDArray[np.uint64]) -> NDArray[np.int64]:
    """In how many signs each of many differs from one, int64 [n]: the nearer in angle, the fewer (Charikar 2002)."""
    return np.asarray(np.bitwise_count(one ^ many).sum(axis=1, dtype=np.int64))
