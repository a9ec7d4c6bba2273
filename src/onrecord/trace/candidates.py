"""A wording to the passages of an index that may hold it: the nearest by meaning, by words and by runs of words.

Passages of one text, word for word, count once: the earliest stands for all.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.trace.index import Index
from onrecord.trace.words import Words

By = Literal["both", "words", "meaning"]

# Candidates of each kind: of 70 indirect wordings of posts 94 % of the posts are among them, of all others 97 to 100 %; more cost time.
BY_MEANING: Final = 16
BY_WORDS: Final = 5
BY_RUNS: Final = 5


def allowed(index: Index, speaker: str | None, days: tuple[int, int] | None) -> NDArray[np.int64] | None:
    """Rows of a speaker's passages, or of nobody named, of some days or of none known, int64; None where nothing is asked for."""
    if speaker is None and days is None:
        return None
    kept = np.ones(len(index), dtype=bool)
    if speaker is not None:
        same = np.array([may_be(name, speaker) for name in index.speakers] + [True])
        kept &= same[index.speaker]
    if days is not None:
        kept &= (index.day == 0) | ((index.day >= days[0]) & (index.day <= days[1]))
    return np.flatnonzero(kept)


def may_be(name: str, other: str) -> bool:
    """Whether two names may be one person's: the last words of both are one, or all words of the one stand in the other."""
    one, two = name.casefold().split(), other.casefold().split()
    if not one or not two:
        return False
    if set(one) <= set(two) or set(two) <= set(one):
        return True
    return one[-1] == two[-1] and (len(one) == 1 or len(two) == 1 or one[0][0] == two[0][0])


def candidates(
    index: Index, words: Words, point: NDArray[np.float32], rows: NDArray[np.int64] | None = None, by: By = "both"
) -> list[int]:
    """Rows to look at more closely, the nearest by meaning first. by: what they are found by."""
    found: list[int] = []
    if by != "words":
        found += _best(index, index.cosines(point, rows), rows, BY_MEANING)
    if by != "meaning":
        for score, count in ((index.by_runs(words), BY_RUNS), (index.by_words(words), BY_WORDS)):
            found += _best(index, score if rows is None else score[rows], rows, count, least=0.0)
    return list(_once(index, found))


def _best(index: Index, score: NDArray[np.float32], rows: NDArray[np.int64] | None, count: int, least: float = -1.0) -> list[int]:
    # Twice as many are taken, because some are one text.
    size = min(len(score), 2 * count)
    if not size:
        return []
    top = np.argpartition(-score, size - 1)[:size]
    top = top[np.lexsort((top, -score[top]))]
    kept = [int(place if rows is None else rows[place]) for place in top if score[place] > least]
    return list(_once(index, kept))[:count]


def _once(index: Index, rows: Iterable[int]) -> Iterator[int]:
    seen: set[str] = set()
    for row in rows:
        text = " ".join(index.words(row).casefold().split())
        if text not in seen:
            seen.add(text)
            yield row
