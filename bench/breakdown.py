"""Attribution on PolNeAR dev by outlet and by kind (direct, indirect, mixed), from what bench.attribution wrote.

    python -m bench.breakdown ../shared/data/polnear/dev.jsonl build/dev.jsonl

By outlet, the scorer's F1 over that outlet's articles. By kind, how many of gold's attributions are found (content overlaps by half), and found with
their source; a kind is told by the quotation marks in gold's content.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.attribution import load_scorer
from onrecord.extract.quotes import quotations
from onrecord.record import Span
from onrecord.resolve.stretches import kind

Row = dict[str, Any]


def by_outlet(rows: list[Row], system: dict[str, list[Row]], scorer: ModuleType) -> None:
    """A line for each outlet, largest first."""
    outlets: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        outlets[row["outlet"]].append(row)
    for outlet, part in sorted(outlets.items(), key=lambda item: -len(item[1])):
        found = scorer.score(part, system)
        figures = ", ".join(
            f"{name} {found[name]['f']}" for name in ("attribution", "content_exact", "content_tokens", "source_tokens")
        )
        print(f"{outlet}, {len(part)} articles: {figures}")


def by_kind(rows: list[Row], system: dict[str, list[Row]], scorer: ModuleType) -> None:
    """A line for each kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        starts, quotes = scorer.words(row["text"]), quotations(row["text"])
        gold = [one for one in row["annotations"][0] if one["content"]]
        ours = [one for one in system.get(row["id"], []) if one["content"]]
        wanted, given = ([scorer.covered(one["content"], starts) for one in part] for part in (gold, ours))
        kinds = [kind(row["text"], tuple(Span(*span) for span in sorted(one["content"])), quotes) for one in gold]
        for name in kinds:
            counts[name, "of"] += 1
        for i, j in scorer.align(wanted, given):
            counts[kinds[i], "found"] += 1
            sources = [scorer.covered(one["source"] or [], starts) for one in (gold[i], ours[j])]
            counts[kinds[i], "right"] += scorer.jaccard(*sources) >= 0.5
    for name in ("direct", "indirect", "mixed"):
        of = max(1, counts[name, "of"])
        found, right = (100 * counts[name, what] / of for what in ("found", "right"))
        print(f"{name}: {counts[name, 'of']}, found {found:.1f} %, with their source {right:.1f} %")


def main() -> int:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("system", type=Path)
    parser.add_argument("--score", type=Path, default=Path("../shared/score"))
    args = parser.parse_args()
    rows, given = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for path in (args.corpus, args.system)
    )
    system = {one["id"]: one["attributions"] for one in given}
    scorer = load_scorer(args.score, "score_attributions")
    by_outlet(rows, system, scorer)
    by_kind(rows, system, scorer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
