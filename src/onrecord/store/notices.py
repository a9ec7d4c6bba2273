"""Corrections and retractions that a text announces: where, and of which kind."""

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

NoticeKind = Literal["correction", "retraction", "update"]


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """The paragraph that announces it: code points, half-open."""

    start: int
    end: int
    kind: NoticeKind


def notices(text: str) -> tuple[Notice, ...]:
    """The paragraphs of a text that begin as a notice does, in order."""
    found = []
    start = 0
    for line in text.split("\n"):
        kind = _kind(line.strip())
        if kind is not None:
            lead = len(line) - len(line.lstrip())
            found.append(Notice(start + lead, start + lead + len(line.strip()), kind))
        start += len(line) + 1
    return tuple(found)


def _kind(paragraph: str) -> NoticeKind | None:
    if not paragraph:
        return None
    return next((kind for pattern, kind in _patterns() if pattern.match(paragraph)), None)


@cache
def _patterns() -> list[tuple[re.Pattern[str], NoticeKind]]:
    """What notices begin with, from data/notices.tsv."""
    lines = files("onrecord.store").joinpath("data", "notices.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(re.compile(pattern, re.IGNORECASE), msgspec.convert(kind, NoticeKind)) for kind, pattern in rows]
