"""A decision: what one person said of a statement, a document, two quotations or two names, when and why.

Decisions are never changed or deleted. One is taken back by another that undoes it.
"""

import hashlib
from typing import Any, Final, Literal

import msgspec

from onrecord.errors import ReviewError
from onrecord.record import Act, Channel, Record, Spans, Speaker, Statement, Time
from onrecord.store.traces.kept import Found

Verdict = Literal[
    "right",
    "speaker",
    "not speaker",
    "not a statement",
    "missed",
    "span",
    "addressees",
    "channel",
    "time",
    "act",
    "same quotation",
    "other quotation",
    "same actor",
    "other actor",
    "right source",
    "wrong source",
    "other source",
    "altered",
    "not altered",
    "undo",
]

# Verdicts about one statement, about two things, and about where a statement's wording was said.
OF_STATEMENT: Final[frozenset[Verdict]] = frozenset(
    {"right", "speaker", "not speaker", "not a statement", "missed", "span", "addressees", "channel", "time", "act"}
)
OF_QUOTATIONS: Final[frozenset[Verdict]] = frozenset({"same quotation", "other quotation"})
OF_ACTORS: Final[frozenset[Verdict]] = frozenset({"same actor", "other actor"})
OF_TRACES: Final[frozenset[Verdict]] = frozenset({"right source", "wrong source", "other source", "altered", "not altered"})


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was decided; which fields are filled depends on the verdict.

    of: the statement as it stood when the decision was taken, whatever the verdict about a statement. statement: as it is
    right (right, missed). speaker: null where the speaker is unknown. other: id of the other statement or actor.
    pieces, found: the wording that a decision about a trace is of, and where it says that it was said, or wasn't.
    carried: id of the decision about an earlier version of the document, of which this one is the copy.
    """

    of: Statement | None = None
    statement: Statement | None = None
    speaker: Speaker | None = None
    actor: str | None = None
    content: Spans | None = None
    source: Spans | None = None
    cue: Spans | None = None
    addressees: tuple[Speaker, ...] | None = None
    channel: Channel | None = None
    said_at: Time | None = None
    act: Act | None = None
    other: str | None = None
    pieces: Spans | None = None
    found: Found | None = None
    carried: str | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log. subject: id of the statement, document (missed) or actor that it is about.

    at: ISO 8601 in UTC. undoes: id of the decision that this one takes back.
    """

    id: str
    verdict: Verdict
    subject: str
    value: Value
    who: str
    at: str
    why: str | None = None
    undoes: str | None = None


def decision(
    verdict: Verdict, subject: str, value: Value, *, who: str, at: str, why: str | None = None, undoes: str | None = None
) -> Decision:
    """A decision with an id of its own: the same one made twice at the same second is one.

    Raises ReviewError without a name, and where words of it can't be stored.
    """
    if not who.strip():
        raise ReviewError("A decision needs a name: say who decides with --by, or set ONRECORD_REVIEWER.")
    for text in (subject, who, why or ""):
        check_whole(text)
    parts = [verdict, subject, msgspec.json.encode(value).decode(), who, at, why or "", undoes or ""]
    made = "v" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
    return Decision(id=made, verdict=verdict, subject=subject, value=value, who=who, at=at, why=why, undoes=undoes)


def check_whole(text: str) -> None:
    """Raise ReviewError where words that a person gave hold what no archive can store."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReviewError(
            f"{text.encode(errors='replace').decode()} holds bytes that are no letters, at its {error.start + 1}. character: type it anew in UTF-8."
        ) from error
    if "\0" in text:
        raise ReviewError(f"{text.replace(chr(0), '?')} holds a null character: leave it out.")


def check_inside(value: Value, record: Record) -> None:
    """Raise ReviewError unless every span of a decision lies in the record's text."""
    length = len(record.document.text)
    given: list[Any] = [value.content, value.source, value.cue, value.pieces]
    if value.statement is not None:
        given += [value.statement.content, value.statement.source, value.statement.cue]
    for spans in given:
        if spans and spans[-1].end > length:
            raise ReviewError(f"The characters {spans[-1].start} to {spans[-1].end} lie outside the text of {length} characters.")
