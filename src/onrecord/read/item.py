"""Item: one document as its carrier gave it (a file, an address, a line of a table, a capture of a crawl), not yet read."""

import msgspec

from onrecord.record import DocumentKind, Mark


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes, and what their carrier says of them.

    raw: as found; their hash is the document's. name: for messages, unlike any other of the same carrier
    ("crawl.warc.gz, https://news.example/a"). text: where the carrier gave characters, which are then the document's
    text as they stand; marks are places in them. published, captured: ISO 8601, a date or a time with its zone.
    """

    raw: bytes
    name: str
    text: str | None = None
    marks: tuple[Mark, ...] = ()
    url: str | None = None
    content_type: str | None = None
    suffix: str = ""
    captured: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    translated_from: str | None = None
    kind: DocumentKind | None = None
