"""The closer look: the base encoder's body learns to say which of several passages a wording reports, or that none is.

    python -m training.closer --out build/closer [--asks build/asks.jsonl] [--epochs 2]

Needs the `train` extra, words.npy and scales.npy from training.export, and what training.pairs gives (made at first, then kept). Each
step takes some wordings, each with what it reports and the nearest that it doesn't; the right one must win against the others and
against nothing at all, whose number is 0. What was never said, and news of another month, is to be left with nothing.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.trace.index import load
from onrecord.trace.states import reader
from training.base import load_tokenizer
from training.closer_network import CloserNetwork, encoded, run
from training.meaning_network import shared_table
from training.pairs import Ask, asks

# How much each kind counts, and how often it is taken in a pass.
WEIGHT = {"partial": 0.5, "translated": 1.0, "indirect": 1.2, "altered": 0.5, "unsaid": 1.2, "crowd": 0.5}
SHARE = {"partial": 0.25, "altered": 0.5, "crowd": 0.7}
ABSENT = 0.4  # of the wordings that report something are compared with all but that
NEAREST = 12  # of the passages that are compared with: what lies further is no trap
JUDGED = 150  # set-aside wordings of each kind that are looked at after a pass


def kept_asks(data: Path, path: Path, index: Path | None) -> list[Ask]:
    """What training.pairs gives, from where it was kept."""
    if not path.exists():
        found = asks(data, reader(threads=2), load(index) if index else None)
        path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in found))
    return [msgspec.json.decode(line, type=Ask) for line in path.read_bytes().splitlines()]


def drawn(one: Ask, count: int, rng: random.Random) -> tuple[list[str], int]:
    """What a wording is compared with in a step, and the place of the right one; their number where nothing is right.

    Now and then what it reports is kept from it: else a wording's manner alone would tell whether anything is right.
    """
    rest = [words for place, words in enumerate(one.passages[:NEAREST]) if place != one.answer]
    if one.answer is not None and len(rest) > 1 and rng.random() < ABSENT:
        one = replace(one, answer=None)
    first = [one.passages[one.answer]] if one.answer is not None else rest[:1]
    rest = rest if one.answer is not None else rest[1:]
    rest = sorted(rest, key=lambda _: rng.random())[: count - 1]
    return [*first, *rest], 0 if one.answer is not None else len(first) + len(rest)


def losses(scores: Tensor, targets: Sequence[tuple[int, int, float]]) -> Tensor:
    """Mean weighted loss of wordings. targets: how many passages, which is right (their number: none), weight."""
    start, total, weights = 0, scores.new_zeros(()), 0.0
    for count, right, weight in targets:
        row = torch.cat([scores[start : start + count], scores.new_zeros(1)])
        total = total + weight * functional.cross_entropy(row[None], torch.tensor([right]))
        start, weights = start + count, weights + weight
    return total / weights


def teach(model: CloserNetwork, given: Sequence[Ask], tuning: Sequence[Ask], args: argparse.Namespace) -> None:
    """Train, judge after each pass, keep the averaged weights."""
    rng, tokenizer = random.Random(args.seed), load_tokenizer()
    layers = [model.encoder.embeddings, *model.encoder.encoder.layer, model.says]
    groups = [
        {"params": [one for one in layer.parameters() if one.requires_grad], "lr": args.rate * args.layer_decay**height}
        for height, layer in enumerate(reversed(layers))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = round(args.epochs * sum(SHARE.get(one.kind, 1.0) for one in given) / args.wordings)
    warm = max(1, steps // 12)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))
    )
    averaged = {name: value.detach().clone() for name, value in model.state_dict().items()}
    order: list[Ask] = []
    began, shown = time.time(), []
    for step in range(steps):
        if len(order) < args.wordings:
            order += sorted((one for one in given if rng.random() < SHARE.get(one.kind, 1.0)), key=lambda _: rng.random())
        chosen, order = order[: args.wordings], order[args.wordings :]
        pairs, targets = [], []
        for one in chosen:
            passages, right = drawn(one, args.passages, rng)
            pairs += encoded(tokenizer, one.text, passages)
            targets.append((len(passages), right, WEIGHT[one.kind]))
        model.train()
        loss = losses(run(model, pairs), targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rates.step()
        decay = min(args.average, (step + 1) / (step + 10))
        with torch.no_grad():
            for name, value in model.named_parameters():
                if value.requires_grad:
                    averaged[name].lerp_(value, 1 - decay)
        shown.append(loss.item())
        if (step + 1) % 20 == 0:
            print(
                f"step {step + 1} of {steps}: {np.mean(shown[-20:]):.4f}, {(time.time() - began) / (step + 1):.2f} s a step",
                flush=True,
            )
        if (step + 1) % args.every == 0 or step + 1 == steps:
            now = {name: value.detach().clone() for name, value in model.state_dict().items()}
            model.load_state_dict(averaged)
            save_file(
                {name: value for name, value in averaged.items() if "word_embeddings" not in name}, args.out / "weights.safetensors"
            )
            print(json.dumps({"step": step + 1, **judge(model, tuning)}), flush=True)
            model.load_state_dict(now)
    model.load_state_dict(averaged)


def judge(model: CloserNetwork, tuning: Sequence[Ask]) -> dict[str, float]:
    """On set-aside wordings: how often the right one is first; how often also above what links 5 % of what is not there.

    Not there: what was never said, and what was said where its passage is kept from it, each on its own.
    """
    model.eval()
    tokenizer = load_tokenizer()
    tops: dict[str, list[tuple[bool, float]]] = {}
    with torch.no_grad():
        for kind in ("translated", "indirect", "unsaid", "crowd"):
            for one in [each for each in tuning if each.kind == kind][:JUDGED]:
                scores = run(model, encoded(tokenizer, one.text, one.passages[:NEAREST])).numpy()
                tops.setdefault(kind, []).append((int(scores.argmax()) == one.answer, float(scores.max())))
                if one.answer is not None and len(scores) > 1:
                    tops.setdefault("absent", []).append((False, float(np.delete(scores, one.answer).max())))
    bound = max(float(np.quantile([most for _, most in tops[kind]], 0.95)) for kind in ("unsaid", "absent"))
    found = {"bound": round(bound, 2), "crowd": round(100 * float(np.mean([most > bound for _, most in tops["crowd"]])), 1)}
    for kind in ("translated", "indirect"):
        found[f"{kind} first"] = round(100 * float(np.mean([right for right, _ in tops[kind]])), 1)
        found[kind] = round(100 * float(np.mean([right and most > bound for right, most in tops[kind]])), 1)
    return found


def main() -> None:
    """Teach."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--asks", type=Path, default=Path("build/asks.jsonl"))
    parser.add_argument("--index", type=Path, help="a folder with the index of all posts, if it is there")
    parser.add_argument("--out", type=Path, default=Path("build/closer"))
    parser.add_argument("--epochs", type=float, default=1.5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--wordings", type=int, default=8, help="a step")
    parser.add_argument("--passages", type=int, default=5, help="that each is compared with in a step")
    parser.add_argument("--average", type=float, default=0.99, help="decay of the averaged weights, by step")
    parser.add_argument("--every", type=int, default=300, help="steps after which it is judged and kept")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    every = kept_asks(args.data, args.asks, args.index)
    model = CloserNetwork(shared_table(args.models))
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = args.dropout
    rng = random.Random(args.seed)
    tuning = sorted((one for one in every if one.is_tuning), key=lambda _: rng.random())
    teach(model, [one for one in every if not one.is_tuning], tuning, args)


if __name__ == "__main__":
    main()
