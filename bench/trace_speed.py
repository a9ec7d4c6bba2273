"""What one wording costs against an index of 100,000 passages, and what the index costs.

    python -m bench.trace_speed [--passages 100000] [--wordings 60] [--posts ../shared/data/trace/posts.jsonl] [--drift …/drift.jsonl]

The passages are all posts, and as many more as are wanted, each the beginning of one post and the end of another. The index is built on
all cores; a wording is traced on one, warm.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from bench.trace import lines, percentile, sources
from onrecord.trace.candidates import candidates
from onrecord.trace.index import build
from onrecord.trace.sources import Source
from onrecord.trace.states import reader
from onrecord.trace.trace import trace
from onrecord.trace.words import parsed


def made(posts: list[Source], count: int) -> list[Source]:
    """The posts, and others made of them, so that there are so many."""
    rng = random.Random(1)
    found = posts[:count]
    while len(found) < count:
        one, other = rng.choice(posts), rng.choice(posts)
        words, rest = one.text.split(), other.text.split()
        text = " ".join([*words[: len(words) // 2], *rest[len(rest) // 2 :]])
        found.append(Source(f"made-{len(found)}", text, one.speaker, one.day, True))
    return found


def main() -> int:
    """Build, trace, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--wordings", type=int, default=60)
    parser.add_argument("--posts", type=Path, default=Path("../shared/data/trace/posts.jsonl"))
    parser.add_argument("--drift", type=Path, default=Path("../shared/data/trace/drift.jsonl"))
    args = parser.parse_args()
    began = time.perf_counter()
    index = build(made(sources(lines(args.posts)), args.passages), reader())
    print(f"index of {len(index):,} passages: {time.perf_counter() - began:.0f} s", flush=True)
    model = reader(threads=1)
    drift = lines(args.drift)
    wordings = [row["text"] for row in drift[:: max(1, len(drift) // args.wordings)]]
    trace(wordings[0], index, reader=model)
    near: list[float] = []
    whole: list[float] = []
    for wording in wordings:
        began = time.perf_counter()
        trace(wording, index, reader=model)
        whole.append(time.perf_counter() - began)
        words, point = parsed(wording), model.points([wording])[0]
        began = time.perf_counter()
        candidates(index, words, point)
        near.append(time.perf_counter() - began)
    for name, took in (("candidates", near), ("whole trace", whole)):
        print(f"{name}: median {1000 * percentile(took, 0.5):.0f} ms, 95 of 100 within {1000 * percentile(took, 0.95):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
