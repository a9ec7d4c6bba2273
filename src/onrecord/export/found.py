"""What a search found to the terminal, each quotation with where it stands, and to JSON."""

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.export import words
from onrecord.store.search import Found, Hit, Member, Named

_STEP = 2  # columns of the words under their speaker
_KINDS = {"direct": "direct quote", "indirect": "indirect", "mixed": "partly quoted"}
_ACTS = {"says": "", "thinks": "thinks or wants"}
_REPORTS = 5  # that are listed under a quotation


def to_json(found: Found, *, indent: int = 0) -> bytes:
    """What was found, as UTF-8 JSON."""
    encoded = msgspec.json.encode(found)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def show(found: Found, console: Console) -> None:
    """Print what was found. What the archive holds is printed as text: no markup and no control characters of its own."""
    for name in found.names:
        _line(console, _named(name), style="dim")
    if not found.hits:
        _line(console, "No statement was found.")
    for hit in found.hits:
        console.print()
        _hit(hit, console)
    console.print()
    _line(console, summary(found), style="dim")


def summary(found: Found) -> str:
    """How much matches, how much of it was ranked, and how much is shown."""
    if found.query.like is not None:
        return f"The nearest in meaning: {words.count(len(found.hits), 'quotation')} shown."
    told = f"{words.count(found.matches, 'statement')} found; {words.count(len(found.hits), 'quotation')} shown."
    if found.ranked == found.matches:
        return told
    which = "last added" if found.query.words is not None else "newest"
    return f"{told} Only the {found.ranked:,} {which} were ranked: narrow the search to rank all."


def _named(name: Named) -> str:
    taken = ", ".join(f"{one.name} ({one.count:,})" for one in name.taken) or "nobody who fits"
    others = f" and {words.count(name.others, 'other')}" if name.others else ""
    slip = ", as nothing is written so" if name.likeness == "typo" else ""
    return f"--{name.option} {name.typed}: {taken}{others}{slip}"


def _hit(hit: Hit, console: Console) -> None:
    one = hit.fullest
    head = _text(console, words.speaker(one.speaker), "bold cyan" if one.speaker else "bold red")
    details = (_kind(one), _channel(one), _when(one), one.outlet or "outlet not known", _status(one))
    head.append(_text(console, "  " + " · ".join(part for part in details if part), "not bold default"))
    console.print(head)
    console.print(Padding(_marked(console, one), (0, 0, 0, _STEP)))
    _line(console, f"{_confidence(one)} · {_where(one)}", style="dim", indent=_STEP)
    for notice in one.notices:
        told = f"The document announces a {notice.kind} (characters {notice.start}–{notice.end})."
        _line(console, told, style="bold yellow", indent=_STEP)
    if hit.statements > 1:
        _reports(hit, console)


def _reports(hit: Hit, console: Console) -> None:
    told = f"{words.count(hit.statements, 'statement')} of it in {words.count(hit.reports, 'report')}"
    outlets = f", in {', '.join(hit.outlets)}" if hit.outlets else ""
    _line(console, told + outlets, indent=_STEP)
    listed = [hit.earliest, *(one for one in hit.members if one != hit.earliest)]
    others = [one for one in listed if one.statement != hit.fullest.statement]
    for one in others[:_REPORTS]:
        first = "earliest: " if one is hit.earliest else ""
        parts = (first + (one.outlet or "outlet not known"), _when(one), _status(one), _where(one), one.why_joined or "")
        _line(console, " · ".join(part for part in parts if part), style="dim", indent=2 * _STEP)
    if len(others) > _REPORTS:
        _line(console, f"and {hit.statements - 1 - _REPORTS} more", style="dim", indent=2 * _STEP)


def _kind(one: Member) -> str:
    # The same words as a record's statement gets.
    act = _ACTS.get(one.act, one.act)
    return f"{act}, {_KINDS[one.kind]}" if act else _KINDS[one.kind]


def _channel(one: Member) -> str:
    return f"{one.channel} on {one.platform}" if one.channel and one.platform else one.channel or ""


def _when(one: Member) -> str:
    if one.said_at is not None:
        return words.said_at(one.said_at)
    return f"{one.dated} (day, published)" if one.dated else "no date known"


def _status(one: Member) -> str:
    standing = f", {one.standing}" if one.standing != "current" else ""
    return ("reviewed" if one.is_reviewed else "machine") + standing


def _confidence(one: Member) -> str:
    name = words.share(one.confidence.speaker) if one.speaker else "none given"
    near = f", meaning {one.similarity:.2f}" if one.similarity is not None else ""
    return f"words {words.share(one.confidence.words)}, name {name}{near}"


def _where(one: Member) -> str:
    spans = ", ".join(f"[{span.start}:{span.end}]" for span in one.content)
    place = f", {one.place}" if one.place else ""
    return f"{one.url or one.origin or one.document} {spans}{place} · {one.statement}"


def _marked(console: Console, one: Member) -> Text:
    """The words, with what was searched for in bold."""
    shown, last = Text(), 0
    for span in one.marks:
        shown.append(_text(console, one.words[last : span.start], ""))
        shown.append(_text(console, one.words[span.start : span.end], "bold underline"))
        last = span.end
    shown.append(_text(console, one.words[last:], ""))
    return shown


def _line(console: Console, text: str, *, style: str = "", indent: int = 0) -> None:
    console.print(Padding(_text(console, text, style), (0, 0, 0, indent)))


def _text(console: Console, text: str, style: str) -> Text:
    """Text that is safe on this terminal: what its encoding lacks is written as an escape, not lost and not an error."""
    safe = words.plain(text).encode(console.encoding, "backslashreplace").decode(console.encoding)
    return Text(safe, style=style)
