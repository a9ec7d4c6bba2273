"""A checked draft to one self-contained page without scripts, to be read, printed, ticked and signed."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template

from onrecord.export import checked
from onrecord.export.html import escape
from onrecord.trace.draft import Checked, Row


def page(one: Checked) -> str:
    """The page."""
    source = (files("onrecord.export") / "data" / "checked.html").read_text(encoding="utf-8")
    return Template(source).substitute(
        title=escape(checked.title(one)),
        style_hash=b64encode(sha256(_style(source).encode()).digest()).decode(),
        head="".join(f'<p class="meta">{escape(sentence)}</p>' for sentence in checked.head(one)),
        attention=_attention(one),
        rows=_rows(one),
        passed_over=_passed_over(one),
        foot=escape(checked.foot(one)),
    )


def _style(source: str) -> str:
    """The page's own style, which alone its policy lets in."""
    return source.partition("<style>")[2].partition("</style>")[0]


def _attention(one: Checked) -> str:
    items = checked.attention(one)
    if not items:
        return ""
    lines = "".join(
        f'<li><a href="#row{item.row}">{item.row}. {escape(item.text)}</a></li>' if item.row else f"<li>{escape(item.text)}</li>"
        for item in items
    )
    return f'<nav aria-labelledby="attention"><h2 id="attention">Needs attention</h2><ul>{lines}</ul></nav>'


def _rows(one: Checked) -> str:
    if not one.rows:
        return ""
    return f"<h2>Quotes, in the order of the draft</h2>{''.join(_row(one, row) for row in one.rows)}"


def _row(one: Checked, row: Row) -> str:
    looks = " ".join(("row", *(("open",) if row.needs else ()), *(("nested",) if row.parent else ())))
    language = f' lang="{escape(one.document.language)}"' if one.document.language else ""
    told = "".join(
        f'<dt>{escape(field.label)}</dt><dd class="{field.kind}" dir="auto">{escape(field.text)}</dd>'
        for field in checked.fields(one, row)
    )
    boxes = "".join(f'<label><input type="checkbox" autocomplete="off"> {escape(box)}</label>' for box in checked.BOXES)
    return (
        f'<article class="{looks}" id="row{row.number}" aria-labelledby="row{row.number}-who">'
        f'<h3 id="row{row.number}-who">{row.number}. {escape(checked.whose(row))}</h3>'
        f'<blockquote dir="auto"{language}>{escape(checked.said(one, row))}</blockquote><dl>{told}</dl>'
        f'<fieldset class="tick"><legend>Row {row.number}</legend>{boxes}'
        f'<label>Initials <input type="text" autocomplete="off"></label></fieldset></article>'
    )


def _passed_over(one: Checked) -> str:
    entries = "".join(f"<li>{escape(sentence)}</li>" for sentence in checked.passed_over(one))
    return f'<h2>Not checked, for it is not the story\'s</h2><ul class="meta">{entries}</ul>' if entries else ""
