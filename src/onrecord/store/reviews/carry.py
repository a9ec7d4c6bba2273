"""Carrying decisions over to another version of a document."""

from sqlalchemy import Connection


def to_version(connection: Connection, document: int) -> None:
    """Decisions about the version before, where its words stand unchanged."""
