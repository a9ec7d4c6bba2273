"""GUM documents to plain text: tokens joined as a newspaper would set them, and where each token stands."""

import json
from dataclasses import dataclass
from pathlib import Path

_NO_SPACE_BEFORE = frozenset(".,;:!?)]}%’'”") | {
    "'s",
    "’s",
    "n't",
    "n’t",
    "'re",
    "’re",
    "'ve",
    "’ve",
    "'ll",
    "’ll",
    "'d",
    "’d",
    "'m",
    "’m",
}
_NO_SPACE_AFTER = frozenset("([{$£€“‘")


@dataclass(frozen=True)
class Annotated:
    """A document: its text, each token's [start, end) in code points, and clusters of token spans."""

    id: str
    text: str
    tokens: tuple[tuple[int, int], ...]
    clusters: tuple[tuple[tuple[int, int], ...], ...]

    def spans(self, cluster: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        """A cluster's mentions as code point spans, in text order."""
        return sorted((self.tokens[low][0], self.tokens[high - 1][1]) for low, high in cluster)


def documents(path: Path) -> list[Annotated]:
    """Every document of a GUM file as ../shared/data/gum holds it."""
    with path.open(encoding="utf-8") as lines:
        return [_document(json.loads(line)) for line in lines if line.strip()]


def _document(row: dict) -> Annotated:
    text, offsets, opens = "", [], False
    for token in row["tokens"]:
        is_mark = token == '"'  # noqa: S105
        glued = (
            not text
            or token in _NO_SPACE_BEFORE
            or text[-1] in _NO_SPACE_AFTER
            or (text[-1] == '"' and opens)
            or (is_mark and opens)
        )
        text += ("" if glued else " ") + token
        offsets.append((len(text) - len(token), len(text)))
        opens = opens != is_mark
    clusters = tuple(tuple((low, high) for low, high in cluster) for cluster in row["clusters"])
    return Annotated(row["id"], text, tuple(offsets), clusters)
