"""Records to one self-contained page: the text with every span marked beside a card for each statement.

The text column, tags taken away, is the document's text to the character. Without scripts everything can still be read.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape as escape_tags
from importlib.metadata import version
from importlib.resources import files
from string import Template

from onrecord.export import words
from onrecord.export.citation import citation
from onrecord.export.marks import marked
from onrecord.export.order import reading_order
from onrecord.record import Record, Speaker, Statement, StatementId

_COLOURS, _LINES = 8, 4


def page(records: Sequence[Record]) -> str:
    """The page. Several records become a section each, with a list of contents."""
    source = (files("onrecord.export") / "data" / "page.html").read_text(encoding="utf-8")
    titles = [record.document.title or "Untitled" for record in records]
    heading = contents = ""
    if len(records) != 1:
        entries = "".join(f'<li><a href="#r{number}">{escape(title)}</a></li>' for number, title in enumerate(titles))
        heading = f"<h1>{words.count(len(records), 'record')}</h1>"
        contents = f'<nav aria-label="Contents"><ol>{entries}</ol></nav>'
    level = 1 if len(records) == 1 else 2
    return Template(source).substitute(
        title=escape(titles[0] if len(titles) == 1 else words.count(len(titles), "record")),
        style_hash=_hash(source, "style"),
        script_hash=_hash(source, "script"),
        version=escape(version("onrecord")),
        heading=heading,
        contents=contents,
        sections="".join(_section(number, record, level) for number, record in enumerate(records)),
    )


def escape(text: str) -> str:
    """Text as HTML, without the characters that could turn a line around."""
    return escape_tags(words.plain(text))


def _hash(source: str, tag: str) -> str:
    """What the page's policy knows its own style and script by: nothing else runs, whatever a text holds."""
    found = re.search(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
    return b64encode(sha256(found.group(1).encode()).digest()).decode() if found else ""


def _section(number: int, record: Record, level: int) -> str:
    document = record.document
    about = " · ".join(
        part for part in (document.byline, document.outlet, document.published or "no date known", document.url) if part
    )
    notice = f'<p class="notice">{escape(words.translated(record))}</p>' if words.translated(record) else ""
    looks = _looks(record)
    ordered = reading_order(record)
    numbers = {statement.id: place for place, (statement, _) in enumerate(ordered, start=1)}
    cards = [_card(number, record, statement, depth, numbers, looks, level + 1) for statement, depth in ordered]
    language = f' lang="{escape(document.language)}"' if document.language else ""
    text = marked(record, f"{number}", numbers, {one.id: looks[one.speaker] for one in record.statements})
    return (
        f'<section id="r{number}" aria-labelledby="h{number}"><h{level} id="h{number}">{escape(document.title or "Untitled")}</h{level}>'
        f'<p class="meta">{escape(about)}</p>{notice}{_legend(record, looks)}<div class="columns">'
        f'<article class="page" aria-label="The text" dir="auto"{language}><div class="text">{text}</div></article>'
        f'<div class="cards" role="region" aria-labelledby="n{number}">'
        f'<h{level + 1} class="meta" id="n{number}">{words.count(len(ordered), "statement")}</h{level + 1}>'
        f"{''.join(cards) or '<p>No statement was found.</p>'}{_left_out(record, level + 1)}</div></div></section>"
    )


def _looks(record: Record) -> dict[Speaker | None, str]:
    """A colour and a line style for each speaker, so that colour is never the only sign."""
    known = dict.fromkeys(statement.speaker for statement, _ in reading_order(record) if statement.speaker)
    looks: dict[Speaker | None, str] = {None: "unknown"}
    for place, speaker in enumerate(known):
        looks[speaker] = f"c{place % _COLOURS} l{(place + place // _COLOURS) % _LINES}"
    return looks


def _legend(record: Record, looks: dict[Speaker | None, str]) -> str:
    used: list[Speaker | None] = [speaker for speaker in looks if speaker]
    if any(statement.speaker is None for statement in record.statements):
        used.append(None)
    speakers = "".join(f'<li><span class="{looks[one]}">{escape(words.speaker(one))}</span></li>' for one in used)
    signs = "".join(f'<li><span class="{role}">{sign}</span></li>' for role, sign in _signs(record).items())
    return f'<ul class="legend" aria-label="Speakers and signs">{speakers}{signs}</ul>'


def _signs(record: Record) -> dict[str, str]:
    signs = {
        "source": "who says it" if any(statement.source for statement in record.statements) else "",
        "cue": "the words that say so" if any(statement.cue for statement in record.statements) else "",
        "left-out": "left out" if record.left_out else "",
    }
    return {role: sign for role, sign in signs.items() if sign}


def _card(
    number: int,
    record: Record,
    statement: Statement,
    depth: int,
    numbers: dict[StatementId, int],
    looks: dict[Speaker | None, str],
    level: int,
) -> str:
    details = [
        "to " + ", ".join(one.name for one in statement.addressees) if statement.addressees else "",
        words.act(statement),
        words.kind(statement),
        words.channel(statement),
        words.said_at(statement.said_at),
        statement.place or "",
        f"inside statement {numbers[statement.parent]}" if statement.parent else "",
    ]
    name = f"{numbers[statement.id]}. {words.speaker(statement.speaker)}"
    identity = f"s{number}-{escape(statement.id)}"
    why = f"<br>{escape(statement.why)}" if statement.why else ""
    return (
        f'<article class="card {looks[statement.speaker]}{" nested" if depth else ""}" id="{identity}" tabindex="0" aria-labelledby="{identity}-who">'
        f'<h{level + 1} id="{identity}-who"><a href="#m{number}-{escape(statement.id)}">{escape(name)}</a></h{level + 1}>'
        f'<p class="details">{escape(" · ".join(part for part in details if part))}</p>'
        f'<blockquote dir="auto">{escape(words.words(record, statement))}</blockquote>'
        f'<p class="details">{escape(words.confidence(statement))} · {escape(words.status(statement))}{why}</p>'
        f'<p class="cite">{escape(citation(record, statement))}</p><button type="button" hidden>Copy citation</button></article>'
    )


def _left_out(record: Record, level: int) -> str:
    text = record.document.text
    entries = "".join(f"<li>{escape(part.why)}: {escape(text[part.start : part.end])}</li>" for part in record.left_out)
    return f'<h{level} class="meta">Left out of the text</h{level}><ul class="meta">{entries}</ul>' if entries else ""
