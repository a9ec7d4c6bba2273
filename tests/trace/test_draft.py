"""A draft's rows: what each quote rests on and what needs attention, and no word in quotation marks that is in none."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.quotes import quotations
from onrecord.record import (
    Act,
    Confidence,
    Document,
    Finding,
    LeftOut,
    Mark,
    Record,
    Span,
    Speaker,
    Statement,
    Time,
    actor_id,
    document_id,
    statement_id,
)
from onrecord.resolve.kb import Base, Known, Office
from onrecord.resolve.kb.known import Entry
from onrecord.trace.dated import undated
from onrecord.trace.draft import Checked, Row, checked
from onrecord.trace.library import About
from onrecord.trace.quotes import Asked, asked, count
from onrecord.trace.sources import Passage
from onrecord.trace.trace import Miss, Searched, Trace
from onrecord.trace.tracing import Traced
from onrecord.trace.unclaimed import passages

TEXT = (
    "Ferry to cost more\n\n"
    "“The ferry will cost forty million crowns, and we pay in May,” said Oskar Lind on Monday.\n\n"
    "Marta Velde said that Lind had promised “new ropes and an engine” to the “people's ferry” crew.\n\n"
    "“Not now,” somebody shouted. The “floating bathtub” sailed at noon."
)
DAY = dt.date(2026, 3, 2).toordinal()
MONDAY = Time(start="2026-03-02", end="2026-03-02", granularity="day", text="on Monday", basis="stated")
DOCUMENT = document_id(TEXT.encode(), None)
LIND = Known(
    "oskar-lind", "Oskar Lind", (), "person", "m", (Office("premier", "Kalmora", "", "2024-05-01", "2026-06-30"),), "", "own"
)
BASE = Base([], [Entry(LIND, "Lind", {})])


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(
    content: Span,
    name: str | None,
    *,
    parent: Statement | None = None,
    quoted: tuple[Span, ...] = (),
    act: Act = "says",
    said_at: Time | None = None,
    sure: float = 0.95,
    source: tuple[Span, ...] = (),
) -> Statement:
    who = "oskar-lind" if name == "Oskar Lind" else actor_id(DOCUMENT, "person", name or "")
    return Statement(
        id=statement_id(DOCUMENT, (content,), parent.id if parent else None),
        content=(content,),
        cue=(),
        source=source,
        kind="direct" if quoted == (content,) else "mixed" if quoted else "indirect",
        act=act,
        quoted=quoted,
        speaker=Speaker(who, name, "person") if name else None,  # type: ignore[arg-type]
        said_at=said_at,
        confidence=Confidence(0.9, sure if name else 0.0),
        parent=parent.id if parent else None,
        why="named" if name else "“somebody” names nobody",
        made_by={"extract": "1"},
    )


FERRY = span("“The ferry will cost forty million crowns, and we pay in May,”")
COST = statement(FERRY, "Oskar Lind", quoted=(FERRY,), said_at=MONDAY, source=(span("Oskar Lind"),))
ROPES = span("“new ropes and an engine”")
PROMISED = statement(span("that Lind had promised “new ropes and an engine”"), "Marta Velde", quoted=(ROPES,))
ENGINE = statement(ROPES, "Oskar Lind", parent=PROMISED, quoted=(ROPES,))
SHOUTED = statement(span("“Not now,”"), None, quoted=(span("“Not now,”"),))


def record(*statements: Statement, published: str | None = "2026-03-03", text: str = TEXT, **more: object) -> Record:
    document = Document(id=DOCUMENT, sha256="0", title="Ferry to cost more", published=published, text=text, kind="news")
    return Record(document=document, statements=statements, **more)  # type: ignore[arg-type]


def page(made: Record, *traced: Traced) -> Checked:
    return checked(made, traced, BASE, texts=3)


WHOLE = record(COST, PROMISED, ENGINE, SHOUTED)


def ask(one: Statement, made: Record = WHOLE) -> Asked:
    return next(each for each in asked(made) if each.statement == one.id)


def trace(one: Asked, **given: object) -> Trace:
    searched = Searched(3, one.speaker.name if one.speaker else None, None, DAY, DAY + 2, 0, ())
    missed = Trace(one.text, None, None, None, "not found", 0.9, "Nothing.", None, (), (), searched)
    return msgspec.structs.replace(missed, **given)


def found(one: Asked, fidelity: str, *, day: int | None = DAY, sure: float = 0.98, speaker: str | None = "Oskar Lind") -> Trace:
    passage = Passage("p1", 0, len(one.text), speaker, day)
    return trace(one, found=passage, words=one.text, fidelity=fidelity, confidence=sure, reason="the article adds “so”.")


def row(made: Checked, one: Statement) -> Row:
    return next(each for each in made.rows if each.statement == one)


def whys(one: Row) -> list[str]:
    return [need.why for need in one.needs]


def test_rows_stand_in_the_order_of_the_draft_with_the_nested_one_second_hand() -> None:
    made = page(WHOLE)
    words = [each.pieces[0].of(TEXT) for each in made.rows]
    assert words == [
        "“The ferry will cost forty million crowns, and we pay in May,”",
        "that Lind had promised “new ropes and an engine”",
        "“new ropes and an engine”",
        "“people's ferry”",
        "“Not now,”",
        "“floating bathtub”",
    ]
    assert [each.number for each in made.rows] == [1, 2, 3, 4, 5, 6]
    assert [each.parent for each in made.rows] == [None, None, 2, None, None, None]


def test_a_passage_that_nobody_is_said_to_have_said_is_a_row_and_needs_attention() -> None:
    made = page(WHOLE)
    assert [whys(each) for each in made.rows if each.statement is None] == [["unclaimed"], ["unclaimed"]]
    assert made.rows[3].place == "paragraph 3"


def test_what_was_found_as_it_stands_needs_nothing() -> None:
    made = page(WHOLE, Traced(ask(COST), found(ask(COST), "verbatim")))
    assert whys(row(made, COST)) == []


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (found(ask(COST), "altered"), "altered"),
        (found(ask(COST), "paraphrase"), "other words"),
        (found(ask(COST), "edited", day=DAY - 30), "other day"),
        (found(ask(COST), "edited", sure=0.55), "unsure source"),
        (trace(ask(COST)), "not found"),
        (trace(ask(COST), searched=Searched(0, "Oskar Lind", None, None, None, 0, ())), "no texts"),
    ],
)
def test_what_a_trace_makes_a_person_look_at(made: Trace, why: str) -> None:
    assert whys(row(page(WHOLE, Traced(ask(COST), made)), COST)) == [why]


def test_a_possible_change_of_meaning_is_called_so_and_never_altered() -> None:
    made = row(page(WHOLE, Traced(ask(COST), found(ask(COST), "altered"))), COST)
    assert made.needs[0].says == "Possible change of meaning: the article adds “so”."


def test_a_source_of_the_day_before_may_be_another_time_zones() -> None:
    assert whys(row(page(WHOLE, Traced(ask(COST), found(ask(COST), "verbatim", day=DAY - 1))), COST)) == []


def test_a_translated_drafts_quotes_may_have_other_words() -> None:
    one = msgspec.structs.replace(ask(COST), is_translated=True)
    assert whys(row(page(WHOLE, Traced(one, found(one, "paraphrase"))), COST)) == []


def test_the_same_words_in_anothers_text_are_a_question() -> None:
    one = Traced(ask(COST), trace(ask(COST)), found(ask(COST), "verbatim", speaker="Marta Velde"))
    made = row(page(WHOLE, one), COST)
    assert made.needs[0].says == (
        "The same words stand in a text by Marta Velde of 2 March 2026: are they the words of Oskar Lind?"
    )
    assert whys(made) == ["elsewhere", "not found"]


def test_a_speaker_who_is_left_open_or_unsure_is_told_with_the_reason() -> None:
    unsure = msgspec.structs.replace(COST, confidence=Confidence(0.9, 0.4))
    made = page(record(unsure, SHOUTED), Traced(ask(COST), found(ask(COST), "verbatim")))
    assert whys(row(made, unsure)) == ["unsure"]
    assert whys(row(made, SHOUTED)) == ["too short", "speaker"]
    assert row(made, SHOUTED).needs[1].says == "Whose words they are is left open: “somebody” names nobody."


def test_few_words_of_nobodys_mouth_are_a_row_and_need_nothing() -> None:
    cost = statement(span("Ferry to cost"), "Oskar Lind")
    assert whys(row(page(record(cost)), cost)) == []


def test_titles_are_those_of_the_day_on_which_it_was_said() -> None:
    made = page(WHOLE)
    assert row(made, COST).title == "premier of Kalmora on 2026-03-02, by the knowledge base"
    assert row(made, PROMISED).title == "not in the knowledge base: check name and title by hand"
    later = page(record(COST, ENGINE, PROMISED, published="2027-01-01"))
    assert row(later, ENGINE).title == "no office that the knowledge base knows on 2027-01-01"
    assert row(later, COST).title == "premier of Kalmora on 2026-03-02, by the knowledge base"
    assert row(page(record(ENGINE, PROMISED, published=None)), ENGINE).title == "which office was held can't be told without a date"


def test_a_month_gives_the_offices_held_throughout_it() -> None:
    june = Time(start="2026-06-01", end="2026-07-31", granularity="season", text="this summer", basis="stated")
    made = page(record(msgspec.structs.replace(COST, said_at=june)))
    assert made.rows[0].title == "no office that the knowledge base knows from 2026-06-01 to 2026-07-31"


def test_without_a_day_of_the_draft_its_mondays_stay_open() -> None:
    made = page(record(COST, PROMISED, published=None))
    assert [each.of(TEXT) for each in made.rows[0].undated] == ["Monday"]
    assert "date" in whys(made.rows[0])
    assert [each.of(TEXT) for each in made.undated] == []


@pytest.mark.parametrize(
    ("text", "open_times"),
    [
        ("She left on Monday, 2 March 2026, and wrote for two hours every Tuesday.", []),
        ("She left last week and came back yesterday.", ["last week", "yesterday"]),
        ("She left in 2019.", []),
    ],
)
def test_only_what_hangs_on_the_day_is_open(text: str, open_times: list[str]) -> None:
    document = record(text=text, published=None).document
    assert [each.of(text) for each in undated(document)] == open_times
    assert undated(msgspec.structs.replace(document, published="2026-03-02")) == ()


def test_a_finding_is_told_in_the_row_whose_sentence_it_stands_in_or_apart() -> None:
    lind, bathtub = span("Oskar Lind"), span("sailed")
    findings = (Finding(lind.start, lind.end, "Lind was premier, not mayor"), Finding(bathtub.start, bathtub.end, "elsewhere"))
    made = page(record(COST, findings=findings))
    assert [need.says for need in made.rows[0].needs if need.why == "finding"] == ["Lind was premier, not mayor."]
    apart = page(record(COST, findings=(Finding(0, 5, "of the headline"),)))
    assert [each.says for each in apart.findings] == ["of the headline"]
    assert not apart.is_clear


def test_words_inside_anothers_that_are_nobodys_are_told_in_their_row() -> None:
    inside = statement(span("we pay in May"), None, parent=COST, quoted=(span("we pay in May"),))
    made = page(record(COST, inside))
    assert made.rows[0].statement == COST
    assert [each.pieces for each in made.rows[0].inner] == [inside.content]
    assert inside not in [each.statement for each in made.rows]


def test_what_is_not_the_storys_is_passed_over_and_told() -> None:
    bathtub = span("The “floating bathtub” sailed at noon.")
    made = page(record(COST, left_out=(LeftOut(bathtub.start, bathtub.end, "advertisement"),)))
    assert "“floating bathtub”" not in [each.pieces[0].of(TEXT) for each in made.rows]
    assert made.passed_over[0].why == "advertisement"


def test_few_words_that_a_statement_leaves_out_of_its_marks_stand_beside_it() -> None:
    short = statement(Span(FERRY.start, span("in May,”").start), "Oskar Lind")
    assert page(record(short)).rows[0].beside == (span("in May,”"),)


def test_many_words_that_a_statement_leaves_out_of_its_marks_are_a_row() -> None:
    short = statement(Span(FERRY.start, span(", and we pay in May").start), "Oskar Lind")
    assert page(record(short)).rows[1].pieces == (span(", and we pay in May,”"),)


def test_pages_are_told_where_the_draft_has_them() -> None:
    made = record(COST)
    marked = msgspec.structs.replace(made.document, marks=(Mark(0, "page", "7"),))
    assert page(msgspec.structs.replace(made, document=marked)).rows[0].place == "paragraph 2, page 7"


def test_a_passage_that_was_traced_shows_its_source() -> None:
    (one, *_) = passages(WHOLE)
    made = page(WHOLE, Traced(one, found(one, "verbatim")))
    assert made.rows[3].traces[0].trace.found is not None


def test_an_empty_record_has_no_rows_and_is_clear() -> None:
    made = page(record(text="It rained all night."))
    assert made.rows == ()
    assert made.is_clear


def test_only_sources_that_a_row_names_are_told_of() -> None:
    miss = Miss(Passage("p9", 0, 4, "Oskar Lind", DAY), "Rope", 0.1)
    about = {name: About(id=name, document="d", kind="post") for name in ("p9", "p10")}
    made = checked(WHOLE, [Traced(ask(COST), trace(ask(COST), misses=(miss,)))], BASE, about=about)
    assert set(made.sources) == {"p9"}


@st.composite
def drafts(draw: st.DrawFn) -> Record:
    """A text of words and marks with statements anywhere in it, some inside others."""
    words = draw(
        st.lists(
            st.sampled_from(["“", "”", "wir", "gehen", "nach", "Haus", ".", "\n\n", "»", "«", "‘", "’"]), min_size=3, max_size=40
        )
    )
    text = " ".join(words)
    made: list[Statement] = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        content = Span(start, draw(st.integers(start + 1, len(text))))
        parent = draw(st.sampled_from([None, *made]))
        one = statement(
            content,
            draw(st.sampled_from([None, "Oskar Lind", "Marta Velde"])),
            parent=parent,
            quoted=draw(st.sampled_from([(), (content,)])),
            act=draw(st.sampled_from(["says", "thinks", "plans"])),
        )
        if one.id not in {each.id for each in made}:
            made.append(one)
    return record(*made, text=text)


@given(drafts())
def test_every_word_in_quotation_marks_stands_in_some_row(made: Record) -> None:
    text = made.document.text
    shown = page(made)
    held = [piece for each in shown.rows for piece in (*each.pieces, *each.beside)]
    for quote in quotations(text):
        for at in range(quote.start, quote.end):
            if count(text[at]):
                assert any(piece.start <= at < piece.end for piece in held)
    starts = [each.pieces[0].start for each in shown.rows]
    assert starts == sorted(starts)
