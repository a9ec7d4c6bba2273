"""Decisions as they are typed: names of several documents, and pairs of statements."""

import pytest

from onrecord.errors import ReviewError
from onrecord.store import loading, saving
from onrecord.store.archive import Archive
from onrecord.store.reviews import spoken
from tests.store.articles import article, reading_of


def fill(archive: Archive, count: int) -> None:
    for number in range(0, 7 * count, 7):  # every seventh article is about the same two people
        record, raw = reading_of(article(number))
        archive.write(lambda connection, record=record, raw=raw: saving.save(connection, record, raw))  # type: ignore[misc]


def test_one_name_joins_all_who_are_called_so(archive: Archive) -> None:
    fill(archive, 3)
    archive.write(lambda connection: spoken.decide(connection, "same-actor", "oskar lind", [], who="Ines"))
    with archive.read() as connection:
        ids = {
            one.speaker.id
            for _, record in loading.records(connection)
            for one in record.statements
            if one.speaker is not None and one.speaker.name == "Oskar Lind"
        }
        listed = {actor.id for _, record in loading.records(connection) for actor in record.actors if actor.name == "Oskar Lind"}
    assert len(ids) == 1
    assert listed == ids
    with pytest.raises(ReviewError, match="one actor already"):
        archive.write(lambda connection: spoken.decide(connection, "same-actor", "Oskar Lind", [], who="Ines"))


def test_a_full_name_of_several_documents_means_the_statements_own(archive: Archive) -> None:
    fill(archive, 2)
    with archive.read() as connection:
        record = loading.record(connection, 2)
    one = next(one for one in record.statements if one.speaker is not None and one.speaker.name == "Oskar Lind")
    other = next(actor for actor in record.actors if actor.type == "person" and actor.name != "Oskar Lind")
    archive.write(lambda connection: spoken.decide(connection, "speaker", one.id, [other.name], who="Ines"))
    with archive.read() as connection:
        after = {found.id: found for found in loading.record(connection, 2).statements}
    speaker = after[one.id].speaker
    assert speaker is not None
    assert speaker.id == other.id


def test_a_decision_on_quotations_is_none_on_its_statements(archive: Archive) -> None:
    fill(archive, 2)
    with archive.read() as connection:
        first, second = (loading.record(connection, key).statements[0] for key in (1, 2))
    archive.write(lambda connection: spoken.decide(connection, "same-quotation", first.id, [second.id], who="Ines"))
    archive.write(lambda connection: spoken.decide(connection, "act", first.id, ["thinks"], who="Ines"))
    with archive.read() as connection:
        found = loading.record(connection, 1).statements[0]
    assert found.reviewed is not None
    assert found.reviewed["verdict"] == "act"
