"""Records made by hand, for the tests of the views: an invented text with a nested, a mixed and a nameless statement."""

from onrecord.record import (
    Channel,
    Confidence,
    Document,
    LeftOut,
    Record,
    Span,
    Speaker,
    Statement,
    StatementId,
    Time,
    actor_id,
    document_id,
    statement_id,
)

TEXT = (
    "Boats stay in\n\n"
    "The guild said that Bo Tarn had promised “new ropes” by June. "
    "“We wait,” said Ada Holm on Monday, “and we count.” It rained, one heard.\n\n"
    "Leave a Reply\n"
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def record(
    text: str = TEXT, *statements: Statement, left_out: tuple[LeftOut, ...] = (), translated_from: str | None = None
) -> Record:
    document = Document(
        id=document_id(text.encode("utf-8", "surrogatepass"), None),
        sha256="0",
        title="Boats stay in",
        outlet="The Quay",
        url="https://quay.example/boats",
        published="2026-05-14",
        language="en",
        translated_from=translated_from,
        text=text,
    )
    return Record(document=document, statements=statements, left_out=left_out)


def statement(
    *content: Span,
    speaker: str | None = "Ada Holm",
    cue: tuple[Span, ...] = (),
    source: tuple[Span, ...] = (),
    parent: StatementId | None = None,
    channel: Channel | None = None,
    said_at: Time | None = None,
    reviewed: dict[str, str] | None = None,
) -> Statement:
    document = document_id(TEXT.encode(), None)
    return Statement(
        id=statement_id(document, content, parent),
        content=content,
        cue=cue,
        source=source,
        kind="direct",
        act="says",
        quoted=(),
        speaker=Speaker(actor_id(document, "person", speaker), speaker, "person") if speaker else None,
        channel=channel,
        said_at=said_at,
        confidence=Confidence(0.9, 0.7),
        parent=parent,
        why=None if speaker else "the text names no source for these words",
        made_by={"extract": "1"},
        reviewed=reviewed,
    )


MONDAY = Time(start="2026-05-11", end="2026-05-11", granularity="day", text="on Monday", basis="inferred")
OUTER = statement(
    span("that Bo Tarn had promised “new ropes” by June"), speaker="The guild", source=(span("The guild"),), cue=(span("said"),)
)
INNER = statement(
    span("“new ropes” by June"), speaker="Bo Tarn", source=(span("Bo Tarn"),), cue=(span("promised"),), parent=OUTER.id
)
BROKEN = statement(
    span("“We wait,”"),
    span("“and we count.”"),
    source=(span("Ada Holm"),),
    cue=(span("said Ada"),),
    channel=Channel("post", "Mastodon", None),
    said_at=MONDAY,
)
NAMELESS = statement(span("It rained"), speaker=None)
LEFT = LeftOut(span("Leave a Reply").start, span("Leave a Reply").end, "comment form")
# Not in the order of the text, as a record may be.
REPORT = record(TEXT, INNER, NAMELESS, BROKEN, OUTER, left_out=(LEFT,))
