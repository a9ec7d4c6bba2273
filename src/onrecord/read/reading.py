"""Reading: a document, the bytes that it came from, and the stretches of its text that nothing is extracted from."""

import msgspec

from onrecord.record import Document, LeftOut


class Reading(msgspec.Struct, frozen=True):
    """What the reading stage hands on. raw: the bytes as found, whose hash is the document's; left_out: sorted."""

    document: Document
    raw: bytes
    left_out: tuple[LeftOut, ...]
