"""The sources of an archive, and the recipes for more, to the terminal."""

import datetime as dt
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import words
from onrecord.store.traces.listed import Days, Group
from onrecord.store.traces.recipes import Recipe


def show(groups: Sequence[Group], console: Console) -> None:
    """Print whose texts there are."""
    if not groups:
        _line(console, "The archive holds no sources: onrecord sources add brings in posts, transcripts, releases and readouts.")
    for one in groups:
        who = one.speaker or "Nobody in particular"
        _head(console, who, _texts(one))
        _line(console, _when(one), indent=2, style="dim")
        if one.gaps:
            _line(console, f"None from {', nor from '.join(map(days, one.gaps))}.", indent=2, style="yellow")


def show_recipes(recipes: Sequence[Recipe], console: Console) -> None:
    """Print which institutions' sources can be added by name."""
    for one in recipes:
        _head(console, one.name, one.title)
        if one.note:
            _line(console, one.note, indent=2)
        for place in one.places:
            checked = f"last had an answer on {place.checked}" if place.checked else "not tried yet"
            what = "sitemap" if place.is_sitemap else "feed"
            _line(console, f"{place.address} ({what}, {checked}; known from {place.known_from})", indent=2, style="dim")


def days(gap: Days) -> str:
    """A stretch of days in words: 1 to 9 January 2018."""
    first, last = (dt.date.fromisoformat(one) for one in gap)
    if first == last:
        return f"{last.day} {last:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B}{'' if first.year == last.year else f' {first.year}'} to {last.day} {last:%B %Y}"


def _texts(one: Group) -> str:
    outlet = f" by {one.outlet}" if one.outlet and one.outlet != one.speaker else ""
    return words.count(one.texts, one.kind) + outlet


def _when(one: Group) -> str:
    undated = f"; {one.undated:,} undated" if one.undated else ""
    if one.first is None or one.last is None:
        return "undated"
    return days((one.first, one.last)) + undated


def _head(console: Console, name: str, about: str) -> None:
    head = Text(_safe(console, name), style="bold")
    head.append(f"  {_safe(console, about)}", style="not bold")
    console.print(head)


def _line(console: Console, text: str, *, indent: int = 0, style: str = "") -> None:
    console.print(Padding(Text(_safe(console, text), style=style), (0, 0, 0, indent)))


def _safe(console: Console, text: str) -> str:
    return words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
