"""A document to the encounters that it is an account of: who met or spoke, how, and on which days it may have been.

Told of is what the title names as its matter, or else the first sentences; a post may tell of one anywhere. What is still to come, or only
looked back on, is not told of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from onrecord.compare.days import Days, days
from onrecord.compare.participants import Home, Participant, named, once
from onrecord.compare.publishers import author, home
from onrecord.compare.telling import How, Told, matches, said
from onrecord.record import Document, DocumentId, Event, Record
from onrecord.resolve.sentences import Sentences
from onrecord.trace.sources import day_of
from onrecord.trace.words import parsed

# Sentences in which a text says what it tells of; those after them may add who took part and when.
_LEAD: Final = 2
_MORE: Final = 4
# Characters of a text that are looked at for its lead, and for what it is compared by.
_HEAD: Final = 3000
_BODY: Final = 2500
# Bits of a word from which on it tells texts apart.
_RARE: Final = 11.0
_PREAMBLE: Final = re.compile(r"(?:Office of the Spokesperson\s+)?The (?:below|following)[^:.]{0,60} attributable to[^:]{0,80}:\s*")
_BY_VIDEO: Final = re.compile(r"\b(?:via|by|through|over|in)(?: an?)?(?: secure)? video|\bvideo ?conference", re.IGNORECASE)
_BETWEEN_EVENTS: Final[dict[str, How]] = {"call": "call", "meeting": "meeting", "summit": "summit"}


class Encountered(msgspec.Struct, frozen=True, kw_only=True):
    """An encounter that a document is an account of.

    kinds: how its words name it, the surest first; kind: the first. participants: in the order of the text, each once. days: on which it may
    have been. said: the words that tell it, empty where the document has no such sentence. about: what its text is known by, for telling
    apart two encounters of the same people on one day. title: the document's, where it names the encounter, so that it is there to tell of it.
    """

    document: DocumentId
    kinds: tuple[How, ...]
    participants: tuple[Participant, ...]
    days: Days
    said: str = ""
    about: frozenset[str] = frozenset()
    is_post: bool = False
    title: str = ""

    @property
    def kind(self) -> How:
        """How its words name it."""
        return self.kinds[0]


def told_of(record: Record, party: str | None = None) -> tuple[Encountered, ...]:
    """Which encounters a document is an account of, in its order. party: who publishes it, its outlet or the host of its address unless told.

    None where it has no date of publication.
    """
    document = record.document
    day = day_of(document.published)
    if day is None:
        return ()
    at = home(document, day, party)
    own = author(document, at, party)
    told = _post(document, at, own) if document.kind == "post" else _text(document, at, own)
    found = [_encountered(document, several) for several in told]
    if document.kind == "news" and not at.office:
        of_events = [(event, _of_event(document, event, at)) for event in record.events if event.kind in _BETWEEN_EVENTS]
        found = [_dated(one, of_events) for one in found]
        found += _reported(of_events, found)
    return tuple(one for one in found if len(one.participants) > 1)


def _text(document: Document, at: Home, own: Participant | None) -> list[list[Told]]:
    """What a text tells of: each encounter's title and sentences."""
    title = document.title or ""
    if matches("none", title):
        return []
    head = said(title, 0, len(title), at, own, in_title=True)
    lead = list(_lead(document.text, at, own))
    if any(one.is_ahead for one in head):
        return []
    if not head:
        first = next(((number, several) for number, several in lead if number < _LEAD and several), None)
        if first is None or first[1][0].is_ahead or len(first[1][0].people) < 2:
            return []
        head = [first[1][0]]
    main = head[0]
    again = [one for _, several in lead for one in several if one is not main and _goes_on(one, main)]
    if main.in_title and again and again[0].is_ahead:
        return []
    whole = [main, *(one for one in again if not one.is_ahead)]
    return [] if _is_anothers(whole, at) else _apart(whole, own)


def _goes_on(one: Told, main: Told) -> bool:
    """Whether a sentence tells of the encounter that the title names: of two of its people, or of the one that it has."""
    shared = sum(any(each.is_same(other) for other in main.people) for each in one.people)
    return shared >= min(2, len(main.people)) or (one.is_ahead and _share(one, main))


def _is_anothers(whole: Sequence[Told], at: Home) -> bool:
    """Whether nobody of the publisher's own side took part: it speaks of what others did."""
    return bool(at.country) and all(each.country and each.country != at.country for one in whole for each in one.people)


def _apart(whole: list[Told], own: Participant | None) -> list[list[Told]]:
    """One encounter, or one with each of several where the text says that they were several."""
    several = any(one.is_apart for one in whole)
    everyone = _union(whole)
    ours = [one for one in everyone if own is not None and one.is_same(own)] or [*everyone[:1]]
    others = [one for one in everyone if one not in ours]
    if not several or len(others) < 2:
        return [whole]
    return [[replace(one, people=(*ours, other)) for one in whole] for other in others]


def _post(document: Document, at: Home, own: Participant | None) -> list[list[Told]]:
    """What a post tells of, sentences about the same people together."""
    found: list[list[Told]] = []
    if document.text.lstrip()[:1] in '“"':
        return []  # somebody else's words
    for low, high in _sentences(document.text, 0):
        for one in said(document.text, low, high, at, own, in_title=False):
            if one.is_ahead or len(one.people) < 2:
                continue
            mine = next((several for several in found if _share(several[0], one)), None)
            if mine is not None:
                mine.append(one)
            else:
                found.append([one])
    return [part for several in found for part in _apart(several, own)]


def _lead(text: str, at: Home, own: Participant | None) -> Iterator[tuple[int, list[Told]]]:
    """The first sentences with what they tell."""
    preamble = _PREAMBLE.search(text, 0, _HEAD)
    start = preamble.end() if preamble else 0
    for number, (low, high) in enumerate(_sentences(text, start)):
        if number >= _MORE:
            return
        yield number, said(text, low, high, at, own, in_title=False)


def _sentences(text: str, start: int) -> Iterator[tuple[int, int]]:
    head = text[: start + _HEAD]
    if not head.strip():
        return
    sentences, at = Sentences(head), start
    while at < len(head):
        low, high = sentences.around(at)
        low, high = max(low, at), max(high, at + 1)
        if head[low:high].strip():
            yield low, high
        at = high


def _encountered(document: Document, told: Sequence[Told]) -> Encountered:
    kinds: list[How] = [one.how for one in told]
    if "meeting" in kinds and _BY_VIDEO.search(document.text, 0, _BODY):
        kinds.append("video")
    kinds = sorted(dict.fromkeys(kinds), key=lambda one: one == "talk")
    stretches = [(one.text, one.start, one.end) for one in told]
    sentence = next((one for one in told if not one.in_title), told[0])
    is_post, title = document.kind == "post", next((one.text for one in told if one.in_title), "")
    is_beside = not title and document.kind != "news"
    return Encountered(
        document=document.id,
        kinds=tuple(kinds),
        participants=_union(told),
        days=days(document.published or "", stretches, how="posted" if is_post else "beside" if is_beside else "named"),
        said=" ".join(sentence.text[sentence.start : sentence.end].split()),
        about=_about(document.text),
        is_post=is_post,
        title=title,
    )


def _about(text: str) -> frozenset[str]:
    """The names, numbers and rare words of a text."""
    words = parsed(text[:_BODY])
    return frozenset(
        words.names | words.numbers | {stem for stem, bits in zip(words.stems, words.bits, strict=True) if bits > _RARE}
    )


def _union(told: Sequence[Told]) -> tuple[Participant, ...]:
    return once([one for part in told for one in part.people])


def _share(one: Told, other: Told) -> bool:
    """Whether two sentences tell of the same people, beside who publishes them."""
    mine = [each for each in one.people if not each.is_assumed]
    theirs = [each for each in other.people if not each.is_assumed]
    return any(each.is_same(another) for each in mine for another in theirs)


def _dated(one: Encountered, of_events: Sequence[tuple[Event, Encountered]]) -> Encountered:
    """An encounter on the day that the article gives for it elsewhere, where it does."""
    dated = [made for event, made in of_events if event.date is not None]
    same = next((made for made in dated if len(made.participants) > 1 and _covers(one, made)), None)
    return msgspec.structs.replace(one, days=same.days) if same is not None else one


def _reported(of_events: Sequence[tuple[Event, Encountered]], found: Sequence[Encountered]) -> list[Encountered]:
    """The encounters that an article reports parties' accounts of, beside those of its title and lead."""
    return [made for event, made in of_events if event.accounts and not any(_covers(other, made) for other in found)]


def _of_event(document: Document, event: Event, at: Home) -> Encountered:
    dated = (event.date.start[:10], event.date.end[:10]) if event.date else None
    return Encountered(
        document=document.id,
        kinds=(_BETWEEN_EVENTS[event.kind],),
        participants=once([named(one.name, "", "", at) for one in event.participants]),
        days=days(document.published or "", [], how="named", dated=dated),
        about=_about(document.text),
    )


def _covers(one: Encountered, other: Encountered) -> bool:
    return all(any(each.is_same(another) for another in one.participants) for each in other.participants)
