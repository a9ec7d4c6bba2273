"""Sources from what a person has, and an index of them that is taken again only for the very same ones."""

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.trace.library import Gathered, gathered, indexed, kept
from onrecord.trace.sources import Source
from onrecord.trace.states import reader

FERRY = "The ferry to Kalmora will cost eleven million crowns, and we pay in May."
COUNCIL = """Council, open meeting

Present: Marta Velde, mayor; Jonas Brekke, councillor.

MAYOR VELDE: I open the meeting. Before the islands pay a single crown for that ship, we want to read the accounts of the company that runs it, and we have asked for them three times.

COUNCILLOR BREKKE: My voters ask me what the ship costs, and I can't tell them. I have stood here in March and said so, and I say it again tonight.
"""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def posts(name: str, *rows: dict[str, object]) -> str:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return name


def told(made: Gathered) -> list[tuple[str, str | None]]:
    return [(one.text, one.speaker) for one in made.sources]


def test_posts_are_known_by_their_own_ids_and_have_their_authors_words() -> None:
    made = gathered([posts("posts.jsonl", {"id": 71, "kind": "post", "text": FERRY, "author": "Oskar Lind", "date": "2026-03-02"})])
    (one,) = made.sources
    assert (one.id, one.speaker, one.whole) == ("71", "Oskar Lind", True)
    about = made.about["71"]
    assert (about.kind, about.published, about.origin) == ("post", "2026-03-02", "posts.jsonl, line 1")
    assert about.document != "71"
    assert made.left_out == ()


def test_a_speaker_that_is_told_wins_over_an_author_and_over_what_is_given_for_all() -> None:
    path = posts("posts.jsonl", {"text": FERRY, "author": "Press office", "speaker": "Oskar Lind"}, {"text": "We sail."})
    assert told(gathered([path], kind="post", speaker="Marta Velde")) == [(FERRY, "Oskar Lind"), ("We sail.", "Marta Velde")]


def test_an_author_is_not_taken_for_the_speaker_of_what_is_not_told_to_be_a_post_and_that_is_counted() -> None:
    path = posts("texts.jsonl", {"text": FERRY, "author": "Oskar Lind"})
    made = gathered([path])
    assert (made.sources[0].speaker, made.authored) == (None, 1)
    made = gathered([path], kind="post")
    assert (made.sources[0].speaker, made.authored) == ("Oskar Lind", 0)


def test_a_table_and_a_folder_are_sources_too() -> None:
    Path("texts").mkdir()
    Path("texts/council.txt").write_text(COUNCIL, encoding="utf-8")
    Path("texts/posts.csv").write_text(f'text,speaker,date\n"{FERRY}",Oskar Lind,2026-03-02\n', encoding="utf-8")
    made = gathered(["texts"])
    assert [one.speaker for one in made.sources] == [None, "Oskar Lind"]
    index = indexed(made.sources, reader())
    assert {"Marta Velde", "Jonas Brekke", "Oskar Lind"} <= set(index.speakers)


def test_two_texts_of_one_id_are_both_kept() -> None:
    made = gathered([posts("posts.jsonl", {"id": "1", "text": FERRY}, {"id": "1", "text": "We sail."}, {"id": "1", "text": FERRY})])
    assert [one.text for one in made.sources] == [FERRY, "We sail."]
    assert made.sources[0].id == "1"
    assert made.sources[1].id == made.about[made.sources[1].id].document


def test_what_cannot_be_read_is_left_out_with_a_sentence_each() -> None:
    Path("texts").mkdir()
    Path("texts/empty.txt").touch()
    Path("texts/broken.docx").write_bytes(b"PK\x03\x04broken")
    Path("texts/posts.jsonl").write_bytes(json.dumps({"text": FERRY}).encode() + b'\n{"text": \n\xff\xfe\n')
    made = gathered(["texts", "nowhere.txt"])
    assert [one.text for one in made.sources] == [FERRY]
    assert len(made.left_out) == 5
    for name in ("texts/empty.txt", "texts/broken.docx", "texts/posts.jsonl, line 2", "texts/posts.jsonl, line 3", "nowhere.txt"):
        assert any(name in sentence for sentence in made.left_out), made.left_out


def test_a_text_that_is_not_utf_8_is_read_in_what_it_is_written_in() -> None:
    Path("old.txt").write_bytes("The café at the harbour stays open, and so does the bakery.".encode("latin-1"))
    assert "café" in gathered(["old.txt"]).sources[0].text


def test_where_there_is_nothing_the_reason_is_said() -> None:
    with pytest.raises(InputError, match="give the sources that may hold them"):
        gathered([])
    with pytest.raises(InputError, match=r"^There is no file named nowhere\.jsonl: check the name\.$"):
        gathered(["nowhere.jsonl"])
    Path("one.txt").touch()
    Path("two.txt").touch()
    with pytest.raises(InputError, match=r"all 2 inputs were left out\. The first: one\.txt is empty"):
        gathered(["one.txt", "two.txt"])


def source(name: str, text: str = FERRY, **more: object) -> Source:
    return Source(name, text, **more)  # type: ignore[arg-type]


def built(*sources: Source) -> bool:
    """Whether an index was built, and not taken from the folder."""
    steps: list[int] = []
    indexed(sources, reader(), folder=Path("kept"), step=lambda done, _total: steps.append(done))
    return bool(steps)


def test_an_index_is_taken_again_for_the_same_sources_and_only_for_them() -> None:
    assert built(source("a"), source("b", "We sail."))
    assert not built(source("a"), source("b", "We sail."))
    assert built(source("a"), source("b", "We sail tonight."))
    assert built(source("a", speaker="Oskar Lind"), source("b", "We sail tonight."))
    assert built(source("a", speaker="Oskar Lind", day=5), source("b", "We sail tonight."))
    assert built(source("a", speaker="Oskar Lind", day=5))


@pytest.mark.parametrize("name", ["index.npz", "index.json", "sources.json"])
def test_a_damaged_index_is_built_again(name: str) -> None:
    built(source("a"))
    Path("kept", name).write_bytes(b"damage")
    assert built(source("a"))
    assert not built(source("a"))


def test_a_kept_index_is_used_without_its_sources_and_knows_them() -> None:
    made = gathered([posts("posts.jsonl", {"id": "p1", "kind": "post", "text": FERRY, "author": "Oskar Lind"})])
    indexed(made.sources, reader(), folder=Path("kept"), about=made.about)
    index, about = kept(Path("kept"), reader())
    assert index.ids == ("p1",)
    assert about == made.about


def test_a_kept_index_that_is_damaged_or_none_is_one_sentence() -> None:
    with pytest.raises(InputError, match=r"^There is no index of sources in kept: give the sources, and it is kept there\.$"):
        kept(Path("kept"), reader())
    built(source("a"))
    Path("kept/about.json").write_bytes(b"[")
    with pytest.raises(InputError, match="give its sources once more"):
        kept(Path("kept"), reader())
    Path("kept/index.npz").write_bytes(b"damage")
    with pytest.raises(InputError, match=r"^The index of sources in kept is damaged: give its sources once more\.$"):
        kept(Path("kept"), reader())


def test_an_index_is_not_strewn_among_a_persons_files() -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("Dear council", encoding="utf-8")
    with pytest.raises(InputError, match="holds other files"):
        indexed([source("a")], reader(), folder=Path("mine"))
    assert [one.name for one in Path("mine").iterdir()] == ["letter.txt"]
    with pytest.raises(InputError, match="is a file: give a folder"):
        indexed([source("a")], reader(), folder=Path("mine/letter.txt"))


def test_an_index_that_was_cut_off_while_it_was_written_is_not_believed() -> None:
    built(source("a"))
    Path("kept/sources.json").unlink()
    assert built(source("a"))
