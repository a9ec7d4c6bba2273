"""Fictional articles under other names: everyone keeps one name, and what is no name of theirs stays as it is."""

import copy
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training import pools
from training.names import renamed

ROOT = Path(__file__).parents[2]

HARBOUR = (
    "Margaret Ellwood, the mayor of Portland, said the pier would close in May. “We mend it or we lose it,” "
    "Mrs. Ellwood told Reuters on Tuesday. Her brother, Thomas Ellwood, disagreed; the Ellwoods often do. "
    "Margaret’s plan is dear, he said, and ELLWOOD: NEVER AGAIN was on his hat. The Ellwood-Brandvold bridge in Iowa "
    "was no better, Senator Kurt Brandvold (R-Iowa) added. Brandvold’s aides asked the Brandvold Foundation."
)


def row(text: str, **spans: list[list[int]]) -> dict:
    return {"id": "pier", "text": text, "annotations": [[{"source": [], "cue": [], "content": [[0, len(text)]], **spans}]]}


def draws(seed: int) -> random.Random:
    return random.Random(seed)


def after(text: str, seed: int = 1) -> str:
    return renamed(row(text), draws(seed))["text"]


def pattern(text: str, template: str, seed: int = 1) -> dict[str, str]:
    """What stands where the template has {names}; the same name twice must be the same."""
    parts = re.split(r"\{(\w+)\}", template)
    seen: set[str] = set()
    regex = ""
    for number, part in enumerate(parts):
        regex += re.escape(part) if number % 2 == 0 else f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
        seen |= {part} if number % 2 else set()
    new = after(text, seed)
    match = re.fullmatch(regex, new)
    assert match, new
    return match.groupdict()


@pytest.mark.parametrize("seed", range(20))
def test_a_person_has_one_name_in_full_and_in_part(seed: int) -> None:
    found = pattern(
        "Margaret Ellwood said so. Ellwood was firm, and Mrs. Ellwood’s aides knew Margaret well.",
        "{given} {surname} said so. {head} was firm, and Mrs. {surname}’s aides knew {given} well.",
        seed,
    )
    assert found["given"] != "Margaret"
    assert found["surname"] != "Ellwood"
    assert found["head"] == found["surname"][0].upper() + found["surname"][1:]


@pytest.mark.parametrize("seed", range(20))
def test_a_whole_article_holds_together(seed: int) -> None:
    new = after(HARBOUR, seed)
    assert not re.search("Ellwood|Margaret|Thomas|Brandvold|Kurt|Reuters", new, re.IGNORECASE)
    for stays in (
        "the mayor of Portland",
        "close in May",
        "on Tuesday",
        "in Iowa",
        "Senator ",
        "(R-Iowa)",
        " Foundation.",
        "Mrs. ",
    ):
        assert stays in new


def test_those_who_share_a_surname_share_one_afterwards() -> None:
    found = pattern(
        "Margaret Ellwood met Thomas Ellwood, and the Ellwoods made up.",
        "{she} {surname} met {he} {surname}, and the {surname}{plural} made up.",
    )
    assert found["she"] != found["he"]
    assert found["plural"] in ("s", "es")


def test_one_given_name_of_two_people_becomes_two() -> None:
    found = pattern(
        "John Pell met with John Orme at the pier, and Pell left early.",
        "{a} {pell} met with {b} {orme} at the pier, and {pell} left early.",
    )
    assert found["a"] != found["b"]
    assert found["pell"] != found["orme"]


def test_a_nickname_is_the_same_person() -> None:
    pattern("Joseph P. Orme arrived. Joe Orme sat down.", "{given} P. {surname} arrived. {given} {surname} sat down.")


def test_possessives_keep_their_form() -> None:
    pattern("Kurt Orme spoke. Orme’s boat sank.", "{g} {s} spoke. {s}’s boat sank.")
    new = after("Kurt Sanders spoke. It was Sanders’ boat.")
    assert re.search(r"It was \S+?(’s|s’) boat", new) or re.search(r"It was [\w ]+(’s|s’) boat", new)


def test_capitals_stay_capitals() -> None:
    new = after("Ada Orme met the press.\n\nORME: I was early.\n\nQUESTION: Were you?\n\nADA ORME: Yes.")
    speakers = re.findall(r"^([^\n:]+):", new, re.MULTILINE)
    assert speakers[1] == "QUESTION"
    assert all(name.isupper() for name in speakers)
    assert speakers[2].endswith(" " + speakers[0])
    assert "ORME" not in new


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(("name", "gender"), [("Margaret", "f"), ("Thomas", "m"), ("Mr. Oskulf", "m"), ("Mrs. Oskulf", "f")])
def test_the_gender_of_a_given_name_is_kept(name: str, gender: str, seed: int) -> None:
    title = name.rpartition(" ")[0]
    found = pattern(f"{name} Orme said no.", f"{title + ' ' if title else ''}{{given}} said no.", seed)
    genders = {one for (one, _), names in pools._given_names().items() for given in names if found["given"].startswith(given + " ")}
    assert gender in genders


@pytest.mark.parametrize("seed", range(10))
def test_pronouns_tell_the_gender_of_a_name_that_is_not_known(seed: int) -> None:
    found = pattern(
        "The spokesman Oskulf Orme said that he would go with his sons.",
        "The spokesman {name} said that he would go with his sons.",
        seed,
    )
    assert any(
        found["name"].startswith(given + " ")
        for (gender, _), ones in pools._given_names().items()
        if gender == "m"
        for given in ones
    )


@pytest.mark.parametrize(
    "text",
    [
        "In May the German chancellor went from New Hampshire to South Korea on Monday.",
        "Republicans and Democrats in Congress met the White House on Capitol Hill.",
        "He played the trump card, and she may bill them in the rose garden.",
        "The State Department and the Supreme Court were closed on Labor Day.",
        "San Francisco, St. Louis and Las Vegas will vote in November.",
        "Don’t ask; Won’t tell.",
        "",
    ],
)
def test_what_is_nobodys_name_stays(text: str) -> None:
    assert after(text) == text


def test_small_letters_stay_where_a_name_is_a_word_too() -> None:
    new = after("Donald Trump held a trump card. Frank Bell rang the bell, to be frank. Bell laughed.")
    assert "a trump card" in new
    assert "rang the bell, to be frank" in new
    assert not re.search("Trump|Bell|Frank|Donald", new)


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("He asked Fox News. Fox was late.", "He asked {fox} News. {fox} was late."),
        ("She left Goldman Sachs in April.", "She left {bank} in April."),
        ("A clerk of the Tollund Foundation wrote.", "A clerk of the {name} Foundation wrote."),
        ("A clerk of Tollund University wrote.", "A clerk of {name} University wrote."),
        ("It was in The New York Times.", "It was in The {town} Times."),
        ("The Republican National Committee met.", "The Republican {word} Committee met."),
        ("A poll by the Center for Rifle Safety said so.", "A poll by the Center for {word} said so."),
        ("Ada Trell runs the Trell Foundation.", "{ada} {trell} runs the {trell} Foundation."),
        ("He told CNN. CNN and C.N.N. agreed.", "He told {a}. {a} and {dotted} agreed."),
    ],
)
def test_organisations_keep_their_shape(text: str, template: str) -> None:
    found = pattern(text, template)
    assert all(name not in text for name in found.values())


def test_an_acronym_follows_its_organisation() -> None:
    new = after("The National Rifle Association (NRA) sued. The NRA lost.")
    match = re.fullmatch(r"The National (\w+) Association \((\w+)\) sued\. The (\w+) lost\.", new)
    assert match
    assert match.group(2) == match.group(3) == f"N{match.group(1)[0]}A"


def test_an_acronym_whose_words_stay_stays() -> None:
    text = "The Federal Election Commission (FEC) met."
    assert after(text) == text


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Mayor Bill de Blasio spoke. De Blasio left.", "Mayor {given} {surname} spoke. {head} left."),
        ("Melissa Mark-Viverito spoke. Ms. Mark-Viverito left.", "{given} {surname} spoke. Ms. {surname} left."),
        (
            "The secretary general, Ban Ki-moon, spoke. Mr. Ban left.",
            "The secretary general, {surname} {given}, spoke. Mr. {surname} left.",
        ),
        ("Debbie Wasserman Schultz spoke. Wasserman Schultz left.", "{given} {a} {b} spoke. {c} {b} left."),
        ("Martin O’Malley spoke, and O'Malley left.", "{given} {surname} spoke, and {surname} left."),
        ("Sen. A. Orme spoke at noon. A boat sank. Orme saw it.", "Sen. A. {a} spoke at noon. A boat sank. {b} saw it."),
        ("A. Philip Orme was at sea, and Philip sank.", "A. {given} {surname} was at sea, and {given} sank."),
        (
            "Hillary Rodham Clinton spoke to G.K. Butterfield at the end of the day, it was said.",
            "{a} {b} {c} spoke to G.K. {d} at the end of the day, it was said.",
        ),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_names_of_several_pieces_go_as_one(text: str, template: str, seed: int) -> None:
    found = pattern(text, template, seed)
    new = " ".join(found.values())
    assert not re.search(r"\b(Blasio|Mark|Viverito|Ban|moon|Wasserman|Schultz|O’Malley|Rodham)\b", new)


def test_a_or_an_agrees_with_the_new_name() -> None:
    news = {after("An Obama aide met a Clinton aide.", seed) for seed in range(30)}
    for new in news:
        for word, name in re.findall(r"\b([Aa]n?) (\S)", new):
            assert (word.lower() == "an") == (name.upper() in "AEIOUÁÉÍÓÚÄÖÜŌÅÆØ") or name == "m", new


def test_spans_hold_the_same_words_as_before() -> None:
    text = "“We mend,” said Margaret Ellwood of the Ellwood Foundation, and Ellwood left in May."
    at = text.index("Margaret"), text.index(", and")
    new = renamed(row(text, content=[[0, 10]], cue=[[11, 15]], source=[list(at)]), draws(3))
    words = {
        role: [new["text"][start:end] for start, end in new["annotations"][0][0][role]] for role in ("content", "cue", "source")
    }
    assert words["content"] == ["“We mend,”"]
    assert words["cue"] == ["said"]
    assert re.fullmatch(r".+ of the (.+) Foundation", words["source"][0])
    assert new["text"].endswith(" left in May.")


def test_the_row_itself_is_left_alone_and_a_seed_draws_the_same() -> None:
    before = row(HARBOUR)
    kept = copy.deepcopy(before)
    assert renamed(before, draws(5)) == renamed(before, draws(5))
    assert before == kept
    assert after(HARBOUR, 5) != after(HARBOUR, 6)


def test_a_seed_draws_the_same_in_every_process() -> None:
    code = "import json, random, sys; from training.names import renamed; print(renamed(json.load(sys.stdin), random.Random(5))['text'])"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(row(HARBOUR)),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {after(HARBOUR, 5) + "\n"}


BITS = (
    "Margaret Ellwood Ellwood's Kurt Brandvold-Orme Mr. Sen. de von al-Orme Ban Ki-moon F.B.I. CNN J. An a an Fox News University of "
    "the Times New York Iowa May said told Ellwoods’ ELLWOOD: “We ” . , ' ’ @Orme #Ellwood2"
)
KNOWN = " ".join((pools.DATA / name).read_text(encoding="utf-8") for name in ("known_names.tsv", "known_organisations.tsv"))
PIECES = st.sampled_from([*BITS.split(), *KNOWN.split()[40::29], "\n\n", "\u00a0"])
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.data())
def test_spans_stay_in_range_and_in_order(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    spans = [[low, high] for low, high in zip(cuts[::2], cuts[1::2], strict=True) if low < high]
    before = row(text, content=[[0, len(text)]] if text else [], source=spans)
    new = renamed(before, draws(data.draw(st.integers(0, 999))))
    for one in new["annotations"][0]:
        for role in ("source", "content"):
            assert [low for low, _ in one[role]] == sorted(low for low, _ in one[role])
            assert all(0 <= low < high <= len(new["text"]) for low, high in one[role])
        assert one["content"] == [[0, len(new["text"])]]


def test_the_pools_are_as_large_as_they_must_be() -> None:
    given = pools._given_names()
    assert sum(map(len, given.values())) >= 400
    assert sum(map(len, pools._surnames().values())) >= 500
    regions = set(pools._surnames())
    assert len(regions) >= 12
    assert {(gender, region) for gender in "fmx" for region in regions} == set(given)
    everything = [name for names in pools._surnames().values() for name in names]
    assert len(everything) == len(set(everything))


def test_no_replacement_is_a_place_or_a_word_that_stays() -> None:
    names = {
        part for ones in (*pools._surnames().values(), *pools._given_names().values()) for one in ones for part in pools.keys(one)
    }
    assert names & pools.single("place") <= pools.single("particle")
    assert names & pools.single("demonym") == set()
