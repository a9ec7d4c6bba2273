"""Subtitles (SRT, WebVTT) to running text with the time of each cue, speakers in front of what they say.

A cue's words begin exactly where its mark stands: text[mark.start:] begins with them, or with the speaker's name before them.
"""

import functools
import html
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode
from onrecord.read.item import Item
from onrecord.read.tables import rows
from onrecord.record import Mark

# A day of speech is some 2 MB of subtitles.
LIMIT_BYTES = 10_000_000

# Silence of so many milliseconds ends a paragraph.
PARAGRAPH_GAP = 4_000

# Captions roll where this share of neighbouring cues, and not only a pair or two, repeat lines that were on the screen already.
_ROLLING_SHARE = 0.3
_ROLLING_LEAST = 3
# A screen shows two or three lines; no more are looked at.
_ROLLING_LINES = 8

_SUFFIXES = frozenset({".srt", ".vtt"})
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:WEBVTT(?:[ \t\r\n]|$)|\s{0,20}\d{1,7}[ \t]*\r?\n\s{0,20}\d{1,3}:\d{1,2}:\d{1,2}[,.]\d{1,3}\s{0,5}-->)"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|</?\d[\d:.]{0,20}>|<>|</>|\{\\[^{}]{1,100}\}")
_SPEAKER = re.compile(r"(?P<arrows>(?:>{2,}|›{2,}|»)\s*)?(?:(?P<name>[^\W\d_][^\n:<>\[\]“”\"?!;]{0,50}):(?:\s+|$))?")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_SOUND = re.compile(r"\[([^\[\]]{1,80})\]|\(([^()]{1,80})\)")
_NAME_WORDS = 6
_SONG = "♪♫♬"


class _Cue(msgspec.Struct, frozen=True):
    """Words that appear at a time: start and end in milliseconds, label as hh:mm:ss.mmm. lines: without formatting."""

    start: int
    end: int
    label: str
    lines: tuple["_Line", ...]


class _Line(msgspec.Struct, frozen=True):
    """One line of a cue. speaker: where it is named. turns: whether somebody begins to speak here. voice: whether a tag names them."""

    words: str
    speaker: str | None = None
    turns: bool = False
    voice: bool = False


def is_subtitles(raw: bytes, suffix: str = "") -> bool:
    """Whether a file is subtitles, by its suffix or its first bytes."""
    return suffix.lower() in _SUFFIXES or _OPENING.match(raw) is not None


def read_subtitles(item: Item) -> Item:
    """The same item with its text, the time of each cue, its title where the file has one, and its kind (transcript).

    Cues are joined by a space; a paragraph ends where somebody else speaks or after a silence. A speaker's name (from a
    voice tag, or from “NAME:” and “>> Name:” as they stand) begins the paragraph. Formatting, and sounds such as [music],
    are left out; words that rolling captions repeat from the cue before stand once. Raises InputError.
    """
    if len(item.raw) > LIMIT_BYTES:
        raise InputError(f"{item.name} holds more than {LIMIT_BYTES // 1_000_000} MB: split it into one file for each recording.")
    cues, title = _cues(decode(item.raw, item.name), item.name)
    text, marks = _joined(_unrolled(cues))
    if not text:
        raise InputError(f"{item.name} holds no words that are spoken: check that it is the right file.")
    return msgspec.structs.replace(item, text=text, marks=marks, title=item.title or title or None, kind=item.kind or "transcript")


def _cues(text: str, name: str) -> tuple[list[_Cue], str | None]:
    """Loading webvtt costs about 20 ms."""
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text = text.lstrip("\ufeff \t\r\n")
    try:
        if text.startswith("WEBVTT"):
            file = WebVTT.from_string(text)
            title = " ".join((file.header_text or "").split()).lstrip("-–— ")
        else:
            file, title = WebVTT.from_buffer(io.StringIO(text), format="srt"), None
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise InputError(f"{name} is not a subtitle file that can be read: save it again as SRT or WebVTT.") from error
    cues = [
        _Cue(
            start=caption.start_time.in_milliseconds(),
            end=caption.end_time.in_milliseconds(),
            label=str(caption.start_time),
            lines=tuple(_lines(caption.raw_text)),
        )
        for caption in file.captions
    ]
    return sorted((cue for cue in cues if cue.lines), key=lambda cue: cue.start), title


def _lines(raw: str) -> Iterator[_Line]:
    """The lines of a cue that are speech. A voice tag lasts until the next, over line breaks."""
    voice: str | None = None
    dashes = raw.lstrip().startswith(("-", "–", "—")) or len(re.findall(r"^[^\S\n]*[-–—][^\S\n]*\S", raw, re.MULTILINE)) > 1
    for line in re.split(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", raw):
        pieces = _VOICE.split(line)
        for place in range(0, len(pieces), 2):
            if place:
                voice = _plain(pieces[place - 1]) or None
            made = _line(_plain(pieces[place]), voice, dashes=dashes)
            if made is not None:
                yield made


def _line(words: str, voice: str | None, *, dashes: bool) -> _Line | None:
    dash = _DASH.match(words) if dashes else None
    words = _spoken(words[dash.end() :] if dash else words)
    head = _SPEAKER.match(words)
    named = head.group("name") if head else None
    arrows = bool(head and head.group("arrows"))
    if head and named and _is_name(named, after_arrows=arrows):
        speaker, words = named.strip(), words[head.end() :]
    else:
        speaker, words = None, words[len(head.group("arrows") or "") if head else 0 :]
    if not words.strip() and speaker is None:
        return None
    turns = arrows or dash is not None or speaker is not None
    if voice is not None:
        return _Line(words, voice if speaker is None else speaker, turns, voice=speaker is None)
    return _Line(words, speaker, turns)


def _plain(words: str) -> str:
    """Without tags and character references, and every run of space as one."""
    return " ".join(html.unescape(_TAG.sub("", words)).replace("\0", "").split())


def _spoken(words: str) -> str:
    """Without the sounds in brackets; a line that is nothing but a bracket goes too, unless it says what could not be heard."""
    if words[:1] in _SONG and words:
        return ""
    kinds = _sounds()

    def kept(match: re.Match[str]) -> str:
        square, inside = match.group(1) is not None, (match.group(1) or match.group(2)).strip().strip("♪♫♬.").strip().casefold()
        kind = kinds.get(inside)
        whole = match.group() == words
        return "" if kind == "sound" or not inside or (whole and square and kind != "unheard") else match.group()

    return " ".join(_SOUND.sub(kept, words).split())


def _is_name(words: str, *, after_arrows: bool) -> bool:
    """Whether what stands before a colon names a speaker: in capitals, or behind the arrows that announce one."""
    bare = re.sub(r"\([^()]*\)", "", words).strip()
    few = 0 < len(bare.split()) <= _NAME_WORDS and sum(character.isalpha() for character in bare) > 1
    return few and (bare.isupper() or (after_arrows and bare[:1].isupper()))


@functools.cache
def _sounds() -> dict[str, str]:
    return {words: kind for kind, words in rows("sounds.tsv")}


def _unrolled(cues: Sequence[_Cue]) -> Iterator[_Cue]:
    """The cues without the lines that only repeat what stood on the screen just before."""
    if not cues:
        return
    repeats = [_repeated(before, cue) for before, cue in pairwise(cues)]
    rolling = sum(map(bool, repeats)) >= max(_ROLLING_LEAST, _ROLLING_SHARE * len(repeats))
    yield cues[0]
    for (before, cue), count in zip(pairwise(cues), repeats, strict=True):
        if not count or not (rolling or _is_same(before, cue)):
            yield cue
            continue
        lines = tuple(_without(cue.lines, count))
        if lines:
            yield msgspec.structs.replace(cue, lines=lines)


def _words(lines: Sequence[_Line]) -> list[str]:
    return [word for line in lines for word in line.words.split()]


def _repeated(before: _Cue, cue: _Cue) -> int:
    """How many of a cue's first words are the last words of the cue before, by whole lines of it, or all of the cue before."""
    earlier, words = _words(before.lines), _words(cue.lines)
    lengths = {len(earlier)}
    total = 0
    for line in cue.lines[:_ROLLING_LINES]:
        total += len(line.words.split())
        lengths.add(total)
    fitting = (length for length in lengths if 0 < length <= min(len(earlier), len(words)))
    return max((length for length in fitting if earlier[-length:] == words[:length]), default=0)


def _is_same(before: _Cue, cue: _Cue) -> bool:
    """Whether a cue is the one before once more, shown on without a pause: a player's doing, not a person's."""
    return before.lines == cue.lines and cue.start <= before.end and len(_words(cue.lines)) > 2


def _without(lines: Sequence[_Line], count: int) -> Iterator[_Line]:
    for line in lines:
        words = line.words.split()
        if count < len(words) or not words:
            gone = count > 0
            yield msgspec.structs.replace(line, words=" ".join(words[count:]), turns=line.turns and not gone)
        count = max(0, count - len(words))


def _joined(cues: Iterator[_Cue]) -> tuple[str, tuple[Mark, ...]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    ended: int | None = None
    speaking: str | None = None
    for cue in cues:
        marked = False
        silent = ended is not None and cue.start - ended >= PARAGRAPH_GAP
        for line in cue.lines:
            changes = line.turns or (line.voice and line.speaker != speaking)
            begins = not pieces or silent or changes
            names = line.speaker is not None and (begins or not line.voice)
            words = f"{line.speaker}: {line.words}".rstrip() if names else line.words
            if not words:
                continue
            gap = "" if not pieces else "\n\n" if begins else " "
            length += len(gap)
            if not marked:
                marks.append(Mark(length, "time", cue.label))
                marked = True
            pieces.extend((gap, words))
            length += len(words)
            silent = False
            speaking = line.speaker if changes or line.voice else speaking
        ended = max(cue.end, ended or 0)
    return "".join(pieces), tuple(marks)
