"""What models that never saw an article hold of it: soft labels for its tags, and attributions inside its contents.

    python -m training.teach --data ../shared/data/polnear --fold0 build/fold0 --fold1 build/fold1 --out build/taught

A model trained on one half of the articles reads the other half. soft.safetensors holds float32 [words, 7] by article id;
inner.jsonl an article a line: `id`, `annotations`, `unsure`.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from onrecord.extract.attributions import attributions
from onrecord.extract.confidence import UNFITTED
from onrecord.extract.encode import encode
from onrecord.extract.link import link
from onrecord.extract.score import score
from onrecord.record import Attribution
from training.base import load_tokenizer
from training.corpus import articles, fold, is_tuning
from training.nested import silver
from training.train import as_network, load


def main() -> int:
    """Read every train article with the model of the other half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fold0", type=Path, required=True)
    parser.add_argument("--fold1", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer()
    networks = [as_network(load(folder / "weights.safetensors")) for folder in (args.fold0, args.fold1)]
    soft: dict[str, np.ndarray] = {}
    with (args.out / "inner.jsonl").open("w", encoding="utf-8") as lines:
        for row in articles(args.data / "train.jsonl"):
            if is_tuning(row["id"]):
                continue
            network = networks[1 - fold(row["id"])]
            soft[row["id"]] = np.exp(score(encode(row["text"], tokenizer), tokenizer, network).tags)

            def read(text: str, network=network) -> list[Attribution]:  # noqa: ANN001
                words = encode(text, tokenizer)
                return [one for one in attributions(words, link(score(words, tokenizer, network)), UNFITTED) if one.parent is None]

            found, unsure = silver(row, read)
            lines.write(json.dumps({"id": row["id"], "annotations": found, "unsure": unsure}) + "\n")
    save_file(soft, args.out / "soft.safetensors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
