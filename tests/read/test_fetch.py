"""Fetching from a real server: what comes back, and what is refused with one sentence."""

import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from onrecord.errors import FetchError
from onrecord.read.fetch import LIMIT_REDIRECTS, USER_AGENT, Fetched, fetch
from tests.read.desk import desk, says

LOOPBACK = ("127.0.0.1",)


def get(url: str, *, limit_bytes: int = 1_000_000, limit_seconds: float = 10.0) -> Fetched:
    return fetch(url, private_allowed=LOOPBACK, limit_bytes=limit_bytes, limit_seconds=limit_seconds)


def to(location: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return says(b"", status, location=location)


def test_a_page_comes_back_as_sent() -> None:
    with desk({"/story": says("“Yes,” she said.".encode(), content_type="text/html; charset=utf-8")}) as server:
        found = get(f"{server.url}/story#top")
    assert found == Fetched("“Yes,” she said.".encode(), f"{server.url}/story", "text/html; charset=utf-8")
    assert server.asked == ["/robots.txt", "/story"]
    assert all(headers["user-agent"] == USER_AGENT for headers in server.headers)
    assert server.headers[1]["host"] == server.url.removeprefix("http://")
    assert USER_AGENT.startswith("onrecord/")


def test_a_page_that_came_packed_is_unpacked() -> None:
    with desk({"/story": says(gzip.compress(b"words " * 1000), content_encoding="gzip")}) as server:
        assert get(f"{server.url}/story").raw == b"words " * 1000


def test_redirects_are_followed_and_the_last_address_is_kept() -> None:
    with desk({"/old": to("/newer", 301), "/newer": to("story", 307), "/story": says(b"words")}) as server:
        assert get(f"{server.url}/old").url == f"{server.url}/story"
    assert server.asked.count("/robots.txt") == 1


def test_too_many_redirects() -> None:
    with desk({"/round": to("/round")}) as server, pytest.raises(FetchError, match=f"redirects more than {LIMIT_REDIRECTS} times"):
        get(f"{server.url}/round")
    assert server.asked.count("/round") == LIMIT_REDIRECTS + 1


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest"],
)
def test_addresses_of_this_machine_and_network_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="not an address of the public internet") as caught:
        fetch(url)
    assert str(caught.value).startswith(url)


@pytest.mark.parametrize("inner", ["http://127.0.0.2/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest"])
def test_a_redirect_into_the_private_network_is_refused(inner: str) -> None:
    with desk({"/story": to(inner)}) as server, pytest.raises(FetchError, match="not an address of the public internet"):
        get(f"{server.url}/story")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("file:///etc/passwd", "neither http nor https"),
        ("ftp://127.0.0.1/x", "neither http"),
        ("http://u:p@127.0.0.1/", "user name"),
    ],
)
def test_a_redirect_to_what_is_no_open_page_is_refused(location: str, said: str) -> None:
    with desk({"/story": to(location)}) as server, pytest.raises(FetchError, match=said):
        get(f"{server.url}/story")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://news.example/", "neither http nor https"),
        ("http://ann:secret@news.example/", "user name or password"),
        ("http:///story", "names no host"),
        ("http://news.example:port/", "not an address"),
        ("http://no-such-host.invalid/", r"^http://no-such-host\.invalid/ .*no host named"),
    ],
)
def test_addresses_that_are_none(url: str, said: str) -> None:
    with pytest.raises(FetchError, match=said) as caught:
        fetch(url, limit_seconds=10)
    assert "secret" not in str(caught.value)


def test_robots_are_obeyed() -> None:
    rules = b"User-agent: *\nDisallow: /private/\n\nUser-agent: onrecord\nDisallow: /not-you\n"
    pages = {"/robots.txt": says(rules), "/story": says(b"words"), "/not-you": says(b"words")}
    with desk(pages) as server:
        assert get(f"{server.url}/story").raw == b"words"
        with pytest.raises(FetchError, match=r"may not be read by programs, says .*/robots\.txt"):
            get(f"{server.url}/not-you")
    assert "/not-you" not in server.asked


def test_robots_are_obeyed_behind_a_redirect() -> None:
    pages = {"/robots.txt": says(b"User-agent: *\nDisallow: /closed\n"), "/open": to("/closed"), "/closed": says(b"words")}
    with desk(pages) as server, pytest.raises(FetchError, match="may not be read by programs"):
        get(f"{server.url}/open")
    assert "/closed" not in server.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_file_allows_all(status: int) -> None:
    with desk({"/robots.txt": says(b"no", status), "/story": says(b"words")}) as server:
        assert get(f"{server.url}/story").raw == b"words"


def test_a_broken_robots_file_allows_nothing_and_says_so() -> None:
    with (
        desk({"/robots.txt": says(b"oops", 503), "/story": says(b"words")}) as server,
        pytest.raises(FetchError, match="503, which leaves open whether"),
    ):
        get(f"{server.url}/story")
    assert "/story" not in server.asked


def test_what_is_not_there_is_said() -> None:
    with desk({}) as server, pytest.raises(FetchError, match=r"/gone answers 404 .*: check the address"):
        get(f"{server.url}/gone")


@pytest.mark.parametrize("packing", ["identity", "gzip"])
def test_what_is_too_big_is_refused_as_sent_and_as_unpacked(packing: str) -> None:
    body = b"a" * 200_001
    body = gzip.compress(body) if packing == "gzip" else body
    with (
        desk({"/story": says(body, content_encoding=packing)}) as server,
        pytest.raises(FetchError, match=r"holds more than 0\.2 MB"),
    ):
        get(f"{server.url}/story", limit_bytes=200_000)


def test_a_body_without_a_length_is_cut_off_at_the_limit() -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(10_000):
            request.wfile.write(b"a" * 10_000)

    with desk({"/story": endless}) as server, pytest.raises(FetchError, match="holds more than"):
        get(f"{server.url}/story", limit_bytes=200_000)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_dribbles_is_left_at_the_deadline(part: str) -> None:
    def dribble(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X-Slow: "))
        for _ in range(100):
            request.wfile.write(b"a")
            request.wfile.flush()
            time.sleep(0.1)

    began = time.monotonic()
    with desk({"/story": dribble}) as server, pytest.raises(FetchError, match=r"did not answer in full within 0\.6 seconds"):
        get(f"{server.url}/story", limit_seconds=0.6)
    assert time.monotonic() - began < 5


def test_packing_that_was_not_asked_for_or_is_damaged() -> None:
    with desk({"/br": says(b"x", content_encoding="br"), "/bad": says(b"not gzip", content_encoding="gzip")}) as server:
        with pytest.raises(FetchError, match="packed as br"):
            get(f"{server.url}/br")
        with pytest.raises(FetchError, match="came damaged"):
            get(f"{server.url}/bad")


def test_a_closed_port() -> None:
    with desk({}) as server:
        pass
    with pytest.raises(FetchError, match="can't be had"):
        get(f"{server.url}/story")


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with desk({"/story": says(b"words")}) as server:
        assert get(f"{server.url}/story").raw == b"words"


def test_the_answer_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that first leads to an allowed address and then elsewhere (DNS rebinding) is asked once for each connection, and its answer used."""
    with desk({"/story": says(b"words")}) as server:
        port = int(server.url.rpartition(":")[2])
        answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1"])
        real = socket.getaddrinfo

        def rebinding(host: str, *args: object, **options: object) -> object:
            return real(next(answers) if host == "courier.example" else host, *args, **options)

        monkeypatch.setattr("socket.getaddrinfo", rebinding)
        assert get(f"http://courier.example:{port}/story").raw == b"words"
        assert server.headers[-1]["host"] == f"courier.example:{port}"
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            get(f"http://courier.example:{port}/story")
