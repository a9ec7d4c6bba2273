"""Feeds: the bytes of an RSS, Atom or JSON feed to its entries, and an entry to the document that it holds itself.

Nothing is fetched, and nothing is sanitized: the reading of what an entry holds does that.
"""

import io
import re
from collections.abc import Mapping
from urllib.parse import urljoin

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode
from onrecord.read.entities import declared_charset, refuse_entities, without_xml_line
from onrecord.read.fields import address, canonical, document, parsed, short, words
from onrecord.read.fragment import fragment_text, is_fragment
from onrecord.read.item import Item
from onrecord.read.moments import moment
from onrecord.read.unpacked import unpack

# Feeds of a few thousand entries with their whole texts hold less.
LIMIT_FEED = 20_000_000

_HEAD = 2_000
_ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*>\s*)*<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org""", re.DOTALL)

# Nobody's name and address of mail are longer.
_AUTHOR = 500

_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]*)?/?>|&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,10});", re.IGNORECASE)
_NUMBERED = re.compile(r"&#(x[0-9a-f]{1,4000}|[0-9]{1,4000});?", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+")
_BRACKETS = re.compile(r"^[\s<>()\[\],;]+|[\s<>()\[\],;]+$")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a feed.

    link: of the page that the entry is about. published: ISO 8601, a date or a time with its zone. byline: the author's
    name, never an address of mail. outlet: the feed's title. html, text: the content, as the feed gives it. is_summary:
    whether it gives a description only, which may be all or a teaser. raw: the entry as canonical JSON.
    """

    name: str
    link: str | None
    title: str | None
    published: str | None
    byline: str | None
    outlet: str | None
    language: str | None
    html: str | None
    text: str | None
    is_summary: bool
    raw: bytes


def is_feed(raw: bytes) -> bool:
    """Whether the bytes begin as an RSS, Atom or JSON feed does."""
    head = raw[:_HEAD]
    return _ROOT.match(head) is not None or _JSON.match(head) is not None


def entries(raw: bytes, name: str, *, url: str | None = None) -> list[Entry]:
    """The entries of a feed, in its order. url: the feed's own, which links without a host stand beside.

    Raises InputError where the bytes are no feed, or too many.
    """
    raw = unpack(raw, name, LIMIT_FEED)
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _of_json(raw, name, url) if start == b"{" else _of_xml(raw, name, url)


def entry_item(entry: Entry) -> Item | None:
    """The document that an entry holds itself, without its page: None where it holds nothing."""
    if not (entry.html or entry.text):
        return None
    item = document(
        raw=entry.raw,
        name=entry.name,
        text=entry.text,
        html=entry.html,
        url=entry.link,
        title=entry.title,
        byline=entry.byline,
        outlet=entry.outlet,
        published=entry.published,
        kind=None,
    )
    return item if item.text is None or item.text.strip() else None


def _of_xml(raw: bytes, name: str, url: str | None) -> list[Entry]:
    import feedparser  # type: ignore[import-untyped]

    text = decode(raw, name, charset=declared_charset(raw))
    refuse_entities(text, name)
    try:
        found = feedparser.parse(
            io.BytesIO(_known_characters(without_xml_line(text)).encode()),  # bytes themselves would be tried as the name of a file
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url or ""},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:  # what feedparser fails with on damage
        raise InputError(f"{name} is a feed too damaged to be read: ask its makers to mend it.") from error
    version = found.get("version") or ""
    if not version and not found.entries:
        raise InputError(f"{name} is not a feed: give the address of an RSS, Atom or JSON feed.")
    outlet, home = _plain(found.feed.get("title")), address(url) or address(found.feed.get("link"))
    made = []
    for number, entry in enumerate(found.entries, start=1):
        content, is_html, is_summary = _content(entry)
        published = entry.get("published") or entry.get("created")
        if not published and version.startswith("rss"):  # RSS has no other date; Atom's is that of the last change
            published = dict.get(entry, "updated")  # its own get warns where there is none
        said = {
            "id": entry.get("id"),
            "link": entry.get("link"),
            "title": entry.get("title"),
            "published": published,
            "authors": _authors(entry),
            "content": content,
        }
        if not any((said["link"], said["title"], content)):
            continue
        made.append(
            Entry(
                name=f"{name}, entry {number}",
                link=_link(said["link"], home),
                title=_plain(said["title"]),
                published=moment(published),
                byline=short(said["authors"]),
                outlet=_plain(entry.get("source", {}).get("title")) or outlet,
                language=entry.get("language") or found.feed.get("language"),
                html=content if is_html else None,
                text=None if is_html else content,
                is_summary=is_summary,
                raw=canonical(said),
            )
        )
    return made


def _known_characters(text: str) -> str:
    """The text, with U+FFFD for numbers that are no character's: feedparser fails on them."""
    return _NUMBERED.sub(lambda match: match.group() if _is_character(match.group(1)) else "\ufffd", text)


def _is_character(number: str) -> bool:
    value = int(number[1:], 16) if number[0] in "xX" else int(number)
    return value < 0xD800 or 0xE000 <= value < 0x110000


def _content(entry: Mapping[str, object]) -> tuple[str | None, bool, bool]:
    """An entry's longest content, or its description; whether that is HTML; and whether it is the description."""
    listed = entry.get("content")
    contents = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    best = max(contents, key=lambda one: len(words(one.get("value")) or ""), default=None)
    if best is not None and (whole := words(best.get("value"))):
        return whole, _is_html(best, whole), False
    summary, detail = words(entry.get("summary")), entry.get("summary_detail")
    return summary, isinstance(detail, Mapping) and summary is not None and _is_html(detail, summary), True


def _is_html(detail: Mapping[str, object], value: str) -> bool:
    return detail.get("type") != "text/plain" or is_fragment(value)


def _authors(entry: Mapping[str, object]) -> list[str]:
    """The names of an entry's authors: RSS has them beside an address of mail, in either order."""
    listed = entry.get("authors")
    found = [one.get("name") for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    said = entry.get("author")
    names = [said] if len(found) < 2 and isinstance(said, str) else found
    return [name for name in (_BRACKETS.sub("", _MAIL.sub("", str(one or "")[:_AUTHOR])) for one in names) if name]


def _of_json(raw: bytes, name: str, url: str | None) -> list[Entry]:
    """The entries of a JSON feed: https://www.jsonfeed.org/version/1.1/."""
    try:
        feed = parsed(decode(raw, name).removeprefix("\ufeff"))
    except ValueError as error:
        raise InputError(f"{name} is not a JSON feed: {error}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list) or not isinstance(feed.get("version"), str):
        raise InputError(f"{name} is not a JSON feed: it has no version and no list of items.")
    home, outlet = address(url) or address(feed.get("feed_url")) or address(feed.get("home_page_url")), short(feed.get("title"))
    by_feed = feed.get("authors") or feed.get("author")
    made = []
    for number, entry in enumerate(items, start=1):
        if not isinstance(entry, dict):
            continue
        markup, text = words(entry.get("content_html")), words(entry.get("content_text"))
        is_summary = not markup and not text
        made.append(
            Entry(
                name=f"{name}, entry {number}",
                link=_link(entry.get("url") or entry.get("external_url") or entry.get("id"), home),
                title=short(entry.get("title")),
                published=moment(entry.get("date_published")),
                byline=short(entry.get("authors") or entry.get("author") or by_feed),
                outlet=outlet,
                language=short(entry.get("language") or feed.get("language")),
                html=markup,
                text=None if markup else text or words(entry.get("summary")),
                is_summary=is_summary,
                raw=canonical(entry),
            )
        )
    return made


def _link(value: object, home: str | None) -> str | None:
    found = words(value)
    if found is None or home is None:
        return address(found)
    try:
        return address(found) or address(urljoin(home, found.strip()))
    except ValueError:
        return None


def _plain(title: object) -> str | None:
    """A title as plain text: RSS does not say whether it is HTML."""
    found = words(title)
    return short(fragment_text(found) if found and _MARKUP.search(found) else found)
