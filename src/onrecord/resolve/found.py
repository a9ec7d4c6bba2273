"""A decision on who a source is: the name or none, on what ground, how sure, and who else it might be."""

from dataclasses import dataclass
from typing import Literal

from onrecord.record import ActorType

Ground = Literal[
    "full name",
    "surname",
    "known surname",
    "one of several",
    "given name",
    "joint",
    "organisation",
    "one word",
    "short name",
    "metonym",
    "country",
    "capital",
    "role",
    "office holder",
    "epithet",
    "pronoun",
    "relative",
    "group pronoun",
    "organisation pronoun",
    "writer",
    "speaker",
    "continuation",
    "description",
    "nothing",
]


@dataclass(frozen=True, slots=True)
class Found:
    """Who a source stands for. name: None where that is not known.

    share: how far the ground carries by itself, in [0, 1]; why: the ground in a reader's words; others: who else came into question, with
    their shares, likeliest first.
    """

    name: str | None
    type: ActorType
    ground: Ground
    share: float
    why: str
    others: tuple[tuple[str, float], ...] = ()


def nobody(why: str, others: tuple[tuple[str, float], ...] = ()) -> Found:
    """No name, and why."""
    return Found(None, "unnamed", "nothing", 0.0, why, others)
