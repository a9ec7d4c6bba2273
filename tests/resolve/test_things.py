"""Names to actors: several names of one body are one actor, and what only looks like a name is none."""

import pytest

from onrecord.extract.quotes import quotations
from onrecord.record import Document, Span, Speaker, actor_id, document_id
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers
from onrecord.resolve.statements import statements
from onrecord.resolve.things import Things
from tests.resolve.test_statements import attribution

DOCUMENT = document_id(b"the ferry", None)


def things(text: str) -> Things:
    quotes = quotations(text)
    return Things(DOCUMENT, text, Speakers(text, quotes, Sentences(text, quotes)))


def mentioned(text: str) -> list[tuple[str, str]]:
    """Every mention of a text, with the name of the actor that it is of."""
    found = things(text)
    return [(text[one.start : one.end], found.by_id(one.actor).name) for one in found.mentions((Span(0, len(text)),))]


def test_several_names_of_one_body_are_one_actor() -> None:
    text = "He said that OTAN would wait, that Nato would act, and that the North Atlantic Alliance was late."
    found = things(text)
    ids = {one.actor for one in found.mentions((Span(0, len(text)),))}
    assert len(ids) == 1
    actor = found.by_id(ids.pop())
    assert (actor.name, actor.type) == ("NATO", "org")
    assert actor.names == ("NATO", "Nato", "North Atlantic Alliance", "OTAN")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it was cold in France, and French farmers knew it", [("France", "France"), ("French", "France")]),
        ("he left the U.S. for the UK", [("U.S.", "United States"), ("UK", "United Kingdom")]),
        ("give us what is ours, and who is to say when", []),  # no US, no IS, no WHO
        ("he flew with Air France to the island", [("Air France", "Air France")]),
        ("and he wrote that THE BRIDGE IS CLOSED FOR US ALL, and they laughed at him", []),
        (
            "he asked the IAEA, and the IMF as well",
            [("IAEA", "International Atomic Energy Agency"), ("IMF", "International Monetary Fund")],
        ),
    ],
)
def test_countries_and_bodies_in_what_is_said(text: str, found: list[tuple[str, str]]) -> None:
    assert mentioned(text) == found


def test_a_surname_is_the_person_and_names_nobody_twice() -> None:
    text = "Ada Holm came late to the meeting, and they said that Ms. Holm had been in Italy."
    assert mentioned(text) == [("Ada Holm", "Ada Holm"), ("Holm", "Ada Holm"), ("Italy", "Italy")]


def test_only_what_a_content_holds_is_mentioned_in_it() -> None:
    text = "In France Ada Holm said that it was warm in Italy."
    content = (Span(text.index("that"), len(text)),)
    assert [text[one.start : one.end] for one in things(text).mentions(content)] == ["Italy"]


def test_somebody_who_only_speaks_is_an_actor_by_that_name_alone() -> None:
    speaker = Speaker(actor_id(DOCUMENT, "unnamed", "a clerk"), "a clerk", "unnamed")
    actor = things("“It rained,” a clerk said.").actor(speaker)
    assert (actor.id, actor.name, actor.names, actor.wikidata) == (speaker.id, "a clerk", ("a clerk",), None)


def test_a_speaker_and_a_mention_of_them_are_one_actor_with_an_id_that_stays() -> None:
    text = "Ada Holm said that it had rained. Bo Tarn said that Ms. Holm was wrong about the OTAN in France."
    given = [
        attribution(text, "Ada Holm", "said", "that it had rained"),
        attribution(text, "Bo Tarn", "said", "that Ms. Holm was wrong about the OTAN in France"),
    ]
    document = Document(id=document_id(text.encode(), None), sha256="", text=text)
    made = statements(document, given, {})
    first, second = made.statements
    assert first.speaker
    assert first.speaker.id in {one.actor for one in second.mentions}
    by_id = {one.id: one for one in made.actors}
    assert len(by_id) == len(made.actors)
    assert [by_id[one.actor].name for one in second.mentions] == ["Ada Holm", "NATO", "France"]
    assert statements(document, given, {}).actors == made.actors
