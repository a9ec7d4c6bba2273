"""Where a text links to, and which characters of it are linked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.links import links, plain_address

TEXT = "“We pay in May,” Lind told the Harbour Courier on Monday.\n\nThe council meets next week."
PAGE = (
    "<!doctype html><html><head><title>A</title></head><body><nav><a href='/'>Home</a> <a href='/all'>All stories</a></nav>"
    "<p>“We pay in May,” Lind <b>told</b>\n the <script>count('x')</script><a href='HREF'>Harbour <em>Courier</em></a> on Monday.</p>"
    "<p>The council meets next week.</p><p><a href='https://other.example/x'>The council meets next week.</a></p>"
    "<script>var a = \"<a href='https://evil.example/'>told</a>\";</script></body></html>"
)


def found(raw: str, text: str = TEXT, url: str | None = None) -> list[tuple[str, str]]:
    return [(one.address, one.span.of(text)) for one in links(raw.encode(), text, url)]


def test_a_link_inside_a_sentence_stands_at_its_characters() -> None:
    page = PAGE.replace("HREF", "https://www.courier.example/ferry/?utm_source=letter#top")
    assert found(page) == [("courier.example/ferry", "Harbour Courier")]


def test_a_relative_link_is_of_the_pages_own_address() -> None:
    page = PAGE.replace("HREF", "../ferry?page=2")
    assert found(page, url="https://gazette.example/news/today/a.html") == [
        ("gazette.example/news/ferry?page=2", "Harbour Courier")
    ]
    assert found(page) == []


def test_a_line_that_is_nothing_but_a_link_tells_nothing() -> None:
    assert all(words != "The council meets next week." for _, words in found(PAGE.replace("HREF", "https://a.example/b")))


def test_an_address_that_is_written_out_is_a_link() -> None:
    text = "Lind said so (see https://courier.example/ferry?id=7), on Monday: http://m.town.example/a."
    assert found(text, text) == [
        ("courier.example/ferry?id=7", "https://courier.example/ferry?id=7"),
        ("town.example/a", "http://m.town.example/a"),
    ]


def test_an_entry_of_a_feed_holds_its_links_inside_json() -> None:
    entry = json.dumps({"title": "A", "content": [{"value": PAGE.replace("HREF", "https://courier.example/ferry")}]})
    assert found(entry) == [("courier.example/ferry", "Harbour Courier")]


@pytest.mark.parametrize(
    "raw", ["", "<a ", "{<a href=", "<a href='https://[::1'>Lind</a> told", "<a href='javascript:1'>Lind</a>", "[" * 9000 + "<a "]
)
def test_what_is_broken_links_nowhere(raw: str) -> None:
    assert found(raw) == []


@given(st.text(max_size=300), st.text(max_size=80))
def test_no_input_breaks_it_and_every_span_lies_in_the_text(markup: str, text: str) -> None:
    for one in links(f"<p><a href='https://a.example/'>{markup}</a> {text}</p>".encode("utf-8", "replace"), text):
        assert 0 <= one.span.start < one.span.end <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.courier.example/a/", "http://courier.example/a"),
        ("https://courier.example/a?b=1&a=2", "https://courier.example/a?a=2&b=1"),
        ("https://courier.example/a?fbclid=x&utm_medium=y", "https://courier.example/a"),
        ("https://amp.courier.example/a/amp", "https://COURIER.example:443/a#b"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other) is not None


@pytest.mark.parametrize(
    "url", [None, "", "mailto:lind@town.example", "/a", "https://localhost/", "https://[::1", "https://a.example/" + "a" * 3000]
)
def test_what_leads_to_no_page(url: str | None) -> None:
    assert plain_address(url) is None
    assert plain_address("https://courier.example/a?id=1") != plain_address("https://courier.example/a?id=2")
