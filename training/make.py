"""The shipped model, end to end: train on PolNeAR, export, and print the figures of what came out.

    python -m training.make --shared ../shared

Two cores take about an hour; the log and the checkpoints in build/model survive a stop, and the next call goes on from them.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

EPOCHS = 6


def main() -> int:
    """Run the three steps, each its own process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/model"), help="checkpoints and log")
    parser.add_argument("--models", type=Path, default=Path("models"), help="where the exported model goes")
    parser.add_argument("--version", default="1")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True, help="bfloat16 in the encoder")
    args = parser.parse_args()
    data = args.shared / "data" / "polnear"
    if not data.exists():
        sys.exit(f"There is no corpus at {data}: give the folder that holds it with --shared.")
    train = ["training.train", "--data", str(data), "--score", str(args.shared / "score"), "--out", str(args.out), "--resume"]
    train += ["--epochs", str(EPOCHS)] + (["--bf16"] if args.bf16 else [])
    weights = args.out / f"epoch{EPOCHS}.safetensors"
    export = [
        "training.export",
        "--weights",
        str(weights),
        "--out",
        str(args.models),
        "--version",
        args.version,
        "--float",
        str(args.out / "float"),
    ]
    score = ["bench.attribution", str(data / "dev.jsonl"), "--out", str(args.out / "dev.system.jsonl")]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    unquantised = [*score[:-1], str(args.out / "dev.float.jsonl"), "--model", str(args.out / "float")]
    for step in (train, export, score, unquantised):
        subprocess.run([sys.executable, "-m", *step], check=True, env=environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
