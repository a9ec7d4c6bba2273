"""Traces to the terminal: each quote with where it stands, how it drifted on the way, and what was searched."""

from rich.console import Console
from rich.text import Text

from onrecord.export import traced, words
from onrecord.export.traced import Page
from onrecord.trace.trace import Trace
from onrecord.trace.tracing import Traced

_STEP = 2  # columns of what belongs to a quote
_LONGEST = 300  # characters of a miss that are shown

LEGEND = "In the drift: [-the source's words-] {+the article's words+} […] left out of the source."

_STYLES = {
    "verbatim": "green",
    "trimmed": "green",
    "edited": "green",
    "translated": "cyan",
    "paraphrase": "cyan",
    "altered": "bold yellow",
    "not found": "bold",
}


def show(page: Page, console: Console) -> None:
    """Print an article's traces. What texts hold is printed as text: no markup and no control characters of its own."""
    head(page, console)
    for one in page.traces:
        console.print()
        show_one(page, one, console)
    console.print()
    foot(traced.summary(page), any(is_drifted(one) for one in page.traces), console)


def head(page: Page, console: Console) -> None:
    """Print whose quotes they are."""
    _line(console, traced.heading(page), style="bold")
    for sentence, style in (
        (traced.about(page), "dim"),
        (traced.notice(page), "bold yellow"),
        (traced.not_searched(page), "yellow"),
    ):
        if sentence:
            _line(console, sentence, style=style)


def foot(summary: str, has_drift: bool, console: Console) -> None:
    """Print how much was found, how to read a drift if there was one, and what all of it is not."""
    _line(console, summary)
    if has_drift:
        _line(console, LEGEND, style="dim")
    _line(console, traced.CAUTION, style="dim")


def is_drifted(one: Traced) -> bool:
    """Whether a drift is shown of a quote."""
    return traced.has_drift(one.trace) or traced.has_drift(one.elsewhere)


def show_one(page: Page, one: Traced, console: Console) -> None:
    """Print one quote's trace."""
    name = _text(console, traced.whose(one), "bold cyan" if one.asked.speaker else "bold red")
    name.append(_text(console, "  " + traced.verdict(one.trace), f"not bold {_STYLES[one.trace.fidelity]}"))
    console.print(name)
    _line(console, f"“{one.asked.text}”", indent=_STEP)
    if one.note:
        _line(console, one.note, style="yellow", indent=_STEP)
    if one.trace.found is not None:
        _found(page, one.trace, console)
        return
    _line(console, traced.reason(one.trace), indent=_STEP)
    if traced.searched(one.trace):
        _line(console, traced.searched(one.trace), indent=_STEP, style="dim")
    if one.elsewhere is not None:
        _line(console, traced.question(one), indent=_STEP, style="bold yellow")
        _found(page, one.elsewhere, console)
        return
    near = traced.misses(one.trace)[:1]
    if near:
        _line(console, traced.nearest(one.trace), indent=_STEP, style="dim")
    for passage, said, likely in near:
        _line(console, _short(said), indent=2 * _STEP, style="dim")
        _line(console, f"{traced.where(page, passage)} · {likely}", indent=2 * _STEP, style="dim")


def _found(page: Page, made: Trace, console: Console) -> None:
    if made.found is None:
        return
    _line(console, traced.where(page, made.found, made.span), indent=_STEP, style="dim")
    _line(console, traced.reason(made), indent=_STEP)
    if traced.has_drift(made):
        _line(console, f"Source: {traced.source_words(made)}", indent=_STEP)
        _print(console, _drift(console, made), _STEP)
    if made.also:
        _line(console, f"The same text: {', '.join(made.also)}", indent=_STEP, style="dim")


def _drift(console: Console, made: Trace) -> Text:
    shown, before = _text(console, "Drift: ", "dim"), " "
    for step in traced.steps(made):
        parts: list[tuple[str, str]] = []
        if step.kind == "cut":
            parts.append(("[…]", "dim"))
        elif step.kind in {"same", "between"}:
            parts.append((step.article, ""))
        else:
            parts += [(f"[-{step.source}-]", "red")] if step.source else []
            parts += [(f"{{+{step.article}+}}", "green")] if step.article else []
        for said, style in parts:
            # The wording's own spaces stand between its pieces; what stands in the source only brings none with it.
            if style and not before.isspace():
                shown.append(" ")
            shown.append(_text(console, " ".join(said.split("\n")), style))
            before = said[-1:] or before
        if step.is_moved:
            shown.append(_text(console, " (moved)", "dim"))
    return shown


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _line(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    _print(console, _text(console, text, style), indent)


def _print(console: Console, text: Text, indent: int) -> None:
    """Print text with an indent, without the spaces that would fill each line to its end."""
    for line in text.wrap(console, max(1, console.width - indent)):
        line.rstrip()
        console.print(Text(" " * indent) + line)


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape, not lost and not an error."""
    safe = words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
    return Text(safe, style=style)
