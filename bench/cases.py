"""The whole cases: the Syria article and its six siblings, how many required statements are found and rightly named.

python -m bench.cases --shared ../shared
"""

import argparse
import sys
from pathlib import Path

from tests.cases.judge import SIBLINGS, judge, load_scorer


def main() -> int:
    """Judge each and print, with what was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    scorer = load_scorer(args.shared)
    total = [0, 0, 0]
    for folder in [args.shared / "cases" / "syria", *sorted(SIBLINGS.iterdir())]:
        verdict = judge(folder, scorer)
        print(f"{verdict.case}: of {verdict.required} required, {verdict.found} found, {verdict.right} with the right speaker")
        for note in verdict.notes:
            print(f"    {note}")
        if folder.parent == SIBLINGS:
            total = [a + b for a, b in zip(total, (verdict.required, verdict.found, verdict.right), strict=True)]
    print(f"siblings together: of {total[0]} required, {total[1]} found, {total[2]} with the right speaker")
    return 0


if __name__ == "__main__":
    sys.exit(main())
