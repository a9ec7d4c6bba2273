"""A post is its author's statement; what it tells of others stands inside it."""

from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.read.item import Item
from onrecord.read.source import read_item
from onrecord.record import Record

TEXT = "The council met tonight and nobody asked the islands.\n\n“We will go to court,” said Oskar Lind, the mayor of Sund."


def read(byline: str | None, kind: str = "post", published: str | None = "2026-05-14T17:05:00+02:00") -> Record:
    item = Item(raw=TEXT.encode(), name="post", text=TEXT, byline=byline, kind=kind, published=published)  # type: ignore[arg-type]
    return record(read_item(item), load("fast"))


def test_a_post_is_its_authors_statement() -> None:
    whole = read("Marta Velde").statements[0]
    assert whole.speaker is not None
    assert whole.speaker.name == "Marta Velde"
    assert [span.of(TEXT) for span in whole.content] == [TEXT]
    assert whole.channel is not None
    assert whole.channel.value == "post"
    assert whole.said_at is not None
    assert (whole.said_at.start, whole.said_at.granularity, whole.said_at.basis) == (
        "2026-05-14T17:05:00+02:00",
        "minute",
        "stated",
    )


def test_what_others_say_stands_inside_it() -> None:
    found = read("Marta Velde")
    inside = [one for one in found.statements if one.speaker is not None and one.speaker.name == "Oskar Lind"]
    assert inside
    assert {one.parent for one in inside} == {found.statements[0].id}
    assert len({one.id for one in found.statements}) == len(found.statements)


def test_a_post_without_an_author_and_news_stay_as_they_are() -> None:
    assert all(one.cue or one.source for one in read(None).statements)
    assert all(one.ground != "author" for one in read("Marta Velde", kind="news").statements)


def test_a_known_author_is_the_one_of_the_knowledge_base() -> None:
    whole = read("Emmanuel Macron").statements[0]
    assert whole.speaker is not None
    assert whole.speaker.id == "Q3052772"
