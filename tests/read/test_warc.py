"""The pages of a crawl are given one by one; what is no page is counted, and where a file breaks is said."""

import contextlib
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.payload import PayloadError, payload
from onrecord.read.warc import items

PAGE = "<!DOCTYPE html><html><body><p>The bridge stays closed, said Ilse Voss at the café.</p></body></html>".encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


def record(
    kind: str, url: str, block: bytes, content: str = "application/http; msgtype=response", date: str = "2019-01-08T10:00:00Z"
) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:11111111-1111-1111-1111-111111111111>\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(url: str, body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return record("response", url, f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)


def page(number: int) -> bytes:
    return answer(f"https://courier.example/{number}", PAGE, **HTML)


def write(path: Path, *records: bytes) -> Path:
    packed = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip.compress(made) if packed else made for made in records))
    return path


def read(path: Path) -> tuple[list[Item], list[str]]:
    found = list(items(path))
    return [one for one in found if isinstance(one, Item)], [one.why for one in found if isinstance(one, PassedOver)]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_each_page_is_an_item_and_the_rest_is_counted_once(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path / name,
        record("warcinfo", "", b"software: test\r\n", "application/warc-fields"),
        record("request", "https://courier.example/1", b"GET /1 HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        page(1),
        answer("https://courier.example/a.png", b"\x89PNG", Content_Type="image/png"),
        answer("https://courier.example/b.jpg", b"\xff\xd8", Content_Type="image/jpeg"),
        answer("https://courier.example/old", b"", "301 Moved", Location="/1"),
        answer("https://courier.example/gone", PAGE, "404 Not Found", **HTML),
        answer("https://courier.example/robots.txt", b"User-agent: *", Content_Type="text/plain"),
        record("revisit", "https://courier.example/1", b"HTTP/1.1 200 OK\r\n\r\n"),
        answer("https://courier.example/note.txt", b"The mayor said so.", Content_Type="text/plain"),
        answer("https://courier.example/report.pdf", b"%PDF-1.7 ...", Content_Type="application/pdf"),
    )
    found, passed = read(path)
    assert [one.url for one in found] == [f"https://courier.example/{name}" for name in ("1", "note.txt", "report.pdf")]
    assert found[0] == Item(
        raw=PAGE,
        name=f"{path}, https://courier.example/1 (2019-01-08T10:00:00Z)",
        url="https://courier.example/1",
        content_type="text/html; charset=utf-8",
        captured="2019-01-08T10:00:00Z",
    )
    kinds = "2 images, 1 redirect, 1 answer other than 200, 1 robots.txt, 1 revisit"
    assert passed == [f"{path}: 6 records are no pages ({kinds})."]


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n" % (5, body[:5], len(body) - 5, body[5:])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content-Encoding": "deflate"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE)), {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
        (PAGE, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
        (PAGE, {"Content-Encoding": "br"}),
        (PAGE, {"Content-Encoding": "deflate"}),
        (PAGE, {"Content-Encoding": "identity"}),
    ],
)
def test_codings_are_undone_even_where_the_crawler_has_undone_them(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    path = write(tmp_path / "crawl.warc.gz", answer("https://courier.example/1", body, **HTML, **headers), page(2))
    found, passed = read(path)
    assert [one.raw for one in found] == [PAGE, PAGE]
    assert passed == []


def test_brotli_and_zstandard_are_undone(tmp_path: Path) -> None:
    made = []
    for coding, writer in (("br", BrotliWriter), ("zstd", ZstdWriter)):
        out = io.BytesIO()
        with writer(out) as packed:
            packed.write(PAGE)
        made.append(answer(f"https://courier.example/{coding}", out.getvalue(), **HTML, **{"Content-Encoding": coding}))
    found, passed = read(write(tmp_path / "crawl.warc", *made))
    assert [one.raw for one in found] == [PAGE, PAGE]
    assert passed == []


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_what_would_burst_is_not_unpacked(coding: str) -> None:
    bomb = gzip.compress(b"0" * 5_000_000) if coding == "gzip" else zlib.compress(b"0" * 5_000_000)
    with pytest.raises(PayloadError, match="too large"):
        payload(bomb, coding, "", 1_000_000)


@given(st.binary(max_size=300), st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd", "identity", "lzma"]), max_size=4))
def test_any_body_is_given_or_refused(body: bytes, codings: list[str]) -> None:
    with contextlib.suppress(PayloadError):
        assert len(payload(body, ", ".join(codings), "chunked", 1_000)) <= 1_000


def test_damaged_and_coded_pages_are_counted(tmp_path: Path) -> None:
    damaged = b"\x1f\x8b\x08\x00" + b"\xff" * 40
    path = write(
        tmp_path / "crawl.warc",
        answer("https://courier.example/1", damaged, **HTML, **{"Content-Encoding": "gzip"}),
        answer("https://courier.example/2", b"  ", **HTML),
        page(3),
    )
    found, passed = read(path)
    assert [one.url for one in found] == ["https://courier.example/3"]
    assert passed == [f"{path}: 2 records are no pages (1 damaged page, 1 empty page)."]


@pytest.mark.parametrize("cut", [3, 100, 400])
def test_a_file_that_is_cut_off_gives_what_is_whole_and_says_where_it_ends(tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "crawl.warc", page(1), page(2), page(3)[:cut])
    found, passed = read(path)
    assert [one.url for one in found] == ["https://courier.example/1", "https://courier.example/2"]
    assert len(passed) == 1
    assert passed[0].startswith(f"{path} breaks off (")
    assert "2 records were read" in passed[0]


def test_a_packed_file_that_is_cut_off_or_damaged_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "crawl.warc.gz", page(1), page(2), page(3))
    whole = path.read_bytes()
    third = 2 * (len(whole) // 3)
    for made in (whole[:-40], whole[: third + 80] + b"\xff" * 20 + whole[third + 100 :]):
        path.write_bytes(made)
        found, passed = read(path)
        assert [one.url for one in found] == ["https://courier.example/1", "https://courier.example/2"]
        assert len(passed) == 1
        assert "breaks off" in passed[0]


@pytest.mark.parametrize("raw", [b"", b"no such thing", b"WARC/1.0\r\n", gzip.compress(b"words")])
def test_what_is_no_warc_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=r"crawl\.warc\.gz is (empty|not a WARC file)"):
        list(items(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file named"):
        list(items(tmp_path / "none.warc"))


def test_pages_above_the_limit_are_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "crawl.warc.gz", answer("https://courier.example/1", b" " * 20_000_001, **HTML), page(2))
    found, passed = read(path)
    assert [one.url for one in found] == ["https://courier.example/2"]
    assert passed == [f"{path}: 1 record is no page (1 page of more than 20 MB)."]


@pytest.mark.parametrize("date", ["2019", "yesterday", "2019-13-40T00:00:00Z", ""])
def test_a_date_that_is_none_is_left_out(tmp_path: Path, date: str) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    found, _ = read(write(tmp_path / "crawl.warc", record("response", "https://courier.example/1", block, date=date)))
    assert [one.captured for one in found] == [None]


def wacz(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


def test_a_wacz_gives_the_pages_of_every_warc_in_it(tmp_path: Path) -> None:
    path = wacz(
        tmp_path / "crawl.wacz",
        {
            "datapackage.json": b"{}",
            "archive/b.warc": page(2),
            "archive/a.warc.gz": gzip.compress(page(1))
            + gzip.compress(answer("https://courier.example/a", b"x", Content_Type="image/png")),
            "archive/c.warc.gz": gzip.compress(page(3))[:-60],
            "../archive/d.warc": page(4),
        },
    )
    found, passed = read(path)
    assert [one.url for one in found] == ["https://courier.example/1", "https://courier.example/2"]
    assert len(passed) == 2
    assert "archive/c.warc.gz" in passed[0]
    assert passed[1] == f"{path}: 1 record is no page (1 image)."
    assert [entry.name for entry in tmp_path.iterdir()] == ["crawl.wacz"]


def test_a_wacz_that_would_burst_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="far more than a crawl holds"):
        list(items(wacz(tmp_path / "bomb.wacz", {"archive/a.warc": b"0" * 10_000_000})))


@pytest.mark.parametrize("members", [{}, {"index.html": PAGE}])
def test_a_zip_without_warcs_is_refused(tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(InputError, match="holds no WARC files"):
        list(items(wacz(tmp_path / "other.wacz", members)))


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crawl.wacz").write_bytes(b"PK but not really")
    with pytest.raises(InputError, match="is not a WACZ file"):
        list(items(tmp_path / "crawl.wacz"))


def test_stopping_early_closes_the_file(tmp_path: Path) -> None:
    found = items(write(tmp_path / "crawl.warc.gz", page(1), page(2)))
    assert isinstance(found, Iterator)
    assert isinstance(next(found), Item)
    found.close()  # type: ignore[attr-defined]


@given(
    packed=st.booleans(),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
    cut=st.floats(0, 1),
)
def test_any_damage_gives_pages_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, *, packed: bool, places: list[tuple[float, int]], cut: float
) -> None:
    path = tmp_path_factory.mktemp("damaged") / ("crawl.warc.gz" if packed else "crawl.warc")
    whole = bytearray(
        write(path, page(1), answer("https://courier.example/a", b"x", Content_Type="image/png"), page(2)).read_bytes()
    )
    for place, byte in places:
        whole[int(place * len(whole))] = byte
    path.write_bytes(whole[: round(cut * len(whole))])
    with contextlib.suppress(InputError):
        found, passed = read(path)
        assert len(found) <= 2
        assert found or passed
