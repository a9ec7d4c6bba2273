"""Fields: what one row of a table or one object of JSON says of a document, by its columns, to the document as an item."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from onrecord.read.columns import Columns, how_known, name_in
from onrecord.read.fragment import fragment_text, is_fragment
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.moments import moment
from onrecord.read.page import is_page
from onrecord.read.tables import rows
from onrecord.record import DocumentKind

HTML_TYPE = "text/html; charset=utf-8"

# A headline or a list of authors that is longer is something else; messages show less of a value.
_LONGEST = 1_000
_SHOWN = 40

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)


class Rows:
    """The rows of one carrier, one after the other. What a person's map gets wrong is said once, not for each row.

    kind: of a document that does not say its own and has no headline.
    """

    def __init__(self, columns: Columns, *, kind: DocumentKind | None = None) -> None:
        self._columns = columns
        self._kind = kind
        self._said: set[str] = set()

    def read(self, fields: Mapping[str, object], raw: bytes, name: str) -> Iterator[Item | PassedOver]:
        """The document of a row, or why there is none. raw: the row as found."""
        found = self._columns.values(fields)
        language = language_code(found.get("language"))
        if language not in {None, "en"}:
            yield PassedOver(name, f"{name} says that it is in {language_name(language)}, and onrecord reads English only.")
            return
        text, html = _prose(found.get("text")), _prose(found.get("html"))
        if text is not None and (is_page(text.encode()) or is_fragment(text)):
            text, html = None, text
        if text is None and html is None:
            yield PassedOver(name, f"{name} holds no text.")
            return
        said = {
            "published": moment(_single(found.get("published"))),
            "translated_from": language_code(found.get("translated_from")),
            "url": address(found.get("url")),
            "kind": _kind(found.get("kind")),
        }
        yield from self._complaints(found, said, name)
        title = short(found.get("title"))
        item = document(
            raw=raw,
            name=name,
            text=text,
            html=html,
            url=said["url"],
            title=title,
            byline=short(found.get("byline")),
            outlet=short(found.get("outlet")),
            published=said["published"],
            translated_from=said["translated_from"],
            kind=_kind(found.get("kind")) or (None if title else self._kind),
        )
        yield PassedOver(name, f"{name} holds no text.") if item.text is not None and not item.text.strip() else item

    def _complaints(self, found: Mapping[str, object], said: Mapping[str, str | None], name: str) -> Iterator[PassedOver]:
        for ours, value in said.items():
            theirs = how_known(self._columns, ours)
            if value is None and theirs and ours in found and ours not in self._said:
                self._said.add(ours)
                shown = _clean(str(found[ours]))[:_SHOWN]
                why = f"{name}: “{shown}” in “{theirs}” can't be read as {_WANTED[ours]}; what can't is left out from here on."
                yield PassedOver(name, why)


_WANTED = {
    "published": "a date that can mean one day only, as 2019-01-08 can",
    "translated_from": "a language, as fr or French can",
    "url": "an address that begins with https://",
    "kind": f"a kind, which is one of {', '.join(get_args(DocumentKind))}",
}


def document(
    *,
    raw: bytes,
    name: str,
    text: str | None,
    html: str | None,
    url: str | None,
    title: str | None,
    byline: str | None,
    outlet: str | None,
    published: str | None,
    translated_from: str | None = None,
    kind: DocumentKind | None,
) -> Item:
    """An item of what a carrier says. HTML without a text becomes the raw bytes: a whole page is read as one, a fragment is all text."""
    content_type = None
    if text is None and html is not None:
        raw, content_type = html.encode(), HTML_TYPE
        text = None if is_page(raw) else fragment_text(html)
    return Item(
        raw=raw,
        name=name,
        text=text,
        url=url,
        content_type=content_type,
        title=title,
        byline=byline,
        outlet=outlet,
        published=published,
        translated_from=translated_from,
        kind=kind,
    )


def canonical(fields: object) -> bytes:
    """The fields as JSON that is the same each time: keys sorted, no space, UTF-8."""
    return _clean(json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))).encode()


def parsed(raw: bytes | str) -> object:
    """The value of a JSON text. Raises ValueError, with half a sentence, where it is none."""
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except ValueError as error:
        raise ValueError("it holds a number with too many digits") from error


def words(value: object) -> str | None:
    """A value as words: a list's joined, an object's name; None where there are none. What can't be a character is U+FFFD."""
    if isinstance(value, str):
        return _clean(value) if value.strip() else None
    if isinstance(value, Mapping):
        name = name_in(value)
        return None if isinstance(name, Mapping | list) else words(name)
    if isinstance(value, list):
        found = [one for one in (words(item) for item in value if not isinstance(item, list)) if one]
        return ", ".join(dict.fromkeys(found)) or None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and value == value else None  # noqa: PLR0124 - what is not a number differs from itself


def _prose(value: object) -> str | None:
    """A text, or a list of its paragraphs."""
    if not isinstance(value, list):
        return words(value)
    return "\n\n".join(one for one in (words(item) for item in value if not isinstance(item, list)) if one) or None


def short(value: object) -> str | None:
    """A headline, a name: words on one line. None where they are too long for that, or an address."""
    found = words(value)
    line = " ".join(found.split()) if found else ""
    return line if 0 < len(line) <= _LONGEST and not _ADDRESS.match(line) else None


def address(value: object) -> str | None:
    """A web address, as it stands."""
    found = words(_single(value))
    match = _ADDRESS.fullmatch(found.strip()) if found else None
    return match.group() if match else None


def language_code(value: object) -> str | None:
    """The two or three letters of a language, from its code or its name. None where it is not known."""
    found = short(_single(value))
    if found is None:
        return None
    code = _CODE.fullmatch(found)
    letters = code.group(1).lower() if code else ""
    names = _languages()
    return letters if letters in names.values() else names.get(found.casefold())


@functools.cache
def _languages() -> dict[str, str]:
    """Codes by name, and by the code of three letters that English has beside its two."""
    names = {
        name.casefold(): code for code, english, others in rows("languages.tsv") for name in (english, *others.split("|")) if name
    }
    return {**names, "eng": "en"}


def language_name(code: str | None) -> str:
    """The English name of a language."""
    return next((english for known, english, _ in rows("languages.tsv") if known == code), str(code))


def _kind(value: object) -> DocumentKind | None:
    found = (words(value) or "").strip().casefold()
    return next((kind for kind in get_args(DocumentKind) if kind == found), None)


def _single(value: object) -> object:
    """The one value of a list of one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _clean(text: str) -> str:
    return _HALF_CHARACTER.sub("\ufffd", text)
