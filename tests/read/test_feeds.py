"""Feeds give their entries, whatever their kind and however broken, and nothing is fetched."""

import gzip
import json
import time

import pytest

from onrecord.errors import InputError
from onrecord.read.feeds import Entry, entries, entry_item, is_feed
from onrecord.read.source import read_item

STORY = "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring."
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Courier</title><link>https://courier.example/</link><language>en-gb</language>
<item><title>Voss &amp;amp; the bridge</title><link>https://courier.example/1</link><pubDate>Tue, 08 Jan 2019 14:30:00 +0100</pubDate>
<dc:creator>Jane Doe</dc:creator><description>A teaser.</description>
<content:encoded><![CDATA[<p>{STORY}</p><p>“No,” she said.</p>]]></content:encoded></item>
<item><title>Two</title><link>/2</link><pubDate>Tue, 08 Jan 2019 14:30:00</pubDate>
<author>desk@courier.example (Tom Ives)</author><description>She said “no” &amp;lt; twice.</description></item>
</channel></rss>""".encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Kerrin &lt;b&gt;Council&lt;/b&gt;</title>
<entry><id>urn:1</id><title>On the bridge</title><link href="https://kerrin.example/1"/><published>2019-01-08T14:30:00Z</published>
<updated>2020-01-01T00:00:00Z</updated><author><name>Ilse Voss</name><email>v@kerrin.example</email></author><author><name>Tom Ives</name></author>
<content type="text">{STORY}</content></entry>
<entry><id>urn:2</id><title>Changed</title><link href="https://kerrin.example/2"/><updated>2020-01-01T00:00:00Z</updated></entry></feed>""".encode()
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Harbour Courier",
    "home_page_url": "https://courier.example/",
    "authors": [{"name": "The desk"}],
    "items": [
        {"id": "1", "url": "https://courier.example/1", "title": "Bridge", "content_html": f"<p>{STORY}</p>", "date_published": "2019-01-08T14:30:00+01:00", "authors": [{"name": "Jane Doe"}]},
        {"id": "https://courier.example/2", "content_text": STORY, "date_published": "2019-01-08T14:30:00"},
        {"id": "3", "url": "3.html", "summary": "A teaser."},
        {"id": "4", "title": "Only a title"},
        "not an item",
    ],
}  # fmt: skip


def item_text(entry: Entry) -> str:
    item = entry_item(entry)
    assert item is not None
    return read_item(item).document.text


def test_rss_gives_its_entries() -> None:
    one, two = entries(RSS, "feed.xml")
    assert (one.link, one.title, one.byline, one.outlet) == (
        "https://courier.example/1",
        "Voss & the bridge",
        "Jane Doe",
        "The Harbour Courier",
    )
    assert (one.published, one.is_summary, one.language) == ("2019-01-08T14:30:00+01:00", False, "en-gb")
    assert one.html == f"<p>{STORY}</p><p>“No,” she said.</p>"
    assert item_text(one) == f"{STORY}\n\n“No,” she said."
    assert (two.link, two.byline, two.published, two.is_summary) == ("https://courier.example/2", "Tom Ives", "2019-01-08", True)
    assert (one.name, two.name) == ("feed.xml, entry 1", "feed.xml, entry 2")


def test_atom_gives_its_entries_and_never_the_date_of_a_change() -> None:
    one, two = entries(ATOM, "feed.xml")
    assert (one.link, one.title, one.byline, one.outlet) == (
        "https://kerrin.example/1",
        "On the bridge",
        "Ilse Voss, Tom Ives",
        "Kerrin Council",
    )
    assert one.published == "2019-01-08T14:30:00Z"
    assert (one.text, one.html) == (STORY, None)
    assert two.published is None
    assert entry_item(two) is None


def test_the_date_of_rdf_is_read() -> None:
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>C</title></channel><item><title>T</title>'
        b"<link>https://c.example/1</link><dc:date>2019-01-08T14:30:00Z</dc:date></item></rdf:RDF>"
    )
    assert is_feed(rdf)
    assert [entry.published for entry in entries(rdf, "feed.xml")] == ["2019-01-08T14:30:00Z"]


def test_a_json_feed_gives_its_entries() -> None:
    raw = json.dumps(JSON_FEED).encode()
    assert is_feed(raw)
    one, two, three, four = entries(raw, "feed.json")
    assert (one.link, one.title, one.byline, one.outlet) == (
        "https://courier.example/1",
        "Bridge",
        "Jane Doe",
        "The Harbour Courier",
    )
    assert (one.published, item_text(one)) == ("2019-01-08T14:30:00+01:00", STORY)
    assert (two.link, two.byline, two.published, two.text) == ("https://courier.example/2", "The desk", "2019-01-08", STORY)
    assert (three.link, three.text, three.is_summary) == ("https://courier.example/3.html", "A teaser.", True)
    assert (four.text, four.html, four.is_summary) == (None, None, True)
    assert entry_item(four) is None


def test_an_entry_has_the_same_bytes_each_time() -> None:
    assert entries(RSS, "a") == entries(RSS, "a")
    shuffled = {**JSON_FEED, "items": [dict(reversed(JSON_FEED["items"][1].items()))]}  # type: ignore[attr-defined,index]
    assert entries(json.dumps(shuffled).encode(), "a")[0].raw == entries(json.dumps(JSON_FEED).encode(), "a")[1].raw


def test_broken_xml_gives_what_can_be_read() -> None:
    broken = RSS.replace(b"She said", b"A & B <br> &nbsp; she said").replace(b"</channel></rss>", b"<item><title>cut")
    assert [entry.link for entry in entries(broken, "feed.xml")][:2] == ["https://courier.example/1", "https://courier.example/2"]
    assert entries(RSS[: len(RSS) // 2], "feed.xml")[0].title == "Voss & the bridge"


def test_old_charsets_marks_and_packing_are_read() -> None:
    old = '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Café</title><item><title>é</title></item></channel></rss>'
    for raw in (old.encode("latin-1"), b"\xef\xbb\xbf" + old.encode(), gzip.compress(old.encode()), old.encode("utf-16")):
        assert [(entry.title, entry.outlet) for entry in entries(raw, "feed.xml")] == [("é", "Café")]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def test_entities_of_its_own_are_refused() -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{LAUGHS}]><rss version="2.0"><channel><title>&l9;</title></channel></rss>'
    spy = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'
    hidden = '<?xml version="1.0" encoding="utf-7"?>' + spy.replace("<!ENTITY", "+ADw-!ENTITY")
    start = time.monotonic()
    for raw in (bomb.encode(), spy.encode(), bomb.encode("utf-16")):
        with pytest.raises(InputError, match="declares entities of its own"):
            entries(raw, "feed.xml")
    assert "ENTITY" not in str(entries(hidden.encode(), "feed.xml"))
    assert time.monotonic() - start < 2


def test_an_old_doctype_does_no_harm() -> None:
    old = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://localhost:9/rss.dtd"><rss version="0.91"><channel><title>C</title><item><title>T</title></item></channel></rss>'
    assert is_feed(old)
    assert [entry.title for entry in entries(old, "feed.xml")] == ["T"]


def test_a_name_of_a_file_is_not_opened() -> None:
    with pytest.raises(InputError, match="is not a feed"):
        entries(__file__.encode(), "feed.xml")


@pytest.mark.parametrize(
    "raw", [b"", b"<html><body>no</body></html>", b"words", b"{", b'{"version": 1, "items": []}', b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_feed_is_refused(raw: bytes) -> None:
    assert not is_feed(raw)
    with pytest.raises(InputError) as caught:
        entries(raw, "feed.xml")
    assert str(caught.value).startswith("feed.xml")


def test_a_feed_is_known_by_its_beginning() -> None:
    assert is_feed(RSS)
    assert is_feed(ATOM)
    assert is_feed(b"\xef\xbb\xbf <!-- hello --><rss/>")
    assert not is_feed(b"<html><rss></html>")


def test_a_page_in_a_feed_is_read_as_a_page() -> None:
    page = f"<html><head><title>T</title></head><body><article><p>{STORY}</p></article></body></html>"
    feed = {**JSON_FEED, "items": [{"id": "1", "content_html": page}]}
    (entry,) = entries(json.dumps(feed).encode(), "feed.json")
    item = entry_item(entry)
    assert item is not None
    assert (item.text, item.raw) == (None, page.encode())
    assert item_text(entry) == STORY
