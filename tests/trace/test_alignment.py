"""Two wordings word by word: no word is drawn out of its sentence, no gap is made where none is, and a translation's own words are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Span
from onrecord.trace.alignment import align
from onrecord.trace.drift import Piece, drift
from onrecord.trace.fidelity import judge
from onrecord.trace.words import parsed

HARBOUR = (
    "The Gazette has it wrong about Kalmora. As I said before, we will be leaving the harbour at a proper pace, whatever it costs."
)


def pieces(one: str, other: str) -> list[tuple[str, str, str]]:
    return [
        (piece.change, piece.quote.of(one) if piece.quote else "", piece.source.of(other) if piece.source else "")
        for piece in drift(parsed(one), parsed(other))
    ]


def changes(one: str, other: str) -> set[str]:
    return {change for change, *_ in pieces(one, other)}


def test_a_word_that_an_editor_put_in_is_not_the_one_of_another_sentence() -> None:
    found = pieces("We will leave (Kalmora) at a proper pace, whatever it costs", HARBOUR)
    assert found[:3] == [("equal", "We will", "we will"), ("dropped", "", "be"), ("inflected", "leave", "leaving")]
    assert not any("Gazette" in source or "As I said before" in source for *_, source in found)


def test_a_sentence_that_is_quoted_with_the_one_before_keeps_both() -> None:
    found = pieces("The Gazette has it wrong about Kalmora. We will be leaving the harbour at a proper pace", HARBOUR)
    assert found[0] == ("equal", "The Gazette has it wrong about Kalmora", "The Gazette has it wrong about Kalmora")


def test_a_wording_that_begins_as_something_earlier_is_held_together() -> None:
    source = "There are forty-one of them, and not one of them can swim that far."
    assert pieces("one of them can swim that far", source) == [
        ("equal", "one of them can swim that far", "one of them can swim that far")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he went to the harbour at once", "he goes to the harbour at once"),
        ("they do their work at the harbour", "they are doing their work at the harbour"),
        ("the women won at the harbour", "the woman wins at the harbour"),
    ],
)
def test_a_form_that_no_ending_tells_is_the_same_word(one: str, other: str) -> None:
    assert changes(one, other) <= {"equal", "inflected", "dropped"}
    assert "inflected" in changes(one, other)


def test_all_and_every_say_as_much_and_all_and_some_do_not() -> None:
    def about(one: str, other: str) -> list[tuple[str, ...]]:
        return [piece.about for piece in drift(parsed(one), parsed(other)) if piece.change == "changed"]

    assert about("we paid everything at the harbour", "we paid all at the harbour") == [()]
    assert about("we paid some at the harbour", "we paid all at the harbour") == [("quantity",)]


def judged(one: str, other: str, *, is_translated: bool) -> str:
    found = drift(parsed(one), parsed(other))
    return judge(parsed(one), found, 0.8, (one, other), covers=0.8, is_translated=is_translated).fidelity


def test_other_words_in_a_translation_are_no_change_of_meaning_and_a_denial_is() -> None:
    source = "We have kept the night ferry for two winters, and we may keep it for one more"
    assert judged(source.replace("ferry", "steamer"), source, is_translated=False) == "altered"
    assert judged(source.replace("ferry", "steamer"), source, is_translated=True) == "translated"
    denied = source.replace("may keep", "will never keep")
    assert judged(denied, source, is_translated=True) == "altered"
    assert judged(source, source, is_translated=True) == "verbatim"


def test_a_cut_in_a_translation_is_only_a_cut() -> None:
    source = "We have kept the night ferry for two winters, and it was dear, and we may keep it for one more"
    assert (
        judged("We have kept the night ferry for two winters … and we may keep it for one more", source, is_translated=True)
        == "trimmed"
    )


WORDS = st.lists(
    st.sampled_from(
        ["we", "will", "keep", "the", "ferry", "harbour", "not", "never", "one", "two", "Kalmora", ".", ",", "…", "(", ")"]
    ),
    max_size=25,
).map(" ".join)


@given(WORDS, WORDS)
def test_a_word_answers_to_one_at_most_and_every_piece_stands_where_it_says(one: str, other: str) -> None:
    left, right = parsed(one), parsed(other)
    pairs = align(left, right, np.zeros((len(left.forms), len(right.forms)), dtype=np.float32))
    assert len({pair.place for pair in pairs}) == len({pair.there for pair in pairs}) == len(pairs)
    unmoved = [(pair.place, pair.there) for pair in pairs if not pair.is_moved]
    assert unmoved == sorted(unmoved)
    assert [there for _, there in unmoved] == sorted(there for _, there in unmoved)
    for piece in drift(left, right):
        for span, text in ((piece.quote, one), (piece.source, other)):
            assert span is None or 0 <= span.start < span.end <= len(text)
        if piece.change == "equal" and piece.quote and piece.source:
            assert parsed(piece.quote.of(one)).forms == parsed(piece.source.of(other)).forms


@given(WORDS.filter(lambda words: bool(parsed(words).forms)))
def test_a_wording_is_all_of_itself(words: str) -> None:
    found = drift(parsed(words), parsed(words))
    assert {piece.change for piece in found} == {"equal"}
    assert found == (Piece("equal", found[0].quote, Span(found[0].quote.start, found[0].quote.end)),) if found[0].quote else False
