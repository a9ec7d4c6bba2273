"""A shipped model through the whole package on any corpus of PolNeAR's form, scored.

python bench/attribution.py CORPUS.jsonl --out OUT.jsonl
"""

import argparse
import hashlib
import importlib.util
import json
import random
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.errors import LanguageError
from onrecord.extract import extract
from onrecord.extract.model import SIZES, Model, load
from onrecord.read.source import read_source
from onrecord.record import Attribution

SHARED = Path(__file__).resolve().parents[2] / "shared"


@cache
def load_scorer(folder: Path, name: str) -> ModuleType:
    """The shared scorer of that name, such as score_attributions, from the folder that holds it."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def found(text: str, model: Model) -> list[Attribution]:
    """What the package finds in a text, less what stands inside another's content: the corpora do not annotate that."""
    reading = read_source(text.encode("utf-8"))
    assert reading.document.text == text, "reading must keep a text exactly"
    return [one for one in extract(reading.document, reading.left_out, model) if one.parent is None]


def attributions(text: str, model: Model) -> list[dict[str, Any]]:
    """What is found in a text, as the scorer takes it."""
    return [as_lists(one) for one in found(text, model)]


def read_all(rows: list[dict[str, Any]], model: Model) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """What is found in each row, by its id, and how many rows reading refused; those have no attributions."""
    system, refused = {}, 0
    for row in rows:
        try:
            system[row["id"]] = attributions(row["text"], model)
        except LanguageError:
            refused += 1
    return system, refused


def draws(identifier: str, what: str) -> random.Random:
    """The same draws for an article and a purpose in every run and on every machine."""
    return random.Random(int(hashlib.sha256(f"{what}\n{identifier}".encode()).hexdigest(), 16))


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
    return scored(rows, system, scorer_folder)


def scored(rows: list[dict[str, Any]], system: dict[str, list[dict[str, Any]]], scorer_folder: Path) -> dict[str, Any]:
    """The scorer's figures for corpus rows and what was found in each, by its id."""
    figures: dict[str, Any] = load_scorer(scorer_folder, "score_attributions").score(rows, system)
    return figures


def main() -> int:
    """Read the command line and print the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--score", type=Path, default=SHARED / "score", help="folder with score_attributions.py")
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--models", type=Path, default=None, help="folder of other models; the shipped ones unless told")
    args = parser.parse_args()
    for name, row in score(args.corpus, args.out, args.score, load(args.model, folder=args.models)).items():
        print(f"{name:18}" + "  ".join(f"{key} {value:>5}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
