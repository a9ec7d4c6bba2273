"""Pages: the bytes of an HTML page to the text of its article and what the page says about it."""

import datetime as dt
import functools
import logging
import re
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

# The HTML standard lets a page declare its charset within its first 1024 bytes; pages in the wild are less strict.
_HEAD = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_OPENING = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
# An article has a sentence: a line of so many characters that ends as sentences do. Menus, and pages of links, have none.
_SENTENCE_LENGTH = 40
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'“”’»」』)\]]*$")

_PAIR = re.compile(r"^\s*([a-z]{2,3})\s*(?:>|->|→)\s*en\s*$", re.IGNORECASE)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The article of a page: its text, paragraphs set apart by line breaks, and what the page itself says about it.

    published: a date as YYYY-MM-DD. language: of the page, as it declares it. translated_from: from a declared
    language pair such as fr>en.
    """

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    translated_from: str | None = None


def is_page(raw: bytes) -> bool:
    """Whether the bytes begin as an HTML page does."""
    return _OPENING.match(raw[:_HEAD]) is not None


def read_page(raw: bytes, name: str, *, url: str | None = None, content_type: str | None = None) -> Page:
    """The article of an HTML page. Raises InputError where there is none.

    name: the input, for the message. url: where the page was had, if it was. Loading trafilatura costs about 300 ms.
    """
    from trafilatura import bare_extraction, load_html

    _silence()
    tree = load_html(_DECLARATION.sub("", decode(raw, name, charset=_charset(raw, content_type))))
    if tree is None:
        raise InputError(f"{name} is not a page that can be read: save the article as plain text and read that.")
    language, pair = _language(tree), _pair(tree)
    found = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = getattr(found, "text", None)
    if found is None or isinstance(found, dict) or not text or not _has_sentence(text):
        raise InputError(f"{name} is an HTML page without an article: give the address of the article itself, or its text.")
    return Page(
        text=text,
        title=found.title or None,
        byline=found.author or None,
        outlet=found.sitename or None,
        published=_date(found.date),
        url=found.url or None,
        language=language,
        translated_from=pair,
    )


@functools.cache
def _silence() -> None:
    """Keep the extractor's warnings off the person's screen: what they mean is said in our own errors."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _has_sentence(text: str) -> bool:
    return any(len(line) >= _SENTENCE_LENGTH and _SENTENCE_END.search(line.rstrip()) for line in text.splitlines())


def _charset(raw: bytes, content_type: str | None) -> str | None:
    header = _HEADER_CHARSET.search(content_type or "")
    if header:
        return header.group(1)
    declared = _CHARSET.search(raw[:_HEAD])
    return declared.group(1).decode("ascii") if declared else None


def _language(tree: "HtmlElement") -> str | None:
    declared = (tree.get("lang") or tree.get("xml:lang") or "").replace("_", "-").split("-")[0].strip().lower()
    return declared if re.fullmatch(r"[a-z]{2,3}", declared) else None


def _pair(tree: "HtmlElement") -> str | None:
    for meta in tree.iter("meta"):
        pair = _PAIR.match(meta.get("content") or "")
        if pair:
            return pair.group(1).lower()
    return None


def _date(found: str | None) -> str | None:
    try:
        return dt.date.fromisoformat((found or "")[:10]).isoformat()
    except ValueError:
        return None
