"""An archive exported and imported: nothing is lost between any two engines, and nothing damaged comes in."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import func, select

from onrecord.errors import InputError, OptionError, RecordError, ReviewError
from onrecord.export import archive_in, archive_out, archive_rest
from onrecord.export.archive_lines import End, Head, Held, Sampled, read
from onrecord.export.archived import export
from onrecord.record import Span, Speaker
from onrecord.store import loading, schema, vectors, watched
from onrecord.store.adding import Meaning
from onrecord.store.archive import Archive, opened
from onrecord.store.dialect import insert_new
from onrecord.store.digest import digest
from onrecord.store.drawing import draw
from onrecord.store.forget import forget
from onrecord.store.reviews import undo
from onrecord.store.reviews.decision import Value
from onrecord.store.sample import Sample, judge_passage, judge_statement, load, save
from onrecord.store.schedule import Watch
from onrecord.store.search.found import Query
from tests.export.archives import FORGOTTEN, HARBOUR, WHEN, add, asked, decided, decisions, every, filled, missed
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
    archive_in.import_(other, written)
    forget(other, HARBOUR, why="a court order", who="Jo")
    again = archive_in.import_(other, written)
    assert again.is_same is None
    assert len(again.left_out) == 2
    assert all("removed on demand and is not added again (a court order)" in one for one in again.left_out)


def test_what_was_removed_there_is_told_of_and_not_removed_here(other: Archive, written: Path) -> None:
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


def sampled(archive: Archive, number: int = 3) -> Sample:
    """A sample that was drawn and judged in part: one judgement stands, one was taken back, and a sentence hides nothing."""
    sample = asked(archive, lambda connection: draw(connection, number, seed=7, at=WHEN))
    archive.write(lambda connection: save(connection, sample))
    archive.write(lambda connection: judge_statement(connection, sample.id, 0, "right", who="Ines"))
    judged = archive.write(lambda connection: judge_statement(connection, sample.id, 1, "not a statement", who="Ines"))
    archive.write(lambda connection: undo(connection, judged.statements[1].judged.decisions[0], who="Jo"))
    archive.write(lambda connection: judge_passage(connection, sample.id, 0, who="Jo"))
    found: Sample = asked(archive, lambda connection: load(connection, sample.id))
    return found


def test_samples_come_along_with_how_they_were_judged(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    sample = sampled(archive)
    assert sample.passages[0].judged is not None
    export(archive, "archive", tmp_path / "archive.jsonl")
    done = archive_in.import_(other, tmp_path / "archive.jsonl")
    assert (done.is_same, done.left_out) == (True, ())
    assert asked(other, lambda connection: load(connection, sample.id)) == sample
    stored = [asked(one, lambda connection: connection.execute(select(schema.samples)).all()) for one in (archive, other)]
    assert stored[0] == stored[1]
    other.write(lambda connection: connection.execute(schema.samples.update().values(passages="[]")))
    assert asked(other, digest) != asked(archive, digest)


def test_what_was_judged_only_there_is_judged_here_too_and_what_was_judged_here_stands(
    archive: Archive, other: Archive, tmp_path: Path
) -> None:
    add(archive, article(0))
    sample = sampled(archive)
    export(archive, "archive", tmp_path / "first.jsonl")
    archive_in.import_(other, tmp_path / "first.jsonl")
    archive.write(lambda connection: judge_statement(connection, sample.id, 2, "right", who="Ines"))
    archive.write(lambda connection: judge_passage(connection, sample.id, 1, who="Ines"))
    mine = other.write(lambda connection: judge_passage(connection, sample.id, 1, who="Jo"))
    export(archive, "archive", tmp_path / "second.jsonl")
    done = archive_in.import_(other, tmp_path / "second.jsonl")
    found = asked(other, lambda connection: load(connection, sample.id))
    assert found.statements[2].judged is not None
    assert found.passages[1] == mine.passages[1]
    assert done.left_out == (f"In sample {sample.id}, 1 were judged otherwise here than there, which stands.",)
    other.write(lambda connection: connection.execute(schema.samples.update().values(seed=8)))
    (told,) = archive_in.import_(other, tmp_path / "second.jsonl").left_out
    assert "is another here than there" in told


def test_a_forged_sample_is_refused(archive: Archive, other: Archive, tmp_path: Path) -> None:
    add(archive, article(0))
    sampled(archive)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    lines = [line for _, line in read(tmp_path / "archive.jsonl")]
    place = next(number for number, line in enumerate(lines) if isinstance(line, Sampled))
    for seed in (-1, 2**63):
        line = Sampled(msgspec.structs.replace(lines[place].sample, seed=seed))  # type: ignore[union-attr]
        with pytest.raises(InputError, match="has a seed that is none"):
            archive_in.import_(other, signed([*lines[:place], line, *lines[place + 1 :]], tmp_path / "forged.jsonl"))
    with pytest.raises(InputError, match="does not hold as much"):
        archive_in.import_(other, signed([*lines[:place], *lines[place + 1 :]], tmp_path / "less.jsonl"))
    assert emptiness(other) == 0


def test_what_could_not_be_had_of_a_feed_comes_along(archive: Archive, other: Archive, tmp_path: Path) -> None:
    feed = "https://courier.example/feed"
    watched.add(archive, [feed])
    page = watched.Missing(2, "The page did not answer.", WHEN, is_given_up=True)
    watched.keep(archive, Watch(url=feed, wish=3600.0), {"tag:1": page})
    export(archive, "archive", tmp_path / "archive.jsonl")
    archive_in.import_(other, tmp_path / "archive.jsonl")
    assert watched.watched(other) == watched.watched(archive)
    assert watched.missing(other, feed) == {"tag:1": page}
    # Watched here by now, it goes on as it is here.
    watched.keep(other, Watch(url=feed), {})
    archive_in.import_(other, tmp_path / "archive.jsonl")
    assert watched.missing(other, feed) == {}


def test_another_text_at_an_address_that_was_removed_there_is_told_of(other: Archive, written: Path) -> None:
    mine = add(other, article(6), FORGOTTEN)
    done = archive_in.import_(other, written)
    (told,) = done.left_out
    assert told.startswith(f"What stands at {FORGOTTEN} was removed on demand there and {mine.document.id} is here: ")
    assert told.endswith(f"onrecord forget {FORGOTTEN} removes it.")
    assert asked(other, lambda connection: connection.execute(select(schema.tombstones)).all()) == []
    forget(other, FORGOTTEN, why="a court order", who="Jo")
    assert archive_in.import_(other, written).left_out == ()


def test_ids_that_are_another_s_here_leave_one_document_out_and_no_more(
    archive: Archive, other: Archive, written: Path, tmp_path: Path
) -> None:
    theirs = add(other, article(8))
    lines = [line for _, line in read(written)]
    place = next(number for number, line in enumerate(lines) if isinstance(line, Held) and not line.marked)
    held = lines[place]
    assert isinstance(held, Held)
    first, *rest = held.record.statements
    taken = msgspec.structs.replace(first, id=theirs.statements[0].id)
    rest = [msgspec.structs.replace(one, parent=None) for one in rest]
    line = msgspec.structs.replace(held, record=msgspec.structs.replace(held.record, statements=(taken, *rest)))
    told: list[str] = []
    done = archive_in.import_(
        other, signed([*lines[:place], line, *lines[place + 1 :]], tmp_path / "forged.jsonl"), tell=told.append
    )
    assert tuple(told) == done.left_out
    assert "has the id of another" in told[0]
    assert done.added == sum(isinstance(line, Held) for line in lines) - 1


def test_what_is_removed_while_it_is_imported_is_left_out(other: Archive, written: Path) -> None:
    first = next(line.record.document for _, line in read(written) if isinstance(line, Held))

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        row = {"id": first.id, "url": first.url, "why": "a court order", "who": "Jo", "at": WHEN}
        other.write(lambda connection: insert_new(connection, schema.tombstones, [row]))
        return np.full((len(texts), vectors.SIZE), vectors.SIZE**-0.5, dtype=np.float32)

    done = archive_in.import_(other, written, Meaning("v1", embed))
    assert f"Document {first.id} was removed on demand and is not added again (a court order)." in done.left_out
    assert first.id not in {record.document.id for record in every(other)}


def test_a_long_log_is_never_in_memory_as_a_whole(archive: Archive, tmp_path: Path) -> None:
    import tracemalloc

    value = {"statement": None, "actor": "x" * 4_000}
    row = {"verdict": "right", "value": msgspec.json.encode(value).decode(), "who": "Ines", "at": WHEN}
    many = [{"id": f"v{number}", "subject": f"s{number}", **row} for number in range(6_000)]
    archive.write(lambda connection: connection.execute(schema.reviews.insert(), many))
    many.clear()
    tracemalloc.start()
    archive_out.write(archive, tmp_path / "archive.jsonl")
    waiting = archive_rest.Waiting()
    for _, line in read(tmp_path / "archive.jsonl"):
        if hasattr(line, "decision"):
            waiting.put(line.decision)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "archive.jsonl").stat().st_size > 24_000_000
    assert peak < 12_000_000
    assert [one.id for one in waiting] == [f"v{number}" for number in range(6_000)]
    assert (waiting[-1].id, [one.id for one in waiting[1:3]], len(waiting)) == ("v5999", ["v1", "v2"], 6_000)
    with pytest.raises(IndexError):
        waiting[6_000]
    waiting.close()


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
