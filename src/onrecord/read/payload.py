"""Payload: an HTTP body as a crawler stored it to the bytes that the server meant, its codings undone.

Crawlers often undo a coding and leave its header in place: a body that does not begin as its header says is taken as it
stands. Nothing grows beyond the limit that is given.
"""

import io
import re
import zlib
from collections.abc import Iterator

from fastwarc.stream_io import BrotliReader, ZstdReader

_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")

# Real bodies are coded once, rarely twice.
_MOST_CODINGS = 3


class PayloadError(Exception):
    """A body whose coding can't be undone, or that is larger than the limit."""


def payload(body: bytes, content: str, transfer: str, limit: int) -> bytes:
    """The body without its codings. content, transfer: the headers Content-Encoding and Transfer-Encoding.

    Raises PayloadError where a coding is unknown or damaged, or where the result would hold more than limit bytes.
    """
    codings = [*_codings(content), *_codings(transfer)]
    if len(codings) > _MOST_CODINGS:
        raise PayloadError("coded too many times")
    for coding in reversed(codings):
        body = _without(body, coding, limit)
    if len(body) > limit:
        raise PayloadError("too large")
    return body


def _codings(header: str) -> list[str]:
    return [name for name in (part.strip().lower() for part in header.split(",")) if name not in {"", "identity"}]


def _without(body: bytes, coding: str, limit: int) -> bytes:
    if coding == "chunked":
        return b"".join(_chunks(body))
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, zlib.MAX_WBITS | 16, limit) if body.startswith(_GZIP) else body
    if coding == "deflate":
        return _deflated(body, limit)
    if coding == "br":
        return _read(BrotliReader(io.BytesIO(body)), body, limit)
    if coding == "zstd":
        return _read(ZstdReader(io.BytesIO(body)), body, limit) if body.startswith(_ZSTANDARD) else body
    raise PayloadError(f"coded as {coding}")


def _chunks(body: bytes) -> Iterator[bytes]:
    """The body's chunks as far as they go; all of it where it isn't in chunks."""
    place = 0
    while head := _CHUNK.match(body, place):
        size = int(head.group(1), 16)
        if size == 0:
            return
        yield body[head.end() : head.end() + size]
        place = head.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else body[place : place + 1] == b"\n"
    if place == 0:
        yield body


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    """What of the body can be unpacked: all of it, or what stands before its end is cut off."""
    unpacker = zlib.decompressobj(window)
    try:
        unpacked = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise PayloadError("packed and damaged") from error
    if len(unpacked) > limit:
        raise PayloadError("too large")
    return unpacked


def _deflated(body: bytes, limit: int) -> bytes:
    """RFC 9110's deflate is zlib's format; some servers send it bare, and some crawlers have undone it."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _inflated(body, window, limit)
        except PayloadError as error:
            if isinstance(error.__cause__, zlib.error):
                continue
            raise
    return body


def _read(reader: BrotliReader | ZstdReader, body: bytes, limit: int) -> bytes:
    unpacked = bytearray()
    try:
        with reader:
            while piece := reader.read(min(65_536, limit + 1 - len(unpacked))):
                unpacked += piece
                if len(unpacked) > limit:
                    raise PayloadError("too large")
    except OSError as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise PayloadError("packed and damaged") from error
    return bytes(unpacked)
