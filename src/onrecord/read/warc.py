"""WARC and WACZ: the captures of a crawl to the pages among them, one item each, in the order in which they were captured.

A page is what a server answered with 200 as HTML, plain text or PDF. All else is counted and said once, at the end. The
file is read as a stream: nothing is unpacked to the disk, and no more than one capture is held in memory.
"""

import datetime as dt
import functools
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from onrecord.errors import InputError
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.page import is_page
from onrecord.read.payload import PayloadError, payload
from onrecord.read.tables import rows

# A capture larger than this is no article; larger ones are passed by without being held.
LIMIT_CAPTURE = 20_000_000

# A WACZ holds a crawl's files stored or lightly packed; text rarely packs better than 20 to 1. Whoever goes beyond these is a bomb.
LIMIT_RATIO = 100
LIMIT_UNPACKED = 500_000_000_000
LIMIT_MEMBERS = 10_000

_ZIP_SUFFIXES = frozenset({".wacz", ".zip"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
_ANSWERS = WarcRecordType.response | WarcRecordType.revisit
_CONTENTS = WarcRecordType.response | WarcRecordType.resource
# Records about other records: no one takes them for pages.
_NOTES = WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?")
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)

_REVISIT = ("revisit", "revisits")
_REDIRECT = ("redirect", "redirects")
_ROBOTS = ("robots.txt", "robots.txt files")
_REFUSED = ("answer other than 200", "answers other than 200")
_LARGE = ("page of more than 20 MB", "pages of more than 20 MB")
_DAMAGED = ("damaged page", "damaged pages")
_EMPTY = ("empty page", "empty pages")
_OTHER = ("file of another kind", "files of other kinds")

Kind = tuple[str, str]


class _BrokenError(Exception):
    """A stream of records that can't be followed any further. The message says where."""


def items(path: Path) -> Iterator[Item | PassedOver]:
    """The pages of a WARC or WACZ file, then what was passed over: where it is broken, and how many records are no pages.

    Raises InputError where there is nothing in it that can be read.
    """
    counted: Counter[Kind] = Counter()
    try:
        if path.suffix.lower() in _ZIP_SUFFIXES:
            yield from _wacz(path, counted)
        else:
            with path.open("rb") as stream:
                yield from _warc(stream, str(path), str(path), counted)
    except FileNotFoundError as error:
        raise InputError(f"There is no file named {path}: check the name.") from error
    except (PermissionError, IsADirectoryError) as error:
        raise InputError(f"{path} may not be read ({error.strerror}): check the file and your right to read it.") from error
    if counted:
        yield PassedOver(str(path), _sum(str(path), counted))


def _sum(name: str, counted: Counter[Kind]) -> str:
    total = counted.total()
    parts = ", ".join(f"{count:,} {one if count == 1 else many}" for (one, many), count in counted.most_common())
    return f"{name}: {total:,} {'record is no page' if total == 1 else 'records are no pages'} ({parts})."


def _wacz(path: Path, counted: Counter[Kind]) -> Iterator[Item | PassedOver]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in _members(archive, path):
                name = f"{path}, {member.filename}"
                try:
                    with archive.open(member) as stream:
                        yield from _warc(stream, str(path), name, counted)
                except InputError as error:
                    yield PassedOver(str(path), str(error))
                except _BROKEN as error:
                    yield PassedOver(str(path), f"{name} can't be unpacked ({_reason(error)}): fetch or export the file again.")
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise InputError(f"{path} is not a WACZ file that can be read ({error}): fetch or export it again.") from error


def _members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The WARC files in an archive, sorted by name. Raises InputError where there are none, or where they would burst."""
    entries = archive.infolist()
    found = [entry for entry in entries if _is_warc(entry.filename) and not entry.is_dir()]
    if not found:
        raise InputError(f"{path} holds no WARC files in a folder archive/: give a WACZ file as crawlers export it.")
    burst = any(entry.file_size > LIMIT_RATIO * max(entry.compress_size, 1) for entry in found)
    if burst or len(entries) > LIMIT_MEMBERS or sum(entry.file_size for entry in found) > LIMIT_UNPACKED:
        raise InputError(f"{path} would unpack to far more than a crawl holds: it is damaged or made to do harm, so leave it out.")
    return sorted(found, key=lambda entry: entry.filename)


def _is_warc(name: str) -> bool:
    place = PurePosixPath(name)
    return place.parts[:1] == ("archive",) and place.name.lower().endswith((".warc", ".warc.gz"))


def _warc(stream: IO[bytes], carrier: str, name: str, counted: Counter[Kind]) -> Iterator[Item | PassedOver]:
    """The pages of one stream of records. carrier: the file that was asked for; name: the file that the stream is."""
    met = 0
    try:
        for record in _records(stream):
            met += 1
            found = _page(record, carrier)
            if isinstance(found, Item):
                yield found
            elif found is not None:
                counted[found] += 1
    except _BrokenError as error:
        if met == 0:
            raise InputError(f"{name} is not a WARC file that can be read ({error}): fetch or export it again.") from error
        what = "1 record was read" if met == 1 else f"{met:,} records were read"
        yield PassedOver(carrier, f"{name} breaks off ({error}): {what}, and nothing after that.")
    else:
        if met == 0:
            raise InputError(f"{name} is empty: there is no record in it.")


class _Capture:
    """A record with its block, as far as it may be held: None where the block is larger than the limit."""

    def __init__(self, record: WarcRecord, http: HeaderMap | None, block: bytes | None) -> None:
        self.record = record
        self.http = http
        self.block = block

    def header(self, name: str) -> str:
        return (self.record.headers.get(name) or "").strip()


def _records(stream: IO[bytes]) -> Iterator[_Capture]:
    """Every record that is whole. Raises _BrokenError at the first that isn't: the library itself ends there without a word."""
    place = 0
    try:
        for record in ArchiveIterator(stream, parse_http=False):
            place = record.stream_pos
            declared = record.headers.get("Content-Length") or ""
            if not declared.isdigit():
                raise _BrokenError(f"the record at byte {place:,} has no length")
            length = int(declared)
            http = _http(record)
            headers = length - record.content_length
            block = None
            if record.record_type & _NOTES or length - headers > LIMIT_CAPTURE:
                got = record.consume()
            else:
                block = record.reader.read()
                got = len(block)
            if got + headers < length:
                raise _BrokenError(f"the record at byte {place:,} ends {length - headers - got:,} bytes too early")
            yield _Capture(record, http, block)
    except _BROKEN as error:
        raise _BrokenError(f"after byte {place:,}: {_reason(error)}") from error


def _http(record: WarcRecord) -> HeaderMap | None:
    if not record.record_type & _ANSWERS or not record.is_http:
        return None
    try:
        record.parse_http(quirks_mode=True)
    except OSError:
        return None
    return record.http_headers


def _reason(error: BaseException) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__


def _page(capture: _Capture, carrier: str) -> Item | Kind | None:
    """The page that a record is, or what it is instead; None for a record about another."""
    kind = capture.record.record_type
    if kind & _NOTES:
        return None
    if kind == WarcRecordType.revisit:
        return _REVISIT
    url = capture.header("WARC-Target-URI").strip("<>")
    if not kind & _CONTENTS or not url.lower().startswith(("http://", "https://")):
        return _OTHER
    if kind == WarcRecordType.response:
        if capture.http is None:
            return _OTHER
        status = capture.http.status_code
        if status != 200:
            return _REDIRECT if status is not None and 300 <= status < 400 and status != 304 else _REFUSED
        if _path(url) == "/robots.txt":
            return _ROBOTS
        declared = capture.http.get("Content-Type")
    else:
        declared = capture.header("Content-Type") or None
    media = (declared or "").partition(";")[0].strip().lower()
    if media and media not in _PAGE_TYPES:
        return _named(media)
    return _whole(capture, carrier, url, declared)


def _whole(capture: _Capture, carrier: str, url: str, declared: str | None) -> Item | Kind:
    if capture.block is None:
        return _LARGE
    http = capture.http
    content, transfer = ((http.get(name) or "") if http else "" for name in ("Content-Encoding", "Transfer-Encoding"))
    try:
        raw = payload(capture.block, content, transfer, LIMIT_CAPTURE)
    except PayloadError as error:
        return _LARGE if str(error) == "too large" else _DAMAGED
    if not raw.strip():
        return _EMPTY
    if declared is None and not is_page(raw):
        return _OTHER
    moment = _moment(capture.header("WARC-Date"))
    name = f"{carrier}, {url}" + (f" ({moment})" if moment else "")
    return Item(raw=raw, name=name, url=url, content_type=declared, captured=moment)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _moment(date: str) -> str | None:
    """The time of the capture, where it is given at least to the day."""
    if not _MOMENT.fullmatch(date):
        return None
    try:
        dt.datetime.fromisoformat(date)
    except ValueError:
        return None
    return date


def _named(media: str) -> Kind:
    return next(((one, many) for beginning, one, many in _captures() if media.startswith(beginning)), _OTHER)


@functools.cache
def _captures() -> tuple[tuple[str, str, str], ...]:
    return tuple(cast("tuple[str, str, str]", row) for row in rows("captures.tsv"))
