"""A statement as it is compared with others: its words, who said it, when, and where its words lie in the encoder's space."""

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.trace.words import Words

# Kinds of documents in which speakers speak for themselves.
PRIMARY: Final = frozenset({"post", "transcript", "release", "readout"})


class Who(msgspec.Struct, frozen=True):
    """A speaker. actor: the key of whom people joined them with; name: folded, where it is a full name that is known from one document only."""

    actor: int
    name: str | None = None
    never: frozenset[int] = frozenset()


class Said(msgspec.Struct, frozen=True):
    """One statement. words: of all its content; quoted: of what stands in quotation marks, None where nothing does.

    speaker: None where nobody, or nobody named, is known. day: of `statements.dated`, counted from year 1, if known.
    is_original: the words in quotation marks are the speaker's, not a translation's. vector: of length 1, float32 [vectors.SIZE], if it was made; version: of its encoder.
    """

    key: int
    id: str
    document: int
    words: Words
    quoted: Words | None
    speaker: Who | None
    day: int | None
    is_primary: bool
    is_original: bool
    vector: NDArray[np.float32] | None
    version: str | None = None


def same_speaker(one: Who | None, other: Who | None) -> bool | None:
    """Whether two speakers are one; None where either is unknown.

    Two who are known from a document each are one where both are called by the same first and last name, unless a person
    decided that they never are.
    """
    if one is None or other is None:
        return None
    if one.actor == other.actor:
        return True
    return one.name is not None and one.name == other.name and other.actor not in one.never
