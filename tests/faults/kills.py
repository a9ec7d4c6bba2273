"""A process that adds documents, killed at random moments and started again, to what became of the archive."""

import random
import time
from dataclasses import dataclass

from onrecord.store.archive import opened
from tests.faults.process import Worker
from tests.faults.soundness import faults, fingerprint

# What adding a document takes at most, in seconds: within so long after a document the next is killed somewhere.
ONE_DOCUMENT = 0.02

# A new process begins so many documents before where the last one ended.
OVERLAP = 5


@dataclass(frozen=True)
class Outcome:
    """faults: what was wrong after any kill. is_same: whether the archive is that of an undisturbed run. during: kills inside a document."""

    kills: int
    faults: list[str]
    is_same: bool


def killed(place: str, undisturbed: str, documents: int, kills: int, seed: int) -> Outcome:
    """Add documents at one place with so many kills, and at the other without. Both archives must be new."""
    drawn = random.Random(seed)
    with opened(place, create=True), opened(undisturbed, create=True):
        pass
    found: list[str] = []
    done = 0
    for target in sorted(drawn.sample(range(documents - 1), kills)):
        worker = Worker("add", place, f"{max(0, done - OVERLAP)}-{documents - 1}")
        worker.go()
        for step in worker.lines():
            if step["number"] >= target:
                break
        time.sleep(drawn.uniform(0, ONE_DOCUMENT))
        worker.kill()
        done = max([done, *(number + 1 for number in worker.done)])
        with opened(place) as archive:
            found += faults(archive, range(done))
    for end, first in ((place, max(0, done - OVERLAP)), (undisturbed, 0)):
        worker = Worker("add", end, f"{first}-{documents - 1}")
        worker.go()
        worker.finish()
        with opened(end) as archive:
            found += faults(archive, range(documents))
    return Outcome(kills, found, fingerprint(place) == fingerprint(undisturbed))
