"""Weights to the shipped models: ONNX graphs in 8 bits, the word table that they share, the tokenizer, and what the package must know.

    python -m training.export --best build/best/weights.safetensors --fast build/fast/weights.safetensors \
        --data ../shared/data/polnear --out models --version 2

The two networks have the same word embeddings: the fast one is trained on the best one's, which stay as they are. A confidence that
was fitted stands in the folder's <size>.json and is kept.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from torch import Tensor
from transformers import AutoConfig

from onrecord.extract.confidence import UNFITTED
from onrecord.extract.decode import ACTS, TAGS
from onrecord.extract.encode import STRIDE, WINDOW, batch, encode, windows
from training.base import encoder_path, load_tokenizer
from training.corpus import articles
from training.graph import Weights, build, word_table
from training.train import load, tensors

# An inner activation that goes beyond this is divided until it does not: the largest but one of a layer reach 5 to 7.
TALLEST = 6.0
SAMPLE = 30  # articles that the activations are looked at in


def export(path: Path, size: str, folder: Path, version: str, rows: list[dict], *, quantised: bool) -> None:
    """Write one network's graph and what must be known of it."""
    config = AutoConfig.from_pretrained(str(encoder_path()))
    shrink = [np.maximum(1, one / TALLEST) for one in tallest(path, rows)] if quantised else []
    graph = build(load_file(path), config.num_attention_heads, config.layer_norm_eps, shrink, quantised=quantised)
    onnx.save(graph, folder / f"{size}.onnx")
    about = folder / f"{size}.json"
    fitted = json.loads(about.read_text(encoding="utf-8"))["confidence"] if about.exists() else None
    labels = {
        "version": version,
        "tags": TAGS,
        "acts": ACTS,
        "window": WINDOW,
        "stride": STRIDE,
        "confidence": fitted or {"weights": UNFITTED.weights, "bias": UNFITTED.bias},
    }
    about.write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def tallest(path: Path, rows: list[dict]) -> list[NDArray[np.float32]]:
    """For each layer how far each inner activation goes on some articles, float32 [inner]."""
    tokenizer, model = load_tokenizer(), load(path)
    found = [np.zeros(1, dtype=np.float32)] * len(model.encoder.encoder.layer)

    def watch(number: int) -> Callable[..., None]:
        def see(_module: object, _inputs: object, output: Tensor) -> None:
            found[number] = np.maximum(found[number], output.abs().flatten(0, -2).amax(0).numpy())

        return see

    for number, layer in enumerate(model.encoder.encoder.layer):
        layer.intermediate.register_forward_hook(watch(number))
    with torch.inference_mode():
        for row in rows[:SAMPLE]:
            words = encode(row["text"], tokenizer)
            for cut in windows(words):
                model(*tensors(batch([(words, cut)], tokenizer)))
    return found


def shared(weights: Weights, folder: Path) -> None:
    """Write what both sizes use: the table of words and the tokenizer."""
    table, scale = word_table(weights)
    np.save(folder / "words.npy", table, allow_pickle=False)
    np.save(folder / "scales.npy", scale, allow_pickle=False)
    load_tokenizer().save(str(folder / "tokenizer.json"), pretty=False)


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--best", type=Path, required=True)
    parser.add_argument("--fast", type=Path, default=None)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl")
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--version", required=True, help="the models' version, a number that grows")
    parser.add_argument("--float", action="store_true", help="keep all weights but the word table in 32 bits, to compare")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    best = load_file(args.best)
    shared(best, args.out)
    rows = articles(args.data / "train.jsonl")
    export(args.best, "best", args.out, args.version, rows, quantised=not args.float)
    if args.fast:
        fast = load_file(args.fast)
        name = "encoder.embeddings.word_embeddings.weight"
        if not np.array_equal(best[name], fast[name]):
            parser.error(f"{args.fast} has word embeddings of its own: train it with --start {args.best} and --frozen-words.")
        export(args.fast, "fast", args.out, args.version, rows, quantised=not args.float)


if __name__ == "__main__":
    main()
