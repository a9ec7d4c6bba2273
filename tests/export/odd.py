"""Records that hypothesis makes up: odd texts, with statements that are nested, in pieces, without cue or source, or without a speaker."""

from typing import get_args

from hypothesis import strategies as st

from onrecord.record import (
    Act,
    Actor,
    ActorType,
    Confidence,
    Document,
    DocumentKind,
    Record,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementId,
    StatementKind,
    Time,
    actor_id,
    document_id,
    statement_id,
)

# Letters of several widths and directions, marks, joiners, every kind of line break, controls that XML has no place for.
_CHARACTERS = st.sampled_from(
    [*"ab é“”'\"<&>;:\t\n\r", "\r\n", "😀", "👩‍🚒", "שלום", "\u202e", "\x00", "\x07", "\x1c", "\x85", "\u2028", "\ufeff", "\uffff"]
)
TEXTS = st.lists(_CHARACTERS, min_size=1, max_size=40).map("".join)
NAMES = st.one_of(st.sampled_from(["Ada Holm", "Bo Tarn", "the guild"]), st.lists(_CHARACTERS, max_size=6).map("".join))
_WHEN = Time(start="2026-05-11", end="2026-05-11", granularity="day", text="on\tMonday", basis="inferred")


@st.composite
def _spans(draw: st.DrawFn, length: int, least: int) -> Spans:
    """Sorted spans free of overlaps; they may touch."""
    few = (
        draw(st.lists(st.integers(0, length), min_size=2 * least, max_size=6, unique=True)) if length >= 2 * least else [0, length]
    )
    cuts = sorted(few)
    return tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(TEXTS.filter(lambda text: text.strip("\r\n")))
    document = Document(
        id=document_id(text.encode(), None),
        sha256="0",
        title=draw(st.none() | NAMES),
        byline=draw(st.none() | NAMES),
        outlet=draw(st.none() | NAMES),
        url=draw(st.sampled_from([None, "https://quay.example/boats?a=1&b=<2>", "https://quay.example/boats", "no address", ""])),
        published=draw(st.sampled_from([None, "2026-05-14", "2026-05-14T23:30:00-04:00", "2026-05-14T23:30:00", "May"])),
        language=draw(st.sampled_from([None, "en", "pt-BR", "xx"])),
        kind=draw(st.sampled_from(get_args(DocumentKind))),
        text=text,
    )
    kinds = st.builds(
        lambda name, kind: Speaker(actor_id(document.id, kind, name), name, kind), NAMES, st.sampled_from(get_args(ActorType))
    )
    made: dict[StatementId, Statement] = {}
    for _ in range(draw(st.integers(0, 4))):
        content = draw(_spans(len(text), 1))
        if not any(span.of(text).strip("\r\n") for span in content):
            continue
        parent = draw(st.none() | st.sampled_from([*made])) if made else None
        identifier = statement_id(document.id, content, parent)
        made[identifier] = Statement(
            id=identifier,
            content=content,
            cue=draw(_spans(len(text), 0)),
            source=draw(_spans(len(text), 0)),
            kind=draw(st.sampled_from(get_args(StatementKind))),
            act=draw(st.sampled_from(get_args(Act))),
            quoted=(),
            speaker=draw(st.none() | kinds),
            addressees=tuple(draw(st.lists(kinds, max_size=2))),
            said_at=draw(st.sampled_from([None, _WHEN])),
            confidence=Confidence(0.9, 0.5),
            parent=parent,
            why=draw(st.none() | NAMES),
            made_by={"extract": "1"},
            reviewed=draw(st.sampled_from([None, {"by": "Cy"}])),
        )
    spoken = {one.id: one for statement in made.values() for one in (statement.speaker, *statement.addressees) if one}
    qids = st.sampled_from([None, "Q7747", "not a QID"])
    actors = tuple(
        Actor(id=one.id, name=one.name, type=one.type, names=(one.name, "A. Holm"), wikidata=draw(qids))
        for one in spoken.values()
        if draw(st.booleans())
    )
    return Record(document=document, statements=tuple(made.values()), actors=actors)
