"""Texts to MinHash signatures, by which nearly equal texts are known without comparing each with each (Broder 1997).

Hash functions are multiply-shift (Dietzfelbinger et al. 1997) with constants that come from SHA-256, so that a signature is
the same on every machine and for ever.
"""

import hashlib
import re
import struct
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Shingles of this many words.
SHINGLE: Final = 5

# A signature: 128 minima, in 32 bands of 4. Two texts that share half of their shingles meet in some band with
# probability 0.87, those that share three tenths with 0.23.
SIZE: Final = 128
BANDS: Final = 32

_WORD = re.compile(r"\w+")


def signature(text: str) -> NDArray[np.uint32] | None:
    """The signature of a text's word shingles, uint32 [SIZE]; None where it has too few words to have any."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHINGLE:
        return None
    hashes = {_hash(" ".join(words[place : place + SHINGLE])) for place in range(len(words) - SHINGLE + 1)}
    values = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))
    factors, offsets = _constants()
    with np.errstate(over="ignore"):
        spread = (values[:, None] * factors[None, :] + offsets[None, :]) >> np.uint64(32)
    return np.asarray(spread.min(axis=0), dtype=np.uint32)


def bands(found: NDArray[np.uint32]) -> list[int]:
    """A whole number of 63 bits for each band; texts that share one may be nearly equal."""
    rows = SIZE // BANDS
    return [_hash(f"{band}:".encode() + found[band * rows : (band + 1) * rows].tobytes()) >> 1 for band in range(BANDS)]


def likeness(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of shingles, of all that either text has, that both have, in [0, 1], as their signatures estimate it."""
    return float((one == other).mean())


def packed(found: NDArray[np.uint32]) -> bytes:
    """A signature as bytes, little-endian."""
    return found.astype("<u4").tobytes()


def unpacked(stored: bytes) -> NDArray[np.uint32]:
    """A signature from its bytes."""
    return np.frombuffer(stored, dtype="<u4").astype(np.uint32)


def _hash(value: str | bytes) -> int:
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


@cache
def _constants() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and offsets, uint64 [SIZE] each."""
    drawn = [struct.unpack(">2Q", hashlib.sha256(f"minhash {place}".encode()).digest()[:16]) for place in range(SIZE)]
    values = np.array(drawn, dtype=np.uint64)
    return values[:, 0] | np.uint64(1), values[:, 1]
