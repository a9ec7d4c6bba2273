"""Damage: what scanning, machine translation and careless copying do to a text, done to a corpus article.

Invariant: a damaged article keeps every word, letter case aside, and every word stays inside the same spans.

Each way finds its places in a text, draws the share `rate` of them, at least one, and damages each as it draws. A text without such
a place stays as it is.
"""

import functools
import random
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from onrecord.extract.decode import ROLES
from onrecord.extract.quotes import quotations
from onrecord.read.paragraphs import MARKS, paragraphs
from training.edits import Edit, rewrite

# The bench's share of places, and what it means: in three of ten quoted passages a mark is touched, three of ten spaces beside a
# mark, comma or full stop, three of ten sentences, three of ten gaps between paragraphs. A reporter would call that badly damaged,
# and would still read it without a guess at what is meant.
RATE = 0.3

# What training draws its rates between: from a slip to worse than the bench.
LIGHT, HEAVY = 0.05, 0.5

Change = list[Edit]  # one way to damage a place; what is listed twice is drawn twice as often
Place = list[Change]

_MARK = re.compile(rf"''|``|‘‘|’’|‚‚|[{MARKS}]")

# Opener and closer in the styles that scanners, keyboards and translation put for one another; some are turned around.
_STYLES = (
    ("“", "”"),
    ("”", "“"),
    ('"', '"'),
    ("„", "“"),
    ("«", "»"),
    ("»", "«"),
    ("’’", "’’"),
    ("''", "''"),
    ("``", "''"),
    ("‘", "’"),
    ("'", "'"),
)

_BESIDE = rf"[.,{MARKS}]"
_GAP = re.compile(rf"(?<={_BESIDE})[ \u00a0]+(?=\S)|(?<=\S)[ \u00a0]+(?={_BESIDE})")
_FIRST_MARK = re.compile(rf"^[{MARKS}](?=\S)", re.MULTILINE)
_LAST_MARK = re.compile(rf"(?<=\S)[{MARKS}]$", re.MULTILINE)
_NO_BREAK = "\u00a0"

# Rough: an abbreviation before a name ends a sentence here too, and damage does not mind.
_SENTENCE_END = re.compile(rf"[.!?…][{MARKS})\]]*\s+(?=[{MARKS}(\[]*[A-Z])")

_WORD = re.compile(r"\w")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WORD_GAP = re.compile(r"(?<=\w)[ \u00a0]+(?=\w)")
_COMMA = re.compile(rf",(?=[{MARKS}]*[ \u00a0]+\S)")


def swap_marks(row: dict, rng: random.Random, rate: float) -> dict:
    """Quotation marks become those of another kind or turn around: both of a passage, or one alone."""
    return _damage(row, (_swaps(marks) for marks in _marks_of_passages(row["text"])), rng, rate)


def lose_or_double_marks(row: dict, rng: random.Random, rate: float) -> dict:
    """Quotation marks are dropped or doubled: both of a passage, or one alone."""
    text = row["text"]
    places = (
        _some([_lost(text, mark) for mark in marks]) + _some([Edit(*mark.span(), 2 * mark.group()) for mark in marks])
        for marks in _marks_of_passages(text)
    )
    return _damage(row, places, rng, rate)


def move_spaces(row: dict, rng: random.Random, rate: float) -> dict:
    """Spaces beside a mark, comma or full stop go to its other side, to both sides, get lost, double, or do not break."""
    text = row["text"]
    places = [_moves(text, *gap.span()) for gap in _GAP.finditer(text)]
    places += [[[Edit(mark.end(), mark.end(), " ")]] for mark in _FIRST_MARK.finditer(text)]
    places += [[[Edit(mark.start(), mark.start(), " ")]] for mark in _LAST_MARK.finditer(text)]
    return _damage(row, places, rng, rate)


def lose_capitals(row: dict, rng: random.Random, rate: float) -> dict:
    """Sentences are set in small letters; a few in capitals, or with a capital on each word."""
    text = row["text"]
    cases = (str.lower, str.lower, str.lower, str.upper, str.capitalize)
    places = ([_recased(text, start, end, case) for case in cases] for start, end in _sentences(text))
    return _damage(row, places, rng, rate)


def add_full_stops(row: dict, rng: random.Random, rate: float) -> dict:
    """Sentences are cut by a full stop, often with a capital after it: at a cue's border, for a comma, or between two words."""
    text = row["text"]
    borders = {offset for annotator in row["annotations"] for one in annotator for span in one["cue"] for offset in span}
    places = (_stops(text, start, end, borders, rng) for start, end in _sentences(text))
    return _damage(row, places, rng, rate)


def add_furniture(row: dict, rng: random.Random, rate: float) -> dict:
    """Lines of a page's furniture stand between the paragraphs, parted from them by the line breaks that were there."""
    text = row["text"]
    spans = [span for annotator in row["annotations"] for one in annotator for role in ROLES for span in one.get(role) or []]
    places = (
        [[Edit(start, start, line + text[end:start])] for line in _furniture_lines()]
        for (_, end), (start, _) in pairwise(paragraphs(text))
        if not any(low < start < high for low, high in spans)  # the words of the line would be the span's
    )
    return _damage(row, places, rng, rate)


WAYS: dict[str, Callable[[dict, random.Random, float], dict]] = {
    "marks swapped": swap_marks,
    "marks lost or doubled": lose_or_double_marks,
    "spaces moved": move_spaces,
    "capitals lost": lose_capitals,
    "stray full stops": add_full_stops,
    "furniture between paragraphs": add_furniture,
}


def damaged(row: dict, rng: random.Random) -> dict:
    """The article as training may see it: one or two ways, each at a rate of its own."""
    for name in rng.sample(list(WAYS), rng.randint(1, 2)):
        row = WAYS[name](row, rng, rng.uniform(LIGHT, HEAVY))
    return row


def _damage(row: dict, places: Iterable[Place], rng: random.Random, rate: float) -> dict:
    """The row with the share `rate` of the places changed, in (0, 1]; every place has one change at least, or is none."""
    found = [changes for changes in ([change for change in place if change] for place in places) if changes]
    chosen = rng.sample(found, min(len(found), max(1, round(rate * len(found)))))
    return rewrite(row, [edit for changes in chosen for edit in rng.choice(changes)])


def _some(edits: Change) -> Place:
    """Each of the edits alone, and all together."""
    alone = [[edit] for edit in edits]
    return alone if len(alone) < 2 else [*alone, edits]


def _marks_of_passages(text: str) -> Iterator[list[re.Match[str]]]:
    """The outer marks of each quoted passage: its opener and its closer, or the only one that is there."""
    for quote in quotations(text):
        marks = list(_MARK.finditer(text, quote.start, quote.end))
        outer = [mark for mark in dict.fromkeys((marks[0], marks[-1])) if mark.start() == quote.start or mark.end() == quote.end]
        if outer:
            yield outer


def _swaps(marks: list[re.Match[str]]) -> Place:
    """The marks of one passage in every style but their own; a lone one may become either mark of a style."""
    place: Place = []
    for style in _STYLES:
        for new in [style] if len(marks) == 2 else [(mark,) for mark in style]:
            place += _some([Edit(*mark.span(), one) for mark, one in zip(marks, new, strict=True) if mark.group() != one])
    return place


def _lost(text: str, mark: re.Match[str]) -> Edit:
    """The mark dropped; where it is all that parts two words, a space is left."""
    before, after = text[: mark.start()].rstrip(MARKS)[-1:], text[mark.end() :].lstrip(MARKS)[:1]
    return Edit(*mark.span(), " " if _WORD.match(before) and _WORD.match(after) else "")


def _moves(text: str, start: int, end: int) -> Place:
    """What may happen to the space between two characters, one of them a mark, a comma or a full stop."""
    gone = Edit(start, end, "")
    place = [[gone], [Edit(end, end, " ")]]
    if text[start:end] != _NO_BREAK:
        place.append([Edit(start, end, _NO_BREAK)])
    if re.match(_BESIDE, text[start - 1]) and not text[start - 2 : start - 1].isspace():
        before = Edit(start - 1, start - 1, " ")
        place += [[before], [before, gone]]
    if re.match(_BESIDE, text[end]) and not text[end + 1 : end + 2].isspace():
        after = Edit(end + 1, end + 1, " ")
        place += [[after], [gone, after]]
    return place


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs(text):
        cuts = [start, *(found.end() for found in _SENTENCE_END.finditer(text, start, end)), end]
        yield from pairwise(cuts)


def _recased(text: str, start: int, end: int, case: Callable[[str], str]) -> Change:
    """Letters in another case, one edit each, so that no span's border moves; a word that would grow or shrink stays."""
    return [
        Edit(word.start() + index, word.start() + index + 1, new)
        for word in _LETTERS.finditer(text, start, end)
        if len(case(word.group())) == len(word.group())
        for index, (old, new) in enumerate(zip(word.group(), case(word.group()), strict=True))
        if old != new
    ]


def _stops(text: str, start: int, end: int, borders: set[int], rng: random.Random) -> Place:
    """A full stop at each cue's border and each comma of a sentence, and in one gap between words that is drawn."""
    gaps = [gap.span() for gap in _WORD_GAP.finditer(text, start, end)]
    cut = [gap for gap in gaps if not borders.isdisjoint(gap)]
    cut += rng.sample(gaps, min(1, len(gaps)))
    stops = [Edit(low, low, ".") for low, _ in cut]
    stops += [Edit(comma.start(), comma.end(), ".") for comma in _COMMA.finditer(text, start, end)]
    place: Place = []
    for stop in stops:
        following = _WORD.search(text, stop.end, end)
        capital = _recased(text, following.start(), following.end(), str.upper) if following else []
        place += [[stop, *capital], [stop, *capital], [stop]]
    return place


@functools.cache
def _furniture_lines() -> tuple[str, ...]:
    path = Path(__file__).parent / "data" / "furniture_lines.txt"
    return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
