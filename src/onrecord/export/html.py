"""Records to one self-contained page: the text with every span marked beside a card for each statement.

The text column, tags taken away, is the document's text to the character. Without scripts everything can still be read.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from string import Template

from onrecord.export import words
from onrecord.export.citation import citation
from onrecord.record import Record, Statement

_COLOURS = 8
_ROLES = ("content", "cue", "source")


def page(records: Sequence[Record]) -> str:
    """The page. Several records become a section each, with a list of contents."""
    template = Template((files("onrecord.export") / "data" / "page.html").read_text(encoding="utf-8"))
    titles = [record.document.title or "Untitled" for record in records]
    contents = ""
    if len(records) > 1:
        entries = "".join(f'<li><a href="#r{number}">{escape(title)}</a></li>' for number, title in enumerate(titles))
        contents = f'<nav aria-label="Contents"><ol>{entries}</ol></nav>'
    return template.substitute(
        title=escape(titles[0] if len(titles) == 1 else f"{len(titles)} records"),
        version=escape(version("onrecord")),
        contents=contents,
        sections="".join(_section(number, record) for number, record in enumerate(records)),
    )


def _section(number: int, record: Record) -> str:
    document = record.document
    about = " · ".join(
        part for part in (document.byline, document.outlet, document.published or "no date known", document.url) if part
    )
    notice = f'<p class="notice">{escape(words.translated(record))}</p>' if words.translated(record) else ""
    looks = _looks(record)
    legend = "".join(f'<span class="{look}">{escape(name)}</span>' for name, look in looks.items())
    cards = "".join(_card(number, record, statement, looks) for statement in record.statements) or "<p>No statement was found.</p>"
    left_out = "".join(f"<li>{escape(part.why)}: {escape(document.text[part.start : part.end])}</li>" for part in record.left_out)
    furniture = f'<h3>Left out of the text</h3><ul class="meta">{left_out}</ul>' if left_out else ""
    return (
        f'<section id="r{number}" aria-labelledby="h{number}"><h1 id="h{number}">{escape(document.title or "Untitled")}</h1>'
        f'<p class="meta">{escape(about)}</p>{notice}<p class="legend">{legend}</p><div class="columns">'
        f'<article aria-label="The text"><div class="text">{_marked(number, record, looks)}</div></article>'
        f'<div role="region" aria-label="Statements"><h2 class="meta">{len(record.statements)} statements</h2>{cards}{furniture}</div></div></section>'
    )


def _looks(record: Record) -> dict[str, str]:
    """A colour for each speaker, and a line style too from the ninth on, so that colour is never the only sign."""
    looks: dict[str, str] = {}
    for statement in record.statements:
        name = words.speaker(statement.speaker)
        if name not in looks:
            known = len([look for look in looks.values() if look != "unknown"])
            style = f"c{known % _COLOURS}" + (f" d{1 + known // _COLOURS % 2}" if known >= _COLOURS else "")
            looks[name] = style if statement.speaker else "unknown"
    return looks


def _marked(number: int, record: Record, looks: dict[str, str]) -> str:
    first = {statement.content[0].start: f"m{number}-{statement.id}" for statement in reversed(record.statements)}
    return "".join(_piece(number, record, start, end, looks, first.get(start)) for start, end in _borders(record))


def _borders(record: Record) -> Iterator[tuple[int, int]]:
    """The text cut wherever any span begins or ends: within one piece the same spans hold everywhere."""
    cuts = {0, len(record.document.text)}
    for statement in record.statements:
        for role in _ROLES:
            cuts |= {offset for span in getattr(statement, role) for offset in (span.start, span.end)}
    cuts |= {offset for part in record.left_out for offset in (part.start, part.end)}
    ordered = sorted(cuts)
    yield from pairwise(ordered)


def _piece(number: int, record: Record, start: int, end: int, looks: dict[str, str], anchor: str | None) -> str:
    """A stretch of text inside the same spans, as HTML. anchor: its id, where a statement's content begins with it."""
    text = escape(record.document.text[start:end])
    held = [
        (statement, role)
        for role in _ROLES
        for statement in record.statements
        if any(span.start <= start and end <= span.end for span in getattr(statement, role))
    ]
    why = next((part.why for part in record.left_out if part.start <= start and end <= part.end), None)
    if why is not None:
        return f'<span class="left-out" title="Left out: {escape(why)}">{text}</span>'
    if not held:
        return text
    ids = " ".join(dict.fromkeys(f"s{number}-{statement.id}" for statement, _ in held))
    contents = [statement for statement, role in held if role == "content"]
    if contents:
        inner = contents[-1]
        title = f"{words.speaker(inner.speaker)}: {words.kind(inner)}"
        look = looks[words.speaker(inner.speaker)]
        link = f'<a href="#s{number}-{inner.id}">{text}</a>'
        identity = f' id="{anchor}"' if anchor else ""
        return f'<mark class="{look}"{identity} data-s="{ids}" title="{escape(title)}">{link}</mark>'
    role = held[0][1]
    return f'<span class="{role}" data-s="{ids}" title="{role}">{text}</span>'


def _card(number: int, record: Record, statement: Statement, looks: dict[str, str]) -> str:
    details = [words.act(statement), words.kind(statement), words.channel(statement), words.said_at(statement.said_at)]
    if statement.addressees:
        details.insert(1, "to " + ", ".join(one.name for one in statement.addressees))
    nested = " nested" if statement.parent else ""
    why = f"<br>{escape(statement.why)}" if statement.why else ""
    name = words.speaker(statement.speaker)
    return (
        f'<article class="card {looks[name]}{nested}" id="s{number}-{escape(statement.id)}" tabindex="0">'
        f'<h3><a href="#m{number}-{escape(statement.id)}">{escape(name)}</a></h3>'
        f'<p class="details">{escape(" · ".join(part for part in details if part))}</p>'
        f"<blockquote>{escape(words.words(record, statement))}</blockquote>"
        f'<p class="details">{escape(words.confidence(statement))} · {escape(words.status(statement))}{why}</p>'
        f'<p class="cite">{escape(citation(record, statement))}</p><button type="button" hidden>Copy citation</button></article>'
    )
