"""A reliability diagram as SVG: what share of attributions is right, by how likely they were held.

It takes its colour from the page that it stands in; as a picture on its own it follows the reader's light or dark screen, and
prints black.
"""

from collections.abc import Sequence
from math import sqrt

SIDE, LEFT, TOP, WIDTH, HEIGHT = 320, 62, 14, 400, 386
TICKS = (0, 20, 40, 60, 80, 100)
HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
    'class="calibration" role="img" aria-labelledby="calibration-title calibration-desc">'
)
STYLE = (
    "svg:root{color:#222}"
    "@media screen and (prefers-color-scheme:dark){svg:root{color:#ddd}}"
    ".calibration text{font:12px system-ui,sans-serif;fill:currentColor}"
    ".calibration :is(line,rect,polyline){stroke:currentColor;fill:none}"
    ".calibration circle{fill:currentColor}"
)


def diagram(bins: Sequence[tuple[float, float, int]], note: str) -> str:
    """bins: mean probability and share right, in [0, 1], and how many. note: a sentence for the description."""
    points = "; ".join(f"{100 * held:.0f}% held, {100 * right:.0f}% right, of {count}" for held, right, count in bins)
    return "\n".join(
        [
            HEAD,
            '<title id="calibration-title">How often attributions are right, by how likely they were held to be</title>',
            f'<desc id="calibration-desc">Points on the dashed diagonal are honest. {note} From left to right: {points}.</desc>',
            f"<style>{STYLE}</style>",
            f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}"/>',
            f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke-dasharray="5 5" opacity="0.7"/>',
            *(_ticks(percent) for percent in TICKS),
            *(_point(held, right, count) for held, right, count in bins),
            f'<polyline points="{" ".join(f"{_x(held)},{_y(right)}" for held, right, _ in bins)}" opacity="0.6"/>',
            f'<text x="{_x(0.5)}" y="{HEIGHT - 10}" text-anchor="middle">held to be right, mean of each tenth</text>',
            f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">is right</text>',
            "</svg>\n",
        ]
    )


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95% interval for a share of so many, both ends in [0, 1]."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


def _ticks(percent: int) -> str:
    x, y = _x(percent / 100), _y(percent / 100)
    return (
        f'<line x1="{x}" y1="{_y(0)}" x2="{x}" y2="{_y(0) + 5}"/>'
        f'<text x="{x}" y="{_y(0) + 19}" text-anchor="middle">{percent}%</text>'
        f'<line x1="{LEFT - 5}" y1="{y}" x2="{LEFT}" y2="{y}"/>'
        f'<text x="{LEFT - 9}" y="{y + 4}" text-anchor="end">{percent}%</text>'
    )


def _point(held: float, right: float, count: int) -> str:
    low, high = interval(right, count)
    x = _x(held)
    return f'<line x1="{x}" y1="{_y(low)}" x2="{x}" y2="{_y(high)}"/><circle cx="{x}" cy="{_y(right)}" r="4"/>'
