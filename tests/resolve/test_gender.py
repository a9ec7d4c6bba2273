"""Words to genders: a title, a noun, a given name, and nothing where the word fits anybody."""

import pytest

from onrecord.resolve.gender import of_given_name, of_noun, of_title


@pytest.mark.parametrize(
    ("title", "gender"), [("Mrs.", "f"), ("Sir", "m"), ("Mr. President", "m"), ("Lady Justice", "f"), ("President", ""), ("", "")]
)
def test_titles(title: str, gender: str) -> None:
    assert of_title(title) == gender


@pytest.mark.parametrize(
    ("noun", "gender"),
    [("actress", "f"), ("widower", "m"), ("congresswoman", "f"), ("president", ""), ("nurse", ""), ("general", "")],
)
def test_an_office_or_a_trade_says_nothing_of_gender(noun: str, gender: str) -> None:
    assert of_noun(noun) == gender


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Maria Torrance", "f"),
        ("Karl-Heinz Ansgar", "m"),
        ("Zoë Hale", "f"),
        ("José Roth", "m"),
        ("Robin Hale", ""),
        ("Qadrin Hale", ""),
    ],
)
def test_a_given_name_tells_only_where_one_gender_bears_it(name: str, gender: str) -> None:
    assert of_given_name(name) == gender


@pytest.mark.parametrize("surname", ["Thomas", "Grace", "Thomas-Calder", ""])
def test_a_surname_that_is_also_a_given_name_tells_nothing(surname: str) -> None:
    assert of_given_name(surname) == ""
