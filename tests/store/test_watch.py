"""Watching: feeds on a real server are asked politely, what is new is added once, and nothing is lost when a run ends anywhere."""

from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from itertools import islice, pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from onrecord.errors import InputError
from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.read.carriers import Fetcher
from onrecord.read.reading import Reading
from onrecord.record import Record
from onrecord.store import schema, watched
from onrecord.store.archive import Archive, opened
from onrecord.store.schedule import DAY, SPREAD, WEEK, Watch, seconds
from onrecord.store.watch import ROUND, TRIES, News, watch
from tests.read.desk import Answer, Desk, desk, says
from tests.store.articles import article

START: Final = 1_778_760_000.0  # 14 May 2026, 12:00 UTC
EVERY: Final = 900.0


class Clock:
    """The time of the test's story: it passes by sleeping, and by a tenth of a second for each look."""

    def __init__(self) -> None:
        self.now = START
        self.slept = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def process(reading: Reading) -> Record:
    return record(reading, load("fast"))


def page(number: int, more: str = "") -> Answer:
    paragraphs = "".join(f"<p>{part}</p>" for part in (article(number) + more).split("\n\n")[1:])
    return says(
        f"<html><head><title>Round {number}</title></head><body><article>{paragraphs}</article></body></html>".encode(),
        content_type="text/html; charset=utf-8",
    )


def rss(*links: str, title: str = "Story", ttl: int | None = None) -> bytes:
    listed = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>A teaser.</description></item>" for link in links
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Courier</title>{f"<ttl>{ttl}</ttl>" if ttl else ""}'
        f"{listed}</channel></rss>"
    ).encode()


def atom(link: str, updated: str) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Courier</title><entry><id>urn:1</id><title>Story</title>'
        f'<link href="{link}"/><updated>{updated}</updated></entry></feed>'
    ).encode()


def sitemap(*links: tuple[str, str]) -> bytes:
    listed = "".join(f"<url><loc>{link}</loc><lastmod>{changed}</lastmod></url>" for link, changed in links)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'.encode()


def tagged(body: Callable[[], bytes], tag: Callable[[], str]) -> Answer:
    """An answer that says 304 to who has it already."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("if-none-match") == tag()
        says(b"" if known else body(), 304 if known else 200, etag=tag())(request)

    return answer


class Watcher:
    """Somebody who watches: an archive, a clock and a fetcher of their own."""

    def __init__(self, archive: Archive, clock: Clock | None = None) -> None:
        self.archive = archive
        self.clock = clock or Clock()
        self.fetcher = Fetcher(("127.0.0.1",), polite=0, clock=lambda: self.clock.now)

    def watch(self, *feeds: str, once: bool = False, every: float = EVERY) -> Iterator[News]:
        clock = self.clock
        return watch(
            self.archive,
            feeds,
            process,
            every=every,
            once=once,
            fetcher=self.fetcher,
            clock=clock,
            sleep=clock.sleep,
            random=lambda: 0.5,
        )

    def once(self, *feeds: str) -> list[News]:
        return list(self.watch(*feeds, once=True))

    def state(self, url: str) -> Watch:
        return next(one for one in watched.watched(self.archive) if one.url == url)


@pytest.fixture
def watcher(archive: Archive) -> Watcher:
    return Watcher(archive)


def statuses(news: list[News]) -> list[str]:
    return [one.outcome.status for one in news if one.outcome]


def documents(archive: Archive) -> list[tuple[str, int, bool]]:
    table = schema.documents
    with archive.read() as connection:
        found = connection.execute(select(table.c.url, table.c.version, table.c.is_current).order_by(table.c.key)).all()
    return [(url.rpartition("/")[2], version, is_current) for url, version, is_current in found]


def count_pages(server: Desk) -> int:
    return sum(asked.startswith("/story") for asked in server.asked)


def test_what_a_feed_lists_is_added_once(watcher: Watcher) -> None:
    pages = {"/feed": says(rss("/story1", "/story2")), "/story1": page(1), "/story2": page(2)}
    with desk(pages) as server:
        first = watcher.once(f"{server.url}/feed")
        assert statuses(first) == ["added", "added"]
        assert all(one.outcome is None or one.outcome.statements > 0 for one in first)
        assert (first[-1].outcome, first[-1].why) == (None, None)
        assert {one.next_at for one in first} == {watched.iso(watcher.state(f"{server.url}/feed").next_at)}
        pages["/feed"] = says(rss("/story3", "/story1", "/story2"))
        pages["/story3"] = page(3)
        again = watcher.once()
    assert statuses(again) == ["added"]
    assert documents(watcher.archive) == [("story1", 1, True), ("story2", 1, True), ("story3", 1, True)]
    assert server.asked == ["/robots.txt", "/feed", "/story1", "/story2", "/feed", "/story3"]


def test_what_the_feed_says_of_a_page_is_kept(watcher: Watcher) -> None:
    with desk({"/feed": says(rss("/story1", title="Ferry to cost more")), "/story1": page(1)}) as server:
        watcher.once(f"{server.url}/feed")
    with watcher.archive.read() as connection:
        row = connection.execute(select(schema.documents.c.title, schema.documents.c.outlet)).one()
    assert tuple(row) == ("Ferry to cost more", "The Harbour Courier")


def test_a_feed_that_did_not_change_is_not_sent_again(watcher: Watcher) -> None:
    tag = ['"a"']
    links = ["/story1"]
    with desk({"/feed": tagged(lambda: rss(*links), lambda: tag[0]), "/story1": page(1), "/story2": page(2)}) as server:
        watcher.once(f"{server.url}/feed")
        assert statuses(watcher.once()) == []
        assert server.headers[-1]["if-none-match"] == '"a"'
        assert watcher.state(f"{server.url}/feed").etag == '"a"'
        tag[0] = '"b"'
        links.append("/story2")
        assert statuses(watcher.once()) == ["added"]
    assert watcher.state(f"{server.url}/feed").etag == '"b"'


def test_feeds_are_asked_again_after_the_pace_and_not_before(watcher: Watcher) -> None:
    with desk({"/feed": says(rss())}) as server:
        times = [watcher.clock.now for _ in islice(watcher.watch(f"{server.url}/feed"), 4)]
        waits = [later - earlier for earlier, later in pairwise(times)]
    assert all(EVERY <= wait <= EVERY * (1 + SPREAD) + 10 for wait in waits)


def test_one_feed_that_is_slow_does_not_keep_others_from_their_turn(watcher: Watcher) -> None:
    pages = {"/a": says(b"", 500), "/b": says(rss())}
    with desk(pages) as server:
        turns = [one.feed[-1] for one in islice(watcher.watch(f"{server.url}/a", f"{server.url}/b"), 6)]
    assert turns == ["a", "b", "b", "a", "b", "b"]


@pytest.mark.parametrize(
    ("ttl", "headers", "waits"), [(60, {}, 3600), (None, {"cache_control": "max-age=7200"}, 7200), (99999, {}, DAY), (1, {}, EVERY)]
)
def test_a_feeds_own_wish_to_be_left_alone_is_kept(
    watcher: Watcher, ttl: int | None, headers: dict[str, str], waits: float
) -> None:
    with desk({"/feed": says(rss(ttl=ttl), **headers)}) as server:
        watcher.once(f"{server.url}/feed")
    after = watcher.state(f"{server.url}/feed")
    assert after.checked_at is not None
    assert after.next_at - after.checked_at == pytest.approx(waits * 1.05, abs=2)


def test_a_feed_that_fails_is_asked_less_and_less_often_and_recovers(watcher: Watcher) -> None:
    pages = {"/feed": says(b"", 500)}
    with desk(pages) as server:
        running = watcher.watch(f"{server.url}/feed")
        times = []
        for news in islice(running, 9):
            assert news.why is not None
            assert "answers 500" in news.why
            times.append(watcher.clock.now)
        waits = [later - earlier for earlier, later in pairwise(times)]
        assert waits[0] == pytest.approx(2 * EVERY, rel=SPREAD)
        assert waits[1] == pytest.approx(4 * EVERY, rel=SPREAD)
        assert waits[-1] == pytest.approx(DAY, rel=SPREAD)
        assert watcher.state(f"{server.url}/feed").failures == 9
        pages["/feed"] = says(rss())
        assert next(running).why is None
    after = watcher.state(f"{server.url}/feed")
    assert (after.failures, after.last_error) == (0, None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_to_come_again_is_obeyed_even_by_who_asks_once(watcher: Watcher, status: int) -> None:
    with desk({"/feed": says(b"", status, retry_after="7200")}) as server:
        url = f"{server.url}/feed"
        (news,) = watcher.once(url)
        assert news.next_at >= watched.iso(START + 7200)
        (held,) = watcher.once(url)
        assert held.why is not None
        assert "is left alone until" in held.why
        assert server.asked.count("/feed") == 1
        watcher.clock.now += 7300
        watcher.once(url)
    assert server.asked.count("/feed") == 2


def test_a_page_whose_server_is_busy_ends_the_round_and_is_not_lost(watcher: Watcher) -> None:
    pages = {
        "/feed": says(rss("/story1", "/story2"), etag='"a"'),
        "/story1": says(b"", 429, retry_after="3600"),
        "/story2": page(2),
    }
    with desk(pages) as server:
        news = watcher.once(f"{server.url}/feed")
        assert statuses(news) == ["left out"]
        assert count_pages(server) == 1
        assert watcher.state(f"{server.url}/feed").next_at >= START + 3600
        assert watcher.state(f"{server.url}/feed").etag is None
        pages["/story1"] = page(1)
        watcher.clock.now += 4000
        assert statuses(watcher.once()) == ["added", "added"]
    assert watcher.state(f"{server.url}/feed").etag == '"a"'


def test_a_page_that_can_not_be_had_is_tried_on_later_rounds_then_given_up_with_the_reason(watcher: Watcher) -> None:
    pages = {"/feed": tagged(lambda: rss("/gone", "/story1"), lambda: '"a"'), "/story1": page(1)}
    with desk(pages) as server:
        url = f"{server.url}/feed"
        rounds = [watcher.once(url) for _ in range(TRIES + 2)]
        assert [statuses(news) for news in rounds] == [["left out", "added"], *[["left out"]] * (TRIES - 1), [], []]
        assert server.asked.count("/gone") == TRIES
        assert server.asked.count("/story1") == 1
    said = [one.outcome.why for news in rounds for one in news if one.outcome and one.outcome.why]
    assert [why.endswith("is given up.") for why in said] == [False] * (TRIES - 1) + [True]
    (lack,) = watched.missing(watcher.archive, url).values()
    assert (lack.tries, lack.is_given_up) == (TRIES, True)
    assert "answers 404" in lack.why


def test_a_page_that_comes_late_is_added(watcher: Watcher) -> None:
    pages = {"/feed": says(rss("/story1"))}
    with desk(pages) as server:
        assert statuses(watcher.once(f"{server.url}/feed")) == ["left out"]
        pages["/story1"] = page(1)
        assert statuses(watcher.once()) == ["added"]
    assert watched.missing(watcher.archive, f"{server.url}/feed") == {}


def test_a_page_that_is_no_english_text_is_left_out_once(watcher: Watcher) -> None:
    french = (
        "<html><body><p>" + "Le maire a déclaré lundi que le pont resterait fermé jusqu'au printemps. " * 8 + "</p></body></html>"
    )
    with desk({"/feed": says(rss("/story1")), "/story1": says(french.encode(), content_type="text/html; charset=utf-8")}) as server:
        assert statuses(watcher.once(f"{server.url}/feed")) == ["left out"]
        assert statuses(watcher.once()) == []
    assert count_pages(server) == 1


@pytest.mark.parametrize("kind", ["rss", "atom", "sitemap"])
def test_an_entry_that_was_changed_is_a_new_version(watcher: Watcher, kind: str) -> None:
    pages = {"/story1": page(1)}
    with desk(pages) as server:
        link = f"{server.url}/story1"
        told = {
            "rss": (rss(link), rss(link, title="Story, corrected")),
            "atom": (atom(link, "2026-05-14T10:00:00Z"), atom(link, "2026-05-14T11:00:00Z")),
            "sitemap": (sitemap((link, "2026-05-14T10:00:00Z")), sitemap((link, "2026-05-14T11:00:00Z"))),
        }[kind]
        pages["/feed"] = says(told[0])
        assert statuses(watcher.once(f"{server.url}/feed")) == ["added"]
        pages["/story1"] = page(1, "\n\n“We were wrong,” Reyes said on Tuesday.")
        assert statuses(watcher.once()) == []
        pages["/feed"] = says(told[1])
        assert statuses(watcher.once()) == ["new version"]
        assert statuses(watcher.once()) == []
    assert documents(watcher.archive) == [("story1", 1, False), ("story1", 2, True)]


def test_a_page_whose_bytes_alone_changed_is_no_new_version(watcher: Watcher) -> None:
    pages = {"/story1": page(1)}
    with desk(pages) as server:
        pages["/feed"] = says(sitemap((f"{server.url}/story1", "2026-05-14")))
        watcher.once(f"{server.url}/feed")

        def with_a_clock(request: BaseHTTPRequestHandler) -> None:
            paragraphs = "".join(f"<p>{part}</p>" for part in article(1).split("\n\n")[1:])
            html = f"<html><head><title>Round 1</title></head><body><!-- 12:01 --><article>{paragraphs}</article></body></html>"
            says(html.encode(), content_type="text/html; charset=utf-8")(request)

        pages["/story1"] = with_a_clock
        pages["/feed"] = says(sitemap((f"{server.url}/story1", "2026-05-15")))
        assert statuses(watcher.once()) == ["already there"]
    assert documents(watcher.archive) == [("story1", 1, True)]


def test_a_sitemap_that_dates_every_page_by_its_own_making_changes_nothing(watcher: Watcher) -> None:
    pages = {f"/story{number}": page(number) for number in range(10)}
    with desk(pages) as server:
        links = [f"{server.url}/story{number}" for number in range(10)]
        for day in ("2026-05-14", "2026-05-15"):
            pages["/map"] = says(sitemap(*((link, day) for link in links)))
            watcher.once(f"{server.url}/map")
        assert count_pages(server) == 10


def test_robots_are_obeyed_for_the_feed_and_for_its_pages(watcher: Watcher) -> None:
    pages = {
        "/robots.txt": says(b"User-agent: *\nDisallow: /closed\n"),
        "/closed/feed": says(rss("/story1")),
        "/feed": says(rss("/closed/1", "/story1")),
        "/story1": page(1),
    }
    with desk(pages) as server:
        (news,) = watcher.once(f"{server.url}/closed/feed")
        assert news.why is not None
        assert "may not be read by programs" in news.why
        assert statuses(watcher.once(f"{server.url}/feed")) == ["left out", "added"]
    assert not [asked for asked in server.asked if asked.startswith("/closed")]


def test_robots_that_change_are_noticed_after_a_day(watcher: Watcher) -> None:
    pages = {"/feed": says(rss())}
    with desk(pages) as server:
        watcher.once(f"{server.url}/feed")
        pages["/robots.txt"] = says(b"User-agent: *\nDisallow: /\n")
        assert watcher.once()[0].why is None
        watcher.clock.now += DAY
        news = watcher.once()
    assert news[0].why is not None
    assert server.asked == ["/robots.txt", "/feed", "/feed", "/robots.txt"]


def test_a_feed_that_turns_into_a_page_is_said_and_what_was_seen_stays(watcher: Watcher) -> None:
    pages = {"/feed": says(rss("/story1"), etag='"a"'), "/story1": page(1)}
    with desk(pages) as server:
        url = f"{server.url}/feed"
        watcher.once(url)
        pages["/feed"] = says(b"<!doctype html><html><body>We moved.</body></html>", content_type="text/html")
        (news,) = watcher.once()
        assert news.why is not None
        assert "is no feed and no sitemap" in news.why
        assert watcher.state(url).failures == 1
        pages["/feed"] = says(rss("/story1"))
        watcher.clock.now += DAY
        assert statuses(watcher.once()) == []
    assert count_pages(server) == 1


def test_a_page_in_two_feeds_is_asked_for_once(watcher: Watcher) -> None:
    with desk({"/story1": page(1)}) as server:
        link = f"{server.url}/story1"
        with desk({"/a": says(rss(link, link)), "/b": says(rss(link, title="Told otherwise"))}) as other:
            assert statuses(watcher.once(f"{other.url}/a", f"{other.url}/b")) == ["added"]
            assert statuses(watcher.once(f"{other.url}/a", f"{other.url}/b")) == []
    assert count_pages(server) == 1


def test_guids_of_two_feeds_are_not_mixed_up(watcher: Watcher) -> None:
    def told(number: int) -> bytes:
        return (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Desk</title><item>'
            f'<guid isPermaLink="false">1</guid><content:encoded><![CDATA[<p>{article(number)}</p>]]></content:encoded></item></channel></rss>'
        ).encode()

    with desk({"/a": says(told(1)), "/b": says(told(2))}) as server:
        assert statuses(watcher.once(f"{server.url}/a", f"{server.url}/b")) == ["added", "added"]


@pytest.mark.parametrize("stops_after", [0, 1, 2])
def test_a_run_that_was_interrupted_goes_on_without_loss_or_doubles(watcher: Watcher, stops_after: int) -> None:
    pages = {"/feed": tagged(lambda: rss("/story1", "/story2", "/story3"), lambda: '"a"')}
    pages |= {f"/story{number}": page(number) for number in (1, 2, 3)}
    with desk(pages) as server:
        running = watcher.watch(f"{server.url}/feed")
        for _ in range(stops_after):
            next(running)
        running.close()  # type: ignore[attr-defined]
        rest = Watcher(watcher.archive, watcher.clock).once(f"{server.url}/feed")
    assert statuses(rest) == ["added"] * (3 - stops_after)
    assert documents(watcher.archive) == [(f"story{number}", 1, True) for number in (1, 2, 3)]


def test_a_kill_between_adding_and_marking_neither_loses_nor_doubles(watcher: Watcher) -> None:
    with desk({"/feed": says(rss("/story1")), "/story1": page(1)}) as server:
        url = f"{server.url}/feed"
        watcher.once(url)
        # What a kill leaves there: the document, but neither the mark nor the feed's new state.
        watched.forget(watcher.archive, url)
        assert statuses(watcher.once(url)) == ["already there"]
        assert statuses(watcher.once(url)) == []
    assert documents(watcher.archive) == [("story1", 1, True)]


def test_what_was_seen_and_when_to_ask_outlive_a_restart(place: str) -> None:
    clock = Clock()
    with desk(
        {"/feed": tagged(lambda: rss("/story1", "/gone"), lambda: '"a"'), "/story1": page(1), "/bad": says(b"", 500)}
    ) as server:
        urls = (f"{server.url}/bad", f"{server.url}/feed")
        with opened(place, create=True) as archive:
            before = Watcher(archive, clock)
            before.once(*urls)
            left = watched.missing(archive, urls[1])
            states = watched.watched(archive)
        with opened(place) as archive:
            after = Watcher(archive, clock)
            assert watched.watched(archive) == states
            assert watched.missing(archive, urls[1]) == left
            first = next(iter(after.watch()))
            # The one that failed waits twice as long.
            assert first.feed == urls[1]
            assert clock.slept == pytest.approx(EVERY, rel=SPREAD)
    assert count_pages(server) == 1


def test_who_comes_back_with_a_quicker_pace_does_not_wait_for_the_old_one(watcher: Watcher) -> None:
    with desk({"/feed": says(rss())}) as server:
        url = f"{server.url}/feed"
        list(watcher.watch(url, once=True, every=DAY))
        next(watcher.watch(url, every=60.0))
    assert watcher.clock.slept < 100


def test_a_feed_with_very_much_that_is_new_lets_others_have_their_turn(watcher: Watcher) -> None:
    pages = {f"/story{number}": says(b"") for number in range(ROUND + 2)}
    with desk(pages) as server:
        links = [(f"{server.url}/story{number}", f"2026-05-{number % 28 + 1:02}") for number in range(ROUND + 2)]
        pages |= {"/a": says(sitemap(*links)), "/b": says(rss())}
        news = [one.feed[-1] for one in islice(watcher.watch(f"{server.url}/a", f"{server.url}/b"), ROUND + 5)]
        assert "".join(news) == "a" * (ROUND + 1) + "b" + "aaa"
        assert count_pages(server) == ROUND + 2
        # The newest come first.
        assert server.asked[2] == "/story27"
    assert watcher.clock.slept == 0


def test_a_sitemap_of_sitemaps_is_looked_through_each_time(watcher: Watcher) -> None:
    pages = {"/story1": page(1), "/story2": page(2)}
    with desk(pages) as server:
        index = f"<sitemapindex><sitemap><loc>{server.url}/below</loc></sitemap></sitemapindex>".encode()
        pages["/map"] = tagged(lambda: index, lambda: '"a"')
        pages["/below"] = says(sitemap((f"{server.url}/story1", "2026-05-14")))
        assert statuses(watcher.once(f"{server.url}/map")) == ["added"]
        pages["/below"] = says(sitemap((f"{server.url}/story1", "2026-05-14"), (f"{server.url}/story2", "2026-05-15")))
        assert statuses(watcher.once(f"{server.url}/map")) == ["added"]


def test_a_feed_that_is_forgotten_is_asked_no_more_and_its_documents_stay(watcher: Watcher) -> None:
    with desk({"/feed": says(rss("/story1", "/gone")), "/story1": page(1)}) as server:
        url = f"{server.url}/feed"
        watcher.once(url)
        running = watcher.watch(url)
        assert watched.forget(watcher.archive, url)
        assert not watched.forget(watcher.archive, url)
        with watcher.archive.read() as connection:
            for table in (schema.feeds, schema.seen):
                assert connection.execute(select(func.count()).select_from(table)).scalar() == 0
            assert not connection.execute(select(schema.about).where(schema.about.c.name.startswith("feed "))).all()
        running.close()  # type: ignore[attr-defined]
    assert len(documents(watcher.archive)) == 1


def test_a_feed_forgotten_by_another_program_ends_the_run_without_an_error(watcher: Watcher) -> None:
    with desk({"/feed": says(rss("/story1", "/story2")), "/story1": page(1), "/story2": page(2)}) as server:
        running = watcher.watch(f"{server.url}/feed")
        next(running)
        watched.forget(watcher.archive, f"{server.url}/feed")
        assert statuses(list(running)) == ["added"]


@pytest.mark.parametrize("feed", ["feed.xml", "ftp://courier.example/feed", "http://a b/"])
def test_what_is_no_address_is_refused(watcher: Watcher, feed: str) -> None:
    with pytest.raises(InputError, match="is not the address of a feed"):
        watcher.once(feed)


def test_nothing_to_watch_is_said(watcher: Watcher) -> None:
    with pytest.raises(InputError, match="watches no feeds"):
        watcher.once()


@pytest.mark.parametrize(
    ("words", "wait"),
    [("120", 120), (" 5 ", 5), (formatdate(START + 60, usegmt=True), 60), (formatdate(START - 60, usegmt=True), 0), ("soon", 0),
     ("", 0), (None, 0), ("-5", 0), ("9" * 50, 999_999_999), ("²", 0)],
)  # fmt: skip
def test_when_to_ask_again_is_read_in_seconds_or_as_a_date(words: str | None, wait: float) -> None:
    assert seconds(words, START) == wait


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 10**9)), max_size=40),
    st.floats(60, DAY),
    st.floats(0, 1, exclude_max=True),
)
def test_no_feed_is_asked_sooner_than_the_pace_nor_left_for_ever(answers: list[int | None], every: float, chance: float) -> None:
    one, now = Watch(url="https://courier.example/feed"), START
    for wish in answers:
        one = one.failed(now, every, chance, "no") if wish is None else one.answered(now, every, chance, wish=float(wish))
        wait = one.next_at - now
        assert every * 0.999 <= wait <= DAY * (1 + SPREAD) + 1
        now = one.next_at
    after = one.failed(now, every, chance, "busy", retry_after="999999999")
    assert after.next_at - now == pytest.approx(WEEK)
