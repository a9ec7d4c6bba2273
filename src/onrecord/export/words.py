"""A record's values to the words that people read: shared by every view, so that all of them say the same."""

import unicodedata
from functools import cache

from onrecord.read.tables import rows
from onrecord.record import Record, Speaker, Statement, Time

_KINDS = {"direct": "direct quote", "indirect": "indirect", "mixed": "partly quoted"}
_ACTS = {"says": "says", "thinks": "thinks or wants", "plans": "plans", "shows": "shows"}
# A share of the model's votes as a word; the percent stands beside it.
_HIGH, _MEDIUM = 0.85, 0.6
GAP = " [...] "


def plain(text: str) -> str:
    """Text without control and direction characters, which could rewrite a terminal's screen or a line's order; breaks stay."""
    return "".join(
        character if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else "\ufffd"
        for character in text
    )


def words(record: Record, statement: Statement) -> str:
    """A statement's words, exactly as they stand, with a mark where they are interrupted."""
    return GAP.join(span.of(record.document.text) for span in statement.content)


def speaker(one: Speaker | None) -> str:
    """A speaker's name, or that it is not known."""
    if one is None:
        return "Speaker not established"
    return f"{one.name} (not named in the text)" if one.type == "unnamed" else one.name


def kind(statement: Statement) -> str:
    """Direct, indirect or partly quoted."""
    return _KINDS[statement.kind]


def act(statement: Statement) -> str:
    """What the source does with the content."""
    return _ACTS[statement.act]


def channel(statement: Statement) -> str:
    """Through what it was said, or nothing."""
    if statement.channel is None:
        return ""
    platform = statement.channel.platform
    return f"{statement.channel.value} on {platform}" if platform else statement.channel.value


def said_at(time: Time | None) -> str:
    """When, with how exactly and on what ground; or nothing."""
    if time is None:
        return ""
    if time.granularity == "day":
        day = time.start
    elif time.granularity == "month":
        day = time.start[:7]
    else:
        day = f"{time.start} to {time.end}"
    return f"{day} ({time.basis}{f', “{time.text}”' if time.text else ''})"


def share(value: float) -> str:
    """A confidence as percent and word."""
    word = "high" if value >= _HIGH else "medium" if value >= _MEDIUM else "low"
    return f"{100 * value:.0f}% ({word})"


def confidence(statement: Statement) -> str:
    """Both confidences; no name has none."""
    name = share(statement.confidence.speaker) if statement.speaker else "none given"
    return f"words {share(statement.confidence.words)}, name {name}"


def status(statement: Statement) -> str:
    """Whether a person has looked at it."""
    return "machine-made, not reviewed" if statement.reviewed is None else "reviewed"


def offsets(statement: Statement) -> str:
    """Where the words stand."""
    return ", ".join(f"{span.start}–{span.end}" for span in statement.content)


def translated(record: Record) -> str:
    """What to know of a translated text's quotation marks; nothing for others."""
    code = record.document.translated_from
    if code is None:
        return ""
    return f"Translated from {language(code)}: what stands in quotation marks is a translation, not the speaker's own words."


def language(code: str) -> str:
    """A language's English name, or its code."""
    return _languages().get(code, f"the language “{code}”")


@cache
def _languages() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("languages.tsv")}
