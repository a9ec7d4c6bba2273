"""Traces: where reported statements were said, kept in the archive, renewed as sources come in, and decided on by people."""

# Decisions and traces know each other: whichever is imported first, decisions come whole before traces.
from onrecord.store import reviews  # noqa: F401
