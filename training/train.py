"""Train a model: PolNeAR articles in, weights and a log out. Needs the `train` extra; two cores are enough.

    python -m training.train --data ../shared/data/polnear --score ../shared/score --out build/model

Every epoch leaves a line in log.jsonl and a checkpoint of the averaged weights; `--resume` goes on after the last one.
With --workers 2 two processes of one thread each share the work, a third faster than one process of two threads.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, distributed, nn

from bench.attribution import as_lists, load_scorer
from onrecord.extract.attributions import attributions
from onrecord.extract.confidence import UNFITTED
from onrecord.extract.encode import STRIDE, WINDOW, Batch, Window, Words, batch, encode
from onrecord.extract.link import link
from onrecord.extract.score import Outputs, score
from training.augment import clean, taught, views
from training.base import encoder_path, load_tokenizer
from training.corpus import Example, articles, fold, is_tuning
from training.losses import NOWHERE, Part, act_loss, advice, learnt, pointer_loss, tag_loss, targets
from training.network import AttributionNetwork, layers_in

EMA_EVERY = 4  # steps between two updates of the averaged weights


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


def batches(data: list[Example], size: int, rng: random.Random) -> list[list[Part]]:
    """One epoch: every article's windows in batches of about one length, in a drawn order."""
    parts = [(one, cut) for one in data for cut in cuts(one.words, rng)]
    rng.shuffle(parts)
    group = 40 * size
    found = []
    for start in range(0, len(parts), group):
        alike = sorted(parts[start : start + group], key=lambda part: part[1].piece_high - part[1].piece_low)
        found.extend(alike[low : low + size] for low in range(0, len(alike), size))
    rng.shuffle(found)
    return found


def tensors(one: Batch) -> tuple[Tensor, ...]:
    """A batch as the network's inputs."""
    return tuple(torch.from_numpy(getattr(one, name)) for name in ("ids", "mask", "case", "quote", "paragraph"))


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
        found = attributions(words, link(score(words, tokenizer, network)), UNFITTED)
        system[row["id"]] = [as_lists(one) for one in found if one.parent is None]
    return scorer.score(rows, system)


def groups(model: AttributionNetwork, args: argparse.Namespace) -> list[dict]:
    """Parameters with their learning rates: the heads' own, and less for each encoder layer further down."""
    encoder = model.encoder
    blocks = [encoder.embeddings, *encoder.encoder.layer]
    found, seen = [], set()
    for height, block in enumerate(reversed(blocks)):
        parameters = [one for one in block.parameters() if one.requires_grad]
        seen.update(id(one) for one in parameters)
        found.append({"params": parameters, "lr": args.lr * args.layer_decay**height})
    rest = [one for one in model.parameters() if one.requires_grad and id(one) not in seen]
    return [*found, {"params": rest, "lr": args.head_lr}]


class Averaged:
    """The weights as a running mean over steps: less noisy than the last ones (Polyak and Juditsky, 1992)."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model, self.decay, self.updates = model, decay, 0
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self) -> None:
        """Move towards the model's weights; quickly at first."""
        self.updates += 1
        decay = min(self.decay**EMA_EVERY, self.updates / (self.updates + 9))
        state = self.model.state_dict()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.weights.values()), [state[name] for name in self.weights], 1 - decay)

    def swap(self) -> None:
        """Exchange the model's weights with the averaged ones; a second call exchanges them back."""
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                kept = value.clone()
                value.copy_(self.weights[name])
                self.weights[name] = kept


def train(args: argparse.Namespace) -> None:
    """Train, evaluate and save, epoch by epoch."""
    rank, workers = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    if workers > 1:
        distributed.init_process_group("gloo")
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer()
    rows = articles(args.data / "train.jsonl")
    tuning = [row for row in rows if is_tuning(row["id"])]
    rows = [row for row in rows if not is_tuning(row["id"]) and args.part in ("all", f"fold{fold(row['id'])}")][: args.limit]
    model = AttributionNetwork(str(encoder_path()), args.dropout, args.layers)
    if args.start:
        start(model, args.start)
    if args.words:
        table = load_file(args.words)["encoder.embeddings.word_embeddings.weight"]
        model.encoder.embeddings.word_embeddings.weight.data.copy_(table)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(not args.frozen_words)
    optimizer = torch.optim.AdamW(groups(model, args), weight_decay=args.decay, fused=True)
    rows = taught(rows, args.taught)
    unchanged = clean(rows, tokenizer, args.taught)
    per_epoch = len(batches(list(unchanged.values()), args.batch, random.Random(args.seed))) // workers
    steps, warm = args.epochs * per_epoch, max(1, int(0.06 * args.epochs * per_epoch))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))
    )
    averaged = Averaged(model, args.average)
    teacher = load(args.teacher) if args.teacher else None
    first = resume(args, model, optimizer, schedule, averaged) if args.resume else 0
    scorer = load_scorer(args.score, "score_attributions")
    for epoch in range(first, args.epochs):
        rng = random.Random(args.seed * 1000 + epoch)
        data = list(views(rows, unchanged, tokenizer, rng, args))
        model.train()
        began, total, done = time.time(), np.zeros(5), 0
        every = batches(data, args.batch, rng)
        share = every[: len(every) // workers * workers][rank::workers][:per_epoch]
        for parts in share:
            inputs = tensors(batch([(one.words, cut) for one, cut in parts], tokenizer))
            wanted = targets(parts, inputs[0].shape[1])
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
                states = model.encode(*inputs)
            outputs = model.heads(states.float(), inputs[1])
            tags, to_cue, to_source, inner, acts = outputs
            losses = [
                tag_loss(tags, wanted["tags"], wanted["soft"], args.soft_share),
                pointer_loss(to_cue, wanted["to_cue"]),
                pointer_loss(to_source, wanted["to_source"]),
                pointer_loss(inner, wanted["inner"]),
                act_loss(acts, parts),
            ]
            if teacher:
                losses = learnt(
                    losses, outputs, advice(teacher, inputs, bf16=args.bf16), wanted["tags"] != NOWHERE, args.teacher_share
                )
            weights = (1.0, args.pointer, args.pointer, args.inner, args.act)
            sum(weight * loss for weight, loss in zip(weights, losses, strict=True)).backward()
            if workers > 1:
                share_gradients(model, workers)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += [one.item() for one in losses]
            done += 1
            if done % EMA_EVERY == 0:
                averaged.update()
            if done % 50 == 0 and rank == 0:
                pace = (time.time() - began) / done
                print(f"epoch {epoch + 1} step {done} of {per_epoch}: {(total / done).round(4)} {pace:.2f} s a step", flush=True)
        if rank == 0:
            checkpoint(args, model, optimizer, schedule, averaged, epoch + 1)
            seconds = round(time.time() - began)
            line = {"epoch": epoch + 1, "losses": (total / max(done, 1)).round(4).tolist(), "seconds": seconds}
            if epoch + 1 == args.epochs or (epoch + 1) % args.evaluate_every == 0:
                averaged.swap()
                line["figures"] = evaluate(model, tuning, tokenizer, scorer)
                averaged.swap()
            with (args.out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            print(json.dumps(line), flush=True)
        if workers > 1:
            distributed.barrier()


def share_gradients(model: nn.Module, workers: int) -> None:
    """The mean of all workers' gradients, in every worker."""
    gradients = [one.grad for one in model.parameters() if one.grad is not None]
    flat = torch.cat([one.flatten() for one in gradients])
    distributed.all_reduce(flat)
    flat /= workers
    at = 0
    for one in gradients:
        one.copy_(flat[at : at + one.numel()].view_as(one))
        at += one.numel()


def checkpoint(args: argparse.Namespace, model, optimizer, schedule, averaged: Averaged, epoch: int) -> None:  # noqa: ANN001
    """Keep the averaged weights as the model, and all that is needed to go on."""
    save_file(averaged.weights, args.out / "weights.safetensors")
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "averaged": averaged.weights,
        "updates": averaged.updates,
        "epoch": epoch,
        "settings": settings(args),
    }
    torch.save(state, args.out / "state.pt.new")
    (args.out / "state.pt.new").replace(args.out / "state.pt")


def settings(args: argparse.Namespace) -> str:
    """What decides the weights: training that goes on must go on with the same."""
    free = ("resume", "threads", "evaluate_every", "out", "data", "score")
    return repr(sorted((name, str(value)) for name, value in vars(args).items() if name not in free))


def resume(args: argparse.Namespace, model, optimizer, schedule, averaged: Averaged) -> int:  # noqa: ANN001
    """Load the newest checkpoint, if there is one; the number of epochs that are done."""
    folder: Path = args.out
    if not (folder / "state.pt").exists():
        return 0
    state = torch.load(folder / "state.pt", weights_only=True)
    if state.get("settings") != settings(args):
        sys.exit(f"{folder} holds a training with other settings: remove it, or train in another folder.")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    averaged.weights, averaged.updates = state["averaged"], state["updates"]
    return int(state["epoch"])


def start(model: AttributionNetwork, weights: Path) -> None:
    """Begin with another network's weights: of its layers as many as the model has, evenly spaced, the last among them."""
    found = load_file(weights)
    prefix = "encoder.encoder.layer."
    has = layers_in(found)
    wants = len(model.encoder.encoder.layer)
    chosen = {round((number + 1) * has / wants) - 1: number for number in range(wants)}
    moved = {}
    for name, value in found.items():
        if not name.startswith(prefix):
            moved[name] = value
            continue
        number, rest = name.removeprefix(prefix).split(".", 1)
        if int(number) in chosen:
            moved[f"{prefix}{chosen[int(number)]}.{rest}"] = value
    model.load_state_dict(moved)


def load(weights: Path) -> AttributionNetwork:
    """A trained network, ready to run."""
    found = load_file(weights)
    model = AttributionNetwork(str(encoder_path()), layers=layers_in(found))
    model.load_state_dict(found)
    return model.eval()


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl")
    parser.add_argument("--score", type=Path, required=True, help="folder with score_attributions.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--part", default="all", choices=("all", "fold0", "fold1"), help="which train articles, less the tuning part"
    )
    parser.add_argument("--layers", type=int, default=None, help="of the encoder, lowest first; all unless told")
    parser.add_argument("--start", type=Path, default=None, help="begin with these weights instead of the plain encoder's")
    parser.add_argument("--words", type=Path, default=None, help="take the word embeddings of these weights, to share them")
    parser.add_argument("--frozen-words", action="store_true", help="leave the word embeddings as they are")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=8, help="windows a step, in each worker")
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--layer-decay", type=float, default=0.95, help="learning rate of a layer over the one above it")
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights, by step")
    parser.add_argument("--pointer", type=float, default=0.2, help="weight of each pointer's loss")
    parser.add_argument("--inner", type=float, default=0.3, help="weight of the nested tags' loss")
    parser.add_argument("--act", type=float, default=0.1, help="weight of the acts' loss")
    parser.add_argument(
        "--taught", type=Path, default=None, help="folder of soft labels and nested attributions, from training.teach"
    )
    parser.add_argument("--soft-share", type=float, default=0.4, help="how much the soft labels count")
    parser.add_argument(
        "--teacher", type=Path, default=None, help="weights of a larger network to learn from beside the annotation"
    )
    parser.add_argument("--teacher-share", type=float, default=0.7, help="how much its outputs count")
    parser.add_argument("--renamed", type=float, default=0.0, help="share of articles with other names, each epoch")
    parser.add_argument("--damaged", type=float, default=0.0, help="share of articles damaged, each epoch")
    parser.add_argument("--planted", type=float, default=0.0, help="share of articles with nestings planted, each epoch")
    parser.add_argument("--evaluate-every", type=int, default=2, help="epochs between two looks at the tuning part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--limit", type=int, default=None, help="first articles only, to try the script")
    parser.add_argument("--bf16", action="store_true", help="bfloat16 in the encoder: twice as fast where the processor has it")
    parser.add_argument("--resume", action="store_true")
    return parser


def main() -> int:
    """Train, or start the workers that do."""
    args = arguments().parse_args()
    if args.workers == 1 or "RANK" in os.environ:
        train(args)
        return 0
    shared = {**os.environ, "WORLD_SIZE": str(args.workers), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29511"}
    command = [sys.executable, "-m", "training.train", *sys.argv[1:]]
    started = [subprocess.Popen(command, env={**shared, "RANK": str(rank)}) for rank in range(args.workers)]
    return int(any([one.wait() for one in started]))  # noqa: C419 - all are waited for


if __name__ == "__main__":
    sys.exit(main())
