"""A post is its author's statement; what it tells of others stands inside it."""

from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.read.item import Item
from onrecord.read.source import read_item
from onrecord.record import Confidence, Record, Span, Statement, statement_id
from onrecord.resolve.own import with_own_words
from onrecord.resolve.statements import Resolved

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


def test_what_is_all_of_a_post_is_its_author_s_statement_once() -> None:
    text = "THE HARBOUR IS RESPECTED AGAIN!"
    document = read_item(Item(raw=text.encode(), name="post", text=text, byline="Marta Velde", kind="post")).document
    whole = (Span(0, len(text)),)
    shouted = Statement(
        id=statement_id(document.id, whole, None),
        content=whole,
        cue=(),
        source=(),
        kind="direct",
        act="says",
        quoted=(),
        speaker=None,
        confidence=Confidence(0.5, 0.0),
        made_by={},
    )
    found = with_own_words(document, (), Resolved((shouted,), (), (), ()), {}).statements
    assert [(one.id, one.ground) for one in found] == [(shouted.id, "author")]


def test_a_post_without_an_author_and_news_stay_as_they_are() -> None:
    assert all(one.cue or one.source for one in read(None).statements)
    assert all(one.ground != "author" for one in read("Marta Velde", kind="news").statements)


def test_a_known_author_is_the_one_of_the_knowledge_base() -> None:
    whole = read("Emmanuel Macron").statements[0]
    assert whole.speaker is not None
    assert whole.speaker.id == "Q3052772"


TALK = (
    "Press conference on the harbour\n\nHELGA TORNQUIST: The bids were rigged from the first day. We will not pay one crown. "
    "My colleague Jon Arkwright said that he had warned the council.\n\nQUESTION: Will you resign?\n\n"
    "HELGA TORNQUIST: No.\n\nPREMIER VELDE: I stand by Helga Tornquist.\n"
)


def transcript(text: str) -> Record:
    item = Item(raw=text.encode(), name="talk", text=text, kind="transcript", published="2026-05-14")
    return record(read_item(item), load("fast"))


def test_each_turn_of_a_transcript_is_its_speakers_statement() -> None:
    found = [one for one in transcript(TALK).statements if one.parent is None]
    said = [(one.speaker.name if one.speaker else None, one.content[0].of(TALK)) for one in found]
    assert [name for name, _ in said] == ["Helga Tornquist", "Question", "Helga Tornquist", "Velde"]
    assert said[0][1].startswith("The bids were rigged")
    assert said[0][1].endswith("warned the council.")
    assert said[2][1] == "No."
    assert {one.channel.value for one in found if one.channel} == {"remarks"}


def test_what_is_told_in_a_turn_stands_inside_it() -> None:
    found = transcript(TALK).statements
    inside = [one for one in found if one.speaker is not None and one.speaker.name == "Jon Arkwright"]
    assert inside
    parents = {one.id: one.parent for one in found}
    for one in inside:
        holder = one.parent
        while holder is not None and parents[holder] is not None:
            holder = parents[holder]
        assert holder == found[0].id


def test_a_transcript_without_labels_stays_as_it_came() -> None:
    assert all(one.ground != "turn" for one in transcript(TEXT).statements)


def test_a_post_that_sends_on_anothers_is_nobodys_own() -> None:
    text = "RT @helgatornquist: The bids were rigged from the first day, and everybody in the harbour knows it by now."
    item = Item(raw=text.encode(), name="post", text=text, byline="rcastellane", kind="post")
    assert all(one.ground != "author" for one in record(read_item(item), load("fast")).statements)
