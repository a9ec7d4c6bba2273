"""Bytes to characters: exactly as found, told apart, and refused where they are no text."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.read.decode import decode

PLAIN = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"))
LINES = st.lists(PLAIN, max_size=5).flatmap(
    lambda parts: st.lists(st.sampled_from(["\n", "\r\n", "\r", "\t", "\u2028"]), min_size=len(parts), max_size=len(parts)).map(
        lambda breaks: "".join(part + end for part, end in zip(parts, breaks, strict=True))
    )
)


@given(LINES)
def test_utf8_comes_back_byte_for_byte(text: str) -> None:
    raw = text.encode()
    assert decode(raw, "a.txt") == text
    assert decode(raw, "a.txt").encode() == raw


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@given(text=LINES)
def test_a_byte_order_mark_says_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str, text: str) -> None:
    assert decode(mark + text.encode(encoding), "a.txt") == text


def test_windows_1252_is_told_from_utf8() -> None:
    text = "“We’ll build it,” said Ms Brøndal – for €5.\r\n"
    assert decode(text.encode("cp1252"), "a.txt") == text
    assert decode(text.encode("utf-8"), "a.txt") == text


def test_one_broken_byte_does_not_turn_utf8_into_windows_1252() -> None:
    raw = "“We’ll build it,” said Ms Brøndal.".encode() + b"\xe2\x80 end"
    assert decode(raw, "a.txt") == "“We’ll build it,” said Ms Brøndal.\ufffd end"


def test_a_declared_charset_is_used_where_utf8_fails() -> None:
    assert decode("Şirin dedi".encode("cp1254"), "a.html", charset="windows-1254") == "Şirin dedi"
    assert decode("café".encode("cp1252"), "a.html", charset="no-such-charset") == "café"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\nrest", "PNG"),
        (b"\xff\xd8\xff\xe0rest", "JPEG"),
        (b"{\\rtf1 text}", "RTF"),
        (b"some\0words", "NUL"),
        (b"\x01\x02\x03\x04\x05\x06 words", "control"),
        (b"\xff\xfea", "UTF-16"),
        (b"caf\x81 \x8d", "neither"),
    ],
)
def test_what_is_no_text_is_refused_by_name(raw: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        decode(raw, "desk/note.txt")
    assert str(caught.value).startswith("desk/note.txt ")


def test_a_stray_control_character_is_no_reason_to_refuse() -> None:
    assert decode(b"A short note.\x1a", "a.txt") == "A short note.\x1a"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_an_input_error(raw: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(decode(raw, "a.txt"), str)
