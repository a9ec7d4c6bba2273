"""Traces of an archive to the terminal and to JSON: what the article has, what the source has, and what was searched.

“Altered” is worded as a possible change of meaning until a named person has confirmed it, and a source that was not found is never
called one that isn't.
"""

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import words
from onrecord.store.traces.shown import POSSIBLY, Listed, Shown, There

_STEP = 2

# Likelihood from which on more misses than the nearest are shown.
_NEAR = 0.05

# As much of a wording as a list shows of it.
_SHOWN = 120

_FAITHFUL = frozenset({"verbatim", "trimmed", "edited"})

_VERDICTS = {
    "right source": "the source confirmed",
    "wrong source": "a source denied",
    "other source": "the source named",
    "altered": "a change of meaning confirmed",
    "not altered": "a change of meaning refused",
}


def to_json(found: object, *, indent: int = 0) -> bytes:
    """Traces as UTF-8 JSON."""
    encoded = msgspec.json.encode(found)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def show(traces: list[Shown], console: Console) -> None:
    """Print traces in full."""
    for place, one in enumerate(traces):
        if place:
            console.print()
        _trace(one, console)


def show_list(listed: Listed, console: Console) -> None:
    """Print traces, a few lines each, and how many there are."""
    for one in listed.traces:
        console.print(_head(console, one))
        _line(console, _short(one.words), indent=_STEP)
        if one.source is not None:
            _line(console, f"{_where(one.source)}. {_sentence(one.reason)}", indent=_STEP, style="dim")
        else:
            _line(console, one.searched or one.reason, indent=_STEP, style="dim")
        _line(console, f"{_article(one)} · {one.trace}", indent=_STEP, style="dim")
        console.print()
    _line(console, summary(listed))


def summary(listed: Listed) -> str:
    """How many there are by fidelity, how many are shown, and how many documents were not traced yet."""
    total = sum(listed.counts.values())
    by = ", ".join(f"{count:,} {name}" for name, count in sorted(listed.counts.items(), key=lambda pair: -pair[1]))
    told = f"{words.count(total, 'trace')}{f' ({by})' if by else ''}; {len(listed.traces):,} shown."
    if listed.waiting:
        told += f" {words.count(listed.waiting, 'document')} not traced yet: onrecord traces update traces {'it' if listed.waiting == 1 else 'them'}."
    return told


def verdict(one: Shown) -> str:
    """Who decided what last, and when; or that only the machine looked."""
    if one.reviewed is None:
        return "machine, not reviewed"
    return f"reviewed: {_VERDICTS.get(one.reviewed['verdict'], one.reviewed['verdict'])} by {one.reviewed['by']} on {one.reviewed['at'][:10]}"


def _trace(one: Shown, console: Console) -> None:
    console.print(_head(console, one))
    _line(console, f"{_article(one)} {_spans(one)}", indent=_STEP, style="dim")
    if one.source is None:
        _line(console, f"The article has: {one.words}", indent=_STEP)
        _line(console, one.reason, indent=_STEP)
    else:
        console.print(Padding(_article_side(console, one), (0, 0, 0, _STEP)))
        console.print(Padding(_source_side(console, one), (0, 0, 0, _STEP)))
        _line(console, f"{_where(one.source)} [{one.source.span.start}:{one.source.span.end}]", indent=_STEP, style="dim")
        is_possible = one.fidelity == POSSIBLY
        _line(console, f"Possible change of meaning: {one.reason}" if is_possible else _sentence(one.reason), indent=_STEP)
    for other in one.also:
        _line(console, f"The same words stand in {other}.", indent=_STEP, style="dim")
    if one.elsewhere is not None:
        who = one.elsewhere.speaker or "somebody else"
        question = f"The very words stand in a text of {who}: is the statement given to the wrong person? {_where(one.elsewhere)}"
        _line(console, question, indent=_STEP, style="yellow")
    for miss in [miss for place, miss in enumerate(one.misses) if not place or (miss.likelihood or 0) >= _NEAR]:
        _line(
            console,
            f"Came near, and is not taken for it ({100 * (miss.likelihood or 0):.0f}%): {_short(miss.words)}",
            indent=_STEP,
            style="dim",
        )
        _line(console, _where(miss), indent=2 * _STEP, style="dim")
    for told in (one.searched, one.note):
        if told:
            _line(console, told, indent=_STEP, style="dim")
    _line(console, f"{verdict(one)} · {one.trace} · {one.statement}", indent=_STEP, style="dim")


def _head(console: Console, one: Shown) -> Text:
    head = _text(console, one.speaker or "Speaker not established", "bold cyan" if one.speaker else "bold red")
    style = "green" if one.fidelity in _FAITHFUL else "yellow" if one.source is None or one.fidelity == POSSIBLY else ""
    fidelity = one.fidelity
    if one.fidelity == "altered" and one.confirmed_by is not None:
        fidelity, style = f"meaning changed, as {one.confirmed_by} confirmed", "red"
    head.append(_text(console, f"  {fidelity}", f"not bold {style or 'default'}"))
    sure = f" · {words.share(one.confidence)}" if one.source is not None else ""
    head.append(_text(console, f"{sure} · {one.status}", "not bold default"))
    return head


def _article_side(console: Console, one: Shown) -> Text:
    """The article's words, with what is not the source's set off."""
    shown = _text(console, "The article has: ", "dim")
    at = len(shown)
    shown.append(_text(console, one.words, "not dim"))
    for piece in one.drift:
        if piece.quote is not None and piece.change in {"changed", "added", "synonym"}:
            shown.stylize("bold underline", at + piece.quote.start, at + piece.quote.end)
    return shown


def _source_side(console: Console, one: Shown) -> Text:
    """The source's words, with what the article changed or left out set off."""
    source = one.source
    if source is None:
        return Text()
    shown = _text(console, f"The {source.kind} has: ", "dim")
    at = len(shown)
    shown.append(_text(console, source.words, "not dim"))
    for piece in one.drift:
        if piece.source is not None and piece.change in {"changed", "dropped", "synonym"}:
            start, end = max(piece.source.start, source.span.start), min(piece.source.end, source.span.end)
            if start < end:
                shown.stylize("bold underline", at + start - source.span.start, at + end - source.span.start)
    return shown


def _article(one: Shown) -> str:
    about = one.article
    return " · ".join(part for part in (about.outlet, about.title, about.published, about.url or about.document) if part)


def _where(one: There) -> str:
    parts = (one.speaker, one.outlet if one.outlet != one.speaker else None, one.title, one.published, one.url or one.document)
    return f"{one.kind}: {' · '.join(part for part in parts if part)}"


def _spans(one: Shown) -> str:
    return ", ".join(f"[{span.start}:{span.end}]" for span in one.pieces)


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= _SHOWN else f"{one[: _SHOWN - 2].rstrip()} …"


def _line(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    console.print(Padding(_text(console, text, style), (0, 0, 0, indent)))


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal, and not longer than it was, so that offsets into it hold."""
    safe = "".join(sign if _can_be_shown(console, sign) else "?" for sign in words.plain(text))
    return Text(safe, style=style)


def _can_be_shown(console: Console, sign: str) -> bool:
    try:
        sign.encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True
