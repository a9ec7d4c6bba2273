"""The clause of a cue: which of the words beside it belong to its saying, and which to another speaker's.

Nothing inside the content or the source is in it. What it misses stays unknown; what it lets in would be another's words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.record import Span
from onrecord.resolve.parts import Parts, without

# A content of so few words before its source is what a relative clause hangs on: "in what <she> called".
_SHORT = re.compile(r"[^\W\d]+(?: \w+)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the words of one saying stand, each sorted.

    own: the cue and what follows it. shared: between the source and the cue, where the same speaker may do something else
    first ("told CNN that ... and added"). front: what the clause begins with ("In a letter on Monday, ..."). aside: what
    follows that only tells of the source ("who spoke on condition ...").
    """

    own: tuple[Span, ...]
    shared: tuple[Span, ...]
    front: tuple[Span, ...]
    aside: tuple[Span, ...]


def clause(text: str, parts: Parts) -> Clause:
    """The clause of a cue; empty where there is no cue."""
    if not parts.cue or not parts.around:
        return Clause((), (), (), ())
    low, high = parts.sentence
    first, last = parts.cue[0].start, min(parts.cue[-1].end, high)
    beside = tuple(
        piece
        for around in parts.around
        for piece in without(around.start, around.end, [span for span in parts.source if not _within(span, parts.cue)])
    )
    before = [span for span in parts.source if low <= span.start < first]
    subject = before[0].start if before else first
    ahead = _between(beside, low, subject)
    shared = _between(beside, before[-1].end, first) if before else ()
    aside: tuple[Span, ...] = ()
    is_inner = _is_relative(text, parts, before) or _is_tied(text, ahead, subject)
    told_of = _of_source().match(text, shared[0].start, shared[0].end) if shared else None
    if told_of and text[told_of.end() - 1] == ",":
        aside = (Span(told_of.start(), told_of.end()),)
        shared = _between(shared, told_of.end(), first)
    elif told_of:
        is_inner = True
    after = _between(beside, first, _limit(parts, last) if is_inner else high)
    follows = _until(text, after, last, _turn(), _tied())
    own = _until(text, follows, last, _aside(), _tied())
    aside = (*aside, *_until(text, after, last, _turn(), _joined()))
    return Clause(own, shared, () if is_inner else _front(text, ahead), aside)


def _limit(parts: Parts, cue_end: int) -> int:
    """Where a clause inside another ends at the latest: at its content, after which the other goes on."""
    return next((span.end for span in parts.content if span.start >= cue_end), parts.sentence[1])


def _between(pieces: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    cut = ((max(piece.start, start), min(piece.end, end)) for piece in pieces)
    return tuple(Span(low, high) for low, high in cut if low < high)


def _until(text: str, pieces: Sequence[Span], cue_end: int, border: re.Pattern[str], joint: re.Pattern[str]) -> tuple[Span, ...]:
    """The pieces up to the first border after the cue. What goes on with a joint ("and") after content is another saying."""
    kept: list[Span] = []
    for piece in pieces:
        if piece.start >= cue_end and kept and joint.match(text, piece.start, piece.end):
            break
        match = border.search(text, max(piece.start, cue_end), piece.end) if piece.end > cue_end else None
        if match:
            if match.start() > piece.start:
                kept.append(Span(piece.start, match.start()))
            break
        kept.append(piece)
    return tuple(kept)


def _front(text: str, pieces: Sequence[Span]) -> tuple[Span, ...]:
    """What stands before the source and is said of its saying."""
    kept: list[Span] = []
    for number, piece in enumerate(pieces):
        start = piece.start
        if number and _tied().match(text, start, piece.end):
            kept = []
        opened = _opening().match(text, start, piece.end)
        if opened:
            start = opened.end()
        for border in _turn_before().finditer(text, start, piece.end):
            # What stands after another verb of saying is said of that, to the end of its clause.
            kept, start = [], piece.end if border["says"] else border.end()
        if start < piece.end:
            kept.extend(without(start, piece.end, [Span(*one.span()) for one in _inner().finditer(text, start, piece.end)]))
    return tuple(kept)


def _is_relative(text: str, parts: Parts, before: Sequence[Span]) -> bool:
    """Whether the source begins a clause inside another's: it is "who" itself, or "what" stands before it as the content."""
    if not before:
        return False
    if _ends_tied().fullmatch(before[0].of(text)):
        return True
    ahead = [span for span in parts.content if span.end <= before[0].start and not text[span.end : before[0].start].strip()]
    return any(_SHORT.fullmatch(span.of(text)) for span in ahead)


def _is_tied(text: str, ahead: Sequence[Span], subject: int) -> bool:
    """Whether a word right before the source ties its clause to another's: "as", "while", "in what"."""
    if not ahead or ahead[-1].end != subject:
        return False
    return _ends_tied().search(text, ahead[-1].start, subject) is not None


def _within(span: Span, cue: Sequence[Span]) -> bool:
    """Whether a source stands inside the cue's own words, where it cannot be cut out ("his" in "in his letter")."""
    return any(one.start <= span.start and span.end <= one.end for one in cue)


@cache
def _words(kind: str) -> str:
    """The alternatives of one kind in clause_words.tsv."""
    text = (files("onrecord.resolve") / "data" / "clause_words.tsv").read_text(encoding="utf-8")
    rows = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return "|".join(word.replace("_", " ") for word in rows[kind].split(" "))


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(rf"[;\n]|\b(?:{_words('turns')})\b|, (?:and|or)\b|\b(?:{_words('says')})\b", re.IGNORECASE)


@cache
def _turn_before() -> re.Pattern[str]:
    return re.compile(
        rf"[;\n]|(?<=[,”\"]) ?\b(?:and|or)\b|\b(?:{_words('turns')})\b|\b(?!\w+ing\b)(?P<says>{_words('says')})\b|[.!?][”\"’']* (?=(?-i:[“\"]?[A-Z][a-z]+ [a-z]))",
        re.IGNORECASE,
    )


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('asides')})\b", re.IGNORECASE)


@cache
def _of_source() -> re.Pattern[str]:
    """A clause that tells of the source, between it and its cue: ", who told CNN last week that he would stay,"."""
    return re.compile(rf"\W*(?:{_words('relatives')})\b[^,]*(?:,|$)", re.IGNORECASE)


@cache
def _inner() -> re.Pattern[str]:
    """A clause within what stands in front: "on the day that a man was seen at a rally,"."""
    return re.compile(rf"\b(?:{_words('inner')})\b[^,]*(?:,|$)", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_words('opens')})\b[^,]*(?:,|$)", re.IGNORECASE)


@cache
def _tied() -> re.Pattern[str]:
    return re.compile(rf"[\s,.;:”\"’'—–-]*\b(?:{_words('links')})\b", re.IGNORECASE)


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"[\s,.;:”\"’'—–-]*\b(?:and|or|{_words('turns')})\b", re.IGNORECASE)


@cache
def _ends_tied() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('links')})(?: [\w'’.-]+){{0,3}}[\s:“\"]*\Z", re.IGNORECASE)
