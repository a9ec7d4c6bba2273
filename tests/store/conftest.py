"""What the archive's tests share: an archive on either engine, and a PostgreSQL server for those that need one."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.archive import Archive, opened
from tests.store.postgres import Server, binaries

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; the test is skipped where PostgreSQL isn't installed, and fails there in CI, which installs it."""
    programs = binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql brings it")
    made = Server.made(programs)
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive may be made, on each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.db")
    found: Server = request.getfixturevalue("server")
    return found.database(f"test{next(_numbers)}")


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    """A new, empty archive on each engine."""
    with opened(place, create=True) as made:
        yield made
