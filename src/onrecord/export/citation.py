"""A statement to a citation: one line, ready to copy, that anybody can check against the source."""

from onrecord.export import words
from onrecord.record import Record, Statement


def citation(record: Record, statement: Statement) -> str:
    """Who, words, channel, date, outlet, title, address, offsets, and what made it."""
    document = record.document
    source = ", ".join(
        part for part in (document.outlet, f"“{document.title}”" if document.title else None, document.published) if part
    )
    parts = [
        f"{words.speaker(statement.speaker)}: {_one_line(words.words(record, statement))}",
        words.channel(statement),
        words.said_at(statement.said_at),
        f"in {source}" if source else "",
        document.url or "",
        f"characters {words.offsets(statement)} of document {document.id}",
        words.translated(record).rstrip("."),
        words.status(statement),
    ]
    return "; ".join(part for part in parts if part) + "."


def _one_line(text: str) -> str:
    return " ".join(text.split())
