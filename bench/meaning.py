"""Search by meaning: of 39,434 posts, is the one that a reported wording comes from first, or among the first fifty; and how fast.

    python -m bench.meaning --shared ../shared

Every wording asks on its own, with nothing known of speaker or time; `unsaid` wordings have no post and are left aside.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.meaning import Meaning, load

VARIANTS = ("verbatim", "translated", "indirect", "altered")
NEAR = 50
WORDPIECES, BATCH, ROUNDS = 25, 32, 40  # of the texts that speed is measured on


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def ranks(asked: NDArray[np.float32], posts: NDArray[np.float32], wanted: Sequence[int]) -> NDArray[np.int64]:
    """How many posts are nearer to each wording than its own, int64 [wordings]."""
    near = asked @ posts.T
    own = near[np.arange(len(wanted)), list(wanted)]
    return (near > own[:, None]).sum(axis=1)


def table(model: Meaning, posts: list[dict[str, Any]], drift: list[dict[str, Any]]) -> dict[str, NDArray[np.int64]]:
    """The ranks of the posts sought, by variant."""
    at = {post["id"]: index for index, post in enumerate(posts)}
    asked = [row for row in drift if row["variant"] in VARIANTS]
    found = ranks(
        model.embed([row["text"] for row in asked]),
        model.embed([post["text"] for post in posts]),
        [at[row["post"]] for row in asked],
    )
    by_variant: dict[str, list[int]] = defaultdict(list)
    for row, rank in zip(asked, found, strict=True):
        by_variant[row["variant"]].append(int(rank))
    return {name: np.array(by_variant[name], dtype=np.int64) for name in VARIANTS}


def speed(model: Meaning, texts: Sequence[str]) -> float:
    """Texts a second, of about as many wordpieces as a sentence has."""
    chosen = [text for text in texts if len(model.tokenizer.encode(text).ids) == WORDPIECES][:BATCH]
    model.embed(chosen)
    began = time.perf_counter()
    for _ in range(ROUNDS):
        model.embed(chosen)
    return ROUNDS * len(chosen) / (time.perf_counter() - began)


def main() -> int:
    """Print a line for each variant, then the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--models", type=Path, default=None, help="folder of another model; the shipped one unless told")
    args = parser.parse_args()
    folder = args.shared / "data" / "trace"
    posts, drift = lines(folder / "posts.jsonl"), lines(folder / "drift.jsonl")
    found = table(load(folder=args.models), posts, drift)
    print(f"{'of 100 wordings':18}{'first':>8}{'first 50':>10}")
    for name, rank in found.items():
        print(f"{name:18}{100 * np.mean(rank < 1):>8.1f}{100 * np.mean(rank < NEAR):>10.1f}")
    each = speed(load(threads=1, folder=args.models), [post["text"] for post in posts])
    print(f"one core, {BATCH} texts of {WORDPIECES} wordpieces at a time: {each:.0f} texts a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
