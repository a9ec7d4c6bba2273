"""Traces as they are shown: each view says all of it, calls nothing altered or never said, and nothing of a text is markup."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from io import StringIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.export import traced, traced_html, traced_markdown, traced_terminal
from onrecord.export.traced import Page
from onrecord.record import Document, Span, Speaker, actor_id, document_id
from onrecord.trace.drift import drift
from onrecord.trace.fidelity import Fidelity
from onrecord.trace.library import About
from onrecord.trace.quotes import Asked, of_words
from onrecord.trace.sources import Passage
from onrecord.trace.trace import Miss, Searched, Trace
from onrecord.trace.tracing import Traced
from onrecord.trace.words import parsed

DAY = 739768  # 1 June 2026
SAID = "We have kept the ferry for two winters,\nand we may keep it for one more."
WORDS = "We have kept the ferry for two winters, and we will keep it"
TEXT = f"“{WORDS}” <b>[red]Lind[/red]</b> said.\nIt rained."
SEARCHED = Searched(3, "Oskar Lind", (1, DAY + 3), DAY, DAY + 1, 1, ((DAY - 9, DAY - 2),), 1)
MARKS = "<script>alert(1)</script> [bold]**x**[/bold] \x1b[31m \u202e"


def missed(quote: str, *misses: Miss, searched: Searched = SEARCHED) -> Trace:
    return Trace(quote, None, None, None, "not found", 0.9, "Neither was found.", None, (), misses, searched, (), "meaning 1")


def found(quote: str, said: str = SAID, fidelity: Fidelity = "altered", name: str | None = "Oskar Lind") -> Trace:
    pieces = drift(parsed(quote), parsed(said))
    sources = [piece.source for piece in pieces if piece.source and piece.quote]
    return msgspec.structs.replace(
        missed(quote),
        found=Passage("lind-1", 0, len(said), name, DAY),
        span=Span(min(one.start for one in sources), max(one.end for one in sources)),
        words=said,
        fidelity=fidelity,
        confidence=0.97,
        reason="the article has “will” where the source has “may”.",
        change=next((piece for piece in pieces if piece.change == "changed"), None),
        pieces=pieces,
        also=("lind-7",),
    )


def asked(words: str, name: str | None = "Oskar Lind") -> Asked:
    start = TEXT.find(words)
    document = document_id(TEXT.encode(), None)
    speaker = Speaker(actor_id(document, "person", name), name, "person") if name else None
    pieces = (Span(start, start + len(words)),) if start >= 0 else ()
    return Asked("s1", pieces, words, speaker, DAY + 2, DAY + 3)  # type: ignore[arg-type]


NEAR = Miss(Passage("velde-1", 0, 20, "Marta Velde", DAY), f"The bridge is closed. {MARKS}", 0.12)
TRACES = (
    Traced(asked(WORDS), found(WORDS)),
    Traced(asked("It rained.", None), missed("It rained.", NEAR), note="So few words may stand in any text by chance."),
    Traced(asked(WORDS, "Piet Varga"), missed(WORDS), elsewhere=found(WORDS, fidelity="verbatim")),
)
ABOUT = {
    "lind-1": About(
        id="lind-1", document="d1", kind="post", speaker="Oskar Lind", published="2026-06-01", url="https://posts.example/1"
    )
}


def page(*traces: Traced, **given: object) -> Page:
    document = Document(
        id=document_id(TEXT.encode(), None),
        sha256="0",
        title=f"Ferry {MARKS}",
        outlet="The Quay",
        published="2026-06-03",
        translated_from="fr",
        text=TEXT,
    )
    return Page(
        **{"document": document, "traces": traces, "about": ABOUT, "short": 2, "left_out": ("posts.csv is empty.",), **given}
    )  # type: ignore[arg-type]


def terminal(one: Page, width: int = 400) -> str:
    shown = StringIO()
    traced_terminal.show(one, Console(file=shown, width=width))
    return shown.getvalue()


def html(one: Page) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", traced_html.page([one]), flags=re.DOTALL))


def markdown(one: Page) -> str:
    return re.sub(r"\\(.)", r"\1", traced_markdown.markdown(one))


VIEWS = {"terminal": terminal, "html": html, "markdown": markdown}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_all_of_it(view: str) -> None:
    shown = flat(VIEWS[view](page(*TRACES)))
    for words in (
        "The Quay · 2026-06-03",
        "Translated from French",
        "1 source was left out and not searched. posts.csv is empty.",
        "Oskar Lind · post · 2026-06-01",
        "characters 0–",
        "The article has “will” where the source has “may”.",
        "The same text: lind-7",
        "So few words may stand in any text by chance.",
        "Neither was found.",
        "Searched 2 texts by Oskar Lind, and 1 that names nobody, from 1 June 2026 to 2 June 2026; 1 of them undated; none from",
        "Nearest, and not it",
        "The bridge is closed.",
        "likelihood 12%",
        "The same words stand in a text by Oskar Lind of 1 June 2026: are they the words of Piet Varga?",
        "3 statements: 1 possible change of meaning, 2 not found in what was searched; the words of 1 stand in another speaker's text;",
        "2 more have fewer than 4 words and were not sought.",
        traced.CAUTION,
    ):
        assert words in shown, words


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_calls_anything_altered_or_never_said_of_its_own(view: str) -> None:
    shown = VIEWS[view](page(*TRACES)).replace(traced.CAUTION, "").lower()
    assert "altered" not in shown
    assert "never" not in shown
    assert "possible change of meaning" in shown


@pytest.mark.parametrize("view", VIEWS)
def test_control_characters_of_a_text_reach_no_screen(view: str) -> None:
    shown = VIEWS[view](page(*TRACES))
    assert "\x1b" not in shown
    if view != "html":
        assert "\u202e" not in shown


def test_nothing_of_a_text_is_markup() -> None:
    made = traced_html.page([page(*TRACES)])
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "[bold]" in terminal(page(*TRACES))
    assert "\\*\\*x\\*\\*" in traced_markdown.markdown(page(*TRACES))


def test_a_terminal_line_ends_with_no_space_and_is_no_wider_than_the_terminal() -> None:
    for line in terminal(page(*TRACES), 60).splitlines():
        assert line == line.rstrip()
        assert len(line) <= 60


def test_the_drift_is_read_in_order() -> None:
    shown = flat(terminal(page(TRACES[0])))
    assert "Drift: We have kept the ferry for two winters, and we [-may-] {+will+} keep it" in shown
    assert traced_terminal.LEGEND in shown
    assert traced_terminal.LEGEND not in terminal(page(Traced(asked(WORDS), found(WORDS, fidelity="verbatim"))))
    assert "~~may~~ **will**" in traced_markdown.markdown(page(TRACES[0]))


def test_a_find_with_too_few_of_the_words_is_not_called_another_thing() -> None:
    near = msgspec.structs.replace(NEAR, likelihood=0.99)
    shown = terminal(page(Traced(asked("It rained."), missed("It rained.", near))))
    assert "Nearest, and too little of it:" in shown
    assert "Nearest, and not it" not in shown


def test_where_nothing_was_searched_no_count_is_shown() -> None:
    nothing = Searched(0, "Jonas Brekke", None, None, None, 0, ())
    for view in VIEWS.values():
        assert "Searched" not in view(page(Traced(asked("It rained."), missed("It rained.", searched=nothing))))


@pytest.mark.parametrize(
    ("given_page", "says"),
    [
        (page(), "Nothing was sought: what anybody is reported to have said has fewer than 4 words, which any text may hold."),
        (page(short=0), "There is nothing in it that anybody is reported to have said."),
        (page(short=0, speaker="Jonas Brekke"), "There is nothing in it that Jonas Brekke is reported to have said."),
    ],
)
def test_an_article_without_anything_to_trace_says_so(given_page: Page, says: str) -> None:
    for view in VIEWS.values():
        assert says in flat(view(given_page))
    assert json.loads(traced.to_json([given_page]))["summary"] == says


def test_json_has_the_words_at_its_offsets_on_both_sides() -> None:
    made = json.loads(traced.to_json([page(*TRACES)], indent=2))
    assert made["not_searched"] == ["posts.csv is empty."]
    assert made["too_short"] == 2
    text = made["document"]["text"]
    for one in made["traces"]:
        for answer in (one["trace"], one["elsewhere"]):
            for piece in (*answer["drift"], *([answer["change"]] if answer["change"] else [])) if answer else ():
                if piece["quote"]:
                    assert one["quote"][slice(*piece["quote"])] == piece["quote_words"]
                    assert "".join(text[start:end] for start, end in piece["article"]) == piece["quote_words"]
                if piece["source"]:
                    assert SAID[slice(*piece["source"])] == piece["source_words"]
    first = made["traces"][0]["trace"]
    assert (first["fidelity"], first["shown_as"], first["found"]["source"]["kind"]) == (
        "altered",
        "possible change of meaning",
        "post",
    )
    assert SAID[slice(*first["found"]["span"])] == first["found"]["words"]
    third = made["traces"][2]
    assert third["question"].endswith("are they the words of Piet Varga?")
    assert third["trace"]["searched"]["unnamed"] == 1
    assert third["trace"]["searched"]["gaps"] == [["2026-05-23", "2026-05-30"]]
    assert {one["status"] for one in made["traces"]} == {traced.STATUS}


def test_several_articles_are_an_array_and_sections() -> None:
    pages = [page(*TRACES), page(TRACES[0])]
    assert len(json.loads(traced.to_json(pages))) == 2
    made = traced_html.page(pages)
    assert made.count("<section") == 2
    assert 'href="#a1"' in made


def test_a_line_of_json_is_a_quote() -> None:
    lines = traced.to_lines(page(*TRACES)).splitlines()
    assert [json.loads(line)["quote"] for line in lines] == [one.asked.text for one in TRACES]


def test_quotes_that_stand_in_no_article_are_called_quotes() -> None:
    quotes = page(Traced(of_words(WORDS), found(WORDS)), document=None, short=0)
    assert traced.summary(quotes) == "1 quote: 1 possible change of meaning."
    assert "Speaker not given" in terminal(quotes)


class _Outline(HTMLParser):
    """What a screen reader goes by: headings, ids and what points at them."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.pointed += [value for name, value in attrs if name in {"aria-labelledby"} and value]
        self.pointed += [given["href"][1:]] if (given.get("href") or "").startswith("#") and given["href"] else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("count", [1, 2])
def test_the_page_has_an_outline_and_every_tag_is_closed(count: int) -> None:
    outline = _Outline()
    outline.feed(traced_html.page([page(*TRACES)] * count))
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert set(outline.pointed) <= set(outline.ids)
    assert outline.levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))


def test_the_pages_policy_lets_in_its_own_style_alone() -> None:
    from base64 import b64encode
    from hashlib import sha256

    made = traced_html.page([page(*TRACES)])
    style = made.partition("<style>")[2].partition("</style>")[0]
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in made
    assert "http" not in (files("onrecord.export") / "data" / "traced.html").read_text(encoding="utf-8").replace("http-equiv", "")


PIECES = st.lists(
    st.sampled_from(["we", "will", "may", "keep", "the", "ferry", "not", "two", "winters", ",", ".", "…"]), min_size=1, max_size=20
)


@given(PIECES.map(" ".join).filter(lambda one: bool(parsed(one).forms)))
def test_the_article_side_is_the_quote_to_the_character(words: str) -> None:
    if not any(piece.quote and piece.source for piece in drift(parsed(words), parsed(SAID))):
        return
    made = found(words)
    assert "".join(step.article for step in traced.steps(made)) == words
    assert unescape(re.sub(r"<[^>]*>", "", traced_html._article(made))) == words
    assert unescape(re.sub(r"<[^>]*>", "", traced_html._source(made))) == SAID
