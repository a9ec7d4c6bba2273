"""Fragments: the HTML of a post, a feed's entry or a table's cell, which is all content, to its text."""

import re
from html import unescape

# What stands apart from the text around it, by a line break or an empty line.
_PARAGRAPHS = frozenset(
    {"p", "div", "article", "section", "blockquote", "ul", "ol", "dl", "table", "pre", "hr", "figure", "header", "footer", "main"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
_LINES = frozenset({"br", "li", "tr", "dt", "dd", "figcaption"})
_NO_TEXT = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "textarea", "select"})

_OPENING = re.compile(r"\s*<(?:!doctype|!--|[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"</[a-z][a-z0-9]{0,15}\s*>|<(?:br|p|img|hr)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<!--.*?(?:-->|$)|<[^<>]*>", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACES = re.compile(r" {2,}")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n{3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_fragment(words: str) -> bool:
    """Whether a value that may be text or HTML is HTML: it begins with a tag, and a tag that ends or stands alone is in it."""
    return _OPENING.match(words) is not None and _TAG.search(words) is not None


def fragment_text(html: str) -> str:
    """The text of an HTML fragment, its paragraphs set apart by empty lines. Nothing is left out but scripts and the like."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, fragment_fromstring  # type: ignore[import-untyped]

    html = _CONTROL.sub("\ufffd", html)
    try:
        root = fragment_fromstring(html, create_parent="div", parser=HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError):
        return _without_tags(html)
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pieces.append(_break(tag))
            if tag in _NO_TEXT:
                walk.skip_subtree()
            else:
                pieces.append(_SPACE.sub(" ", element.text or ""))
        else:
            pieces.append(_break(tag) if event == "end" and tag != "br" else "")
            pieces.append(_SPACE.sub(" ", element.tail or "") if element is not root else "")
    text = _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", "".join(pieces)))
    return _BREAKS.sub("\n\n", text).strip() or _without_tags(html)


def _without_tags(html: str) -> str:
    """The text of what the parser gives up on: nested thousands deep."""
    return " ".join(unescape(_ANY_TAG.sub(" ", _SCRIPT.sub(" ", html))).split())


def _break(tag: str) -> str:
    return "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else " " if tag in {"td", "th"} else ""
