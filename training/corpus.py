"""PolNeAR articles to training targets: a tag and up to two pointers for each word."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.decode import ROLES, TAGS
from onrecord.extract.encode import Words, encode

NONE = -1  # points to the null
UNKNOWN = -2  # not trained on

TUNING_SHARE = 80 / 840


@dataclass(frozen=True)
class Example:
    """A document's targets: tags int64 [words]; to_cue, to_source int64 [words], a word's index, NONE or UNKNOWN."""

    id: str
    words: Words
    tags: NDArray[np.int64]
    to_cue: NDArray[np.int64]
    to_source: NDArray[np.int64]


def articles(path: Path) -> list[dict]:
    """The corpus file's lines, as they are."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def is_tuning(identifier: str) -> bool:
    """Whether a train article belongs to the part that is set aside for tuning: about 80 of 840, by its id's hash."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 10_000 < TUNING_SHARE * 10_000


def examples(rows: list[dict], tokenizer: Tokenizer) -> Iterator[Example]:
    """One example an article, from its first annotator."""
    for row in rows:
        yield example(row["id"], row["text"], row["annotations"][0], tokenizer)


def example(identifier: str, text: str, attributions: list[dict], tokenizer: Tokenizer) -> Example:
    """Targets for one article. An attribution's first cue (source) word is what its contents point to."""
    words = encode(text, tokenizer)
    count = len(words)
    tags = np.zeros(count, dtype=np.int64)
    to_cue = np.full(count, UNKNOWN, dtype=np.int64)
    to_source = np.full(count, UNKNOWN, dtype=np.int64)

    def ranges(spans: list[list[int]]) -> list[tuple[int, int]]:
        found = []
        for start, end in spans:
            low, high = (int(i) for i in (np.searchsorted(words.ends, start, "right"), np.searchsorted(words.starts, end, "left")))
            if low < high:
                found.append((low, high))
        return found

    for attribution in attributions:
        of = {role: ranges(attribution[role]) for role in ROLES}
        if not of["content"]:
            continue
        for role in ROLES:
            begin = TAGS.index(f"B-{role}")
            for low, high in of[role]:
                tags[low] = begin
                tags[low + 1 : high] = begin + 1
        cue = min((low for low, _ in of["cue"]), default=NONE)
        source = min((low for low, _ in of["source"]), default=NONE)
        for low, high in of["content"]:
            to_cue[low:high] = cue
            to_source[low:high] = source
        for low, high in of["cue"]:
            to_source[low:high] = source
    return Example(identifier, words, tags, to_cue, to_source)
