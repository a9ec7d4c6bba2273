"""A chain to one self-contained page: the drawing, and beneath it a table that tells the same with what speaks for each edge.

Each mark of the drawing leads to its row, and each row to the report. Nothing in the page is a script.
"""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from string import Template

from onrecord.export import chained, chained_svg
from onrecord.export.html import escape
from onrecord.record import DocumentId
from onrecord.store.chains import Chained
from onrecord.trace.resting import Appearance, Evidence, Node, Rest

_NUMBER = re.compile(r"\[(\d+[a-z]*)\]")


def page(one: Chained) -> str:
    """The page."""
    source = (files("onrecord.export") / "data" / "chained.html").read_text(encoding="utf-8")
    numbered = chained.numbers(one)
    style = source.partition("<style>")[2].partition("</style>")[0].replace("$chain_style", chained_svg.STYLE)
    told = (chained.summary(one), chained.first(one, numbered), chained.source(one, numbered))
    return Template(source).substitute(
        title=escape(f"Which reports rest on which: {chained.heading(one)}"),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        chain_style=chained_svg.STYLE,
        heading=escape(chained.heading(one)),
        summary="".join(f"<p>{escape(sentence)}</p>" for sentence in told),
        drawing=chained_svg.drawing(one, lambda name: f"#{name}", is_alone=False),
        legend=escape(f"{chained_svg.legend()} {chained_svg.left_out(one)}".strip()),
        rows="".join(_row(one, node, numbered) for node in one.chain.nodes),
        caution=escape(chained.CAUTION),
        version=escape(version("onrecord")),
    )


def _row(one: Chained, node: Node, numbered: chained.Numbers) -> str:
    number = numbered[node.at.document]
    tags = "".join(f' <span class="tag">{escape(tag)}</span>' for tag in chained.tags(one, node))
    copies = "".join(
        f'<li id="n{numbered[copy.at.document]}">[{numbered[copy.at.document]}] {_opened(copy.at)}, {escape(chained.published(copy.at))}. '
        f"{escape(chained.copied(node, place, numbered))}.</li>"
        for place, copy in enumerate(node.copies)
    )
    return (
        f'<tr id="n{number}"><th scope="row">{number}</th><td>{_opened(node.at)}{tags}'
        f'<p>{escape(chained.published(node.at))}</p><p class="meta">{escape(chained.address(node.at))}</p>{f"<ul>{copies}</ul>" if copies else ""}</td>'
        f'<td><blockquote dir="auto">{escape(node.at.words)}</blockquote><p class="meta">{escape(node.at.document)} '
        f"{chained.offsets(node.at.content)}</p>{_against(one, node)}</td><td>{_rests(one, node, numbered)}</td></tr>"
    )


def _rests(one: Chained, node: Node, numbered: chained.Numbers) -> str:
    """What a report rests on, each edge with what speaks for it; and what points elsewhere without being an edge."""
    number = numbered[node.at.document]
    made = [
        f'<li id="e{number}.{place}"><strong>{_numbers_linked(told, numbered)}</strong><ul>{_evidence(rest.evidence, rest.on)}{_beyond(one, rest, numbered)}</ul></li>'
        for place, (rest, told) in enumerate(chained.rests(one, node, numbered), start=1)
    ]
    edges = f"<ol>{''.join(made)}</ol>" if made else f"<p>{escape(chained.unknown(one, node) or 'It is what was said.')}</p>"
    clues = "".join(
        f"<li>{_numbers_linked(chained.clue(each, numbered), numbered)}{_place(each.evidence, each.on)}</li>" for each in node.clues
    )
    return edges + (f'<ul class="meta">{clues}</ul>' if clues else "")


def _evidence(found: tuple[Evidence, ...], on: DocumentId | None) -> str:
    return "".join(f"<li>{escape(chained.evidence(each))}{_place(each, on)}</li>" for each in found)


def _beyond(one: Chained, rest: Rest, numbered: chained.Numbers) -> str:
    told = chained.beyond(one, rest, numbered)
    return f"<li>{escape(told)}</li>" if told else ""


def _place(each: Evidence, on: DocumentId | None) -> str:
    """Where the words of a piece of evidence stand, in either text."""
    there = f" and {escape(on)} {chained.offsets(each.there)}" if on is not None and each.there else ""
    return f' <span class="meta">{escape(each.of)} {chained.offsets(each.here)}{there}</span>'


def _against(one: Chained, node: Node) -> str:
    return "".join(f'<p class="meta">{escape(told)}</p>' for told in chained.against(one, node.at.document))


def _numbers_linked(told: str, numbered: chained.Numbers) -> str:
    """A sentence whose own numbers lead to their rows; what it quotes stays as it is."""
    before, mark, quoted = told.partition(": ")
    known = frozenset(numbered.values())
    linked = _NUMBER.sub(lambda one: f'<a href="#n{one[1]}">{one[0]}</a>' if one[1] in known else one[0], escape(before))
    return linked + mark + escape(quoted)


def _opened(at: Appearance) -> str:
    """A report's name, which opens it where it has an address."""
    name = escape(chained.name(at))
    address = chained.link(at)
    return f'<a href="{escape(address)}" rel="noreferrer noopener">{name}</a>' if address else name
