"""The weights by which a pronoun's person is chosen: fitted on GUM and on readers' labels of set-aside articles.

    python -m training.coreference --shared ../shared --out src/onrecord/resolve/data/coreference.tsv

Each he or she is one choice among those named before it and nobody; conditional logistic regression with a small quadratic penalty.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.quotes import quotations
from onrecord.read.paragraphs import paragraphs
from onrecord.record import Span
from onrecord.resolve.coreference import SIGNS, Place, Seen, candidates, rank, signs
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.people import People
from onrecord.resolve.sentences import Sentences
from training.gum import documents

LABELS = Path(__file__).parent / "speakers" / "tuning.tsv"
_OF_PARAGRAPHS = (
    "one paragraph back",
    "two paragraphs back",
    "three or more back",
    "mentions in paragraph",
    "heads the paragraph",
    "named in title",
)
_KNOWN_IN_GUM = np.array([sign not in _OF_PARAGRAPHS for sign in SIGNS], dtype=float)
PENALTY = 0.004  # of the weights' squares, a choice
STEPS = 3000


@dataclass(frozen=True)
class Choice:
    """One pronoun: the signs of every candidate, [candidates, SIGNS], and which is right; -1 for nobody."""

    document: str
    signs: NDArray[np.float64]
    right: int


def from_gum(path: Path) -> Iterator[Choice]:
    """Every he and she of a GUM file whose person is clear: named in its cluster, or nobody whom the text names."""
    for document in documents(path):
        quotes = quotations(document.text)
        people = People(document.text, quotes)
        named = {name.start: number for number, person in enumerate(people.everyone) for name in person.mentions}
        right: dict[int, int] = {}
        for cluster in document.clusters:
            spans = document.spans(cluster)
            who = {number for start, end in spans for at, number in named.items() if start <= at < end and end - start < 60}
            for start, _ in spans:
                right[start] = who.pop() if len(who) == 1 else -1
                who.add(right[start])
        for one in _choices(document.id, document.text, people, (), right):
            # GUM's files keep no paragraphs, and many of its people have no name that we find: neither teaches anything of news.
            if one.right >= 0:
                yield Choice(one.document, one.signs * _KNOWN_IN_GUM, one.right)


def from_labels(corpus: Path) -> Iterator[Choice]:
    """The sources of set-aside articles that are a he or a she."""
    labels = {(row["doc"], int(row["i"])): row for row in csv.DictReader(LABELS.open(encoding="utf-8"), delimiter="\t")}
    wanted = {doc for doc, _ in labels}
    with corpus.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["id"] in wanted]
    for row in rows:
        people = People(row["text"], quotations(row["text"]), date.fromisoformat(row["published"]))
        sources, right = [], {}
        for number, one in enumerate(row["annotations"][0]):
            if not one["source"]:
                continue
            start, end = one["source"][0]
            sources.append((Span(start, end), [Span(*span) for span in one["content"]]))
            label = labels[row["id"], number]
            if label["form"] == "pronoun":
                person = people.find(label["speaker"]) if label["kind"] == "person" and " & " not in label["speaker"] else None
                right[start] = next((n for n, other in enumerate(people.everyone) if other is person), -1)
        yield from _choices(row["id"], row["text"], people, sources, right)


def _choices(
    name: str, text: str, people: People, sources: Sequence[tuple[Span, Sequence[Span]]], right: dict[int, int]
) -> list[Choice]:
    found: list[Choice] = []
    genders = [person.gender for person in people.everyone]

    def decide(seen: Sequence[Seen], at: Place, gender: str) -> int | None:
        if at.start not in right:
            ranked = rank(seen, at, genders, gender)
            return ranked[0].person if ranked and ranked[0].share > 0.5 else None
        answer = right[at.start]
        fitting = candidates(seen, at, genders, gender)
        if fitting:
            values = np.array([signs(seen, at, one, fitting, genders) for one in fitting])
            found.append(Choice(name, values, fitting.index(answer) if answer in fitting else -1))
        return answer if answer >= 0 else None

    quotes = quotations(text)
    Discourse(text, people, quotes, Sentences(text, quotes), paragraphs(text), sources, decide)
    return found


def fit(choices: Sequence[Choice]) -> NDArray[np.float64]:
    """Weights of SIGNS and, last, the score of nobody, [len(SIGNS) + 1]; by Adam on the mean log loss."""
    width = max(len(one.signs) for one in choices) + 1
    values = np.zeros((len(choices), width, len(SIGNS) + 1))
    known = np.zeros((len(choices), width), dtype=bool)
    right = np.zeros(len(choices), dtype=np.int64)
    for number, one in enumerate(choices):
        values[number, 1 : len(one.signs) + 1, :-1] = one.signs
        values[number, 0, -1] = 1
        known[number, : len(one.signs) + 1] = True
        right[number] = one.right + 1
    weights, mean, square = (np.zeros(len(SIGNS) + 1) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = np.where(known, values @ weights, -np.inf)
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        shares[np.arange(len(choices)), right] -= 1
        gradient = np.einsum("nc,ncs->s", shares, values) / len(choices) + PENALTY * weights / 2
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        weights -= 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def shares(one: Choice, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of nobody and of each candidate, [1 + candidates]."""
    scores = np.concatenate([[weights[-1]], one.signs @ weights[:-1]])
    scores = np.exp(scores - scores.max())
    return scores / scores.sum()


def accuracy(choices: Sequence[Choice], weights: NDArray[np.float64], least: float) -> str:
    """How many choices are right, wrong and left open where the best has less than a share."""
    right = wrong = 0
    for one in choices:
        share = shares(one, weights)
        best = int(share.argmax())
        if best and share[best] >= least:
            right, wrong = right + (best - 1 == one.right), wrong + (best - 1 != one.right)
    some = sum(one.right >= 0 for one in choices)
    return f"at {least}: of {len(choices)} ({some} with a person to find) {right} right, {wrong} wrong"


def main() -> int:
    """Fit, print what it does to what it did not see, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    data = args.shared / "data"
    gum, labelled = list(from_gum(data / "gum" / "train.jsonl")), list(from_labels(data / "polnear" / "train.jsonl"))
    folds = {name: number % 3 for number, name in enumerate(sorted({one.document for one in labelled}))}
    for least in (0.5, 0.6, 0.7):
        unseen = [list(filter(lambda one, fold=fold: folds[one.document] == fold, labelled)) for fold in range(3)]
        for number, part in enumerate(unseen):
            weights = fit([*gum, *(one for one in labelled if folds[one.document] != number)])
            print(f"labels, part {number}, {accuracy(part, weights, least)}")
    weights = fit([*gum, *labelled])
    for least in (0.5, 0.6, 0.7):
        print(f"GUM dev, {accuracy(list(from_gum(data / 'gum' / 'dev.jsonl')), weights, least)}")
    if args.out:
        head = [line for line in args.out.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        lines = [f"{name}\t{value:.3f}" for name, value in zip([*SIGNS, "nobody"], weights, strict=True)]
        args.out.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
