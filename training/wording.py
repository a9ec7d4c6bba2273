"""Originals and their rewordings, written for this project about invented people: what they are and which are set aside."""

import hashlib
import random
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "wordings"
TUNING_BELOW = 64  # of 256: the first byte of an id's SHA-256


class Wording(msgspec.Struct, frozen=True):
    """What somebody says, and how others give it: in part, translated, indirectly, altered; and what was never said."""

    id: str
    speaker: str
    original: str
    partial: str
    translated: str
    indirect: str
    altered: str
    unsaid: str
    change: str = ""

    @property
    def is_tuning(self) -> bool:
        """Whether it is set aside, by its id's hash."""
        return hashlib.sha256(self.id.encode()).digest()[0] < TUNING_BELOW

    def draw(self, rng: random.Random) -> list[tuple[str, float]]:
        """Rewordings with their weights: both that keep the sense, and one of the others."""
        other = rng.choice((self.partial, self.altered))
        return [(self.translated, 1.0), (self.indirect, 1.0), (other, 0.5)]


def wordings(folder: Path = FOLDER) -> list[Wording]:
    """Every wording in a folder's files, in their order."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found += [msgspec.json.decode(line, type=Wording) for line in lines if line.strip()]
    return found
