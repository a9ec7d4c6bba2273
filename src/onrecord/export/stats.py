"""An archive's figures to the terminal, with small bars, and to JSON."""

from collections.abc import Sequence
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.export import words
from onrecord.store.stats import Count, Stats

# Columns of the longest bar, and of the longest name beside it.
_BAR: Final = 30
_NAME: Final = 34

# Months that are shown; JSON has all.
_MONTHS: Final = 24

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def to_json(stats: Stats) -> bytes:
    """The figures as UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(stats), indent=2)


def show(stats: Stats, console: Console) -> None:
    """Print the figures. Names are printed as text: no markup and no control characters of their own."""
    share = f" ({stats.reviewed / stats.statements:.1%})" if stats.statements else ""
    facts = (
        (
            "Documents",
            f"{stats.documents:,}, {stats.versions:,} of them older versions, from {words.count(stats.outlets, 'outlet')}",
        ),
        ("Copies", f"{stats.copies:,} documents carry {stats.families:,} shared texts"),
        ("Statements", f"{stats.statements:,}, {stats.with_speaker:,} with a speaker"),
        ("Reviewed", f"{stats.reviewed:,}{share}, by {words.count(stats.decisions, 'decision')}"),
        ("Quotations", f"{stats.quotations:,} reported more than once"),
        ("Removed", f"{stats.removed:,} on demand"),
        ("Size", f"{_bytes(stats.size)}, of originals of {_bytes(stats.raw)}"),
    )
    table = Table.grid(padding=(0, 2))
    for name, fact in facts:
        table.add_row(Text(name, style="bold"), _text(console, fact))
    console.print(table)
    _bars(console, "By kind", stats.by_kind)
    _bars(console, "By act", stats.by_act)
    _bars(console, "By standing", stats.by_standing)
    _bars(console, f"Who is quoted most, of {words.count(stats.speakers, 'name')}", stats.top_speakers)
    _bars(console, "By year", stats.by_year)
    _bars(console, "By month, the latest", stats.by_month[-_MONTHS:])
    _bars(console, "Made by", stats.models)


def _bars(console: Console, heading: str, counts: Sequence[Count]) -> None:
    if not counts:
        return
    most = max(one.count for one in counts)
    block = "█" if "utf" in console.encoding else "#"
    table = Table.grid(padding=(0, 1))
    table.add_column(max_width=_NAME, no_wrap=True)
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for one in counts:
        # What is there shows, however small its share.
        table.add_row(
            _text(console, one.name), f"{one.count:,}", Text(block * max(1, round(_BAR * one.count / most)), style="cyan")
        )
    console.print()
    console.print(Text(heading, style="bold"))
    console.print(table)


def _bytes(number: int) -> str:
    size, unit = float(number), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:,.0f} {_UNITS[unit]}" if unit == 0 else f"{size:,.1f} {_UNITS[unit]}"


def _text(console: Console, text: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape."""
    return Text(words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding))
