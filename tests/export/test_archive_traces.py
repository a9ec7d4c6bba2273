"""Traces and what people decided about them, exported, imported, backed up and restored: nothing is lost, and nothing damaged comes in."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from onrecord.export import archive_in, archive_out
from onrecord.export.archive_lines import End, Traces, read
from onrecord.record import Span
from onrecord.store import schema
from onrecord.store.archive import Archive, opened
from onrecord.store.backup import backup, restore
from onrecord.store.digest import digest
from onrecord.store.reviews import spoken
from onrecord.store.traces.kept import Kept
from onrecord.store.verify import verify
from tests.export.archives import asked
from tests.store.traces.harbour import (
    ALTERED,
    JOBS,
    READOUT,
    UNSAID,
    VERBATIM,
    add_news,
    add_sources,
    document,
    fill,
    post,
    trace,
    traces,
    update,
)


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def decide(archive: Archive, verdict: str, wanted: str, *values: str, who: str = "Ines") -> None:
    archive.write(lambda connection: spoken.decide(connection, verdict, wanted, values, who=who, why="she asked"))


def filled(archive: Archive) -> None:
    fill(archive)
    add_sources(archive, post("The market opens on Sunday, whatever the council says.", "2026-05-11", None), speaker="Elin Storm")
    update(archive)
    decide(archive, "altered", trace(archive, ALTERED).trace)
    decide(archive, "other-source", trace(archive, UNSAID).trace, document(archive, READOUT), "dredged in September")


def test_traces_are_the_same_after_export_and_import_on_any_engine(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    done = archive_in.import_(other, tmp_path / "archive.jsonl")
    assert (done.is_same, done.left_out) == (True, ())
    assert traces(other) == traces(archive)
    assert list(verify(other)) == []
    # What was traced there need not be traced here.
    assert update(other) == []
    speakers = select(schema.documents.c.speaker).where(schema.documents.c.speaker.is_not(None))
    assert asked(other, lambda connection: connection.execute(speakers).scalars().all()) == ["Elin Storm"]
    archive_out.write(other, tmp_path / "again.jsonl")
    ends = [[line for _, line in read(tmp_path / name)] for name in ("archive.jsonl", "again.jsonl")]
    assert ends[0][1:-1] == ends[1][1:-1]
    # Taking a decision back gives what the machine found there.
    last = trace(other, UNSAID).reviewed
    assert last is not None
    decide(other, "undo", last["decision"])
    assert trace(other, UNSAID).source is None


def test_where_other_sources_are_what_was_traced_is_looked_at_again(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    add_sources(other, post("Nobody at the shipyard will lose a job in this town.", "2026-05-10"))
    archive_in.import_(other, tmp_path / "archive.jsonl")
    assert trace(other, VERBATIM).source is not None
    assert [one.status for one in update(other)] == ["traced"]
    assert (trace(other, ALTERED).fidelity, trace(other, ALTERED).status) == ("altered", "reviewed")
    assert list(verify(other)) == []


def test_what_was_traced_here_stays(archive: Archive, other: Archive, tmp_path: Path) -> None:
    filled(archive)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    add_sources(other, post(JOBS, "2026-05-12"))
    add_news(other)
    update(other)
    decide(other, "wrong-source", trace(other, VERBATIM).trace, who="Jo")
    archive_in.import_(other, tmp_path / "archive.jsonl")
    assert trace(other, VERBATIM).source is None
    assert list(verify(other)) == []


def test_decisions_that_contradict_those_of_here_are_left_out(archive: Archive, other: Archive, tmp_path: Path) -> None:
    fill(archive)
    update(archive)
    decide(archive, "right-source", trace(archive, VERBATIM).trace)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    fill(other)
    update(other)
    decide(other, "wrong-source", trace(other, VERBATIM).trace, who="Jo")
    done = archive_in.import_(other, tmp_path / "archive.jsonl")
    assert done.decisions == 0
    assert "Jo decided otherwise here" in done.left_out[0]
    assert trace(other, VERBATIM).source is None


def beyond(kept: Kept) -> Kept:
    source = msgspec.structs.replace(kept.source, span=Span(0, 10_000)) if kept.source else None
    return msgspec.structs.replace(kept, source=source)


def without_source(kept: Kept) -> Kept:
    return msgspec.structs.replace(kept, source=None, drift=(), change=None)


def on_no_day(kept: Kept) -> Kept:
    searched = msgspec.structs.replace(kept.searched, last=10**12) if kept.searched else None
    return msgspec.structs.replace(kept, searched=searched)


@pytest.mark.parametrize("spoil", [beyond, without_source, on_no_day])
def test_what_is_damaged_does_not_come_in(archive: Archive, other: Archive, tmp_path: Path, spoil: Callable[[Kept], Kept]) -> None:
    fill(archive)
    update(archive)
    archive_out.write(archive, tmp_path / "archive.jsonl")
    lines = [line for _, line in read(tmp_path / "archive.jsonl")]
    place, found = next((place, line) for place, line in enumerate(lines) if isinstance(line, Traces))
    wrong = [(statement, spoil(kept) if kept.source is not None else kept) for statement, kept in found.traces]
    lines[place] = msgspec.structs.replace(found, traces=tuple(wrong))
    body = b"".join(msgspec.json.encode(line) + b"\n" for line in lines[:-1])
    end = lines[-1]
    assert isinstance(end, End)
    import hashlib

    signed = msgspec.structs.replace(end, sha256=hashlib.sha256(body).hexdigest())
    (tmp_path / "wrong.jsonl").write_bytes(body + msgspec.json.encode(signed) + b"\n")
    archive_in.import_(other, tmp_path / "wrong.jsonl")
    assert [one for one in traces(other) if one.source is not None] == []
    assert list(verify(other)) == []
    update(other)
    assert trace(other, VERBATIM).source is not None


def test_traces_are_in_a_backup_and_come_back(archive: Archive, tmp_path: Path) -> None:
    filled(archive)
    done = backup(archive, tmp_path / "backup.db")
    assert done.faults == ()
    restore(tmp_path / "backup.db", str(tmp_path / "restored.db"))
    with opened(str(tmp_path / "restored.db")) as restored:
        assert asked(restored, digest) == asked(archive, digest)
        assert traces(restored) == traces(archive)
        assert update(restored) == []
