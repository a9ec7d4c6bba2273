"""Quotations: statements of one utterance, wherever they were reported, joined."""

from collections.abc import Sequence

from sqlalchemy import Connection

from onrecord.store.reviews.decision import Decision


def place(connection: Connection, statements: Sequence[int]) -> None:
    """Join statements that are new in the archive with those of the same utterance."""


def replace(connection: Connection, statements: Sequence[int]) -> None:
    """Take statements, whose words, speaker, time or standing changed, out of their quotations and join them anew."""


def rebuild(connection: Connection) -> None:
    """Find all quotations anew."""


def check(connection: Connection, one: Decision) -> None:
    """Raise ReviewError where a decision about two quotations contradicts those in force, or names a statement that isn't there."""
