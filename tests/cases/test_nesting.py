"""What stands in another's words, matched with what was found there."""

from pathlib import Path

import pytest

from bench.attribution import load_scorer
from onrecord.record import Attribution, Span
from tests.cases.nesting import Nesting, nesting

TEXT = "“The mayor says the bridge is sound,” Ada said. Bo said the pier is not."
GOLD = [
    {"content": [[1, 35]], "source": [[38, 41]], "parent": None},
    {"content": [[16, 35]], "source": [[1, 10]], "parent": 0},
    {"content": [[56, 71]], "source": [[48, 50]], "parent": None},
]


def piece(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def found(content: str, source: str, parent: int | None = None) -> Attribution:
    return Attribution(source=(piece(source),), cue=(), content=(piece(content),), words=1.0, link=1.0, parent=parent)


ADA, BO = found("The mayor says the bridge is sound", "Ada"), found("the pier is not", "Bo")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([ADA, BO], Nesting(gold=1)),
        ([ADA, found("the bridge is sound", "The mayor", 0), BO], Nesting(1, 1, 1, 1, 1)),
        ([ADA, found("bridge is sound", "Ada", 0), BO], Nesting(1, 1, 1, 1, 0)),
        ([BO, found("the bridge is sound", "The mayor", 0)], Nesting(1, 1, 1, 0, 1)),
        ([ADA, found("sound", "The mayor", 0), BO, found("pier", "Bo", 2)], Nesting(1, 2, 0, 0, 0)),
    ],
)
def test_one_content_its_holder_and_its_source(given: list[Attribution], expected: Nesting, shared: Path) -> None:
    assert nesting(TEXT, GOLD, given, load_scorer(shared / "score", "score_attributions")) == expected


def test_counts_add_up() -> None:
    both = Nesting(4, 2, 1, 1, 0) + Nesting(2, 4, 2, 1, 2)
    assert (both.precision, both.recall, both.f1) == (50.0, 50.0, 50.0)
    assert "of 3 matched 66.7% in the right statement, 66.7% with the right source" in str(both)


def test_nothing_found_is_no_error() -> None:
    assert (Nesting(3).precision, Nesting(3).f1) == (0.0, 0.0)
