"""Many at once: each writer's documents get in, no reader sees half of one, and nobody hears of a lock."""

from pathlib import Path

import pytest

from tests.faults.crowd import crowded


def test_writers_and_readers_do_not_meet(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    other = request.getfixturevalue("server").database("alone") if "://" in place else str(tmp_path / "alone.db")
    outcome = crowded(place, other, documents=16, writers=3, readers=2, seed=1)
    assert outcome.met == []
    assert outcome.faults == []
    assert outcome.added == 16
    assert outcome.is_same
