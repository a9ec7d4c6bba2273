"""check, as a person meets it: a fictional draft against fictional posts, and the Syria article where the shared cases are there."""

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from onrecord.cli.checking import check
from onrecord.read.item import Item
from onrecord.read.word import read_docx
from tests.conftest import SHARED
from tests.read.print_shop import column, pdf

DRAFT = """HARBOUR TOWN — “The ferry to Kalmora will cost forty million crowns, and whoever says otherwise can't read a tender,” Oskar Lind wrote in a post on Monday.

“Nobody at the shipyard will lose a job before the winter is over,” Lind said. “I have never met the shipyard's owner in my life.”

The “people's ferry” has been delayed twice. Marta Velde said that Lind had promised “new ropes and a second engine”.
"""
CLEAR = """Shipyard safe

“Nobody at the shipyard will lose a job before the winter is over,” Oskar Lind said on 3 March 2026.
"""
POSTS = (
    (
        "p1",
        "2026-03-02",
        "The ferry to Kalmora will cost eleven million crowns, and whoever says otherwise can't read a tender. We pay in May.",
    ),
    ("p2", "2026-03-03", "Nobody at the shipyard will lose a job before the winter is over, you have my word."),
    ("p3", "2026-03-04", "I am proud of our nurses. They worked through three nights without a break and asked for nothing."),
)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the draft and the posts, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    # Nobody's own knowledge base is read.
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    Path("draft.txt").write_text(DRAFT, encoding="utf-8")
    Path("clear.txt").write_text(CLEAR, encoding="utf-8")
    lines = [json.dumps({"id": name, "date": day, "text": text, "author": "Oskar Lind"}) for name, day, text in POSTS]
    Path("posts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(draft: str, *words: str, sources: str = "posts.jsonl", date: str = "2026-03-05") -> Result:
    return CliRunner().invoke(check, [draft, "--sources", sources, "--kind", "post", "--date", date, *words])


def test_a_draft_becomes_one_page_and_the_exit_says_that_a_meaning_may_have_changed() -> None:
    done = run("draft.txt")
    assert done.exit_code == 4
    for words in (
        "Possible change of meaning: the article has “forty million” where the source has “eleven million”.",
        "Nobody at the shipyard will lose a job before the winter is over, you have my word.",
        "word for word",
        "Not found in what was searched.",
        "Searched 3 texts by Oskar Lind from 2 March 2026 to 4 March 2026.",
        "Nearest miss",
        "in the words of Marta Velde",
        "whose words are they?",
        "[ ] right   [ ] to change   [ ] ask   Initials",
        "Checked by",
    ):
        assert words in done.stdout
    assert "altered" not in done.stdout.lower()


def test_a_draft_in_which_all_was_found_needs_nothing() -> None:
    done = run("clear.txt")
    assert (done.exit_code, "no row needs attention" in done.stdout) == (0, True)


def test_what_was_not_found_needs_attention() -> None:
    Path("lost.txt").write_text(
        "“Every school in the valley gets a swimming pool,” Oskar Lind said on 3 March 2026.\n", encoding="utf-8"
    )
    assert run("lost.txt").exit_code == 3


def test_a_source_that_cant_be_read_is_told() -> None:
    Path("sources").mkdir()
    Path("posts.jsonl").rename("sources/posts.jsonl")
    Path("sources/empty.txt").write_text("", encoding="utf-8")
    done = run("clear.txt", sources="sources")
    assert done.exit_code == 1
    assert "empty.txt is empty" in done.stderr
    assert "Not among the sources" in done.stdout


def test_sources_may_be_many_and_the_draft_comes_from_standard_input() -> None:
    Path("more.txt").write_text("A note without any word of it.", encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(check, ["--kind", "post", "-", "--sources", "more.txt", "posts.jsonl"], input=CLEAR)
    assert done.exit_code == 0
    assert "4 source texts" in done.stdout


def test_nothing_is_written_but_what_was_asked_for(desk: Path) -> None:
    before = sorted(desk.rglob("*"))
    run("draft.txt")
    assert sorted(desk.rglob("*")) == before
    run("draft.txt", "--format", "html", "--out", "page.html", "--index", "kept")
    assert {path.relative_to(desk).parts[0] for path in set(desk.rglob("*")) - set(before)} == {"page.html", "kept"}
    assert "forty million" not in "".join(path.read_text("utf-8", "replace") for path in (desk / "kept").iterdir())


def test_a_kept_index_gives_the_same_page() -> None:
    first, second = (run("draft.txt", "--index", "kept", "--format", "json") for _ in range(2))
    assert first.stdout == second.stdout


def test_html_and_word_are_files_that_can_be_opened() -> None:
    assert run("draft.txt", "--format", "html", "--out", "page.html").exit_code == 4
    assert "possible change of meaning" in Path("page.html").read_text(encoding="utf-8")
    assert run("draft.txt", "--format", "docx", "--out", "page.docx").exit_code == 4
    text = read_docx(Item(raw=Path("page.docx").read_bytes(), name="page.docx", suffix=".docx")).text or ""
    assert "Possible change of meaning: the article has “forty million”" in text
    assert "☐ right" in text


def test_json_has_the_rows() -> None:
    done = run("draft.txt", "--format", "json")
    page = json.loads(done.stdout)
    assert [row["number"] for row in page["rows"]] == list(range(1, len(page["rows"]) + 1))
    assert page["rows"][0]["traces"][0]["trace"]["fidelity"] == "altered"


def test_a_claim_review_holds_what_was_found_and_a_change_only_if_confirmed() -> None:
    done = run("draft.txt", "--format", "claimreview", "--by", "Ines Calder", "--out", "claims.json")
    assert [one["reviewRating"]["alternateName"] for one in json.loads(Path("claims.json").read_text("utf-8"))] == [
        "Quoted word for word"
    ]
    assert "a possible change of meaning is exported only where a person confirms it, with --confirm 1=altered" in done.stderr
    done = run("draft.txt", "--format", "claimreview", "--by", "Ines Calder", "--confirm", "1=altered")
    reviews = json.loads(done.stdout)
    assert [one["reviewRating"]["alternateName"] for one in reviews] == ["Quoted with a change of meaning", "Quoted word for word"]
    assert {one["author"]["name"] for one in reviews} == {"Ines Calder"}
    assert not any("never met" in one["claimReviewed"] for one in reviews)


def test_a_word_document_and_a_pdf_are_drafts_too() -> None:
    written, file = docx.Document(), BytesIO()
    for paragraph in CLEAR.split("\n\n"):
        written.add_paragraph(paragraph.strip())
    written.save(file)
    Path("draft.docx").write_bytes(file.getvalue())
    Path("draft.pdf").write_bytes(pdf([column(["Shipyard safe", "", *_wrapped(CLEAR.split("\n\n")[1])])]))
    for draft in ("draft.docx", "draft.pdf"):
        done = run(draft)
        assert (done.exit_code, "word for word" in done.stdout) == (0, True), done.output
    assert "page 1" in run("draft.pdf").stdout


def _wrapped(text: str) -> list[str]:
    """Lines of a column, in marks that the page's font has."""
    words, lines = text.replace("“", '"').replace("”", '"').split(), [""]
    for one in words:
        if len(lines[-1]) + len(one) > 70:
            lines.append("")
        lines[-1] = f"{lines[-1]} {one}".strip()
    return lines


def test_without_a_day_mondays_stay_open() -> None:
    done = CliRunner().invoke(check, ["draft.txt", "--sources", "posts.jsonl", "--kind", "post"])
    assert "“Monday” can't be told without the day of the draft." in done.stdout


def test_a_draft_without_quotes_has_nothing_to_check() -> None:
    Path("quiet.txt").write_text("The harbour was quiet. Boats lay at the quay, and it had rained all night.", encoding="utf-8")
    done = run("quiet.txt")
    assert done.exit_code == 0
    assert "Nothing to check: no quote was found, and nothing in quotation marks. 74 characters were read" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("draft.txt",), "give --sources"),
        (("draft.txt", "--sources"), "give --sources"),
        (("draft.txt", "--sources", "nowhere.jsonl"), "There is no file named nowhere.jsonl"),
        (("nowhere.txt", "--sources", "posts.jsonl"), "There is no file named nowhere.txt"),
        (("empty.txt", "--sources", "posts.jsonl"), "empty.txt is empty"),
        (("german.txt", "--sources", "posts.jsonl"), "german.txt is in German"),
        (("https://news.example/a", "--sources", "posts.jsonl"), "is an address"),
        (("draft.txt", "--sources", "posts.jsonl", "--date", "yesterday"), "is not a date"),
        (("draft.txt", "--sources", "posts.jsonl", "--format", "docx"), "with --out"),
        (("draft.txt", "--sources", "posts.jsonl", "--out", "no/page.txt"), "there is no folder"),
        (("draft.txt", "--sources", "posts.jsonl", "--out", "."), "is not a file"),
        (("draft.txt", "--sources", "posts.jsonl", "--out", "draft.txt"), "is the draft or one of its sources"),
        (("draft.txt", "--sources", "posts.jsonl", "--out", "posts.jsonl"), "is the draft or one of its sources"),
        (("draft.txt", "--sources", "posts.jsonl", "--by", "Ines"), "for --format claimreview only"),
        (("draft.txt", "--sources", "posts.jsonl", "--format", "claimreview"), "--by"),
        (("draft.txt", "--sources", "posts.jsonl", "--format", "claimreview", "--by", "I", "--url", "x"), "is not an address"),
        (("draft.txt", "--sources", "posts.jsonl", "--format", "claimreview", "--by", "I", "--confirm", "9=altered"), "no row “9”"),
        (
            ("draft.txt", "--sources", "posts.jsonl", "--format", "claimreview", "--by", "I", "--confirm", "3=altered"),
            "never exported",
        ),
    ],
)
def test_a_mistake_is_one_sentence_and_writes_nothing(words: tuple[str, ...], says: str, desk: Path) -> None:
    Path("empty.txt").write_text("", encoding="utf-8")
    german = "Der Hafen war ruhig. „Wir fahren morgen“, sagte der Bürgermeister am Montag, und die Leute gingen nach Hause, weil es regnete."
    Path("german.txt").write_text(german, encoding="utf-8")
    before = {path: path.read_bytes() for path in desk.iterdir() if path.is_file()}
    done = CliRunner().invoke(check, list(words))
    assert done.exit_code == 2
    assert done.stderr.startswith("onrecord: ")
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in desk.iterdir() if path.is_file()} == before


def test_sources_before_the_draft_take_it_and_that_is_a_mistake() -> None:
    done = CliRunner().invoke(check, ["--sources", "posts.jsonl", "draft.txt"])
    assert done.exit_code == 2
    assert "Missing argument 'DRAFT'" in done.stderr


def test_a_page_that_is_there_is_replaced_whole() -> None:
    Path("page.html").write_text("old", encoding="utf-8")
    run("clear.txt", "--format", "html", "--out", "page.html")
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


SYRIA = SHARED / "cases" / "syria"


@pytest.mark.skipif(not SYRIA.exists(), reason="the shared cases are not beside this checkout")
def test_the_syria_article_as_a_draft() -> None:
    done = run(str(SYRIA / "article.txt"), "--translated-from", "fr", "--format", "json", date="2019-01-08")
    page = json.loads(done.stdout)
    gold = json.loads((SYRIA / "gold.json").read_text(encoding="utf-8"))
    rows = {}
    for one in gold["statements"]:
        if one["required"]:
            start, end = one["content"][0][0], one["content"][-1][1]
            near = [
                row
                for row in page["rows"]
                if row["statement"] and abs(row["pieces"][0][0] - start) <= 6 and abs(row["pieces"][-1][1] - end) <= 4
            ]
            assert near, one["content_text"]
            assert near[0]["statement"]["speaker"]["name"] == one["speaker"]
            rows[start] = near[0]
    assert len(rows) == 13
    assert [start for start, row in rows.items() if row["parent"] is not None] == [647]
    assert page["rows"][rows[647]["parent"] - 1]["statement"]["speaker"]["name"] == "Presidency of France"
    assert any("not foreign minister" in need["says"] for need in rows[1078]["needs"])
    assert rows[1078]["title"].startswith("secretary of state of United States")
    assert page["document"]["translated_from"] == "fr"
    shown = run(str(SYRIA / "article.txt"), "--translated-from", "fr", date="2019-01-08").stdout
    assert "Translated from French" in shown
    assert "Translated: from French" in shown
    assert "Second-hand: in the words of Presidency of France" in shown
    assert "“adapted”" in shown
