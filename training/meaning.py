"""The encoder for search by meaning: the base encoder's body on the shipped table of words, taught, then exported in 8 bits.

    python -m training.meaning --data ../shared/data --out build/meaning --models models

Two idle cores take about ten minutes. Needs the `train` extra, and words.npy and scales.npy from training.export.

1. The base encoder's body, fed by the shipped table instead of its own (which costs nothing: their points have a cosine of 0.997),
   learns from originals and their rewordings (training/wordings), and from annotated news: what was said, and the sentence that
   reports it. What belongs together comes nearer than anything else; what the same speaker never said stays further away.
   Sentences without labels hold it to what the base encoder makes of them.
2. The weights become an ONNX graph whose activations have fixed ranges, so that a text's point never depends on its neighbours.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.base import load_tokenizer
from training.meaning_graph import build, watched
from training.meaning_network import BATCH, LENGTH, MeaningNetwork, keep, points, run, shared_table
from training.sentences import framed, unlabelled
from training.wording import Wording, wordings

SAME = 0.9  # cosine from which on two texts say the same
RIVALS = 3000  # sentences that set-aside originals are sought among
CHECKED = 2000  # sentences that nothing is taught on: the encoders' likeness and the activations' ranges are looked up there


def groups(model: MeaningNetwork, rate: float, layer_decay: float) -> list[dict]:
    """Parameters with their rates: less for each layer further down."""
    blocks = [model.encoder.embeddings, *model.encoder.encoder.layer]
    return [
        {"params": [one for one in block.parameters() if one.requires_grad], "lr": rate * layer_decay**height}
        for height, block in enumerate(reversed(blocks))
    ]


def schedule(optimizer: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LRScheduler:
    """Warm up for a tenth of the steps, then fall to nothing."""
    warm = max(1, steps // 10)
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (step + 1) / warm if step < warm else (steps - step) / (steps - warm)
    )


def dropout(model: nn.Module, share: float) -> None:
    """Set the share that every dropout zeroes while training."""
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = share


def found_first(queries: Tensor, keys: Tensor, others: Tensor, owners: Tensor, weights: Tensor, temperature: float) -> Tensor:
    """How far queries are from finding their own key before all other keys and before what is no key at all.

    Others that say all but the same words are no wrong answers: news repeats itself.
    """
    far = queries @ others.T
    far = far.masked_fill(far > SAME, -torch.inf)
    losses = functional.cross_entropy(torch.cat([queries @ keys.T, far], dim=1) / temperature, owners, reduction="none")
    return (weights * losses).sum() / weights.sum()


def finds_own(queries: Tensor, keys: Tensor, owners: Tensor, temperature: float) -> Tensor:
    """The way back: how far keys are from finding, of all queries, one of their own."""
    near = keys @ queries.T / temperature
    own = owners[None] == torch.arange(len(keys))[:, None]
    return (near.logsumexp(1) - near.masked_fill(~own, -torch.inf).logsumexp(1)).mean()


def follow(averaged: dict[str, Tensor], model: nn.Module, decay: float) -> None:
    """Move averaged weights towards the model's; the table of words stays."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.requires_grad:
                averaged[name].lerp_(value, 1 - decay)


def contrast(
    model: MeaningNetwork,
    data: tuple[list[Wording], list[tuple[str, str]], list[str]],
    wanted: Tensor,
    tokenizer: Tokenizer,
    args: argparse.Namespace,
) -> None:
    """Bring rewordings nearer to their originals than anything else.

    data: wordings, (said, reported) pairs and sentences without labels; wanted: the base encoder's points for the last.
    """
    given, frames, texts = data
    rng = random.Random(args.seed)
    optimizer = torch.optim.AdamW(groups(model, args.rate, args.layer_decay), weight_decay=0.01)
    steps = args.epochs * (len(given) // args.originals)
    rates = schedule(optimizer, steps)
    averaged = {name: value.detach().clone() for name, value in model.state_dict().items()}
    model.train()
    dropout(model, args.dropout)
    began, sums = time.time(), np.zeros(4)
    order: list[Wording] = []
    for step in range(steps):
        if len(order) < args.originals:
            order = rng.sample(given, len(given))
        chosen, order = order[: args.originals], order[args.originals :]
        asked = [(text, weight, index) for index, one in enumerate(chosen) for text, weight in one.draw(rng)]
        some = rng.sample(frames, args.frames)
        asked += [(reported, args.frame_weight, len(chosen) + index) for index, (_, reported) in enumerate(some)]
        held = rng.sample(range(len(texts)), args.held)
        parts = (
            [text for text, _, _ in asked],
            [one.original for one in chosen] + [said for said, _ in some],
            [one.unsaid for one in chosen],
            [texts[index] for index in held],
        )
        found = run(model, [text for part in parts for text in part], tokenizer)
        queries, keys, never, free = found.split([len(part) for part in parts])
        weights, owners = torch.tensor([weight for _, weight, _ in asked]), torch.tensor([owner for _, _, owner in asked])
        bank = wanted[rng.sample(range(len(wanted)), args.bank)]
        finding = found_first(queries, keys, torch.cat([never, bank]), owners, weights, args.temperature)
        found_by = finds_own(queries, keys, owners, args.temperature)
        moved = 1 - (free * wanted[held]).sum(-1).mean()
        loss = finding + args.back * found_by + args.hold * moved
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rates.step()
        follow(averaged, model, min(args.average, (step + 1) / (step + 10)))
        sums += [finding.item(), found_by.item(), moved.item(), 1]
        if (step + 1) % 10 == 0:
            print(
                f"step {step + 1} of {steps}: {(sums[:3] / sums[3]).round(4)} {(time.time() - began) / (step + 1):.2f} s a step",
                flush=True,
            )
            sums[:] = 0
    model.load_state_dict(averaged)


def judge(model: MeaningNetwork, given: list[Wording], others: list[str], tokenizer: Tokenizer) -> dict[str, float]:
    """On set-aside wordings, among all their originals, what was never said, and other sentences: how often the original is first."""
    sought = points(model, [one.original for one in given] + [one.unsaid for one in given] + others, tokenizer)
    found = {}
    for name in ("partial", "translated", "indirect", "altered"):
        near = points(model, [getattr(one, name) for one in given], tokenizer) @ sought.T
        own = near.diagonal()
        rank = (near > own[:, None]).sum(1)
        found[name] = round(100 * (rank < 1).float().mean().item(), 1)
        found[f"{name} mean reciprocal"] = round(100 * (1 / (1 + rank)).float().mean().item(), 1)
    return found


def export(
    model: MeaningNetwork, texts: Sequence[str], tokenizer: Tokenizer, folder: Path, version: str, *, quantised: bool
) -> None:
    """Write the graph and what must be known of it. texts: that the activations' ranges are looked up on."""
    ranges = watched(model.encoder, lambda: points(model, texts, tokenizer, bf16=False))
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    config = model.encoder.config
    graph = build(weights, config.num_attention_heads, config.layer_norm_eps, ranges, quantised=quantised)
    onnx.save(graph, folder / "meaning.onnx")
    about = {"version": version, "length": LENGTH, "dimension": config.hidden_size}
    (folder / "meaning.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("models"), help="folder with the word table, where the graph goes")
    parser.add_argument("--out", type=Path, default=Path("build/meaning"), help="weights, which a later call goes on from")
    parser.add_argument("--version", default="1")
    parser.add_argument("--sentences", type=int, default=12000, help="without labels, at most, of each of four corpora")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--originals", type=int, default=24, help="a step, each with three of its rewordings")
    parser.add_argument("--frames", type=int, default=8, help="reported sentences a step")
    parser.add_argument("--frame-weight", type=float, default=0.5)
    parser.add_argument("--held", type=int, default=12, help="sentences without labels a step")
    parser.add_argument(
        "--bank", type=int, default=4096, help="sentences without labels that a query must not find, as the base encoder has them"
    )
    parser.add_argument("--hold", type=float, default=3.0, help="weight of what holds them to the base encoder")
    parser.add_argument("--back", type=float, default=0.5, help="weight of finding from originals to rewordings")
    parser.add_argument("--average", type=float, default=0.98, help="decay of the averaged weights, by step")
    parser.add_argument("--float", action="store_true", help="keep the weights in 32 bits, to compare")
    parser.add_argument("--untaught", action="store_true", help="export the base encoder's body as it is")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main() -> None:
    """Teach, judge and export."""
    args = arguments().parse_args()
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer, table = load_tokenizer(), shared_table(args.models)
    texts = unlabelled(args.data, args.sentences)
    cached = args.out / "base.safetensors"
    if not cached.exists():
        save_file({"points": points(MeaningNetwork(), texts, tokenizer)}, cached)
    wanted = load_file(cached)["points"]
    if len(wanted) != len(texts) or (points(MeaningNetwork(), texts[:BATCH], tokenizer) * wanted[:BATCH]).sum(1).min() < SAME:
        sys.exit(f"{cached} belongs to other sentences: remove it.")
    model = MeaningNetwork(table)
    given = wordings()
    tuning, others = [one for one in given if one.is_tuning], [said for said, _ in framed(args.data)[:RIVALS]]
    print(json.dumps({"before": judge(model, tuning, others, tokenizer)}), flush=True)
    if not args.untaught:
        contrast(
            model,
            ([one for one in given if not one.is_tuning], framed(args.data), texts[CHECKED:]),
            wanted[CHECKED:],
            tokenizer,
            args,
        )
        keep(model, args.out / "weights.safetensors")
        print(json.dumps({"after": judge(model, tuning, others, tokenizer)}), flush=True)
    likeness = (points(model, texts[:CHECKED], tokenizer) * wanted[:CHECKED]).sum(1).mean().item()
    print(f"cosine to the base encoder on {CHECKED} sentences that it was not taught: {likeness:.3f}")
    export(model, texts[:CHECKED], tokenizer, args.models, args.version, quantised=not args.float)


if __name__ == "__main__":
    main()
