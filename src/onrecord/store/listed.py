"""Listed: what stands at a feed's address to the pages that it lists, each with the form in which the feed tells of it."""

import hashlib
import io
import json
import re
from typing import Final

import msgspec

from onrecord.errors import FetchError, InputError
from onrecord.read import feeds, sitemaps
from onrecord.read.carriers import Fetcher, told
from onrecord.read.decode import decode
from onrecord.read.entities import declared_charset, refuse_entities, without_xml_line
from onrecord.read.fetch import Fetched
from onrecord.read.fields import words
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.unpacked import unpack
from onrecord.store.schedule import BUSY

# What is looked through of a sitemap with sitemaps below it, every time.
_SITEMAPS: Final = 100
_PAGES: Final = 50_000

# So many pages do not change at one moment.
_MADE_AT_ONCE: Final = 10

# A longer key is known by its hash: PostgreSQL's indexes take no long words.
_KEY: Final = 500

# RSS says in minutes how long it may be kept: <ttl>60</ttl>.
_TTL: Final = re.compile(rb"<ttl>\s{0,9}(\d{1,6})\s{0,9}</ttl>", re.IGNORECASE)
_HEAD: Final = 20_000

_ATOM: Final = "{http://www.w3.org/2005/Atom}"


class Listed(msgspec.Struct, frozen=True):
    """A page that a feed lists. key: by what it is known, its link or what stands for its guid. form: a hash, another one when the entry was changed."""

    key: str
    form: str
    entry: feeds.Entry | sitemaps.Link


class Listing(msgspec.Struct, frozen=True):
    """What a feed lists. left_out: sentences. wish: seconds that it asks to be left alone for.

    is_index: whether it is a sitemap of sitemaps, which may be as it was while those below it have changed.
    """

    pages: tuple[Listed, ...]
    left_out: tuple[str, ...] = ()
    wish: float = 0.0
    is_index: bool = False


def listing(fetched: Fetched, url: str, fetcher: Fetcher) -> Listing:
    """What a feed lists: in its own order; a sitemap's newest pages first. Raises InputError where it is none."""
    raw = unpack(fetched.raw, url, sitemaps.LIMIT_SITEMAP)
    if feeds.is_feed(raw):
        return _of_feed(raw, url, fetched.url)
    if sitemaps.is_sitemap(raw):
        return _of_sitemap(raw, url, fetcher)
    raise InputError(f"{url} is no feed and no sitemap: give the address of an RSS, Atom or JSON feed, or of a sitemap.")


def item(listed: Listed, fetcher: Fetcher) -> Item | PassedOver:
    """The page, or what the entry holds itself where it holds all of it and the page can't be had.

    Raises FetchError where the page can't be had, and where its server only wants to be asked later.
    """
    entry = listed.entry
    if isinstance(entry, sitemaps.Link):
        return told(fetcher.item(entry.url), entry.title, entry.published, entry.outlet)
    own = feeds.entry_item(entry)
    if entry.link is None:
        return own if own is not None else PassedOver(entry.name, f"{entry.name} has neither a page nor a text.")
    try:
        page = fetcher.item(entry.link)
    except FetchError as error:
        if own is None or entry.is_summary or error.status in BUSY:
            raise
        return own
    return told(page, entry.title, entry.published, entry.outlet, entry.byline)


def _of_feed(raw: bytes, url: str, address: str) -> Listing:
    changed = _changes(raw, url)
    found = []
    for entry in feeds.entries(raw, url, url=address):
        guid = words(json.loads(entry.raw).get("id"))
        form = _hash(entry.raw + b"\n" + changed.get(guid or "", "").encode())
        # A guid is one feed's own: another's “1” is another entry.
        found.append(Listed(_key(entry.link) if entry.link else _hash(f"{url} {guid or form}".encode()), form, entry))
    ttl = _TTL.search(raw[:_HEAD])
    return Listing(tuple(found), wish=60.0 * int(ttl.group(1)) if ttl else 0.0)


def _of_sitemap(raw: bytes, url: str, fetcher: Fetcher) -> Listing:
    def further(address: str) -> bytes:
        return raw if address == url else fetcher.page(address, limit_bytes=sitemaps.LIMIT_SITEMAP).raw

    links, left_out = [], []
    for one in sitemaps.walk(url, further, limit_sitemaps=_SITEMAPS, limit_total=_PAGES):
        if isinstance(one, PassedOver):
            left_out.append(one.why)
        else:
            links.append(one)
    links.sort(key=lambda one: one.modified or one.published or "", reverse=True)
    # Where all pages changed at one moment, that is when the sitemap was made.
    is_known = len(links) < _MADE_AT_ONCE or len({one.modified for one in links}) > 1
    said = (f"{one.modified if is_known else None}\n{one.published}\n{one.title}" for one in links)
    pages = (Listed(_key(one.url), _hash(form.encode()), one) for one, form in zip(links, said, strict=True))
    return Listing(tuple(pages), tuple(left_out), is_index=bool(sitemaps.links(raw, url).sitemaps))


def _changes(raw: bytes, url: str) -> dict[str, str]:
    """When each entry of an Atom feed was changed, by its id."""
    from lxml import etree  # type: ignore[import-untyped]

    if b"http://www.w3.org/2005/Atom" not in raw[:_HEAD]:
        return {}
    text = decode(raw, url, charset=declared_charset(raw))
    refuse_entities(text, url)
    stream = io.BytesIO(without_xml_line(text).encode())
    found = {}
    try:
        for _, element in etree.iterparse(
            stream, tag=f"{_ATOM}entry", recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
        ):
            found[(element.findtext(f"{_ATOM}id") or "").strip()] = element.findtext(f"{_ATOM}updated") or ""
            element.clear()
    except etree.LxmlError:  # what is too damaged for this was read without the dates of changes
        return found
    return found


def _key(known_by: str) -> str:
    return known_by if len(known_by) <= _KEY and known_by.isprintable() else _hash(known_by.encode())


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
