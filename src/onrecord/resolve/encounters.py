"""Statements to events: which encounter each was made at, whose account of one it is, and who takes part."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.extract.quotes import Quoted
from onrecord.record import Channel, DocumentId, Event, EventId, Speaker, Statement, event_id
from onrecord.resolve.events import BETWEEN, CHANNELS, OWN, Encounter, encounters
from onrecord.resolve.identity import identity
from onrecord.resolve.saidat import with_basis
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers
from onrecord.resolve.timex import Expression

# What a whole report may be about, so that whoever speaks in it speaks there, unless it says otherwise.
SETTINGS = ("debate", "hearing")
_LEAD = 700  # characters of headline and lead

# Words by which a text tells what passed at an encounter.
_TELLS = re.compile(
    r"\b(?:discuss\w*|spoke|talked|agreed|exchanged|reviewed|the two (?:leaders|presidents|sides|ministers|parties|heads|countries)"
    r"|both (?:leaders|sides|presidents|parties)|the (?:leaders|presidents|ministers))\b",
    re.IGNORECASE,
)


class Encounters:
    """The events of one document. Built once; statements are placed at them when all are known."""

    def __init__(
        self,
        document: DocumentId,
        text: str,
        sentences: Sentences,
        quotes: Sequence[Quoted],
        speakers: Speakers,
        expressions: Sequence[Expression],
    ) -> None:
        """Find the encounters that the text names."""
        self._document, self._text = document, text
        everyone = speakers.people.everyone
        people = [(one.start, everyone[one.person].name) for one in speakers.discourse.seen]
        self._found = encounters(text, sentences, quotes, people, expressions)

    def placed(self, statements: Sequence[Statement]) -> tuple[list[Statement], tuple[Event, ...]]:
        """The statements with their events, and the events with the accounts among the statements."""
        events = [self._event(one) for one in self._found]
        placed: list[Statement] = []
        accounts: dict[EventId, list[str]] = {}
        for statement in statements:
            event = self._made_at(statement, events) or self._within(statement, placed, events) or self._setting(statement, events)
            told = None if event else self._told(statement, events)
            if told:
                accounts.setdefault(told.id, []).append(statement.id)
            chosen = event or told
            placed.append(self._with_event(statement, chosen) if chosen else statement)
        return placed, tuple(msgspec.structs.replace(one, accounts=tuple(accounts.get(one.id, ()))) for one in events)

    def _event(self, one: Encounter) -> Event:
        people = tuple(Speaker(identity(self._document, "person", name), name, "person") for name in one.participants)
        return Event(
            id=event_id(self._document, one.kind, one.participants, one.mentions[0][0]),
            kind=one.kind,
            participants=people,
            date=one.date,
            place=one.place,
        )

    def _made_at(self, statement: Statement, events: Sequence[Event]) -> Event | None:
        """The event that a statement's channel and speaker fit."""
        if statement.channel is None:
            return None
        fitting = [one for one in events if CHANNELS[one.kind] == statement.channel.value]
        speaking = [one for one in fitting if statement.speaker and statement.speaker in one.participants]
        if speaking or len(fitting) != 1 or _is_between(fitting[0]):
            return speaking[0] if speaking else None
        is_anothers = fitting[0].kind in OWN and statement.speaker is not None and bool(fitting[0].participants)
        return None if is_anothers else fitting[0]

    def _setting(self, statement: Statement, events: Sequence[Event]) -> Event | None:
        """The debate or hearing that a whole report is about: where its lead names one, and only one is named."""
        if statement.channel is not None or statement.parent is not None or statement.act != "says" or statement.speaker is None:
            return None
        led = [
            event
            for event, one in zip(events, self._found, strict=True)
            if event.kind in SETTINGS and one.mentions[0][0] < _LEAD and statement.content[0].start > one.mentions[0][0]
        ]
        others = [event for event in events if event.kind in SETTINGS or event.kind == "interview"]
        return led[0] if len(led) == 1 and len(others) == 1 else None

    def _within(self, statement: Statement, placed: Sequence[Statement], events: Sequence[Event]) -> Event | None:
        """The event that an account tells of, for what one of its participants said in it (“the President stressed …”)."""
        holder = next((one for one in placed if one.id == statement.parent), None)
        event = next((one for one in events if holder is not None and one.id == holder.event and one.kind in BETWEEN), None)
        return event if event is not None and statement.speaker in event.participants else None

    def _told(self, statement: Statement, events: Sequence[Event]) -> Event | None:
        """The call or meeting that an office's statement tells of."""
        if statement.speaker is None or statement.speaker.type != "org" or statement.parent is not None:
            return None
        words = " ".join(span.of(self._text) for span in statement.content)
        between = [one for one in events if _is_between(one)]
        return between[0] if between and _TELLS.search(words) else None

    def _with_event(self, statement: Statement, event: Event) -> Statement:
        said_at = statement.said_at
        if said_at is None and event.date is not None:
            said_at = with_basis(event.date, "inferred")
        told = statement.addressees
        channel = statement.channel
        is_setting = event.kind in SETTINGS and statement.parent is None
        if channel is None and (
            is_setting or (statement.parent is not None and _is_between(event) and statement.speaker in event.participants)
        ):
            channel = Channel(CHANNELS[event.kind], None, None)
        if not told and _is_between(event) and len(event.participants) == 2 and statement.speaker in event.participants:
            told = tuple(one for one in event.participants if one != statement.speaker)
        return msgspec.structs.replace(statement, event=event.id, said_at=said_at, addressees=told, channel=channel)


def _is_between(event: Event) -> bool:
    return event.kind in BETWEEN
