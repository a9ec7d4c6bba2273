"""A record to Markdown: a report of every statement with its citation."""

import re

from onrecord.export import words
from onrecord.export.citation import citation
from onrecord.record import Record

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@:])")


def markdown(record: Record) -> str:
    """The report. The text's own characters are escaped, so that none of them is read as markup."""
    document = record.document
    about = ", ".join(part for part in (document.byline, document.outlet, document.published, document.url) if part)
    lines = (
        [f"# {escape(document.title or 'Untitled')}", "", escape(about)] if about else [f"# {escape(document.title or 'Untitled')}"]
    )
    if words.translated(record):
        lines += ["", f"**{escape(words.translated(record))}**"]
    for statement in record.statements:
        details = [words.act(statement), words.kind(statement), words.channel(statement), words.said_at(statement.said_at)]
        lines += [
            "",
            f"## {escape(words.speaker(statement.speaker))}",
            "",
            escape(" · ".join(part for part in details if part)),
            "",
        ]
        lines += [f"> {escape(line)}" if line.strip() else ">" for line in words.words(record, statement).splitlines()]
        lines += [
            "",
            escape(f"{words.confidence(statement)}. {statement.why or ''}"),
            "",
            f"- {escape(citation(record, statement))}",
        ]
    if record.left_out:
        lines += ["", "## Left out of the text", ""]
        lines += [
            f"- {escape(part.why)}: {escape(' '.join(document.text[part.start : part.end].split()))}" for part in record.left_out
        ]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text with every character escaped that Markdown or HTML might read as its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
