"""Sentences to addressees: the spans of whom the words are told to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Span
from onrecord.resolve.addressees import addressees
from onrecord.resolve.parts import Parts
from tests.resolve.marked import marked

TOLD = [
    # the object of the verb
    ("{“We go,”} <Roth> [told] reporters.", ["reporters"]),
    ("{“We go,”} <Roth> [told] reporters on Monday.", ["reporters"]),
    ("{“We go,”} <he> [told] reporters early in the evening.", ["reporters"]),
    ("<The general> [told] the Senate panel {that the front held}.", ["the Senate panel"]),
    ("<She> [told] Mr. Merkley {that it was late}.", ["Mr. Merkley"]),
    ("<She> [asked] Mr. Merkley {whether it was late}.", ["Mr. Merkley"]),
    ("<The envoy> [assured] his counterpart {that ships would come}.", ["his counterpart"]),
    ("<Corvana> [warned] Tehran {that it would answer}.", ["Tehran"]),
    ("<Roth> [urged] lawmakers {to pass the bill}.", ["lawmakers"]),
    ("<The king> [ordered] the army {to withdraw}.", ["the army"]),
    ("<The clerk> [informed] Governor Roth {of the delay}.", ["Governor Roth"]),
    ("<She> [reminded] voters of the flood, {which he had forgotten}.", ["voters"]),
    ("<Calder> [reminded] members of the council {that it was late}.", ["members of the council"]),
    ("<Roth> [told] CNN {that she would stay}.", ["CNN"]),
    ("<Roth> [told] CNN’s Ada Brandt {that she would stay}.", ["CNN’s Ada Brandt"]),
    ("<Roth> [told] CNN’s “The Long Day” {that she would stay}.", ["CNN"]),
    ("<Roth> [told] host Ada Brandt {she would stay}.", ["host Ada Brandt"]),
    ("{“I stay,”} <Roth> [told] Fox News’ Ada Brandt.", ["Fox News’ Ada Brandt"]),
    ("<Roth> [told] The Selna Herald last week {that she would stay}.", ["The Selna Herald"]),
    ("<Calder> [told] a crowd of 1,300 in Selna {that it was time}.", ["a crowd of 1,300"]),
    ("<Calder> [told] a packed crowd gathered in the rain {that it was time}.", ["a packed crowd"]),
    ("<Calder> [told] the largely female audience {that it was time}.", ["the largely female audience"]),
    ("<Calder> [told] reporters travelling with him {that it was time}.", ["reporters"]),
    ("<The president> [told] her {that her husband was free}.", ["her"]),
    ("<She> [told] her supporters {that they would win}.", ["her supporters"]),
    ("{“We like it,”} <he> [told] me.", ["me"]),
    ("<He> [called on] the two sides {to lay down their arms}.", ["the two sides"]),
    ("<Roth> [told] Anna Brandt and her deputy {that it was late}.", ["Anna Brandt", "her deputy"]),
    ("<Roth> [told] reporters and supporters {that it was late}.", ["reporters", "supporters"]),
    ("<Roth> [told] black and Hispanic journalists {that it was late}.", ["black and Hispanic journalists"]),
    ("<Calder> [is telling] a town hall in Selna {that it is time}.", ["a town hall"]),
    ("<Calder> [emailed] supporters {to ask for help}.", ["supporters"]),
    # to somebody
    ("{“Go now,”} <he> [said] to her deputy.", ["her deputy"]),
    ("{“No,”} <Roth> [replied] to the senator.", ["the senator"]),
    ("{“We go,”} [declared] <the envoy Bruno Echa> to the journalists, on the stairs.", ["the journalists"]),
    ("<The board> [wrote] to shareholders {that sales fell}.", ["shareholders"]),
    # what the clause names
    ("In a letter to Governor Roth, <the miners> [asked] {for help}.", ["Governor Roth"]),
    ("{“Be calm,”} <he> [said] in an email to staff.", ["staff"]),
    ("<She> [said] in a speech to the UN General Assembly {that it was late}.", ["the UN General Assembly"]),
    ("Addressing the crowd, <Calder> [said] {it was time}.", ["the crowd"]),
    ("Speaking to supporters in Selna, <Calder> [said] {it was time}.", ["supporters"]),
    ("In an interview with Radio Albion on Friday, <she> [said] {no}.", ["Radio Albion"]),
    ("In a phone call with the king, <the president> [promised] {ships}.", ["the king"]),
    ("<She> [explained] in a speech before the parliament {that it would take weeks}.", ["the parliament"]),
    ("<The clerk> [testified] before the ethics committee {that the file was gone}.", ["the ethics committee"]),
    ("<She> [hammered] in a video addressed to the farmers {that it was late}.", ["the farmers"]),
    ("<He> told CNN the port was closed, [adding] {that it would stay so}.", ["CNN"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "names"), TOLD)
def test_those_who_are_told_are_found_from_the_first_to_the_last_word(written: str, names: list[str]) -> None:
    text, parts = marked(written)
    assert [span.of(text) for span in addressees(text, parts)] == names


UNTOLD = [
    "<Roth> [said] {the port was closed}.",
    "<Roth> [was told] by Calder {that the port was closed}.",
    "{She} had [been asked] {to leave}.",
    "<Roth> [told] the story {of her flight}.",
    "<Calder> [asked] a question {about ships}.",
    "<Calder> [asked] {her to leave}.",
    "<Calder> [asked] for help {with the ships}.",
    "<He> [ordered] sanctions {against Corvana}.",
    "<She> [urged] restraint, {which nobody showed}.",
    "{“It is late,”} [said] <Ada Brandt>.",
    "<Roth> [told] a news conference {that it was late}.",
    "<Roth> [warned] of {a strike}.",
    "<Roth> [warned] on Monday {of a strike}.",
    "{“It is late,”} <she> [wrote] Wednesday.",
    "<She> [wrote] of Calder {that he was late}.",
    "<Roth> [said] {she had told reporters}.",
    "Calder told reporters it was closed, while <Roth> [said] {it was open}.",
    "<Roth> [said] {it was open}, but Calder told reporters it was not.",
    "<Roth>, who told Reuters last year that she was ill, [said] {she was well}.",
    "<Roth> [promised] {lower taxes to voters}.",
    "{The opening will be slow}, <she> [had assured] the day before, on the steps.",
    "The second, in front of the cameras, [promised] {an answer}.",
    "<Calder> [promised] an answer {by Friday}.",
    "In a video posted to her page, <she> [said] {it was late}.",
    "<The minister> [refused] {to speak to reporters}.",
]


@pytest.mark.parametrize("written", UNTOLD)
def test_nobody_is_found_where_the_clause_names_none(written: str) -> None:
    text, parts = marked(written)
    assert addressees(text, parts) == ()


@given(st.data())
def test_spans_are_sorted_and_inside_the_sentence_outside_the_content(data: st.DataObject) -> None:
    pieces = st.sampled_from(
        ["told ", "reporters ", "Mr. ", "and ", "the ", "of ", "in a letter to ", "said ", ", ", "CNN’s ", "her ", "“", "Roth. ", "was ",
         "1,300 ", "\n\n", "who ", "speaking to ", "the crowd", "to ", ";", "é ", "😀", "U.S. "]
    )  # fmt: skip
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=16)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    spans = [Span(low, high) for low, high in zip(cuts[::2], cuts[1::2], strict=True) if low < high]
    if len(spans) < 3:
        return
    source, cue, content = data.draw(st.permutations(spans))
    around = tuple(Span(low, high) for low, high in ((0, content.start), (content.end, len(text))) if low < high)
    found = addressees(text, Parts((source,), (cue,), (content,), (0, len(text)), around))
    assert list(found) == sorted(found)
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        assert span.end <= content.start or content.end <= span.start
