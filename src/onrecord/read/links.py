"""Links: the bytes of a page and the text that was read from it to the addresses that the text links to, each at its characters.

Only what stands in a sentence of the text counts: menus, lists of other stories and lines that are nothing but a link say nothing of
where the story has its words from. Nothing is fetched.
"""

import functools
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode
from onrecord.read.page import is_page
from onrecord.read.tables import rows
from onrecord.record import Span

# Pages with more links are indexes; longer addresses hold data, not places. Deeper JSON is no entry of a feed.
_MOST: Final = 5_000
_LONGEST: Final = 2_000
_DEPTH: Final = 6

# Characters on either side of a link by which its place in the text is told, where its paragraph is not in the text as it stands.
_AROUND: Final = 30

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ANCHOR = re.compile(rb"<a\s", re.IGNORECASE)
_WRITTEN = re.compile(r"https?://[^\s<>\"“”‘’«»()\[\]{}]{3,2000}", re.IGNORECASE)
_TRAILING: Final = ".,;:!?…'"
_NO_TEXT: Final = frozenset(
    {"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "textarea", "select"}
)
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "var", "wbr"}
)


class Link(msgspec.Struct, frozen=True):
    """A link in a text. address: as `plain_address` gives it; span: the linked words, or the address itself where it is written out."""

    address: str
    span: Span


def links(raw: bytes, text: str, url: str | None = None) -> tuple[Link, ...]:
    """Where a text links to, in its order.

    raw: what the text was read from: a page, an entry of a feed, or anything else, which has none but what the text itself writes out.
    url: the page's own address, which others may be relative to.
    """
    found = [*_written(text)]
    for html in _pages(raw):
        found += _placed(html, text, url)
    return tuple(sorted(set(found), key=lambda one: (one.span, one.address)))


def plain_address(url: str | None) -> str | None:
    """What two addresses of one page have in common: without scheme, www, fragment, and what tells who came from where. None for no page."""
    if not url or len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "." not in host:
        return None
    while (label := host.partition(".")[0]) in _carried("host") and host.count(".") > 1:
        host = host.removeprefix(label + ".")
    path = parts.path.rstrip("/")
    for ending in _carried("path"):
        path = path.removesuffix(ending)
    fields = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_carried(name))
    shown = host if port in {None, 80, 443} else f"{host}:{port}"
    return shown + path.rstrip("/") + (f"?{urlencode(fields)}" if fields else "")


@functools.cache
def _carried(kind: str) -> frozenset[str]:
    return frozenset(what for of, what in rows("tracking.tsv") if of == kind)


def _is_carried(name: str) -> bool:
    folded = name.casefold()
    return any(folded == one or (one.endswith("*") and folded.startswith(one[:-1])) for one in _carried("query"))


def _written(text: str) -> Iterator[Link]:
    """Addresses that a text writes out."""
    for found in _WRITTEN.finditer(text):
        url = found.group().rstrip(_TRAILING)
        address = plain_address(url)
        if address:
            yield Link(address, Span(found.start(), found.start() + len(url)))


def _pages(raw: bytes) -> Iterator[str]:
    """The HTML in bytes: a page or a fragment of one, or what an entry of a feed or a table holds."""
    if not _ANCHOR.search(raw):
        return
    try:
        text = decode(raw, "The page")
    except InputError:
        return
    if not is_page(raw) and text.lstrip()[:1] in {"{", "["}:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return
        yield from (one for one in _strings(value, _DEPTH) if _ANCHOR.search(one.encode("utf-8", "replace")))
    else:
        yield text


def _strings(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _strings(one, depth - 1)
    elif depth and isinstance(value, list):
        for one in value:
            yield from _strings(one, depth - 1)


def _placed(html: str, text: str, url: str | None) -> Iterator[Link]:
    """The links of a page that stand in the text."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped]

    try:
        root = document_fromstring(_CONTROL.sub("\ufffd", _DECLARATION.sub("", html)), parser=HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return
    shown, anchors = _flowed(root, url)
    breaks = [place for place, sign in enumerate(shown) if sign == "\n"]
    bare, places = _bare(text)
    for address, start, end in anchors:
        first, last = bisect_left(breaks, start), bisect_right(breaks, end)
        low = breaks[first - 1] + 1 if first else 0
        high = breaks[last] if last < len(breaks) else len(shown)
        before, words, after = (_bare(part)[0] for part in (shown[low:start], shown[start:end], shown[end:high]))
        if not words or not before + after:
            continue
        at = _found(bare, before, words, after)
        if at is not None:
            yield Link(address, Span(places[at], places[at + len(words) - 1] + 1))


def _found(bare: str, before: str, words: str, after: str) -> int | None:
    """Where linked words stand in a text without spaces: with all of their paragraph, or else with what is around them."""
    for left, right in ((before, after), (before[-_AROUND:], after[:_AROUND])):
        at = bare.find(left + words + right)
        if at >= 0:
            return at + len(left)
    return None


def _flowed(root: Any, url: str | None) -> tuple[str, list[tuple[str, int, int]]]:  # noqa: ANN401 - lxml has no types
    """The text of a page, blocks set apart by line breaks, and its links: address, and the characters that are linked."""
    from lxml import etree

    pieces: list[str] = []
    found: list[tuple[str, int, int]] = []
    opened: list[tuple[str | None, int]] = []
    length = 0

    def put(words: str | None, *, is_break: bool = False) -> None:
        nonlocal length
        piece = "\n" if is_break else " ".join((words or "").split("\n"))
        pieces.append(piece)
        length += len(piece)

    base = url or ""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        is_block = bool(tag) and tag not in _INLINE
        if event == "start":
            if is_block:
                put(None, is_break=True)
            if tag == "a":
                opened.append((_address(element.get("href"), base), length))
            if tag == "base" and element.get("href"):
                base = _joined(base, element.get("href")) or base
            if tag in _NO_TEXT and tag != "head":
                walk.skip_subtree()
            elif tag not in {"head", "title"}:
                put(element.text)
        else:
            if event == "end" and tag == "a" and opened:
                address, start = opened.pop()
                if address and start < length and len(found) < _MOST:
                    found.append((address, start, length))
            if event == "end" and is_block:
                put(None, is_break=True)
            if element is not root:
                put(element.tail)
    return "".join(pieces), found


def _address(href: str | None, base: str) -> str | None:
    return plain_address(_joined(base, href)) if href and len(href) <= _LONGEST else None


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return None


def _bare(text: str) -> tuple[str, list[int]]:
    """A text without its spaces, and where each of its characters stands in it."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[place] for place in places), places
