"""Killed while adding or tracing: nothing is lost, halved or doubled, and in the end it is as if nothing had been."""

import itertools
from pathlib import Path

import pytest

from tests.faults.kills import killed, killed_tracing

_numbers = itertools.count()


@pytest.fixture
def second(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Another place on the same engine."""
    if "://" not in place:
        return str(tmp_path / "undisturbed.db")
    made: str = request.getfixturevalue("server").database(f"undisturbed{next(_numbers)}")
    return made


def test_kills_at_random_moments_change_nothing(place: str, second: str) -> None:
    outcome = killed(place, second, documents=24, kills=2, seed=1)
    assert outcome.faults == []
    assert outcome.is_same


def test_kills_while_sources_are_added_change_nothing(place: str, second: str) -> None:
    outcome = killed(place, second, documents=16, kills=2, seed=2, what="sources")
    assert outcome.faults == []
    assert outcome.is_same


def test_kills_while_statements_are_traced_change_nothing(
    place: str, second: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    outcome = killed_tracing(place, second, documents=5, kills=3, seed=3)
    assert outcome.faults == []
    assert outcome.is_same
