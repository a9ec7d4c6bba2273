"""Printed interviews and transcripts: which paragraph is whose turn, by the label at its head (“Q:”, “A:”, “Roth:”)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.resolve.people import People
from onrecord.resolve.person import Person

_LABEL = re.compile(r"\s*(?P<label>Q|A|[A-ZÀ-Ö][\w.’'\-]+(?: [A-ZÀ-Ö][\w.’'\-]+){0,3})\s?[:.]\s+(?=\S)")
_LEAST = 3  # turns that make an interview of a text


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of text (code points) and whose turn it is; None where nobody is named for it. asks: whether it is a question."""

    start: int
    end: int
    person: Person | None
    asks: bool


def turns(text: str, blocks: Sequence[tuple[int, int]], people: People) -> list[Turn]:
    """The turns of a text, in order; none where it is no interview. A turn lasts until the next label. blocks: paragraphs."""
    labelled = [
        (low, match["label"])
        for low, high in blocks
        if (match := _LABEL.match(text, low, high)) and (match["label"] in "QA" or text[match.end("label")] == ":")
    ]
    letters = {label for _, label in labelled if label in "QA"}
    if letters == {"Q", "A"}:
        first = next(low for low, label in labelled if label in "QA")
        guest = _guest(people, first)
        kept = [(low, guest if label == "A" else None, label == "Q") for low, label in labelled if label in "QA"]
    else:
        named = [(low, people.find(label)) for low, label in labelled]
        kept = [(low, person, False) for low, person in named if person is not None]
        if len({id(person) for _, person, _ in kept}) < 2:
            return []
    if len(kept) < _LEAST:
        return []
    ends = [low for low, _, _ in kept[1:]] + [len(text)]
    return [Turn(low, end, person, asks) for (low, person, asks), end in zip(kept, ends, strict=True)]


def turn_at(found: Sequence[Turn], offset: int) -> Turn | None:
    """The turn that holds an offset."""
    return next((turn for turn in found if turn.start <= offset < turn.end), None)


def guest(found: Sequence[Turn]) -> Person | None:
    """Whoever answers in an interview of questions and answers."""
    return next((turn.person for turn in found if turn.person), None) if any(turn.asks for turn in found) else None


def _guest(people: People, before: int) -> Person | None:
    """Whom the introduction names most; whoever is named first, of several named alike."""
    counts = [(sum(name.start < before for name in one.mentions), one) for one in people.everyone]
    best = max(counts, key=lambda pair: (pair[0], -min((name.start for name in pair[1].mentions), default=0)), default=None)
    return best[1] if best and best[0] else None
