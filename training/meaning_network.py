"""The meaning encoder as a network: the base encoder's body on a table of words that stays as it is, and texts to its points."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from training.base import encoder_path

LENGTH = 256  # wordpieces, with the two special ones: as many as the base encoder was made for
BATCH = 32  # texts that go through it together


class MeaningNetwork(nn.Module):
    """Texts to points on a sphere: the mean of the encoder's last states."""

    def __init__(self, table: NDArray[np.float32] | None = None) -> None:
        """The base encoder; table: word embeddings in place of its own, which stay as they are."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(encoder_path()), attn_implementation="eager", add_pooling_layer=False)
        words = self.encoder.embeddings.word_embeddings.weight
        if table is not None:
            words.data = torch.from_numpy(table)
        words.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """One row of length 1 for each text: float32 [texts, hidden]."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return functional.normalize((states * mask[..., None]).sum(1), dim=-1)


def shared_table(models: Path) -> NDArray[np.float32]:
    """The word embeddings that the shipped models share, float32 [vocabulary, hidden]."""
    table: NDArray[np.float32] = np.load(models / "words.npy").astype(np.float32) * np.load(models / "scales.npy")[:, None]
    return table


def tensors(texts: Sequence[str], tokenizer: Tokenizer) -> tuple[Tensor, Tensor]:
    """Ids and mask of some texts, padded to the longest, int64 [texts, length] each."""
    pieces = [one.ids for one in tokenizer.encode_batch(list(texts))]
    pieces = [one if len(one) <= LENGTH else [*one[: LENGTH - 1], one[-1]] for one in pieces]
    ids = torch.zeros(len(pieces), max(map(len, pieces)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = torch.tensor(one)
        mask[row, : len(one)] = 1
    return ids, mask


def run(model: MeaningNetwork, texts: Sequence[str], tokenizer: Tokenizer, *, bf16: bool = True) -> Tensor:
    """The model's points for texts, float32 [texts, hidden]; those of about one length go through it together."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    found = []
    for start in range(0, len(order), BATCH):
        ids, mask = tensors([texts[index] for index in order[start : start + BATCH]], tokenizer)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            found.append(model(ids, mask))
    return torch.cat(found)[torch.tensor(order).argsort()]


def points(model: MeaningNetwork, texts: Sequence[str], tokenizer: Tokenizer, *, bf16: bool = True) -> Tensor:
    """The same without gradients and dropout."""
    model.eval()
    with torch.no_grad():
        return run(model, texts, tokenizer, bf16=bf16)


def loaded(weights: Path, table: NDArray[np.float32]) -> MeaningNetwork:
    """A network with kept weights, less the word table, which is not among them."""
    model = MeaningNetwork(table)
    model.load_state_dict(load_file(weights), strict=False)
    return model


def keep(model: MeaningNetwork, path: Path) -> None:
    """Save all weights but the word table."""
    save_file({name: value for name, value in model.state_dict().items() if "word_embeddings" not in name}, path)
