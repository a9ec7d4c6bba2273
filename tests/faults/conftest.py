"""The archive's fixtures, for tests that hurt it."""

from tests.store.conftest import place, server

__all__ = ["place", "server"]
