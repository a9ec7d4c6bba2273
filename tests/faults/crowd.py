"""Many processes that write to and read from one archive at once, to what each of them met."""

import random
from dataclasses import dataclass

from onrecord.store.archive import opened
from tests.faults.process import Worker
from tests.faults.soundness import faults, fingerprint


@dataclass(frozen=True)
class Outcome:
    """met: what went wrong for any process. seen: how often readers saw a document. added: how many times one was new to its writer."""

    met: list[str]
    seen: int
    added: int
    faults: list[str]
    is_same: bool


def crowded(place: str, undisturbed: str, documents: int, writers: int, readers: int, seed: int) -> Outcome:
    """Let each writer add half of the documents in an order of its own, whatever is left added by the first, with readers beside them."""
    drawn = random.Random(seed)
    with opened(place, create=True), opened(undisturbed, create=True):
        pass
    shares = [drawn.sample(range(documents), documents // 2) for _ in range(writers)]
    shares[0] += sorted(set(range(documents)) - {number for share in shares for number in share})
    writing = [Worker("add", place, ",".join(map(str, share))) for share in shares]
    reading = [Worker("read", place, str(documents)) for _ in range(readers)]
    for one in [*writing, *reading]:
        one.go()
    met = [f"{told}{one.said[-1:]}" for one in writing for status, told in [one.end()] if status or told]
    for one in reading:
        one.tell_to_stop()
    met += [f"{told}{one.said[-1:]}" for one in reading for status, told in [one.end()] if status or told]
    alone = Worker("add", undisturbed, f"0-{documents - 1}")
    alone.go()
    alone.finish()
    with opened(place) as archive:
        found = faults(archive, range(documents))
    seen = sum(step["status"] == "seen" for one in reading for step in one.said[1:] if "status" in step)
    added = sum(step["status"] in {"added", "new version"} for one in writing for step in one.said[1:] if "status" in step)
    return Outcome(met, seen, added, found, fingerprint(place) == fingerprint(undisturbed))
