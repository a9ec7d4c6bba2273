"""Sitemaps: the bytes of one to the pages and the further sitemaps that it lists (https://www.sitemaps.org/protocol.html).

Nothing is fetched here: `walk` asks for each sitemap through a function that is given to it, and for none twice.
"""

import io
import re
from collections.abc import Callable, Iterator

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode
from onrecord.read.entities import declared_charset, refuse_entities, without_xml_line
from onrecord.read.fields import address, short
from onrecord.read.inputs import PassedOver
from onrecord.read.moments import moment
from onrecord.read.unpacked import head_of, unpack

# The protocol's own limits for one file.
LIMIT_SITEMAP = 52_428_800
LIMIT_LINKS = 50_000

# An index may list indexes, against the protocol; large publishers have one for each year and one for each month.
LIMIT_DEPTH = 3
LIMIT_SITEMAPS = 5_000
LIMIT_TOTAL = 2_000_000

_HEAD = 4_000
_ROOT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:[A-Za-z0-9_]{1,20}:)?(?:urlset|sitemapindex)\b", re.DOTALL
)

_FIELDS = {
    "loc": "url",
    "lastmod": "modified",
    "news:title": "title",
    "news:publication_date": "published",
    "news:name": "outlet",
    "news:language": "language",
}


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A page that a sitemap lists. published, title, outlet, language: from a news sitemap only; modified is no date of publication."""

    url: str
    modified: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    language: str | None = None


class Sitemap(msgspec.Struct, frozen=True):
    """What one sitemap lists: pages, or (an index) further sitemaps; and what of it is passed over."""

    links: tuple[Link, ...]
    sitemaps: tuple[str, ...]
    left_out: tuple[PassedOver, ...] = ()


def is_sitemap(raw: bytes) -> bool:
    """Whether the bytes begin as a sitemap or an index of sitemaps does, packed by gzip or not."""
    return _ROOT.match(head_of(raw, _HEAD)) is not None


def links(raw: bytes, name: str, *, limit: int = LIMIT_LINKS) -> Sitemap:
    """What a sitemap lists, in its order. Raises InputError where it is none, or too big. name: for messages."""
    from lxml import etree  # type: ignore[import-untyped]

    raw = unpack(raw, name, LIMIT_SITEMAP)
    text = decode(raw, name, charset=declared_charset(raw))
    refuse_entities(text, name)
    stream = io.BytesIO(without_xml_line(text).encode())
    found: list[Link] = []
    further: list[str] = []
    left_out: list[PassedOver] = []
    root, number = "", 0
    try:
        for event, element in etree.iterparse(
            stream, events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
        ):
            tag = _local(element)
            if event == "start":
                root = root or tag
                continue
            if tag not in {"url", "sitemap"} or tag == root:
                continue
            number += 1
            said = _said(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            entry = f"{name}, entry {number}"
            if number > limit:
                left_out.append(PassedOver(entry, f"{name} lists more than {limit:,} addresses: those after are left out."))
                break
            url = address(said.get("url"))
            if url is None:
                left_out.append(PassedOver(entry, f"{entry}, has no address that begins with https:// or http://."))
            elif tag == "sitemap":
                further.append(url)
            else:
                found.append(_link(url, said))
    except etree.LxmlError as error:
        if not found and not further:
            raise InputError(f"{name} is not a sitemap that can be read ({str(error)[:100]}).") from error
    if root not in {"urlset", "sitemapindex"}:
        raise InputError(f"{name} is not a sitemap: give the address of one, such as https://news.example/sitemap.xml.")
    return Sitemap(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(further)), tuple(left_out))


def walk(
    start: str,
    fetch: Callable[[str], bytes],
    *,
    limit_depth: int = LIMIT_DEPTH,
    limit_sitemaps: int = LIMIT_SITEMAPS,
    limit_total: int = LIMIT_TOTAL,
) -> Iterator[Link | PassedOver]:
    """Every page that a sitemap lists, itself or through the sitemaps that it lists; each page once, each sitemap fetched once.

    fetch: the bytes at an address; where it raises InputError for a further sitemap, that one is passed over, the first one's goes up.
    """
    seen, given = {start}, set[str]()
    waiting = [(start, 0)]
    while waiting:
        url, depth = waiting.pop()
        try:
            sitemap = links(fetch(url), url)
        except InputError as error:
            if url == start:
                raise
            yield PassedOver(url, str(error))
            continue
        yield from sitemap.left_out
        for link in sitemap.links:
            if link.url in given:
                continue
            if len(given) >= limit_total:
                yield PassedOver(url, f"{start} lists more than {limit_total:,} pages: those after are left out.")
                return
            given.add(link.url)
            yield link
        new = [one for one in sitemap.sitemaps if one not in seen]
        if new and depth >= limit_depth:
            yield PassedOver(url, f"{url} lists sitemaps more than {limit_depth} deep: they are left out.")
            continue
        if len(seen) + len(new) > limit_sitemaps:
            yield PassedOver(url, f"{start} lists more than {limit_sitemaps:,} sitemaps: those after are left out.")
            new = new[: limit_sitemaps - len(seen)]
        seen.update(new)
        waiting.extend((one, depth + 1) for one in reversed(new))


def _link(url: str, said: dict[str, str]) -> Link:
    return Link(
        url=url,
        modified=moment(said.get("modified")),
        title=short(said.get("title")),
        published=moment(said.get("published")),
        outlet=short(said.get("outlet")),
        language=short(said.get("language")),
    )


def _said(element: object) -> dict[str, str]:
    """The texts of an entry's fields, by our names; of two alike the first. An image's or a video's title is not the page's."""
    said: dict[str, str] = {}
    for below in element.iter():  # type: ignore[attr-defined]
        tag = _local(below)
        in_news = any(_local(above) == "news" for above in below.iterancestors())
        key = _FIELDS.get(f"news:{tag}" if in_news else tag)
        if key and key not in said and below.text and (in_news or below.getparent() is element):
            said[key] = below.text.strip()
    return said


def _local(element: object) -> str:
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
