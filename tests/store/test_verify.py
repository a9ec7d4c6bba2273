"""What is wrong with an archive is found and named; what is right is left in peace."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from onrecord.errors import ArchiveError
from onrecord.record import Event, EventId
from onrecord.store import rows, saving, schema
from onrecord.store.archive import Archive, open_archive, opened
from onrecord.store.renewal import renew
from onrecord.store.reviews import decide
from onrecord.store.reviews.decision import Value, decision
from onrecord.store.verify import verify
from tests.store.articles import article, reading_of
from tests.store.kept import fill, keep, statement_ids


def faults(archive: Archive) -> list[str]:
    return [f"{one.where} {one.what}" for one in verify(archive)]


def change(archive: Archive, *commands: str) -> None:
    def work(connection: object) -> None:
        for command in commands:
            connection.exec_driver_sql(command)  # type: ignore[attr-defined]

    archive.write(work)


def test_a_sound_archive_has_no_faults_and_progress_reaches_its_end(archive: Archive) -> None:
    assert faults(archive) == []
    fill(archive)
    seen: list[tuple[int, int]] = []
    assert list(verify(archive, lambda done, total: seen.append((done, total)))) == []
    assert seen[-1][0] == seen[-1][1] > 20


DAMAGE = (
    (
        "UPDATE documents SET text = replace(text, 'not one crown more', 'not one crown less') WHERE key = 1",
        "statement s.* other words",
    ),
    ("UPDATE documents SET text = replace(text, 'council votes on', 'council voted on') WHERE key = 1", "document d.* signature"),
    ("UPDATE documents SET url = 'https://other.example/' WHERE key = 1", "document d.* id that is not that of its bytes"),
    ("UPDATE documents SET marks = '[{' WHERE key = 1", "document d.* can't be made sense of"),
    ('UPDATE documents SET left_out = \'[{"start":0,"end":99999,"why":"x"}]\' WHERE key = 1', "document d.* outside the text"),
    ("UPDATE documents SET kind = 'gossip' WHERE key = 1", "document d.* can't be made sense of"),
    ("UPDATE documents SET version = 7 WHERE key = 4", "address https://courier.example/harbour has versions"),
    ("UPDATE documents SET is_current = true WHERE key = 4", "address https://courier.example/harbour has versions"),
    ("UPDATE documents SET is_current = false WHERE key = 1", "document d.* yet is not the only version"),
    ("UPDATE documents SET family = 3 WHERE key = 2", "document d.* family of copies"),
    ("DELETE FROM copy_bands WHERE document = 2", "document d.* not found by its copies"),
    ("UPDATE statements SET words = 'Nobody said this' WHERE key = 1", "statement s.* other words"),
    ("UPDATE statements SET content = '[[0,99999]]' WHERE key = 1", "statement s.* outside the text"),
    ("UPDATE statements SET content = '[[5,3]]' WHERE key = 1", "statement s.* can't be made sense of"),
    ("UPDATE statements SET starts = 1 WHERE key = 1", "statement s.* other offsets"),
    ("UPDATE statements SET dated = '1999-01-01' WHERE key = 1", "statement s.* another day"),
    ("UPDATE statements SET position = 0 WHERE document = 1", "document d.* two statements at place 0"),
    ("UPDATE statements SET quotation = 99999 WHERE key = 1", "statement s.* quotation that isn't named by its first"),
    ("UPDATE statements SET quotation = 3 WHERE key = 1", "statement s.* quotation that isn't named by its first"),
    ("UPDATE statements SET standing = 'rejected' WHERE key = 1", "statement s.* stands as rejected"),
    ("UPDATE statements SET speaker = 1, why = 'x' WHERE is_reviewed", "statement s.* not what the decisions"),
    ("UPDATE statements SET is_reviewed = false, reviewed = NULL WHERE is_reviewed", "statement s.* not what the decisions"),
    ("UPDATE actors SET merged = 99999 WHERE key = 1", "actor .* joined with one that isn't there"),
    ("UPDATE actors SET type = 'ghost' WHERE key = 1", "actors, row 1 can't be made sense of"),
    ("UPDATE makers SET made_by = 'me' WHERE key = 1", "makers, row 1 can't be made sense of"),
    ("UPDATE document_actors SET names = '{' WHERE document = 1", "names of actor .* can't be made sense of"),
    ("DELETE FROM statements WHERE key = (SELECT min(key) FROM statements WHERE is_reviewed)", "decision v.* orphaned"),
    ("INSERT INTO tombstones SELECT id, NULL, 'a court', 'Ines', '2026' FROM documents WHERE key = 1", "document d.* was removed"),
    ("INSERT INTO blobs SELECT 'ff', packing, size, bytes FROM blobs LIMIT 1", "bytes ff are no document's"),
    ("UPDATE blobs SET size = size + 1", "document d.* not the .* they should be"),
)


@pytest.mark.parametrize(("command", "said"), DAMAGE)
def test_damage_is_named(tmp_path: Path, command: str, said: str) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        change(archive, command)
        found = faults(archive)
        assert any(re.search(said, one) for one in found), found


def test_damage_of_several_kinds_is_named_on_either_engine(archive: Archive) -> None:
    fill(archive)
    commands = [DAMAGE[place][0] for place in (0, 9, 11, 17, 22, 29)]
    change(archive, *commands)
    found = "\n".join(faults(archive))
    for place in (0, 9, 11, 17, 22, 29):
        assert re.search(DAMAGE[place][1], found), DAMAGE[place]


def test_a_flipped_byte_of_the_original_is_found(archive: Archive) -> None:
    fill(archive)
    sha256 = reading_of(article(2))[0].document.sha256
    table = schema.blobs
    with archive.read() as connection:
        stored = connection.execute(select(table.c.bytes).where(table.c.sha256 == sha256)).scalar_one()
    flipped = stored[:40] + bytes([stored[40] ^ 4]) + stored[41:]
    archive.write(lambda connection: connection.execute(table.update().where(table.c.sha256 == sha256).values(bytes=flipped)))
    (found,) = faults(archive)
    assert reading_of(article(2))[0].document.id in found
    assert "came from bytes" in found


def test_a_vector_of_another_size_is_found(archive: Archive) -> None:
    fill(archive)
    archive.write(
        lambda connection: connection.execute(schema.vectors.update().values(bytes=b"short").where(schema.vectors.c.statement == 2))
    )
    assert faults(archive) == ["vector of statement 2 has 5 bytes, where it should have 384"]


def test_a_changed_decision_is_found(place: str) -> None:
    with opened(place, create=True) as archive:
        fill(archive)
        off = "ALTER TABLE reviews DISABLE TRIGGER reviews_stay" if archive.is_postgres else "DROP TRIGGER reviews_stand"
        change(archive, off, "UPDATE reviews SET who = 'Somebody else' WHERE key = 1")
        found = "\n".join(faults(archive))
    assert "trigger reviews_sta" in found
    assert re.search("decision v.* not as it was made", found)


def test_a_broken_index_of_words_is_found(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        change(
            archive,
            "INSERT INTO statements_words (statements_words, rowid, words) SELECT 'delete', key, words FROM statements WHERE key = 2",
        )
        assert [one for one in faults(archive) if one.startswith("index of words is out of step")]
        change(archive, "INSERT INTO statements_words (statements_words) VALUES ('rebuild')")
        assert faults(archive) == []


def test_lost_rows_are_found(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        fill(archive)
        archive.close()
        raw = sqlite3.connect(tmp_path / "a.db")
        raw.executescript(
            "DELETE FROM blobs WHERE rowid = 1; DELETE FROM documents WHERE key = 2; DELETE FROM actors WHERE key = 3;"
        )
        raw.close()
        found = "\n".join(faults(archive))
    for said in ("documents, row 1 points at a row of blobs", "bytes that aren't there", "has no document that can be read"):
        assert said in found
    assert "points at a row of actors" in found


def test_every_kind_of_decision_leaves_a_sound_archive(archive: Archive) -> None:
    keep(archive, article(1))
    record, _ = reading_of(article(1))
    one, two = record.statements[:2]
    missed = msgspec.structs.replace(one, id="sbyhand", content=one.content[:1], mentions=(), event=None, parent=None)
    for verdict, subject, value in (
        ("right", one.id, Value()),
        ("act", one.id, Value(act="thinks")),
        ("addressees", two.id, Value(addressees=())),
        ("not speaker", two.id, Value(actor=two.speaker.id if two.speaker else None)),
        ("missed", record.document.id, Value(statement=missed)),
        ("same actor", record.actors[0].id, Value(other=record.actors[1].id)),
    ):
        archive.write(lambda connection, a=(verdict, subject, value): decide(connection, *a, who="Ines"))  # type: ignore[misc]
    assert faults(archive) == []


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "a.db"
    with opened(str(path), create=True) as archive:
        fill(archive)
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10_000), st.integers(0, 4095), st.binary(min_size=1, max_size=2_000))
def test_no_damage_ends_in_a_traceback(sound: Path, tmp_path: Path, page: int, at: int, what: bytes) -> None:
    path = tmp_path / "damaged.db"
    stored = sound.read_bytes()
    start = max(page * 4096 % len(stored), 4096) + at
    path.write_bytes(stored[:start] + what + stored[start + len(what) :])
    for beside in tmp_path.glob("damaged.db-*"):
        beside.unlink()
    try:
        archive = open_archive(str(path))
    except (ArchiveError, UnicodeError):
        return  # so damaged that it can't be opened
    with closing(archive):
        for one in verify(archive):
            assert one.where
            assert one.what


def test_what_can_still_be_read_is_checked_where_a_page_is_lost(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    stored = sound.read_bytes()
    path.write_bytes(stored)
    raw = sqlite3.connect(path)
    (page,) = raw.execute(
        "SELECT pageno FROM dbstat WHERE name = 'documents' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1"
    ).fetchone()
    raw.close()
    path.write_bytes(stored[: (page - 1) * 4096] + b"\xff" * 4096 + stored[page * 4096 :])
    with opened(str(path)) as archive:
        found = faults(archive)
    assert any(re.match("documents rows .* can't be read", one) for one in found)
    assert any(one.startswith("file ") for one in found)


def test_statements_are_named_by_their_ids(tmp_path: Path) -> None:
    with opened(str(tmp_path / "a.db"), create=True) as archive:
        keep(archive, article(1))
        change(archive, "UPDATE statements SET words = 'x' WHERE key = 2")
        (found,) = [one for one in faults(archive) if "other words" in one]
        assert statement_ids(archive, article(1))[1] in found


def test_a_statement_whose_event_is_no_longer_found_is_sound(archive: Archive) -> None:
    record, raw = reading_of(article(1))
    first = record.statements[0]
    event = Event(id=EventId("emeeting"), kind="meeting", participants=(), date=None, place=None, accounts=(first.id,))
    at_event = msgspec.structs.replace(first, event=event.id)
    record = msgspec.structs.replace(record, statements=(at_event, *record.statements[1:]), events=(event,))
    saved = archive.write(lambda connection: saving.save(connection, record, raw))
    archive.write(lambda connection: decide(connection, "right", first.id, who="Ines"))
    without = msgspec.structs.replace(
        record, events=(), statements=tuple(msgspec.structs.replace(one, parent=None) for one in record.statements[1:])
    )
    archive.write(lambda connection: renew(connection, saved.key, without, {}, None))
    assert faults(archive) == []


def test_actors_that_are_not_joined_as_decided_are_named(archive: Archive) -> None:
    keep(archive, article(1))
    first, second = (actor.id for actor in reading_of(article(1))[0].actors[:2])
    archive.write(lambda connection: decide(connection, "same actor", first, Value(other=second), who="Ines"))
    assert faults(archive) == []
    change(archive, "UPDATE actors SET merged = key")
    assert f"actor {second} is joined with nobody, and decisions in force join it" in faults(archive)
    change(archive, "UPDATE actors SET merged = (SELECT max(key) FROM actors)")
    assert any("is not joined with whom the decisions about it say" in one for one in faults(archive))


def test_a_copy_that_is_filed_wrongly_is_found(archive: Archive) -> None:
    keep(archive, article(1))
    one = reading_of(article(1))[0].statements[0].id
    value = Value(act="plans", carried="vfirst")
    made = decision("act", one, value, who="Ines", at="2026-05-20T08:00:00Z")
    row = {"id": made.id, "verdict": "act", "subject": one, "value": rows.packed(value), "who": "Ines", "at": made.at}
    archive.write(lambda connection: connection.execute(schema.reviews.insert(), [row]))
    assert f"decision {made.id} is filed as the copy of another decision than it is of" in faults(archive)
