"""An HTML page gives its article and what it says about itself."""

import pytest

from onrecord.errors import InputError
from onrecord.read.page import is_page, read_page

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="{charset}"><title>Kerrin bridge stays closed - The Kerrin Courier</title>
<meta name="author" content="Jane Doe"><meta property="og:site_name" content="The Kerrin Courier">
<meta property="article:published_time" content="2019-01-08T10:00:00+01:00">
<meta name="translation" content="{pair}">
<link rel="canonical" href="https://courier.example/bridge"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Kerrin bridge stays closed</h1>
<p>The mayor of Kerrin, Ilse Voss, said on Monday that the bridge at the café would stay closed until spring.</p>
<p>“We will not gamble with lives,” she told reporters outside the town hall, where a hundred people had gathered.</p>
<p>The ferrymen’s union called the decision “a gift to nobody” and asked for talks before the end of the month.</p>
</article><div id="comments"><h3>Comments</h3><p>Great news, said nobody ever in this comment box.</p></div></body></html>"""


def page(charset: str = "utf-8", pair: str = "none") -> bytes:
    return PAGE.format(charset=charset, pair=pair).encode(charset)


def test_the_article_is_the_text_and_nothing_else() -> None:
    found = read_page(page(), "bridge.html")
    assert "“We will not gamble with lives,” she told reporters" in found.text
    assert "comment box" not in found.text
    assert "World" not in found.text
    assert len(found.text.splitlines()) >= 3


def test_what_the_page_says_about_itself() -> None:
    found = read_page(page(pair="fr&gt;en"), "bridge.html")
    assert found.title == "Kerrin bridge stays closed"
    assert found.byline == "Jane Doe"
    assert found.outlet == "The Kerrin Courier"
    assert found.published == "2019-01-08"
    assert found.url == "https://courier.example/bridge"
    assert found.language == "en"
    assert found.translated_from == "fr"


def test_charsets_are_told_apart() -> None:
    assert "café" in read_page(page("windows-1252"), "bridge.html").text
    assert "café" in read_page(page("utf-8"), "bridge.html").text
    assert "café" in read_page(b"\xef\xbb\xbf" + page("utf-8"), "bridge.html").text


def test_an_xml_declaration_is_no_obstacle() -> None:
    assert "café" in read_page(b'<?xml version="1.0" encoding="utf-8"?>' + page(), "bridge.html").text


def test_an_article_in_any_script_is_an_article() -> None:
    words = "市長は月曜日、橋は春まで閉鎖されたままになると述べた。彼女は市庁舎の前で記者団に対し、人命を危険にさらすことはできないと語った。"
    html = f"<!doctype html><html><body><article><p>{words}</p><p>{words}</p></article></body></html>"
    assert words in read_page(html.encode(), "bridge.html").text


@pytest.mark.parametrize(
    "raw", [b"<html><body></body></html>", b"<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>"]
)
def test_a_page_without_an_article_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"^empty\.html .*without an article"):
        read_page(raw, "empty.html")


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE html><p>",
        b"\n <html lang='en'>",
        b"\xef\xbb\xbf<!doctype HTML>",
        b"<!-- x --><html>",
        b"<?xml version='1.0'?><html>",
    ],
)
def test_pages_are_recognised_by_their_beginning(raw: bytes) -> None:
    assert is_page(raw)


@pytest.mark.parametrize("raw", [b"", b"The <html> tag was invented in 1991.", b"<rss></rss>", b"< html"])
def test_other_texts_are_no_pages(raw: bytes) -> None:
    assert not is_page(raw)
