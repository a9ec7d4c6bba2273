"""What the network is asked for in a batch, and how far it is from it: a loss for each head."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from onrecord.extract.decode import TAGS
from onrecord.extract.encode import Window
from training.corpus import NONE, UNKNOWN, Example
from training.network import AttributionNetwork

NOWHERE = -100  # no target for this wordpiece

Part = tuple[Example, Window]


def targets(parts: list[Part], length: int) -> dict[str, Tensor]:
    """Targets by wordpiece, NOWHERE where there is none: tags, inner, and for both pointers the column (0 for the null)."""
    wanted = {name: np.full((len(parts), length), NOWHERE, dtype=np.int64) for name in ("tags", "inner", "to_cue", "to_source")}
    soft = np.zeros((len(parts), length, len(TAGS)), dtype=np.float32)
    for row, (one, cut) in enumerate(parts):
        pieces = _pieces(one, cut)
        wanted["tags"][row, pieces] = one.tags[cut.low : cut.high]
        inner = one.inner[cut.low : cut.high]
        wanted["inner"][row, pieces] = np.where(inner == UNKNOWN, NOWHERE, inner)
        if one.soft is not None:
            soft[row, pieces] = one.soft[cut.low : cut.high]
        for name in ("to_cue", "to_source"):
            word = getattr(one, name)[cut.low : cut.high]
            inside = (word >= cut.low) & (word < cut.high)
            column = np.where(inside, 1 + pieces[np.clip(word - cut.low, 0, len(pieces) - 1)], NOWHERE)
            wanted[name][row, pieces] = np.where(word == NONE, 0, np.where(word == UNKNOWN, NOWHERE, column))
    return {name: torch.from_numpy(array) for name, array in [*wanted.items(), ("soft", soft)]}


def _pieces(one: Example, cut: Window) -> np.ndarray:
    return one.words.first[cut.low : cut.high] - cut.piece_low + 1


def act_loss(logits: Tensor, parts: list[Part]) -> Tensor:
    """Cross entropy of the acts that readers gave: a cue's mean logits and a content's, each counting half."""
    rows, wanted = [], []
    for row, (one, cut) in enumerate(parts):
        for act in one.acts:
            words = np.concatenate([act.cue, act.content])
            if words.min() >= cut.low and words.max() < cut.high:
                pieces = _pieces(one, cut)
                means = [logits[row, pieces[indices - cut.low]].mean(0) for indices in (act.cue, act.content) if len(indices)]
                rows.append(torch.stack(means).mean(0))
                wanted.append(act.act)
    if not rows:
        return logits.sum() * 0
    return functional.cross_entropy(torch.stack(rows), torch.tensor(wanted))


def tag_loss(logits: Tensor, hard: Tensor, soft: Tensor, share: float) -> Tensor:
    """Cross entropy against the annotation, and for a share against what models that never saw the article say."""
    loss = functional.cross_entropy(logits.flatten(0, 1), hard.flatten(), ignore_index=NOWHERE)
    known = (soft.sum(-1) > 0) & (hard != NOWHERE)
    if not share or not known.any():
        return loss
    every = functional.cross_entropy(logits.flatten(0, 1), hard.flatten(), ignore_index=NOWHERE, reduction="none").view_as(hard)
    softly = -(soft * functional.log_softmax(logits, -1)).sum(-1)
    mixed = torch.where(known, (1 - share) * every + share * softly, every)
    return mixed[hard != NOWHERE].mean()


def pointer_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy of where a target begins; zero where no word of the batch has one."""
    if not (wanted >= 0).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=NOWHERE)


def advice(teacher: AttributionNetwork, inputs: tuple[Tensor, ...], *, bf16: bool) -> tuple[Tensor, ...]:
    """What a larger network says of a batch."""
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        states = teacher.encode(*inputs)
    with torch.inference_mode():
        return tuple(one.clone() for one in teacher.heads(states.float(), inputs[1]))


def learnt(losses: list[Tensor], ours: tuple[Tensor, ...], theirs: tuple[Tensor, ...], known: Tensor, share: float) -> list[Tensor]:
    """The losses with a share of each being how far the outputs are from a larger network's (Hinton et al., 2015)."""
    softly = [functional.cross_entropy(our[known], their[known].softmax(-1)) for our, their in zip(ours, theirs, strict=True)]
    return [(1 - share) * hard + share * soft for hard, soft in zip(losses, softly, strict=True)]
