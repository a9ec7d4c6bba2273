"""The command line as a person meets it: what is printed, and one sentence for each mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import onrecord
from onrecord.errors import OptionError
from onrecord.pipeline import SHOWN_ACTS, choose
from onrecord.record import from_json, schema

EXAMPLE = Path(__file__).parent.parent / "examples" / "harbour.txt"
ARTICLE = """Ferry to run all winter

The ferry to Sandholm will run all winter, the port operator Merrow Lines said on Tuesday.

“We have listened to the islanders,” said Ines Calder, its director. “They need a boat, not a timetable.”
"""


def run(*arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, check=False, env={**os.environ, "COLUMNS": "120"})


def sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one sentence that a mistake gives; never a traceback."""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert said.startswith("onrecord: ")
    assert len(said.strip().splitlines()) == 1
    return said


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_json_follows_the_schema_and_anchors_every_word(article: Path) -> None:
    done = run("read", article, "--json", "--date", "2026-05-14")
    assert done.returncode == 0
    record = json.loads(done.stdout)
    jsonschema.validate(record, schema())
    assert record["document"]["text"] == ARTICLE
    speakers = {s["speaker"]["name"] for s in record["statements"] if s["speaker"]}
    assert "Ines Calder" in speakers
    start, end = record["statements"][-1]["content"][0]
    assert ARTICLE[start:end].strip("“”").startswith("They need a boat")


def test_the_same_input_twice_is_the_same_output(article: Path) -> None:
    assert run("read", article, "--json").stdout == run("read", article, "--json").stdout


def test_several_inputs_give_an_array_and_jsonl_a_line_each(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("Sandholm", "Norholm"), encoding="utf-8")
    assert len(json.loads(run("read", article, other, "--json").stdout)) == 2
    lines = run("read", tmp_path, "--format", "jsonl").stdout.decode().splitlines()
    assert len(lines) == 2
    assert all(json.loads(line)["statements"] for line in lines)


def test_standard_input(article: Path) -> None:
    done = run("read", "-", "--json", stdin=article.read_bytes())
    assert json.loads(done.stdout)["document"]["text"] == ARTICLE


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_every_view_shows_speaker_and_words(article: Path, form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("read", article, "--format", form, "--out", out)
    assert done.returncode == 0
    shown = out.read_text(encoding="utf-8")
    assert "Ines Calder" in shown
    assert "We have listened to the islanders" in shown


def test_a_batch_reads_the_others_and_says_what_was_left_out(article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("read", article, tmp_path / "empty.txt", tmp_path / "gone.txt", "--format", "jsonl")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    said = done.stderr.decode()
    assert "empty.txt" in said
    assert "gone.txt" in said
    assert "1 read, 2 left out." in said
    assert "Traceback" not in said


FRENCH = "Le ministre a déclaré lundi que les bateaux ne partiraient pas avant la fin de la semaine, à cause du vent. " * 5


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("french.txt", FRENCH.encode()),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n "),
        ("binary.txt", bytes(range(256)) * 20),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("page.html", b"<!doctype html><html><head><title>x</title></head><body></body></html>"),
    ],
)
def test_what_is_no_english_text_is_refused_by_name(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("read", path)
    assert done.returncode == 2
    assert name in sentence(done)


def test_a_huge_text_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    done = run("read", path)
    assert done.returncode == 2
    assert "huge.txt" in sentence(done)


def test_a_missing_file_an_empty_folder_and_an_address_that_cannot_be_had(tmp_path: Path) -> None:
    for argument in (tmp_path / "gone.txt", tmp_path, "http://127.0.0.1:9/story", "http://nowhere.invalid/story"):
        done = run("read", argument)
        assert done.returncode == 2
        assert str(argument) in sentence(done)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file(article: Path) -> None:
    article.chmod(0)
    done = run("read", article)
    assert done.returncode == 2
    assert "article.txt" in sentence(done)


@pytest.mark.parametrize(("option", "value"), [("--date", "yesterday"), ("--date", "2026-02-30"), ("--translated-from", "French!")])
def test_an_option_that_is_none(article: Path, option: str, value: str) -> None:
    done = run("read", article, option, value)
    assert done.returncode == 2
    assert value in sentence(done)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(article: Path, tmp_path: Path) -> None:
    done = run("read", article, "--json", "--out", tmp_path / "no" / "where.json")
    assert done.returncode == 2
    assert "where.json" in sentence(done)
    assert not (tmp_path / "no").exists()


PLANS = """Council looks at the bridge

The council plans to close the old bridge in June. A survey by Tarn & Sons shows that its ropes have worn thin.

“I think that it will hold for a year,” said Ana Roth, the mayor. Ben Hale, the engineer, said that it would not.
"""


def unshown(done: subprocess.CompletedProcess[bytes]) -> int:
    """How many statements are not shown, as the line on standard error has it; 0 where there is none."""
    said = done.stderr.decode().strip()
    if not said:
        return 0
    count, _, rest = said.partition(" ")
    noun = "statement is" if count == "1" else "statements are"
    assert rest == f"more {noun} not shown: --acts all and a lower --min-confidence show more."
    return int(count)


def test_the_default_shows_what_is_said_and_thought_and_counts_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "plans.txt"
    path.write_text(PLANS, encoding="utf-8")
    every, shown = run("read", path, "--acts", "all", "--json"), run("read", path, "--json")
    assert (every.returncode, shown.returncode) == (0, 0)
    assert unshown(every) == 0
    found, default = from_json(every.stdout), from_json(shown.stdout)
    assert default.statements == choose(found, SHOWN_ACTS).statements
    assert unshown(shown) == len(found.statements) - len(default.statements)


def test_what_is_not_certain_enough_is_left_out_and_counted(article: Path) -> None:
    every = from_json(run("read", article, "--acts", "all", "--json").stdout)
    done = run("read", article, "--acts", "all", "--min-confidence", "1", "--json")
    assert done.returncode == 0
    assert every.statements
    # A name that only a text vouches for is never wholly certain.
    assert from_json(done.stdout).statements == ()
    assert unshown(done) == len(every.statements)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--min-confidence", "1.5"),
        ("--min-confidence", "-0.1"),
        ("--min-confidence", "high"),
        ("--acts", "plans"),
        ("--model", "huge"),
    ],
)
def test_a_choice_that_is_none_is_refused_in_one_sentence(article: Path, option: str, value: str) -> None:
    done = run("read", article, option, value)
    assert done.returncode == 2
    assert not done.stdout
    usage, *_, said = done.stderr.decode().strip().splitlines()
    assert usage.startswith("Usage: ")
    assert said.startswith("Error: ")
    assert option in said
    assert value in said


def test_either_model_reads_and_says_which_it_was(article: Path) -> None:
    read = ("read", article, "--acts", "all", "--json")
    best, fast = (json.loads(run(*read, *option).stdout) for option in ((), ("--model", "fast")))
    for record, size in ((best, "best"), (fast, "fast")):
        jsonschema.validate(record, schema())
        assert record["statements"]
        assert {one["made_by"]["extract"].split()[0] for one in record["statements"]} == {size}


def test_a_model_that_is_none_is_refused_in_one_sentence() -> None:
    with pytest.raises(OptionError, match=r"^There is no model “huge”: choose best or fast\.$"):
        onrecord.read(ARTICLE, model="huge")


def explained(done: subprocess.CompletedProcess[bytes]) -> dict[str, str]:
    """An explanation by what stands at the head of each of its lines."""
    assert done.returncode == 0
    assert not done.stderr
    return {line.split("  ")[0]: line.split("  ", 1)[1].strip() for line in done.stdout.decode().splitlines()}


def test_a_number_an_id_and_words_are_explained_alike(article: Path) -> None:
    every = from_json(run("read", article, "--acts", "all", "--json").stdout)
    number = next(
        n for n, one in enumerate(every.statements, 1) if "islanders" in ARTICLE[one.content[0].start : one.content[-1].end]
    )
    one = every.statements[number - 1]
    said = explained(run("explain", article, str(number)))
    assert said["Statement"].startswith(f"{number} of {len(every.statements)}: ")
    assert (said["Speaker"], said["That is"]) == ("Ines Calder", one.why)
    assert said["When"] == "the text does not say"
    assert explained(run("explain", article, one.id)) == said
    assert explained(run("explain", article, "We have LISTENED")) == said


def test_what_date_and_model_a_text_has_changes_its_explanation(article: Path) -> None:
    which = "ferry to Sandholm"
    dated = explained(run("explain", article, which, "--date", "2026-05-14", "--model", "fast"))
    assert dated["When"].startswith("2026-05-12 ")
    assert dated["Made by"].startswith("extract fast")


def test_standard_input_is_explained(article: Path) -> None:
    assert explained(run("explain", "-", "1", stdin=article.read_bytes())) == explained(run("explain", article, "1"))


@pytest.mark.parametrize(("which", "many"), [("snow", "none"), ("99", "none"), ("²", "none"), ("the", "several")])
def test_a_statement_that_is_none_or_several_is_refused(article: Path, which: str, many: str) -> None:
    done = run("explain", article, which)
    assert done.returncode == 2
    assert not done.stdout
    said = sentence(done)
    assert f"{which!r} means " in said
    assert ("means none of" in said) is (many == "none")
    assert "give a number from 1 to " in said


def test_a_file_that_cannot_be_explained_is_named(article: Path, tmp_path: Path) -> None:
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    for name in ("gone.txt", "french.txt", "empty.txt", "."):
        done = run("explain", tmp_path / name, "1")
        assert done.returncode == 2
        assert not done.stdout
        assert str(tmp_path / name) in sentence(done)
    done = run("explain", article, "1", "--date", "yesterday")
    assert done.returncode == 2
    assert "yesterday" in sentence(done)


def test_version_and_schema() -> None:
    assert run("--version").stdout.decode().strip().endswith(onrecord.__version__)
    assert json.loads(run("schema").stdout) == schema()


def test_importing_loads_no_model_and_read_stays_a_function() -> None:
    code = (
        "import sys, onrecord; assert 'onnxruntime' not in sys.modules and 'numpy' not in sys.modules;"
        "import onrecord.read.paragraphs; from onrecord.read.source import read_source; assert callable(onrecord.read)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_example_is_read_through_and_through() -> None:
    record = onrecord.read(EXAMPLE)
    assert len(record.statements) >= 8
    assert record.document.published
    assert record.left_out
