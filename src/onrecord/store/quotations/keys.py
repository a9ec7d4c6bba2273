"""A wording to hashes of its word sequences, by which wordings that share words find each other without comparing all with all.

Of every WINDOW sequences in a row that hold more than words like “in the middle of”, the one with the lowest hash is kept (winnowing:
Schleimer, Wilkerson and Aiken 2003). So two wordings that share LENGTH + WINDOW - 1 = 6 words in a row, of which every sequence
of 4 holds some that are not light, share a key for certain, however long either is; those that share 5 or 4 do with less of a chance.
Whether a sequence is kept depends on the wording alone, never on what else is in the archive.
"""

import hashlib
from functools import lru_cache
from typing import Final

from onrecord.trace.words import Words

# Words of a sequence, and how many sequences in a row give up one key.
LENGTH: Final = 4
WINDOW: Final = 3

# Bits from which on a sequence counts: below are only light words.
_HEAVY: Final = 12.0

# Keys of one statement, at most: as many as the words that are compared can give.
MOST: Final = 400


@lru_cache(maxsize=4096)
def keys(words: Words) -> tuple[int, ...]:
    """Whole numbers of 63 bits, sorted. A document's statements are asked for theirs several times while it is placed."""
    stems, bits = words.stems, words.bits
    hashes = [
        _hash(" ".join(stems[place : place + LENGTH])) if sum(bits[place : place + LENGTH]) >= _HEAVY else None
        for place in range(len(stems) - LENGTH + 1)
    ]
    kept: set[int] = set()
    for place in range(max(1, len(hashes) - WINDOW + 1)):
        window = [one for one in hashes[place : place + WINDOW] if one is not None]
        if window:
            kept.add(min(window))
    return tuple(sorted(kept)[:MOST])


def _hash(value: str) -> int:
    data = value.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1
