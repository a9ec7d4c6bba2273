"""The Syria article once more: which of its quotes stand in the president's posts, how they got there, and which do not."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.export import traced as told
from onrecord.export.traced import Page
from onrecord.pipeline import record
from onrecord.read.source import read_source
from onrecord.record import Record
from onrecord.trace import Index, Source, build
from onrecord.trace.sources import day_of
from onrecord.trace.states import reader
from onrecord.trace.tracing import Traced, traced
from tests.conftest import SHARED

CASE = SHARED / "cases" / "syria"
POSTS = SHARED / "data" / "trace" / "posts.jsonl"
pytestmark = pytest.mark.skipif(
    not (CASE.exists() and POSTS.exists()), reason="the shared cases and posts are not beside this checkout"
)


def rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture(scope="module")
def index() -> Index:
    """The posts of some days about the withdrawal's announcement and about the tweet; between them there are none."""
    near = [
        one
        for one in rows(POSTS)
        if "2018-12-18" <= one["published"] < "2018-12-21" or "2019-01-06" <= one["published"] < "2019-01-11"
    ]
    return build([Source(one["id"], one["text"], one["speaker"], day_of(one["published"]), True) for one in near], reader())


@pytest.fixture(scope="module")
def article() -> Record:
    return record(read_source(CASE / "article.txt", published="2019-01-08", translated_from="fr"))


@pytest.fixture(scope="module")
def found(article: Record, index: Index) -> list[Traced]:
    return traced(article, index)


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads((CASE / "gold.json").read_text(encoding="utf-8"))


def of(found: list[Traced], words: str) -> Traced:
    (one,) = [each for each in found if words in each.asked.text]
    return one


def test_the_tweet_is_traced_as_gold_has_it(found: list[Traced], gold: dict) -> None:
    made = of(found, "at a suitable pace").trace
    (wanted,) = gold["traces"]
    assert made.found is not None
    assert (made.found.document, made.fidelity) == (wanted["post"], wanted["fidelity"])
    assert made.reason.endswith("the article has “suitable” where the source has “proper”.")


def test_the_drift_is_in_golds_terms(found: list[Traced], gold: dict) -> None:
    made = of(found, "at a suitable pace").trace
    assert made.found is not None
    drifted = {
        (piece.source.of(made.words) if piece.source else "", piece.quote.of(made.quote) if piece.quote else "")
        for piece in made.pieces
        if piece.change != "equal" and made.words
    }
    # What gold has as a whole is shown word by word: each word that differs is in a piece, and no other.
    assert drifted == {
        ("be", ""),
        ("leaving", "leave"),
        ("proper", "suitable"),
        ("ISIS", "IS"),
        ("doing", "do"),
        ("that", "what"),
        ("all", "everything"),
        ("", "for"),
    }
    for source, quote in gold["traces"][0]["drift"]:
        left, right = ({word.strip("!()").casefold() for word in words.split()} for words in (source, quote))
        there = {word.casefold() for words, _ in drifted for word in words.split()}
        here = {word.casefold() for _, words in drifted for word in words.split()}
        # “else” stands in both, elsewhere; “Syria” comes from the sentence before.
        assert left - right - {"else"} <= there
        assert right - left - {"syria", "else"} <= here


@pytest.mark.parametrize(
    "words",
    ["We won against the EI group", "Our boys, our young women", "over a period of time", "I never said we would leave overnight"],
)
def test_what_was_said_elsewhere_is_not_found_and_the_nearest_is_a_miss(found: list[Traced], words: str) -> None:
    one = of(found, words)
    assert (one.trace.fidelity, one.trace.found, one.elsewhere) == ("not found", None, None)
    assert one.trace.searched.sentence.startswith("Searched ")
    assert "texts by Donald Trump from 18 December 2018 to 9 January 2019." in one.trace.searched.sentence
    assert one.trace.misses
    assert one.trace.misses[0].passage.document != "1082289526339448832" or "over a period" in words
    assert told.nearest(one.trace) == "Nearest, and not it:"


def test_posts_of_after_the_day_of_the_article_are_not_searched(index: Index, found: list[Traced]) -> None:
    last = of(found, "at a suitable pace").trace.searched.last
    assert last is not None
    assert last < int(index.day.max())


def test_not_told_to_be_translated_it_is_still_accused_of_nothing(article: Record, index: Index) -> None:
    document = msgspec.structs.replace(article.document, translated_from=None)
    tweet = tuple(
        one
        for one in article.statements
        if "at a suitable pace" in article.document.text[one.content[0].start : one.content[-1].end]
    )
    made = of(traced(msgspec.structs.replace(article, document=document, statements=tweet), index), "at a suitable pace").trace
    assert made.found is not None
    assert made.found.document == "1082289526339448832"
    assert made.fidelity in {"edited", "translated", "paraphrase"}


def test_nobody_else_is_held_to_have_said_it_in_the_presidents_posts(article: Record, found: list[Traced]) -> None:
    others = [one for one in found if not (one.asked.speaker and "Trump" in one.asked.speaker.name)]
    assert others
    assert [one.asked.text for one in others if one.trace.found is not None] == []
    page = Page(document=article.document, traces=tuple(others), about={})
    assert (
        "Nothing was searched: all sources up to 9 January 2019 name other speakers than Mike Pompeo."
        in told.to_json([page]).decode()
    )
