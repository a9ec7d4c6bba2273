"""Every bench in turn.

python -m bench.all --shared ../shared
"""

import argparse
import subprocess
import sys


def main() -> int:
    """Run each in its own process; the exit status is the worst of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default="../shared")
    args = parser.parse_args()
    corpus = f"{args.shared}/data/polnear/dev.jsonl"
    shared, score = ("--shared", args.shared), ("--score", f"{args.shared}/score")
    speakers = (corpus, f"{args.shared}/data/speakers/dev.jsonl", *score)
    posts = f"{args.shared}/data/trace/posts.jsonl"
    wordings = (posts, f"{args.shared}/data/trace/drift.jsonl", "--index", "build/index-posts")
    worst = 0
    for name, *rest in (
        ("attribution", corpus, "--out", "build/dev.jsonl", "--score", f"{args.shared}/score"),
        ("attribution", corpus, "--out", "build/dev.fast.jsonl", "--score", f"{args.shared}/score", "--model", "fast"),
        ("calibration", *shared),
        ("calibration", *shared, "--model", "fast"),
        ("acts", *shared),
        ("acts", *shared, "--model", "fast"),
        ("breakdown", corpus, "build/dev.jsonl", *score),
        ("speakers", *speakers),
        ("speakers", *speakers, "--end-to-end"),
        ("coreference", *shared),
        ("times", "tests/cases/times/gold.jsonl", f"{args.shared}/data/timex/wikiwars"),
        ("resolve", *shared),
        ("resolve", *shared, "--end-to-end"),
        ("names", *shared),
        ("cases", *shared),
        ("damage", *shared),
        ("reading", *shared),
        ("speed", *shared),
        ("meaning", *shared),
        ("quotations", *shared),
        ("trace", *wordings, "--out", "build/trace.jsonl"),
        ("trace", *wordings, "--out", "build/trace.week.jsonl", "--days", "7"),
        ("trace_readouts", *shared),
        ("trace_articles", posts, f"{args.shared}/data/trace/polnear.json", "--index", "build/index-posts"),
        ("trace_speed", "--posts", posts, "--drift", f"{args.shared}/data/trace/drift.jsonl"),
        ("chains", *shared),
        ("events", "--gold", "tests/cases/compare/events.jsonl"),
        ("archive", "--statements", "1000000", "--vectors"),
        ("faults",),
        ("floors", *shared),
    ):
        print("\n" + " ".join([name, *rest]), flush=True)
        command = [sys.executable, "-m", f"bench.{name}", *rest]
        worst = max(worst, abs(subprocess.run(command, check=False).returncode))
    return worst


if __name__ == "__main__":
    sys.exit(main())
