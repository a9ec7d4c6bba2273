"""An archive exported and imported: nothing is lost between any two engines, and nothing damaged comes in."""

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from onrecord.errors import InputError, OptionError, RecordError, ReviewError
from onrecord.export import archive_in, archive_out
from onrecord.export.archive_lines import End, Head, Held, read
from onrecord.export.archived import export
from onrecord.record import Span, Speaker
from onrecord.store import loading, schema
from onrecord.store.archive import Archive, opened
from onrecord.store.digest import digest
from onrecord.store.reviews import undo
from onrecord.store.reviews.decision import Value
from onrecord.store.search.found import Query
from tests.export.archives import add, asked, decided, decisions, every, filled, missed
from tests.store.articles import article


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of an archive with a little of everything."""
    folder = tmp_path_factory.mktemp("written")
    with opened(str(folder / "archive.db"), create=True) as archive:
        filled(archive)
        archive_out.write(archive, folder / "archive.jsonl")
    return folder / "archive.jsonl"


def emptiness(archive: Archive) -> int:
    tables = (schema.documents, schema.actors, schema.reviews, schema.feeds, schema.tombstones)
    return sum(
        asked(archive, lambda connection, t=t: connection.execute(select(func.count()).select_from(t)).scalar()) for t in tables
    )


def test_an_archive_is_the_same_after_export_and_import_on_any_engine(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    done = export(archive, "archive", tmp_path / "archive.jsonl")
    imported = archive_in.import_(other, tmp_path / "archive.jsonl")
    assert asked(archive, lambda connection: digest(connection, added=True)) == asked(
        other, lambda connection: digest(connection, added=True)
    )
    assert imported.is_same is True
    assert imported.left_out == ()
    assert (imported.added, imported.already_there, imported.statements) == (done.documents, 0, done.statements)
    assert decisions(archive) == decisions(other)
    assert every(archive) == every(other)
    for record in every(archive):
        raws = [asked(one, lambda connection, r=record: loading.raw(connection, r.document.sha256)) for one in (archive, other)]
        assert raws[0] == raws[1]
    feeds = [asked(one, lambda connection: connection.execute(select(schema.feeds)).all()) for one in (archive, other)]
    assert feeds[0] == feeds[1] != []
    assert asked(other, lambda connection: connection.execute(select(schema.seen)).all()) != []
    # And out again: the same file, but for the archive's own id.
    export(other, "archive", tmp_path / "again.jsonl")
    ends = [[line for _, line in read(tmp_path / name)] for name in ("archive.jsonl", "again.jsonl")]
    assert ends[0][1:-1] == ends[1][1:-1]


def test_the_archive_of_these_tests_holds_everything_that_could_be_lost(archive: Archive) -> None:
    filled(archive)
    table, actors, documents = schema.statements, schema.actors, schema.documents
    standings = asked(archive, lambda connection: set(connection.execute(select(table.c.standing)).scalars()))
    assert standings == {"current", "old version", "rejected", "gone"}
    merged = select(func.count()).select_from(actors).where(actors.c.merged != actors.c.key)
    assert asked(archive, lambda connection: connection.execute(merged).scalar()) > 0
    copies = select(func.count()).select_from(documents).where(documents.c.family != documents.c.key)
    assert asked(archive, lambda connection: connection.execute(copies).scalar()) > 0
    made = decisions(archive)
    assert any(one.value.carried for one in made)
    assert any(one.undoes for one in made)
    assert any(one.value == Value() and one.verdict == "speaker" for one in made)  # its words were removed
    assert asked(archive, lambda connection: connection.execute(select(schema.tombstones)).all()) != []


def test_an_import_twice_changes_nothing(other: Archive, written: Path) -> None:
    archive_in.import_(other, written)
    before = asked(other, digest)
    again = archive_in.import_(other, written)
    assert (again.added, again.decisions, again.is_same) == (0, 0, True)
    assert asked(other, digest) == before


def test_an_import_that_was_stopped_is_finished_by_another(other: Archive, written: Path) -> None:
    steps = 0

    def stop() -> None:
        nonlocal steps
        steps += 1
        if steps == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive_in.import_(other, written, step=stop)
    assert len(every(other)) == 3
    assert decisions(other) == []
    finished = archive_in.import_(other, written)
    assert finished.already_there == 3
    assert finished.is_same is True


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.999])
def test_a_file_that_is_cut_off_is_refused_before_anything_is_written(
    other: Archive, written: Path, tmp_path: Path, kept: float
) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(written.read_bytes()[: int(kept * written.stat().st_size)])
    with pytest.raises(InputError, match=r"cut off|is no export|begins with one line"):
        archive_in.import_(other, cut)
    assert emptiness(other) == 0


def test_a_file_without_its_last_line_is_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(written.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(InputError, match="cut off: its last line is missing"):
        archive_in.import_(other, cut)
    assert emptiness(other) == 0


def test_a_file_in_which_a_word_was_changed_is_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_bytes(written.read_bytes().replace(b"court order", b"short order"))
    with pytest.raises(InputError, match="changed since it was written"):
        archive_in.import_(other, changed)
    assert emptiness(other) == 0


def signed(lines: list[object], path: Path) -> Path:
    """A file of these lines, with an end that fits them: what somebody could write who knows the form."""
    body = b"".join(msgspec.json.encode(line) + b"\n" for line in lines[:-1])
    end = lines[-1]
    assert isinstance(end, End)
    end = msgspec.structs.replace(end, sha256=hashlib.sha256(body).hexdigest(), lines=len(lines) - 1)
    path.write_bytes(body + msgspec.json.encode(end) + b"\n")
    return path


def test_a_newer_form_or_schema_is_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    lines = [line for _, line in read(written)]
    assert isinstance(lines[0], Head)
    newer = signed([msgspec.structs.replace(lines[0], format=2), *lines[1:]], tmp_path / "newer.jsonl")
    with pytest.raises(InputError, match=r"newer onrecord .form 2"):
        archive_in.import_(other, newer)
    newer = signed([msgspec.structs.replace(lines[0], schema=99), *lines[1:]], tmp_path / "newer.jsonl")
    with pytest.raises(InputError, match="its schema is 99"):
        archive_in.import_(other, newer)
    assert emptiness(other) == 0


def test_forged_documents_are_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    import zlib

    lines = [line for _, line in read(written)]
    place = next(number for number, line in enumerate(lines) if isinstance(line, Held))
    held = lines[place]
    assert isinstance(held, Held)
    document = held.record.document
    forged = {
        "not those of document": msgspec.structs.replace(held, raw=zlib.compress(b"other words")),
        "can't be unpacked": msgspec.structs.replace(held, raw=b"nothing packed"),
        "not whole": msgspec.structs.replace(held, raw=(held.raw or b"")[:-5]),
        "more than 100,000,000 bytes": msgspec.structs.replace(held, raw=zlib.compress(bytes(100_000_001))),
        "the bytes are not": msgspec.structs.replace(
            held,
            record=msgspec.structs.replace(held.record, document=msgspec.structs.replace(document, url="https://quay.example/b")),
        ),
        "can't be told apart": msgspec.structs.replace(held, marked=(held.marked[0], held.marked[0])),
    }
    for told, line in forged.items():
        with pytest.raises(InputError, match=told):
            archive_in.import_(other, signed([*lines[:place], line, *lines[place + 1 :]], tmp_path / "forged.jsonl"))
        assert emptiness(other) == 0


def test_a_file_that_holds_less_than_it_says_is_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    lines = [line for _, line in read(written)]
    place = next(number for number, line in enumerate(lines) if isinstance(line, Held))
    with pytest.raises(InputError, match="does not hold as much"):
        archive_in.import_(other, signed([*lines[:place], *lines[place + 1 :]], tmp_path / "less.jsonl"))


def test_lines_that_are_none_are_refused(other: Archive, written: Path, tmp_path: Path) -> None:
    for text, told in (
        (b'{"line":"archive","format":1}\n', "no line of an export"),
        (b'{"document":1}\n', "no line of an export"),
        (b"\xff\xfe\n", "no line of an export"),
        (written.read_bytes() + b"{}\n", "stands behind the last line"),
    ):
        (tmp_path / "odd.jsonl").write_bytes(text)
        with pytest.raises(InputError, match=told):
            archive_in.import_(other, tmp_path / "odd.jsonl")


def test_without_the_bytes_it_can_be_read_and_not_imported(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    done = export(archive, "archive", tmp_path / "read.jsonl", has_raw=False)
    assert sum(isinstance(line, Held) for _, line in read(tmp_path / "read.jsonl")) == done.documents
    with pytest.raises(InputError, match="for reading only"):
        archive_in.import_(archive, tmp_path / "read.jsonl")


def test_an_archive_is_exported_whole_or_not_at_all(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    with pytest.raises(OptionError, match="holds all of it"):
        export(archive, "archive", tmp_path / "part.jsonl", Query(speaker="Oskar Lind"))
    with pytest.raises(RecordError, match="to hold 3 statements"):
        export(archive, "archive", tmp_path / "part.jsonl", promised=3)
    assert list(tmp_path.glob("*part*")) == []


def test_damaged_bytes_are_not_exported(archive: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    archive.write(lambda connection: connection.execute(schema.blobs.update().values(bytes=b"x\x9c\x03\x00\x00\x00\x00\x01")))
    with pytest.raises(RecordError, match="damaged: run onrecord verify"):
        export(archive, "archive", tmp_path / "archive.jsonl")
    assert list(tmp_path.glob("*.jsonl*")) == []


def test_what_was_removed_here_does_not_come_back(other: Archive, written: Path) -> None:
    from onrecord.store.forget import forget
    from tests.export.archives import HARBOUR

    archive_in.import_(other, written)
    forget(other, HARBOUR, why="a court order", who="Jo")
    again = archive_in.import_(other, written)
    assert again.is_same is None
    assert len(again.left_out) == 2
    assert all("removed on demand and is not added again (a court order)" in one for one in again.left_out)


def test_what_was_removed_there_is_told_of_and_not_removed_here(other: Archive, written: Path) -> None:
    from tests.export.archives import FORGOTTEN

    private = add(other, article(5), FORGOTTEN)
    told = archive_in.import_(other, written).left_out
    assert told == (
        f"Document {private.document.id} was removed on demand there and is here: onrecord forget {private.document.id} removes it.",
    )
    assert private.document.id in {record.document.id for record in every(other)}


def test_decisions_of_two_archives_come_together_and_contradictions_are_left_out(
    archive: Archive, other: Archive, tmp_path: Path
) -> None:
    record = add(archive, article(0))
    add(other, article(0))
    one, two = record.statements[0], record.statements[1]
    assert one.speaker is not None
    never = decided(archive, "not speaker", one.id, Value(actor=one.speaker.id), who="Jo")
    decided(archive, "right", two.id, who="Jo")
    archive.write(lambda connection: undo(connection, never.id, who="Jo"))
    mine = decided(other, "speaker", one.id, Value(speaker=one.speaker), who="Ines")
    export(archive, "archive", tmp_path / "archive.jsonl")
    done = archive_in.import_(other, tmp_path / "archive.jsonl")
    assert done.decisions == 1
    assert done.is_same is None
    assert "Ines decided" in done.left_out[0]
    assert "takes back" in done.left_out[1]
    assert decisions(other)[0].id == mine.id
    assert every(other)[0].statements[1].reviewed is not None
    assert every(other)[0].statements[0].speaker == one.speaker


def test_a_version_that_comes_later_takes_its_place_among_those_that_are_there(
    other: Archive, written: Path, tmp_path: Path
) -> None:
    from tests.export.archives import HARBOUR

    mine = add(other, "A much later headline\n\n" + article(0), HARBOUR)
    archive_in.import_(other, written)
    table = schema.documents
    versions = asked(
        other, lambda connection: connection.execute(select(table.c.version).where(table.c.url == HARBOUR)).scalars().all()
    )
    assert sorted(versions) == [1, 2, 3]
    current = asked(
        other,
        lambda connection: connection.execute(
            select(func.count()).select_from(table).where(table.c.url == HARBOUR, table.c.is_current)
        ).scalar(),
    )
    assert current == 1
    assert mine.document.id in {record.document.id for record in every(other)}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_people_decide_and_take_back_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with opened(str(folder / "one.db"), create=True) as one, opened(str(folder / "two.db"), create=True) as two:
        found = [add(one, article(number)) for number in range(2)]
        statements = [statement for record in found for statement in record.statements]
        people = [actor for record in found for actor in record.actors]
        for place in range(data.draw(st.integers(1, 8))):
            verdict = data.draw(
                st.sampled_from(
                    ["right", "speaker", "not speaker", "not a statement", "span", "same actor", "other actor", "missed", "undo"]
                )
            )
            statement, actor, other = data.draw(st.tuples(*(st.sampled_from(some) for some in (statements, people, people))))
            start = statement.content[0].start
            value = {
                "speaker": Value(speaker=data.draw(st.sampled_from([None, Speaker(actor.id, actor.name, actor.type)]))),
                "not speaker": Value(actor=statement.speaker.id if statement.speaker else actor.id),
                "span": Value(content=(Span(start, start + data.draw(st.integers(1, 9))),)),
                "same actor": Value(other=other.id),
                "other actor": Value(other=other.id),
                "missed": Value(statement=missed(found[0], "votes on the ferry")),
            }.get(verdict)
            subject = actor.id if "actor" in verdict else found[0].document.id if verdict == "missed" else statement.id
            with suppress(ReviewError):
                if verdict == "undo":
                    taken = data.draw(st.sampled_from([made.id for made in decisions(one)] or ["vnone"]))
                    one.write(lambda connection, taken=taken: undo(connection, taken, who="Jo"))  # type: ignore[misc]
                else:
                    decided(one, verdict, subject, value, who=f"Ines {place}")  # type: ignore[arg-type]
        archive_out.write(one, folder / "archive.jsonl")
        imported = archive_in.import_(two, folder / "archive.jsonl")
        assert imported.is_same is True
        assert every(one) == every(two)
        assert decisions(one) == decisions(two)
