"""A statement to a citation: one line, ready to copy, that anybody can check against the source."""

import re

from onrecord.export import words
from onrecord.record import Record, Statement

_BREAK = re.compile(r"\s*\n\s*")


def citation(record: Record, statement: Statement) -> str:
    """Who, words, kind, whether second-hand, channel, date, outlet, title, address, offsets, and what made it.

    The words are the document's characters; only line breaks become spaces and what would rewrite the line is masked.
    """
    document = record.document
    source = ", ".join(
        part for part in (document.outlet, f"“{document.title}”" if document.title else None, document.published) if part
    )
    parts = [
        f"{words.speaker(statement.speaker)}: {words.words(record, statement)}",
        words.kind(statement),
        words.second_hand(record, statement),
        words.channel(statement),
        words.said_at(statement.said_at),
        f"in {source}" if source else "",
        document.url or "",
        f"characters {words.offsets(statement)} of document {document.id}",
        words.translated(record).rstrip("."),
        words.status(statement),
    ]
    return _BREAK.sub(" ", words.plain("; ".join(part for part in parts if part))) + "."
