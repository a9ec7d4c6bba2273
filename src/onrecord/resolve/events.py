"""Encounters that a text reports on: calls, meetings, summits, interviews, press conferences, speeches, hearings, debates, briefings.

Every mention of one is a word for its kind in a sentence of the text; mentions of one kind are one event unless their participants or
dates differ.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.extract.quotes import Quoted, inside
from onrecord.record import Time
from onrecord.resolve.saidat import as_time
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.timex import Expression
from onrecord.resolve.words import table

# Kinds that only take place between people who are named; the others may be one person's, or a body's.
BETWEEN = ("call", "meeting", "summit", "debate")
# Kinds at which one person speaks; those of others are others.
OWN = ("interview", "speech")
# Through which channel a statement made at an event comes.
CHANNELS = {
    "call": "call",
    "meeting": "meeting",
    "summit": "meeting",
    "interview": "interview",
    "press conference": "press conference",
    "speech": "speech",
    "hearing": "testimony",
    "debate": "debate",
    "briefing": "briefing",
}

_PLACE = re.compile(r"\b(?:in|at) (?:the )?([A-ZÀ-Ö][\w’'\-]+(?: (?:of |de |the )?[A-ZÀ-Ö][\w’'\-]+){0,3})")


@dataclass(frozen=True, slots=True)
class Encounter:
    """An event: its kind, participants by name in the order of the text, date and place, and where its words stand (code points)."""

    kind: str
    participants: tuple[str, ...]
    date: Time | None
    place: str | None
    mentions: tuple[tuple[int, int], ...]


def encounters(
    text: str,
    sentences: Sentences,
    quotes: Sequence[Quoted],
    people: Sequence[tuple[int, str]],
    expressions: Sequence[Expression],
) -> list[Encounter]:
    """The events of a text, in the order of their first mention.

    people: where somebody is named or meant (code points), with their name, in text order. Words inside quotation marks are no mention, and
    neither say who took part, when or where.
    """
    found: list[Encounter] = []
    people = [one for one in people if not inside(quotes, one[0])]
    expressions = [one for one in expressions if not inside(quotes, one.start)]
    times = {one.start for one in expressions}
    for kind, pattern in _kinds():
        for match in pattern.finditer(text):
            if inside(quotes, match.start()):
                continue
            low, high = sentences.around(match.start())
            here = tuple(dict.fromkeys(name for start, name in people if low <= start < high))
            dates = [time for one in expressions if low <= one.start < high and (time := as_time(text, one, "stated"))]
            places = (one for one in _PLACE.finditer(text, match.end(), high) if not inside(quotes, one.start()))
            place = next((one for one in places if one.start(1) not in times), None)
            date = next((one for one in dates if one.granularity in ("day", "part of day", "hour", "minute")), None)
            one = Encounter(kind, here, date, place.group(1) if place else None, ((match.start(), match.end()),))
            found = _joined(found, one)
    kept = [one for one in found if len(one.participants) > 1 or one.kind not in BETWEEN]
    return sorted(kept, key=lambda one: one.mentions[0])


def _joined(found: list[Encounter], one: Encounter) -> list[Encounter]:
    """The list with a mention joined to the event of its kind that it fits, or added."""
    for number, other in enumerate(found):
        same_people = not one.participants or not other.participants or set(one.participants) & set(other.participants)
        same_day = one.date is None or other.date is None or one.date.start[:10] == other.date.start[:10]
        if other.kind == one.kind and same_people and same_day:
            whole = replace(
                other,
                participants=other.participants
                if len(other.participants) > 1 or one.kind not in BETWEEN
                else tuple(dict.fromkeys((*other.participants, *one.participants))),
                date=other.date or one.date,
                place=other.place or one.place,
                mentions=(*other.mentions, *one.mentions),
            )
            return [*found[:number], whole, *found[number + 1 :]]
    return [*found, one]


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in table("events.tsv"))
