"""Text to model input: words, wordpieces, and what the uncased encoder cannot see, cut into overlapping windows.

A word here is what the tokenizer's pre-tokenizer cuts: a run of letters and digits, or one punctuation mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.quotes import QuoteState, quotations
from onrecord.read.paragraphs import paragraphs

WINDOW = 384  # wordpieces, with the two special ones
STRIDE = 320  # wordpieces from one window's start to the next

# Words of a stretch of a long document: far beyond the longest article, and 100 MB of weights between its words.
STRETCH = 4000

CASES = 4  # none, lower, capitalised, all capitals
QUOTE_STATES = 4  # outside, inside a sound pair, inside a repaired one, inside an unclosed one
PARAGRAPH_STATES = 2  # inside, first word

_QUOTE_CODE = {QuoteState.SOUND: 1, QuoteState.REPAIRED: 2, QuoteState.UNCLOSED: 3}


@dataclass(frozen=True, slots=True)
class Words:
    """A document as the model sees it.

    starts, ends: code point offsets of each word, int64 [words].
    first: index of each word's first wordpiece, int64 [words].
    ids, case, quote, paragraph: int64 [wordpieces], one value for each wordpiece.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.int64]
    ids: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]
    paragraph: NDArray[np.int64]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.starts)

    def without(self, stretches: Sequence[tuple[int, int]]) -> "Words":
        """The same document, less the words that touch any of these stretches (code points, half-open)."""
        keep = np.ones(len(self), dtype=bool)
        for start, end in stretches:
            keep &= (self.ends <= start) | (self.starts >= end)
        if keep.all():
            return self
        sizes = np.diff(np.append(self.first, len(self.ids)))
        pieces = np.repeat(keep, sizes)
        first = np.cumsum(np.append(0, sizes[keep][:-1])) if keep.any() else np.zeros(0, dtype=np.int64)
        fields = (self.ids[pieces], self.case[pieces], self.quote[pieces], self.paragraph[pieces])
        return Words(self.starts[keep], self.ends[keep], first.astype(np.int64), *fields)


def encode(text: str, tokenizer: Tokenizer) -> Words:
    """Cut a text into words and wordpieces with their features. Offsets are code points into the text."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    of_word = np.array([-1 if word is None else word for word in encoding.word_ids], dtype=np.int64)
    ids = np.array(encoding.ids, dtype=np.int64)
    is_first = np.ones(len(ids), dtype=bool)
    is_first[1:] = of_word[1:] != of_word[:-1]
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(ids)) - 1 if len(ids) else first
    starts, ends = offsets[first, 0], offsets[last, 1]
    word_of_piece = np.cumsum(is_first) - 1
    return Words(
        starts,
        ends,
        first,
        ids,
        np.array([_case(text[start:end]) for start, end in zip(starts, ends, strict=True)], dtype=np.int64)[word_of_piece],
        _quote_states(text, starts)[word_of_piece],
        _paragraph_starts(text, starts)[word_of_piece],
    )


def _case(word: str) -> int:
    if word.upper() == word.lower():
        return 0
    if word == word.lower():
        return 1
    return 3 if word == word.upper() and len(word) > 1 else 2


def _quote_states(text: str, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    states = np.zeros(len(starts), dtype=np.int64)
    for quote in quotations(text):
        low, high = np.searchsorted(starts, [quote.start, quote.end])
        states[low:high] = _QUOTE_CODE[quote.state]
    return states


def _paragraph_starts(text: str, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    flags = np.zeros(len(starts), dtype=np.int64)
    places = np.searchsorted(starts, [start for start, _ in paragraphs(text)])
    flags[places[places < len(flags)]] = 1
    return flags


def stretches(words: Words, size: int = STRETCH) -> list[Words]:
    """A document in stretches that are read apart: each begins with a paragraph, and is longer than `size` words only where one is.

    Links are weighed between all words of a stretch, so that memory would grow with the square of a book.
    """
    if len(words) <= size:
        return [words]
    begins = np.flatnonzero(words.paragraph[words.first] == 1)
    cuts, low = [0], 0
    while len(words) - low > size:
        within = begins[(begins > low) & (begins <= low + size)]
        after = begins[begins > low + size]
        low = int(within[-1]) if len(within) else int(after[0]) if len(after) else len(words)
        cuts.append(low)
    bounds = [0, *(int(words.starts[cut]) for cut in cuts[1:] if cut < len(words)), int(words.ends[-1])]
    return [words.without([(0, low), (high, bounds[-1])]) for low, high in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document's words: `low` to `high`, half-open, with the wordpieces that they start and hold."""

    low: int
    high: int
    piece_low: int
    piece_high: int


def windows(words: Words, size: int = WINDOW, stride: int = STRIDE) -> list[Window]:
    """Overlapping windows that cover every word, cut at word borders: at most size - 2 wordpieces each.

    A single word longer than that keeps its first wordpieces only.
    """
    room, cut = size - 2, []
    bounds = np.append(words.first, len(words.ids))
    low = 0
    while low < len(words):
        high = int(np.searchsorted(bounds, bounds[low] + room, side="right")) - 1
        high = max(high, low + 1)
        cut.append(Window(low, high, int(bounds[low]), min(int(bounds[high]), int(bounds[low]) + room)))
        if high >= len(words):
            break
        low = max(low + 1, int(np.searchsorted(bounds, bounds[low] + stride, side="right")) - 1)
    return cut


@dataclass(frozen=True, slots=True)
class Batch:
    """Model input: int64 [windows, length] each; `mask` is 1 where there is a wordpiece; padding is 0."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]
    paragraph: NDArray[np.int64]

    @property
    def features(self) -> NDArray[np.int64]:
        """Case, quotation state and paragraph state as one number: each combination has its own."""
        return (self.case * QUOTE_STATES + self.quote) * PARAGRAPH_STATES + self.paragraph


def batch(parts: Sequence[tuple[Words, Window]], tokenizer: Tokenizer) -> Batch:
    """Stack windows, each between its two special wordpieces, padded to the longest."""
    begin, end = (tokenizer.token_to_id(name) or 0 for name in ("[CLS]", "[SEP]"))
    length = max(window.piece_high - window.piece_low for _, window in parts) + 2
    fields = {name: np.zeros((len(parts), length), dtype=np.int64) for name in ("ids", "mask", "case", "quote", "paragraph")}
    for row, (words, window) in enumerate(parts):
        pieces = slice(window.piece_low, window.piece_high)
        size = window.piece_high - window.piece_low
        fields["ids"][row, 0], fields["ids"][row, size + 1] = begin, end
        fields["ids"][row, 1 : size + 1] = words.ids[pieces]
        fields["mask"][row, : size + 2] = 1
        for name, values in (("case", words.case), ("quote", words.quote), ("paragraph", words.paragraph)):
            fields[name][row, 1 : size + 1] = values[pieces]
    return Batch(**fields)
