"""The page: every span marked, nothing but the text in the text column, and nothing that the page did not bring runs."""

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.html import page
from onrecord.record import LeftOut, Span, Statement
from tests.export.reports import BROKEN, INNER, OUTER, REPORT, TEXT, record, span, statement


class Column(HTMLParser):
    """The text column of a page as a browser reads it, with the tags that are open at each stretch of text."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.attributes: set[str] = set()
        self.open: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.pieces: list[tuple[str, list[dict[str, str | None]]]] = []
        self.feed(re.sub(r"\r\n?", "\n", shown))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag in ("div", "mark", "span", "a"):
            self.tags.append(tag)
            self.open.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "mark", "span", "a"):
            assert self.tags.pop() == tag
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(attributes.get("class") == "text" for attributes in self.open):
            self.pieces.append((data, list(self.open)))

    @property
    def text(self) -> str:
        return "".join(data for data, _ in self.pieces)

    def under(self, one: Statement) -> str:
        """What is lit for a statement."""
        return "".join(
            data for data, tags in self.pieces if any(f"s0-{one.id}" in (tag.get("data-s") or "").split() for tag in tags)
        )


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    return tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


@given(st.data(), st.text(alphabet=st.sampled_from("a b\r\n&<>\"'“”é\u202e\U0001f600"), min_size=1, max_size=40))
def test_a_browser_finds_the_text_to_the_character_and_every_span_in_it(data: st.DataObject, text: str) -> None:
    some = spans(len(text))
    statements = {
        content: statement(*content, source=data.draw(some), cue=data.draw(some))
        for content in data.draw(st.lists(some.filter(bool), max_size=3))
    }
    left_out = tuple(LeftOut(one.start, one.end, 'a "reason"') for one in data.draw(some))
    column = Column(page([record(text, *statements.values(), left_out=left_out)]))
    assert column.text == text
    for one in statements.values():
        held = {at for part in (*one.content, *one.source, *one.cue) for at in range(part.start, part.end)}
        assert column.under(one) == "".join(text[at] for at in sorted(held))


def test_a_nested_statement_is_marked_inside_its_parent() -> None:
    column = Column(page([REPORT]))
    tags = next(tags for data, tags in column.pieces if data.startswith("“new ropes”"))
    assert [tag["data-s"] for tag in tags if "data-s" in tag] == [f"s0-{OUTER.id}", f"s0-{INNER.id}"]
    assert tags[-1]["href"] == f"#s0-{INNER.id}"


def test_cues_and_sources_that_overlap_are_both_marked() -> None:
    column = Column(page([REPORT]))
    roles = [tag.get("class") for tag in next(tags for data, tags in column.pieces if data == "Ada")]
    assert {"cue", "source"} <= set(roles)


def test_marks_and_cards_link_both_ways_and_every_link_has_an_end() -> None:
    shown = page([REPORT])
    identities = re.findall(r' id="([^"]*)"', shown)
    assert len(identities) == len(set(identities))
    assert set(re.findall(r'href="#([^"]*)"', shown)) <= set(identities)
    for one in REPORT.statements:
        assert f'href="#s0-{one.id}"' in shown
        assert f'href="#m0-{one.id}"' in shown


def test_each_statement_is_one_stop_of_the_tab_key_in_the_text() -> None:
    shown = page([REPORT])
    column = shown[shown.index('<div class="text">') : shown.index('<div class="cards"')]
    assert len(re.findall(r'<a href="[^"]*">', column)) == len(REPORT.statements)


def test_cards_stand_in_the_order_of_the_text_with_the_nested_under_its_parent() -> None:
    shown = page([REPORT])
    places = [shown.index(f'id="s0-{one.id}"') for one in (OUTER, INNER, BROKEN)]
    assert places == sorted(places)
    assert "inside statement 1" in shown


def test_only_the_pages_own_script_and_style_may_run() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)><style>*{}</style>"
    shown = page([record(hostile, statement(Span(0, len(hostile)), speaker=hostile))])
    assert re.findall(r"script-src '(sha256-[A-Za-z0-9+/=]{44})'", shown)
    assert "unsafe-inline" not in shown
    assert shown.count("<script") == shown.count("<style") == 1
    assert "<img" not in shown
    assert not any(name.startswith(("on", "style", "src")) for name in Column(shown).attributes)


def test_a_title_that_turns_the_line_around_is_masked_outside_the_text() -> None:
    text = "He \u202egnp.exe said"
    shown = page([record(text, statement(Span(0, len(text)), speaker="\u202eeve"))])
    assert shown.count("\u202e") == 1


@pytest.mark.parametrize("many", [0, 2])
def test_a_page_of_many_has_one_heading_and_a_list_of_contents(many: int) -> None:
    shown = page([REPORT] * many)
    assert shown.count("<h1") == 1
    assert shown.count('href="#r') == many


def test_every_colour_stands_out_from_its_paper() -> None:
    source = (files("onrecord.export") / "data" / "page.html").read_text(encoding="utf-8")
    light, dark = (re.findall(r"--(\w+(?:-\w+)?): (#[0-9a-f]{3,6});", part) for part in source.split("@media", 2)[:2])
    for theme in (dict(light), dict(dark)):
        for name, colour in theme.items():
            if re.fullmatch(r"k\d|line|focus", name):
                assert min(contrast(colour, theme["paper"]), contrast(colour, theme["card"])) >= 3, name
        for ink in ("ink", "soft"):
            assert min(contrast(theme[ink], theme[ground]) for ground in ("paper", "card", "hit-card")) >= 4.5
        assert contrast(theme["ink"], theme["hit"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_is_left_out_is_greyed_with_its_reason() -> None:
    column = Column(page([REPORT]))
    tags = next(tags for data, tags in column.pieces if data == "Leave a Reply")
    assert tags[-1] == {"class": "left-out", "title": "Left out: comment form"}
    assert span("Leave a Reply").of(TEXT) == "Leave a Reply"
