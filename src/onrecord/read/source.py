"""Sources: whatever a person gives (a path, an address, a text, bytes, `-`) to the reading of it."""

import datetime as dt
import hashlib
import os
import stat
import sys
from collections.abc import Collection
from pathlib import Path

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode, refuse_controls
from onrecord.read.furniture import furniture
from onrecord.read.language import check_english
from onrecord.read.metadata import metadata
from onrecord.read.options import check_language, check_published
from onrecord.read.page import Page, is_page, read_page
from onrecord.read.reading import Reading
from onrecord.record import Document, document_id

# The largest input that is read at once, far beyond the longest article.
LIMIT_BYTES = 20_000_000

# A string is a text and not a file's name where it is longer than file systems let a name be, or has as many words.
_NAME_LENGTH = 255
_TEXT_WORDS = 8

_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


class _Given(msgspec.Struct, frozen=True, kw_only=True):
    """An input as it came: its bytes, its name for messages, and what its carrier says of it. text: where it came as characters."""

    raw: bytes
    name: str
    text: str | None = None
    url: str | None = None
    content_type: str | None = None
    suffix: str = ""
    captured: str | None = None


def read_source(
    source: str | Path | bytes,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    translated_from: str | None = None,
    private_allowed: Collection[str] = (),
) -> Reading:
    """The document that a source holds, with the stretches of it that are the page's and not the article's.

    source: bytes or the text itself, a path, an http(s) address, or "-" for standard input. The options win over what
    the text says. private_allowed: addresses that may be fetched from though they are not public.
    Raises InputError (FetchError, LanguageError) or OptionError, in one sentence.
    """
    published, translated_from = check_published(published), check_language(translated_from)
    given = _given(source, private_allowed)
    if len(given.raw) > LIMIT_BYTES:
        raise _too_big(given.name)
    page = _page(given) if given.raw.strip() else None
    if page is None or not page.text.strip():
        raise InputError(f"{given.name} is empty: give an article's text.")
    left_out = tuple(furniture(page.text))
    check_english(page.text, given.name, left_out)
    address = _first(url, given.url, page.url)
    document = Document(
        id=document_id(given.raw, address),
        sha256=hashlib.sha256(given.raw).hexdigest(),
        title=_first(title, page.title),
        byline=page.byline,
        outlet=_first(outlet, page.outlet),
        url=address,
        published=_first(published, page.published),
        captured=given.captured,
        language="en",
        translated_from=_first(translated_from, page.translated_from),
        text=page.text,
    )
    return Reading(document, given.raw, left_out)


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value is not None), None)


def _given(source: str | Path | bytes, private_allowed: Collection[str]) -> _Given:
    if isinstance(source, bytes):
        return _Given(raw=source, name="The text given as bytes")
    if isinstance(source, Path):
        return _file(source)
    if source == "-":
        return _Given(raw=sys.stdin.buffer.read(LIMIT_BYTES + 1), name="Standard input")
    if source.lower().startswith(("http://", "https://")) and len(source.split()) == 1:
        return _fetched(source.strip(), private_allowed)
    if _is_file_name(source):
        return _file(Path(source))
    if not source.strip():
        raise InputError("The text given is empty: give an article's text, or the name of its file.")
    if any(mark in source for mark in "\r\n") or len(source) > _NAME_LENGTH or len(source.split()) >= _TEXT_WORDS:
        return _text(source)
    raise InputError(f"There is no file named {source}: check the name, or give the text of a whole article.")


def _is_file_name(source: str) -> bool:
    try:
        return bool(source) and os.path.lexists(source)
    except (OSError, ValueError):
        return False


def _text(source: str) -> _Given:
    beginning = " ".join(source.split()[:6])[:60]
    name = f"The text “{beginning} …”"
    try:
        raw = source.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"A text given holds half a character at {error.start} (a lone surrogate): read it from a file."
        ) from error
    return _Given(raw=raw, name=name, text=source)


def _fetched(source: str, private_allowed: Collection[str]) -> _Given:
    from onrecord.read.fetch import fetch

    fetched = fetch(source, private_allowed=private_allowed)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return _Given(raw=fetched.raw, name=source, url=fetched.url, content_type=fetched.content_type, captured=now)


def _file(path: Path) -> _Given:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError(f"{path} is a folder: give the name of a file in it.")
        if found.st_size > LIMIT_BYTES:
            raise _too_big(str(path))
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        what = f"{path} is a link to a file that is not there" if path.is_symlink() else f"There is no file named {path}"
        raise InputError(f"{what}: check the name.") from error
    except PermissionError as error:
        raise InputError(f"{path} may not be read: give yourself the right to read it, or copy it.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path} can't be read ({reason}): check the file and its name.") from error
    return _Given(raw=raw, name=str(path), suffix=path.suffix.lower())


def _too_big(name: str) -> InputError:
    return InputError(f"{name} holds more than {LIMIT_BYTES // 1_000_000} MB: split it into one file for each article.")


def _page(given: _Given) -> Page:
    """The text of the input and what it says about itself, whether it is a page or plain text."""
    declared = (given.content_type or "").partition(";")[0].strip().lower()
    if is_page(given.raw) or given.suffix in _PAGE_SUFFIXES or declared in _PAGE_TYPES:
        page = read_page(given.raw, given.name, url=given.url, content_type=given.content_type)
        note = _first(page.translated_from, metadata(page.text).translated_from)
        return msgspec.structs.replace(page, translated_from=note)
    if given.text is not None:
        refuse_controls(given.text, given.name)
    text = given.text if given.text is not None else decode(given.raw, given.name)
    about = metadata(text)
    return Page(text=text, title=about.title, byline=about.byline, published=about.published, translated_from=about.translated_from)
