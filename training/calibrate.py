"""Fit a model's confidence on the train articles that are set aside: how often it is right, given its signs of doubt.

    python -m training.calibrate --data ../shared/data/polnear --score ../shared/score --models models --size best

Logistic regression by Newton's method with a little ridge; the weights go into <size>.json, where the package reads them.
"""

import argparse
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from bench.attribution import load_scorer
from bench.calibration import right
from onrecord.extract.attributions import attributions
from onrecord.extract.confidence import UNFITTED
from onrecord.extract.link import link
from onrecord.extract.model import Model, load
from training.corpus import articles, is_tuning

RIDGE = 1.0
STEPS = 50


def examples(rows: list[dict], model: Model, scorer: ModuleType) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Features [attributions, features] and whether each attribution is right, 0 or 1 [attributions]."""
    found: list[tuple[float, ...]] = []
    verdicts: list[bool] = []
    for row in rows:
        words = model.words(row["text"])
        linked = link(model.scores(words))
        made = [one for one in attributions(words, linked, UNFITTED) if one.parent is None]
        found += [one.features for one in linked]
        verdicts += right(row, made, scorer)
    return np.array(found), np.array(verdicts, dtype=np.float64)


def fit(found: NDArray[np.float64], verdicts: NDArray[np.float64]) -> tuple[list[float], float]:
    """Weights and bias of the logistic regression. found: [attributions, features]; verdicts: 0 or 1 [attributions]."""
    columns = np.column_stack([found, np.ones(len(found))])
    weights = np.zeros(columns.shape[1])
    penalty = np.diag([RIDGE] * found.shape[1] + [0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (verdicts - chance) - penalty @ weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return [round(float(weight), 4) for weight in weights[:-1]], round(float(weights[-1]), 4)


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True, help="folder with score_attributions.py")
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--size", default="best")
    args = parser.parse_args()
    rows = [row for row in articles(args.data / "train.jsonl") if is_tuning(row["id"])]
    found, verdicts = examples(rows, load(args.size, folder=args.models), load_scorer(args.score, "score_attributions"))
    weights, bias = fit(found, verdicts)
    annotated = sum(bool(one["content"]) for row in rows for one in row["annotations"][0])
    chances = 1 / (1 + np.exp(-(found @ np.array(weights) + bias)))
    for least in (0.0, 0.2, 0.25, 0.3):
        kept = chances >= least
        f1 = 200 * verdicts[kept].sum() / (kept.sum() + annotated)
        print(f"of those at least {least} likely right: {kept.sum()} of {len(kept)}, attribution F1 {f1:.1f}")
    about = args.models / f"{args.size}.json"
    labels = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps({**labels, "confidence": {"weights": weights, "bias": bias}}, indent=1) + "\n", encoding="utf-8")
    print(f"{args.size}: {len(verdicts)} attributions of {len(rows)} articles, {100 * verdicts.mean():.1f}% right", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
