"""A record's text to HTML in which every content, cue and source is marked, nested ones inside their parents.

Tags taken away, what comes out is the text to the character (a NUL, which HTML cannot hold, becomes U+FFFD).
"""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

from onrecord.export import words
from onrecord.record import Record, Spans, Statement, StatementId

_TALLEST = 3  # underlines that are set apart below one another


def marked(record: Record, prefix: str, numbers: Mapping[StatementId, int], looks: Mapping[StatementId, str]) -> str:
    """The marked text.

    prefix: of the statements' anchors, which are m{prefix}-{id} in the text and s{prefix}-{id} on the cards.
    numbers, looks: each statement's number and classes, by its id.
    """
    outer_first = sorted(record.statements, key=lambda one: (-_size(one.content), numbers[one.id]))
    pieces = [_Piece(start, end, outer_first) for start, end in _borders(record)]
    heights: dict[StatementId, int] = {}
    for piece in pieces:
        for height, statement in enumerate(reversed(piece.contents)):
            heights[statement.id] = max(heights.get(statement.id, 0), height)
    return "".join(_html(record, piece, prefix, numbers, looks, heights) for piece in pieces)


class _Piece:
    """A stretch of text within which the same spans hold everywhere. contents: the outermost first."""

    def __init__(self, start: int, end: int, outer_first: list[Statement]) -> None:
        self.start, self.end = start, end
        self.contents = [one for one in outer_first if self.inside(one.content)]
        self.cues = [one for one in reversed(outer_first) if self.inside(one.cue)]
        self.sources = [one for one in reversed(outer_first) if self.inside(one.source)]

    def inside(self, spans: Spans) -> bool:
        return any(span.start <= self.start and self.end <= span.end for span in spans)


def _size(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _borders(record: Record) -> Iterator[tuple[int, int]]:
    """The text cut wherever any span begins or ends."""
    cuts = {0, len(record.document.text)}
    for statement in record.statements:
        cuts.update(cut for span in (*statement.content, *statement.cue, *statement.source) for cut in (span.start, span.end))
    cuts.update(cut for part in record.left_out for cut in (part.start, part.end))
    yield from pairwise(sorted(cuts))


def _html(
    record: Record,
    piece: _Piece,
    prefix: str,
    numbers: Mapping[StatementId, int],
    looks: Mapping[StatementId, str],
    heights: Mapping[StatementId, int],
) -> str:
    # The parser would turn a carriage return into a line feed, so it is written as a reference.
    html = escape(record.document.text[piece.start : piece.end]).replace("\r", "&#13;").replace("\0", "\ufffd")
    nearest = [*piece.cues, *piece.sources, *reversed(piece.contents)]
    if nearest:
        begun = [one for one in piece.contents if one.content[0].start == piece.start]
        # One stop of the Tab key for each statement; the rest can still be clicked.
        goal = begun[-1] if begun else nearest[0]
        stop = "" if begun else ' tabindex="-1"'
        html = f'<a href="#s{prefix}-{escape(goal.id)}"{stop}>{html}</a>'
    for role, statements in (("cue", piece.cues), ("source", piece.sources)):
        if statements:
            ids = " ".join(f"s{prefix}-{escape(one.id)}" for one in statements)
            html = f'<span class="{role}" data-s="{ids}" title="{_title(statements[0])}">{html}</span>'
    for one in reversed(piece.contents):
        first = one.content[0].start == piece.start
        anchor = f' id="m{prefix}-{escape(one.id)}" data-n="{numbers[one.id]}"' if first else ""
        look = f"{looks[one.id]} h{min(heights[one.id], _TALLEST - 1)}"
        html = f'<mark class="{look}"{anchor} data-s="s{prefix}-{escape(one.id)}" title="{_title(one)}">{html}</mark>'
    why = next((part.why for part in record.left_out if part.start <= piece.start and piece.end <= part.end), None)
    return html if why is None else f'<span class="left-out" title="Left out: {escape(words.plain(why))}">{html}</span>'


def _title(statement: Statement) -> str:
    return escape(words.plain(f"{words.speaker(statement.speaker)}: {words.kind(statement)}"))
