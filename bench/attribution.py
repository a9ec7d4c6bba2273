"""The shipped model through the whole package on any corpus of PolNeAR's form, scored.

python bench/attribution.py CORPUS.jsonl --out OUT.jsonl
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from onrecord.extract import extract
from onrecord.extract.model import Model, load
from onrecord.read.source import read_source
from onrecord.record import Attribution

SHARED = Path(__file__).resolve().parents[2] / "shared"


def attributions(text: str, model: Model) -> list[dict[str, Any]]:
    """What the package finds in a text, as the scorer takes it."""
    reading = read_source(text.encode("utf-8"))
    assert reading.document.text == text, "reading must keep a text exactly"
    return [as_lists(one) for one in extract(reading.document, reading.left_out, model)]


def as_lists(one: Attribution) -> dict[str, Any]:
    """An attribution as lists of [start, end]."""
    return {role: [[span.start, span.end] for span in getattr(one, role)] for role in ("source", "cue", "content")}


def score(corpus: Path, out: Path, scorer_folder: Path, model: Model | None = None) -> dict[str, Any]:
    """Read every article, write what was found, and give the scorer's figures."""
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    system = {row["id"]: attributions(row["text"], model or load()) for row in rows}
    out.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": key, "attributions": found}) for key, found in system.items()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("score_attributions", scorer_folder / "score_attributions.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    figures: dict[str, Any] = scorer.score(rows, system)
    return figures


def main() -> int:
    """Read the command line and print the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score", type=Path, default=SHARED / "score", help="folder with score_attributions.py")
    parser.add_argument("--model", type=Path, default=None, help="folder of another model; the shipped one unless told")
    args = parser.parse_args()
    for name, row in score(args.corpus, args.out, args.score, load(args.model)).items():
        print(f"{name:18}" + "  ".join(f"{key} {value:>5}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
