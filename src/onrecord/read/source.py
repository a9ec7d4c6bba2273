"""Sources: whatever a person gives (a path, an address, a text, bytes, `-`) to the reading of it."""

import hashlib
import os
import stat
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import InputError
from onrecord.read.decode import decode, refuse_controls
from onrecord.read.formats import opened
from onrecord.read.furniture import furniture
from onrecord.read.item import Item
from onrecord.read.language import check_english
from onrecord.read.metadata import metadata
from onrecord.read.moments import now
from onrecord.read.options import check_language, check_published
from onrecord.read.page import Page, is_page, read_page
from onrecord.read.reading import Reading
from onrecord.record import Document, document_id

if TYPE_CHECKING:
    from onrecord.read.fetch import Fetched

# The largest input that is read at once, far beyond the longest article.
LIMIT_BYTES = 20_000_000

# A string is a text and not a file's name where it is longer than file systems let a name be, or has as many words.
_NAME_LENGTH = 255
_TEXT_WORDS = 8

_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


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
    item = _item(source, private_allowed)
    return read_item(
        msgspec.structs.replace(
            item,
            title=_first(title, item.title),
            published=_first(check_published(published), item.published),
            outlet=_first(outlet, item.outlet),
            url=_first(url, item.url),
            translated_from=_first(check_language(translated_from), item.translated_from),
        )
    )


def read_item(item: Item) -> Reading:
    """The document that an item holds. What its carrier says of it wins over what its text says.

    Raises InputError (LanguageError), in one sentence that names the item.
    """
    if len(item.raw) > LIMIT_BYTES:
        raise _too_big(item.name)
    item = opened(item)
    page = _page(item) if item.raw.strip() else None
    if page is None or not page.text.strip():
        raise InputError(f"{item.name} is empty: give an article's text.")
    left_out = tuple(furniture(page.text))
    check_english(page.text, item.name, left_out)
    address = _first(item.url, page.url)
    document = Document(
        id=document_id(item.raw, address),
        sha256=hashlib.sha256(item.raw).hexdigest(),
        title=_first(item.title, page.title),
        byline=_first(item.byline, page.byline),
        outlet=_first(item.outlet, page.outlet),
        url=address,
        published=_first(item.published, page.published),
        captured=item.captured,
        language="en",
        translated_from=_first(item.translated_from, page.translated_from),
        kind=item.kind or "news",
        text=page.text,
        marks=item.marks,
    )
    return Reading(document, item.raw, left_out)


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value is not None), None)


def file_item(source: str) -> Item:
    """What a file's name, or - for standard input, stands for. Raises InputError."""
    return _item(source, ()) if source == "-" else _file(Path(source))


def _item(source: str | Path | bytes, private_allowed: Collection[str]) -> Item:
    if isinstance(source, bytes):
        return Item(raw=source, name="The text given as bytes")
    if isinstance(source, Path):
        return _file(source)
    if source == "-":
        return Item(raw=sys.stdin.buffer.read(LIMIT_BYTES + 1), name="Standard input")
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


def _text(source: str) -> Item:
    beginning = " ".join(source.split()[:6])[:60]
    name = f"The text “{beginning} …”"
    try:
        raw = source.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"A text given holds half a character at {error.start} (a lone surrogate): read it from a file."
        ) from error
    if is_page(raw):
        return Item(raw=raw, name=name, content_type="text/html; charset=utf-8")
    return Item(raw=raw, name=name, text=source)


def _fetched(source: str, private_allowed: Collection[str]) -> Item:
    from onrecord.read.fetch import fetch

    return fetched_item(fetch(source, private_allowed=private_allowed), source)


def fetched_item(fetched: "Fetched", name: str) -> Item:
    """A page that was had just now. name: for messages."""
    return Item(raw=fetched.raw, name=name, url=fetched.url, content_type=fetched.content_type, captured=now())


def _file(path: Path) -> Item:
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
    return Item(raw=raw, name=str(path), suffix=path.suffix.lower())


def _too_big(name: str) -> InputError:
    return InputError(f"{name} holds more than {LIMIT_BYTES // 1_000_000} MB: split it into one file for each article.")


def _page(item: Item) -> Page:
    """The text of the input and what it says about itself, whether it is a page or plain text."""
    declared = (item.content_type or "").partition(";")[0].strip().lower()
    is_text = item.text is not None
    if not is_text and (is_page(item.raw) or item.suffix in _PAGE_SUFFIXES or declared in _PAGE_TYPES):
        page = read_page(item.raw, item.name, url=item.url, content_type=item.content_type)
        note = _first(page.translated_from, metadata(page.text).translated_from)
        return msgspec.structs.replace(page, translated_from=note)
    if item.text is not None:
        refuse_controls(item.text, item.name)
    text = item.text if item.text is not None else decode(item.raw, item.name)
    about = metadata(text)
    return Page(text=text, title=about.title, byline=about.byline, published=about.published, translated_from=about.translated_from)
