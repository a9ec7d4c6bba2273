"""What in a draft hangs on a day: times that can't be told without the draft's own, and the offices that a speaker held then."""

import datetime as dt
from typing import Final

from onrecord.record import Document, Span, Spans, Statement
from onrecord.resolve.kb import Base, Known
from onrecord.resolve.timex import expressions, interval
from onrecord.trace.sources import day_of

# Two days of publication that have nothing in common: a time that is another on either can't be told without the draft's own.
_ONE_DAY: Final = "2003-02-05"
_OTHER_DAY: Final = "2014-10-18"


def undated(document: Document) -> Spans:
    """Times that can't be told because the day is not known on which the draft is to appear."""
    if document.published is not None:
        return ()
    text = document.text
    other = {(one.start, one.end): one.value for one in expressions(text, _OTHER_DAY)}
    return tuple(
        Span(one.start, one.end)
        for one in expressions(text, _ONE_DAY)
        if one.type in {"DATE", "TIME"} and interval(one.value) is not None and other.get((one.start, one.end)) != one.value
    )


def title(one: Statement, known: Known | None, base: Base, published: str | None) -> str | None:
    """The offices that a statement's speaker held when it was said, or else on the day of the draft, in words; None for who holds none.

    known: the speaker, if the knowledge base has them.
    """
    if one.speaker is None or one.speaker.type != "person":
        return None
    if known is None:
        return "not in the knowledge base: check name and title by hand"
    said_at = (one.said_at.start, one.said_at.end) if one.said_at else (published, published)
    first, last = (day_of(each) for each in said_at)
    if first is None or last is None:
        return "which office was held can't be told without a date"
    return _held(known, base, dt.date.fromordinal(first), dt.date.fromordinal(last))


def _held(known: Known, base: Base, first: dt.date, last: dt.date) -> str:
    """The offices that somebody held throughout some days."""
    held = [office for office in base.offices_on(known, first) if office in base.offices_on(known, last)]
    when = f"on {first.isoformat()}" if first == last else f"from {first.isoformat()} to {last.isoformat()}"
    if not held:
        return f"no office that the knowledge base knows {when}"
    return f"{' and '.join(dict.fromkeys(f'{one.title} of {one.state or one.of}' for one in held))} {when}, by the knowledge base"
