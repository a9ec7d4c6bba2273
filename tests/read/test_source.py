"""Whatever a person gives is read, or refused in one sentence with its name."""

import contextlib
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, OnrecordError, OptionError
from onrecord.read.source import LIMIT_BYTES, read_source
from onrecord.record import document_id
from tests.read.desk import desk, says

TEXT = (
    "Kerrin bridge stays closed until spring\n\nBy Jane Doe\n8 January 2019\n\n"
    "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring.\r\n\r\n"
    "“We will not gamble with lives,” she told reporters outside the town hall.\n\nLeave a Reply\n"
)
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Kerrin bridge stays closed</title></head><body><article>"
    "<h1>Kerrin bridge stays closed</h1>"
    "<p>The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring.</p>"
    "<p>“We will not gamble with lives,” she told reporters outside the town hall, where a hundred people had gathered.</p>"
    "<p>The ferrymen’s union called the decision “a gift to nobody” and asked for talks before the end of the month.</p>"
    "</article></body></html>"
)


def refused(source: str | Path | bytes, said: str) -> str:
    with pytest.raises(InputError, match=said) as caught:
        read_source(source)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_file_is_read_exactly_as_found(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    for source in (path, str(path)):
        reading = read_source(source)
        assert reading.document.text == TEXT
        assert reading.raw == path.read_bytes()
    document = reading.document
    assert document.id == document_id(reading.raw, None)
    assert document.sha256 == hashlib.sha256(reading.raw).hexdigest()
    assert (document.title, document.byline, document.published) == (
        "Kerrin bridge stays closed until spring",
        "Jane Doe",
        "2019-01-08",
    )
    assert (document.captured, document.language, document.kind, document.url) == (None, "en", "news", None)
    assert [document.text[left.start : left.end] for left in reading.left_out] == ["Leave a Reply"]


def test_text_and_bytes_and_standard_input_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    ids = {read_source(source).document.id for source in (TEXT, TEXT.encode(), "-")}
    assert len(ids) == 1


def test_a_sentence_of_eight_words_is_a_text() -> None:
    assert read_source("The mayor said that she would not resign.").document.text == "The mayor said that she would not resign."


def test_a_file_wins_over_a_text_of_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "The mayor said that she would not resign.txt"
    Path(name).write_text(TEXT, encoding="utf-8", newline="")
    assert read_source(name).document.text == TEXT


def test_what_the_person_says_wins() -> None:
    document = read_source(
        TEXT, title="T", published="2019-01-09T10:00:00Z", outlet="O", url="https://courier.example/1", translated_from="FR"
    ).document
    assert (document.title, document.published, document.outlet) == ("T", "2019-01-09T10:00:00Z", "O")
    assert (document.url, document.translated_from) == ("https://courier.example/1", "fr")
    assert document.id == document_id(TEXT.encode(), "https://courier.example/1")


def test_html_is_recognised_by_content_and_by_name(tmp_path: Path) -> None:
    fragment = tmp_path / "story.htm"
    fragment.write_text(PAGE.removeprefix("<!DOCTYPE html><html lang='en'>"), encoding="utf-8")
    for source in (PAGE, PAGE.encode(), fragment):
        reading = read_source(source)
        assert reading.document.title == "Kerrin bridge stays closed"
        assert "<p>" not in reading.document.text
        assert b"<p>" in reading.raw


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2019-13-01",
        "2019-02-30",
        "08/01/2019",
        "2019-1-8",
        "20190108",
        "2019-W02-1",
        "2019-01-08T10:00:00",
        "2019-01-08T25:00Z",
        "",
    ],
)
def test_dates_that_are_none(value: str) -> None:
    with pytest.raises(OptionError, match="2019-01-08") as caught:
        read_source(TEXT, published=value)
    assert f"“{value}”" in str(caught.value)


@pytest.mark.parametrize("value", ["2019-01-08", "2019-01-08T10:00Z", "2019-01-08T10:00:00+01:00", "2019-01-08T10:00:00.5-0500"])
def test_dates_that_are_some(value: str) -> None:
    assert read_source(TEXT, published=value).document.published == value


@pytest.mark.parametrize("value", ["french", "f", "fr-FR", "12", ""])
def test_language_codes_that_are_none(value: str) -> None:
    with pytest.raises(OptionError, match="language code"):
        read_source(TEXT, translated_from=value)


@pytest.mark.parametrize("raw", [b"", b"  \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", "\u00a0\n".encode()])
def test_nothing_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(raw)
    assert refused(path, "is empty").startswith(str(path))
    refused(raw, "is empty")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert "no-such-file.txt" in refused("no-such-file.txt", "There is no file named")
    assert str(tmp_path) in refused(tmp_path, "is a folder")
    assert str(tmp_path) in refused(str(tmp_path), "is a folder")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    refused(str(link), "is a link to a file that is not there")
    refused("", "empty")
    refused("   ", "empty")
    refused(Path("a" * 300), "can't be read")
    refused("half \ud800 a character\nand more", "surrogate")
    refused("bytes\0inside\nof it", "NUL")


def test_a_file_without_the_right_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    refused(path, "may not be read")


def test_a_text_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert str(path) in refused(path, "holds more than 20 MB: split it")
    refused(b"a" * (LIMIT_BYTES + 1), "split it")


def test_a_page_is_read_from_its_address() -> None:
    with desk({"/story": says(PAGE.encode(), content_type="text/html")}) as server:
        document = read_source(f"{server.url}/story", private_allowed=("127.0.0.1",)).document
    assert document.url == f"{server.url}/story"
    assert document.captured is not None
    assert document.captured.endswith("Z")
    assert document.title == "Kerrin bridge stays closed"


def test_reading_a_text_loads_neither_extractor_nor_client() -> None:
    code = (
        "import sys\nfrom onrecord.read.source import read_source\n"
        f"read_source({TEXT!r})\n"
        "assert not {'trafilatura', 'httpx2', 'py3langid', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=120))
def test_any_string_gives_a_reading_or_one_of_our_errors(text: str) -> None:
    with contextlib.suppress(OnrecordError):
        assert read_source(f"{text}\n").document.text == f"{text}\n" or text.lstrip().startswith("<")
