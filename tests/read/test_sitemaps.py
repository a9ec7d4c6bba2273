"""Sitemaps give their pages; loops, bombs and endless lists end."""

import gzip
import time

import pytest

from onrecord.errors import InputError
from onrecord.read.inputs import PassedOver
from onrecord.read.sitemaps import LIMIT_SITEMAP, Link, is_sitemap, links, walk

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SPACE} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://courier.example/1?a=1&amp;b=2 </loc><lastmod>2019-01-09</lastmod>
<image:image><image:loc>https://courier.example/1.png</image:loc><image:title>Not this</image:title></image:image>
<n:news><n:publication><n:name>The Harbour Courier</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2019-01-08T14:30:00+01:00</n:publication_date><n:title>Bridge stays closed</n:title></n:news></url>
<url><loc>https://courier.example/2</loc></url>
<url><loc>javascript:alert(1)</loc></url><url><lastmod>2019</lastmod></url>
<url><loc>https://courier.example/2</loc></url>
</urlset>""".encode()


def urlset(*urls: str) -> bytes:
    return f"<urlset {SPACE}>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>".encode()


def index(*urls: str) -> bytes:
    return f"<sitemapindex {SPACE}>{''.join(f'<sitemap><loc>{url}</loc></sitemap>' for url in urls)}</sitemapindex>".encode()


def test_a_news_sitemap_says_what_its_pages_are() -> None:
    found = links(NEWS, "news.xml")
    assert found.links == (
        Link(
            url="https://courier.example/1?a=1&b=2",
            modified="2019-01-09",
            title="Bridge stays closed",
            published="2019-01-08T14:30:00+01:00",
            outlet="The Harbour Courier",
            language="en",
        ),
        Link(url="https://courier.example/2"),
    )
    assert [one.why for one in found.left_out] == [
        f"news.xml, entry {number}, has no address that begins with https:// or http://." for number in (3, 4)
    ]


def test_packed_marked_and_bare_sitemaps_are_read() -> None:
    bare = b"<urlset><url><loc>https://courier.example/2</loc></url></urlset>"
    for raw in (gzip.compress(NEWS), b"\xef\xbb\xbf" + NEWS, bare):
        assert is_sitemap(raw)
        assert links(raw, "s.xml").links[-1] == Link(url="https://courier.example/2")


def test_broken_xml_gives_what_can_be_read() -> None:
    cut = urlset("https://a.example/1", "https://a.example/2?x=1&y=2")[:-30]
    assert links(cut, "s.xml").links[0] == Link(url="https://a.example/1")


def test_a_list_that_is_too_long_is_cut_and_said() -> None:
    found = links(urlset(*(f"https://a.example/{n}" for n in range(5))), "s.xml", limit=3)
    assert len(found.links) == 3
    assert [one.why for one in found.left_out] == ["s.xml lists more than 3 addresses: those after are left out."]


def test_bombs_and_spies_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    start = time.monotonic()
    for declared, name in ((laughs, "l9"), ('<!ENTITY x SYSTEM "file:///etc/hostname">', "x")):
        raw = f"<!DOCTYPE urlset [{declared}]><urlset><url><loc>https://a.example/&{name};</loc></url></urlset>"
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(InputError, match="declares entities of its own"):
                links(raw.encode(encoding), "s.xml")
    with pytest.raises(InputError, match="holds more than"):
        links(gzip.compress(b"<urlset>" + b" " * LIMIT_SITEMAP), "s.xml.gz")
    with pytest.raises(InputError, match="gzip"):
        links(gzip.compress(NEWS)[:-20], "s.xml.gz")
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"words", b"{}", b"<rss><channel/></rss>", b"\x1f\x8bno"])
def test_what_is_no_sitemap_is_refused(raw: bytes) -> None:
    assert not is_sitemap(raw)
    with pytest.raises(InputError, match=r"^s\.xml "):
        links(raw, "s.xml")


def test_an_index_that_leads_back_to_itself_ends() -> None:
    site = {
        "https://a.example/s.xml": index("https://a.example/a.xml", "https://a.example/s.xml", "https://a.example/b.xml"),
        "https://a.example/a.xml": index("https://a.example/s.xml", "https://a.example/b.xml"),
        "https://a.example/b.xml": urlset("https://a.example/1", "https://a.example/2"),
    }
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return site[url]

    assert list(walk("https://a.example/s.xml", fetch)) == [Link(url="https://a.example/1"), Link(url="https://a.example/2")]
    assert sorted(asked) == sorted(site)


def test_an_index_without_end_is_left_and_said() -> None:
    def deeper(url: str) -> bytes:
        return index(f"{url}1")

    (said,) = walk("https://a.example/s", deeper)
    assert isinstance(said, PassedOver)
    assert said.why == "https://a.example/s111 lists sitemaps more than 3 deep: they are left out."

    def wider(url: str) -> bytes:
        return index(*(f"{url}{n}" for n in range(10))) if len(url) < 20 else urlset(f"{url}/page")

    found = list(walk("https://a.example/s", wider, limit_sitemaps=5))
    assert [one.why for one in found if isinstance(one, PassedOver)] == [
        "https://a.example/s lists more than 5 sitemaps: those after are left out."
    ]
    assert sum(isinstance(one, Link) for one in found) == 4
    few = list(walk("https://a.example/s", wider, limit_total=3))
    assert [type(one) for one in few] == [Link, Link, Link, PassedOver]


def test_a_sitemap_that_fails_is_passed_over_but_not_the_first() -> None:
    def fetch(url: str) -> bytes:
        if url.endswith("gone.xml"):
            raise InputError(f"{url} is gone: try another.")
        return (
            urlset("https://a.example/1")
            if url.endswith("b.xml")
            else index("https://a.example/gone.xml", "https://a.example/b.xml")
        )

    found = list(walk("https://a.example/s.xml", fetch))
    assert found == [
        PassedOver("https://a.example/gone.xml", "https://a.example/gone.xml is gone: try another."),
        Link(url="https://a.example/1"),
    ]
    with pytest.raises(InputError, match="is gone"):
        list(walk("https://a.example/gone.xml", fetch))
