"""What fresh names cost: every dev article with its people and organisations renamed, read by a shipped model, and scored.

    python -m bench.names --shared ../shared

Each article draws its names from its own id, so a run repeats. Countries, cities, parties and offices of state keep theirs.
"""

import argparse
import sys
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.attribution import draws, read_all, scored
from onrecord.extract.model import SIZES, Model, load
from training.article import Article
from training.corpus import articles
from training.edits import Edit, rewrite
from training.names import edits

FIGURES = {"attribution": "attribution", "content tokens": "content_tokens", "source tokens": "source_tokens"}


def figures(rows: list[dict[str, Any]], model: Model, scorer_folder: Path) -> tuple[dict[str, Any], int]:
    """The scorer's figures, and how many articles reading refused; those have no attributions."""
    system, refused = read_all(rows, model)
    return scored(rows, system, scorer_folder), refused


def capitals(article: Article, replaced: Sequence[Edit]) -> tuple[int, int]:
    """How many words stand capitalised within a sentence, and how many of these are replaced."""
    inside = [word for index, word in enumerate(article.words) if word.is_capital and not article.is_start(index)]
    starts = [edit.start for edit in replaced]
    ends = [edit.end for edit in replaced]
    places = [(bisect_right(starts, word.start) - 1, word.start) for word in inside]
    return len(inside), sum(place >= 0 and start < ends[place] for place, start in places)


def main() -> int:
    """Read the command line and print a line for each figure, and how many capitalised words the renaming reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--models", type=Path, default=None, help="folder of other models; the shipped ones unless told")
    args = parser.parse_args()
    rows = articles(args.shared / "data" / "polnear" / "dev.jsonl")
    model, scorer_folder = load(args.model, folder=args.models), args.shared / "score"
    renamed, counts = [], []
    for row in rows:
        article = Article(row["text"])
        replaced = edits(article, draws(row["id"], "names"))
        renamed.append(rewrite(row, replaced))
        counts.append(capitals(article, replaced))
    before, _ = figures(rows, model, scorer_folder)
    after, refused = figures(renamed, model, scorer_folder)
    print(f"{'F1':18}{'as written':>12}{'renamed':>10}{'loss':>8}")
    for name, figure in FIGURES.items():
        old, new = before[figure]["f"], after[figure]["f"]
        print(f"{name:18}{old:>12.1f}{new:>10.1f}{old - new:>8.1f}")
    inside, reached = (sum(side) for side in zip(*counts, strict=True))
    print(f"{reached} of {inside} words capitalised within a sentence are replaced ({100 * reached / inside:.0f} %).")
    if refused:
        print(f"{refused} renamed articles are refused as not English.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
