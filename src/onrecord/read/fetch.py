"""Fetching: an http(s) address to the bytes behind it, politely and without being led astray.

Only public addresses are connected to, on every hop; robots.txt is obeyed on every host; size and time have limits.
"""

import re
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

import httpx2
import msgspec
import protego

from onrecord.errors import FetchError
from onrecord.read.wire import CheckedTransport, Deadline

AGENT = "onrecord"
USER_AGENT = f"{AGENT}/{version(AGENT)} (+reads a page that a person asked for; obeys robots.txt)"

LIMIT_BYTES = 10_000_000
LIMIT_SECONDS = 20.0
LIMIT_REDIRECTS = 5

# What RFC 9309 asks a crawler to read of a robots.txt; what lies beyond is not looked at.
_ROBOTS_BYTES = 512_000

# Unpacked at a time, so that a small body can't grow beyond the limit unseen.
_STEP = 65_536

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})\b", re.IGNORECASE | re.ASCII)
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
}


# The rules of hosts met so far, by the address of their robots.txt; None where a host has none.
Robots = dict[str, protego.Protego | None]


class Fetched(msgspec.Struct, frozen=True):
    """What stood at an address: the bytes, the address after all redirects, and what its server declares of it.

    etag, modified: what a later request can ask by whether anything changed. is_unchanged: it was asked so, and nothing did.
    max_age: for how many seconds its server calls the answer good.
    """

    raw: bytes
    url: str
    content_type: str | None
    etag: str | None = None
    modified: str | None = None
    is_unchanged: bool = False
    max_age: int | None = None


def fetch(
    url: str,
    *,
    private_allowed: Collection[str] = (),
    limit_bytes: int = LIMIT_BYTES,
    limit_seconds: float = LIMIT_SECONDS,
    etag: str | None = None,
    modified: str | None = None,
    robots: Robots | None = None,
) -> Fetched:
    """Fetch one page.

    private_allowed: addresses that may be reached though they are not public (a server of one's own, a test's).
    limit_bytes: as sent and as unpacked. limit_seconds: for everything, robots.txt and redirects included.
    etag, modified: what the server said of it last time, so that an unchanged page need not be sent again.
    robots: the rules known already, for many pages of one host; what is learnt is added.
    Raises FetchError, in one sentence, where the page can't be had or may not be.
    """
    deadline = Deadline(limit_seconds, url)
    transport = CheckedTransport(deadline, private_allowed)
    with httpx2.Client(
        transport=transport, headers=_HEADERS, trust_env=False, follow_redirects=False, timeout=limit_seconds
    ) as client:
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in known.items() if value is not None}
        return _Fetch(client, deadline, url, limit_bytes, {} if robots is None else robots, asked).page()


class _Fetch:
    """One fetch under way: a client, its deadline, and the robots.txt of each host met so far."""

    def __init__(
        self, client: httpx2.Client, deadline: Deadline, asked: str, limit: int, robots: Robots, headers: Mapping[str, str]
    ) -> None:
        self._client = client
        self._deadline = deadline
        self._asked = asked
        self._limit = limit
        self._robots = robots
        self._headers = headers

    def page(self) -> Fetched:
        url = _checked(self._asked, self._asked)
        for _ in range(LIMIT_REDIRECTS + 1):
            self._obey_robots(url)
            with self._answer(url, self._headers) as response:
                if not _redirects(response):
                    return self._whole(response, url)
                url = _target(url, response.headers["location"], self._asked)
        raise FetchError(f"{self._asked} redirects more than {LIMIT_REDIRECTS} times: give the address that it ends at.")

    def _whole(self, response: httpx2.Response, url: httpx2.URL) -> Fetched:
        address = str(url.copy_with(fragment=None))
        said = (response.headers.get("content-type"), response.headers.get("etag"), response.headers.get("last-modified"))
        max_age = _max_age(response.headers.get("cache-control", ""))
        if response.status_code == _UNCHANGED and self._headers:
            return Fetched(b"", address, *said, is_unchanged=True, max_age=max_age)
        if not response.is_success:
            answer = f"{response.status_code} {response.reason_phrase}".rstrip()
            sentence = f"{self._asked} answers {answer}: check the address in a browser."
            raise FetchError(sentence, response.status_code, response.headers.get("retry-after"))
        raw = bytearray()
        for piece in self._pieces(response):
            raw += piece
            if len(raw) > self._limit:
                raise self._too_big()
        return Fetched(bytes(raw), address, *said, max_age=max_age)

    def _obey_robots(self, url: httpx2.URL) -> None:
        robots = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        origin = str(robots)
        if origin not in self._robots:
            self._robots[origin] = self._rules(robots)
        rules = self._robots[origin]
        if rules is not None and not rules.can_fetch(str(url), AGENT):
            raise FetchError(f"{self._asked} may not be read by programs, says {origin}: save the page to a file and read that.")

    def _rules(self, robots: httpx2.URL) -> protego.Protego | None:
        """The rules of a host, or None where it has none (RFC 9309: 4xx allows all, an unreachable file nothing)."""
        url = robots
        for _ in range(LIMIT_REDIRECTS + 1):
            with self._answer(url) as response:
                if _redirects(response):
                    url = _target(url, response.headers["location"], self._asked)
                    continue
                if 400 <= response.status_code < 500:
                    return None
                if not response.is_success:
                    unknown = "which leaves open whether programs may read it"
                    raise FetchError(
                        f"{self._asked} can't be read: {robots} answers {response.status_code}, {unknown}, so try again later.",
                        response.status_code,
                        response.headers.get("retry-after"),
                    )
                raw = bytearray()
                for piece in self._pieces(response):
                    raw += piece
                    if len(raw) > _ROBOTS_BYTES:
                        break
                return protego.Protego.parse(bytes(raw[:_ROBOTS_BYTES]).decode("utf-8", "replace"))
        return None

    @contextmanager
    def _answer(self, url: httpx2.URL, headers: Mapping[str, str] | None = None) -> Iterator[httpx2.Response]:
        """A response whose body is still to come; what goes wrong on the way is a FetchError."""
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                yield response
        except httpx2.TimeoutException as error:
            raise self._deadline.error() from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            reason = str(error).strip().rstrip(".") or type(error).__name__
            raise FetchError(f"{self._asked} can't be had ({reason}): check the address and the connection.") from error

    def _pieces(self, response: httpx2.Response) -> Iterator[bytes]:
        """The body as it comes, unpacked a little at a time."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing in {"identity", ""}:
            return self._sent(response)
        if packing in {"gzip", "x-gzip", "deflate"}:
            return _unpacked(self._sent(response), self._asked)
        raise FetchError(f"{self._asked} is packed as {packing}, which was not asked for: save the page to a file and read that.")

    def _sent(self, response: httpx2.Response) -> Iterator[bytes]:
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._limit:
            raise self._too_big()
        total = 0
        for piece in response.iter_raw():
            self._deadline.left()
            total += len(piece)
            if total > self._limit:
                raise self._too_big()
            yield piece

    def _too_big(self) -> FetchError:
        size = f"{self._limit / 1_000_000:g} MB"
        return FetchError(f"{self._asked} holds more than {size}: save the part that you need to a file and read that.")


def _max_age(directives: str) -> int | None:
    """The seconds of a Cache-Control header (RFC 9111)."""
    found = _MAX_AGE.search(directives)
    return int(found.group(1)) if found else None


def _redirects(response: httpx2.Response) -> bool:
    return response.status_code in _REDIRECTS and "location" in response.headers


def _unpacked(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                yield unpacker.decompress(rest, _STEP)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchError(f"{name} came damaged (its packing can't be undone): try again later.") from error


def _target(url: httpx2.URL, location: str, asked: str) -> httpx2.URL:
    try:
        joined = url.join(location)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"{asked} redirects to what is no address: check it in a browser.") from error
    return _checked(str(joined), asked)


def _checked(url: str, asked: str) -> httpx2.URL:
    """The address, where it is one that may be asked for at all."""
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"{url} is not an address that can be read: give one like https://news.example/article.") from error
    on_the_way = "" if url == asked else f"{asked} redirects to "
    if parsed.scheme not in {"http", "https"}:
        raise FetchError(f"{on_the_way}{url}, which is neither http nor https: give the address of a web page.")
    if parsed.userinfo:
        raise FetchError(f"The address of {parsed.host} holds a user name or password: leave it out, only open pages are read.")
    if not parsed.host:
        raise FetchError(f"{on_the_way or 'The address '}{url} names no host: give an address like https://news.example/article.")
    return parsed
