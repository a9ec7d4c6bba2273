"""A text read from its start: who each he and she stands for, by shares that sum to one with nobody's."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.quotes import quotations
from onrecord.read.paragraphs import paragraphs
from onrecord.resolve.coreference import REACH, SENTENCES, SIGNS, Place, Seen, candidates, rank, signs, weights
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.people import People
from onrecord.resolve.sentences import Sentences

GENDERS = ("m", "f", "", "m")


def seen(start: int, person: int, sentence: int = 0, paragraph: int = 0) -> Seen:
    return Seen(
        start,
        person,
        sentence,
        paragraph,
        heads=True,
        after_preposition=False,
        possessive=False,
        is_pronoun=False,
        speaks=False,
        quoted=False,
    )


def likeliest(text: str, word: str) -> tuple[str, float]:
    """Whom the last of a pronoun most likely stands for, and their share."""
    quotes = quotations(text)
    people = People(text, quotes)
    discourse = Discourse(text, people, quotes, Sentences(text, quotes), paragraphs(text))
    best = discourse.ranked[text.rindex(f" {word}") + 1][0]
    return people.everyone[best.person].name, best.share


@given(
    mentions=st.lists(
        st.builds(
            Seen,
            start=st.integers(0, 400),
            person=st.integers(0, len(GENDERS) - 1),
            sentence=st.integers(0, 20),
            paragraph=st.integers(0, 8),
            heads=st.booleans(),
            after_preposition=st.booleans(),
            possessive=st.booleans(),
            is_pronoun=st.booleans(),
            speaks=st.booleans(),
            quoted=st.booleans(),
            told=st.integers(0, 400),
        ),
        max_size=12,
    ).map(lambda found: sorted(found, key=lambda one: one.start)),
    at=st.builds(
        Place,
        start=st.integers(0, 400),
        sentence=st.integers(0, 20),
        paragraph=st.integers(0, 8),
        quoted=st.booleans(),
        own=st.lists(st.tuples(st.integers(0, 200), st.integers(200, 400)), max_size=2).map(tuple),
    ),
    gender=st.sampled_from(("m", "f", "")),
)
def test_shares_and_nobodys_sum_to_one(mentions: list[Seen], at: Place, gender: str) -> None:
    ranked = rank(mentions, at, GENDERS, gender)
    fitting = candidates(mentions, at, GENDERS, gender)
    assert sorted(one.person for one in ranked) == sorted(fitting)
    assert all(0 <= one.share <= 1 for one in ranked)
    assert [one.share for one in ranked] == sorted((one.share for one in ranked), reverse=True)
    if ranked:
        values, nobody = weights()
        best = ranked[0]
        score = sum(w * x for w, x in zip(values, signs(mentions, at, best.person, fitting, GENDERS), strict=True))
        of_nobody = best.share * math.exp(nobody - score)
        assert 0 <= of_nobody <= 1
        assert math.isclose(sum(one.share for one in ranked) + of_nobody, 1)


def test_every_sign_has_its_value() -> None:
    mentions = [seen(0, 0), seen(20, 3)]
    found = signs(mentions, Place(40, 0, 0), 3, [0, 3], GENDERS)
    assert len(found) == len(SIGNS)
    said = {sign for sign, value in zip(SIGNS, found, strict=True) if value}
    assert {"same sentence", "mentioned last", "heads its sentence", "in this clause"} <= said
    assert not {"one sentence back", "spoke", "gender unknown", "last a pronoun"} & said


@pytest.mark.parametrize(
    ("mention", "is_one"),
    [
        (seen(0, 0), True),
        (seen(0, 2), True),
        (seen(0, 1), False),
        (seen(900, 0), False),
    ],
)
def test_a_candidate_stands_before_and_may_be_of_that_gender(mention: Seen, *, is_one: bool) -> None:
    assert bool(candidates([mention], Place(500, 1, 0), GENDERS, "m")) == is_one


def test_who_was_named_too_long_ago_is_no_candidate() -> None:
    assert candidates([seen(0, 0)], Place(500, SENTENCES, REACH), GENDERS, "m") == [0]
    assert candidates([seen(0, 0)], Place(500, SENTENCES + 1, REACH), GENDERS, "m") == []
    assert candidates([seen(0, 0)], Place(500, SENTENCES, REACH + 1), GENDERS, "m") == []


@pytest.mark.parametrize(
    ("text", "word", "whom"),
    [
        ("Mr. Paul Meunier met Mrs. Nora Lindqvist beside the river. Then she left.", "she", "Nora Lindqvist"),
        ("Mr. Paul Meunier met Mrs. Nora Lindqvist beside the river. Then he left.", "he", "Paul Meunier"),
        ("Paul Meunier spoke for an hour about Karl Ansgar. Then he left.", "he", "Paul Meunier"),
        ("Paul Meunier said he was tired.", "he", "Paul Meunier"),
        ("Paul Meunier came late. He sat down. Karl Ansgar’s chair was empty. Later he spoke.", "he", "Paul Meunier"),
    ],
)
def test_a_pronoun_follows_whom_the_text_is_about(text: str, word: str, whom: str) -> None:
    name, share = likeliest(text, word)
    assert name == whom
    assert share > 0.5


def test_a_pronoun_at_the_head_of_a_text_has_nobody_before_it() -> None:
    text = "“It is late,” he said. Paul Meunier left."
    quotes = quotations(text)
    found = Discourse(text, People(text, quotes), quotes, Sentences(text, quotes), paragraphs(text))
    assert found.ranked[text.index("he said")] == []


def test_what_a_pronoun_was_decided_to_be_counts_as_a_mention() -> None:
    text = "Paul Meunier came late. He sat down. Then he spoke."
    quotes = quotations(text)
    found = Discourse(text, People(text, quotes), quotes, Sentences(text, quotes), paragraphs(text))
    assert [(one.start, one.person, one.is_pronoun) for one in found.seen] == [
        (0, 0, False),
        (text.index("He sat"), 0, True),
        (text.index("he spoke"), 0, True),
    ]


def test_a_place_knows_its_sentence_its_paragraph_and_its_quotation_marks() -> None:
    text = "It rained.\n\nPaul Meunier came. “I am late,” he said."
    quotes = quotations(text)
    discourse = Discourse(text, People(text, quotes), quotes, Sentences(text, quotes), paragraphs(text))
    inside, outside = discourse.place(text.index("late")), discourse.place(text.index("he said"))
    assert (inside.paragraph, inside.quoted, outside.quoted) == (1, True, False)
    assert discourse.place(0).sentence < discourse.place(text.index("Paul")).sentence < inside.sentence == outside.sentence
