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
    worst = 0
    for name, *rest in (
        ("attribution", corpus, "--out", "build/dev.jsonl", "--score", f"{args.shared}/score"),
        ("speakers",),
        ("cases",),
        ("reading",),
        ("speed",),
        ("floors",),
    ):
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}", *rest] + ([] if rest else ["--shared", args.shared])
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
