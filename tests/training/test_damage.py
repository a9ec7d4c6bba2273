"""Damage to fictional articles: what is attributed to whom stays what it was, and the same seed does the same damage."""

import copy
import itertools
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.furniture import furniture
from onrecord.read.paragraphs import MARKS, headings
from onrecord.read.source import read_source
from training.damage import RATE, WAYS, _furniture_lines, damaged

ROLES = {"s": "source", "c": "cue", "q": "content"}

# One attribution a paragraph; s, c and q hold its source, cue and content.
PARAGRAPHS = (
    "<q>“We will mend the pier before the autumn storms,”</q> <c>said</c> <s>Ada Lind, the harbour master</s>.",
    '<s>The mayor</s> <c>told</c> the council that <q>the "old bridge", built in 1911, cannot carry trams</q>. She left early.',
    "<q>«Nobody asked us»</q>, <c>complained</c> <s>one of the fishermen</s>, who did not give a name.",
    "<s>He</s> <c>said</c>: <q>‘It’s the dogs’ beach, not ours, and it will stay theirs.’</q>",
    "<q>“Tickets go up in May,”</q> <s>Mr. Orre</s> <c>said</c>, <q>“but not for children.”</q>",
    "<c>According to</c> <s>the ferry company</s>, <q>two boats, both of them old, will be sold</q>. “Good riddance,” a poster read.",
    "<s>Lind</s> <c>added that</c> <q>“the money” is there, ``all of it''</q>.",
)
BREAKS = ("\n\n", "\n", " \n\n", "\n \n")


def article(paragraphs: list[str], gap: str = "\n\n") -> dict:
    """A corpus row from paragraphs with their spans marked."""
    text, attributions = "", []
    for number, paragraph in enumerate(paragraphs):
        text += gap if number else ""
        one: dict[str, list[list[int]]] = {role: [] for role in ROLES.values()}
        for piece in re.split(r"(<\w>.*?</\w>)", paragraph):
            bare = re.sub(r"</?\w>", "", piece)
            if bare != piece:
                one[ROLES[piece[1]]].append([len(text), len(text) + len(bare)])
            text += bare
        attributions.append(one)
    return {"id": "harbour", "text": text, "annotations": [attributions]}


def draws(seed: int) -> random.Random:
    return random.Random(seed)


def words(row: dict) -> list[dict[str, list[str]]]:
    """The words of every attribution's spans, letter case aside."""
    return [
        {
            role: [word.lower() for start, end in spans for word in re.findall(r"\w+", row["text"][start:end])]
            for role, spans in one.items()
        }
        for one in row["annotations"][0]
    ]


def sound(row: dict) -> bool:
    """Whether every content is there and every span is in the text, in order and apart from the next."""
    attributions = row["annotations"][0]
    every = [spans for one in attributions for spans in one.values()]
    return (
        all(one["content"] for one in attributions)
        and all(0 <= start < end <= len(row["text"]) for spans in every for start, end in spans)
        and all(before[1] <= after[0] for spans in every for before, after in itertools.pairwise(spans))
    )


ARTICLES = st.builds(article, st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=5), st.sampled_from(BREAKS))
SEEDS = st.integers(0, 2**32)
RATES = st.floats(0, 1, exclude_min=True)
HARBOUR = article(list(PARAGRAPHS))


@pytest.mark.parametrize("name", WAYS)
@settings(deadline=None, max_examples=40)
@given(row=ARTICLES, seed=SEEDS, rate=RATES)
def test_damage_changes_the_text_and_leaves_every_word_where_it_belongs(name: str, row: dict, seed: int, rate: float) -> None:
    before = copy.deepcopy(row)
    after = WAYS[name](row, draws(seed), rate)
    assert row == before
    assert after == WAYS[name](row, draws(seed), rate)
    assert after["text"] != row["text"]
    assert sound(after)
    assert words(after) == words(row)


@settings(deadline=None, max_examples=40)
@given(ARTICLES, SEEDS)
def test_training_sees_damage_that_leaves_every_word_where_it_belongs(row: dict, seed: int) -> None:
    after = damaged(row, draws(seed))
    assert after == damaged(row, draws(seed))
    assert after["text"] != row["text"]
    assert sound(after)
    assert words(after) == words(row)


@settings(deadline=None, max_examples=40)
@given(st.text("ab .,\n“”\"'’‘«»„", max_size=60), st.sampled_from(list(WAYS)), SEEDS, RATES)
def test_any_text_may_be_damaged(text: str, name: str, seed: int, rate: float) -> None:
    after = WAYS[name]({"id": "any", "text": text, "annotations": [[]]}, draws(seed), rate)
    if name != "furniture between paragraphs":
        assert re.findall(r"\w+", after["text"].lower()) == re.findall(r"\w+", text.lower())


@pytest.mark.parametrize("name", WAYS)
def test_reading_keeps_a_damaged_text_exactly(name: str) -> None:
    text = WAYS[name](HARBOUR, draws(1), RATE)["text"]
    assert read_source(text.encode()).document.text == text


@pytest.mark.parametrize("name", WAYS)
def test_a_text_without_a_place_to_damage_stays_as_it_is(name: str) -> None:
    row = {"id": "short", "text": "...", "annotations": [[]]}
    assert WAYS[name](row, draws(1), 1)["text"] == row["text"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("marks swapped", {"„We go,“ said Ada.", "«We go,” said Ada.", "”We go,“ said Ada.", "“We go,’’ said Ada."}),
        ("marks lost or doubled", {"We go, said Ada.", "“We go, said Ada.", "““We go,”” said Ada.", "“We go,”” said Ada."}),
        ("spaces moved", {"“ We go,” said Ada.", "“We go, ”said Ada.", "“We go, ” said Ada.", "“We go,”\u00a0said Ada."}),
        ("capitals lost", {"“we go,” said ada.", "“WE GO,” SAID ADA.", "“We Go,” Said Ada."}),
        ("stray full stops", {"“We go.” Said Ada.", "“We go,” said. Ada.", "“We. go,” said Ada."}),
    ],
)
def test_each_way_does_what_it_is_named_for(name: str, wanted: set[str]) -> None:
    row = article(["<q>“We go,”</q> <c>said</c> <s>Ada</s>."])
    assert wanted <= {WAYS[name](row, draws(seed), 0.01)["text"] for seed in range(300)}


def test_a_full_stop_comes_between_an_inverted_cue_and_its_source_more_often_than_elsewhere() -> None:
    row = article(["On the long grey pier yesterday morning, <c>said</c> <s>Ada</s>, <q>nobody was there to see the boats</q>."])
    drawn = [WAYS["stray full stops"](row, draws(seed), 1)["text"] for seed in range(100)]
    assert sum("said. Ada" in text for text in drawn) > 15


@pytest.mark.parametrize("gap", BREAKS)
def test_furniture_stands_in_paragraphs_of_its_own(gap: str) -> None:
    row = article(list(PARAGRAPHS), gap)
    after = WAYS["furniture between paragraphs"](row, draws(1), 0.5)["text"].split(gap)
    lines = set(_furniture_lines())
    assert [paragraph for paragraph in after if paragraph not in lines] == row["text"].split(gap)
    assert sum(paragraph in lines for paragraph in after) == 3


def test_furniture_never_stands_inside_a_span() -> None:
    text = "“We go.\n\n“Now,” said Ada."
    row = {"id": "short", "text": text, "annotations": [[{"source": [[21, 24]], "cue": [[16, 20]], "content": [[0, 15]]}]]}
    assert WAYS["furniture between paragraphs"](row, draws(1), 1)["text"] == text


def test_furniture_lines_are_many_different_and_without_marks() -> None:
    lines = _furniture_lines()
    assert len(lines) == len(set(lines)) >= 30
    assert not any(set(line) & set(MARKS) or line != line.strip() for line in lines)


def test_a_quarter_of_the_furniture_lines_reach_the_model() -> None:
    """What the rules for furniture and headings take out is never extracted from, and would measure nothing."""

    def reaches(line: str) -> bool:
        text = f"The pier is closed.\n\n{line}\n\nThe boats stay away."
        return not headings(text) and not furniture(text)

    lines = _furniture_lines()
    assert sum(map(reaches, lines)) >= len(lines) / 4
