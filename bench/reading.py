"""How much of an article reading finds in saved pages: shared runs of four words, as article-extraction-benchmark counts them.

python -m bench.reading --shared ../shared
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from onrecord.errors import OnrecordError
from onrecord.read.source import read_source

RUN = 4


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words, counted; shorter texts give one."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)))


def main() -> int:
    """Read every page and print precision, recall and F1, averaged over pages; refused pages count as empty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    folder = args.shared / "data" / "html" / "article_extraction_benchmark"
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    precision, recall, refused, misplaced = [], [], Counter[str](), 0
    for name, row in sorted(truth.items()):
        gold = runs(row["articleBody"])
        try:
            reading = read_source(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()))
            found = runs(reading.document.text)
            misplaced += any(not 0 <= one.start < one.end <= len(reading.document.text) for one in reading.left_out)
        except OnrecordError as error:
            found = Counter()
            refused[type(error).__name__] += 1
        shared = sum((gold & found).values())
        precision.append(shared / sum(found.values()) if found else 0.0)
        recall.append(shared / sum(gold.values()))
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    print(f"{len(truth)} pages: precision {100 * p:.1f}  recall {100 * r:.1f}  f {200 * p * r / (p + r):.1f}")
    print(f"refused: {dict(refused) or 'none'} (counted as empty); pages with an offset outside the text: {misplaced}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
