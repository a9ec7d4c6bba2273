"""What every view says in the same words: citations, the terminal, Markdown, times, languages."""

from io import BytesIO, StringIO, TextIOWrapper

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.export import words
from onrecord.export.citation import citation
from onrecord.export.markdown import markdown
from onrecord.export.order import reading_order
from onrecord.export.terminal import show
from onrecord.record import Granularity, Record, Span, Time
from tests.export.reports import BROKEN, INNER, NAMELESS, OUTER, REPORT, TEXT, record, statement


def terminal(one: Record, width: int = 100) -> str:
    buffer = StringIO()
    show(one, Console(file=buffer, width=width))
    return buffer.getvalue()


def test_a_citation_says_everything_on_one_line() -> None:
    assert citation(REPORT, BROKEN) == (
        "Ada Holm: “We wait,” [...] “and we count.”; direct quote; post on Mastodon; "
        "2026-05-11 (day, inferred from “on Monday”); in The Quay, “Boats stay in”, 2026-05-14; https://quay.example/boats; "
        f"characters 77–87, 113–128 of document {REPORT.document.id}; machine-made, not reviewed."
    )


def test_a_citation_without_a_speaker_says_so() -> None:
    assert citation(REPORT, NAMELESS).startswith("Speaker not established: It rained;")


def test_a_citation_of_second_hand_words_says_whose_they_stand_in() -> None:
    assert "; second-hand, inside the words of: The guild; " in citation(REPORT, INNER)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1))
def test_a_citation_is_one_line_whatever_the_text_holds(text: str) -> None:
    said = statement(Span(0, len(text)))
    assert len(citation(record(text, said), said).splitlines()) == 1


def test_a_citation_keeps_the_spaces_of_the_document() -> None:
    text = "a  b\u00a0c\td\r\ne"
    said = statement(Span(0, len(text)))
    assert "a  b\u00a0c\td e; " in citation(record(text, said), said)


def test_statements_are_read_in_the_order_of_the_text_and_nested_under_their_parent() -> None:
    assert reading_order(REPORT) == [(OUTER, 0), (INNER, 1), (BROKEN, 0), (NAMELESS, 0)]


def test_a_statement_that_is_its_own_parent_is_still_shown() -> None:
    first = statement(Span(0, 3))
    circle = statement(Span(0, 3), parent=first.id)
    looped = type(circle)(**{**{name: getattr(circle, name) for name in circle.__struct_fields__}, "parent": circle.id})
    assert [one for one, _ in reading_order(record(TEXT, looped))] == [looped]


def test_the_terminal_indents_what_is_second_hand() -> None:
    lines = terminal(REPORT).splitlines()
    assert any(line.startswith("The guild") for line in lines)
    assert any(line.startswith("    Bo Tarn") for line in lines)


@pytest.mark.parametrize("width", [12, 20, 40, 200])
def test_no_word_is_cut_however_narrow_the_terminal(width: int) -> None:
    shown = "".join(terminal(REPORT, width).split())
    for one in REPORT.statements:
        for part in one.content:
            assert "".join(part.of(TEXT).split()) in shown


def test_a_terminal_without_curly_quotes_gets_escapes_not_an_error() -> None:
    raw = BytesIO()
    file = TextIOWrapper(raw, encoding="ascii")
    show(REPORT, Console(file=file, width=100))
    file.flush()
    assert b"\\u201cWe wait,\\u201d" in raw.getvalue()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_can_steer_the_terminal(text: str) -> None:
    said = statement(Span(0, len(text)), speaker=text)
    shown = terminal(record(text, said))
    assert not any(ord(character) < 32 and character != "\n" for character in shown)
    assert not any(0x7F <= ord(character) < 0xA0 or 0x202A <= ord(character) <= 0x202E for character in shown)


def test_joiners_that_scripts_are_written_with_stay() -> None:
    family = "\U0001f469\u200d\U0001f467 می\u200cخواهم"
    assert words.plain(family) == family


def test_the_terminal_counts_what_a_person_has_decided() -> None:
    decided = statement(Span(0, 5), reviewed={"by": "Ana"})
    assert "1 statement, 1 with a speaker; machine-made, 1 of them reviewed." in terminal(record(TEXT, decided))


@given(st.text(alphabet=st.sampled_from("a=#->`*_[]()<>!|~:.\n1& \\")))
def test_markdown_leaves_no_special_character_bare(text: str) -> None:
    shown = markdown(record(f"a{text}", statement(Span(0, len(text) + 1)))).splitlines()
    quoted = [line.removeprefix("> ").replace("\\\\", "") for line in shown if line.startswith("> ")]
    assert quoted
    for line in quoted:
        for character in "=#`*_[]()<>!|~&":
            assert line.count(character) == line.count(f"\\{character}")


@pytest.mark.parametrize(
    ("start", "end", "granularity", "text", "said"),
    [
        ("2026-05-11", "2026-05-11", "day", None, "2026-05-11 (day, stated)"),
        ("2026-05-01", "2026-05-31", "month", "in May", "2026-05 (month, stated: “in May”)"),
        ("2026-05-11", "2026-05-17", "week", "last week", "2026-05-11 to 2026-05-17 (week, stated: “last week”)"),
        ("2026-05-11T09:30Z", "2026-05-11T09:30Z", "minute", None, "2026-05-11T09:30Z (minute, stated)"),
    ],
)
def test_times_say_how_exact_they_are(start: str, end: str, granularity: Granularity, text: str | None, said: str) -> None:
    assert words.said_at(Time(start=start, end=end, granularity=granularity, text=text, basis="stated")) == said


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "French"), ("pt-BR", "Portuguese"), ("DE", "German"), ("xx", "the language “xx”")]
)
def test_languages_have_english_names(code: str, name: str) -> None:
    assert words.language(code) == name


def test_what_annotators_made_is_not_called_machine_made() -> None:
    made = {"extract": "PolNeAR annotators"}
    people = msgspec.structs.replace(BROKEN, made_by=made)
    assert words.status(people) == "made by PolNeAR annotators, not reviewed"
    assert words.status(BROKEN) == "machine-made, not reviewed"
    assert words.status(msgspec.structs.replace(people, reviewed={"by": "Cy"})) == "reviewed"
