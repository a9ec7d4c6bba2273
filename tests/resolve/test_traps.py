"""Traps that once gave somebody words that somebody else had said."""

import pytest

from onrecord.extract.quotes import quotations
from onrecord.record import Span
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers


def who(text: str, *sources: str) -> list[str | None]:
    """Whom sources stand for, each looked for after the one before it."""
    quotes, at, spans = quotations(text), 0, []
    for source in sources:
        at = text.index(source, at)
        spans.append(Span(at, at + len(source)))
        at += len(source)
    speakers = Speakers(text, quotes, Sentences(text, quotes), [(span, []) for span in spans])
    return [found.name if found.type in ("person", "org") else None for found in map(speakers.find, spans)]


def test_a_pronoun_after_somebody_known_by_surname_only_is_theirs_and_not_the_one_with_a_full_name() -> None:
    text = "The landlord is Walter Quist.\n\nMurray said on Monday that he had paid. “I paid in cash,” he said."
    assert who(text, "Murray", "he said"[:2]) == ["Murray", "Murray"]


def test_a_state_that_nobody_is_known_to_be_of_names_nobody() -> None:
    text = "Walter Quist, a Republican, met Dole on Monday. The Ohio Republican told aides to wait."
    assert who(text, "The Ohio Republican") == [None]


def test_the_lawyer_of_one_side_is_not_the_others() -> None:
    text = "Helena Voss, a lawyer for Mr. Pym, spoke first. Later Teale’s lawyer read a statement."
    assert who(text, "Teale’s lawyer") == [None]


def test_a_word_that_only_begins_a_sentence_is_no_body() -> None:
    text = "Outside the court, the family read a statement. “We hoped for more,” it said."
    assert who(text, "it said"[:2]) == [None]


def test_two_people_of_one_surname_named_together_are_two() -> None:
    text = "Agnes and Moira Tolland keep the lighthouse. Agnes, 74, is the elder. She says that no man would."
    assert who(text, "She") == ["Agnes Tolland"]


def test_a_surname_is_not_somebodys_who_is_named_only_later() -> None:
    text = "Ruth Gale opened the hall on Monday. “Let us wait,” added Gale.\n\nHer cousin Neil Gale was not there."
    assert who(text, "Gale.")[:1] == ["Ruth Gale"]


def test_whom_the_text_calls_he_is_no_she_later() -> None:
    text = (
        "Fraserly Dunn came to the island on Monday. He brought his coat, and he said that he liked it. "
        "He told Moira Tolland that he envied her. She told him that he was a fool."
    )
    assert who(text, "She") == ["Moira Tolland"]


@pytest.mark.parametrize("word", ["Nobody", "Everyone", "2,000"])
def test_a_word_for_nobody_in_particular_names_nobody(word: str) -> None:
    assert who(f"{word} said that the bridge was safe.", word) == [None]


def test_a_place_behind_an_office_is_not_who_holds_it() -> None:
    text = "The mayor of Tamarack Falls, Loretta Bixby, said that the road was closed."
    assert who(text, "The mayor of Tamarack Falls, Loretta Bixby,") == ["Loretta Bixby"]


def test_an_office_with_its_portfolio_stands_before_a_name() -> None:
    text = "“I like it very much,” said the US Minister of Commerce Dale Pruett on Monday."
    assert who(text, "the US Minister of Commerce Dale Pruett") == ["Dale Pruett"]


@pytest.mark.parametrize("office", ["the Speaker", "the Chancellor", "the Governor", "the Sultan", "the Norwegian", "the Quorl"])
def test_a_capitalised_office_or_word_alone_is_read_without_an_error(office: str) -> None:
    assert len(who(f"Ana Roth met Ben Hale on Monday. It rained, {office} said.", office)) == 1


@pytest.mark.parametrize("body", ["British Airways", "American Red Cross", "European Central Bank"])
def test_a_body_named_after_a_people_is_not_cut(body: str) -> None:
    assert who(f"On Monday the {body} said that it would wait.", f"the {body}") == [body]
