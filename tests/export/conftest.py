"""An archive on either engine, for what is exported from one; and another to import into."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.archive import Archive, opened
from tests.store.conftest import archive, place, server  # noqa: F401 - fixtures
from tests.store.postgres import Server

_numbers = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """A second, empty archive on each engine."""
    where = str(tmp_path / "other.db")
    if request.param == "postgresql":
        found: Server = request.getfixturevalue("server")
        where = found.database(f"other{next(_numbers)}")
    with opened(where, create=True) as made:
        yield made
