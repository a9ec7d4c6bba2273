"""Two actors whom people joined stay one, whoever of them goes and comes back."""

import msgspec

from onrecord.record import Actor, ActorId, Record, Speaker
from onrecord.store import adding, loading
from onrecord.store.archive import Archive
from onrecord.store.forget import forget
from onrecord.store.reviews import decide, undo
from onrecord.store.reviews.decision import Value
from onrecord.store.verify import verify
from tests.store.articles import article, reading_of

ONE, OTHER = Speaker(ActorId("aq1"), "Ada Brandt", "person"), Speaker(ActorId("aq2"), "A. Brandt", "person")


def add(archive: Archive, number: int, speaker: Speaker) -> Record:
    """Add an article in which one person says everything."""
    record, raw = reading_of(article(number))
    said = tuple(msgspec.structs.replace(one, speaker=speaker, addressees=(), mentions=(), event=None) for one in record.statements)
    who = Actor(id=speaker.id, name=speaker.name, type=speaker.type, names=(speaker.name,), wikidata=None)
    record = msgspec.structs.replace(record, statements=said, actors=(who,), events=())
    adding.archive_record(archive, record, raw, origin="article")
    return record


def speakers(archive: Archive) -> list[set[str]]:
    with archive.read() as connection:
        return [{one.speaker.id for one in record.statements if one.speaker} for _, record in loading.records(connection)]


def test_one_who_comes_back_is_joined_again(archive: Archive) -> None:
    add(archive, 0, ONE)
    gone = add(archive, 1, OTHER)
    made = archive.write(lambda connection: decide(connection, "same actor", ONE.id, Value(other=OTHER.id), who="Ines"))
    forget(archive, gone.document.id, why="a court order", who="Ines")
    add(archive, 2, OTHER)
    assert speakers(archive) == [{ONE.id}, {ONE.id}]
    assert list(verify(archive)) == []
    archive.write(lambda connection: undo(connection, made.id, who="Ines"))
    assert speakers(archive) == [{ONE.id}, {OTHER.id}]


def test_one_who_comes_back_by_a_decision_is_joined_again(archive: Archive) -> None:
    first = add(archive, 0, ONE)
    gone = add(archive, 1, OTHER)
    archive.write(lambda connection: decide(connection, "same actor", ONE.id, Value(other=OTHER.id), who="Ines"))
    forget(archive, gone.document.id, why="a court order", who="Ines")
    value = Value(speaker=OTHER)
    archive.write(lambda connection: decide(connection, "speaker", first.statements[0].id, value, who="Ines"))
    assert speakers(archive) == [{ONE.id}]
    assert list(verify(archive)) == []
