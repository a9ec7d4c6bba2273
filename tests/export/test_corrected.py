"""What people corrected in brat comes back as decisions: theirs, once, and nobody else's."""

from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.export.archived import AS_WRITTEN, export
from onrecord.export.corrected import correct
from onrecord.record import Record
from onrecord.store.archive import Archive
from onrecord.store.reviews.decision import Value
from tests.export.archives import add, decided, decisions, every, named
from tests.store.articles import article


@pytest.fixture
def record(archive: Archive) -> Record:
    return add(archive, article(0))


@pytest.fixture
def folder(archive: Archive, record: Record, tmp_path: Path) -> Path:
    export(archive, "brat", tmp_path / "brat")
    return tmp_path / "brat"


def marks(folder: Path, record: Record) -> Path:
    return folder / f"{record.document.id}.ann"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def label(path: Path, statement: str) -> str:
    """The mark of a statement."""
    return next(line.split()[2] for line in path.read_text(encoding="utf-8").splitlines() if line.endswith(statement))


def without(path: Path, mark: str) -> None:
    """What brat leaves of a file when a content is removed."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if mark not in line.replace("Arg1:", "").split()), encoding="utf-8")


def test_a_folder_that_nobody_changed_decides_nothing(archive: Archive, folder: Path) -> None:
    assert correct(archive, folder, who="Ines").decisions == ()
    assert decisions(archive) == []


def test_another_speaker_span_and_act_are_decided(archive: Archive, record: Record, folder: Path) -> None:
    one, two = record.statements[0], record.statements[1]
    assert one.speaker is not None
    path = marks(folder, record)
    change(path, f"AnnotatorNotes {label(path, one.id)}\t{one.speaker.name}", f"AnnotatorNotes {label(path, one.id)}\tGreta Holm")
    change(path, f"Act {label(path, two.id)} {two.act}", f"Act {label(path, two.id)} plans")
    span = two.content[0]
    words = span.of(record.document.text)
    change(path, f"Content {span.start} {span.end}\t{words}", f"Content {span.start} {span.end - 4}\t{words[:-4]}")
    done = correct(archive, folder, who="Ines")
    assert sorted(one.verdict for one in done.decisions) == ["act", "span", "speaker"]
    assert {one.who for one in done.decisions} == {"Ines"}
    after = every(archive)[0]
    assert named(after)[0] == "Greta Holm"
    assert after.statements[1].content[0].end == span.end - 4
    assert after.statements[1].act == "plans"


def test_a_name_of_the_document_is_the_actor_of_the_document(archive: Archive, record: Record, folder: Path) -> None:
    one = record.statements[0]
    other = next(actor for actor in record.actors if one.speaker and actor.id != one.speaker.id and actor.type == "person")
    path = marks(folder, record)
    assert one.speaker is not None
    change(path, f"AnnotatorNotes {label(path, one.id)}\t{one.speaker.name}", f"AnnotatorNotes {label(path, one.id)}\t{other.name}")
    correct(archive, folder, who="Ines")
    after = every(archive)[0].statements[0].speaker
    assert after is not None
    assert after.id == other.id


def test_what_was_removed_is_no_statement_and_what_was_added_is_one(archive: Archive, record: Record, folder: Path) -> None:
    gone = record.statements[0]
    path = marks(folder, record)
    without(path, label(path, gone.id))
    start = record.document.text.index("council votes")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"T99\tContent {start} {start + 13}\tcouncil votes\n#99\tAnnotatorNotes T99\tGreta Holm\n")
    done = correct(archive, folder, who="Ines")
    assert sorted(one.verdict for one in done.decisions) == ["missed", "not a statement"]
    (after,) = every(archive)
    found = {one.content[0].of(record.document.text): one for one in after.statements}
    assert found["council votes"].speaker is not None
    assert found["council votes"].speaker.name == "Greta Holm"
    assert found["council votes"].confidence.speaker == 1
    assert gone.id not in {one.id for one in after.statements}


def test_a_folder_imported_twice_decides_once(archive: Archive, record: Record, folder: Path) -> None:
    path = marks(folder, record)
    without(path, label(path, record.statements[0].id))
    change(path, f"Act {label(path, record.statements[1].id)} says", f"Act {label(path, record.statements[1].id)} thinks")
    assert len(correct(archive, folder, who="Ines").decisions) == 2
    assert correct(archive, folder, who="Ines").decisions == ()


def test_what_others_did_meanwhile_is_nobody_s_correction(archive: Archive, record: Record, folder: Path) -> None:
    from tests.export.archives import missed

    decided(archive, "missed", record.document.id, Value(statement=missed(record, "council votes")), who="Jo")
    decided(archive, "speaker", record.statements[0].id, Value(speaker=None), who="Jo")
    assert correct(archive, folder, who="Ines").decisions == ()
    assert len(decisions(archive)) == 2


def test_a_document_taken_out_of_the_folder_is_not_decided_about(archive: Archive, record: Record, folder: Path) -> None:
    marks(folder, record).unlink()
    assert correct(archive, folder, who="Ines").decisions == ()


def test_contradictions_are_left_out_and_told_of(archive: Archive, record: Record, folder: Path) -> None:
    one, two = record.statements[0], record.statements[1]
    assert one.speaker is not None
    assert two.speaker is not None
    decided(archive, "not speaker", one.id, Value(actor=two.speaker.id), who="Jo")
    path = marks(folder, record)
    change(
        path,
        f"AnnotatorNotes {label(path, one.id)}\t{one.speaker.name}",
        f"AnnotatorNotes {label(path, one.id)}\t{two.speaker.name}",
    )
    done = correct(archive, folder, who="Ines")
    assert done.decisions == ()
    assert "Jo decided" in done.left_out[0]


def test_a_kind_can_t_be_decided_and_that_is_said(archive: Archive, record: Record, folder: Path) -> None:
    one = record.statements[0]
    path = marks(folder, record)
    change(path, f"Kind {label(path, one.id)} {one.kind}", f"Kind {label(path, one.id)} mixed")
    done = correct(archive, folder, who="Ines")
    assert done.decisions == ()
    assert done.left_out == (f"{one.id}: its kind follows from the quotation marks in it, so it is not decided.",)


def test_folders_of_something_else_are_refused(archive: Archive, record: Record, folder: Path, tmp_path: Path) -> None:
    (folder / AS_WRITTEN).rename(folder / "elsewhere")
    with pytest.raises(InputError, match="export it for brat again"):
        correct(archive, folder, who="Ines")
    (folder / AS_WRITTEN).symlink_to(folder / "elsewhere")
    with pytest.raises(InputError, match="export it for brat again"):
        correct(archive, folder, who="Ines")
    (folder / AS_WRITTEN).unlink()
    (folder / AS_WRITTEN).touch()
    with pytest.raises(InputError, match="was not written to it"):
        correct(archive, folder, who="Ines")


def test_a_document_that_the_archive_does_not_hold_is_left_out(
    archive: Archive, other: Archive, record: Record, folder: Path
) -> None:
    path = marks(folder, record)
    without(path, label(path, record.statements[0].id))
    done = correct(other, folder, who="Ines")
    assert done.decisions == ()
    assert done.left_out == (f"Document {record.document.id} is not in the archive as it was written for brat.",)


def test_a_statement_added_without_a_speaker_is_not_sure_of_one(archive: Archive, record: Record, folder: Path) -> None:
    start = record.document.text.index("council votes")
    with marks(folder, record).open("a", encoding="utf-8") as file:
        file.write(f"T99\tContent {start} {start + 13}\tcouncil votes\n")
    (made,) = correct(archive, folder, who="Ines").decisions
    assert made.value.statement is not None
    assert (made.value.statement.speaker, made.value.statement.confidence.speaker) == (None, 0)
