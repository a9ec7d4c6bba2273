"""PolNeAR articles to training targets: a tag and up to two pointers for each word, and what is known beyond them."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extract.decode import ACTS, ROLES, TAGS
from onrecord.extract.encode import Words, encode

NONE = -1  # points to the null
UNKNOWN = -2  # not trained on

TUNING_SHARE = 80 / 840
ACT_LABELS = Path(__file__).parent / "acts"


@dataclass(frozen=True)
class Act:
    """What the readers say that a source does: word indices of the cue and of the content, and the act's index."""

    cue: NDArray[np.int64]
    content: NDArray[np.int64]
    act: int


@dataclass(frozen=True)
class Example:
    """A document's targets, by word.

    tags: int64 [words]; to_cue, to_source: int64 [words], a word's index, NONE or UNKNOWN.
    inner: tags of attributions inside contents, int64 [words], UNKNOWN where nobody knows.
    soft: float32 [words, 7], what models that never saw the article hold its tags for, or None.
    """

    id: str
    words: Words
    tags: NDArray[np.int64]
    to_cue: NDArray[np.int64]
    to_source: NDArray[np.int64]
    inner: NDArray[np.int64]
    acts: tuple[Act, ...] = ()
    soft: NDArray[np.float32] | None = None


def articles(path: Path) -> list[dict]:
    """The corpus file's lines, as they are, but with the readers' act in each attribution that has one."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    labels = acts(ACT_LABELS / f"{path.stem}.tsv")
    for row in rows:
        for number, one in enumerate(row["annotations"][0]):
            if (row["id"], number) in labels:
                one["act"] = labels[row["id"], number]
    return rows


def acts(path: Path) -> Mapping[tuple[str, int], str]:
    """The first reader's act by article and attribution; none where there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {(line["doc"], int(line["i"])): line["act"] for line in csv.DictReader(lines, delimiter="\t")}


def _share(identifier: str) -> float:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 10_000 / 10_000


def is_tuning(identifier: str) -> bool:
    """Whether a train article belongs to the part that is set aside for tuning: about 80 of 840, by its id's hash."""
    return _share(identifier) < TUNING_SHARE


def fold(identifier: str) -> int:
    """Which half a train article that is not set aside belongs to, 0 or 1, by its id's hash."""
    return int(_share("fold " + identifier) < 0.5)


def examples(rows: list[dict], tokenizer: Tokenizer) -> Iterator[Example]:
    """One example an article, from its first annotator."""
    for row in rows:
        yield example(row, tokenizer)


def example(row: dict, tokenizer: Tokenizer) -> Example:
    """Targets for one article. An attribution's first cue (source) word is what its contents point to.

    An attribution with the key `inside` stands in another's content: it makes the inner tags and nothing else.
    """
    words = encode(row["text"], tokenizer)
    count = len(words)
    tags, inner = (np.zeros(count, dtype=np.int64) for _ in range(2))
    to_cue = np.full(count, UNKNOWN, dtype=np.int64)
    to_source = np.full(count, UNKNOWN, dtype=np.int64)
    found = []
    for start, end in row.get("unsure", ()):
        for low, high in ranges(words, [[start, end]]):
            inner[low:high] = UNKNOWN
    for attribution in row["annotations"][0]:
        of = {role: ranges(words, attribution[role]) for role in ROLES}
        if not of["content"]:
            continue
        for role in ROLES:
            begin = TAGS.index(f"B-{role}")
            for low, high in of[role]:
                target = inner if "inside" in attribution else tags
                target[low] = begin
                target[low + 1 : high] = begin + 1
        if "inside" in attribution:
            continue
        cue = min((low for low, _ in of["cue"]), default=NONE)
        source = min((low for low, _ in of["source"]), default=NONE)
        for low, high in of["content"]:
            to_cue[low:high] = cue
            to_source[low:high] = source
        for low, high in of["cue"]:
            to_source[low:high] = source
        if "act" in attribution:
            found.append(Act(_indices(of["cue"]), _indices(of["content"]), ACTS.index(attribution["act"])))
    return Example(row["id"], words, tags, to_cue, to_source, inner, tuple(found))


def ranges(words: Words, spans: list[list[int]]) -> list[tuple[int, int]]:
    """Half-open word ranges that spans of characters touch."""
    found = []
    for start, end in spans:
        low, high = (int(i) for i in (np.searchsorted(words.ends, start, "right"), np.searchsorted(words.starts, end, "left")))
        if low < high:
            found.append((low, high))
    return found


def _indices(found: list[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array([index for low, high in found for index in range(low, high)], dtype=np.int64)
