"""trace, as a person meets it: a fictional article, quotes and sources of every kind, and what each exit code says."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.tracing import trace

ARTICLE = """Islands keep their ship for now

“We have kept the night ferry for two winters, and we will keep it for one more,” Transport Minister Oskar Lind wrote in a post on Tuesday. A day earlier he had sounded harder. “Every crown that goes into an empty ship is a crown that does not go into a classroom,” Lind said.

“There are forty-one of them, and not one of them can swim that far,” said Piet Varga, who leads the dockers' union.

“I have asked the company for a second ship,” Lind told reporters at the harbour. “Not now,” Marta Velde said.
"""
CLEAR = "“Every crown that goes into an empty ship is a crown that does not go into a classroom,” Oskar Lind said.\n"
CHANGED = "“We have kept the night ferry for two winters, and we will keep it for one more,” Oskar Lind wrote.\n"
LOST = "“I have asked the company for a second ship with a heated deck,” Oskar Lind said.\n"
PLAIN = "The ferry is a ship. It sails at night, and in the morning it lies at the quay.\n"
POSTS = (
    (
        "lind-1",
        "Oskar Lind",
        "2026-06-01",
        "Every crown that goes into an empty ship is a crown that does not go into a classroom.",
    ),
    ("lind-2", "Oskar Lind", "2026-06-02", "We have kept the night ferry for two winters, and we may keep it for one more."),
    ("velde-1", "Marta Velde", "2026-06-02", "There are forty-one of them, and not one of them can swim that far. I have counted."),
)
CROWN = "Every crown that goes into an empty ship"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles and sources, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    # Nobody's own knowledge base is read.
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    for name, text in (
        ("article", ARTICLE),
        ("clear", CLEAR),
        ("changed", CHANGED),
        ("lost", LOST),
        ("plain", PLAIN),
        ("empty", ""),
    ):
        Path(f"{name}.txt").write_text(text, encoding="utf-8")
    rows = [{"id": name, "kind": "post", "speaker": who, "date": day, "text": text} for name, who, day, text in POSTS]
    Path("posts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Path("posts.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["text", "author", "date"])
        table.writerows([text, who, day] for _, who, day, text in POSTS)
    Path("texts").mkdir()
    for name, _, _, text in POSTS:
        Path("texts", f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(trace, words, input=stdin)


def quote(words: str, *more: str, sources: str = "posts.jsonl") -> Result:
    return run("--quote", words, "--sources", sources, *more)


def test_an_article_is_traced_quote_by_quote() -> None:
    done = run("article.txt", "--sources", "posts.jsonl", "--date", "2026-06-03")
    assert done.exit_code == 4
    for words in (
        "Oskar Lind  possible change of meaning · source",
        "The article has “will” where the source has “may”.",
        "we [-may-] {+will+} keep it for one more",
        "Oskar Lind  verbatim · source",
        "Oskar Lind · post · 2026-06-01 · source lind-1 · characters 0–85",
        "The same words stand in a text by Marta Velde of 2 June 2026: are they the words of Piet Varga?",
        "Searched 2 texts by Oskar Lind from 1 June 2026 to 2 June 2026.",
        "4 statements: 1 verbatim, 1 possible change of meaning, 2 not found in what was searched;",
        "the words of 1 stand in another speaker's text; 1 more has fewer than 4 words and was not sought.",
    ):
        assert words in done.stdout, words
    assert "altered" not in done.stdout.lower()
    assert done.stderr == ""


@pytest.mark.parametrize(("article", "code"), [("clear.txt", 0), ("plain.txt", 0), ("lost.txt", 3), ("changed.txt", 4)])
def test_the_exit_code_says_what_came_of_it(article: str, code: int) -> None:
    assert run(article, "--sources", "posts.jsonl").exit_code == code


def test_an_article_without_quotes_says_so() -> None:
    assert "There is nothing in it that anybody is reported to have said." in run("plain.txt", "--sources", "posts.jsonl").stdout


def test_a_speaker_whom_no_article_reports_is_told() -> None:
    done = run("article.txt", "--sources", "posts.jsonl", "--speaker", "Jonas Brekke")
    assert done.exit_code == 1
    assert "There is nothing in it that Jonas Brekke is reported to have said." in done.stdout


@pytest.mark.parametrize("sources", ["posts.jsonl", "posts.csv", "texts"])
def test_sources_are_of_many_kinds(sources: str) -> None:
    done = quote(CROWN, sources=sources)
    assert (done.exit_code, "verbatim" in done.stdout) == (0, True), done.output


def test_authors_of_a_table_speak_only_where_it_is_told() -> None:
    done = quote(CROWN, sources="posts.csv")
    assert "3 sources with an author and no speaker: with --kind post, or --source-speaker NAME" in done.stderr
    done = quote(CROWN, "--kind", "post", sources="posts.csv")
    assert "Oskar Lind · post · 2026-06-01" in done.stdout
    assert done.stderr == ""
    done = quote(CROWN, "--source-speaker", "Marta Velde", sources="texts")
    assert "Marta Velde · undated · source" in done.stdout


def test_a_quote_is_sought_of_its_speaker_and_about_its_day() -> None:
    assert quote(CROWN, "--speaker", "Lind", "--date", "2026-06-02").exit_code == 0
    assert quote(CROWN, "--speaker", "Velde").exit_code == 3
    assert quote(CROWN, "--date", "2026-05-20").exit_code == 3
    assert quote(CROWN, "--date", "2026-06-04", "--within-days", "2").exit_code == 3
    assert quote(CROWN, "--date", "2026-06-03", "--within-days", "2").exit_code == 0


def test_a_quote_in_another_language_says_what_was_sought() -> None:
    done = quote("Wir haben die Nachtfähre zwei Winter lang behalten, und wir behalten sie noch einen")
    assert done.exit_code == 3
    assert "The quote is in German, and the encoder knows English only: only its very words were sought." in done.stdout


def test_other_words_in_a_translated_article_are_no_change_of_meaning() -> None:
    Path("abroad.txt").write_text(
        "“We have kept the night train for two winters, and we may keep it for one more,” Oskar Lind wrote.\n", encoding="utf-8"
    )
    assert run("abroad.txt", "--sources", "posts.jsonl").exit_code == 4
    done = run("abroad.txt", "--sources", "posts.jsonl", "--translated-from", "fr")
    assert done.exit_code == 0
    assert "Translated from French" in done.stdout
    assert "Oskar Lind  translated" in done.stdout


def test_many_quotes_come_one_after_another_and_what_is_none_is_left_out() -> None:
    rows = [
        CROWN.encode(),
        b"",
        json.dumps({"quote": "not one of them can swim that far", "speaker": "Marta Velde", "date": "2026-06-03"}).encode(),
        b'{"quote": 3}',
        b"\xff",
    ]
    Path("quotes.txt").write_bytes(b"\n".join(rows))
    done = run("--quotes", "quotes.txt", "--sources", "posts.jsonl")
    assert done.exit_code == 1
    assert "2 quotes: 2 verbatim." in done.stdout
    assert "quotes.txt, line 4: it has no words in “quote”" in done.stderr
    assert "quotes.txt, line 5: byte 0 is not UTF-8" in done.stderr
    lines = run("--quotes", "quotes.txt", "--sources", "posts.jsonl", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["trace"]["found"]["source"]["id"] for line in lines] == ["lind-1", "velde-1"]
    made = json.loads(run("--quotes", "quotes.txt", "--sources", "posts.jsonl", "--json").stdout)
    assert len(made["traces"]) == 2


def test_quotes_are_answered_as_they_come_and_the_same_each_time() -> None:
    Path("quotes.txt").write_text(f"{CROWN}\n" * 40, encoding="utf-8")
    done = run("--quotes", "quotes.txt", "--sources", "posts.jsonl", "--format", "jsonl")
    assert (done.exit_code, len(lines := done.stdout.splitlines()), len(set(lines))) == (0, 40, 1)


@pytest.mark.parametrize("form", ["json", "html", "markdown", "terminal", "jsonl"])
def test_each_form_is_written_to_a_file(form: str) -> None:
    done = run("changed.txt", "--sources", "posts.jsonl", "--format", form, "--out", "page")
    assert done.exit_code == 4
    text = Path("page").read_text(encoding="utf-8")
    assert "possible change of meaning" in text
    assert "Written to page" in done.stderr
    assert done.stdout == ""
    if form == "jsonl":
        shown = run("changed.txt", "--sources", "posts.jsonl", "--format", form).stdout
        assert shown == text


def test_json_of_one_article_is_an_object_and_of_two_an_array() -> None:
    assert isinstance(json.loads(run("clear.txt", "--sources", "posts.jsonl", "--json").stdout), dict)
    made = json.loads(run("clear.txt", "lost.txt", "--sources", "posts.jsonl", "--json").stdout)
    assert [one["traces"][0]["trace"]["fidelity"] for one in made] == ["verbatim", "not found"]


def test_of_several_articles_what_cannot_be_read_is_left_out() -> None:
    done = run("clear.txt", "nowhere.txt", "empty.txt", "--sources", "posts.jsonl")
    assert done.exit_code == 1
    assert "nowhere.txt" in done.stderr
    assert "empty.txt is empty" in done.stderr
    assert "verbatim" in done.stdout


def test_an_article_may_come_from_standard_input_or_a_folder() -> None:
    assert run("-", "--sources", "posts.jsonl", stdin=CLEAR).exit_code == 0
    Path("desk").mkdir()
    Path("clear.txt").rename("desk/clear.txt")
    Path("lost.txt").rename("desk/lost.txt")
    assert run("desk", "--sources", "posts.jsonl").exit_code == 3


def test_sources_that_are_left_out_are_told_on_the_page_and_by_the_exit_code() -> None:
    Path("texts/empty.txt").touch()
    Path("texts/broken.docx").write_bytes(b"PK\x03\x04broken")
    done = run("clear.txt", "--sources", "texts", "nowhere.jsonl")
    assert done.exit_code == 1
    assert "3 sources were left out and not searched. The first: " in done.stdout
    for name in ("texts/empty.txt", "texts/broken.docx", "nowhere.jsonl"):
        assert name in done.stderr


def test_thousands_of_damaged_lines_are_counted_and_not_all_told() -> None:
    with Path("posts.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n{" * 60)
    done = quote(CROWN)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 21
    assert "40 more sources left out." in done.stderr


def test_a_kept_index_answers_without_the_sources() -> None:
    first = quote(CROWN, "--index", "kept")
    assert run("--quote", CROWN, "--index", "kept").stdout == first.stdout


def test_nothing_is_written_but_what_was_asked_for(desk: Path) -> None:
    before = sorted(desk.rglob("*"))
    run("article.txt", "--sources", "posts.jsonl")
    assert sorted(desk.rglob("*")) == before


def test_a_file_that_was_there_stays_whole_where_nothing_could_be_traced() -> None:
    Path("page.html").write_text("mine", encoding="utf-8")
    assert run("empty.txt", "--sources", "posts.jsonl", "--out", "page.html", "--format", "html").exit_code == 2
    assert Path("page.html").read_text(encoding="utf-8") == "mine"
    assert not [one.name for one in Path().iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "There is nothing to trace: give the name of an article, or --quote with the words"),
        (("article.txt",), "There is nothing to search for the words: give --sources"),
        (("article.txt", "--sources"), "There is nothing to search for the words: give --sources"),
        (("article.txt", "--quote", "We pay", "--sources", "posts.jsonl"), "are three different things to trace"),
        (("--quote", "", "--sources", "posts.jsonl"), "There is no word in the quote"),
        (("--quote", "… 12!", "--sources", "posts.jsonl"), "There is no word in the quote"),
        (("--quote", CROWN, "--sources", "nowhere.jsonl"), "There is no file named nowhere.jsonl"),
        (("--quote", CROWN, "--sources", "empty.txt"), "empty.txt is empty"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--date", "yesterday"), "“yesterday” is not a date"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--date", "2026-02-30"), "is not a date that exists"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--within-days", "3"), "--within-days needs the day"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--translated-from", "klingon"), "is not a language code"),
        (("--quotes", "nowhere.txt", "--sources", "posts.jsonl"), "There is no file named nowhere.txt"),
        (("--quotes", "empty.txt", "--sources", "posts.jsonl"), "empty.txt holds no quote: write one on each line."),
        (("--quotes", "texts", "--sources", "posts.jsonl"), "texts is a folder"),
        (("nowhere.txt", "--sources", "posts.jsonl"), "There is no file named nowhere.txt"),
        (("empty.txt", "--sources", "posts.jsonl"), "empty.txt is empty"),
        (("german.txt", "--sources", "posts.jsonl"), "german.txt is in German"),
        (("--quote", CROWN, "--index", "nowhere"), "There is no index of sources in nowhere"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--index", "texts"), "texts holds other files than an index"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--out", "no/page"), "there is no folder"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--out", "posts.jsonl"), "is one of the files that are read"),
        (("--quote", CROWN, "--sources", "posts.jsonl", "--out", "."), "is not a file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words: tuple[str, ...], says: str) -> None:
    Path("german.txt").write_text(
        "Die Fähre fährt noch einen Winter zu den äußeren Inseln, sagte der Minister am Dienstag. „Wir haben die Nachtfähre zwei "
        "Winter lang behalten, und wir behalten sie noch einen“, schrieb er. Danach schwieg er und ging nach Hause.",
        encoding="utf-8",
    )
    done = run(*words)
    assert done.exit_code == 2, done.output
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit)
