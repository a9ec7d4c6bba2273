"""What several tests share."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data beside the checkout; a test that asks for it is skipped where it is absent."""
    if not (SHARED / "data").exists():
        pytest.skip("the shared corpora are not beside this checkout")
    return SHARED
