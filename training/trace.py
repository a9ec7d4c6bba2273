"""Trees that say whether a passage is what a wording reports, and how faithfully, from originals and their rewordings.

    python -m training.trace [--write] [--only link|fidelity] [--shared ../shared]

Each wording is compared with its original, with what the same speaker never said, and with the nearest of all others. Speakers who
say much about one thing are what makes it hard, and the wordings have none: so reports in PolNeAR's training articles are compared
with the nearest in articles of another month, which they don't report. Figures are of wordings that the encoder was not taught (training.wording), each by trees that were fitted without it, in five parts.
"""

import argparse
import datetime as dt
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.trace import closer, fidelity
from onrecord.trace.closer import Side
from onrecord.trace.drift import drift
from onrecord.trace.states import Reader, reader
from onrecord.trace.trees import parsed_trees
from onrecord.trace.words import parsed, stem
from training.boosting import Plan, boost, table
from training.rewording import edited, excerpt, turned
from training.wording import Wording, wordings

VARIANTS = ("original", "partial", "translated", "indirect", "altered", "unsaid")
KEPT = ("partial", "translated", "indirect", "altered")
OUT = Path("src/onrecord/trace/data")
NEAREST = 6  # other passages that each is compared with
PARTS = 5
WRONGLY = 0.05  # of what was never said: as much may be linked to something
MADE = 2  # excerpts of each kind that are made of a wording
SAYINGS, ASKED = 9000, 2000  # of PolNeAR: what is sought among, and what is sought
SHORTEST, LONGEST, MOST = 8, 60, 45  # words of a saying, and the most of one that is sought
CROWD = 5  # of the nearest in other articles
APART = 30  # days from which on two articles don't report one saying
SAME = 0.8  # cosine from which on they may

# More of the same words, names and numbers never speaks against a passage.
RISING = {
    "cosine": 1, "same words": 1, "same words, bits": 1, "longest run": 1, "longest run, bits": 1, "names met": 1,
    "numbers met": 1, "worst third": 1, "worst clause": 1, "names missing": -1, "numbers missing": -1,
}  # fmt: skip
LINK = Plan(count=300, leaves=6, rising=RISING)
FAITH = Plan(count=120, leaves=5, least=10)


@dataclass
class Rows:
    """Features, answers and weights of pairs; group: the wording that each belongs to; kind: its variant; is_own: with its original."""

    table: NDArray[np.float64]
    answers: NDArray[np.float64]
    weight: NDArray[np.float64]
    group: NDArray[np.int64]
    kind: list[str]
    is_own: NDArray[np.bool_]


def sides(texts: list[str], model: Reader) -> list[Side]:
    """Texts as they are compared."""
    return [Side(parsed(text), inside) for text, inside in zip(texts, model.inside(texts), strict=True)]


def links(given: list[Wording], model: Reader) -> Rows:
    """Every wording with its original, with what its speaker never said, and with the nearest others."""
    every = sides([getattr(one, name) for one in given for name in VARIANTS], model)
    count = len(VARIANTS)
    # What may be found: originals and what was never said, of which one as well might be in the record.
    places = [count * number + part for number in range(len(given)) for part in (0, count - 1)]
    there = np.array([every[place].inside.point for place in places])
    rows, answers, weight, group, kinds, own = [], [], [], [], [], []
    for number, one in enumerate(given):
        aside = frozenset(stem(word.casefold()) for word in one.speaker.replace(",", " ").split())
        for part, name in enumerate(VARIANTS[1:], 1):
            side = every[count * number + part]
            order = [places[place] for place in np.argsort(-(there @ side.inside.point))[: NEAREST + 2]]
            near = [place for place in order if place // count != number][:NEAREST]
            lone = [count * number] if name == "unsaid" else [count * number, count * number + count - 1]
            for place in [*lone, *near]:
                is_own = place == count * number
                rows.append(closer.features(side, every[place], aside))
                answers.append(float(is_own and name != "unsaid"))
                weight.append({"partial": 0.5, "altered": 0.5, "unsaid": 3.0 if is_own else 1.0}.get(name, 1.5))
                group.append(number)
                kinds.append(name)
                own.append(is_own)
    return Rows(np.array(rows), np.array(answers), np.array(weight), np.array(group), kinds, np.array(own))


def crowded(folder: Path, model: Reader, after: int) -> Rows:
    """Sayings of a year's news with the nearest in articles of other months. after: the first number of their groups."""
    rng = random.Random(1)
    said: list[tuple[str, int, str]] = []
    with (folder / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
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
    asked = [place for place, (*_, words) in enumerate(said) if len(words.split()) <= MOST][:ASKED]
    near: dict[int, list[int]] = {}
    for place in asked:
        cosine = there @ there[place]
        cosine[(articles == articles[place]) | (np.abs(days - days[place]) < APART)] = -1
        near[place] = [int(other) for other in np.argsort(-cosine)[:CROWD] if cosine[other] < SAME]
    needed = sorted({*near, *(other for others in near.values() for other in others)})
    by_place = dict(zip(needed, sides([said[place][2] for place in needed], model), strict=True))
    rows = [(place, closer.features(by_place[place], by_place[other])) for place, others in near.items() for other in others]
    count = len(rows)
    group = np.array([after + place for place, _ in rows])
    return Rows(
        np.array([row for _, row in rows]),
        np.zeros(count),
        np.full(count, 1.0),
        group,
        ["crowd"] * count,
        np.zeros(count, dtype=bool),
    )


def joined(one: Rows, other: Rows) -> Rows:
    """Both."""
    return Rows(
        np.concatenate([one.table, other.table]),
        np.concatenate([one.answers, other.answers]),
        np.concatenate([one.weight, other.weight]),
        np.concatenate([one.group, other.group]),
        one.kind + other.kind,
        np.concatenate([one.is_own, other.is_own]),
    )


def faiths(given: list[Wording], model: Reader) -> tuple[Rows, NDArray[np.float64]]:
    """Every wording with its original, and excerpts that are made of it; answers: whether altered; and whether in the source's own words."""
    rng = random.Random(1)
    names = sorted({name for one in given for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b|\b[a-z]{5,}\b", one.original)})
    found: list[tuple[int, str, str, float]] = []
    for number, one in enumerate(given):
        found += [(number, name, getattr(one, name), 1.0) for name in VARIANTS[1:]]
        for _ in range(MADE):
            part = excerpt(one.original, rng)
            found.append((number, "excerpt", part, 0.5))
            found.append((number, "edited", edited(excerpt(one.original, rng), rng), 0.5))
            changed = turned(excerpt(one.original, rng), rng, names)
            if changed:
                found.append((number, "turned", changed, 0.5))
    here = sides([text for _, _, text, _ in found], model)
    there = sides([one.original for one in given], model)
    rows = []
    for (number, *_), side in zip(found, here, strict=True):
        near = side.inside.words @ there[number].inside.words.T
        pieces = drift(side.words, there[number].words, near)
        rows.append(fidelity.features(side.words, pieces, float(side.inside.point @ there[number].inside.point)))
    kinds = [name for _, name, _, _ in found]
    altered = np.array([name in {"altered", "turned"} for name in kinds], dtype=float)
    own = np.array([name in {"partial", "excerpt", "edited"} for name in kinds], dtype=float)
    weight = np.array([each for *_, each in found])
    group = np.array([number for number, *_ in found])
    return Rows(np.array(rows), altered, weight, group, kinds, np.ones(len(rows), dtype=bool)), own


def out_of_part(rows: Rows, answers: NDArray[np.float64], features: tuple[str, ...], plan: Plan) -> NDArray[np.float64]:
    """What trees say of each row that were fitted without its wording."""
    part, found = rows.group % PARTS, np.zeros(len(answers))
    for number in range(PARTS):
        is_in = part != number
        lines = table(boost(rows.table[is_in], answers[is_in], rows.weight[is_in], features, plan), features)
        found[~is_in] = parsed_trees(lines, features).sums(rows.table[~is_in])
    return found


def judge_links(rows: Rows, sums: NDArray[np.float64], given: list[Wording]) -> tuple[float, float]:
    """Print what is found where few unsaid are; scale and shift that make half a chance of that bound."""
    best: dict[tuple[int, str], tuple[float, float]] = defaultdict(lambda: (-99.0, -99.0))
    for number, kind, is_own, value in zip(rows.group, rows.kind, rows.is_own, sums, strict=True):
        most, own = best[number, kind]
        best[number, kind] = max(most, value), max(own, value if is_own else -99.0)
    apart = [number for number, one in enumerate(given) if one.is_tuning]
    unsaid = np.array([best[number, "unsaid"][0] for number in apart])
    crowd = np.array([most for (_, kind), (most, _) in best.items() if kind == "crowd"])
    for wrongly in (0.03, 0.05, 0.08, 0.15):
        bound = _bound(unsaid, crowd, wrongly)
        found = {
            name: round(100 * float(np.mean([best[number, name][1] >= max(bound, best[number, name][0]) for number in apart])), 1)
            for name in KEPT
        }
        print(f"wrongly linked {100 * wrongly:.0f} % of unsaid and of a crowd's: found {found}, from {bound:.3f} on")
    bound = _bound(unsaid, crowd, WRONGLY)
    top = np.array([best[number, name][0] for number in apart for name in VARIANTS[1:]])
    is_right = np.array(
        [name != "unsaid" and best[number, name][1] == best[number, name][0] for number in apart for name in VARIANTS[1:]],
        dtype=float,
    )
    scale = _scale(top - bound, is_right)
    return scale, -scale * bound


def _bound(unsaid: NDArray[np.float64], crowd: NDArray[np.float64], wrongly: float) -> float:
    """From where on at most a share of either is linked."""
    return max(float(np.quantile(unsaid, 1 - wrongly)), float(np.quantile(crowd, 1 - wrongly)))


def _scale(sums: NDArray[np.float64], answers: NDArray[np.float64]) -> float:
    """How steep the likelihood rises: by the least loss."""
    steps = np.linspace(0.2, 3, 57)
    losses = [float(np.mean(np.log1p(np.exp(-np.where(answers > 0, 1, -1) * np.clip(step * sums, -30, 30))))) for step in steps]
    return float(steps[int(np.argmin(losses))])


def judge_faith(rows: Rows, altered: NDArray[np.float64], own: NDArray[np.float64], given: list[Wording]) -> None:
    """Print how many of each kind are called altered, and how many the source's own words."""
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        bound = np.log(least / (1 - least))
        for is_tuning in (True, False):
            said = {
                kind: round(
                    100
                    * float(
                        np.mean(
                            [
                                value >= bound
                                for value, name, number in zip(altered, rows.kind, rows.group, strict=True)
                                if name == kind and given[number].is_tuning == is_tuning
                            ]
                        )
                    ),
                    1,
                )
                for kind in dict.fromkeys(rows.kind)
            }
            print(f"altered from {least} on ({'set aside' if is_tuning else 'others'}): {said}")
    kinds = {
        kind: round(100 * float(np.mean([value >= 0 for value, name in zip(own, rows.kind, strict=True) if name == kind])), 1)
        for kind in dict.fromkeys(rows.kind)
    }
    print(f"own words: {kinds}")


def main() -> None:
    """Fit, print, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"to {OUT}")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", choices=("link", "fidelity"), default=None)
    args = parser.parse_args()
    given, model = wordings(), reader()
    head = (
        f"# Trees of {{}}, for the encoder “{model.version}”. Made by `python -m training.trace --write`. Licence: as the project."
    )
    if args.only != "fidelity":
        rows = joined(links(given, model), crowded(args.shared / "data", model, len(given)))
        print(f"{len(rows.answers)} pairs")
        scale, shift = judge_links(rows, out_of_part(rows, rows.answers, closer.FEATURES, LINK), given)
        print(f"scale {scale:.2f}, shift {shift:.2f}")
        if args.write:
            trees = boost(rows.table, rows.answers, rows.weight, closer.FEATURES, LINK)
            _write("link.tsv", head.format("closer.py"), table(trees, closer.FEATURES, scale, shift))
    if args.only != "link":
        rows, own = faiths(given, model)
        is_plain = np.array([name not in {"altered", "turned"} for name in rows.kind])
        plain = Rows(rows.table, own, rows.weight * is_plain, rows.group, rows.kind, rows.is_own)
        said_altered = out_of_part(rows, rows.answers, fidelity.FEATURES, FAITH)
        judge_faith(rows, said_altered, out_of_part(plain, own, fidelity.FEATURES, FAITH), given)
        if args.write:
            for name, answers, weight in (("altered.tsv", rows.answers, rows.weight), ("own.tsv", own, plain.weight)):
                trees = boost(rows.table, answers, weight, fidelity.FEATURES, FAITH)
                _write(name, head.format("fidelity.py"), table(trees, fidelity.FEATURES))


def _write(name: str, head: str, lines: list[str]) -> None:
    (OUT / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
