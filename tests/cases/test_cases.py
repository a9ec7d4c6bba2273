"""Whole documents and what is true of them: the Syria article, and six siblings with the same kinds of damage."""

from pathlib import Path

import pytest

from bench.attribution import load_scorer
from tests.cases.judge import SIBLINGS, Verdict, judge

SHARED = Path(__file__).parents[3] / "shared"
# What the six gave together when they were last looked at: a change that loses any of it must say so.
FLOOR_FOUND, FLOOR_RIGHT = 78, 64

needs_shared = pytest.mark.skipif(
    not (SHARED / "cases").exists(), reason="the shared cases and scorers are not beside this checkout"
)


@pytest.fixture(scope="module")
def syria() -> Verdict:
    return judge(SHARED / "cases" / "syria", load_scorer(SHARED / "score", "score_speakers"))


@needs_shared
def test_syria_is_told_well(syria: Verdict) -> None:
    assert syria.required == 13
    assert syria.found == 13, syria.notes
    assert syria.right == 13, syria.notes


@needs_shared
def test_the_white_house_is_found_after_the_full_stop(syria: Verdict) -> None:
    text = syria.record.document.text
    leaders = next(s for s in syria.record.statements if "The two leaders discussed" in s.content[0].of(text))
    assert leaders.speaker
    assert leaders.speaker.name == "White House"
    assert leaders.source[0].of(text) == "the White House"


@needs_shared
def test_nothing_is_taken_from_the_comment_form_or_the_subheading(syria: Verdict) -> None:
    text = syria.record.document.text
    form = text.index("Leave a Reply")
    heading = text.index("A “adapted” rhythm")
    assert all(span.end <= form for s in syria.record.statements for span in s.content)
    assert not [s for s in syria.record.statements for span in s.content if span.start <= heading < span.end]
    assert {text[part.start : part.end] for part in syria.record.left_out} >= set(syria.gold["not_text"])


@needs_shared
def test_every_statement_of_a_translation_is_known_to_be_one(syria: Verdict) -> None:
    assert syria.record.document.translated_from == "fr"


@needs_shared
def test_siblings_together(capsys: pytest.CaptureFixture[str]) -> None:
    scorer = load_scorer(SHARED / "score", "score_speakers")
    verdicts = [judge(folder, scorer) for folder in sorted(SIBLINGS.iterdir())]
    required, found, right = (sum(getattr(v, field) for v in verdicts) for field in ("required", "found", "right"))
    with capsys.disabled():
        print(f"\nsiblings: {found} of {required} required statements found, {right} with the right speaker")
    assert len(verdicts) == 6
    assert found >= FLOOR_FOUND
    assert right >= FLOOR_RIGHT
