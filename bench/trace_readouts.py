"""Our own gold of official texts: of each wording, is the passage found that it comes from, and how faithful is it called.

    python -m bench.trace_readouts [--shared ../shared] [--others N] [--out OUT]

Gold: tests/cases/trace/*.jsonl, hand-written before anything was run on it. Texts: ../shared/data/readouts. --others: texts that are
searched beside those of the gold, all unless told. Found is right where the passage that is found overlaps the gold's.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from onrecord.trace.index import build
from onrecord.trace.sources import Source, day_of
from onrecord.trace.states import reader
from onrecord.trace.trace import trace

FILES = ("whitehouse.jsonl", "state.jsonl", "kremlin_calls.jsonl")
GOLD = Path("tests/cases/trace")
FITS = {
    "verbatim": {"verbatim", "trimmed", "edited"},
    "translated": {"translated", "paraphrase"},
    "indirect": {"translated", "paraphrase"},
    "altered": {"altered"},
}


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def main() -> int:
    """Print a line for each variant."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--others", type=int, default=None)
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    gold = [row for path in sorted(GOLD.glob("*.jsonl")) for row in lines(path)]
    wanted = {row["source"] for row in gold}
    texts = [row for name in FILES for row in lines(args.shared / "data" / "readouts" / name)]
    others = [row for row in texts if row["id"] not in wanted][: args.others]
    chosen = [row for row in texts if row["id"] in wanted] + others
    by_id = {row["id"]: row["text"] for row in chosen}
    model = reader(threads=1)
    index = build([Source(row["id"], row["text"], None, day_of(row["date"])) for row in chosen], model)
    counted: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    called, right_called, altered, rows = 0, 0, 0, []
    for row in gold:
        start, end = row["passage"]
        quote = by_id[row["source"]][slice(*row["quote"])] if "quote" in row else row["text"]
        made = trace(quote, index, reader=model)
        found, variant = made.found, row["variant"]
        is_there = found is not None and found.document == row["source"] and found.start < end and start < found.end
        is_right = found is not None if variant == "unsaid" else is_there
        counted[variant].append((is_right, is_there and made.fidelity in FITS.get(variant, set())))
        called += made.fidelity == "altered"
        right_called += made.fidelity == "altered" and variant == "altered"
        altered += variant == "altered"
        rows.append({**row, "found": found.document if found else None, "fidelity": made.fidelity, "confidence": made.confidence})
    print(f"{len(chosen)} texts, {len(index):,} passages")
    for variant, seen in counted.items():
        count = sum(right for right, _ in seen)
        fits = (
            f"   fidelity {100 * sum(fit for _, fit in seen) / max(1, count):5.1f}" if variant in FITS else "   (lower is better)"
        )
        print(f"{variant:11} found {100 * count / len(seen):5.1f} ({count}/{len(seen)}){fits}")
    print(f"altered     precision {100 * right_called / max(1, called):.1f}   recall {100 * right_called / max(1, altered):.1f}")
    if args.out:
        args.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
