"""A chain to a drawing: a box for each report, what it rests on above it, a line for each edge whose dashes say how sure it is.

The drawing needs nothing else: no script, no font, no address is fetched. Text stands in it as text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from onrecord.export import chained, words
from onrecord.export.html import escape
from onrecord.record import DocumentId
from onrecord.store.chains import Chained
from onrecord.trace.resting import Node, Sure

# What an edge and a report link to in a page that tells of them; None where they link nowhere.
Href = Callable[[str], str | None]

# Colours stand in the rules as they are: many programs that draw SVG know no variables.
STYLE: Final = """
.chain { font-family: system-ui, sans-serif; }
.chain .paper { fill: #fff; }
.chain .box { fill: #f6f6f4; stroke: #767676; }
.chain .source .box { stroke: #1d6b3a; stroke-width: 3; }
.chain text { fill: #1c1c1c; font-size: 13px; }
.chain text.soft { fill: #5a5a5a; font-size: 12px; }
.chain .name { font-weight: 600; }
.chain .edge { fill: none; stroke: #1c1c1c; stroke-width: 1.6; }
.chain .head { fill: #1c1c1c; }
.chain .mark { fill: #fff; stroke: #1c1c1c; }
@media screen and (prefers-color-scheme: dark) {
  .chain .paper { fill: #16181b; }
  .chain .box { fill: #202327; stroke: #8a8d92; }
  .chain .source .box { stroke: #7fd59b; }
  .chain text { fill: #ececec; }
  .chain text.soft { fill: #b5b5b5; }
  .chain .edge, .chain .mark { stroke: #ececec; }
  .chain .head { fill: #ececec; }
  .chain .mark { fill: #16181b; }
}
.chain a:hover .box, .chain a:focus .box, .chain a:focus .mark { stroke-width: 3; }
"""

# Pixels of a box, between boxes, around all, and from line to line of text; the most boxes in a row, and in all.
_WIDTH: Final = 248
_HEIGHT: Final = 99
_BESIDE: Final = 24
_BELOW: Final = 64
_AROUND: Final = 24
_TEXT: Final = 21
_IN_A_ROW: Final = 5
MOST: Final = 60

# Pixels of a mark above its box, and between lines from different rows that go up side by side.
_MARK: Final = 26
_APART: Final = 6

# Characters of a line in a box.
_NAME: Final = 28
_LINE: Final = 34

_DASHES: Final[Mapping[Sure, str]] = {"stated": "", "likely": "8 4", "possible": "2 5"}
_KEY: Final[Mapping[Sure, str]] = {
    "stated": "it points there itself",
    "likely": "much speaks for it",
    "possible": "something speaks for it",
}
_DASHED: Final[Mapping[Sure, str]] = {"stated": "a whole line", "likely": "a dashed line", "possible": "a dotted line"}


# From the left and from the top.
_Point = tuple[float, float]


class _Drawn(msgspec.Struct, frozen=True):
    """Where boxes stand, by document: left and top; and the size of the whole."""

    at: Mapping[DocumentId, _Point]
    width: float
    height: float


def drawing(one: Chained, href: Href | None = None, *, is_alone: bool = True) -> str:
    """The drawing as SVG. href: what the element of a name in the page around links to. is_alone: it stands in no page.

    Of more than MOST reports, the first are drawn: the description says so.
    """
    numbered = chained.numbers(one)
    shown = one.chain.nodes[:MOST]
    drawn = _laid_out(shown)
    lines = "".join(_edges(one, node, numbered, drawn, href) for node in shown)
    boxes = "".join(_box(one, node, numbered, drawn, href) for node in shown)
    key, height = _key(one, drawn) if is_alone else ("", drawn.height)
    size = f'viewBox="0 0 {drawn.width:.0f} {height:.0f}" width="{drawn.width:.0f}" height="{height:.0f}"'
    own = f"<style>{STYLE}</style>" if is_alone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chain" role="group" {size} aria-labelledby="chain-title chain-desc">'
        f'<title id="chain-title">{_escape(chained.heading(one))}</title>'
        f'<desc id="chain-desc">{_escape(description(one, numbered))}</desc>{own}'
        f'<rect class="paper" width="100%" height="100%"/>{lines}{boxes}{key}</svg>\n'
    )


def description(one: Chained, numbered: chained.Numbers) -> str:
    """The drawing in words."""
    told = [chained.summary(one), chained.first(one, numbered), chained.source(one, numbered)]
    for node in one.chain.nodes[:MOST]:
        edges = ". ".join(sentence for _, sentence in chained.rests(one, node, numbered))
        told.append(
            f"[{numbered[node.at.document]}] {chained.name(node.at)}: {edges or chained.unknown(one, node) or 'the source'}"
        )
    if left_out(one):
        told.append(left_out(one))
    return " ".join(sentence if sentence.endswith(".") else f"{sentence}." for sentence in told)


def legend() -> str:
    """What the lines mean."""
    return (
        "Lines go up to what a report may rest on: "
        + ", ".join(f"{_DASHED[sure]} where {told}" for sure, told in _KEY.items())
        + "."
    )


def left_out(one: Chained) -> str:
    """How many reports are not drawn; nothing where all are."""
    more = len(one.chain.nodes) - MOST
    return f"{words.count(more, 'later report')} {'is' if more == 1 else 'are'} not drawn." if more > 0 else ""


def _key(one: Chained, drawn: _Drawn) -> tuple[str, float]:
    """What the lines mean and what is left out, beneath a drawing that stands in no page; and how high it is with that."""
    sures = [sure for sure in _KEY if any(rest.sure == sure and rest.on for node in one.chain.nodes for rest in node.rests)]
    made = []
    for place, sure in enumerate(sures):
        y = drawn.height + _TEXT * place
        dashes = f' stroke-dasharray="{_DASHES[sure]}"' if _DASHES[sure] else ""
        made.append(
            f'<path class="edge" d="M{_AROUND} {y:.1f}h36"{dashes}/>'
            f'<text class="soft" x="{_AROUND + 46}" y="{y + 4:.1f}">{_escape(_KEY[sure])}</text>'
        )
    if left_out(one):
        made.append(f'<text class="soft" x="{_AROUND}" y="{drawn.height + _TEXT * len(sures) + 4:.1f}">{left_out(one)}</text>')
    return "".join(made), drawn.height + _TEXT * len(made)


def _laid_out(nodes: Sequence[Node]) -> _Drawn:
    """Boxes in rows: what rests on nothing first, then what rests on it, each below what it rests on."""
    there = {node.at.document: node for node in nodes}
    on = {
        document: [rest.on for rest in node.rests if rest.on is not None and rest.on in there] for document, node in there.items()
    }
    depths = _depths(on)
    is_held = {one for found in on.values() for one in found}
    # What neither rests nor is rested on stands last.
    last = max(depths.values(), default=0) + 1
    layers: dict[int, list[DocumentId]] = {}
    for document, node in there.items():
        is_lone = not on[document] and document not in is_held and not node.is_primary
        layers.setdefault(last if is_lone else depths[document], []).append(document)
    at: dict[DocumentId, _Point] = {}
    columns: dict[DocumentId, int] = {}
    top = float(_AROUND)
    for _, layer in sorted(layers.items()):
        wanted = {one: _middle([columns[other] for other in on[one] if other in columns]) for one in layer}
        ordered = sorted(layer, key=lambda one: wanted[one])
        for start in range(0, len(ordered), _IN_A_ROW):
            row, free = ordered[start : start + _IN_A_ROW], 0
            for place, one in enumerate(row):
                # Below what it rests on, where that leaves room for the rest of the row.
                columns[one] = min(max(free, wanted[one]), _IN_A_ROW - len(row) + place)
                at[one] = (_AROUND + columns[one] * (_WIDTH + _BESIDE), top)
                free = columns[one] + 1
            top += _HEIGHT + _BELOW
    width = max((left for left, _ in at.values()), default=0.0) + _WIDTH + _AROUND
    return _Drawn(at, width, top - _BELOW + _AROUND)


def _depths(on: Mapping[DocumentId, Sequence[DocumentId]]) -> dict[DocumentId, int]:
    """How many edges lie between each and what rests on nothing, at most."""
    found: dict[DocumentId, int] = {}
    for start in on:
        waiting = [start]
        while waiting:
            one = waiting[-1]
            missing = [other for other in on[one] if other not in found]
            if missing:
                waiting += missing
                continue
            found[waiting.pop()] = max((found[other] + 1 for other in on[one]), default=0)
    return found


def _middle(columns: Sequence[int]) -> int:
    return round(sum(columns) / len(columns)) if columns else 0


def _edges(one: Chained, node: Node, numbered: chained.Numbers, drawn: _Drawn, href: Href | None) -> str:
    """A line from a box up to each that it rests on, with a mark that links to what speaks for it."""
    told = list(chained.rests(one, node, numbered))
    # In the order of where they go, so that lines of one box do not cross.
    there = sorted(
        (drawn.at[rest.on], place) for place, (rest, _) in enumerate(told) if rest.on is not None and rest.on in drawn.at
    )
    left, top = drawn.at[node.at.document]
    made = []
    for order, (to, place) in enumerate(there, start=1):
        rest, sentence = told[place]
        start = (left + _WIDTH * order / (len(there) + 1), top)
        number = f"{numbered[node.at.document]}.{place + 1}"
        name = f"[{numbered[node.at.document]}] {sentence[:1].lower()}{sentence[1:]}: {chained.why(one, rest, numbered)}"
        inner = f"<title>{_escape(name)}</title>{_line(start, to, rest.sure, number, drawn)}"
        made.append(_linked(inner, href(f"e{number}") if href else None, f"{name} ({_DASHED[rest.sure]})", "evidence"))
    return "".join(made)


def _line(start: _Point, box: _Point, sure: Sure, number: str, drawn: _Drawn) -> str:
    """A line up to another box, its head, and its mark, which stands close above where it starts, where no box can hide it."""
    (left, top), (end, bottom) = start, (box[0] + _WIDTH / 2, box[1] + _HEIGHT + 8)
    row = box[1] + _HEIGHT + _BELOW
    if top <= row:
        side, low = end, bottom
        path = _curve(start, (end, bottom))
    else:
        # Past the rows between it goes beside their boxes.
        level = round((top - _AROUND) / (_HEIGHT + _BELOW))
        side, low = _beside(left, end, drawn) + _APART * (level % 3 - 1), top - _BELOW
        path = f"{_curve(start, (side, low))}V{row:.1f}{_curve((side, row), (end, bottom))}"
    bend = (top - low) / 2
    at = min(0.5, _MARK / (3 * bend))
    across = left + (side - left) * at * at * (3 - 2 * at)
    up = top - 3 * bend * at * (1 - at) - 2 * bend * at**3
    dashes = f' stroke-dasharray="{_DASHES[sure]}"' if _DASHES[sure] else ""
    return (
        f'<path class="edge" d="M{left:.1f} {top:.1f}{path}"{dashes}/><path class="head" d="M{end:.1f} {bottom - 7:.1f}l-5 9h10z"/>'
        f'<circle class="mark" cx="{across:.1f}" cy="{up:.1f}" r="13"/>'
        f'<text x="{across:.1f}" y="{up + 4:.1f}" text-anchor="middle" class="soft">{number}</text>'
    )


def _curve(start: _Point, end: _Point) -> str:
    """A curve on from a point up to another, upright at both."""
    bend = (start[1] - end[1]) / 2
    return f"C{start[0]:.1f} {start[1] - bend:.1f} {end[0]:.1f} {end[1] + bend:.1f} {end[0]:.1f} {end[1]:.1f}"


def _beside(start: float, end: float, drawn: _Drawn) -> float:
    """The way up between two columns, or beside all, by which a line is shortest."""
    columns = round((drawn.width - 2 * _AROUND + _BESIDE) / (_WIDTH + _BESIDE))
    ways = [_AROUND + column * (_WIDTH + _BESIDE) - _BESIDE / 2 for column in range(columns + 1)]
    return min(ways, key=lambda way: abs(way - start) + abs(way - end))


def _box(one: Chained, node: Node, numbered: chained.Numbers, drawn: _Drawn, href: Href | None) -> str:
    left, top = drawn.at[node.at.document]
    number = numbered[node.at.document]
    first, *more = chained.box(one, node, numbered)
    lines = [(chained.short(first, _NAME), "name"), *((chained.short(line, _LINE), "soft") for line in more)]
    text = "".join(
        f'<text class="{style}" x="10" y="{23 + _TEXT * place}">{_escape(said)}</text>' for place, (said, style) in enumerate(lines)
    )
    inner = (
        f"<title>{_escape(chained.where(node.at))}</title>"
        f'<rect class="box" x="{left:.1f}" y="{top:.1f}" width="{_WIDTH}" height="{_HEIGHT}" rx="5"/>'
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{_WIDTH - 6}" height="{_HEIGHT}">{text}</svg>'
    )
    role = "source" if chained.is_source(one, node) else "report"
    address = href(f"n{number}") if href else chained.link(node.at)
    return _linked(inner, address, f"[{number}] {chained.where(node.at)}", role)


def _linked(inner: str, address: str | None, name: str, role: str) -> str:
    if address is None:
        return f'<g class="{role}" role="img" aria-label="{_escape(name)}">{inner}</g>'
    return f'<a class="{role}" href="{_escape(address)}" aria-label="{_escape(name)}">{inner}</a>'


def _escape(text: str) -> str:
    """Text as XML, which knows fewer characters than HTML: tabs and line breaks stay, other controls are replaced."""
    return escape("".join(sign if sign not in "\ufffe\uffff" else "\ufffd" for sign in words.plain(text)))
