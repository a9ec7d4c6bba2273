"""The drift between a wording and its source to how faithful it is, with the reason in a sentence.

“Altered” is an accusation: it needs a change that can be named, and a likelihood at which few are accused wrongly.
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.trace.drift import Piece
from onrecord.trace.trees import trees
from onrecord.trace.words import Words, kind

Fidelity = Literal["verbatim", "trimmed", "edited", "translated", "paraphrase", "altered", "not found"]

# What is looked at, in the order of `features`.
FEATURES: Final = (
    "same words",
    "synonyms",
    "longest run",
    "words",
    "cosine",
    "changed",
    "added",
    "dropped",
    "longest change",
    "changed bits",
    "dropped bits",
    "moved",
    "open",
    "number",
    "denial",
    "certainty",
    "quantity",
    "name",
    "time",
    "opposite",
    "light",
)

# Likelihoods from which on a wording counts as the source's own words, and as altered. Printed by `python -m training.trace`.
OWN: Final = 0.5
ALTERED: Final = 0.6

# Share of the source's words that a wording which is called a translation gives, at least; and of first and third persons.
_FAITHFUL: Final = 0.55

# Words of a change that are shown, at most.
_SHOWN: Final = 12


class Judged(msgspec.Struct, frozen=True):
    """How faithful a wording is; the change that it is accused of, if any; how likely, in [0, 1]; and why in a sentence."""

    fidelity: Fidelity
    change: Piece | None
    likelihood: float
    reason: str


def features(one: Words, pieces: Sequence[Piece], cosine: float) -> NDArray[np.float64]:
    """What FEATURES names, float64 [FEATURES]."""
    whole = sum(one.bits) or 1.0
    same = [piece for piece in pieces if piece.change in {"equal", "inflected", "name"}]
    other = [piece for piece in pieces if piece.change in {"changed", "added", "dropped"} and not piece.is_light]
    turning = [piece for piece in pieces if piece.change in {"changed", "added", "dropped", "synonym"}]
    about = [sum(name in piece.about for piece in turning) for name in FEATURES[13:20]]
    changed = [piece for piece in other if piece.quote]
    return np.array(
        [
            sum(_bits(one, piece) for piece in same) / whole,
            sum(_bits(one, piece) for piece in pieces if piece.change == "synonym") / whole,
            max((_count(one, piece) for piece in same), default=0),
            len(one.forms),
            cosine,
            sum(piece.change == "changed" for piece in other),
            sum(piece.change == "added" for piece in other),
            sum(piece.change == "dropped" for piece in other),
            max((_count(one, piece) for piece in changed), default=0),
            math.log1p(sum(_bits(one, piece) for piece in changed)),
            math.log1p(sum(piece.source.end - piece.source.start for piece in other if piece.source)),
            sum(piece.is_moved for piece in pieces),
            len(one.open),
            *(min(3, count) for count in about),
            sum(piece.is_light for piece in pieces),
        ],
        dtype=np.float64,
    )


def judge(
    one: Words, pieces: Sequence[Piece], cosine: float, texts: tuple[str, str], *, covers: float, is_translated: bool = False
) -> Judged:
    """How faithful a wording is. texts: the wording and the whole source. covers: share of the passage's words that it gives, in [0, 1]."""
    row = features(one, pieces, cosine)[None]
    own = float(trees("own.tsv", FEATURES).likelihoods(row)[0])
    altered = float(trees("altered.tsv", FEATURES).likelihoods(row)[0])
    change = named(one, pieces, is_translated=is_translated)
    if change is not None and altered >= ALTERED:
        return Judged("altered", change, altered, _differs(change, texts))
    if own >= OWN or (change is None and row[0, 0] >= OWN):
        return _own_words(pieces, max(own, 1 - altered), texts, is_translated=is_translated)
    likely = 1 - own
    if is_translated or (covers >= _FAITHFUL and not _is_reported(one)):
        return Judged(
            "translated", None, likely, "It gives the whole of what the source says in other words, as a translation does."
        )
    return Judged("paraphrase", None, likely, "It gives in other words what the source says.")


def _own_words(pieces: Sequence[Piece], likely: float, texts: tuple[str, str], *, is_translated: bool) -> Judged:
    weighty = [piece for piece in pieces if piece.change in {"changed", "added", "synonym", "name"} and not piece.is_light]
    edited = [piece for piece in pieces if piece.change not in {"equal", "cut", "dropped"} or piece.is_moved]
    if weighty or edited:
        first = (weighty or edited)[0]
        if is_translated:
            return Judged(
                "translated", None, likely, f"It gives the source's words as a translation does: {_differs(first, texts)}"
            )
        return Judged("edited", None, likely, f"The words are the source's but for small changes: {_differs(first, texts)}")
    left = [piece for piece in pieces if piece.change in {"cut", "dropped"}]
    if left:
        return Judged("trimmed", None, likely, f"The words are the source's, with something left out: {_differs(left[0], texts)}")
    return Judged("verbatim", None, likely, "Every word stands in the source, in this order.")


def named(one: Words, pieces: Sequence[Piece], *, is_translated: bool) -> Piece | None:
    """The change that most turns the meaning. Other words alone are no change where the wording is a translation."""
    found = [piece for piece in pieces if piece.change in {"changed", "added", "dropped", "synonym"} and not piece.is_light]
    found = [piece for piece in found if piece.about or (piece.change != "synonym" and not is_translated)]
    return max(found, key=lambda piece: (len(piece.about) > 0, piece.change == "changed", _bits(one, piece)), default=None)


def _differs(piece: Piece, texts: tuple[str, str]) -> str:
    here = _shown(piece.quote.of(texts[0])) if piece.quote else None
    there = _shown(piece.source.of(texts[1])) if piece.source else None
    if here and there:
        where = " elsewhere" if piece.is_moved else ""
        return f"the article has “{here}” where the source has “{there}”{where}."
    return f"the article adds “{here}”." if here else f"the article leaves out “{there}”."


def _shown(words: str) -> str:
    each = words.split()
    return " ".join(each) if len(each) <= _SHOWN else " ".join(each[:_SHOWN]) + " …"


def _is_reported(one: Words) -> bool:
    """Whether the wording says that somebody said it."""
    return any(form in kind("report") for form in one.forms[:8])


def _inside(one: Words, piece: Piece) -> list[int]:
    if piece.quote is None:
        return []
    return [place for place, (start, end) in enumerate(one.spans) if piece.quote.start <= start and end <= piece.quote.end]


def _bits(one: Words, piece: Piece) -> float:
    return sum(one.bits[place] for place in _inside(one, piece))


def _count(one: Words, piece: Piece) -> int:
    return len(_inside(one, piece))
