"""Public texts and their rewordings, written by hand for this project: ids of the texts, our own words, and which are set aside.

posts.jsonl: of `../shared/data/trace/posts.jsonl`, none of them in its dev set. readouts.jsonl: passages of `../shared/data/readouts`, as
document@start:end, none of them in our own gold. Nothing of the texts themselves is kept here.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "posted"
TUNING_BELOW = 64  # of 256: the first byte of an id's SHA-256
READOUTS = ("whitehouse.jsonl", "state.jsonl", "kremlin_calls.jsonl")


class Posted(msgspec.Struct, frozen=True):
    """A public text, and how others give it: translated, indirectly; and what its speaker never said. id: of its document.

    start, end: where a passage stands in it; of a post, its whole length.
    """

    id: str
    start: int
    end: int
    original: str
    translated: str
    indirect: str
    unsaid: str

    @property
    def is_tuning(self) -> bool:
        """Whether it is set aside, by its id's hash."""
        return hashlib.sha256(self.id.encode()).digest()[0] < TUNING_BELOW


def posted(data: Path, name: str) -> list[Posted]:
    """The rewordings of "posts" or of "readouts", with their originals. data: the folder with the corpora."""
    texts = dict(_posts(data) if name == "posts" else _readouts(data))
    found = []
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            identity, _, place = row["post"].partition("@")
            start, end = (int(part) for part in place.split(":")) if place else (0, len(texts[identity]))
            words = (row[kind] for kind in ("translated", "indirect", "unsaid"))
            found.append(Posted(identity, start, end, texts[identity][start:end], *words))
    return found


def _posts(data: Path) -> Iterator[tuple[str, str]]:
    with (data / "trace" / "posts.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            yield post["id"], post["text"]


def _readouts(data: Path) -> Iterator[tuple[str, str]]:
    for name in READOUTS:
        with (data / "readouts" / name).open(encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                yield document["id"], document["text"]
