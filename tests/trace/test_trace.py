"""Traces: from a reported wording to where it was said, how faithfully, and what was searched."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.record import Document, DocumentId
from onrecord.trace import Index, Source, build, load, source, trace
from onrecord.trace.candidates import may_be
from onrecord.trace.drift import drift
from onrecord.trace.sources import passages
from onrecord.trace.states import reader
from onrecord.trace.trace import gaps
from onrecord.trace.words import parsed

DAY = dt.date(2026, 3, 2).toordinal()
FERRY = "The ferry to Kalmora will cost eleven million crowns, and whoever says otherwise can't read a tender. We pay in May."
SAID = (
    FERRY,
    "Nobody at the shipyard will lose a job before the winter is over, you have my word.",
    "I am proud of our nurses. They worked through three nights without a break and asked for nothing.",
    "The Harbour Courier has printed one lie after another about my brother's fish market.",
    "Our fight against Daesh in the Kalmora hills is over, and our soldiers come home on Friday.",
)


@pytest.fixture(scope="module")
def posts() -> Index:
    return build([Source(f"p{place}", text, "Oskar Lind", DAY + place, True) for place, text in enumerate(SAID)], reader())


def test_the_very_words_are_found_with_their_place(posts: Index) -> None:
    made = trace("whoever says otherwise can't read a tender", posts)
    assert made.fidelity == "verbatim"
    assert made.found is not None
    assert made.found.document == "p0"
    assert made.span is not None
    assert made.span.of(FERRY) == "whoever says otherwise can't read a tender"


def test_a_changed_number_is_named(posts: Index) -> None:
    made = trace("The ferry to Kalmora will cost forty million crowns, and whoever says otherwise can't read a tender.", posts)
    assert made.fidelity == "altered"
    assert made.change is not None
    assert made.change.about == ("number",)
    assert made.reason == "the article has “forty million” where the source has “eleven million”."


def test_half_of_a_word_that_denied_is_missed() -> None:
    found = drift(parsed("He promised it would stop and it did"), parsed("He promised it would stop and it didn't."))
    assert [(piece.change, piece.about) for piece in found if piece.change != "equal"] == [("dropped", ("denial",))]


def test_another_name_of_one_body_is_no_change() -> None:
    found = drift(parsed("Our fight against ISIS is over"), parsed("Our fight against Daesh is over"))
    assert [piece.change for piece in found] == ["equal", "name", "equal"]


def test_a_moved_clause_is_no_change() -> None:
    one = "we will pay every crown of it in May, and the ferry to Kalmora costs eleven million crowns"
    other = "The ferry to Kalmora costs eleven million crowns, and we will pay every crown of it in May"
    found = drift(parsed(one), parsed(other))
    assert any(piece.is_moved and piece.change == "equal" for piece in found)


def test_not_found_says_what_was_searched(posts: Index) -> None:
    made = trace("Every school in the valley gets a swimming pool.", posts, speaker="Lind", day=DAY, within_days=3)
    assert made.fidelity == "not found"
    assert made.found is None
    assert made.searched.sentence == "Searched 4 texts by Lind from 2 March 2026 to 5 March 2026."
    assert len(made.misses) == 3


def test_others_are_not_searched(posts: Index) -> None:
    made = trace("whoever says otherwise can't read a tender", posts, speaker="Marta Velde")
    assert made.found is None
    assert made.searched.sentence == "Searched 0 texts by Marta Velde."


def test_a_quote_without_a_word_is_refused(posts: Index) -> None:
    with pytest.raises(InputError, match="no word in the quote"):
        trace(" … ", posts)


def test_no_sources_are_refused() -> None:
    with pytest.raises(InputError, match="nothing to trace"):
        build([Source("empty", "  \n")], reader())


def test_an_index_is_read_as_it_was_saved(posts: Index, tmp_path: Path) -> None:
    posts.save(tmp_path / "index")
    again = load(tmp_path / "index")
    assert again.texts == posts.texts
    assert trace("eleven million crowns, and whoever says otherwise", again) == trace(
        "eleven million crowns, and whoever says otherwise", posts
    )


@pytest.mark.parametrize("damage", ["index.npz", "index.json"])
def test_a_damaged_index_is_refused(posts: Index, tmp_path: Path, damage: str) -> None:
    posts.save(tmp_path)
    (tmp_path / damage).write_bytes(b"not what was saved")
    with pytest.raises(InputError, match="build it again"):
        load(tmp_path)


def test_an_index_that_points_outside_its_texts_is_refused(posts: Index, tmp_path: Path) -> None:
    posts.save(tmp_path)
    with np.load(tmp_path / "index.npz", allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["end"] = arrays["end"] + 1
    np.savez(tmp_path / "index.npz", **arrays)
    with pytest.raises(InputError, match="do not belong together"):
        load(tmp_path)


def test_a_transcript_keeps_whose_turn_it_is() -> None:
    text = (
        "Marta Velde, Premier of Kalmora\nOskar Lind, Mayor\n\nPREMIER VELDE: The harbour is open again. "
        + "We have waited for it. " * 20
        + "\n\nQUESTION: Who pays?\n\nMAYOR LIND: The town does."
    )
    found = passages(Source("t", text))
    assert [one.speaker for one in found if "harbour" in text[one.start : one.end]][-1:] == ["Marta Velde"]
    assert {text[one.start : one.end]: one.speaker for one in found}["Who pays?"] is None
    assert {text[one.start : one.end]: one.speaker for one in found}["The town does."] == "Oskar Lind"


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="abcdeé. \nAB:?“”", max_size=2500))
def test_every_word_of_a_source_stands_in_a_passage(text: str) -> None:
    covered = np.zeros(len(text), dtype=bool)
    for one in passages(Source("t", text)):
        assert 0 <= one.start < one.end <= len(text)
        covered[one.start : one.end] = True
    labels = ":" in text
    assert labels or all(covered[place] for place, sign in enumerate(text) if not sign.isspace())


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "ferry",
                "will",
                "cost",
                "not",
                "eleven",
                "million",
                "crowns",
                "in",
                "May",
                "Lind",
                "may",
                "12",
                "pay.",
                "won't",
            ]
        ),
        max_size=25,
    ),
    st.randoms(),
)
def test_pieces_lie_inside_and_no_word_of_the_wording_is_lost(words: list[str], rng: object) -> None:
    shuffled = list(words)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = " ".join(words), " ".join(shuffled[: len(words) // 2 + 1])
    here, there = parsed(one), parsed(other)
    covered = np.zeros(len(one), dtype=bool)
    for piece in drift(here, there):
        assert piece.quote or piece.source
        if piece.quote:
            assert piece.quote.end <= len(one)
            covered[piece.quote.start : piece.quote.end] = True
        if piece.source:
            assert piece.source.end <= len(other)
    assert all(covered[start:end].all() for start, end in here.spans)


def test_gaps_are_stretches_that_are_no_chance() -> None:
    days = np.repeat(np.array([*range(1000, 1100), *range(1109, 1200)], dtype=np.int32), 2)
    assert gaps(days) == ((1100, 1108),)
    assert gaps(np.array([1, 40, 90, 100, 200], dtype=np.int32)) == ()


def test_names_that_may_be_one() -> None:
    assert may_be("Oskar Lind", "Lind")
    assert may_be("Antony J. Roth", "Antony Roth")
    assert not may_be("Oskar Lind", "Marta Lind")


def test_a_post_is_its_authors() -> None:
    made = source(
        Document(
            id=DocumentId("d1"),
            sha256="0",
            text="The town pays.",
            kind="post",
            byline="Oskar Lind",
            published="2026-03-02T10:00:00Z",
        )
    )
    assert (made.speaker, made.day, made.whole) == ("Oskar Lind", DAY, True)
