"""Sources to passages: a post is one, a longer text is cut into overlapping stretches of some sentences, turns of speakers kept apart.

A passage never holds words of two turns, and every sentence of a text stands in at least one.
"""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec

from onrecord.record import Document, Record, Span
from onrecord.resolve.sentences import Sentences

# Characters that make a passage: official texts have sentences of 150, so that two or three of them are held together; and the most
# of one, which the encoder reads to its end.
_ENOUGH: Final = 320
_MOST: Final = 900

# Who speaks, in capitals before a colon at the head of a line: PREMIER EGEDE, Q, MR. PRICE.
_LABEL: Final = re.compile(
    r"(?m)^[ \t]*(?P<label>[A-ZÀ-Þ][A-ZÀ-Þ.’'\-]*(?:[ \t]+[A-ZÀ-Þ(][A-ZÀ-Þ.’'\-)]*){0,5})[ \t]*:[ \t]+(?=\S)"
)
# The least turns that make a transcript of a text.
_TURNS: Final = 2
# Labels that name nobody.
_NOBODY: Final = frozenset(
    {"Q", "A", "QUESTION", "ANSWER", "MODERATOR", "OPERATOR", "INTERPRETER", "PARTICIPANT", "STAFF", "AUDIENCE"}
)
# A line of the head that says who takes part: a name, then a comma or the line's end.
_NAME: Final = r"(?:[A-ZÀ-Þ][\w.’'\-]*[ \t]+){{1,3}}{last}\b"
_HEAD: Final = 3000


class Source(msgspec.Struct, frozen=True):
    """A text in which somebody speaks for themselves. day: counted from year 1, None where it is not known. whole: kept as one passage."""

    id: str
    text: str
    speaker: str | None = None
    day: int | None = None
    whole: bool = False


class Passage(msgspec.Struct, frozen=True):
    """A stretch of a source (code points, half-open), who speaks in it, and when. day: counted from year 1."""

    document: str
    start: int
    end: int
    speaker: str | None = None
    day: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def source(given: Document | Record, speaker: str | None = None) -> Source:
    """A document, or a record's, as a source. speaker: whose words it holds; of a post, its byline, unless told."""
    document = given.document if isinstance(given, Record) else given
    is_post = document.kind == "post"
    name = speaker or (document.byline if is_post else None)
    if name is None and isinstance(given, Record):
        names = {one.speaker.name for one in given.statements if one.speaker is not None and one.parent is None}
        name = next(iter(names)) if is_post and len(names) == 1 else None
    return Source(document.id, document.text, name, day_of(document.published), is_post)


def day_of(published: str | None) -> int | None:
    """The day of an ISO date or time, counted from year 1; None where there is none."""
    try:
        return dt.date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def passages(given: Source) -> list[Passage]:
    """A source's passages, in their order; none where it holds no word."""
    text = given.text
    if not text.strip():
        return []
    if given.whole or len(text) <= _ENOUGH:
        start, end = _trimmed(text, 0, len(text))
        return [Passage(given.id, start, end, given.speaker, given.day)]
    starts = _sentences(text)
    return [
        Passage(given.id, start, end, speaker, given.day)
        for low, high, speaker in _turns(given)
        for start, end in _windows(text, [one for one in starts if low < one < high], low, high)
    ]


def _turns(given: Source) -> list[tuple[int, int, str | None]]:
    """Stretches of one speaker each, without their labels."""
    text = given.text
    labels = list(_LABEL.finditer(text))
    if len(labels) < _TURNS:
        return [(0, len(text), given.speaker)]
    found = [(0, labels[0].start(), given.speaker)]
    names: dict[str, str | None] = {}
    for label, after in zip(labels, [*(one.start() for one in labels[1:]), len(text)], strict=True):
        words = label["label"]
        if words not in names:
            names[words] = _name(text, words)
        found.append((label.end(), after, names[words]))
    return [one for one in found if text[one[0] : one[1]].strip()]


def _name(text: str, label: str) -> str | None:
    """Whom a label names: as the head of the text gives the name in full, or else the label in small letters."""
    words = re.sub(r"\([^)]*\)?", "", label).split()
    if not words or " ".join(words) in _NOBODY or words[0] in _NOBODY:
        return None
    last = words[-1].capitalize()
    full = re.search(_NAME.format(last=re.escape(last)), text[:_HEAD])
    return " ".join(full.group().split()) if full else " ".join(word.capitalize() for word in words)


def _sentences(text: str) -> list[int]:
    """Where sentences begin."""
    found, sentences, at = [0], Sentences(text), 0
    while at < len(text):
        _, at = sentences.around(at)
        found.append(at)
    return found


def _windows(text: str, inner: list[int], low: int, high: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences, each beginning near the middle of the one before; one that is too long is cut at a space."""
    pieces = [piece for start, end in pairwise([low, *inner, high]) for piece in _cut(text, start, end)]
    first = 0
    while first < len(pieces):
        last = first
        while (
            last + 1 < len(pieces)
            and pieces[last][1] - pieces[first][0] < _ENOUGH
            and pieces[last + 1][1] - pieces[first][0] <= _MOST
        ):
            last += 1
        yield pieces[first][0], pieces[last][1]
        if last + 1 == len(pieces):
            return
        first = max(first + 1, (first + last + 1) // 2)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _MOST:
        at = text.rfind(" ", start + _MOST // 2, start + _MOST)
        at = at if at > 0 else start + _MOST
        if text[start:at].strip():
            yield _trimmed(text, start, at)
        start = at
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
