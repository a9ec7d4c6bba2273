"""A number to a fictional article with its record, without a model: the n-th is a pure function of n and a seed.

So any process can make any part of an archive, and make it again. Words, names and outlets are invented (bench.invented); some
articles are copies of others with another headline and end, some are a later version at the same address, some statements are
reported again in other articles of the same week, whole or trimmed, some stand inside another, and some have no known speaker.
"""

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from bench import invented
from onrecord.record import (
    Act,
    Actor,
    ActorId,
    ActorType,
    Channel,
    Confidence,
    Document,
    DocumentId,
    DocumentKind,
    Event,
    EventId,
    Mention,
    Record,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementKind,
    Time,
    actor_id,
    document_id,
    event_id,
    statement_id,
)

SEED = 20

# Statements in an article; a few copies and versions have fewer.
STATEMENTS = 20

# Articles come in as they come out, so many a day: a million statements are twenty years of them. Some come a few days late.
FIRST_DAY = dt.date(2006, 1, 1)
A_DAY, LATE = 7, 3

# Of a hundred articles, so many are copies, and so many later versions; of a hundred statements, so many are of utterances that other
# articles report too, unknown speakers, nested, to somebody, with a time of their own, and naming somebody.
COPIES, VERSIONS = 6, 1
REPEATED, UNKNOWN, NESTED, ADDRESSED, TIMED, NAMING = 5, 12, 4, 10, 55, 12

# How many utterances of a week are reported repeatedly.
UTTERANCES = 20

_KINDS: tuple[DocumentKind, ...] = ("news", "post", "transcript", "release", "readout", "other")
_MADE_BY = ({"extract": "generated 1", "resolve": "generated 1"}, {"extract": "generated 2", "resolve": "generated 1"})


@dataclass(frozen=True, slots=True)
class Said:
    """One statement before it has a place. who: number of a person, or None. inner: whom the content says it of, if it is nested."""

    words: str
    kind: StatementKind
    act: Act
    who: int | None
    title: str
    cue: str
    to: int | None
    channel: str | None
    platform: str | None
    day: dt.date | None
    inner: int | None
    about: int | None
    confidence: Confidence


@dataclass(slots=True)
class _Writing:
    """An article while it is written: its pieces so far and how long they are."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> Span:
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return Span(start, self.length)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement stands. inner: the content of what is nested in it, its cue and its source."""

    content: Span
    quoted: Spans
    cue: Spans
    source: Spans
    to: Span | None
    channel: Span | None
    about: Span | None
    inner: tuple[Span, Span, Span] | None


def record(number: int, seed: int = SEED) -> tuple[Record, bytes]:
    """The article of a number, as the record that is read from it, and its bytes."""
    drawn = random.Random(f"{seed}:{number}")
    base = _base(number, seed)
    of = base if base is not None else number
    day, outlet = _day(of, seed), invented.rank(drawn, invented.OUTLETS)
    is_version = base is not None and _role(number, seed) == "version"
    if is_version:
        outlet = _outlet(of, seed)
    elif base is None:
        outlet = _outlet(number, seed)
    said = list(_said(of, seed))
    if base is not None:
        said = said[: len(said) - drawn.randrange(1, 4)]
    url = _url(of if is_version else number, outlet, day, seed)
    head = invented_words(drawn, seed, 6)
    text, places = _written(head, said, number if base is None else of, seed, is_version=is_version)
    raw = text.encode()
    published = f"{day}T{drawn.randrange(24):02}:{drawn.randrange(60):02}:00Z" if drawn.random() < 0.7 else str(day)
    document = Document(
        id=document_id(raw, url),
        sha256=hashlib.sha256(raw).hexdigest(),
        title=head,
        byline=invented.person(invented.rank(drawn, invented.PEOPLE), seed)[0] if drawn.random() < 0.6 else None,
        outlet=invented.outlet(outlet, seed)[0],
        url=url,
        published=published,
        captured=f"{day + dt.timedelta(days=2 if is_version else 1)}T06:00:00Z",
        language="en",
        kind=drawn.choices(_KINDS, (80, 8, 4, 4, 2, 2))[0],
        text=text,
    )
    return _record(document, said, places, drawn, seed), raw


def invented_words(drawn: random.Random, seed: int, count: int) -> str:
    """So many invented words, the first with a capital."""
    words, sums = invented.vocabulary(seed)
    return " ".join(drawn.choices(words, cum_weights=sums, k=count)).capitalize()


def _role(number: int, seed: int) -> str:
    share = random.Random(f"{seed}:role:{number}").randrange(100)
    return "copy" if share < COPIES else "version" if share < COPIES + VERSIONS else "original"


def _base(number: int, seed: int) -> int | None:
    """The original that an article is a copy or a later version of."""
    if number == 0 or _role(number, seed) == "original":
        return None
    # A wire report is reprinted within its days, so near in the order of coming in; a few are much later.
    back = random.Random(f"{seed}:base:{number}").choice((1, 2, 3, 5, 8, 20, 60, 400))
    found = max(0, number - back)
    while found and _role(found, seed) != "original":
        found -= 1
    return found


def _day(number: int, seed: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=number // A_DAY + LATE - random.Random(f"{seed}:day:{number}").randrange(LATE + 1))


def _outlet(number: int, seed: int) -> int:
    return invented.rank(random.Random(f"{seed}:outlet:{number}"), invented.OUTLETS)


def _url(number: int, outlet: int, day: dt.date, seed: int) -> str:
    return f"https://{invented.outlet(outlet, seed)[1]}/{day:%Y/%m/%d}/{number}"


@lru_cache(maxsize=512)
def _said(number: int, seed: int) -> tuple[Said, ...]:
    """What an original article reports."""
    drawn = random.Random(f"{seed}:said:{number}")
    day = _day(number, seed)
    cast_of = [invented.rank(drawn, invented.PEOPLE) for _ in range(drawn.randrange(3, 8))]
    # A nested statement is one of the STATEMENTS, as is the one that it stands in.
    made: list[Said] = []
    count = 0
    while count < STATEMENTS:
        if drawn.randrange(100) < REPEATED:
            one = _repeated(drawn, day, seed)
        else:
            one = _once(drawn, seed, day, cast_of, may_nest=count + 2 <= STATEMENTS)
        made.append(one)
        count += 1 if one.inner is None else 2
    return tuple(made)


def _once(drawn: random.Random, seed: int, day: dt.date, cast_of: list[int], *, may_nest: bool) -> Said:
    """A statement that is reported in this article alone."""
    kind: StatementKind = drawn.choices(("direct", "indirect", "mixed"), (45, 40, 15))[0]
    act: Act = drawn.choices(("says", "thinks", "plans", "shows"), (86, 7, 4, 3))[0] if kind == "indirect" else "says"
    percent = [drawn.randrange(100) for _ in range(6)]
    is_nested = may_nest and kind == "indirect" and percent[0] < NESTED * 2.5
    return Said(
        words=invented_words(drawn, seed, min(60, max(4, int(drawn.lognormvariate(2.8, 0.5))))),
        kind=kind,
        act=act,
        who=None if percent[1] < UNKNOWN else drawn.choice(cast_of),
        title=drawn.choice(invented.parts("title")),
        cue=drawn.choice(invented.parts("cue" if act == "says" else act)),
        to=drawn.choice(cast_of) if percent[2] < ADDRESSED else None,
        channel=drawn.choice(invented.parts("channel")) if percent[3] < 30 else None,
        platform=drawn.choice(invented.parts("platform")),
        day=day - dt.timedelta(days=drawn.randrange(7)) if percent[4] < TIMED else None,
        inner=drawn.choice(cast_of) if is_nested else None,
        about=drawn.choice(cast_of) if percent[5] < NAMING else None,
        confidence=_confidence(drawn),
    )


def _repeated(drawn: random.Random, day: dt.date, seed: int) -> Said:
    """One of the utterances that many report in these days, whole or without its end."""
    week = (day - FIRST_DAY).days // 7
    which = invented.rank(drawn, UTTERANCES)
    said = random.Random(f"{seed}:utterance:{week}:{which}")
    words = invented_words(said, seed, said.randrange(8, 40))
    if drawn.random() < 0.3:
        words = " ".join(words.split()[: max(6, len(words.split()) * 3 // 4)])
    return Said(
        words=words,
        kind="direct",
        act="says",
        who=invented.rank(said, invented.PEOPLE),
        title=said.choice(invented.parts("title")),
        cue=drawn.choice(invented.parts("cue")),
        to=None,
        channel=said.choice(invented.parts("channel")),
        platform=said.choice(invented.parts("platform")),
        day=FIRST_DAY + dt.timedelta(days=7 * week + said.randrange(7)),
        inner=None,
        about=None,
        confidence=_confidence(drawn),
    )


def _confidence(drawn: random.Random) -> Confidence:
    return Confidence(round(drawn.betavariate(9, 1), 3), round(drawn.betavariate(7, 1), 3))


def _written(head: str, said: list[Said], number: int, seed: int, *, is_version: bool) -> tuple[str, list[_Place]]:
    """The article's text, and where in it each statement stands."""
    between = random.Random(f"{seed}:between:{number}")
    text, places = _Writing(), []
    text.add(head + "\n\n")
    for one in said:
        places.append(_place(text, one, seed))
        if between.random() < 0.4:
            text.add(" " + invented_words(between, seed, between.randrange(6, 18)) + ".")
        text.add("\n\n")
    if is_version:
        text.add("Correction: an earlier version of this article was longer.\n")
    return "".join(text.pieces), places


def _place(text: _Writing, one: Said, seed: int) -> _Place:
    """Write one statement's sentence."""
    name = invented.person(one.who, seed)[0] if one.who is not None else None
    named = f"{name}, the {one.title}," if name is not None and one.kind == "indirect" else name or "one official"
    if one.kind == "direct":
        content = text.add(f"“{one.words},”")
        quoted: Spans = (Span(content.start + 1, content.end - 1),)
        text.add(" ")
        source = text.add(named)
        text.add(" ")
        cue = text.add(one.cue)
        to, channel = _tail(text, one, seed)
        text.add(".")
        return _Place(content, quoted, (cue,), (source,), to, channel, None, None)
    source = text.add(named)
    text.add(" ")
    cue = text.add(one.cue)
    to, channel = _tail(text, one, seed)
    text.add(" that ")
    start = text.length
    about, inner = None, None
    if one.about is not None:
        about = text.add(invented.person(one.about, seed)[0])
        text.add(" ")
    if one.inner is not None:
        inner_source = text.add(invented.person(one.inner, seed)[0])
        text.add(" ")
        inner_cue = text.add("said")
        text.add(" that ")
        inner = (text.add(one.words.lower()), inner_cue, inner_source)
        quoted = ()
    elif one.kind == "mixed":
        words = one.words.split()
        text.add(" ".join(words[: len(words) // 2]).lower() + " “")
        quoted = (text.add(" ".join(words[len(words) // 2 :])),)
        text.add("”")
    else:
        text.add(one.words.lower())
        quoted = ()
    content = Span(start, text.length)
    text.add(".")
    return _Place(content, quoted, (cue,), (source,), to, channel, about, inner)


def _tail(text: _Writing, one: Said, seed: int) -> tuple[Span | None, Span | None]:
    """Write to whom and through what it was said."""
    to = channel = None
    if one.to is not None:
        text.add(" to ")
        to = text.add(invented.person(one.to, seed)[0])
    if one.channel is not None:
        text.add(" in a ")
        channel = text.add(one.channel)
        if one.channel == "post":
            text.add(f" on {one.platform}")
    return to, channel


class _Cast:
    """Who a document speaks of, in the order in which they come up."""

    def __init__(self, document: DocumentId, seed: int) -> None:
        self._document, self._seed = document, seed
        self._speakers: dict[int, Speaker] = {}

    def speaker(self, number: int) -> Speaker:
        if number not in self._speakers:
            name = invented.person(number, self._seed)[0]
            kind: ActorType = "org" if invented.is_organisation(number) else "person"
            qid = _qid(number)
            self._speakers[number] = Speaker(ActorId(qid) if qid else actor_id(self._document, kind, name), name, kind)
        return self._speakers[number]

    def actors(self) -> tuple[Actor, ...]:
        return tuple(
            Actor(
                id=one.id,
                name=one.name,
                type=one.type,
                names=tuple(dict.fromkeys(invented.person(number, self._seed))),
                wikidata=_qid(number),
            )
            for number, one in self._speakers.items()
        )


def _qid(number: int) -> str | None:
    return f"Q{invented.FIRST_QID + number}" if number < invented.KNOWN_PEOPLE else None


def _record(document: Document, said: list[Said], places: list[_Place], drawn: random.Random, seed: int) -> Record:
    """The record of a text whose statements' places are known."""
    people = _Cast(document.id, seed)
    event = _event(document, said, places, people, drawn)
    made_by = _MADE_BY[drawn.random() < 0.3]
    statements: list[Statement] = []
    accounts = []
    for place, (one, where) in enumerate(zip(said, places, strict=True)):
        is_at = event is not None and place % 7 == 1
        outer = _statement(document, one, where, people, made_by, event if is_at else None)
        statements.append(outer)
        if is_at:
            accounts.append(outer.id)
        if where.inner is not None and one.inner is not None:
            content, cue, source = where.inner
            statements.append(
                Statement(
                    id=statement_id(document.id, (content,), outer.id),
                    content=(content,),
                    cue=(cue,),
                    source=(source,),
                    kind="indirect",
                    act="says",
                    quoted=(),
                    speaker=people.speaker(one.inner),
                    confidence=one.confidence,
                    parent=outer.id,
                    why="named",
                    ground="full name",
                    made_by=made_by,
                )
            )
    events = ()
    if event is not None:
        events = (
            Event(
                id=event.id,
                kind=event.kind,
                participants=event.participants,
                date=event.date,
                place=event.place,
                accounts=tuple(accounts),
            ),
        )
    return Record(document=document, statements=tuple(statements), events=events, actors=people.actors())


def _statement(
    document: Document, one: Said, where: _Place, people: _Cast, made_by: dict[str, str], event: Event | None
) -> Statement:
    said_at = None
    if one.day is not None:
        said_at = Time(start=str(one.day), end=str(one.day), granularity="day", text=f"on {one.day:%A}", basis="stated")
    return Statement(
        id=statement_id(document.id, (where.content,), None),
        content=(where.content,),
        cue=where.cue,
        source=where.source,
        kind=one.kind,
        act=one.act,
        quoted=where.quoted,
        speaker=people.speaker(one.who) if one.who is not None else None,
        addressees=(people.speaker(one.to),) if one.to is not None else (),
        channel=Channel(one.channel, one.platform if one.channel == "post" else None, where.channel) if one.channel else None,
        said_at=said_at,
        confidence=one.confidence,
        mentions=(Mention(where.about.start, where.about.end, people.speaker(cast("int", one.about)).id),) if where.about else (),
        event=event.id if event is not None else None,
        why="named" if one.who is not None else "“one official” is not named",
        ground="full name" if one.who is not None else "unnamed",
        made_by=made_by,
    )


def _event(document: Document, said: list[Said], places: list[_Place], people: _Cast, drawn: random.Random) -> Event | None:
    """What a tenth of articles are about."""
    if drawn.random() >= 0.1:
        return None
    kind = drawn.choice(invented.parts("event"))
    numbers = list(dict.fromkeys(one.who for one in said if one.who is not None))[:2]
    participants = tuple(people.speaker(number) for number in numbers)
    day = (document.published or "")[:10]
    made: EventId = event_id(document.id, kind, [one.name for one in participants], places[0].content.start)
    date = Time(start=day, end=day, granularity="day", text=None, basis="inferred")
    return Event(id=made, kind=kind, participants=participants, date=date)
