"""The shipped models, end to end: train on PolNeAR, export, calibrate, and print the figures of what came out.

    python -m training.make --shared ../shared

Two cores take about three and a half hours; logs and checkpoints in build/ survive a stop, and the next call goes on from them.

1. Two networks, each on one half of the articles, read the other half: soft labels, and attributions inside contents.
2. `best` learns from annotation and soft labels, on articles that are renamed, damaged or grown by nestings half of the time; then a
   second time from where it was, with other draws.
3. `fast`, half as many layers of it, learns from both the annotation and `best`, after its first course and again after its second.
4. Both are exported in 8 bits, and their confidence is fitted on the articles that none of them saw.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

VERSION = "3"
FOLDS = ["--epochs", "6", "--inner", "0", "--act", "0"]
VIEWS = ["--renamed", "0.2", "--damaged", "0.15", "--planted", "0.15"]
BEST = ["--epochs", "7", "--batch", "6", "--lr", "1.7e-4", "--workers", "2", *VIEWS]
AGAIN = ["--epochs", "8", "--batch", "6", "--lr", "1.2e-4", "--workers", "2", *VIEWS]
FAST_AGAIN = ["--epochs", "6", "--batch", "8", "--lr", "2.5e-4", "--layers", "3", "--frozen-words", "--workers", "2", *VIEWS]
FAST = ["--epochs", "4", "--batch", "8", "--lr", "3e-4", "--layers", "3", "--frozen-words", "--workers", "2", *VIEWS]


def run(*commands: list[str]) -> None:
    """Run modules side by side; stop where one fails."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    started = [subprocess.Popen([sys.executable, "-m", *command], env=environment) for command in commands]
    codes = [one.wait() for one in started]
    if any(codes):
        sys.exit("A step failed: its message stands above.")


def main() -> int:
    """Run the steps, each its own process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--build", type=Path, default=Path("build"), help="checkpoints and logs")
    parser.add_argument("--models", type=Path, default=Path("models"), help="where the exported models go")
    parser.add_argument("--version", default=VERSION)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True, help="bfloat16 in the encoder")
    args = parser.parse_args()
    data, score = args.shared / "data" / "polnear", args.shared / "score"
    if not data.exists():
        sys.exit(f"There is no corpus at {data}: give the folder that holds it with --shared.")
    corpus = ["--data", str(data), "--score", str(score)]
    halves = [args.build / "fold0", args.build / "fold1"]
    taught, best, again, fast, fast_again = (args.build / name for name in ("taught", "best", "best2", "fast", "fast2"))
    first, weights, small = (str(folder / "weights.safetensors") for folder in (best, again, fast))
    other = str(int(args.seed) + 1)

    def train(out: Path, *options: str) -> list[str]:
        return [
            "training.train",
            *corpus,
            "--out",
            str(out),
            "--seed",
            args.seed,
            "--resume",
            *(["--bf16"] if args.bf16 else []),
            *options,
        ]

    run(*(train(half, "--part", half.name, *FOLDS) for half in halves))
    if not (taught / "soft.safetensors").exists():
        run(["training.teach", "--data", str(data), "--fold0", str(halves[0]), "--fold1", str(halves[1]), "--out", str(taught)])
    run(train(best, "--taught", str(taught), *BEST))
    run(train(again, "--taught", str(taught), "--start", first, *AGAIN, "--seed", other))
    run(train(fast, "--taught", str(taught), "--start", first, "--teacher", first, *FAST))
    course = ["--taught", str(taught), "--start", small, "--words", weights, "--teacher", weights, *FAST_AGAIN, "--seed", other]
    run(train(fast_again, *course))
    sizes = ["--best", weights, "--fast", str(fast_again / "weights.safetensors")]
    run(["training.export", *sizes, "--data", str(data), "--out", str(args.models), "--version", args.version])
    for size in ("best", "fast"):
        run(["training.calibrate", *corpus, "--models", str(args.models), "--size", size])
        run(["bench.attribution", str(data / "dev.jsonl"), "--out", str(args.build / f"dev.{size}.jsonl"), "--model", size])
    return 0


if __name__ == "__main__":
    sys.exit(main())
