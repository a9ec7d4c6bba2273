"""The closer look as a network: a wording and a passage, read together by the base encoder's body, to how likely the one reports the other."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.meaning_network import MeaningNetwork

LENGTH = 192  # wordpieces of both together, with the three special ones
HALF = 96  # of the wording, at most


class CloserNetwork(nn.Module):
    """Pairs to one number each: from 0 on it is likelier than not that the wording reports the passage."""

    def __init__(self, table: NDArray[np.float32]) -> None:
        """table: word embeddings, which stay as they are."""
        super().__init__()
        self.encoder = MeaningNetwork(table).encoder
        self.says = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """float32 [pairs]."""
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.says(mean)[:, 0]


def encoded(tokenizer: Tokenizer, wording: str, passages: Sequence[str]) -> list[tuple[list[int], int]]:
    """Ids of the wording with each passage, and how many of them are the wording's."""
    one = tokenizer.encode(wording).ids
    one = one if len(one) <= HALF else [*one[: HALF - 1], one[-1]]
    found = []
    for other in tokenizer.encode_batch(list(passages)):
        rest = other.ids[1:]
        room = LENGTH - len(one)
        rest = rest if len(rest) <= room else [*rest[: room - 1], rest[-1]]
        found.append(([*one, *rest], len(one)))
    return found


def tensors(pairs: Sequence[tuple[list[int], int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, types and mask, padded to the longest, int64 [pairs, length] each."""
    ids = torch.zeros(len(pairs), max(len(one) for one, _ in pairs), dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (one, first) in enumerate(pairs):
        ids[row, : len(one)] = torch.tensor(one)
        types[row, first : len(one)] = 1
        mask[row, : len(one)] = 1
    return ids, types, mask


def run(model: CloserNetwork, pairs: Sequence[tuple[list[int], int]], *, bf16: bool = True, batch: int = 16) -> Tensor:
    """The model's numbers for pairs, float32 [pairs]; those of about one length go through it together."""
    order = sorted(range(len(pairs)), key=lambda index: len(pairs[index][0]))
    found = []
    for start in range(0, len(order), batch):
        given = tensors([pairs[index] for index in order[start : start + batch]])
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            found.append(model(*given).float())
    return torch.cat(found)[torch.tensor(order).argsort()]
