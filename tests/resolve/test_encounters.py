"""Statements to events: a call with two offices' accounts of it, an interview, a press conference."""

from onrecord.record import Attribution, Document, document_id
from onrecord.resolve.statements import Resolved, statements
from tests.resolve.test_statements import attribution


def resolve(text: str, *attributions: Attribution) -> Resolved:
    document = Document(id=document_id(text.encode(), None), sha256="", published="2026-05-14", text=text)
    return statements(document, attributions, {})


CALL = (
    "President Luc Ferrand of France spoke by phone with President Dale Reyes on Tuesday. The Elysee said the two presidents "
    "discussed the harbour. The White House said that they had agreed on nothing. The Kremlin said that it was snowing."
)


def call() -> Resolved:
    return resolve(
        CALL,
        attribution(CALL, "The Elysee", "said", "the two presidents discussed the harbour"),
        attribution(CALL, "The White House", "said", "that they had agreed on nothing"),
        attribution(CALL, "The Kremlin", "said", "that it was snowing"),
    )


def test_a_call_between_two_presidents_has_two_offices_accounts() -> None:
    made = call()
    (event,) = made.events
    elysee, white_house, kremlin = made.statements
    assert (event.kind, [one.name for one in event.participants]) == ("call", ["Luc Ferrand", "Dale Reyes"])
    assert event.date
    assert event.date.start == "2026-05-12"
    assert event.accounts == (elysee.id, white_house.id)
    assert elysee.event == white_house.event == event.id
    assert kremlin.event is None


def test_who_takes_part_is_among_the_actors_and_ids_do_not_change() -> None:
    made = call()
    assert {one.id for one in made.events[0].participants} <= {one.id for one in made.actors}
    assert call() == made


def test_an_interview_is_its_guests_and_no_account() -> None:
    text = "Nadja Orlesk gave an interview to the Bergen Dispatch on Monday. “We will wait,” she said in the interview."
    made = resolve(text, attribution(text, "she", "said", "“We will wait,”"))
    (event,), (said,) = made.events, made.statements
    assert (event.kind, event.participants, event.accounts) == ("interview", (said.speaker,), ())
    assert said.event == event.id
    assert said.said_at
    assert (said.said_at.start, said.said_at.basis) == ("2026-05-11", "inferred")


def test_what_another_said_in_another_interview_is_not_said_in_hers() -> None:
    text = "Ana Roth gave an interview to the Bergen Dispatch. Ben Hale told the BBC that it would rain."
    made = resolve(text, attribution(text, "Ben Hale", "told", "that it would rain"))
    assert [one.kind for one in made.events] == ["interview"]
    assert made.statements[0].channel
    assert made.statements[0].channel.value == "interview"
    assert made.statements[0].event is None


def test_a_press_conference_is_whoever_speaks_at_it() -> None:
    text = (
        "The harbour board held a press conference in Sandholm on Monday. “We will wait,” Ines Calder said at the press conference. "
        "“Not I,” Ben Hale replied at the press conference. Karl Ansgar added that he would leave."
    )
    made = resolve(
        text,
        attribution(text, "Ines Calder", "said", "“We will wait,”"),
        attribution(text, "Ben Hale", "replied", "“Not I,”"),
        attribution(text, "Karl Ansgar", "added", "that he would leave"),
    )
    (event,) = made.events
    assert (event.kind, event.place) == ("press conference", "Sandholm")
    assert [one.event for one in made.statements] == [event.id, event.id, None]


def test_at_a_call_of_two_each_speaks_to_the_other() -> None:
    text = "Ana Roth and Ben Hale spoke by phone on Monday. “We leave at once,” Roth said in the call, and hung up."
    made = resolve(text, attribution(text, "Roth", "said", "“We leave at once,”"))
    (event,), (said,) = made.events, made.statements
    assert said.event == event.id
    assert [one.name for one in said.addressees] == ["Ben Hale"]


def test_quoted_words_make_no_event() -> None:
    quote = "“The summit of Ana Roth and Ben Hale was a farce, and the phone call worse,”"
    text = f"{quote} Ada Holm said."
    made = resolve(text, attribution(text, "Ada Holm", "said", quote))
    assert made.events == ()
    assert made.statements[0].event is None


def test_in_a_report_about_a_debate_whoever_speaks_speaks_there() -> None:
    text = (
        "Ines Calder and Ben Hale faced each other in a televised debate in Sandholm on Monday.\n\n"
        "“We will wait,” Calder said. “Not I,” Hale replied."
    )
    made = resolve(text, attribution(text, "Calder", "said", "“We will wait,”"), attribution(text, "Hale", "replied", "“Not I,”"))
    assert [one.channel.value if one.channel else None for one in made.statements] == ["debate", "debate"]
    assert [one.event for one in made.statements] == [made.events[0].id] * 2
