"""Train the attribution model: PolNeAR articles in, weights and a log out. Needs the `train` extra; two cores are enough.

    python -m training.train --data ../shared/data/polnear --score ../shared/score --out build/model

Every epoch leaves a checkpoint and a line in log.jsonl; `--resume` goes on after the last one.
"""

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.extract.attributions import attributions
from onrecord.extract.decode import link
from onrecord.extract.encode import STRIDE, WINDOW, Batch, Window, Words, batch, encode
from onrecord.extract.score import Outputs, score
from training.base import encoder_path
from training.corpus import NONE, UNKNOWN, Example, articles, examples, is_tuning
from training.network import AttributionNetwork


def cuts(words: Words, rng: random.Random) -> list[Window]:
    """Training windows: as at run time, but the second one's start is drawn, so that no word always stands at an edge."""
    bounds = np.append(words.first, len(words.ids))
    found, start = [], 0
    following = rng.randint(STRIDE // 2, STRIDE)
    while True:
        low = int(np.searchsorted(bounds, start))
        high = min(int(np.searchsorted(bounds, bounds[low] + WINDOW - 2, side="right")) - 1, len(words))
        if low < high:
            found.append(Window(low, high, int(bounds[low]), int(bounds[high])))
        if high >= len(words) or low >= high:
            return found
        start = following
        following += STRIDE


def targets(parts: list[tuple[Example, Window]], length: int) -> tuple[Tensor, Tensor, Tensor]:
    """Targets by wordpiece, -100 where there is none: tags, and for both pointers the column (0 for the null)."""
    tags, to_cue, to_source = (np.full((len(parts), length), -100, dtype=np.int64) for _ in range(3))
    for row, (one, cut) in enumerate(parts):
        pieces = one.words.first[cut.low : cut.high] - cut.piece_low + 1
        tags[row, pieces] = one.tags[cut.low : cut.high]
        for pointer, wanted in ((to_cue, one.to_cue), (to_source, one.to_source)):
            word = wanted[cut.low : cut.high]
            inside = (word >= cut.low) & (word < cut.high)
            column = np.where(inside, 1 + pieces[np.clip(word - cut.low, 0, len(pieces) - 1)], -100)
            pointer[row, pieces] = np.where(word == NONE, 0, np.where(word == UNKNOWN, -100, column))
    return torch.from_numpy(tags), torch.from_numpy(to_cue), torch.from_numpy(to_source)


def tensors(one: Batch) -> tuple[Tensor, ...]:
    """A batch as the network's inputs."""
    return tuple(torch.from_numpy(getattr(one, name)) for name in ("ids", "mask", "case", "quote", "paragraph"))


def batches(train: list[Example], size: int, rng: random.Random) -> Iterator[list[tuple[Example, Window]]]:
    """One epoch: every article's windows, shuffled."""
    parts = [(one, cut) for one in train for cut in cuts(one.words, rng)]
    rng.shuffle(parts)
    for start in range(0, len(parts), size):
        yield parts[start : start + size]


def as_network(model: AttributionNetwork):  # noqa: ANN201 - a Network
    """The torch model in the shape that the package's own decoding takes."""

    def run(one: Batch) -> Outputs:
        with torch.inference_mode():
            return Outputs(*(output.float().numpy() for output in model(*tensors(one))))

    return run


def evaluate(model: AttributionNetwork, rows: list[dict], tokenizer: Tokenizer, scorer: ModuleType) -> dict:
    """The scorer's figures for a model on corpus rows."""
    model.eval()
    network = as_network(model)
    system = {}
    for row in rows:
        words = encode(row["text"], tokenizer)
        found = attributions(words, link(score(words, tokenizer, network)))
        system[row["id"]] = [
            {role: [[span.start, span.end] for span in getattr(one, role)] for role in ("source", "cue", "content")}
            for one in found
        ]
    return scorer.score(rows, system)


def load_scorer(folder: Path) -> ModuleType:
    """The attribution scorer, from where the shared data lives."""
    spec = importlib.util.spec_from_file_location("score_attributions", folder / "score_attributions.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def train(args: argparse.Namespace) -> None:
    """Train, evaluate and save, epoch by epoch."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(encoder_path() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = articles(args.data / "train.jsonl")
    held = [row for row in rows if is_tuning(row["id"])] if args.tune else articles(args.data / "dev.jsonl")
    used = [row for row in rows if not (args.tune and is_tuning(row["id"]))][: args.limit]
    data = list(examples(used, tokenizer))
    model = AttributionNetwork(str(encoder_path()), args.dropout)
    encoder = list(model.encoder.parameters())
    known = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in model.parameters() if id(parameter) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": args.lr}, {"params": heads, "lr": args.head_lr}], weight_decay=args.decay, fused=True
    )
    steps = args.epochs * sum(1 for _ in batches(data, args.batch, random.Random(args.seed)))
    warm = max(1, int(0.06 * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    first = resume(args.out, model, optimizer, schedule) if args.resume else 0
    scorer = load_scorer(args.score)
    ignore = nn.CrossEntropyLoss(ignore_index=-100)
    for epoch in range(first, args.epochs):
        model.train()
        began, total, done = time.time(), np.zeros(3), 0
        for parts in batches(data, args.batch, random.Random(args.seed * 1000 + epoch)):
            inputs = tensors(batch([(one.words, cut) for one, cut in parts], tokenizer))
            wanted = targets(parts, inputs[0].shape[1])
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
                states = model.encode(*inputs)
            outputs = model.heads(states.float(), inputs[1])
            losses = [
                ignore(output.flatten(0, 1), target.flatten()) if (target >= 0).any() else output.sum() * 0
                for output, target in zip(outputs, wanted, strict=True)
            ]
            loss = losses[0] + args.pointer * (losses[1] + losses[2])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += [one.item() for one in losses]
            done += 1
            if done % 50 == 0:
                print(
                    f"epoch {epoch + 1} step {done}: {(total / done).round(4)} {(time.time() - began) / done:.2f} s a step",
                    flush=True,
                )
        save_file(model.state_dict(), args.out / f"epoch{epoch + 1}.safetensors")
        torch.save(
            {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1}, args.out / "state.pt"
        )
        figures = evaluate(model, held, tokenizer, scorer)
        line = {
            "epoch": epoch + 1,
            "losses": (total / done).round(4).tolist(),
            "seconds": round(time.time() - began),
            "figures": figures,
        }
        with (args.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)


def resume(folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LRScheduler) -> int:
    """Load the newest checkpoint, if there is one; the number of epochs that are done."""
    if not (folder / "state.pt").exists():
        return 0
    state = torch.load(folder / "state.pt", weights_only=True)
    model.load_state_dict(load_file(folder / f"epoch{state['epoch']}.safetensors"))
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epoch"])


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--score", type=Path, required=True, help="folder with score_attributions.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--pointer", type=float, default=0.15, help="weight of each pointer's loss")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None, help="first articles only, to try the script")
    parser.add_argument("--tune", action="store_true", help="hold out the tuning part of train and evaluate on it instead of dev")
    parser.add_argument("--bf16", action="store_true", help="bfloat16 in the encoder: twice as fast where the processor has it")
    parser.add_argument("--resume", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
