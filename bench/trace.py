"""Reported wordings to the posts that they come from, for ../shared/score/score_trace.py; what it took; and what each way of finding gives.

    python -m bench.trace POSTS DRIFT --out OUT [--days N] [--by both|words|meaning] [--index FOLDER] [--ablations]

POSTS: JSON Lines of id, text, speaker, published. DRIFT: post, variant, text a line. Every wording asks on its own; with --days N it is
known within N days of its post. --index keeps the index there, or takes it from there. One core is used for a wording.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from onrecord.trace.candidates import By, allowed, candidates
from onrecord.trace.fidelity import named
from onrecord.trace.index import Index, build, load
from onrecord.trace.sources import Source, day_of
from onrecord.trace.states import Reader, reader
from onrecord.trace.trace import trace
from onrecord.trace.words import parsed


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def sources(posts: Iterable[dict[str, Any]]) -> list[Source]:
    """Posts as sources."""
    return [Source(post["id"], post["text"], post.get("speaker"), day_of(post.get("published")), True) for post in posts]


def kept_index(given: Sequence[Source], model: Reader, folder: Path | None) -> Index:
    """An index, from where it was kept or made anew."""
    if folder is not None and folder.is_dir():
        return load(folder)
    began = time.perf_counter()
    made = build(given, model)
    print(f"index of {len(made):,} passages: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    if folder is not None:
        made.save(folder)
    return made


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all are at most."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ablations(index: Index, drift: Sequence[dict[str, Any]], texts: dict[str, str], days: int | None, model: Reader) -> None:
    """Print how often the post is among the candidates, and how often it is found, by each way of finding.

    And what is called altered of what is found: wherever the alignment names a change, and where the trees say so, too.
    """
    called: list[tuple[bool, bool, bool]] = []
    print(f"{'':12}{'by':>9}{'candidate':>11}{'found':>7}")
    for by in get_args(By):
        counted: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        for row in drift:
            day = day_of_id(index, row["post"])
            point, words = model.points([row["text"]])[0], parsed(row["text"])
            within = (day - days, day + days) if day and days is not None else None
            rows = candidates(index, words, point, allowed(index, None, within), by)
            near = {index.ids[index.document[one]] for one in rows}
            made = trace(row["text"], index, day=day if days is not None else None, within_days=days, reader=model, by=by)
            one = made.found.document if made.found else None
            counted[row["variant"]].append((any(is_right(row, other, texts) for other in near), is_right(row, one, texts)))
            if by == "both" and made.found:
                is_named = named(words, made.pieces, is_translated=False) is not None
                called.append((row["variant"] == "altered", is_named, made.fidelity == "altered"))
        for variant, seen in counted.items():
            print(
                f"{variant:12}{by:>9}{100 * sum(a for a, _ in seen) / len(seen):>11.1f}{100 * sum(b for _, b in seen) / len(seen):>7.1f}"
            )
    altered = sum(row["variant"] == "altered" for row in drift)
    for place, name in ((1, "alignment alone"), (2, "with the classifier")):
        right, every = sum(one[0] and one[place] for one in called), sum(one[place] for one in called)
        print(f"altered, {name}: precision {100 * right / max(1, every):.1f}, recall {100 * right / max(1, altered):.1f}")


def is_right(row: dict[str, Any], found: str | None, texts: dict[str, str]) -> bool:
    """As score_trace.py has it; of what was never said, whether anything is found."""
    if row["variant"] == "unsaid" or found is None:
        return found is not None
    words = " ".join(row["text"].split()).lower()
    return texts[found] == texts[row["post"]] or (row["variant"] == "verbatim" and words in texts[found])


def day_of_id(index: Index, identity: str) -> int | None:
    """The day of a source."""
    return int(index.day[index.document == index.ids.index(identity)][0]) or None


def main() -> int:
    """Trace every wording and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", type=Path)
    parser.add_argument("drift", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--days", type=int, default=None)
    parser.add_argument("--by", choices=get_args(By), default="both")
    parser.add_argument("--index", type=Path, default=None)
    parser.add_argument("--ablations", action="store_true")
    args = parser.parse_args()
    model = reader(threads=1)
    posts, drift = lines(args.posts), lines(args.drift)
    index = kept_index(sources(posts), model, args.index)
    days = {post["id"]: day_of(post.get("published")) for post in posts}
    took: list[float] = []
    with args.out.open("w", encoding="utf-8") as out:
        for row in drift:
            day = days.get(row["post"]) if args.days is not None else None
            began = time.perf_counter()
            made = trace(row["text"], index, day=day, within_days=args.days, reader=model, by=args.by)
            took.append(time.perf_counter() - began)
            answer = {
                "post": row["post"],
                "variant": row["variant"],
                "found": made.found.document if made.found else None,
                "fidelity": made.fidelity if made.found else None,
                "confidence": made.confidence,
                "reason": made.reason,
                "nearest": [[miss.passage.document, miss.likelihood] for miss in made.misses],
            }
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    print(
        f"{len(drift)} wordings, {len(index):,} passages, {dt.date.today()}: median {1000 * percentile(took, 0.5):.0f} ms, "  # noqa: DTZ011
        f"95 of 100 within {1000 * percentile(took, 0.95):.0f} ms"
    )
    if args.ablations:
        texts = {post["id"]: " ".join(post["text"].split()).lower() for post in posts}
        ablations(index, drift, texts, args.days, model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
