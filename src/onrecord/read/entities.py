"""Entities: XML that declares its own is no feed and no sitemap, but a bomb or a spy, and is refused."""

import re

from onrecord.errors import InputError

_DECLARATION = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DECLARED_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_XML_LINE = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def refuse_entities(text: str, name: str) -> None:
    """Raise InputError where XML declares entities."""
    if _DECLARATION.search(text):
        raise InputError(f"{name} declares entities of its own, as no feed or sitemap needs to: it is not read.")


def declared_charset(raw: bytes) -> str | None:
    """The charset that an XML text's first line declares."""
    match = _DECLARED_CHARSET.match(raw[:400])
    return match.group(1).decode("ascii") if match else None


def without_xml_line(text: str) -> str:
    """The text without the line that declares its version and charset, which no longer holds of characters."""
    return _XML_LINE.sub("", text, count=1).lstrip("\ufeff")
