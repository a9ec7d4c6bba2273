"""A record's values to the words that people read: shared by every view, so that all of them say the same."""

import re
from functools import cache

from onrecord.read.tables import rows
from onrecord.record import Record, Speaker, Statement, Time

_KINDS = {"direct": "direct quote", "indirect": "indirect", "mixed": "partly quoted"}
_ACTS = {"says": "says", "thinks": "thinks or wants", "plans": "plans", "shows": "shows"}
# A share of the model's votes as a word; the percent stands beside it.
_HIGH, _MEDIUM = 0.85, 0.6
GAP = " [...] "
# In `made_by` of what no machine made: the people of an annotated corpus.
_PEOPLE = re.compile(r"\bannotators?\b", re.IGNORECASE)
# C0 and C1 controls but tab and line feed; line and paragraph separators; embeddings, overrides and isolates of direction;
# interlinear annotation; lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]")


def plain(text: str) -> str:
    """Text without what could rewrite a terminal's screen or a line's order: control characters and direction overrides.

    Line breaks and tabs stay, and so do the invisible joiners that emoji and many scripts are written with.
    """
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def words(record: Record, statement: Statement) -> str:
    """A statement's words, exactly as they stand, with a mark where they are interrupted."""
    return GAP.join(span.of(record.document.text) for span in statement.content)


def speaker(one: Speaker | None) -> str:
    """A speaker's name, or that it is not known."""
    if one is None:
        return "Speaker not established"
    is_name = one.name[:1].isupper() and " " not in one.name  # a word that may be a name, of which no more is known
    return f"{one.name} (not named in the text)" if one.type == "unnamed" and not is_name else one.name


def kind(statement: Statement) -> str:
    """Direct, indirect or partly quoted."""
    return _KINDS[statement.kind]


def act(statement: Statement) -> str:
    """What the source does with the content."""
    return _ACTS[statement.act]


def second_hand(record: Record, statement: Statement) -> str:
    """Inside whose words a nested statement stands, or nothing."""
    parent = next((one for one in record.statements if one.id == statement.parent), None)
    return f"second-hand, inside the words of: {speaker(parent.speaker)}" if parent else ""


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
    if time.granularity == "month" and time.start[:7] == time.end[:7]:
        when = time.start[:7]
    elif time.granularity == "day" or time.start == time.end:
        when = time.start
    else:
        when = f"{time.start} to {time.end}"
    ground = ""
    if time.text:
        ground = f": “{time.text}”" if time.basis == "stated" else f" from “{time.text}”"
    return f"{when} ({time.granularity}, {time.basis}{ground})"


def share(value: float) -> str:
    """A confidence as percent and word."""
    word = "high" if value >= _HIGH else "medium" if value >= _MEDIUM else "low"
    return f"{100 * value:.0f}% ({word})"


def confidence(statement: Statement) -> str:
    """Both confidences; no name has none."""
    name = share(statement.confidence.speaker) if statement.speaker else "none given"
    return f"words {share(statement.confidence.words)}, name {name}"


def status(statement: Statement) -> str:
    """Whether a person has looked at it, and if not, who or what made it."""
    if statement.reviewed is not None:
        return "reviewed"
    people = annotators(statement)
    return f"made by {people}, not reviewed" if people else "machine-made, not reviewed"


def annotators(statement: Statement) -> str | None:
    """The people who made a statement, such as a corpus's annotators; None where it is a machine's."""
    return next((one for one in statement.made_by.values() if _PEOPLE.search(one)), None)


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
    """The English name of a language by its code, with or without a region (fr, pt-BR); or the code itself."""
    return _languages().get(re.split("[-_]", code)[0].lower(), f"the language “{code}”")


@cache
def _languages() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("languages.tsv")}


def count(number: int, noun: str) -> str:
    """A number of things, one of them in the singular."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
