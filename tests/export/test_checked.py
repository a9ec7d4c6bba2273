"""A checked draft's views: the same is said on the screen, on the page and in the document, and nothing of a text is markup."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from io import StringIO

import pytest
from rich.console import Console

from onrecord.errors import OptionError
from onrecord.export import checked as told
from onrecord.export.checked_claims import confirmation, reviews
from onrecord.export.checked_claims import to_json as claims
from onrecord.export.checked_docx import document
from onrecord.export.checked_html import page
from onrecord.export.checked_json import to_json
from onrecord.export.checked_terminal import show
from onrecord.read.item import Item
from onrecord.read.word import read_docx
from onrecord.record import Record, Span
from onrecord.resolve.kb import Base
from onrecord.trace.draft import Checked, checked
from onrecord.trace.drift import Piece
from onrecord.trace.library import About
from onrecord.trace.quotes import Asked
from onrecord.trace.sources import Passage
from onrecord.trace.trace import Miss, Searched, Trace
from onrecord.trace.tracing import Traced
from tests.export.reports import BROKEN, INNER, OUTER, REPORT, record, statement

DAY = 739000
SAID = "new chains by June, if the council pays"
SEARCHED = Searched(2, "Bo Tarn", None, DAY, DAY + 1, 0, ())


def traced(one: Asked, **given: object) -> Traced:
    missed = Trace(one.text, None, None, None, "not found", 0.9, "Nothing.", None, (), (), SEARCHED)
    return Traced(one, Trace(**{**{name: getattr(missed, name) for name in missed.__struct_fields__}, **given}))  # type: ignore[arg-type]


def ask(statement_id: str, words: str, pieces: tuple[Span, ...]) -> Asked:
    return Asked(statement_id, pieces, words)  # type: ignore[arg-type]


def made(fidelity: str = "altered", source: Record = REPORT, *, speaker: str | None = "Bo Tarn", url: str | None = None) -> Checked:
    """The report with its nested quote found, its first not found."""
    inner = ask(INNER.id, "“new ropes” by June", INNER.content)
    pieces = (
        Piece("equal", Span(1, 4), Span(0, 3)),
        Piece("changed", Span(5, 10), Span(4, 10), ("opposite",)),
        Piece("equal", Span(12, 19), Span(11, 18)),
        Piece("dropped", None, Span(20, 39)),
    )
    traces = (
        traced(
            inner,
            found=Passage("p1", 0, len(SAID), speaker, DAY),
            span=Span(0, 18),
            words=SAID,
            fidelity=fidelity,
            confidence=0.97,
            reason="the article has “ropes” where the source has “chains”.",
            pieces=pieces,
            also=("p3",),
        ),
        traced(
            ask(OUTER.id, "that Bo Tarn had promised “new ropes” by June", OUTER.content),
            misses=(Miss(Passage("p2", 0, 12, "Bo Tarn", DAY), "Boats <b>[red]", 0.2),),
        ),
        traced(ask(BROKEN.id, "“We wait,” “and we count.”", BROKEN.content)),
    )
    about = {
        "p1": About(
            id="p1", document="d1", kind="post", title="On chains", url=url, published="2026-05-10", origin="posts.jsonl, line 1"
        )
    }
    return checked(source, traces, Base([]), about=about, texts=2, left_out=("notes.bin is not read.",))


def terminal(one: Checked) -> str:
    shown = StringIO()
    show(one, Console(file=shown, width=400))
    return shown.getvalue()


def word(one: Checked) -> str:
    return read_docx(Item(raw=document(one), name="check.docx", suffix=".docx")).text or ""


VIEWS = {
    "terminal": terminal,
    "html": lambda one: unescape(re.sub(r"<(?!b>)[^>]*>", " ", page(one))),
    "docx": word,
}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_all_of_it(view: str) -> None:
    one = made()
    shown = flat(VIEWS[view](one))
    wanted = [
        told.title(one),
        *told.head(one),
        *(item.text for item in told.attention(one)),
        *told.passed_over(one),
        told.foot(one),
    ]
    for row in one.rows:
        wanted += [told.said(one, row), *(text for field in told.fields(one, row) for text in (field.label, field.text))]
        wanted += [f"{row.number}. {told.whose(row)}"]
    assert [words for words in wanted if flat(words) not in shown] == []
    for words in ("right", "to change", "ask", "Initials", "Checked by", "Date"):
        assert words in shown


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_calls_anything_altered_or_never_said(view: str) -> None:
    shown = VIEWS[view](made()).lower()
    assert "altered" not in shown
    assert "possible change of meaning" in shown
    assert "never said" not in shown


def test_a_row_tells_its_source_its_drift_and_whose_words_it_stands_in() -> None:
    one = made()
    row = next(each for each in one.rows if each.statement == INNER)
    fields = {field.label: field.text for field in told.fields(one, row)}
    assert fields["Source"] == (
        "Bo Tarn · 24 April 2024 · post · On chains · posts.jsonl, line 1 · characters 0–39 · p1 · the same text in 1 other source"
    )
    assert fields["It says"] == f"“{SAID}”"
    assert fields["Differences"] == "“ropes” for “chains” (opposite); “if the council pays” left out"
    assert fields["Second-hand"] == "in the words of The guild, row 1, who reports it"
    assert fields["Wording"].startswith("possible change of meaning; that it is the source 97% (high). The article has")


def test_what_was_not_found_says_what_was_searched_and_shows_the_miss_as_one() -> None:
    one = made()
    row = next(each for each in one.rows if each.statement == OUTER)
    fields = {field.label: field.text for field in told.fields(one, row)}
    assert fields["Search"] == "Searched 2 texts by Bo Tarn from 24 April 2024 to 25 April 2024."
    assert fields["Nearest miss"].endswith("that it is the source 20%: it was not taken for the source")


def test_times_that_were_only_inferred_are_called_so() -> None:
    one = made()
    row = next(each for each in one.rows if each.statement == BROKEN)
    assert "only inferred" in {field.label: field.text for field in told.fields(one, row)}["When"]


def test_a_translation_is_called_one_at_the_head_and_in_its_rows() -> None:
    one = made(source=record(REPORT.document.text, *REPORT.statements, translated_from="fr"))
    assert any(sentence.startswith("Translated from French") for sentence in told.head(one))


def test_a_draft_without_quotes_says_what_was_looked_at() -> None:
    one = checked(record("It rained all night."), (), Base([]), texts=1_234)
    assert told.summary(one) == (
        "Nothing to check: no quote was found, and nothing in quotation marks. "
        "20 characters were read, and there were 1,234 source texts to search."
    )
    for view in VIEWS.values():
        assert "Nothing to check" in view(one)


class Outline(HTMLParser):
    """Ids, links, labels and attributes of a page."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.goals: set[str] = set()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.labels = 0
        self.unlabelled = 0
        self.feed(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.ids += [given["id"]] if given.get("id") else []
        self.goals |= {(given["href"] or "")[1:]} if "href" in given else set()
        self.labels += tag == "label"
        self.unlabelled += tag == "input" and not self.labels
        self.labels -= tag == "input"

    def handle_endtag(self, tag: str) -> None:
        pass


def test_the_page_stands_alone_without_scripts_and_every_box_has_a_name() -> None:
    shown = page(made())
    outline = Outline(shown)
    assert "script" not in outline.tags
    assert {"src", "style", "onclick"} & outline.attributes == set()
    assert outline.goals <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.unlabelled == 0
    assert outline.tags.count("fieldset") == outline.tags.count("legend") == len(made().rows)
    assert [tag for tag in outline.tags if tag in {"h1", "h2", "h3"}][:3] == ["h1", "h2", "h2"]
    for words in ("default-src 'none'", "@media print", 'lang="en"', "break-inside: avoid"):
        assert words in shown


def test_every_item_that_needs_attention_links_to_its_row() -> None:
    shown = page(made())
    for row in made().open:
        assert f'href="#row{row.number}"' in shown
    assert document(made()).startswith(b"PK")


def test_links_of_the_document_lead_to_its_rows() -> None:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(document(made()))) as archive:
        xml = archive.read("word/document.xml").decode()
    goals = set(re.findall(r'w:anchor="([^"]*)"', xml))
    assert goals == {f"row{row.number}" for row in made().open}
    assert goals <= set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', xml))
    assert xml.count("w14:checkbox>") == 2 * 3 * len(made().rows)


def test_nothing_of_a_hostile_text_is_markup() -> None:
    hostile = "<script>alert(1)</script> ]]> \x1b[31m \u202egnp.exe \x00 \ufffe [bold]x[/bold] “y <b>”"
    one = checked(record(hostile, statement(Span(0, 40), speaker=hostile)), (), Base([]), left_out=(hostile,))
    shown = page(one)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "\x1b" not in terminal(one)
    assert "[bold]x[/bold]" in terminal(one)
    for view in (shown, terminal(one), word(one)):
        assert "\u202e" not in view


def test_every_ink_stands_out_from_its_paper() -> None:
    from tests.export.test_html import contrast

    source = (files("onrecord.export") / "data" / "checked.html").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", part)) for part in source.split("@media", 2)[:2])
    for theme in (light, dark):
        for ink in ("ink", "soft", "need"):
            assert min(contrast(theme[ink], theme[ground]) for ground in ("paper", "card", "hit")) >= 4.5, ink
        for line in ("line", "focus"):
            assert min(contrast(theme[line], theme[ground]) for ground in ("paper", "card")) >= 3, line


def test_json_holds_rows_needs_and_offsets() -> None:
    one = json.loads(to_json(made()))
    assert one["document"]["text"] == REPORT.document.text
    assert [need["why"] for row in one["rows"] for need in row["needs"]].count("altered") == 1
    inner = next(row for row in one["rows"] if row["statement"] and row["statement"]["id"] == INNER.id)
    assert inner["traces"][0]["trace"]["pieces"][1]["source"] == [4, 10]
    assert one["sources"]["p1"]["title"] == "On chains"


def test_a_possible_change_of_meaning_is_exported_only_where_a_person_confirms_it() -> None:
    one = made()
    number = next(row.number for row in one.rows if row.statement == INNER)
    silent = reviews(one, "Ines Calder")
    assert silent.reviews == ()
    assert any("possible change of meaning" in sentence for sentence in silent.left_out)
    (spoken,) = reviews(one, "Ines Calder", confirmed={number: "altered"}).reviews
    assert spoken.author.name == "Ines Calder"
    assert spoken.review_rating.alternate_name == "Quoted with a change of meaning"
    assert "“ropes” for “chains”" in spoken.review_rating.rating_explanation


def test_what_was_found_word_for_word_is_exported_with_its_source_and_no_number() -> None:
    one = made("edited", url="https://posts.example/1")
    exported = reviews(one, "Ines Calder", publisher="The Quay", url="https://quay.example/checks/1")
    (review,) = json.loads(claims(exported))
    assert review == {
        "@type": "ClaimReview",
        "@context": "https://schema.org",
        "claimReviewed": "Bo Tarn said, in the reporter's words: “new ropes” by June",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Bo Tarn"},
            "appearance": {
                "@type": "CreativeWork",
                "name": "On chains",
                "url": "https://posts.example/1",
                "author": {"@type": "Person", "name": "Bo Tarn"},
                "datePublished": "2026-05-10",
                "text": SAID,
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Quoted with small changes of wording",
            "ratingExplanation": "The article has “ropes” where the source has “chains”. "
            "This is about whether these words were said, not about whether what they say is true.",
        },
        "author": {"@type": "Person", "name": "Ines Calder"},
        "publisher": {"@type": "Organization", "name": "The Quay"},
        "url": "https://quay.example/checks/1",
    }
    assert len(exported.left_out) == len(one.rows) - 1


@pytest.mark.parametrize("fidelity", ["paraphrase", "translated"])
def test_other_words_are_exported_only_where_confirmed(fidelity: str) -> None:
    one = made(fidelity)
    number = next(row.number for row in one.rows if row.statement == INNER)
    assert reviews(one, "Ines Calder").reviews == ()
    assert len(reviews(one, "Ines Calder", confirmed={number: fidelity}).reviews) == 1  # type: ignore[dict-item]


def test_a_source_that_names_nobody_is_no_ground_to_export() -> None:
    assert reviews(made("verbatim", speaker=None), "Ines Calder").reviews == ()


def test_nothing_is_exported_that_was_not_found_and_nothing_without_a_name() -> None:
    one = made()
    missed = next(row.number for row in one.rows if row.statement == OUTER)
    found = next(row.number for row in one.rows if row.statement == INNER)
    for by, confirmed in (("", {}), ("Ines", {missed: "altered"}), ("Ines", {found: "verbatim"})):
        with pytest.raises(OptionError):
            reviews(one, by, confirmed=confirmed)  # type: ignore[arg-type]


def test_a_confirmation_names_a_row_or_a_statement_and_how_it_was_found() -> None:
    one = made()
    number = next(row.number for row in one.rows if row.statement == INNER)
    assert confirmation(one, f"{number}=altered") == confirmation(one, f"{INNER.id} = altered") == (number, "altered")
    for written in ("altered", "=altered", f"{number}=", f"{number}=wrong", f"{number}=not found", "99=altered", "0=altered"):
        with pytest.raises(OptionError):
            confirmation(one, written)
