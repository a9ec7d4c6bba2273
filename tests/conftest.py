"""What several tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data beside the checkout; a test that asks for it is skipped where it is absent."""
    if not (SHARED / "data").exists():
        pytest.skip("the shared corpora are not beside this checkout")
    return SHARED
