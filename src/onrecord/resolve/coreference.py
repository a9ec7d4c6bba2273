"""Pronouns to people: who, of those named before it, a he or a she stands for, by a ranking learned from annotated texts.

Each candidate is described by where and how the text last spoke of them; a linear score over those signs, after Rahman and Ng's cluster
rankers (EMNLP 2009), and a softmax over all candidates and “nobody here” give each a share. Weights: data/coreference.tsv, fitted by
training/coreference.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.resolve.words import table

REACH = 5  # paragraphs back in which a candidate must have been mentioned
SENTENCES = 14

SIGNS: Final = (
    "same sentence",
    "one sentence back",
    "two back",
    "three to five back",
    "further back",
    "one paragraph back",
    "two paragraphs back",
    "three or more back",
    "heads its sentence",
    "after a preposition",
    "possessive",
    "spoke last",
    "spoke",
    "mentioned last",
    "last a pronoun",
    "last in quotation marks",
    "mentions",
    "mentions in paragraph",
    "heads the paragraph",
    "gender unknown",
    "only one of that gender",
    "headed two sentences",
    "in own content",
    "named in title",
    "in this clause",
    "last in somebody's words",
    "gender unknown beside one known",
    "only subject of its sentence",
    "subject of this sentence",
    "subject of the sentence before",
    "alone in this sentence",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention of a person: where it stands (code points) and how.

    person: an index; quoted: inside quotation marks; told: where what somebody is said to have said ends that holds it, or 0.
    """

    start: int
    person: int
    sentence: int
    paragraph: int
    heads: bool
    after_preposition: bool
    possessive: bool
    is_pronoun: bool
    speaks: bool
    quoted: bool
    told: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pronoun stands, in code points, sentences and paragraphs. own: spans of the content that it is the source of."""

    start: int
    sentence: int
    paragraph: int
    quoted: bool = False
    own: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's index and share; shares and the rest (nobody here) sum to one."""

    person: int
    share: float


def candidates(seen: Sequence[Seen], at: Place, genders: Sequence[str], gender: str) -> list[int]:
    """Whom the text has mentioned lately and who may be of that gender ("" for any), by index, in order of first mention."""
    near = [
        one.person
        for one in seen
        if one.start < at.start and at.paragraph - one.paragraph <= REACH and at.sentence - one.sentence <= SENTENCES
    ]
    return [person for person in dict.fromkeys(near) if not gender or genders[person] in (gender, "")]


def signs(seen: Sequence[Seen], at: Place, person: int, fitting: Sequence[int], genders: Sequence[str]) -> list[float]:
    """What speaks for or against a candidate, one value for each of SIGNS. fitting: all candidates."""
    before = [one for one in seen if one.start < at.start and one.person in fitting]
    mine = [one for one in before if one.person == person]
    outside = [one for one in mine if one.quoted == at.quoted] or mine
    last = outside[-1]
    back, blocks = at.sentence - last.sentence, at.paragraph - last.paragraph
    narrative = [one for one in before if one.quoted == at.quoted]
    speakers = [one for one in before if one.speaks]
    here = [one for one in mine if one.paragraph == at.paragraph]
    first_here = next((one for one in before if one.paragraph == at.paragraph and one.quoted == at.quoted), None)
    lately = {one.sentence for one in mine if one.heads and at.sentence - one.sentence <= 3}
    return [
        float(value)
        for value in (
            back == 0,
            back == 1,
            back == 2,
            3 <= back <= 5,
            back > 5,
            blocks == 1,
            blocks == 2,
            blocks > 2,
            last.heads,
            last.after_preposition,
            last.possessive,
            bool(speakers) and speakers[-1].person == person,
            any(one.speaks for one in mine),
            bool(narrative) and narrative[-1].person == person,
            last.is_pronoun,
            last.quoted != at.quoted,
            math.log1p(len(mine)) / 3,
            math.log1p(len(here)) / 2,
            first_here is not None and first_here.person == person,
            not genders[person],
            sum(bool(genders[one]) for one in fitting) == 1 and bool(genders[person]),
            len(lately) >= 2,
            any(low <= last.start < high for low, high in at.own),
            any(one.paragraph == 0 for one in mine),
            back == 0 and at.start - last.start < 40,
            0 < last.told <= at.start,
            not genders[person] and any(genders[one] for one in fitting),
            last.heads and not any(one.heads and one.sentence == last.sentence and one.person != person for one in narrative),
            any(one.heads and one.sentence == at.sentence for one in outside),
            any(one.heads and one.sentence == at.sentence - 1 for one in outside),
            back == 0 and not any(one.sentence == at.sentence and one.person != person for one in narrative),
        )
    ]


def rank(seen: Sequence[Seen], at: Place, genders: Sequence[str], gender: str) -> list[Ranked]:
    """Everyone whom a pronoun may stand for, likeliest first, with their shares. gender: the pronoun's, "m", "f", or "" for any."""
    fitting = candidates(seen, at, genders, gender)
    if not fitting:
        return []
    values, nobody = weights()
    scores = [sum(w * x for w, x in zip(values, signs(seen, at, one, fitting, genders), strict=True)) for one in fitting]
    highest = max([nobody, *scores])
    total = math.exp(nobody - highest) + sum(math.exp(score - highest) for score in scores)
    return sorted(
        (Ranked(one, math.exp(score - highest) / total) for one, score in zip(fitting, scores, strict=True)),
        key=lambda ranked: -ranked.share,
    )


@cache
def weights() -> tuple[tuple[float, ...], float]:
    """The weight of each of SIGNS, and the score of “nobody here”."""
    known = {name: float(value) for name, value in table("coreference.tsv")}
    return tuple(known[name] for name in SIGNS), known["nobody"]
