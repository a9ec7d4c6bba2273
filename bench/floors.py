"""The quality gate: every figure in floors.json against its floor; a corpus that changed is refused.

python -m bench.floors --shared ../shared
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from bench.attribution import score

FLOORS = Path(__file__).parent / "floors.json"


def sunk(figures: dict[str, Any], floors: list[dict[str, Any]]) -> list[str]:
    """A sentence for each figure that is under its floor."""
    found = []
    for floor in floors:
        value = figures[floor["figure"]][floor["field"]]
        if value < floor["floor"]:
            found.append(f"{floor['figure']} {floor['field']} is {value}, under its floor of {floor['floor']}.")
    return found


def main() -> int:
    """Score, compare and say what sank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    gate = json.loads(FLOORS.read_text(encoding="utf-8"))
    corpus = args.shared / gate["corpus"]
    if hashlib.sha256(corpus.read_bytes()).hexdigest() != gate["sha256"]:
        sys.exit(f"{corpus} is not the corpus that the floors were set on.")
    figures = score(corpus, Path("build") / "floors.jsonl", args.shared / "score")
    for floor in gate["floors"]:
        print(f"{floor['figure']} {floor['field']}: {figures[floor['figure']][floor['field']]} (floor {floor['floor']})")
    said = sunk(figures, gate["floors"])
    print("\n".join(said) or "Every figure is at or above its floor.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
