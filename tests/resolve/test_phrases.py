"""Noun phrases to their parts: head, determiner and what qualifies it."""

import pytest

from onrecord.resolve.phrases import may_be_called, phrase


@pytest.mark.parametrize(
    ("words", "head", "qualities"),
    [
        ("the former French president", "president", {("apart", "former"), ("country", "France")}),
        ("the ex-president", "president", {("apart", "former")}),
        ("the then-senator", "senator", {("apart", "then")}),
        ("the US president", "president", {("country", "United States")}),
        ("the president of the United States", "president", {("country", "United States")}),
        ("the Vermont senator", "senator", {("state", "Vermont")}),
        ("the senator from Vermont", "senator", {("state", "Vermont")}),
        ("the Democratic nominee", "nominee", {("party", "Democrat")}),
        ("the Republican", "politician", {("party", "Republican")}),
        ("his eldest daughter", "daughter", {("owner", "his")}),
        ("Anna Roth’s lawyer", "lawyer", {("owner", "Anna Roth")}),
        ("a 34-year-old teacher", "teacher", set()),
        ("the president, who was tired", "president", set()),
    ],
)
def test_what_a_description_says_of_somebody(words: str, head: str, qualities: set[tuple[str, str]]) -> None:
    one = phrase(words)
    assert one is not None
    assert (one.head, one.qualities) == (head, qualities)


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("the mayor of Sandholm", {"sandholm"}),
        ("the Sandholm mayor", {"sandholm"}),
        ("the chief executive of Harbour Lines", {"harbour", "lines"}),
        ("the interior minister", {"interior"}),
        ("the secretary of defense", {"defense"}),
        ("the popular mayor", set()),
    ],
)
def test_what_somebody_is_the_mayor_or_minister_of(words: str, of: set[str]) -> None:
    one = phrase(words)
    assert one is not None
    assert one.of("name") == of


@pytest.mark.parametrize(
    ("words", "kind", "place"),
    [
        ("the South Korean president", "country", "South Korea"),
        ("the New Zealand prime minister", "country", "New Zealand"),
        ("the North Carolina governor", "state", "North Carolina"),
        ("New York governor", "state", "New York"),
    ],
)
def test_a_place_of_two_words_is_one_place(words: str, kind: str, place: str) -> None:
    one = phrase(words)
    assert one is not None
    assert one.qualities == {(kind, place)}


def test_a_country_that_no_list_holds_is_known_by_its_adjective() -> None:
    adjective, name = phrase("the Karvanian president"), phrase("the president of Karvania")
    assert adjective is not None
    assert name is not None
    assert adjective.of("country") == name.of("country") != frozenset()


@pytest.mark.parametrize("words", ["two senators", "the Republicans", "several lawmakers", "the mayors"])
def test_many_people_are_no_one_person(words: str) -> None:
    one = phrase(words)
    assert one is not None
    assert one.is_plural


@pytest.mark.parametrize("words", ["the boss", "the witness", "the businesswoman"])
def test_a_word_that_ends_like_a_plural_or_in_woman_is_one_person(words: str) -> None:
    one = phrase(words)
    assert one is not None
    assert not one.is_plural


@pytest.mark.parametrize("words", ["the harbour", "", "   ", "of the"])
def test_what_is_no_person_has_no_parts(words: str) -> None:
    assert phrase(words) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("the congresswoman", "the representative"), ("the premier", "the prime minister"), ("an aide", "an adviser")],
)
def test_words_for_one_office_are_one_head(one: str, other: str) -> None:
    first, second = phrase(one), phrase(other)
    assert first is not None
    assert second is not None
    assert first.head == second.head


def test_a_senator_is_a_lawmaker_but_not_every_lawmaker_is_a_senator() -> None:
    assert may_be_called("senator", "lawmaker")
    assert not may_be_called("lawmaker", "senator")
