"""Pairs of accounts with their points: texts from where they are kept, and points written as words to points with offsets.

    python -m tests.cases.accounts TEXTS DRAFT... [--out POINTS]

TEXTS: {"pair_id", "a", "b"} a line, a and b a text, an object with "text", or one with "source" and "id" where the text is not ours and stands in
../shared/data/readouts. A draft is what compare/GUIDELINE.md tells readers to write. Says what can't be found in the texts, what overlaps and
which rows make no sense; where nothing is amiss, writes {"pair", "points": [{"a": [[start, end], ...], "b", "relation", "topic"}]} a line, code
points, half-open.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.cases.anchor import unique

READOUTS = Path("../shared/data/readouts")
RELATIONS = ("same", "differs", "contradicts", "only_a", "only_b")
_ROWS = 1 << 24  # characters of a field of a table


def pairs(path: Path) -> list[dict[str, Any]]:
    """The pairs of a file, each side with its text. Raises FileNotFoundError where the texts of others are not there."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        {**one, **{side: one[side] if "text" in one[side] else {**one[side], **_kept(one[side])} for side in "ab"}} for one in found
    ]


def _kept(side: dict[str, Any]) -> dict[str, Any]:
    return official(side["source"])[side["id"]]


@cache
def official(source: str) -> dict[str, dict[str, Any]]:
    """The official texts of a source by id, each with text, title, date and kind."""
    if source in ("putin", "zelenskyy"):
        csv.field_size_limit(_ROWS)
        with (READOUTS / f"{source}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {row["link"]: _told(row["body"], row["headline"], row["date"]) for row in rows}
    if source == "posts":
        lines = (READOUTS.parent / "trace" / "posts.jsonl").read_text(encoding="utf-8").splitlines()
        return {one["id"]: {**_told(one["text"], "", one["published"]), "kind": "post"} for one in map(json.loads, lines)}
    lines = (READOUTS / f"{source}.jsonl").read_text(encoding="utf-8").splitlines()
    return {one["id"]: _told(one["text"], one["title"], one["date"]) for one in map(json.loads, lines)}


def _told(text: str, title: str, date: str) -> dict[str, Any]:
    return {"text": text, "title": title, "date": date, "kind": "readout"}


def anchored(pair: dict[str, Any], rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """A draft's rows with offsets, and a sentence for each thing amiss."""
    found, amiss = [], []
    taken: dict[str, list[tuple[int, int]]] = {"a": [], "b": []}
    for number, row in enumerate(rows, start=1):
        spans: dict[str, list[list[int]]] = {"a": [], "b": []}
        for side in "ab":
            for words in row.get(side) or []:
                try:
                    low, high = unique(pair[side]["text"], words, any_blank=True)
                except ValueError as error:
                    amiss.append(f"{pair['pair_id']}, row {number}, {side}: {error}")
                    continue
                if any(start < high and low < end for start, end in taken[side]):
                    amiss.append(f"{pair['pair_id']}, row {number}, {side}: overlaps another point: {words!r}")
                taken[side].append((low, high))
                spans[side].append([low, high])
            spans[side].sort()
        relation = row.get("relation")
        sides = "".join(side for side in "ab" if row.get(side))
        if relation not in RELATIONS or sides != (relation.removeprefix("only_") if relation.startswith("only_") else "ab"):
            amiss.append(f"{pair['pair_id']}, row {number}: {relation!r} doesn't go with the sides {sides!r}")
        found.append({**spans, "relation": relation, "topic": row.get("topic", "")})
    return found, amiss


def _drafts(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        held = json.loads(path.read_text(encoding="utf-8"))
        yield from held if isinstance(held, list) else [held]


def main() -> int:
    """Anchor drafts, or say what is amiss."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("drafts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    texts = {one["pair_id"]: one for one in pairs(args.texts)}
    made, amiss = [], []
    for draft in _drafts(args.drafts):
        if draft["pair"] not in texts:
            amiss.append(f"there is no pair {draft['pair']!r} in {args.texts}")
            continue
        rows, wrong = anchored(texts[draft["pair"]], draft["points"])
        amiss += wrong
        made.append({"pair": draft["pair"], "points": rows})
    for sentence in amiss:
        print(sentence, file=sys.stderr)
    if args.out and not amiss:
        args.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made), encoding="utf-8")
    print(f"{len(made)} pairs, {sum(len(one['points']) for one in made)} rows, {len(amiss)} amiss")
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main())
