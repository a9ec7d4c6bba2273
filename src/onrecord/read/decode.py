"""Decoding: the bytes of a text file to its characters, exactly as found.

No line break is translated and no space stripped: encoding the text again, behind the same byte order mark, gives the bytes
back, unless UTF-8 was damaged, where U+FFFD stands for what can't be known.
"""

import codecs
import functools
import re

from onrecord.errors import InputError
from onrecord.read.tables import rows

# UTF-32 goes first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

# A stray control character happens in real articles (a form feed, a 0x1A at the end); one in fifty characters does not.
_CONTROL_SHARE = 0.02
_CONTROL_FEW = 3


def decode(raw: bytes, name: str, *, charset: str | None = None) -> str:
    """The characters of a text, by its byte order mark, else as UTF-8, else as the declared charset, else as Windows-1252.

    name: the input, for the message. Raises InputError where the bytes are no text.
    """
    refuse_known_binary(raw, name)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _with_mark(raw[len(mark) :], encoding, name)
    if b"\0" in raw:
        raise InputError(f"{name} is not a text file (it holds NUL bytes): save it as plain text in UTF-8.")
    text = _without_mark(raw, name, charset)
    refuse_controls(text, name)
    return text


def refuse_known_binary(raw: bytes, name: str) -> None:
    """Raise InputError where the first bytes are those of a well-known format that is no text."""
    for signature, what in _signatures():
        if raw.startswith(signature):
            raise InputError(f"{name} is {what}, not a text: give its words as plain text or HTML.")


def refuse_controls(text: str, name: str) -> None:
    """Raise InputError where there are too many control characters for a text."""
    if "\0" in text:
        raise InputError(f"{name} is not a text (it holds NUL characters): save it as plain text in UTF-8.")
    found = sum(1 for _ in _CONTROL.finditer(text))
    if found > max(_CONTROL_FEW, _CONTROL_SHARE * len(text)):
        raise InputError(f"{name} is not a text ({found} of its {len(text)} characters are control codes): save it as plain text.")


@functools.cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    return tuple((bytes.fromhex(signature), what) for signature, what in rows("signatures.tsv"))


def _with_mark(raw: bytes, encoding: str, name: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            shown = encoding[:6].upper()
            raise InputError(f"{name} begins as {shown} but is damaged at byte {error.start}: save it again as UTF-8.") from error
        text = raw.decode("utf-8", "replace")
    refuse_controls(text, name)
    return text


def _without_mark(raw: bytes, name: str, charset: str | None) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        repaired = raw.decode("utf-8", "replace")
    lost = repaired.count("\ufffd")
    if sum(character > "\x7f" for character in repaired) - lost > lost:
        return repaired
    for encoding in (charset, "cp1252"):
        try:
            return raw.decode(encoding) if encoding else raw.decode("cp1252")
        except (LookupError, UnicodeDecodeError):
            continue
    raise InputError(f"{name} is neither UTF-8 nor Windows-1252: save it as plain text in UTF-8.")
