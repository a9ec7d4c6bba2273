"""Sentences: where each begins, by nupunkt and by line breaks; a full stop inside a quotation ends none outside it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import nupunkt

from onrecord.extract.quotes import Quoted, inside
from onrecord.read.paragraphs import paragraphs


class Sentences:
    """Where the sentences of a text begin. quotes: its quoted passages, in which none begins."""

    def __init__(self, text: str, quotes: Sequence[Quoted] = ()) -> None:
        """Find every beginning; time is linear in the text's length."""
        starts = {start for start, _ in paragraphs(text)}
        for start, end in nupunkt.sent_spans(text):
            words = text[start:end]
            starts.add(start + len(words) - len(words.lstrip()))
        self._starts = sorted(start for start in starts if not _is_within(quotes, start))
        self._length = len(text)

    def between(self, start: int, end: int) -> int:
        """How many sentences begin after one offset and up to another."""
        return max(0, bisect_right(self._starts, end) - bisect_right(self._starts, start))

    def number(self, offset: int) -> int:
        """Which sentence holds an offset, counted from 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def around(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset: where it and the next one begin."""
        index = bisect_right(self._starts, offset)
        start = self._starts[index - 1] if index else 0
        return start, self._starts[index] if index < len(self._starts) else self._length

    def begins(self, offset: int, reach: int = 0) -> bool:
        """Whether a sentence begins at an offset, or at most so many characters before it."""
        index = bisect_left(self._starts, offset - reach)
        return index < len(self._starts) and self._starts[index] <= offset


def _is_within(quotes: Sequence[Quoted], offset: int) -> bool:
    quote = inside(quotes, offset)
    return quote is not None and quote.start < offset
