"""A chain's views: each tells the same, carefully, and nothing that a text holds is markup, a link that runs, or a way to move the cursor."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from lxml import etree
from rich.console import Console

from onrecord.export import chained as told
from onrecord.export.chained_dot import dot
from onrecord.export.chained_html import page
from onrecord.export.chained_svg import MOST, drawing
from onrecord.export.chained_terminal import show
from onrecord.record import DocumentId, Speaker, StatementId
from onrecord.store.chains import Against, Chained
from onrecord.trace.chains import chain
from onrecord.trace.resting import Original, Report
from tests.export.odd import NAMES, TEXTS
from tests.trace.papers import SAID, SOURCE, WRONG, post, report

HOSTILE = '<script>alert(1)</script>"\'&]]>$style\\" -> [x];\x1b[2J\u202e'


def made(reports: list[Report], original: Original | None = SOURCE, *, against: tuple[Against, ...] = ()) -> Chained:
    speaker = Speaker("a1", "Oskar Lind", "person")  # type: ignore[arg-type]
    return Chained(
        asked="s1",
        quotation=StatementId("s1"),
        speaker=speaker,
        words=original.words if original else SAID,
        is_traced=original is not None,
        chain=chain(reports, original),
        against=against,
    )


def named(one: Report, **given: object) -> Report:
    return msgspec.structs.replace(one, at=msgspec.structs.replace(one.at, **given))


def story() -> list[Report]:
    """One of each: stated, likely, possible, at first hand, unknown, undated, a copy, a clue, and what speaks against an edge."""
    return [
        post(),
        report("Courier", words=WRONG, on="2026-05-12"),
        report("Gazette", words=WRONG, on="2026-05-13"),
        report("Herald", after=" Lind said, according to the Courier.", on="2026-05-14", family="wire"),
        report("Mirror", after=" Lind said, according to the Courier.", on="2026-05-15", family="wire"),
        report("Tribune", after=" Lind told the Tribune.", on="2026-05-15"),
        report("Sund", after=" Lind said.", on="2026-05-16", links=(("Lind said", "Late"),)),
        report("Late", on="2026-05-20"),
        report("Old", after=" Lind said.", on=None, links=(("Lind said", "Tribune"),)),
    ]


def against() -> tuple[Against, ...]:
    said = {"fidelity": "possible change of meaning", "reason": "the article has “forty” where the source has “eleven”."}
    return (Against(document=DocumentId("Courier"), statement=StatementId("s2"), trace="t1", **said),)


ONE = made(story(), against=against())


def terminal(one: Chained, width: int = 100, encoding: str = "utf-8") -> str:
    buffer = StringIO()
    console = Console(file=buffer, width=width, highlight=False)
    console.__dict__["_encoding"] = encoding
    show(one, console)
    return buffer.getvalue()


def plain(one: Chained) -> str:
    """The terminal's words without its lines."""
    return " ".join(re.sub("[│├└─]", " ", terminal(one)).split())


class Tags(HTMLParser):
    """The tags of a page, its addresses, ids and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, name: str) -> list[str]:
        return [value for one, value in self.attributes if one == name]


def test_every_view_says_that_it_is_a_guess_and_what_speaks_for_it() -> None:
    for view in (plain(ONE), " ".join(Tags(page(ONE)).text.split())):
        assert "no finding that it was copied" in view
        assert "was not reviewed" in view
        assert "May rest on [2]" in view
        assert "has “forty million” where the source has “eleven million”, has “contract” where the source has “tender”" in view
        assert "Itself points to [2]" in view
        assert "it says “according to the Courier”" in view
        assert (
            "But it gives “eleven million” and “tender” as the source does and [2] does not, so it may not rest on that alone"
            in view
        )
        assert "By its own account it has it from the speaker" in view
        assert "May rest on [5]" in view
        assert "Points at [7], but that one is later: it links to news.example/Late with “Lind said”" in view
        assert "It is not known on what it rests." in view
        assert "possible change of meaning (t1). The article has “forty” where the source has “eleven”." in view
        assert "The same text as [4] and later: from there, or both from one agency." in view
        assert "First known appearance: [1], 2026-05-11 09:00 UTC; 1 document without a date may be earlier." in view
        assert "The source is [1]: traces found the words there." in view
        assert "7 reports and 1 copy. It is not known on what 3 of them rest." in view
        assert "copied from" not in view
    for view in (drawing(ONE), dot(ONE)):
        assert "possible change of meaning" in view
        assert "may not rest on that alone" in view
        assert "has it from the speaker, it says" in view


def test_where_no_source_is_known_it_says_so_and_where_the_speaker_speaks_why() -> None:
    unknown = plain(made(story(), None))
    assert "The source is not known here" in unknown
    spoken = msgspec.structs.replace(ONE, is_traced=False)
    assert "The source is [1]: the speaker speaks for themselves there." in plain(spoken)


def test_where_dates_do_not_tell_no_first_is_named() -> None:
    undated = made([report("Courier", on=None), report("Gazette", on=None)], None)
    assert "None of these documents has a date, so it is not known which was first." in plain(undated)
    assert "first known appearance" not in plain(undated)
    both = made([report("Courier", family="wire"), report("Gazette", family="wire"), report("Herald", on="2026-05-13")], None)
    assert "First known appearance: [1], [1a], 2026-05-12, of which it is not known which was first." in plain(both)
    assert "among the first known" in plain(both)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("We pay in May", "“We pay in May”"),
        ("“We pay in May,”", "“We pay in May,”"),
        ("“We pay,” … “in May.”", "“We pay,” … “in May.”"),
        ("“We pay", "“We pay”"),
        ("We pay”", "“We pay”"),
        ("that they “pay in May”", "“that they “pay in May””"),
        ("that they “pay", "“that they “pay””"),
        ('"We pay', '"We pay"'),
        ('"We pay"', '"We pay"'),
        ("We\n pay " + "so much " * 40, "“We pay " + "so much " * 19 + "…”"),
    ],
)
def test_words_stand_in_quotation_marks_once(words: str, shown: str) -> None:
    assert told.quoted(words) == shown


@pytest.mark.parametrize(("number", "letters"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab")])
def test_copies_have_letters(number: int, letters: str) -> None:
    copies = [report("Courier", family="wire")] + [report(f"N{place:02}", on="2026-05-13", family="wire") for place in range(28)]
    assert told.numbers(made(copies, None))[DocumentId(f"N{number:02}")] == f"1{letters}"


def test_json_has_all_of_it_and_reads_back() -> None:
    assert msgspec.json.decode(told.to_json(ONE), type=Chained) == ONE


def test_the_order_in_which_reports_come_changes_no_view() -> None:
    other = made(story()[::-1], against=against())
    assert [told.to_json(other), page(other), drawing(other), dot(other), terminal(other)] == [
        told.to_json(ONE),
        page(ONE),
        drawing(ONE),
        dot(ONE),
        terminal(ONE),
    ]


def hostile() -> Chained:
    reports = [
        named(post(), outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)"),
        named(report("Courier", HOSTILE, words=WRONG + HOSTILE), outlet=HOSTILE, url="JavaScript:alert(2)", origin=HOSTILE),
        named(
            report("Gazette", words=WRONG + HOSTILE, after=f" {HOSTILE} said.", on="2026-05-13", links=((HOSTILE, "Courier"),)),
            outlet="[bold]Gazette[/bold]",
            url='https://gazette.example/?a=1&b="><script>alert(3)</script>',
        ),
        named(report("Herald", on=HOSTILE), title=None, outlet=None),
    ]
    said = (Against(document=DocumentId("Courier"), statement=StatementId("s"), trace=HOSTILE, fidelity=HOSTILE, reason=HOSTILE),)
    one = made(reports, Original(words=SAID + HOSTILE, document=DocumentId("post")), against=said)
    return msgspec.structs.replace(one, words=HOSTILE)


def test_nothing_in_the_page_runs_or_is_fetched_whatever_the_texts_hold() -> None:
    source = page(hostile())
    found = Tags(source)
    allowed = "html head meta title style body header h1 p main figure figcaption div table caption thead tbody tr th td ul ol li"
    drawn = "blockquote strong span a footer svg desc rect path circle text g"
    assert set(found.tags) <= {*allowed.split(), *drawn.split()}
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "src"]
    assert all(value.startswith(("#", "https://gazette.example/", "https://news.example/")) for value in found.of("href"))
    assert "alert(1)" in found.text
    assert not re.search("[\x1b\u202e]", source)
    (policy,) = [value for value in found.of("content") if "default-src" in value]
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "$" not in style


def test_every_mark_of_the_page_leads_to_a_row_that_is_there_once() -> None:
    found = Tags(page(ONE))
    ids = found.of("id")
    assert len(ids) == len(set(ids))
    inner = {value[1:] for value in found.of("href") if value.startswith("#")}
    assert {"e3.1", "n1", "n2", "n8"} <= inner <= set(ids)


SVG = "{http://www.w3.org/2000/svg}"


def svg(one: Chained) -> etree._Element:
    return etree.fromstring(drawing(one).encode())


def test_the_drawing_is_sound_xml_without_what_runs() -> None:
    root = svg(hostile())
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "text", "g", "a"}
    links = [one.get("href", "") for one in root.iter(f"{SVG}a")]
    assert links
    assert all(link.startswith("https://") for link in links)
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    # Programs that draw pictures for print know no variables of style sheets.
    assert "var(" not in drawing(ONE)


@given(TEXTS, NAMES)
def test_any_text_makes_a_sound_drawing_and_page(text: str, name: str) -> None:
    one = made([named(post(), outlet=name, title=text), named(report("Courier", words=text), outlet=name, published=text)])
    svg(one)
    assert "script" not in Tags(page(one)).tags
    assert dot(one).endswith("}\n")
    assert "\x1b" not in terminal(one)


def boxes(one: Chained) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom."""
    root = svg(one)
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "box"]
    sizes = [[float(rect.get(name, "")) for name in ("x", "y", "width", "height")] for rect in found]
    return [(left, top, left + width, top + height) for left, top, width, height in sizes]


def many(number: int) -> Chained:
    """Reports that rest on the post, on one another, and on nothing."""
    links = [("post",), (), ("P1", "post"), (f"P{max(0, number // 2)}",)]
    every = [
        report(f"P{place}", on=f"2026-06-{place % 28 + 1:02}", links=tuple(("Lind", to) for to in links[place % 4]))
        for place in range(number)
    ]
    return made([post(), *every])


@pytest.mark.parametrize("number", [1, 4, 11, MOST + 10])
def test_boxes_stand_apart_and_all_within_the_drawing(number: int) -> None:
    one = many(number)
    found = boxes(one)
    assert len(found) == min(number + 1, MOST)
    _, _, width, height = map(float, svg(one).get("viewBox", "").split())
    for place, (left, top, right, bottom) in enumerate(found):
        assert 0 < left < right < width
        assert 0 < top < bottom < height
        assert not any(left < r and l < right and top < b and t < bottom for l, t, r, b in found[:place])  # noqa: E741
    said = "11 later reports are not drawn."
    assert (said in drawing(one)) == (said in page(one)) == (number > MOST)


def test_no_line_goes_through_a_box() -> None:
    one = many(30)
    found = boxes(one)
    ways = re.findall(r'd="M[^"V]* ([\d.]+) ([\d.]+)V([\d.]+)C', drawing(one))
    assert len(ways) > 5
    # Where a line goes straight up it stands between columns; its curves lie between rows.
    rows = sorted({(top, bottom) for _, top, _, bottom in found})
    for across, low, high in (map(float, way) for way in ways):
        assert not any(left <= across <= right and top < low and high < bottom for left, top, right, bottom in found)
        assert not any(top < low < bottom - 1 or top + 1 < high < bottom for top, bottom in rows)


def test_dot_is_made_of_whole_strings() -> None:
    for one in (ONE, hostile()):
        first, *lines, last = dot(one).splitlines()
        assert (first, last) == ("digraph chain {", "}")
        string = r'"(?:[^"\\]|\\["\\n])*"'
        for line in lines[2:]:
            bare = re.sub(string, "S", line)
            assert re.fullmatch(r"  (label=S|S( -> S)?( \[\w+=(S|\w+)(, \w+=(S|\w+))*\])?);", bare), line
    assert "javascript" not in dot(hostile()).lower()
    assert len(re.findall(" -> ", dot(ONE))) == sum(rest.on is not None for node in ONE.chain.nodes for rest in node.rests)


def test_the_terminal_keeps_markup_as_text_and_stays_in_its_columns() -> None:
    shown = terminal(hostile(), width=60)
    assert "[bold]Gazette[/bold]" in shown
    assert not re.search("[\x1b\u202e]", shown)
    assert all(len(line) <= 60 for line in shown.splitlines())
    # Each stands one step further in than what it rests on.
    lines = terminal(ONE).splitlines()
    steps = [
        next(line.index(f"[{number}]") for line in lines if f"[{number}] " in line and "rest" not in line) for number in (2, 3)
    ]
    assert all(one < other for one, other in pairwise(steps))
