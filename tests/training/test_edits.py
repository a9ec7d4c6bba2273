"""Replacements in a corpus article: what no replacement touches stays inside the same spans."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.edits import Edit, rewrite


def article(text: str, **spans: list[list[int]]) -> dict:
    return {"id": "pier", "text": text, "annotations": [[{"source": [], "cue": [], "content": [], **spans}]]}


def shown(row: dict) -> list[dict[str, list[str]]]:
    """Every attribution of the first annotator, as the words of its spans."""
    return [
        {role: [row["text"][start:end] for start, end in spans] for role, spans in one.items()} for one in row["annotations"][0]
    ]


PIER = article("“We mend,” said Ada.", content=[[0, 10]], cue=[[11, 15]], source=[[16, 19]])


@pytest.mark.parametrize(
    ("edits", "text", "content"),
    [
        ([], "“We mend,” said Ada.", "“We mend,”"),
        ([Edit(0, 1, "«"), Edit(9, 10, "»")], "«We mend,» said Ada.", "«We mend,»"),
        ([Edit(9, 10, "")], "“We mend, said Ada.", "“We mend,"),
        ([Edit(0, 0, "* ")], "* “We mend,” said Ada.", "“We mend,”"),
        ([Edit(10, 10, ".")], "“We mend,”. said Ada.", "“We mend,”"),
        ([Edit(9, 9, " "), Edit(10, 11, "")], "“We mend, ”said Ada.", "“We mend, ”"),
        ([Edit(4, 4, "could "), Edit(1, 3, "They")], "“They could mend,” said Ada.", "“They could mend,”"),
    ],
)
def test_a_replacement_moves_the_spans(edits: list[Edit], text: str, content: str) -> None:
    moved = rewrite(PIER, edits)
    assert moved["text"] == text
    assert shown(moved) == [{"content": [content], "cue": ["said"], "source": ["Ada"]}]


def test_a_span_without_characters_is_dropped_and_an_attribution_without_content() -> None:
    assert shown(rewrite(PIER, [Edit(16, 19, "")])) == [{"content": ["“We mend,”"], "cue": ["said"], "source": []}]
    assert shown(rewrite(PIER, [Edit(0, 10, "")])) == []


def test_replacements_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        rewrite(PIER, [Edit(0, 3, ""), Edit(2, 4, "")])


# No character stands twice in the text, and none of it in what is put in, so each can be looked for afterwards.
TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
OFFSETS = st.integers(0, len(TEXT))


@st.composite
def marked(draw: st.DrawFn) -> dict:
    def spans() -> list[list[int]]:
        cuts = sorted(draw(st.sets(OFFSETS, max_size=6)))
        return [list(pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]

    return article(TEXT, content=[[0, 1], *([max(1, low), high] for low, high in spans() if high > 1)], cue=spans(), source=spans())


@st.composite
def replacements(draw: st.DrawFn) -> list[Edit]:
    """Replacements that leave the first character alone, and with it one attribution's content."""
    cuts = sorted(draw(st.lists(st.integers(1, len(TEXT)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(st.text("“” .,0", max_size=3))) for start, end in pairs]


@given(marked(), replacements(), st.randoms(use_true_random=False))
def test_what_no_replacement_touches_is_inside_the_same_spans(row: dict, edits: list[Edit], order: object) -> None:
    expected = list(TEXT)
    for edit in sorted(edits, reverse=True):
        expected[edit.start : edit.end] = edit.text
    order.shuffle(edits)  # type: ignore[attr-defined]
    moved = rewrite(row, edits)
    assert moved["text"] == "".join(expected)
    untouched = set(moved["text"]) & set(TEXT)
    before, after = row["annotations"][0][0], moved["annotations"][0][0]
    for role in ("source", "cue", "content"):
        inside = {character for start, end in before[role] for character in TEXT[start:end]}
        still = {character for start, end in after[role] for character in moved["text"][start:end]}
        assert still & set(TEXT) == inside & untouched
        assert all(0 <= start < end <= len(moved["text"]) for start, end in after[role])


@given(marked(), replacements())
def test_replacements_that_stay_clear_of_borders_keep_spans_sorted_and_apart(row: dict, edits: list[Edit]) -> None:
    borders = {offset for spans in row["annotations"][0][0].values() for span in spans for offset in span}
    clear = [edit for edit in edits if not any(edit.start < border < edit.end for border in borders)]
    for spans in rewrite(row, clear)["annotations"][0][0].values():
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
