"""What damage costs: dev articles damaged in each of six ways, read by a shipped model, and scored on the moved gold.

    python -m bench.damage --shared ../shared

Every article draws its damage from its own id and the way's name, so a run repeats. Direct are the attributions whose gold content
still begins and ends with a quotation mark in the damaged text, so lost marks lower their number.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

from bench.attribution import draws, read_all, scored
from onrecord.extract.model import SIZES, Model, load
from training.corpus import articles
from training.damage import RATE, WAYS


class Result(NamedTuple):
    """One pass over the corpus: attribution F1 and recall of direct ones, in percent; how many are direct; how many texts refused."""

    f1: float
    direct: int
    content: float
    attribution: float
    refused: int


def result(rows: list[dict[str, Any]], model: Model, scorer_folder: Path) -> Result:
    """Read and score every row; one that reading refuses has no attributions."""
    system, refused = read_all(rows, model)
    figures = scored(rows, system, scorer_folder)
    direct = figures["direct"]
    return Result(figures["attribution"]["f"], direct["n"], direct["content_recall"], direct["attribution_recall"], refused)


def line(name: str, one: Result, undamaged: Result) -> str:
    """A row of the table."""
    return (
        f"{name:30}{one.f1:>6.1f}{undamaged.f1 - one.f1:>7.1f}{one.content:>16.1f}{one.attribution:>20.1f}"
        f"{one.direct:>8}{one.refused:>9}"
    )


def main() -> int:
    """Read the command line and print a line for the undamaged text, one for each way, and the largest loss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--models", type=Path, default=None, help="folder of other models; the shipped ones unless told")
    args = parser.parse_args()
    rows = articles(args.shared / "data" / "polnear" / "dev.jsonl")
    model, scorer_folder = load(args.model, folder=args.models), args.shared / "score"
    print(
        f"{'rate ' + str(RATE):30}{'F1':>6}{'loss':>7}{'direct content':>16}{'direct attribution':>20}{'direct':>8}{'refused':>9}"
    )
    undamaged = result(rows, model, scorer_folder)
    print(line("undamaged", undamaged, undamaged), flush=True)
    losses: dict[str, float] = {}
    for name, damage in WAYS.items():
        one = result([damage(row, draws(row["id"], name), RATE) for row in rows], model, scorer_folder)
        losses[name] = undamaged.f1 - one.f1
        print(line(name, one, undamaged), flush=True)
    worst = max(losses, key=losses.__getitem__)
    print(f"largest loss: {losses[worst]:.1f} ({worst})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
