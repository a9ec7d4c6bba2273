"""What is sought of a record: which words of each statement, in what order, and when they were said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import (
    Act,
    Confidence,
    Document,
    Granularity,
    Record,
    Span,
    Speaker,
    Statement,
    Time,
    actor_id,
    document_id,
    statement_id,
)
from onrecord.trace.quotes import SHORTEST, asked, count, joined, of_words, own_quotes, part, places, too_short

TEXT = (
    "Ferry to cost more\n\n"
    "“The ferry will cost,” said Oskar Lind on Monday, “forty million crowns. And not one more.”\n\n"
    "Marta Velde said that Lind had promised “new ropes and an engine” to the crew by the end of June.\n\n"
    "The guild hopes that the “people's ferry” will sail again. “Not now,” it said."
)
DOCUMENT = document_id(TEXT.encode(), None)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(
    *content: Span,
    name: str | None = "Oskar Lind",
    quoted: tuple[Span, ...] = (),
    parent: Statement | None = None,
    act: Act = "says",
    said_at: Time | None = None,
) -> Statement:
    return Statement(
        id=statement_id(DOCUMENT, content, parent.id if parent else None),
        content=content,
        cue=(),
        source=(),
        kind="mixed",
        act=act,
        quoted=quoted,
        speaker=Speaker(actor_id(DOCUMENT, "person", name), name, "person") if name else None,
        said_at=said_at,
        confidence=Confidence(0.9, 0.9),
        parent=parent.id if parent else None,
        why=None,
        made_by={},
    )


def record(*statements: Statement, published: str | None = "2026-03-03", translated_from: str | None = None) -> Record:
    document = Document(
        id=DOCUMENT, sha256="0", title="Ferry", published=published, text=TEXT, kind="news", translated_from=translated_from
    )
    return Record(document=document, statements=statements)


def on(start: str, granularity: Granularity) -> Time:
    return Time(start=start, end=start, granularity=granularity, text="then", basis="stated")


BROKEN = (span("“The ferry will cost,”"), span("“forty million crowns. And not one more.”"))
COST = statement(*BROKEN, quoted=BROKEN)
PROMISED = statement(
    span("that Lind had promised “new ropes and an engine” to the crew by the end of June"),
    name="Marta Velde",
    quoted=(span("“new ropes and an engine”"),),
)
ROPES = span("“new ropes and an engine” to the crew by the end of June")
HOPED = statement(
    span("that the “people's ferry” will sail again"), name="The guild", act="thinks", quoted=(span("“people's ferry”"),)
)
SHORT = statement(span("“Not now,”"), name="The guild", quoted=(span("“Not now,”"),))


def test_a_broken_quote_is_one_wording_with_a_mark_where_the_article_has_its_own_words() -> None:
    (one,) = asked(record(COST))
    assert one.text == "“The ferry will cost,” … “forty million crowns. And not one more.”"
    assert one.pieces == BROKEN


def test_what_is_mostly_in_the_articles_words_is_sought_whole_without_its_that() -> None:
    (one,) = asked(record(HOPED))
    assert one.text == "the “people's ferry” will sail again"


def test_plans_and_what_documents_show_are_no_words_of_anybody() -> None:
    assert asked(record(statement(*BROKEN, act="plans"), statement(span("Ferry to cost more"), act="shows"))) == []


def test_wordings_come_in_the_order_of_the_text_and_short_ones_apart() -> None:
    made = record(SHORT, HOPED, PROMISED, COST)
    assert [one.statement for one in asked(made)] == [COST.id, PROMISED.id, HOPED.id]
    assert [one.text for one in too_short(made)] == ["“Not now,”"]
    assert count("Not now") < SHORTEST


def test_a_nested_statement_of_somebody_else_is_sought_by_itself() -> None:
    inner = statement(ROPES, parent=PROMISED)
    assert [one.statement for one in asked(record(PROMISED, inner))] == [PROMISED.id, inner.id]


@pytest.mark.parametrize("name", [None, "Marta Velde"])
def test_what_nobody_else_is_known_to_have_said_is_sought_once(name: str | None) -> None:
    inner = statement(ROPES, name=name, parent=PROMISED)
    assert [one.statement for one in asked(record(PROMISED, inner))] == [PROMISED.id]


def test_a_nested_statement_is_sought_where_the_one_around_it_is_not() -> None:
    outer = statement(span("that Lind had promised “new ropes and an engine” to the crew by the end of June"), act="shows")
    inner = statement(ROPES, parent=outer)
    assert [one.statement for one in asked(record(outer, inner))] == [inner.id]


def test_the_quotes_of_somebody_inside_are_not_ones_own() -> None:
    inner = statement(ROPES, parent=PROMISED, quoted=(span("“new ropes and an engine”"),))
    assert own_quotes(record(PROMISED, inner), PROMISED) == ()
    assert own_quotes(record(PROMISED), PROMISED) == (span("“new ropes and an engine”"),)


@pytest.mark.parametrize(
    ("said_at", "day"),
    [
        (on("2026-03-02", "day"), dt.date(2026, 3, 2)),
        (on("2026-03-02T09:00:00+01:00", "minute"), dt.date(2026, 3, 2)),
        (on("2026-03", "month"), None),
        (None, dt.date(2026, 3, 3)),
    ],
)
def test_a_wording_is_of_the_day_that_the_article_tells_or_else_its_own(said_at: Time | None, day: dt.date | None) -> None:
    (one,) = asked(record(statement(*BROKEN, said_at=said_at)))
    assert one.day == (day.toordinal() if day else None)
    assert one.until == dt.date(2026, 3, 4).toordinal()


def test_an_article_without_a_day_gives_none() -> None:
    (one,) = asked(record(COST, published=None))
    assert (one.day, one.until) == (None, None)


def test_a_wording_of_a_translated_article_says_so() -> None:
    assert [one.is_translated for one in asked(record(COST, translated_from="fr"))] == [True]


def test_words_that_stand_in_no_article_are_a_wording_too() -> None:
    one = of_words("we pay in May", "Oskar Lind", "2026-03-02")
    assert one.speaker is not None
    assert (one.speaker.name, one.day) == ("Oskar Lind", dt.date(2026, 3, 2).toordinal())
    assert of_words("we pay in May").day is None


@given(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=8, unique=True), st.data())
def test_every_character_of_a_wording_is_found_again_in_its_article(cuts: list[int], data: st.DataObject) -> None:
    cuts = sorted(cuts)[: len(cuts) // 2 * 2]
    pieces = tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    one = part(asked(record(COST))[0], pieces, TEXT)
    start = data.draw(st.integers(0, len(one.text) - 1))
    stretch = Span(start, data.draw(st.integers(start + 1, len(one.text))))
    # Where each character of the wording stands in the article; the marks between pieces stand nowhere.
    marks = [joined(TEXT, pieces[:number]) for number in range(1, len(pieces) + 1)]
    offsets = {
        len(whole) - (piece.end - piece.start) + place: piece.start + place
        for whole, piece in zip(marks, pieces, strict=True)
        for place in range(piece.end - piece.start)
    }
    found = [offset for each in places(one, stretch, TEXT) for offset in range(each.start, each.end)]
    assert found == [offsets[place] for place in range(stretch.start, stretch.end) if place in offsets]
    assert [TEXT[offset] for offset in found] == [
        one.text[place] for place in range(stretch.start, stretch.end) if place in offsets
    ]
    assert places(one, Span(0, len(one.text)), TEXT) == pieces
