"""Attributions inside others' contents: found by reading a content by itself, or planted there."""

import random

from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Attribution, Span
from training.nested import Donor, donors, planted, silver

TEXT = (
    "Ada Moss said that the ferry is late. The harbour master denied it.\n"
    "“The mayor told us that the bridge is sound, and nobody in this town believed a word of it,” Bo Lund added."
)


def piece(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def attribution(source: str, cue: str, content: str) -> dict:
    return {"source": [piece(source)], "cue": [piece(cue)], "content": [piece(content)]}


ADA = attribution("Ada Moss", "said", "that the ferry is late")
BO = attribution("Bo Lund", "added", "“The mayor told us that the bridge is sound, and nobody in this town believed a word of it,”")
ROW = {"id": "harbour", "text": TEXT, "annotations": [[ADA, BO]]}
SENTENCE = "Ida Falk says the quay is full"
DONOR = Donor(SENTENCE, {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 30]]})


def words(row: dict, one: dict, role: str) -> list[str]:
    return [row["text"][start:end] for start, end in one[role]]


@given(st.integers(0, 2**16))
def test_what_is_planted_stands_whole_inside_one_content(seed: int) -> None:
    grown = planted(ROW, [DONOR], random.Random(seed))
    top = [one for one in grown["annotations"][0] if "inside" not in one]
    inner = [one for one in grown["annotations"][0] if "inside" in one]
    assert len(top) == 2
    assert 1 <= len(inner) <= 2
    for one in inner:
        assert (words(grown, one, "source"), words(grown, one, "cue")) == (["Ida Falk"], ["says"])
        assert words(grown, one, "content") == ["the quay is full"]
        start, end = one["source"][0][0], one["content"][0][1]
        assert sum(low <= start and end <= high for holder in top for low, high in holder["content"]) == 1


@given(st.integers(0, 2**16))
def test_two_attributions_of_one_content_get_one_sentence(seed: int) -> None:
    shared = {**ROW, "annotations": [[ADA, {**ADA, "source": [piece("The harbour master")]}]]}
    grown = planted(shared, [DONOR], random.Random(seed))
    assert grown["text"].count(SENTENCE) == 1


def test_a_sentence_that_attributes_from_end_to_end_can_be_planted() -> None:
    assert donors([ROW]) == [
        Donor("Ada Moss said that the ferry is late", {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 36]]})
    ]


def test_a_content_is_read_without_its_marks_and_what_is_found_goes_back_to_its_place() -> None:
    read: list[str] = []

    def reader(text: str) -> list[Attribution]:
        read.append(text)
        if not text.startswith("The mayor"):
            return []
        content = Span(text.index("that"), text.index(", and"))
        sure = Attribution(source=(Span(0, 9),), cue=(Span(10, 14),), content=(content,), words=0.9, link=0.9)
        return [sure, Attribution(source=(), cue=(), content=(Span(60, 66),), words=0.9, link=0.9)]

    found, unsure = silver(ROW, reader)
    assert read[0] == "the ferry is late" or not read[0].startswith("that")
    assert not read[-1].startswith("“")
    (one,) = found
    assert (words(ROW, one, "source"), words(ROW, one, "cue")) == (["The mayor"], ["told"])
    assert words(ROW, one, "content") == ["that the bridge is sound"]
    assert len(unsure) == 1
