"""Sources to speakers: the right name where the text supports it, nobody where it does not."""

import pytest

from onrecord.extract.quotes import quotations
from onrecord.record import Span
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Found, Speakers


def who(text: str, *sources: str) -> list[Found]:
    """The speakers of sources, each found after the one before it."""
    speakers, position, found = Speakers(text, quotations(text), Sentences(text, quotations(text))), 0, []
    for source in sources:
        start = text.index(source, position)
        position = start + len(source)
        found.append(speakers.find(Span(start, position)))
    return found


def names(text: str, *sources: str) -> list[str | None]:
    return [one.name for one in who(text, *sources)]


def test_the_fullest_name_in_the_document_is_given() -> None:
    text = "Maria Torrance arrived on Monday. “It is done,” Torrance said. “We go,” said Ms. Torrance."
    assert names(text, "Torrance said"[:8], "Ms. Torrance") == ["Maria Torrance", "Maria Torrance"]


def test_titles_demonyms_and_what_stands_behind_the_comma_are_no_part_of_a_name() -> None:
    text = "“I came,” said US Foreign Minister Mike Larkin, who was on his way home, on Monday."
    assert names(text, "US Foreign Minister Mike Larkin, who was on his way home,") == ["Mike Larkin"]


def test_a_metonym_is_its_office_and_a_capital_its_country() -> None:
    text = "The talks went well, said the Elysee. The plan was criticized by Paris. The White House was silent."
    assert names(text, "the Elysee", "Paris", "The White House") == ["Presidency of France", "France", "White House"]


def test_two_people_with_one_surname_are_never_confused() -> None:
    text = "Anna Brandt met Peter Brandt in the hall on Friday. “We are late,” Brandt said."
    found = who(text, "Anna Brandt", "Peter Brandt", "Brandt")
    assert [one.name for one in found] == ["Anna Brandt", "Peter Brandt", None]
    assert "Anna Brandt or Peter Brandt" in found[-1].why


def test_a_pronoun_goes_to_the_one_whom_the_sentence_is_about() -> None:
    text = "Paul Meunier spoke to Nora Lindqvist on Monday about a plan. “It will work,” he said."
    assert names(text, "he said"[:2]) == ["Paul Meunier"]


def test_a_pronoun_that_two_people_fit_alike_is_nobody() -> None:
    text = "Mr. Paul Meunier and Mr. Karl Ansgar met on Monday. “It will work,” he said."
    found = who(text, "he said"[:2])[0]
    assert found.name is None
    assert "Paul Meunier" in found.why
    assert "Karl Ansgar" in found.why


def test_gender_comes_from_the_text() -> None:
    text = "Mrs. Ines Calder opened the hall. Mr. Tom Reed closed it. “It was cold,” she said."
    assert names(text, "she") == ["Ines Calder"]


def test_parallel_roles_go_to_the_names_in_order() -> None:
    text = "The French and American presidents, Luc Ferrand and Dale Reyes, talked. “We will leave,” the US president tweeted."
    assert names(text, "the US president") == ["Dale Reyes"]


def test_a_role_that_the_text_gives_to_nobody_stays_a_description() -> None:
    found = who("“We will leave,” the US president tweeted.", "the US president")[0]
    assert (found.name, found.type) == ("the US president", "unnamed")


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("Many voters", "group"),
        ("officials in the capital", "group"),
        ("a spokesman for the port", "unnamed"),
        ("Critics", "group"),
    ],
)
def test_groups_and_the_unnamed_are_never_given_a_name(source: str, type_: str) -> None:
    found = who(f"{source} said it would rain.", source)[0]
    assert found.type == type_


@pytest.mark.parametrize("source", ["I", "we", "it", "they", "who"])
def test_words_that_stand_for_nobody_in_the_text_are_unknown_and_say_so(source: str) -> None:
    found = who(f"It rained. And {source} said so.", source)[0]
    assert found.name is None
    assert found.why


def test_a_person_named_by_surname_long_before_a_namesake_is_somebody_else() -> None:
    text = (
        "President Obry spoke. "
        + "It rained on the harbour all day long. " * 30
        + "Michelle Obry waved. “Thanks,” said President Obry."
    )
    found = who(text, "President Obry")[0]
    assert found.name == "Obry"
