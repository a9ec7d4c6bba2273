"""The quality gate: every figure in floors.json against its floor; a corpus or a gold of ours that changed is refused.

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
CASES = Path(__file__).parent.parent / "tests" / "cases"


def sunk(figures: dict[str, Any], floors: list[dict[str, Any]]) -> list[str]:
    """A sentence for each figure that is under its floor."""
    found = []
    for floor in floors:
        value = figures[floor["figure"]][floor["field"]]
        if value < floor["floor"]:
            found.append(f"{floor['figure']} {floor['field']} is {value}, under its floor of {floor['floor']}.")
    return found


def gold_hash(folder: Path) -> str:
    """SHA-256 of a file, or over a folder's cases, name by name: what their articles and gold say, in one figure."""
    if folder.is_file():
        return hashlib.sha256(folder.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*/*")):
        whole.update(f"{path.parent.name}/{path.name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def changed_gold(gate: dict[str, Any]) -> list[str]:
    """The folders of gold that are no longer as they were when they were first run on."""
    return [name for name, known in gate["gold"].items() if gold_hash(CASES / name) != known]


def main() -> int:
    """Score, compare and say what sank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    gate = json.loads(FLOORS.read_text(encoding="utf-8"))
    corpus = args.shared / gate["corpus"]
    if hashlib.sha256(corpus.read_bytes()).hexdigest() != gate["sha256"]:
        sys.exit(f"{corpus} is not the corpus that the floors were set on.")
    for name in changed_gold(gate):
        sys.exit(f"The gold in {CASES / name} is not what it was when it was first run on.")
    figures = score(corpus, Path("build") / "floors.jsonl", args.shared / "score")
    for floor in gate["floors"]:
        print(f"{floor['figure']} {floor['field']}: {figures[floor['figure']][floor['field']]} (floor {floor['floor']})")
    said = sunk(figures, gate["floors"])
    print("\n".join(said) or "Every figure is at or above its floor.")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
