"""Carriers give their documents one by one, whatever they are, and pages are asked for politely."""

import gzip
import json
import time
from pathlib import Path

import pytest

from onrecord.errors import FetchError
from onrecord.read.carriers import Fetcher, entry_item, expected, items
from onrecord.read.feeds import LIMIT_FEED, entries
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from tests.read.desk import Desk, desk, says

LOOPBACK = ("127.0.0.1",)
STORY = "“The bridge stays closed until spring,” Ilse Voss, the mayor of Kerrin, told The Harbour Courier on Monday."
PAGE = f"<html><head><title>Bridge</title></head><body><article><p>{STORY}</p></article></body></html>".encode()


def feed(*links: str, content: str = "") -> bytes:
    """An RSS feed of these links."""
    body = f"<content:encoded><![CDATA[<p>{content}</p>]]></content:encoded>" if content else "<description>A teaser.</description>"
    listed = "".join(f"<item><title>On {link[-1]}</title><link>{link}</link>{body}</item>" for link in links)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Harbour Courier</title>{listed}</channel></rss>"
    ).encode()


def sitemap(*links: str, root: str = "urlset", each: str = "url") -> bytes:
    """A sitemap of these links."""
    listed = "".join(f"<{each}><loc>{link}</loc></{each}>" for link in links)
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{root}>'.encode()


def quick() -> Fetcher:
    return Fetcher(LOOPBACK, polite=0)


def got(*sources: str, fetcher: Fetcher | None = None) -> list[Item]:
    """The items, where nothing is passed over."""
    found = list(items(sources, fetcher=fetcher or quick()))
    assert not [one for one in found if isinstance(one, PassedOver)]
    return [one for one in found if isinstance(one, Item)]


def passed(*sources: str) -> list[str]:
    return [one.why for one in items(sources, fetcher=quick()) if isinstance(one, PassedOver)]


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("story.txt", STORY.encode(), None),
        ("story.html", PAGE, None),
        ("story.jsonl", json.dumps({"text": STORY}).encode(), STORY),
        ("story.ndjson.gz", gzip.compress(json.dumps({"text": STORY}).encode()), STORY),
        ("story.csv", f'title,text\nBridge,"{STORY}"\n'.encode(), STORY),
        ("story.tsv.gz", gzip.compress(f"title\ttext\nBridge\t{STORY}\n".encode()), STORY),
        ("posts.json", json.dumps([{"text": STORY, "date": "2026-05-14"}]).encode(), STORY),
        ("feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": STORY}]}).encode(), STORY),
    ],
)  # fmt: skip
def test_a_file_of_each_kind_gives_its_document(tmp_path: Path, name: str, raw: bytes, text: str | None) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    (item,) = got(str(path))
    assert item.text == text
    assert str(path) in item.name
    if text is None:
        assert item.raw == raw


def test_an_xml_file_that_is_no_feed_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "story.xml"
    path.write_bytes(f"<story>{STORY}</story>".encode())
    assert got(str(path))[0].raw == path.read_bytes()


def test_what_can_not_be_read_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY)
    none, damaged = str(tmp_path / "none.txt"), tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(gzip.compress(b'{"text": "x"}' * 100)[:30])
    found = list(items([none, str(damaged), str(story)], fetcher=quick()))
    assert [type(one) for one in found] == [PassedOver, PassedOver, Item]
    assert "There is no file named" in passed(none)[0]
    assert "damaged" in passed(str(damaged))[0]


def test_a_feed_file_that_unpacks_to_more_than_feeds_are_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml.gz"
    path.write_bytes(gzip.compress(feed("https://courier.example/1") + b" " * LIMIT_FEED))
    (why,) = passed(str(path))
    assert "holds more than 20,000,000 bytes" in why


def test_a_feed_file_gives_the_pages_that_it_lists(tmp_path: Path) -> None:
    with desk({"/1": says(PAGE, content_type="text/html"), "/2": says(PAGE, content_type="text/html")}) as server:
        path = tmp_path / "feed.xml"
        path.write_bytes(feed(f"{server.url}/1", f"{server.url}/2"))
        one, two = got(str(path))
    assert (one.url, one.title, one.outlet, one.content_type) == (f"{server.url}/1", "On 1", "The Harbour Courier", "text/html")
    assert (two.raw, two.name) == (PAGE, f"{server.url}/2")
    assert one.captured is not None


def test_an_address_gives_its_page() -> None:
    with desk({"/1": says(PAGE)}) as server:
        (item,) = got(f"{server.url}/1")
    assert (item.raw, item.url, item.title) == (PAGE, f"{server.url}/1", None)


def test_a_feed_at_an_address_gives_its_pages_and_robots_are_asked_once() -> None:
    with desk({"/feed": says(feed("/1", "/2")), "/1": says(PAGE), "/2": says(PAGE)}) as server:
        found = got(f"{server.url}/feed")
    assert [item.url for item in found] == [f"{server.url}/1", f"{server.url}/2"]
    assert server.asked == ["/robots.txt", "/feed", "/1", "/2"]


def test_a_sitemap_gives_its_pages_and_those_of_the_sitemaps_below_it() -> None:
    pages = {"/1": says(PAGE), "/2": says(PAGE)}
    with desk(pages) as server:
        pages["/map"] = says(sitemap(f"{server.url}/below", f"{server.url}/gone", root="sitemapindex", each="sitemap"))
        pages["/below"] = says(gzip.compress(sitemap(f"{server.url}/1", f"{server.url}/missing", f"{server.url}/2")))
        found = list(items([f"{server.url}/map"], fetcher=quick()))
    assert [one.url for one in found if isinstance(one, Item)] == [f"{server.url}/1", f"{server.url}/2"]
    assert [one.path for one in found if isinstance(one, PassedOver)] == [f"{server.url}/missing", f"{server.url}/gone"]


def test_a_sitemap_file_gives_its_pages(tmp_path: Path) -> None:
    with desk({"/1": says(PAGE)}) as server:
        path = tmp_path / "map.xml.gz"
        path.write_bytes(gzip.compress(sitemap(f"{server.url}/1")))
        assert [item.url for item in got(str(path))] == [f"{server.url}/1"]


def test_an_entry_whose_page_is_gone_gives_what_it_holds_itself() -> None:
    with desk({"/feed": says(feed("/gone", content=STORY))}) as server:
        (item,) = got(f"{server.url}/feed")
    assert (item.text, item.url, item.title) == (STORY, f"{server.url}/gone", "On e")


def test_an_entry_with_a_teaser_only_is_left_out_where_its_page_is_gone() -> None:
    with desk({"/feed": says(feed("/gone"))}) as server:
        (why,) = passed(f"{server.url}/feed")
    assert why.startswith(f"{server.url}/gone answers 404")


def test_an_entry_without_page_and_text_is_left_out() -> None:
    (entry,) = entries(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "x"}]}', "feed.json")
    found = entry_item(entry, quick())
    assert isinstance(found, PassedOver)
    assert found.why == "feed.json, entry 1 has neither a page nor a text."


@pytest.mark.parametrize("link", ["http://[half/1", "http://courier.example:port/1", "http://[::1", "http://a\u2100b/"])
def test_a_damaged_link_in_a_feed_is_one_sentence_and_no_crash(tmp_path: Path, link: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed(link, content=STORY))
    assert len(got(str(path))) == 1
    path.write_bytes(feed(link))
    assert len(passed(str(path))) == 1


class Clock:
    """A clock that stands still but for the sleep that is asked of it."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def fetcher_of(clock: Clock) -> Fetcher:
    return Fetcher(LOOPBACK, clock=clock, sleep=clock.sleep)


def test_two_requests_to_one_host_are_a_second_apart() -> None:
    with desk({"/1": says(PAGE)}) as server:
        fetcher = Fetcher(LOOPBACK)
        started = time.monotonic()
        fetcher.item(f"{server.url}/1")
        fetcher.item(f"{server.url}/1")
        assert 0.95 < time.monotonic() - started < 5


def test_a_host_is_one_however_it_is_written() -> None:
    clock = Clock()
    fetcher = fetcher_of(clock)
    for url in ("http://courier.invalid/1", "HTTP://Courier.Invalid:80/2", "http://other.invalid/"):
        with pytest.raises(FetchError):
            fetcher.item(url)
    assert clock.slept == [1.0]


@pytest.mark.parametrize(("delay", "waited"), [("4", 4.0), ("900", 30.0), ("0.1", 1.0), ("soon", 1.0)])
def test_a_delay_that_robots_txt_asks_for_is_kept_within_reason(delay: str, waited: float) -> None:
    clock = Clock()
    pages = {"/robots.txt": says(f"User-agent: *\nCrawl-delay: {delay}\n".encode()), "/1": says(PAGE)}
    with desk(pages) as server:
        fetcher = fetcher_of(clock)
        fetcher.item(f"{server.url}/1")
        fetcher.item(f"{server.url}/1")
    assert clock.slept == [waited]


def test_robots_txt_is_read_again_after_a_day() -> None:
    clock = Clock()
    pages = {"/1": says(PAGE)}

    def asked_again(server: Desk, fetcher: Fetcher) -> None:
        fetcher.item(f"{server.url}/1")
        clock.now += 86_000
        fetcher.item(f"{server.url}/1")
        pages["/robots.txt"] = says(b"User-agent: *\nDisallow: /\n")
        clock.now += 400
        with pytest.raises(FetchError, match="may not be read by programs"):
            fetcher.item(f"{server.url}/1")

    with desk(pages) as server:
        asked_again(server, fetcher_of(clock))
    assert server.asked == ["/robots.txt", "/1", "/1", "/robots.txt"]


def test_a_page_that_is_as_it_was_is_not_sent_again() -> None:
    with desk({"/1": says(b"", 304, etag='"a"', cache_control="public, max-age=600")}) as server:
        page = quick().page(f"{server.url}/1", etag='"a"')
    assert (page.is_unchanged, page.etag, page.max_age) == (True, '"a"', 600)
    assert server.headers[1]["if-none-match"] == '"a"'


def test_what_a_busy_server_says_is_handed_up() -> None:
    with desk({"/1": says(b"", 429, retry_after="120")}) as server, pytest.raises(FetchError) as caught:
        quick().page(f"{server.url}/1")
    assert (caught.value.status, caught.value.retry_after) == (429, "120")


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        (["a.txt", "b.html", "c.pdf"], 3),
        (["-"], 1),
        (["a.txt", "b.jsonl"], None),
        (["b.CSV.GZ"], None),
        (["crawl.wacz"], None),
        (["feed.atom"], None),
        (["tweets.js"], None),
        (["https://courier.example/1"], None),
        ([], 0),
    ],
)
def test_how_many_there_will_be_is_known_for_single_files_only(sources: list[str], count: int | None) -> None:
    assert expected(sources) == count
