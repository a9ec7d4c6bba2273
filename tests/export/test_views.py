"""Records to what people read: nothing of the text is lost, and none of it is taken for markup."""

import re
from html import unescape
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.export.citation import citation
from onrecord.export.html import page
from onrecord.export.markdown import markdown
from onrecord.export.terminal import show
from onrecord.record import (
    Channel,
    Confidence,
    Document,
    LeftOut,
    Record,
    Span,
    Speaker,
    Statement,
    actor_id,
    document_id,
    statement_id,
)

TEXT = "“We go, [red]now[/red] <b>&</b>,” said Ana Roth in a letter. \x1b[31mHe hoped so."


def made(text: str, *contents: Span, translated_from: str | None = None, left_out: tuple[LeftOut, ...] = ()) -> Record:
    identifier = document_id(text.encode("utf-8", "surrogatepass"), None)
    document = Document(
        id=identifier,
        sha256="0",
        title="A <title>",
        outlet="The Example",
        published="2026-05-14",
        translated_from=translated_from,
        text=text,
    )
    statements = tuple(
        Statement(
            id=statement_id(identifier, (span,), None),
            content=(span,),
            cue=(),
            source=(),
            kind="direct",
            act="says",
            quoted=(),
            speaker=Speaker(actor_id(identifier, "person", "Ana Roth"), "Ana Roth", "person") if number == 0 else None,
            channel=Channel("letter", None, None),
            confidence=Confidence(0.9, 0.8 if number == 0 else 0.0),
            why="named" if number == 0 else "“He” may be A or B",
            made_by={"extract": "1"},
        )
        for number, span in enumerate(contents)
    )
    return Record(document=document, statements=statements, left_out=left_out)


def column(shown: str) -> str:
    """The text column of a page, without its tags."""
    found = re.search(r'<div class="text">(.*?)</div></article>', shown, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]*>", "", found.group(1)))


def terminal(record: Record) -> str:
    buffer = StringIO()
    show(record, Console(file=buffer, width=100))
    return buffer.getvalue()


RECORD = made(TEXT, Span(0, 33), Span(66, 77))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60), st.data())
def test_the_pages_text_column_is_the_text(text: str, data: st.DataObject) -> None:
    spans = [
        Span(start, data.draw(st.integers(start + 1, len(text))))
        for start in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=4))
    ]
    assert column(page([made(text, *dict.fromkeys(spans))])) == text.replace("\0", "\ufffd")


def test_nothing_of_a_hostile_text_is_markup() -> None:
    shown = page([RECORD])
    assert "<b>" not in shown
    assert "<script>" in shown
    assert shown.count("<script>") == 1
    assert "\\[red\\]" in markdown(RECORD)
    assert "\x1b[31m" not in terminal(RECORD)
    assert "[red]now[/red]" in terminal(RECORD)


def test_every_view_says_who_what_how_sure_and_that_a_machine_made_it() -> None:
    for shown in (unescape(page([RECORD])), markdown(RECORD).replace("\\", ""), terminal(RECORD)):
        for words in ("Ana Roth", "90%", "80%", "Speaker not established", "machine-made, not reviewed", "may be A or B", "letter"):
            assert words in shown


def test_a_translation_is_called_one_in_every_view() -> None:
    record = made(TEXT, Span(0, 33), translated_from="fr")
    for shown in (
        unescape(page([record])),
        markdown(record).replace("\\", ""),
        " ".join(terminal(record).split()),
        citation(record, record.statements[0]),
    ):
        assert "Translated from French" in shown
        assert "not the speaker's own words" in shown


def test_a_citation_can_be_checked() -> None:
    said = citation(RECORD, RECORD.statements[0])
    assert "\n" not in said
    for words in ("Ana Roth", "We go", "letter", "The Example", "A <title>", "2026-05-14", "characters 0–33"):
        assert words in said


def test_what_is_left_out_is_shown_with_its_reason() -> None:
    record = made(TEXT, left_out=(LeftOut(0, 8, "comment form"),))
    for shown in (page([record]), markdown(record), terminal(record)):
        assert "comment form" in shown


def test_several_records_are_sections_of_one_page() -> None:
    shown = page([RECORD, made("Other “text”.", Span(6, 12))])
    assert shown.count("<section") == 2
    assert 'aria-label="Contents"' in shown


@pytest.mark.parametrize(
    "word", ['http-equiv="Content-Security-Policy"', "prefers-color-scheme: dark", "@media print", 'lang="en"']
)
def test_the_page_stands_alone(word: str) -> None:
    shown = page([RECORD])
    assert word in shown
    assert not re.search(r'(?:src|href)="(?!#)', shown)
