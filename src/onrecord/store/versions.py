"""Versions of what stood at one address, and what differs between two of them: words, statements, notices.

The invariant: the pieces of a difference cover both texts from end to end, in order, without a gap or an overlap; what is equal
is the same characters in both.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec
from rapidfuzz.distance import Indel
from sqlalchemy import Connection, func, select

from onrecord.errors import ArchiveError
from onrecord.record import Record, Statement
from onrecord.store import loading, rows, schema
from onrecord.store.notices import Notice

# Two lists of words are compared only where the product of their lengths stays below this: a bit each, so 125 MB at most.
_LARGEST: Final = 1_000_000_000

# Equal words between two edits that are fewer than what was changed on either side are chance ("the", "of") and hide the edit.
_CHANCE: Final = 3

_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One document at an address. number: from 1. notices: corrections and retractions that it announces, with their words."""

    key: int
    document: str
    number: int
    is_current: bool
    title: str | None
    published: str | None
    captured: str | None
    added_at: str
    statements: int
    notices: tuple[tuple[Notice, str], ...]


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A run of words. Code points, half-open, in the old text and in the new; what was added is empty in the old, and so on."""

    kind: Literal["equal", "added", "removed"]
    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Compared(msgspec.Struct, frozen=True):
    """Two versions beside each other. both: the old statement and the new one of the same words, with the same or another speaker."""

    pieces: tuple[Piece, ...]
    only_old: tuple[Statement, ...]
    only_new: tuple[Statement, ...]
    both: tuple[tuple[Statement, Statement], ...]


def versions(connection: Connection, url: str) -> list[Version]:
    """The versions of what stood at an address, first to last. Raises ArchiveError where there is none."""
    documents, statements = schema.documents, schema.statements
    counted = (
        select(func.count())
        .select_from(statements)
        .where(statements.c.document == documents.c.key, statements.c.standing.in_(loading.SHOWN))
        .scalar_subquery()
    )
    found = connection.execute(
        select(documents, counted.label("statements")).where(documents.c.url == url).order_by(documents.c.version, documents.c.key)
    ).all()
    if not found:
        raise ArchiveError(f"The archive holds nothing from {url}: give an address as onrecord search shows it.")
    return [
        Version(
            key=row.key,
            document=row.id,
            number=row.version,
            is_current=row.is_current,
            title=row.title,
            published=row.published,
            captured=row.captured,
            added_at=row.added_at,
            statements=row.statements,
            notices=tuple((one, row.text[one.start : one.end]) for one in rows.unpacked(row.notices, tuple[Notice, ...])),
        )
        for row in found
    ]


def compare(old: Record, new: Record) -> Compared:
    """What differs between two versions: words, and which statements only one of them has."""
    pieces = difference(old.document.text, new.document.text)
    left: dict[str, list[Statement]] = defaultdict(list)
    for one in new.statements:
        left[_words(new, one)].append(one)
    shift = _Shift(pieces)
    only_old, both = [], []
    for one in old.statements:
        same = left.get(_words(old, one))
        if not same:
            only_old.append(one)
            continue
        # The words may stand there several times: the one at the place that they moved to, or else the first.
        target = shift.of(one.content[0].start)
        found = next((other for other in same if other.content[0].start == target), same[0])
        same.remove(found)
        both.append((one, found))
    matched = {found.id for _, found in both}
    only_new = tuple(one for one in new.statements if one.id not in matched)
    return Compared(tuple(pieces), tuple(only_old), only_new, tuple(both))


def _words(record: Record, one: Statement) -> str:
    """A statement's words as they are compared: without a care for line breaks."""
    return " ".join(rows.words(record.document.text, one.content).split())


class _Shift:
    """Where characters of the old text stand in the new."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._equal = [one for one in pieces if one.kind == "equal"]

    def of(self, offset: int) -> int | None:
        """The offset in the new text, or None where the character was removed."""
        return next((one.new_start + offset - one.old_start for one in self._equal if one.old_start <= offset < one.old_end), None)


def difference(old: str, new: str) -> list[Piece]:
    """What was kept, removed and added between two texts, word by word; what was removed stands before what took its place.

    Paragraphs are matched first, so that time and memory stay small for long texts; then the words of those that differ.
    """
    edits: list[_Edit] = []
    for one in _joined(list(_matched(old, new, _LINE, (0, len(old)), (0, len(new))))):
        edits.extend([one] if one.is_equal else _matched(old, new, _WORD, one.old, one.new))
    return list(_pieces(_without_chance(_joined(edits), old)))


_Range = tuple[int, int]


class _Edit(msgspec.Struct, frozen=True):
    """A stretch of the old text and the one of the new that is equal to it, or stands in its place."""

    old: _Range
    new: _Range
    is_equal: bool


def _matched(old: str, new: str, token: re.Pattern[str], of: _Range, to: _Range) -> Iterator[_Edit]:
    """Stretches of two passages, equal or not, token by token. of, to: where they lie in the old text and in the new."""
    before = [match.span() for match in token.finditer(old, *of)]
    after = [match.span() for match in token.finditer(new, *to)]
    if len(before) * len(after) > _LARGEST:
        yield _Edit(of, to, is_equal=False)
        return
    for code in Indel.opcodes([old[start:end] for start, end in before], [new[start:end] for start, end in after]):
        one = _range(before, code.src_start, code.src_end, of[1])
        other = _range(after, code.dest_start, code.dest_end, to[1])
        yield _Edit(one, other, is_equal=code.tag == "equal")


def _range(tokens: list[_Range], first: int, last: int, end: int) -> _Range:
    start = tokens[first][0] if first < len(tokens) else end
    return (start, tokens[last - 1][1]) if last > first else (start, start)


def _joined(edits: Sequence[_Edit]) -> list[_Edit]:
    """Neighbours of one kind as one."""
    made: list[_Edit] = []
    for one in edits:
        if made and made[-1].is_equal == one.is_equal:
            last = made.pop()
            made.append(_Edit((last.old[0], one.old[1]), (last.new[0], one.new[1]), is_equal=one.is_equal))
        else:
            made.append(one)
    return made


def _without_chance(edits: list[_Edit], old: str) -> list[_Edit]:
    """Without the few equal words between two edits that are longer than they."""
    kept: list[_Edit] = []
    for place, one in enumerate(edits):
        if one.is_equal and 0 < place < len(edits) - 1:
            words = len(re.findall(r"\w+", old[one.old[0] : one.old[1]]))
            length = one.old[1] - one.old[0]
            if words < _CHANCE and length <= min(_size(edits[place - 1]), _size(edits[place + 1])):
                kept.append(_Edit(one.old, one.new, is_equal=False))
                continue
        kept.append(one)
    return _joined(kept)


def _size(one: _Edit) -> int:
    return max(one.old[1] - one.old[0], one.new[1] - one.new[0])


def _pieces(edits: Sequence[_Edit]) -> Iterator[Piece]:
    for one in edits:
        (old_start, old_end), (new_start, new_end) = one.old, one.new
        if one.is_equal:
            yield Piece(kind="equal", old_start=old_start, old_end=old_end, new_start=new_start, new_end=new_end)
            continue
        if old_start < old_end:
            yield Piece(kind="removed", old_start=old_start, old_end=old_end, new_start=new_start, new_end=new_start)
        if new_start < new_end:
            yield Piece(kind="added", old_start=old_end, old_end=old_end, new_start=new_start, new_end=new_end)
