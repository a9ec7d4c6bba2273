"""What gzip packed is unpacked up to a limit, and bombs are refused."""

import gzip
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.read.unpacked import first_bytes, head_of, opened, unpack, whole


def test_a_bomb_is_refused_as_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"\n" * 5_000_000))
    with pytest.raises(InputError, match="unpacks to far more than a text does"), opened(path, small=1_000) as file:
        file.read()
    with pytest.raises(InputError, match="holds more than 1,000 bytes"):
        whole(path, 1_000)
    with pytest.raises(InputError, match="holds more than 1,000 bytes"):
        unpack(path.read_bytes(), "a.gz", 1_000)


def test_what_is_packed_and_what_is_not_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for raw in (b"words", gzip.compress(b"words")):
        path.write_bytes(raw)
        assert whole(path, 5) == unpack(raw, "a", 5) == first_bytes(path, 9) == head_of(raw, 99) == b"words"


def test_what_is_damaged_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8bwords")
    with pytest.raises(InputError, match="damaged gzip file"):
        whole(path, 100)
    with pytest.raises(InputError, match="damaged gzip file"):
        unpack(path.read_bytes(), "a.gz", 100)
    with pytest.raises(InputError, match="breaks off"):
        unpack(gzip.compress(b"words" * 100)[:-9], "a.gz", 1_000)
    assert first_bytes(path, 9) == head_of(path.read_bytes(), 9) == b""
    assert first_bytes(tmp_path / "none", 9) == b""
