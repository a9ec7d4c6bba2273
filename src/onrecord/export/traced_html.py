"""Traces to one self-contained page: the article's words beside the source's, with what came, went and changed marked in both.

Nothing in it is a script, and every sign has a word beside its colour: what is marked can be heard as well as seen.
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from string import Template

from onrecord.export import traced, words
from onrecord.export.html import escape
from onrecord.export.traced import Page
from onrecord.trace.trace import Trace
from onrecord.trace.tracing import Traced

_LEGEND = (
    '<ul class="legend" aria-label="Signs"><li><ins>what only the article has</ins></li><li><del>what only the source has</del></li>'
    "<li><mark>what both have in other forms or words</mark></li>"
    '<li><span class="cut">what the article leaves out without a change</span></li></ul>'
)


def page(pages: Sequence[Page]) -> str:
    """The page. Several articles become a section each, with a list of contents."""
    source = (files("onrecord.export") / "data" / "traced.html").read_text(encoding="utf-8")
    titles = [traced.heading(one) for one in pages]
    name = titles[0] if len(titles) == 1 else words.count(len(titles), "article")
    entries = "".join(f'<li><a href="#a{number}">{escape(title)}</a></li>' for number, title in enumerate(titles))
    return Template(source).substitute(
        title=escape(f"Quotes traced: {name}"),
        style_hash=b64encode(sha256(_style(source).encode()).digest()).decode(),
        heading="" if len(pages) == 1 else f"<h1>{escape(name)}</h1>",
        contents="" if len(pages) == 1 else f'<nav aria-label="Contents"><ol>{entries}</ol></nav>',
        legend=_LEGEND,
        sections="".join(_section(number, one, 1 if len(pages) == 1 else 2) for number, one in enumerate(pages)),
        caution=escape(traced.CAUTION),
        version=escape(version("onrecord")),
    )


def _style(source: str) -> str:
    """The page's own style, which alone its policy lets in."""
    return source.partition("<style>")[2].partition("</style>")[0]


def _section(number: int, one: Page, level: int) -> str:
    rows = "".join(_quote(f"q{number}-{place}", place, one, each, level + 1) for place, each in enumerate(one.traces, start=1))
    notice = "".join(
        f'<p class="notice">{escape(sentence)}</p>' for sentence in (traced.notice(one), traced.not_searched(one)) if sentence
    )
    return (
        f'<section id="a{number}" aria-labelledby="h{number}"><h{level} id="h{number}">{escape(traced.heading(one))}</h{level}>'
        f'<p class="meta">{escape(traced.about(one))}</p>{notice}<p class="summary">{escape(traced.summary(one))}</p>{rows}</section>'
    )


def _quote(name: str, number: int, page: Page, one: Traced, level: int) -> str:
    made, fidelity = one.trace, one.trace.fidelity.replace(" ", "-")
    language = f' lang="{escape(page.document.language)}"' if page.document and page.document.language else ""
    note = f'<p class="note">{escape(one.note)}</p>' if one.note else ""
    shown = one.elsewhere if made.found is None and one.elsewhere is not None else made
    said = _article(shown) if shown.found is not None else escape(one.asked.text)
    left = (
        f'<div class="side"><h{level + 1}>The article has</h{level + 1}><blockquote dir="auto"{language}>{said}</blockquote></div>'
    )
    return (
        f'<article class="quote {fidelity}" id="{name}" aria-labelledby="{name}-who">'
        f'<h{level} id="{name}-who"><a href="#{name}">{number}. {escape(traced.whose(one))}</a> '
        f'<span class="verdict">{escape(traced.verdict(made))}</span></h{level}>{note}'
        f'<div class="sides">{left}{_right(page, one, level + 1)}</div></article>'
    )


def _right(page: Page, one: Traced, level: int) -> str:
    if one.trace.found is not None:
        return _found(page, one.trace, level, "The source has")
    searched = f'<p class="meta">{escape(traced.searched(one.trace))}</p>' if traced.searched(one.trace) else ""
    told = f"<p>{escape(traced.reason(one.trace))}</p>{searched}"
    if one.elsewhere is not None:
        asked = f'<p class="note">{escape(traced.question(one))}</p>'
        return f'<div class="side">{told}{asked}</div>{_found(page, one.elsewhere, level, "The other speaker has")}'
    near = "".join(
        f'<li><blockquote dir="auto">{escape(said)}</blockquote><p class="meta">{escape(f"{traced.where(page, passage)} · {likely}")}</p></li>'
        for passage, said, likely in traced.misses(one.trace)
    )
    listed = f'<h{level}>{escape(traced.nearest(one.trace).rstrip(":"))}</h{level}><ul class="misses">{near}</ul>' if near else ""
    return f'<div class="side">{told}{listed}</div>'


def _found(page: Page, made: Trace, level: int, heading: str) -> str:
    if made.found is None:
        return ""
    about = traced.known(page, made.found)
    place = escape(traced.where(page, made.found, made.span))
    is_address = (about.url or "").lower().startswith(("https://", "http://"))
    link = f' · <a href="{escape(about.url or "")}" rel="noreferrer noopener">open</a>' if is_address else ""
    also = f'<p class="meta">The same text: {escape(", ".join(made.also))}</p>' if made.also else ""
    return (
        f'<div class="side"><h{level}>{heading}</h{level}><blockquote dir="auto">{_source(made)}</blockquote>'
        f'<p>{escape(traced.reason(made))}</p><p class="meta">{place}{link}</p>{also}</div>'
    )


def _article(made: Trace) -> str:
    """The quote to the character, with what the source has not, or has otherwise, marked."""
    found = []
    for step in traced.steps(made):
        said = escape(step.article)
        if step.kind in {"changed", "added"} and said:
            said = f"<ins>{said}</ins>"
        elif step.kind == "otherwise" or (step.is_moved and said):
            said = f"<mark{_title(step.source, is_moved=step.is_moved)}>{said}</mark>"
        found.append(said)
    return "".join(found)


def _source(made: Trace) -> str:
    """The passage to the character, with what the quote has not, or has otherwise, marked."""
    text, start = made.words or "", made.found.start if made.found else 0
    found, at = [], 0
    pieces = sorted((one for one in made.pieces if one.source is not None), key=lambda one: one.source.start if one.source else 0)
    for piece in pieces:
        if piece.source is None or piece.source.start - start < at:
            continue
        low, high = piece.source.start - start, piece.source.end - start
        found.append(_outside(text, at, low, made))
        said = escape(text[low:high])
        if piece.change in {"changed", "dropped"}:
            said = f"<del>{said}</del>"
        elif piece.change == "cut":
            said = f'<span class="cut">{said}</span>'
        elif piece.change != "equal" or piece.is_moved:
            words_there = piece.quote.of(made.quote) if piece.quote else ""
            said = f"<mark{_title(words_there, is_moved=piece.is_moved)}>{said}</mark>"
        found.append(said)
        at = high
    found.append(_outside(text, at, len(text), made))
    return "".join(found)


def _outside(text: str, low: int, high: int, made: Trace) -> str:
    """Words between pieces; what the quote does not reach is set back."""
    start = made.found.start if made.found else 0
    is_reached = made.span is not None and low < made.span.end - start and high > made.span.start - start
    said = escape(text[low:high])
    return said if is_reached or not said.strip() else f'<span class="rest">{said}</span>'


def _title(other: str, *, is_moved: bool) -> str:
    told = ", ".join(part for part in ("moved" if is_moved else "", f"the other side has: {other}" if other else "") if part)
    return f' title="{escape(told)}"' if told else ""
