"""A record to Markdown: a report of every statement with its citation."""

import re

from onrecord.export import words
from onrecord.export.citation import citation
from onrecord.export.order import reading_order
from onrecord.record import Record, Statement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@:=])")


def markdown(record: Record) -> str:
    """The report. The text's own characters are escaped, so that none of them is read as markup."""
    document = record.document
    lines = [f"# {escape(document.title or 'Untitled')}"]
    about = ", ".join(part for part in (document.byline, document.outlet, document.published, document.url) if part)
    if about:
        lines += ["", escape(about)]
    if words.translated(record):
        lines += ["", f"**{escape(words.translated(record))}**"]
    if not record.statements:
        lines += ["", "No statement was found."]
    for statement, _ in reading_order(record):
        lines += _statement(record, statement)
    if record.left_out:
        lines += ["", "## Left out of the text", ""]
        lines += [f"- {escape(part.why)}: {escape(document.text[part.start : part.end])}" for part in record.left_out]
    return "\n".join(lines) + "\n"


def _statement(record: Record, statement: Statement) -> list[str]:
    details = [
        words.second_hand(record, statement),
        "to " + ", ".join(one.name for one in statement.addressees) if statement.addressees else "",
        words.act(statement),
        words.kind(statement),
        words.channel(statement),
        words.said_at(statement.said_at),
    ]
    said = words.plain(words.words(record, statement)).split("\n")
    return [
        "",
        f"## {escape(words.speaker(statement.speaker))}",
        "",
        escape(" · ".join(part for part in details if part)),
        "",
        *(f"> {escape(line)}".rstrip() for line in said),
        "",
        escape(f"{words.confidence(statement)}. {statement.why or ''}"),
        "",
        f"- {escape(citation(record, statement))}",
    ]


def escape(text: str) -> str:
    """Text on one line with every character escaped that Markdown or HTML might read as its own."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.plain(text).split()))
