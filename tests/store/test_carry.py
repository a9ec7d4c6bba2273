"""Decisions carried over to another version of an article."""

from onrecord.record import Record
from onrecord.store import loading, saving
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide, log, undo
from onrecord.store.reviews.carry import to_version
from onrecord.store.reviews.decision import Value
from tests.store.articles import article, reading_of

URL = "https://courier.example/harbour"


def add(archive: Archive, text: str) -> Record:
    record, raw = reading_of(text, url=URL)

    def work(connection: object) -> int:
        saved = saving.save(connection, record, raw)  # type: ignore[arg-type]
        to_version(connection, saved.key)  # type: ignore[arg-type]
        return saved.key

    key = archive.write(work)
    with archive.read() as connection:
        return loading.record(connection, key)


def speakers(record: Record) -> list[str | None]:
    return [one.speaker.name if one.speaker else None for one in record.statements]


def test_a_decision_is_carried_to_unchanged_words_and_taken_back_with_the_first(archive: Archive) -> None:
    old = add(archive, article(0))
    wanted = old.statements[0]
    made = archive.write(lambda connection: decide(connection, "speaker", wanted.id, Value(speaker=None), who="Ines"))
    new = add(archive, "An earlier headline\n\n" + article(0))
    assert speakers(new)[0] is None
    assert new.statements[0].reviewed is not None
    assert new.statements[0].reviewed["by"] == "Ines"
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    with archive.read() as connection:
        assert speakers(loading.record(connection, 2))[0] is not None
        assert log.in_force(connection) == []


def test_a_decision_is_not_carried_to_changed_words(archive: Archive) -> None:
    old = add(archive, article(0))
    archive.write(lambda connection: decide(connection, "speaker", old.statements[0].id, Value(speaker=None), who="Ines"))
    new = add(archive, article(0).replace("not one crown more", "perhaps one crown more"))
    assert speakers(new)[0] is not None


def test_a_rejected_statement_stays_rejected(archive: Archive) -> None:
    old = add(archive, article(0))
    archive.write(lambda connection: decide(connection, "not a statement", old.statements[0].id, who="Ines"))
    new = add(archive, article(0) + "\nThe council meets again in June.\n")
    assert len(new.statements) == len(old.statements) - 1


def test_a_statement_marked_by_hand_is_marked_in_the_new_version_too(archive: Archive) -> None:
    import msgspec

    from onrecord.record import Span

    old = add(archive, article(0))
    start = old.document.text.index("council votes")
    like = old.statements[0]
    missed = msgspec.structs.replace(
        like,
        id="sbyhand",
        content=(Span(start, start + 13),),
        source=(),
        cue=(),
        quoted=(),
        mentions=(),
        addressees=(),
        channel=None,
        event=None,
        parent=None,
        made_by={"review": "Ines"},
    )
    archive.write(lambda connection: decide(connection, "missed", old.document.id, Value(statement=missed), who="Ines"))
    new = add(archive, "A new line on top\n\n" + article(0))
    words = [" ".join(span.of(new.document.text) for span in one.content) for one in new.statements]
    assert "council votes" in words
