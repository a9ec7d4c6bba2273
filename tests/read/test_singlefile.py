"""A saved page says where and when it was saved, and is believed only before its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.item import Item
from onrecord.read.singlefile import with_singlefile

NOTE = """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile 
 url: https://courier.example/bridge?page=2 
 saved date: Tue Jan 08 2019 14:03:11 GMT+0100 (Central European Standard Time)
--><meta charset=utf-8><title>Bridge</title><p>Words.</p></html>"""  # noqa: W291


def item(page: str, **known: str) -> Item:
    return Item(raw=page.encode(), name="bridge.html", **known)  # type: ignore[arg-type]


def test_singlefile_notes_address_and_time() -> None:
    read = with_singlefile(item(NOTE))
    assert (read.url, read.captured) == ("https://courier.example/bridge?page=2", "2019-01-08T14:03:11+01:00")
    assert with_singlefile(item("<!DOCTYPE html><html><head><meta charset=utf-8>" + NOTE[NOTE.index("<!--") :])).url == read.url
    assert with_singlefile(item(NOTE.replace("\n", "\r\n"))) == item(
        NOTE.replace("\n", "\r\n"), url=read.url or "", captured=read.captured or ""
    )


def test_what_the_carrier_says_stays() -> None:
    read = with_singlefile(item(NOTE, url="https://other.example/"))
    assert (read.url, read.captured) == ("https://other.example/", "2019-01-08T14:03:11+01:00")


@pytest.mark.parametrize(
    ("date", "captured"),
    [
        ("Fri Aug 02 2024 09:00:00 GMT-0330 (Newfoundland Daylight Time)", "2024-08-02T09:00:00-03:30"),
        ("Fri Aug 32 2024 09:00:00 GMT+0000", None),
        ("Fri Foo 02 2024 09:00:00 GMT+0000", None),
        ("yesterday", None),
    ],
)
def test_a_time_is_read_as_browsers_write_it(date: str, captured: str | None) -> None:
    page = NOTE.replace("Tue Jan 08 2019 14:03:11 GMT+0100 (Central European Standard Time)", date)
    assert with_singlefile(item(page)).captured == captured


def saved(url: str, length: int) -> str:
    return f"<!DOCTYPE html>\r\n<!-- saved from url=({length:04d}){url} -->\r\n<html><p>Words.</p></html>"


def test_browsers_note_the_address_and_how_long_it_is() -> None:
    url = "https://courier.example/bridge"
    assert with_singlefile(item(saved(url, len(url)))).url == url
    assert with_singlefile(item(saved(url, len(url) + 1))).url is None
    assert with_singlefile(item(saved("https://a.example/x%2D%2Dy", len("https://a.example/x--y")))).url is not None


@pytest.mark.parametrize(
    "page",
    [
        "<html><p>Words.</p>" + NOTE,
        NOTE.replace("Page saved with SingleFile", "Page saved with love"),
        NOTE.replace("https://courier", "javascript:courier"),
        "<html><!-- never ends",
        saved("about:internet", 14),
        "",
    ],
)
def test_other_comments_say_nothing(page: str) -> None:
    assert with_singlefile(item(page)).url is None


@given(st.text(max_size=200))
def test_any_page_comes_back_with_its_bytes(text: str) -> None:
    for page in (text, "<html><!--" + text, NOTE[:90] + text):
        made = item(page.encode("utf-8", "replace").decode())
        assert with_singlefile(made).raw == made.raw
