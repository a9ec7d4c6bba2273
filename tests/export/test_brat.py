from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, OptionError, RecordError
from onrecord.export import brat
from onrecord.export.standoff import joined, pieces
from onrecord.record import Record, Span
from tests.export.odd import TEXTS, records
from tests.export.reports import BROKEN, INNER, NAMELESS, OUTER, REPORT, record, statement


@given(made=st.lists(records(), max_size=2, unique_by=lambda one: one.document.id))
def test_what_nobody_touched_comes_back_as_no_correction(made: list[Record], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("brat") / "out"
    assert brat.write(made, folder) == sum(len(one.statements) for one in made)
    pages = {page.document: page for page in brat.read(folder)}
    for one in made:
        page = pages.pop(one.document.id)
        assert page.text == one.document.text
        assert [marked.id for marked in page.statements] == [statement.id for statement in one.statements]
        assert brat.corrections(one, page) == ()
    assert not pages


@given(text=TEXTS, cuts=st.lists(st.integers(0, 40), max_size=6, unique=True))
def test_spans_in_pieces_and_joined_again_have_the_same_pieces(text: str, cuts: list[int]) -> None:
    ends = sorted(cut for cut in cuts if cut <= len(text))
    spans = tuple(Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False))
    made = pieces(text, spans)
    assert not any("\n" in one.of(text) or "\r" in one.of(text) for one in made)
    assert pieces(text, joined(text, made)) == made


def test_a_span_over_a_line_break_is_two_pieces_in_brat_and_one_here(tmp_path: Path) -> None:
    made = record("One\r\ntwo, said Ada Holm.", statement(Span(0, 8)))
    folder = _folder(made, tmp_path)
    assert "T1\tContent 0 3;5 8\tOne two\n" in _ann(folder).read_text(encoding="utf-8")
    (page,) = brat.read(folder)
    assert page.statements[0].content == (Span(0, 8),)


def test_a_person_s_changes_are_told_one_by_one(tmp_path: Path) -> None:
    folder = _folder(REPORT, tmp_path)
    lines = _ann(folder).read_text(encoding="utf-8").splitlines()
    changed = {
        "T3\tContent 77 87;113 128\t“We wait,” “and we count.”": "T3\tContent 77 87\t“We wait,”",
        "#5\tAnnotatorNotes T3\tAda Holm": "#5\tAnnotatorNotes T3\tIda Holm",
        "A6\tAct T3 says": "A6\tAct T3 plans",
        "A4\tAct T2 says": "",
        "A3\tKind T2 direct": "",
        "R5\thas_source Arg1:T3 Arg2:T8": "R5\thas_source Arg1:T3 Arg2:T6",
    }
    assert set(changed) <= set(lines)
    gone = ("T1\t", "T5\t", "R1\t", "R2\t", "R3\t", "A1\t", "A2\t", "#1\t", "#2\t")
    kept = [changed.get(line, line) for line in lines if not line.startswith(gone)]
    added = ["T90\tContent 129 138\tIt rained", "T91\tCue 144 149\theard", "R90\thas_cue Arg1:T90 Arg2:T91"]
    _ann(folder).write_text("\r\n".join([*kept, *added, ""]), encoding="utf-8")
    (page,) = brat.read(folder)
    first, new, removed = brat.corrections(REPORT, page)
    assert (first.what, first.statement, first.fields) == ("changed", BROKEN.id, ("content", "source", "speaker", "act"))
    assert first.now
    assert (first.now.content, first.now.source, first.now.speaker, first.now.act) == (
        (Span(77, 87),),
        (Span(35, 42),),
        "Ida Holm",
        "plans",
    )
    assert (new.what, new.statement) == ("added", None)
    assert new.now
    assert (new.now.content, new.now.cue, new.now.speaker) == ((Span(129, 138),), (Span(144, 149),), None)
    assert (removed.what, removed.statement) == ("removed", INNER.id)


def test_a_speaker_who_was_found_and_one_who_was_taken_away(tmp_path: Path) -> None:
    folder = _folder(REPORT, tmp_path)
    text = _ann(folder).read_text(encoding="utf-8").replace("#5\tAnnotatorNotes T3\tAda Holm\n", "")
    _ann(folder).write_text(text + "#9\tAnnotatorNotes T2\tCy Dunn\n", encoding="utf-8")
    (page,) = brat.read(folder)
    found = {one.statement: one.now.speaker for one in brat.corrections(REPORT, page) if one.now}
    assert found == {NAMELESS.id: "Cy Dunn", BROKEN.id: None}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T90\tContent 0 9999\tx", "marks \\[0, 9999\\]"),
        ("T90\tContent 5 5\t", "marks \\[5, 5\\]"),
        ("T90\tContent 0 5\tShips", "other words"),
        ("T1\tContent 0 5\tBoats", "second T1"),
        ("T90\tPlace 0 5\tBoats", "is not a mark"),
        ("E1\tSay:T1", "is not a mark"),
        ("A90\tKind T1 loud", "is not a mark"),
        ("A90\tKind T1 mixed", "second Kind of T1"),
        ("#90\tAnnotatorNotes T1\tCy", "second AnnotatorNotes of T1"),
        ("#90\tStatement T2\ts0000", "second Statement of T2"),
        ("#90\tStatement T5\t../../etc", "not the id"),
        ("A90\tAct T77 says", "no Content"),
        ("A90\tAct T5 says", "no Content"),
        ("R90\thas_cue Arg1:T1 Arg2:T6", "no Cue"),
        ("R90\tinside Arg1:T1 Arg2:T2", "several Contents"),
        ("T" + "9" * 5000 + "\tContent 0 5", "is not a mark"),
        ("garbage", "is not a mark"),
    ],
)
def test_what_can_t_be_understood_is_an_error_that_names_the_file(line: str, message: str, tmp_path: Path) -> None:
    folder = _folder(REPORT, tmp_path)
    with _ann(folder).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=message) as raised:
        list(brat.read(folder))
    assert _ann(folder).name in str(raised.value)


def test_two_contents_with_one_statement_s_id_are_refused(tmp_path: Path) -> None:
    folder = _folder(REPORT, tmp_path)
    with _ann(folder).open("a", encoding="utf-8") as file:
        file.write(f"T90\tContent 0 5\tBoats\n#90\tStatement T90\t{OUTER.id}\n")
    with pytest.raises(InputError, match="two Contents"):
        list(brat.read(folder))


def test_marks_in_a_changed_text_are_refused(tmp_path: Path) -> None:
    folder = _folder(REPORT, tmp_path)
    text = _ann(folder).with_suffix(".txt")
    text.write_bytes(text.read_bytes().replace(b"Boats stay in", b"Boats stay put in"))
    with pytest.raises(InputError, match="other words"):
        list(brat.read(folder))
    text.write_bytes(REPORT.document.text.replace("It rained, one heard.", "It rained, one knew..").encode())
    (page,) = brat.read(folder)
    with pytest.raises(InputError, match="not the one that was written"):
        brat.corrections(REPORT, page)


def test_a_statement_of_another_record_is_refused(tmp_path: Path) -> None:
    (page,) = brat.read(_folder(REPORT, tmp_path))
    with pytest.raises(InputError, match="written from another record"):
        brat.corrections(record(), page)


def test_links_and_strange_names_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    folder = _folder(REPORT, tmp_path)
    text = _ann(folder).with_suffix(".txt")
    text.unlink()
    with pytest.raises(InputError, match="not there"):
        list(brat.read(folder))
    text.symlink_to(secret)
    with pytest.raises(InputError, match="not a file"):
        list(brat.read(folder))
    (folder / "a.ann").write_text("")
    _ann(folder).unlink()
    with pytest.raises(InputError, match="document's id"):
        list(brat.read(folder))
    with pytest.raises(InputError, match="not a folder"):
        list(brat.read(secret))


def test_a_file_that_is_too_large_or_not_utf_8_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _folder(REPORT, tmp_path)
    _ann(folder).write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        list(brat.read(folder))
    monkeypatch.setattr(brat, "LIMIT_BYTES", 1)
    with pytest.raises(InputError, match="larger than"):
        list(brat.read(folder))


def test_a_folder_is_written_whole_or_not_at_all_and_never_over_a_person_s_work(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="comes twice"):
        brat.write([REPORT, REPORT], tmp_path / "out")
    assert not list(tmp_path.iterdir())
    folder = _folder(REPORT, tmp_path)
    with pytest.raises(OptionError, match="is there already"):
        brat.write([REPORT], folder)
    (tmp_path / "empty").mkdir()
    assert brat.write([REPORT], tmp_path / "empty") == 4
    with pytest.raises(OptionError, match="can't be written"):
        brat.write([REPORT], tmp_path / "none" / "out")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["empty", "out"]


def test_a_content_of_nothing_but_line_breaks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="nothing but line breaks"):
        brat.write([record("a\n\nb", statement(Span(1, 3)))], tmp_path / "out")


def _folder(made: Record, where: Path) -> Path:
    brat.write([made], where / "out")
    return where / "out"


def _ann(folder: Path) -> Path:
    (found,) = folder.glob("d*.ann")
    return found
