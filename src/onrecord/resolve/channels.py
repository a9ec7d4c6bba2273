"""Cues and what stands beside them to channels: what something was said through, and on which platform.

A channel is only given for words that stand in the saying's own clause; what one sentence names carries on by `carried`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from onrecord.record import Channel, Span
from onrecord.resolve.clause import Clause, clause
from onrecord.resolve.parts import Parts
from onrecord.resolve.platforms import canonical, find, pattern

# A channel without another word for it carries on through this many paragraphs after the one that names it.
CARRIES = 2

_WRITTEN = frozenset({"statement", "post", "letter", "email", "court filing", "report", "book", "other"})
_SUBSTITUTE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class _Way:
    """One row of channel_patterns.tsv."""

    rank: int
    value: str
    place: str
    pattern: re.Pattern[str]
    platform: str
    needs: frozenset[str]  # the telling pieces of which one must be met; none where the pattern needs no such


def channel(text: str, parts: Parts) -> Channel | None:
    """What the words were said through, where their own clause says so; span: the words that do.

    Of several the more telling wins ("told reporters at a news conference"), then what stands nearest.
    """
    if not parts.cue:
        return None
    found = clause(text, parts)
    low = min([parts.sentence[0], *(span.start for span in parts.source)])
    high = max([parts.sentence[1], *(span.end for span in parts.source)])
    present: dict[str, bool] = {}
    for _, ways in groupby(_ways(), key=lambda way: way.rank):
        met: list[tuple[int, int, _Way, re.Match[str], Span]] = []
        for way in ways:
            if not way.needs or any(_stands(name, text, low, high, present) for name in way.needs):
                met.extend(_evidence(text, parts, found, way))
        if met:
            _, _, way, match, piece = min(met, key=lambda one: one[:2])
            return Channel(way.value, _platform(text, way, match, piece, found), Span(match.start(), match.end()))
    return None


def carried(
    previous: Sequence[tuple[str | None, int, Channel | None]], speaker_id: str | None, paragraph_index: int
) -> Channel | None:
    """The channel that a statement without one of its own has from those before it, with no span; or None.

    previous: speaker, paragraph and channel of the statements before it in text order, carried channels included. It is
    the channel of the same speaker's last words, in the same paragraph or one of the next two, whoever spoke between. It ends after
    so many paragraphs without a word that names it.
    """
    if speaker_id is None:
        return None
    mine = [(where, known) for speaker, where, known in previous if speaker == speaker_id]
    if not mine:
        return None
    paragraph, latest = mine[-1]
    if latest is None or not 0 <= paragraph_index - paragraph <= CARRIES:
        return None
    named = paragraph
    for where, known in reversed(mine):
        if known is None or known.value != latest.value:
            return None
        if known.span is not None:
            named = where
            break
    else:
        return None
    return Channel(latest.value, latest.platform, None) if paragraph_index - named <= CARRIES else None


def settled(text: str, own: Channel | None, before: Channel | None) -> Channel | None:
    """A statement's channel from its own words and what carries on: its own first.

    But "wrote" alone only says that it was written; what was written before it ("in an email") says more.
    """
    if own is None or before is None or own.span is None:
        return own or before
    return before if _bare().fullmatch(own.span.of(text)) and before.value in _WRITTEN else own


def _evidence(text: str, parts: Parts, found: Clause, way: _Way) -> Iterator[tuple[int, int, _Way, re.Match[str], Span]]:
    """Where a pattern is first met: how far from the cue in kind and place, the match, and the stretch that holds it."""
    if way.place == "source":
        # A document that is itself the source ("the letter said") must be what the source's words begin with.
        for source in parts.source[:1]:
            match = way.pattern.match(text, source.start, source.end)
            if match:
                yield -1, match.start(), way, match, source
        return
    is_cue = way.place == "cue"
    stretches = [*found.own, *reversed(found.shared), *(() if is_cue else found.front)]
    if way.place == "voice":
        stretches += [*found.aside, *parts.source]
    for number, piece in enumerate(stretches):
        for match in way.pattern.finditer(text, piece.start, piece.end):
            # The verb must be the cue, or one that it follows with the same speaker ("told CNN ..., adding").
            if not is_cue or number >= len(found.own) or _is_of_cue(match, parts):
                yield number, match.start(), way, match, piece
                return


def _is_of_cue(match: re.Match[str], parts: Parts) -> bool:
    return any(match.start() < cue.end and cue.start < match.end() for cue in parts.cue)


def _platform(text: str, way: _Way, match: re.Match[str], piece: Span, found: Clause) -> str | None:
    """The platform: what the pattern's own words name, what stands after them, or elsewhere in the clause."""
    named = match.groupdict().get("platform")
    if named:
        return canonical(named)
    if way.platform not in ("social", "outlet", "aired"):
        return way.platform or None
    stretches = (Span(match.start(), piece.end), piece, *found.own, *found.shared, *found.front)
    return next((name for one in stretches if (name := find(text, way.platform, one.start, one.end))), None)


@cache
def _ways() -> tuple[_Way, ...]:
    """Every pattern, the most telling first; compiling them takes about 0.3 s, once."""
    return tuple(sorted(_rows(), key=lambda way: way.rank))


def _stands(name: str, text: str, low: int, high: int, present: dict[str, bool]) -> bool:
    """Whether a piece of the patterns stands anywhere in the sentence: most rows need not be tried."""
    if name not in present:
        present[name] = _pieces()[name].search(text, low, high) is not None
    return present[name]


@cache
def _bare() -> re.Pattern[str]:
    """The verbs that say no more than that something was written: the patterns of the last rank."""
    last = max(way.rank for way in _ways())
    return re.compile("|".join(way.pattern.pattern for way in _ways() if way.rank == last))


@cache
def _pieces() -> dict[str, re.Pattern[str]]:
    """The pieces that name a channel, each alone."""
    return {name: re.compile(rf"(?<!\w){piece}") for name, piece in _read().telling.items()}


def _rows() -> Iterator[_Way]:
    read = _read()
    pieces = {**read.frame, **read.telling}
    for rank, value, place, written, *platform in read.rows:
        needs = frozenset(_SUBSTITUTE.findall(written)) & read.telling.keys()
        yield _Way(int(rank), value, place, re.compile(rf"(?<!\w){_put(written, pieces)}"), "".join(platform), needs)


@dataclass(frozen=True, slots=True)
class _Read:
    """channel_patterns.tsv: its pieces by name, those that only hold the others together apart, and its rows."""

    frame: dict[str, str]
    telling: dict[str, str]
    rows: list[list[str]]


@cache
def _read() -> _Read:
    read = _Read({}, {kind: pattern(kind) for kind in ("social", "outlet", "aired", "programme")}, [])
    text = (files("onrecord.resolve") / "data" / "channel_patterns.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line[:1] in ("~", "="):
            name, written = line[1:].split("\t")
            (read.frame if line[0] == "~" else read.telling)[name] = _put(written, {**read.frame, **read.telling})
        elif line and not line.startswith("#"):
            read.rows.append(line.split("\t"))
    return read


def _put(written: str, pieces: dict[str, str]) -> str:
    return _SUBSTITUTE.sub(lambda match: pieces[match.group(1)], written)
