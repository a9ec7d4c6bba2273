"""A quote of a draft and its traces to what a person must look at, the gravest first, a sentence each.

“Altered” is an accusation: it is worded as a possible change of meaning. Whose words they may be else is asked, never said.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from onrecord.record import Finding, Statement, Time
from onrecord.trace.quotes import SHORTEST
from onrecord.trace.sources import day_of
from onrecord.trace.trace import long_day
from onrecord.trace.tracing import Traced

# Share from which on a name or a source counts as sure enough not to be looked at again: below it every view calls a confidence low.
UNSURE: Final = 0.6

# What is told of a quote that is too short to be sought; it needs attention where it stands in quotation marks.
TOO_SHORT: Final = f"Of fewer than {SHORTEST} words, too few to be sought: check it by hand."

# What the words of a source are called that are not given as they stand.
_OTHERWISE: Final = frozenset({"paraphrase", "translated"})

Why = Literal[
    "altered",
    "elsewhere",
    "other words",
    "other day",
    "unsure source",
    "not found",
    "no texts",
    "too short",
    "speaker",
    "unsure",
    "date",
    "finding",
    "unclaimed",
]


class Need(msgspec.Struct, frozen=True):
    """Something that a person must look at: of which kind, and what it is in a sentence."""

    why: Why
    says: str


def of_statement(one: Statement, traces: Sequence[Traced], times: Iterable[str], findings: Iterable[Finding]) -> tuple[Need, ...]:
    """What must be looked at of a statement. times: words in and around it that can't be told without the day of the draft."""
    return (
        *_of_wording(one, traces),
        *_of_misses(one, traces),
        *_of_speaker(one),
        *_of_times(times),
        *(Need("finding", f"{each.says}.") for each in findings),
    )


def of_passage(traces: Sequence[Traced], times: Iterable[str]) -> tuple[Need, ...]:
    """What must be looked at of a passage that nobody is said to have said."""
    says = "In quotation marks, and in nothing that the draft says somebody said: whose words are they?"
    return (*_changed(traces), Need("unclaimed", says), *_of_times(times))


def _changed(traces: Sequence[Traced]) -> Iterable[Need]:
    return (Need("altered", f"Possible change of meaning: {one.trace.reason}") for one in traces if one.trace.fidelity == "altered")


def _of_wording(one: Statement, traces: Sequence[Traced]) -> Iterable[Need]:
    """Of what was found: other words, another's, another day's."""
    yield from _changed(traces)
    for each in traces:
        if each.elsewhere is not None and each.elsewhere.found is not None:
            other = each.elsewhere.found
            whose = one.speaker.name if one.speaker else "who is named here"
            says = f"The same words stand in a text by {other.speaker}{_on(other.day)}: are they the words of {whose}?"
            yield Need("elsewhere", says)
    for each in traces:
        is_quoted = bool(each.asked.pieces) and set(each.asked.pieces) <= set(one.quoted) and not each.asked.is_translated
        if is_quoted and each.trace.fidelity in _OTHERWISE:
            yield Need("other words", "It stands in quotation marks, and the source that was found has other words.")
    for each in traces:
        if each.trace.found is not None and one.said_at is not None and _is_another_day(each.trace.found.day, one.said_at):
            day = _on(each.trace.found.day)
            yield Need("other day", f"The source that was found is{day}, and the draft has it at another time.")
    for each in traces:
        if each.trace.found is not None and each.trace.confidence < UNSURE:
            yield Need("unsure source", "That what was found is the source is not sure.")


def _of_misses(one: Statement, traces: Sequence[Traced]) -> Iterable[Need]:
    """What was not found: the texts that were searched don't hold it, no text was there that might have, or it is too short."""
    for each in traces:
        if each.trace.found is not None:
            continue
        part = f"Of it “{each.asked.text}”: " if len(traces) > 1 else ""
        whose = f" by {each.trace.searched.speaker}" if each.trace.searched.speaker else ""
        if each.trace.searched.texts:
            yield Need("not found", f"{part}Not found in what was searched.")
        else:
            yield Need("no texts", f"{part}No text{whose} of that time is among the sources, so nothing was searched.")
    if not traces and one.quoted:
        yield Need("too short", TOO_SHORT)


def _of_speaker(one: Statement) -> Iterable[Need]:
    others = ", ".join(each.name for each in one.alternatives)
    asked = f" In question: {others}." if others else ""
    if one.speaker is None:
        yield Need("speaker", f"Whose words they are is left open: {one.why or 'the draft does not say'}.{asked}")
    elif one.confidence.speaker < UNSURE:
        ground = one.why or "by the words around"
        yield Need("unsure", f"That they are the words of {one.speaker.name} is not sure: {ground}.{asked}")


def _of_times(times: Iterable[str]) -> Iterable[Need]:
    return (Need("date", f"“{each}” can't be told without the day of the draft.") for each in times)


def _is_another_day(day: int | None, said_at: Time) -> bool:
    """Whether a day is outside the time of a statement and the days around it, which time zones make."""
    first, last = day_of(said_at.start), day_of(said_at.end)
    return day is not None and first is not None and last is not None and not first - 1 <= day <= last + 1


def _on(day: int | None) -> str:
    return "" if day is None else f" of {long_day(day)}"
