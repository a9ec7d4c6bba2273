"""The words around a name to what they call its bearer."""

import pytest

from onrecord.resolve.names import names
from onrecord.resolve.roles import NATIVE, described, gender_of_phrase


def called(text: str, name: str) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Head and qualities of each description of the first mention of somebody."""
    mention = next(one for one in names(text) if one.text == name)
    return [(role.phrase.head, role.phrase.qualities) for role in described(text, mention)]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The harbour master said Sen. Tom Reed came.", "senator"),
        ("The talk radio host Tom Reed laughed.", "host"),
        ("Tom Reed, the mayor of Sandholm, spoke.", "mayor"),
        ("Tom Reed, 44, a teacher, came.", "teacher"),
        ("Tom Reed is the mayor of Sandholm.", "mayor"),
        ("Tom Reed, who was a lawyer in Sandholm, left.", "lawyer"),
        ("The mayor, Tom Reed, left.", "mayor"),
        ("It was said by the mayor, Tom Reed.", "mayor"),
    ],
)
def test_titles_and_appositions_describe(text: str, head: str) -> None:
    assert [one for one, _ in called(text, "Tom Reed")] == [head]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor met Tom Reed.",
        "The lawyer said Tom Reed left.",
        "Ask your lawyer. Tom Reed did.",
        "He met the mayor and Tom Reed left.",
        "“Ask the mayor,” Tom Reed said.",
        "Tom Reed, the mayor told us, left.",
        "Tom Reed is not the mayor.",
        "Tom Reed was the mayor’s friend.",
        "In a call to the mayor, Tom Reed agreed.",
        "Unlike the mayor, Tom Reed left.",
    ],
)
def test_somebody_else_beside_a_name_is_not_its_bearer(text: str) -> None:
    assert "mayor" not in [head for head, _ in called(text, "Tom Reed")]
    assert "lawyer" not in [head for head, _ in called(text, "Tom Reed")]


def test_whose_wife_somebody_is() -> None:
    assert called("Tom Reed's wife, Nora Hale, came.", "Nora Hale") == [("wife", frozenset({("owner", "Tom Reed")}))]
    assert called("His wife, Nora Hale, came.", "Nora Hale") == [("wife", frozenset({("owner", "his")}))]


@pytest.mark.parametrize("text", ["We met France's Luc Ferrand there.", "We met Luc Ferrand of France there."])
def test_where_somebody_is_from(text: str) -> None:
    assert called(text, "Luc Ferrand") == [(NATIVE, frozenset({("country", "France")}))]


@pytest.mark.parametrize(
    ("text", "party", "state"),
    [
        ("Tom Reed (D-Vt.) spoke.", "Democrat", "Vermont"),
        ("Tom Reed, R-Vermont, spoke.", "Republican", "Vermont"),
        ("Tom Reed (I-Maine) spoke.", "Independent", "Maine"),
    ],
)
def test_party_and_state_in_short(text: str, party: str, state: str) -> None:
    assert called(text, "Tom Reed") == [("politician", frozenset({("party", party), ("state", state)}))]


def test_party_and_state_belong_to_the_title_too() -> None:
    roles = dict(called("Sen. Ines Calder, R-Vermont, spoke.", "Ines Calder"))
    assert roles["senator"] == {("party", "Republican"), ("state", "Vermont")}


@pytest.mark.parametrize(
    ("text", "gender"),
    [("Spokeswoman Robin Hale left.", "f"), ("His brother, Robin Hale, left.", "m"), ("The mayor, Robin Hale, left.", "")],
)
def test_a_description_may_tell_gender(text: str, gender: str) -> None:
    mention = next(one for one in names(text) if one.text == "Robin Hale")
    assert {gender_of_phrase(role.phrase, mention.title) for role in described(text, mention)} == {gender}
