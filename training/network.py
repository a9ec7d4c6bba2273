"""The network: an encoder with what it cannot see added to its word embeddings, and light heads on its last states.

The pointers are bilinear with a learned bias by distance and a null, after Dozat and Manning (2017).
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.extract.decode import ACTS, TAGS
from onrecord.extract.encode import CASES, PARAGRAPH_STATES, QUOTE_STATES

POINTER_WIDTH = 128
DISTANCES = 32  # log-spaced buckets on each side
POOL = 1 << 23  # ready-made dropout draws


class PooledDropout(nn.Module):
    """Dropout whose mask is a stretch of a pool that was drawn once: drawing anew costs a seventh of a step on a CPU."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p = share
        self.pool: Tensor | None = None

    def forward(self, states: Tensor) -> Tensor:
        """The states, a share of them zeroed while training."""
        if not self.training or not self.p:
            return states
        if self.pool is None or self.pool.dtype != states.dtype:
            kept = torch.rand(POOL, generator=torch.Generator().manual_seed(0)) >= self.p
            self.pool = (kept.float() / (1 - self.p)).to(states.dtype)
        start = int(torch.randint(POOL - states.numel(), ()))
        return states * self.pool[start : start + states.numel()].view_as(states)


class Pointer(nn.Module):
    """For each wordpiece, logits over where its target begins: [batch, length, 1 + length], column 0 for none."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden, POINTER_WIDTH)
        self.key = nn.Linear(hidden, POINTER_WIDTH)
        self.null = nn.Linear(hidden, 1)
        self.prior = nn.Linear(hidden, 1)
        self.distance = nn.Embedding(2 * DISTANCES + 1, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Logits for every wordpiece."""
        length = states.shape[1]
        scores = self.query(states) @ self.key(states).transpose(1, 2) / POINTER_WIDTH**0.5
        positions = torch.arange(length, device=states.device)
        scores = scores + self.distance(bucket(positions[None, :] - positions[:, None])).squeeze(-1)
        scores = scores + self.prior(states).transpose(1, 2)
        scores = scores.masked_fill(mask[:, None, :] == 0, -1e4)
        return torch.cat([self.null(states), scores], dim=-1)


def bucket(distance: Tensor) -> Tensor:
    """Signed distance to a bucket in [0, 2 * DISTANCES]: exact near zero, log-spaced beyond."""
    size = distance.abs().float()
    log = 8 + (torch.log(size.clamp(min=8) / 8) / torch.log(torch.tensor(64.0)) * (DISTANCES - 8))
    level = torch.where(size < 8, size, log).clamp(max=DISTANCES).long()
    return DISTANCES + torch.where(distance < 0, -level, level)


def layers_in(names: Iterable[str]) -> int:
    """How many encoder layers a state dict of these names holds."""
    return 1 + max(int(name.split(".")[3]) for name in names if name.startswith("encoder.encoder.layer."))


class AttributionNetwork(nn.Module):
    """Tags, pointers, the tags of nested attributions and acts from one encoder pass.

    layers: how many of the encoder's layers are used, the lowest first; all unless told.
    """

    def __init__(self, encoder: str, dropout: float = 0.1, layers: int | None = None) -> None:
        super().__init__()
        # Attention dropout costs a third of a step on a CPU and buys nothing measurable here.
        self.encoder = AutoModel.from_pretrained(
            encoder, attn_implementation="eager", attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        if layers:
            self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
            self.encoder.config.num_hidden_layers = layers
        for module in list(self.encoder.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, PooledDropout(child.p))
        hidden = self.encoder.config.hidden_size
        self.case = nn.Embedding(CASES, hidden)
        self.quote = nn.Embedding(QUOTE_STATES, hidden)
        self.paragraph = nn.Embedding(PARAGRAPH_STATES, hidden)
        for table in (self.case, self.quote, self.paragraph):
            nn.init.zeros_(table.weight)
        self.dropout = PooledDropout(dropout)
        self.tags = nn.Linear(hidden, len(TAGS))
        self.inner = nn.Linear(hidden, len(TAGS))
        self.acts = nn.Linear(hidden, len(ACTS))
        self.to_cue = Pointer(hidden)
        self.to_source = Pointer(hidden)

    def encode(self, ids: Tensor, mask: Tensor, case: Tensor, quote: Tensor, paragraph: Tensor) -> Tensor:
        """Encoder states: [batch, length, hidden]."""
        words = self.encoder.embeddings.word_embeddings(ids)
        words = words + self.case(case) + self.quote(quote) + self.paragraph(paragraph)
        states: Tensor = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return states

    def heads(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Logits as onrecord.extract.score.Outputs describes them."""
        states = self.dropout(states)
        return self.tags(states), self.to_cue(states, mask), self.to_source(states, mask), self.inner(states), self.acts(states)

    def forward(self, ids: Tensor, mask: Tensor, case: Tensor, quote: Tensor, paragraph: Tensor) -> tuple[Tensor, ...]:
        """Encode, then the heads."""
        return self.heads(self.encode(ids, mask, case, quote, paragraph), mask)
