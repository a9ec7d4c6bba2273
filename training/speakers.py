"""How sure a ground makes: for each ground of a speaker a line in the logit of its share, fitted on readers' labels of set-aside articles.

    python -m training.speakers --shared ../shared --out src/onrecord/resolve/data/grounds.tsv

Prints the calibration error (ten bins of equal mass) of a fit on two thirds of the articles on the third, and of the whole fit on dev.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.attribution import load_scorer
from bench.calibration import bins, brier, expected_error
from bench.speakers import Row, corpus_rows, labels, spans
from onrecord.extract.quotes import quotations
from onrecord.record import Span
from onrecord.resolve.confidence import logit
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers

LABELS = Path(__file__).parent / "speakers" / "tuning.tsv"
PRIOR = 8.0  # how many examples the line of all grounds counts for each ground's own


@dataclass(frozen=True)
class Example:
    """One name that was given: its article, ground, the logit of its share, and whether it is right."""

    document: str
    ground: str
    logit: float
    right: bool


def examples(corpus: Path, gold: Sequence[Row], scorer) -> list[Example]:  # noqa: ANN001 - the shared scorer's module
    """Every source of labelled articles for which resolution gives a name or a description."""
    wanted = {(one["doc"], one["i"]): one for one in gold}
    found = []
    for row in corpus_rows(corpus, {one["doc"] for one in gold}):
        quotes = quotations(row["text"])
        sources = [
            (Span(*one["source"][0]), [Span(*span) for span in one["content"]]) for one in row["annotations"][0] if one["source"]
        ]
        speakers = Speakers(row["text"], quotes, Sentences(row["text"], quotes), sources, date.fromisoformat(row["published"]))
        for number, one in enumerate(row["annotations"][0]):
            if one["source"] and (row["id"], number) in wanted:
                who = speakers.find(spans(one["source"])[0], spans(one["content"]))
                if who.name:
                    found.append(
                        Example(
                            row["id"],
                            who.ground,
                            logit(who.share),
                            _is_right(wanted[row["id"], number], who.name, who.type, scorer),
                        )
                    )
    return found


def _is_right(gold: Row, name: str, kind: str, scorer) -> bool:  # noqa: ANN001
    if gold["kind"] in ("person", "org"):
        return bool(scorer.agrees(gold["speaker"], name, gold["kind"]))
    return kind not in ("person", "org") or bool(gold["speaker"] and scorer.agrees(gold["speaker"], name, gold["kind"]))


def fit(found: Iterable[Example]) -> dict[str, tuple[float, float]]:
    """Slope and height for each ground, drawn towards “any”, the line of all together."""
    found = list(found)
    whole = _line([one.logit for one in found], [one.right for one in found], (1.0, 0.0), 1.0)
    by_ground: dict[str, list[Example]] = defaultdict(list)
    for one in found:
        by_ground[one.ground].append(one)
    lines = {
        ground: _line([one.logit for one in several], [one.right for one in several], whole, PRIOR)
        for ground, several in by_ground.items()
    }
    return {"any": whole, **dict(sorted(lines.items()))}


def _line(logits: Sequence[float], right: Sequence[bool], prior: tuple[float, float], strength: float) -> tuple[float, float]:
    """A logistic regression in one sign, by Newton's method, drawn towards a line with a strength of so many examples."""
    x = np.column_stack([logits, np.ones(len(logits))])
    y, weights, centre = np.array(right, dtype=float), np.array(prior), np.array(prior)
    pull = np.diag([5 * strength, strength]) / 4  # few examples tell a slope worse than a height
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + pull @ (weights - centre)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + pull
        weights = weights - np.linalg.solve(hessian, gradient)
    return float(weights[0]), float(weights[1])


def calibration(found: Sequence[Example], lines: dict[str, tuple[float, float]]) -> str:
    """The mean distance between confidence and share of right names over ten bins of equal mass, and Brier's score."""
    lines_of = [lines.get(one.ground, lines["any"]) for one in found]
    logits = np.array([slope * one.logit + height for one, (slope, height) in zip(found, lines_of, strict=True)])
    sure, right = 1 / (1 + np.exp(-logits)), np.array([one.right for one in found], dtype=float)
    error = expected_error(bins(sure, right))
    return f"{len(found)} given, {100 * right.mean():.1f} % right; calibration error {100 * error:.1f} %, Brier {brier(sure, right):.3f}"


def main() -> int:
    """Fit, print how well it holds on what it did not see, and write the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    data, scorer = args.shared / "data", load_scorer(args.shared / "score", "score_speakers")
    found = examples(data / "polnear" / "train.jsonl", labels(LABELS), scorer)
    fold = {name: number % 3 for number, name in enumerate(sorted({one.document for one in found}))}
    for number in range(3):
        lines = fit(one for one in found if fold[one.document] != number)
        print(f"labels, part {number}: {calibration([one for one in found if fold[one.document] == number], lines)}")
    lines = fit(found)
    print(f"labels, all, fitted on them: {calibration(found, lines)}")
    print(f"dev: {calibration(examples(data / 'polnear' / 'dev.jsonl', labels(data / 'speakers' / 'dev.jsonl'), scorer), lines)}")
    if args.out:
        head = [line for line in args.out.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        rows = [f"{ground}\t{slope:.3f}\t{height:.3f}" for ground, (slope, height) in lines.items()]
        args.out.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
