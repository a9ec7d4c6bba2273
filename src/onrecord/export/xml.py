"""Texts to XML: escaped, and with a replacement character for what XML 1.0 has no place for."""

import re
from xml.sax.saxutils import escape, quoteattr

# Everything but the characters of https://www.w3.org/TR/xml/#charsets.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, text: str) -> str:
    """An element of nothing but text; nothing where there is none."""
    # A bare carriage return would be read as a line feed.
    return f"<{name}>{escape(_allowed(text), {chr(13): '&#13;'})}</{name}>" if text else ""


def attribute(value: str) -> str:
    """An attribute's value in its quotation marks."""
    return quoteattr(_allowed(value))


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
