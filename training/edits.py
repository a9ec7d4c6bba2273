"""Replacements in a corpus article: a new text, and its annotations moved to where their words now stand.

Invariant: the words that no replacement touches are inside the same spans as before.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.extract.decode import ROLES

_BEYOND = 1 << 60  # more than any offset


class Edit(NamedTuple):
    """Characters start to end, code points and half-open, become `text`; start == end inserts."""

    start: int
    end: int
    text: str


def rewrite(row: dict, edits: Iterable[Edit]) -> dict:
    """The corpus row after edits. They may not overlap; what is inserted at a span's border stays outside it.

    A span that loses all its characters is dropped; an attribution that loses all its content is dropped.
    `unsure`, spans of which the row does not know what they hold, move along.
    """
    ordered = sorted(edits)
    text, moved = _apply(row["text"], ordered)
    annotations = []
    for annotator in row["annotations"]:
        kept = []
        for one in annotator:
            roles = {role: _spans(one.get(role) or [], moved) for role in ROLES}
            if roles["content"]:
                kept.append({**one, **roles})
        annotations.append(kept)
    return {**row, "text": text, "annotations": annotations, "unsure": _spans(row.get("unsure") or [], moved)}


class _Moved(NamedTuple):
    """Where offsets went: for each edit its start, end, new start and new end."""

    edits: list[tuple[int, int, int, int]]

    def start(self, offset: int) -> int:
        """The new offset of a span's first character."""
        return self._shift(offset, is_start=True)

    def end(self, offset: int) -> int:
        """The new offset after a span's last character."""
        return self._shift(offset, is_start=False)

    def _shift(self, offset: int, *, is_start: bool) -> int:
        # An insertion at the offset lies before a span that starts there, and after one that ends there.
        reached = (offset, offset if is_start else -1, _BEYOND, _BEYOND)
        index = bisect_right(self.edits, reached) - 1
        if index < 0:
            return offset
        start, end, new_start, new_end = self.edits[index]
        if offset >= end:
            return new_end + offset - end
        return new_start if is_start or offset == start else new_end


def _apply(text: str, edits: Sequence[Edit]) -> tuple[str, _Moved]:
    parts, moved, at, length = [], [], 0, 0
    for edit in edits:
        if edit.start < at:
            raise ValueError(f"Edits overlap at character {edit.start}.")
        parts.append(text[at : edit.start])
        length += edit.start - at
        moved.append((edit.start, edit.end, length, length + len(edit.text)))
        parts.append(edit.text)
        length += len(edit.text)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts), _Moved(moved)


def _spans(spans: Sequence[Sequence[int]], moved: _Moved) -> list[list[int]]:
    placed = ((moved.start(start), moved.end(end)) for start, end in spans)
    return [[start, end] for start, end in placed if start < end]
