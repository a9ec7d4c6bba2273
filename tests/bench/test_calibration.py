"""Probabilities against what is right: bins, errors and the picture of them."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.attribution import load_scorer
from bench.calibration import Bin, bins, brier, expected_error, right
from bench.diagram import diagram, interval
from onrecord.record import Attribution, Span


def test_bins_hold_equally_many_from_the_least_probable_on() -> None:
    made = bins(np.array([0.9, 0.1, 0.7, 0.3]), np.array([1.0, 0.0, 0.0, 1.0]), 2)
    assert made == [Bin(pytest.approx(0.2), 0.5, 2), Bin(pytest.approx(0.8), 0.5, 2)]
    assert expected_error(made) == pytest.approx(0.3)


def test_an_honest_forecast_has_no_expected_error() -> None:
    assert expected_error(bins(np.full(4, 0.75), np.array([1.0, 1.0, 1.0, 0.0]), 1)) == 0.0
    assert brier(np.full(4, 0.75), np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(0.1875)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.integers(1, 12))
def test_every_attribution_is_in_one_bin_and_sizes_differ_by_one_at_most(found: list[tuple[float, bool]], count: int) -> None:
    made = bins(np.array([held for held, _ in found]), np.array([float(is_right) for _, is_right in found]), count)
    sizes = [one.count for one in made]
    assert sum(sizes) == len(found)
    assert len(made) == min(count, len(found))
    assert max(sizes) - min(sizes) <= 1
    assert 0 <= expected_error(made) <= 1


def test_right_needs_the_content_and_the_source(shared: Path) -> None:
    text = "Ada says it rains. Bo says it snows."
    gold = [{"source": [[0, 3]], "cue": [], "content": [[9, 17]]}, {"source": [[19, 21]], "cue": [], "content": [[27, 35]]}]

    def found(source: Span, content: Span) -> Attribution:
        return Attribution(source=(source,), cue=(), content=(content,), words=0.5, link=0.5)

    ours = [found(Span(0, 3), Span(9, 17)), found(Span(0, 3), Span(27, 35)), found(Span(0, 3), Span(4, 8))]
    scorer = load_scorer(shared / "score", "score_attributions")
    assert right({"text": text, "annotations": [gold]}, ours, scorer) == [True, False, False]


def test_the_picture_is_sound_and_says_what_it_shows() -> None:
    root = ET.fromstring(diagram([Bin(0.2, 0.25, 40), Bin(0.9, 1.0, 40)], "Note."))  # noqa: S314 - our own
    name = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert {root.find(name + tag).get("id") for tag in ("title", "desc")} == set(root.get("aria-labelledby").split())
    assert "20% held, 25% right, of 40; 90% held, 100% right, of 40" in root.find(name + "desc").text
    assert len(root.findall(name + "circle")) == 2


def test_an_interval_holds_its_share_and_stays_a_share() -> None:
    low, high = interval(0.5, 100)
    assert (round(low, 3), round(high, 3)) == (0.404, 0.596)
    assert interval(1.0, 10)[1] == 1.0
    assert interval(0.0, 10)[0] == 0.0
