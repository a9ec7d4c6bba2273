"""Weights that say how likely two wordings are one utterance in other words, from originals and their rewordings.

    python -m training.quotations [--write] [--words]

They are fitted on half of the wordings that the encoder was not taught (training.wording), and checked on the other half: every
twelve of these are taken for what one speaker said within some days. Each wording is compared with all of its own original, with
what is nearest to it and with others drawn by chance; what was altered is left out, because its sense is all but the same.
"""

import argparse
import hashlib
import random
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.meaning import load
from onrecord.store.quotations import alike, sense
from onrecord.store.quotations.aligned import aligned
from onrecord.store.quotations.joined import Known, join
from onrecord.store.quotations.said import Said, Who
from onrecord.trace.words import parsed
from training.wording import Wording, wordings

VARIANTS = ("original", "partial", "translated", "indirect", "altered", "unsaid")
REWORDED, WRONG = {"translated", "indirect"}, {"altered", "unsaid"}
OUT = Path("src/onrecord/store/data/sense.tsv")
NEAREST, BY_CHANCE = 8, 25  # other wordings that each is compared with
AT_ONCE = 12  # utterances of one speaker within some days
DAYS = 4
HELD_TO_ZERO = 1.0  # weight of the squares of the weights


def is_fitted(one: Wording) -> bool:
    """Whether it is in the half that is fitted on, by its id's hash."""
    return hashlib.sha256(one.id.encode()).digest()[1] < 128


def texts(given: list[Wording]) -> list[tuple[int, str, str]]:
    """Each wording's place, variant and text."""
    return [(place, name, getattr(one, name)) for place, one in enumerate(given) for name in VARIANTS]


def pairs(given: list[Wording], points: NDArray[np.float32], rng: random.Random) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features of pairs, float64 [pairs, features], and whether each is one utterance, float64 [pairs]."""
    every, near = texts(given), points @ points.T
    rows, answers = [], []
    for number, (place, name, text) in enumerate(every):
        own = range(len(VARIANTS) * place, len(VARIANTS) * (place + 1))
        others = {*own, *rng.sample(range(len(every)), BY_CHANCE), *(int(one) for one in np.argsort(-near[number])[:NEAREST])}
        for other in sorted(one for one in others if one > number):
            there, kind, words = every[other]
            if not {name, kind} & REWORDED or (place == there and "altered" in {name, kind}):
                continue
            rows.append(sense.features(parsed(text), parsed(words), float(near[number, other])))
            answers.append(place == there and not {name, kind} & WRONG)
    return np.array(rows), np.array(answers, dtype=float)


def fitted(rows: NDArray[np.float64], answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a logistic regression, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - answers) + HELD_TO_ZERO * weights
        weights -= np.linalg.solve((rows * (likely * (1 - likely))[:, None]).T @ rows + HELD_TO_ZERO * np.eye(len(weights)), slope)
    return weights


def judge(
    given: list[Wording], points: NDArray[np.float32], rng: random.Random, *, originals: bool
) -> Counter[tuple[str, bool, bool]]:
    """Pairs by what they are (words, reworded, altered, unsaid, others), whether they are one and whether they were joined.

    originals: whether the full wording is there, or only what was made of it.
    """
    every, counted = texts(given), Counter[tuple[str, bool, bool]]()
    order = rng.sample(range(len(given)), len(given))
    for start in range(0, len(order), AT_ONCE):
        statements = {}
        for place in order[start : start + AT_ONCE]:
            for number in range(len(VARIANTS) * place, len(VARIANTS) * (place + 1)):
                _, name, text = every[number]
                if name != "original" or originals:
                    key = hashlib.sha256(text.encode()).hexdigest()
                    day, words = 730_000 + rng.randrange(DAYS), parsed(text)
                    quoted = None if name == "indirect" else words
                    statements[number] = Said(
                        number, key, number, words, quoted, Who(1), day, False, name not in REWORDED, points[number]
                    )
        links, otherwise = {}, set()
        for two in combinations(sorted(statements), 2):
            found = alike.compare(statements[two[0]], statements[two[1]])
            if isinstance(found, alike.Link):
                links[two] = found
            elif found is not None:
                otherwise.add(two)
        quotation = join(statements, Known(links, frozenset(otherwise), frozenset(), frozenset())).quotation
        for one, other in combinations(sorted(statements), 2):
            names = {every[one][1], every[other][1]}
            is_own = every[one][0] == every[other][0]
            kind = (
                "others"
                if not is_own
                else next((name for name in sorted(WRONG) if name in names), "reworded" if names & REWORDED else "words")
            )
            counted[kind, is_own and not names & WRONG, quotation[one] == quotation[other]] += 1
    return counted


def show_words(given: list[Wording]) -> None:
    """How many partial quotes are known by their words, and how many altered wordings are told apart."""
    parts = [aligned(parsed(one.original), parsed(one.partial)) for one in given]
    altered = [aligned(parsed(one.original), parsed(one.altered)) for one in given]
    known = [one for one in parts if one and not one.otherwise and one.count >= alike.COUNT and one.bits >= alike.BITS]
    print(
        f"partial quotes known: {len(known)} of {len(given)}; altered wordings told: {sum(bool(one and one.otherwise) for one in altered)}"
    )


def main() -> None:
    """Fit, print what the weights do on the other half, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"to {OUT}")
    parser.add_argument("--words", action="store_true", help="only count what is known by its words")
    parser.add_argument("--models", type=Path, default=None, help="folder of another model; the shipped one unless told")
    args = parser.parse_args()
    if args.words:
        show_words(wordings())
        return
    given = [one for one in wordings() if one.is_tuning]
    halves = [one for one in given if is_fitted(one)], [one for one in given if not is_fitted(one)]
    model = load(folder=args.models)
    points = [model.embed([text for *_, text in texts(half)]) for half in halves]
    weights = fitted(*pairs(halves[0], points[0], random.Random(1)))
    lines = [f"{name}\t{weight:.3f}" for name, weight in zip(sense.FEATURES, weights, strict=True)]
    print("\n".join(lines))
    if args.write:
        head = f"# Weights of sense.py, for the encoder “{model.version}”. Made by `python -m training.quotations --write`. Licence: as the project.\n"
        OUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        sense._weights.cache_clear()  # noqa: SLF001 - what was written is what is checked
    chosen = alike.SENSE
    for originals in (True, False):
        for least in (0.5, 0.6, 0.7, 0.8, 0.9):
            alike.SENSE = least  # type: ignore[misc]
            counted = judge(halves[1], points[1], random.Random(1), originals=originals)
            wrong = {kind: counted[kind, False, True] for kind in ("altered", "unsaid", "others")}
            right = counted["words", True, True] + counted["reworded", True, True]
            recall = {
                k: round(100 * counted[k, True, True] / max(1, counted[k, True, True] + counted[k, True, False]), 1)
                for k in ("words", "reworded")
            }
            print(
                f"originals {originals}, from {least} on: precision {100 * right / (right + sum(wrong.values())):.1f}, recall {recall}, wrong {wrong}"
            )
    alike.SENSE = chosen  # type: ignore[misc]


if __name__ == "__main__":
    main()
