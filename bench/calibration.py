"""Whether the confidence in words is honest: of what is held 80% likely, is 80% right?

    python -m bench.calibration --shared ../shared --picture docs/calibration.svg

Right is what the attribution scorer counts: the content overlaps an annotated one by half, one to one, and so does its source.
"""

import argparse
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.attribution import as_lists, found, load_scorer
from bench.diagram import diagram
from onrecord.extract.model import SIZES, Model, load
from onrecord.record import Attribution
from training.corpus import articles

BINS = 10


class Bin(NamedTuple):
    """Attributions of much the same probability: its mean, the share that is right, both in [0, 1], and how many they are."""

    probability: float
    right: float
    count: int


def right(row: dict, ours: list[Attribution], scorer: ModuleType) -> list[bool]:
    """Whether the scorer counts each attribution found in an article."""
    starts = scorer.words(row["text"])
    gold, made = [one for one in row["annotations"][0] if one["content"]], [as_lists(one) for one in ours]
    content, source = (
        [[scorer.covered(one[role], starts) for one in several] for several in (gold, made)] for role in ("content", "source")
    )
    counted = {j for i, j in scorer.align(*content) if scorer.jaccard(source[0][i], source[1][j]) >= 0.5}
    return [number in counted for number in range(len(made))]


def judged(rows: list[dict], model: Model, scorer: ModuleType) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The probability of every attribution found, and whether it is right, 0 or 1: float64 [attributions] each."""
    probabilities, verdicts = [], []
    for row in rows:
        ours = found(row["text"], model)
        probabilities += [one.words for one in ours]
        verdicts += right(row, ours, scorer)
    return np.array(probabilities, dtype=np.float64), np.array(verdicts, dtype=np.float64)


def bins(probabilities: NDArray[np.float64], verdicts: NDArray[np.float64], count: int = BINS) -> list[Bin]:
    """Equally many in each, give or take one, from the least probable to the most."""
    parts = np.array_split(np.argsort(probabilities, kind="stable"), count)
    return [Bin(float(probabilities[part].mean()), float(verdicts[part].mean()), len(part)) for part in parts if len(part)]


def expected_error(found: list[Bin]) -> float:
    """Expected calibration error, in [0, 1]: how far the bins' probabilities are from their shares, weighted by size."""
    return sum(one.count * abs(one.probability - one.right) for one in found) / sum(one.count for one in found)


def brier(probabilities: NDArray[np.float64], verdicts: NDArray[np.float64]) -> float:
    """Mean squared distance between probability and verdict, in [0, 1]."""
    return float(((probabilities - verdicts) ** 2).mean())


def main() -> int:
    """Print the errors and the bins, and draw them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--picture", type=Path, default=None, help="draw the bins here, as SVG")
    args = parser.parse_args()
    rows = articles(args.shared / "data" / "polnear" / "dev.jsonl")
    scorer = load_scorer(args.shared / "score", "score_attributions")
    probabilities, verdicts = judged(rows, load(args.model), scorer)
    table = bins(probabilities, verdicts)
    error, squared, base = expected_error(table), brier(probabilities, verdicts), brier(np.full(1, verdicts.mean()), verdicts)
    print(
        f"{args.model}, {len(verdicts)} attributions, {100 * verdicts.mean():.1f}% right, held {100 * probabilities.mean():.1f}% likely"
    )
    print(
        f"expected calibration error {error:.3f} over {len(table)} bins; Brier score {squared:.3f} (the same probability for all: {base:.3f})"
    )
    print(f"{'probability':>11}{'right':>8}{'count':>8}")
    for one in table:
        print(f"{one.probability:>11.3f}{one.right:>8.3f}{one.count:>8}")
    if args.picture:
        args.picture.write_text(diagram(table, f"Expected calibration error: {error:.3f}."), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
