"""Sayings to times: the words that date the saying itself, carried on while the same speaker goes on, never from what is said."""

import pytest

from onrecord.record import Time
from onrecord.resolve.saidat import CARRIES, Dated, as_time, carried, stated
from onrecord.resolve.timex import Expression, expressions
from tests.resolve.marked import marked

PUBLISHED = "2026-05-14"  # a Thursday
MONDAY = Time(start="2026-05-11", end="2026-05-11", granularity="day", text="on Monday", basis="stated")


def when(written: str) -> str | None:
    """The first day of the time that a marked sentence's saying has, or None."""
    text, parts = marked(written)
    time = stated(text, parts, expressions(text, PUBLISHED))
    if time is None:
        return None
    assert time.basis == "stated"
    assert time.text
    assert time.text in text
    return time.start


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("{“The ropes will hold,”} <Ada Holm> [said] on Monday.", "2026-05-11"),
        ("On Tuesday, <Ada Holm> [said] {the ropes would hold}.", "2026-05-12"),
        ("<Ada Holm> on Tuesday [said] {the ropes would hold}.", "2026-05-12"),
        ("{“The ropes will hold,”} <Ada Holm> [said] on May 5, 2025.", "2025-05-05"),
        ("{“The ropes will hold,”} [said] <Ada Holm>.", None),
        # What is said has its own times.
        ("<Ada Holm> [said] {that the ropes had snapped on Monday}.", None),
        ("{“We sail on Friday,”} <Ada Holm> [said] on Monday.", "2026-05-11"),
        # Of two, the one behind the cue.
        ("On Tuesday the ropes came; {“they will hold,”} <Ada Holm> [said] on Wednesday.", "2026-05-13"),
        # How long is not when.
        ("{“The ropes will hold,”} <Ada Holm> [said] for three hours.", None),
    ],
)
def test_a_saying_is_dated_by_its_own_clause(written: str, day: str | None) -> None:
    assert when(written) == day


def test_words_without_a_cue_have_no_time_of_their_own() -> None:
    assert when("On Monday it rained. {“The ropes will hold.”}") is None


@pytest.mark.parametrize(
    ("one", "time"),
    [
        (Expression(0, 4, "DATE", "2026-05"), ("2026-05-01", "2026-05-31", "month")),
        (Expression(0, 4, "TIME", "2026-05-11T09:30"), ("2026-05-11T09:30", "2026-05-11T09:30", "minute")),
        (Expression(0, 4, "DATE", "PAST_REF"), None),
        (Expression(0, 4, "DURATION", "P3D"), None),
        (Expression(0, 4, "SET", "2026"), None),
    ],
)
def test_only_a_stretch_of_the_calendar_is_a_time(one: Expression, time: tuple[str, str, str] | None) -> None:
    made = as_time("when it was", one, "inferred")
    assert (made and (made.start, made.end, made.granularity)) == time
    assert made is None or (made.text, made.basis) == ("when", "inferred")


ADA, BO = "ada", "bo"


@pytest.mark.parametrize(
    ("previous", "paragraph", "goes_on", "basis"),
    [
        ([Dated(ADA, 0, MONDAY)], 0, False, "stated"),
        ([Dated(ADA, 0, MONDAY)], 0, True, "inferred"),  # she begins anew
        ([Dated(ADA, 0, MONDAY)], 1, False, "inferred"),  # in the next paragraph
        ([Dated(ADA, 0, MONDAY), Dated(BO, 0, None)], 0, False, "inferred"),  # somebody spoke between
        ([Dated(ADA, 0, MONDAY)], CARRIES, False, "inferred"),
        ([Dated(ADA, 0, MONDAY)], CARRIES + 1, False, None),  # too far
        ([Dated(ADA, 0, MONDAY), Dated(ADA, 1, None)], 1, False, None),  # her last words had no time
        ([Dated(BO, 0, MONDAY)], 0, False, None),  # another's
        ([], 0, False, None),
    ],
)
def test_a_time_carries_on_while_its_speaker_does(previous: list[Dated], paragraph: int, goes_on: bool, basis: str | None) -> None:
    time = carried(previous, ADA, paragraph, goes_on=goes_on)
    assert (time and time.basis) == basis
    assert time is None or (time.start, time.text) == (MONDAY.start, MONDAY.text)


def test_nobodys_time_carries_on_to_nobody() -> None:
    assert carried([Dated(None, 0, MONDAY)], None, 0, goes_on=False) is None
