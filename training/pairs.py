"""Wordings with the passages that each is compared with: of posts among all posts, of official texts among all, of invented ones, of news.

What a wording reports is its answer; the rest are what an index gives for it that it doesn't report. A passage that says all but
the same as the answer is left out, for news and speakers repeat themselves.
"""

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.trace.candidates import candidates
from onrecord.trace.index import Index, build
from onrecord.trace.sources import Source, day_of
from onrecord.trace.states import Reader
from onrecord.trace.words import parsed
from training.posted import READOUTS, Posted, posted
from training.rewording import excerpt
from training.wording import Wording, wordings

KINDS = ("partial", "translated", "indirect", "unsaid")
SAME = 0.85  # cosine from which on two passages may say the same
INVENTED = 6  # of the nearest originals of others that an invented wording is compared with
OTHERS = 200  # of each collection of official texts: what is searched beside those that are asked for
SAYINGS, ASKED = 9000, 2000  # of PolNeAR: what is sought among, and what is sought
SHORTEST, LONGEST, MOST = 8, 60, 45  # words of a saying, and the most of one that is sought
CROWD = 5  # of the nearest in other articles
APART = 30  # days from which on two articles don't report one saying
ALIKE = 0.8  # cosine from which on they may


@dataclass(frozen=True)
class Ask:
    """A wording: what it is of, its kind, and the passages that it is compared with, the likeliest by meaning first.

    answer: the place in passages of what it reports, None where nothing does. searched: passages that were searched.
    speaker: whose words are sought, if known. is_found: whether the answer was among what an index gives.
    """

    group: str
    kind: str
    text: str
    passages: tuple[str, ...]
    answer: int | None
    searched: int
    is_tuning: bool
    speaker: str = ""
    is_found: bool = True


def post_index(data: Path, model: Reader) -> Index:
    """All posts."""
    with (data / "trace" / "posts.jsonl").open(encoding="utf-8") as lines:
        posts = [json.loads(line) for line in lines]
    return build([Source(one["id"], one["text"], one["speaker"], day_of(one["published"]), True) for one in posts], model)


def readout_index(data: Path, model: Reader, given: Sequence[Posted]) -> Index:
    """The official texts that are asked for, and some others."""
    wanted = {one.id for one in given}
    found = []
    for name in READOUTS:
        with (data / "readouts" / name).open(encoding="utf-8") as lines:
            every = [json.loads(line) for line in lines]
        others = [one["id"] for one in every if one["id"] not in wanted][:OTHERS]
        found += [Source(one["id"], one["text"], None, day_of(one["date"])) for one in every if one["id"] in wanted | set(others)]
    return build(found, model)


def among(index: Index, given: Sequence[Posted], model: Reader, speaker: str = "") -> list[Ask]:
    """Wordings of public texts with what the index gives for each."""
    made = []
    for one in given:
        rng = random.Random(one.id)
        texts = (excerpt(one.original, rng), one.translated, one.indirect, one.unsaid)
        there = model.points([one.original])[0]
        for kind, text in zip(KINDS, texts, strict=True):
            rows = candidates(index, parsed(text), model.points([text])[0])
            passages = [index.words(row) for row in rows]
            near = index.cosines(there, np.array(rows))
            is_own = [_is_of(index, row, one, words) for row, words in zip(rows, passages, strict=True)]
            kept = [words for words, own, cosine in zip(passages, is_own, near, strict=True) if not own and cosine < SAME]
            answer, is_found = None, any(is_own)
            own = next((words for words, is_one in zip(passages, is_own, strict=True) if is_one), one.original)
            if kind != "unsaid":
                kept, answer = [own, *kept], 0
            elif not is_found:
                kept = [one.original, *kept]
            else:
                kept = passages
            made.append(Ask(one.id, kind, text, tuple(kept), answer, len(index), one.is_tuning, speaker, is_found))
    return made


def _is_of(index: Index, row: int, one: Posted, words: str) -> bool:
    passage = index.passage(row)
    if passage.document == one.id and passage.start < one.end and one.start < passage.end:
        return True
    return " ".join(words.casefold().split()) == " ".join(one.original.casefold().split())


def invented(model: Reader) -> list[Ask]:
    """Our invented wordings, each with its original, with what its speaker never said, and with the nearest of all others."""
    given = wordings()
    texts = [text for one in given for text in (one.original, one.unsaid)]
    there = model.points(texts)
    made = []
    for number, one in enumerate(given):
        for kind in ("partial", "translated", "indirect", "altered", "unsaid"):
            text = getattr(one, kind)
            order = np.argsort(-(there @ model.points([text])[0]))[: INVENTED + 2]
            near = [texts[place] for place in order if place // 2 != number][:INVENTED]
            own = [one.original] if kind == "unsaid" else [one.original, one.unsaid]
            answer = None if kind == "unsaid" else 0
            made.append(Ask(one.id, kind, text, (*own, *near), answer, len(texts), one.is_tuning, _speaker(one)))
    return made


def _speaker(one: Wording) -> str:
    return one.speaker.split(",")[0]


def crowded(data: Path, model: Reader) -> list[Ask]:
    """Sayings of a year's news with the nearest in articles of other months, which they don't report."""
    rng = random.Random(1)
    said: list[tuple[str, int, str]] = []
    with (data / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            day = dt.date.fromisoformat(article["published"][:10]).toordinal()
            for one in article["annotations"][0]:
                words = " ".join(article["text"][start:end] for start, end in one["content"])
                if SHORTEST <= len(words.split()) <= LONGEST:
                    said.append((article["id"], day, words))
    rng.shuffle(said)
    said = said[:SAYINGS]
    there = model.points([words for *_, words in said])
    articles, days = np.array([name for name, *_ in said]), np.array([day for _, day, _ in said])
    made = []
    for place in [place for place, (*_, words) in enumerate(said) if len(words.split()) <= MOST][:ASKED]:
        cosine = there @ there[place]
        cosine[(articles == articles[place]) | (np.abs(days - days[place]) < APART)] = -1
        near = [said[int(other)][2] for other in np.argsort(-cosine)[:CROWD] if cosine[other] < ALIKE]
        if near:
            made.append(Ask(f"crowd-{place}", "crowd", said[place][2], tuple(near), None, SAYINGS, place % 5 == 0))
    return made


def asks(data: Path, model: Reader, posts: Index | None = None) -> list[Ask]:
    """All of them. posts: an index of all posts, if it is there already."""
    official = posted(data, "readouts")
    return [
        *among(posts or post_index(data, model), posted(data, "posts"), model, "Donald Trump"),
        *among(readout_index(data, model, official), official, model),
        *invented(model),
        *crowded(data, model),
    ]
