"""Records with everything in them that a table has a column for, and tables of them put in and read back."""

from collections.abc import Iterable

import msgspec
from hypothesis import strategies as st

from onrecord.export.rows import Extras, Records
from onrecord.record import (
    Actor,
    ActorId,
    Channel,
    Confidence,
    Document,
    Event,
    EventId,
    Mark,
    Record,
    Span,
    Speaker,
    Statement,
    StatementId,
    Time,
    document_id,
    statement_id,
)

TEXT = (
    "“The sluice holds,” Mira Vane told the Pilots’ Guild and Tom Ask in a radio interview last week, “for now.” "
    "She said the guild had promised a second pump."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


FIRST, SECOND, NESTED = span("“The sluice holds,”"), span("“for now.”"), span("a second pump")
DOCUMENT = Document(
    id=document_id(TEXT.encode(), "https://courier.example/sluice"),
    sha256="0",
    title="Sluice holds, engineer says",
    outlet="The Harbour Courier",
    url="https://courier.example/sluice",
    published="2026-03-02T09:30+01:00",
    language="en",
    translated_from="da",
    kind="transcript",
    text=TEXT,
    marks=(Mark(0, "page", "1"), Mark(NESTED.start, "page", "2")),
)
MIRA = Speaker(ActorId("a1"), "Mira Vane", "person")
FULL = Statement(
    id=statement_id(DOCUMENT.id, (FIRST, SECOND), None),
    content=(FIRST, SECOND),
    cue=(span("told"),),
    source=(span("Mira Vane"),),
    kind="direct",
    act="says",
    quoted=(span("The sluice holds,"), span("for now.")),
    speaker=MIRA,
    addressees=(Speaker(ActorId("a2"), "Pilots’ Guild", "org"), Speaker(ActorId("a3"), "Tom Ask", "person")),
    channel=Channel("interview", "Radio Sound", None),
    said_at=Time(start="2026-02-23", end="2026-03-01", granularity="week", text="last week", basis="stated"),
    place="Port Vane",
    confidence=Confidence(0.914, 0.75),
    event=EventId("e1"),
    why="named",
    made_by={"extract": "best 3", "resolve": "1"},
    reviewed={"by": "Ana Reis", "at": "2026-04-01T10:00Z"},
)
BARE = Statement(
    id=statement_id(DOCUMENT.id, (NESTED,), FULL.id),
    content=(NESTED,),
    cue=(),
    source=(),
    kind="indirect",
    act="plans",
    quoted=(),
    speaker=None,
    confidence=Confidence(0.5, 0.0),
    parent=FULL.id,
    made_by={},
)
RECORD = Record(
    document=DOCUMENT,
    statements=(FULL, BARE),
    events=(Event(id=EventId("e1"), kind="interview", participants=(MIRA,)),),
    actors=(Actor(id=MIRA.id, name=MIRA.name, type="person", names=("Mira Vane",), wikidata="Q1"),),
)
EXTRAS = {
    FULL.id: Extras(
        quotation="q1", copies=2, outlets=("The Harbour Courier", "The Quay"), notice="Corrected: the pump is the third."
    )
}
TOLD: list[tuple[Record, dict[StatementId, Extras]]] = [(RECORD, EXTRAS)]

# Everything but halves of surrogate pairs, and more often than by chance what some format trips over.
ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from("=+-@\t\r\n\0\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff'\",;|<>&_x005FrtD/[]👩🏽‍🌾שלום\u202e＝ "), max_size=20
)


def without_statements(record: Record) -> Record:
    return msgspec.structs.replace(record, statements=())


def odd_records(texts: Iterable[str]) -> Records:
    """A record in which each text, which must not be empty, stands wherever a text can stand."""
    for text in texts:
        document = Document(
            id=document_id(text.encode(), None), sha256="0", title=text, outlet=text, url=text, published=text, text=text
        )
        speaker = Speaker(ActorId("a"), text, "person")
        whole = (Span(0, len(text)),)
        one = Statement(
            id=statement_id(document.id, whole, None),
            content=whole,
            cue=whole,
            source=whole,
            kind="direct",
            act="says",
            quoted=whole,
            speaker=speaker,
            addressees=(speaker, speaker),
            channel=Channel(text, text, None),
            place=text,
            confidence=Confidence(0.1, 1.0),
            why=text,
            made_by={text: text},
            reviewed={"by": text, "at": text},
        )
        yield (
            Record(document=document, statements=(one,)),
            {one.id: Extras(quotation=text, copies=1, outlets=(text, text), notice=text)},
        )
