"""A process that adds documents or traces them, killed at random moments and started again, to what became of the archive."""

import random
import time
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from onrecord.store import schema
from onrecord.store.archive import Archive, opened
from onrecord.store.verify import verify
from tests.faults.process import Worker
from tests.faults.soundness import faults, fingerprint
from tests.store.traces import harbour

# What adding a document takes at most, in seconds: within so long after a document the next is killed somewhere.
ONE_DOCUMENT = 0.02

# What tracing one takes at most.
ONE_TRACED = 0.5

# A new process begins so many documents before where the last one ended.
OVERLAP = 5


@dataclass(frozen=True)
class Outcome:
    """faults: what was wrong after any kill. is_same: whether the archive is that of an undisturbed run. during: kills inside a document."""

    kills: int
    faults: list[str]
    is_same: bool


def killed(place: str, undisturbed: str, documents: int, kills: int, seed: int, what: Literal["add", "sources"] = "add") -> Outcome:
    """Add documents, or sources, at one place with so many kills, and at the other without. Both archives must be new."""
    are_sources = what == "sources"
    drawn = random.Random(seed)
    with opened(place, create=True), opened(undisturbed, create=True):
        pass
    found: list[str] = []
    done = 0
    for target in sorted(drawn.sample(range(documents - 1), kills)):
        worker = Worker(what, place, f"{max(0, done - OVERLAP)}-{documents - 1}")
        worker.go()
        for step in worker.lines():
            if step["number"] >= target:
                break
        time.sleep(drawn.uniform(0, ONE_DOCUMENT))
        worker.kill()
        done = max([done, *(number + 1 for number in worker.done)])
        with opened(place) as archive:
            found += faults(archive, range(done), are_sources=are_sources)
    for end, first in ((place, max(0, done - OVERLAP)), (undisturbed, 0)):
        worker = Worker(what, end, f"{first}-{documents - 1}")
        worker.go()
        worker.finish()
        with opened(end) as archive:
            found += faults(archive, range(documents), are_sources=are_sources)
    return Outcome(kills, found, fingerprint(place) == fingerprint(undisturbed))


def killed_tracing(place: str, undisturbed: str, documents: int, kills: int, seed: int) -> Outcome:
    """Trace articles at one place with so many kills, and at the other without. Both archives must be new."""
    drawn = random.Random(seed)
    for end in (place, undisturbed):
        with opened(end, create=True) as archive:
            harbour.fill(archive)
            for number in range(documents - 1):
                text = harbour.ARTICLE.replace("goes on", f"goes on for {number + 2} days")
                harbour.add_news(archive, text, url=f"https://courier.example/ferry/{number}")
    found: list[str] = []
    done: set[str] = set()
    for _ in range(kills):
        # While the sources are read, or after so many articles of this run.
        wanted = drawn.randint(0, max(1, documents // kills))
        worker = Worker("traces", place, "-")
        worker.go()
        for step in worker.lines():
            if sum("document" in one for one in worker.said[1:]) >= wanted or "error" in step:
                break
        time.sleep(drawn.uniform(0, ONE_TRACED))
        worker.kill()
        done |= {one["document"] for one in worker.said[1:] if "document" in one}
        with opened(place) as archive:
            found += _faults_of_traces(archive, done)
    for end in (place, undisturbed):
        worker = Worker("traces", end, "-")
        worker.go()
        worker.finish()
        with opened(end) as archive:
            every = {harbour.document(archive, text) for text in _articles(archive)}
            found += _faults_of_traces(archive, every)
            found += [f"traced again: {one.document}" for one in harbour.update(archive)]
    return Outcome(kills, found, fingerprint(place) == fingerprint(undisturbed))


def _faults_of_traces(archive: Archive, done: set[str]) -> list[str]:
    """What is wrong, each in a few words. done: ids of documents that a process said were traced."""
    table, documents = schema.traced, schema.documents
    with archive.read() as connection:
        marked = set(connection.execute(select(documents.c.id).join(table, table.c.document == documents.c.key)).scalars())
    return [f"{fault.where}: {fault.what}" for fault in verify(archive)] + [f"lost: {one}" for one in sorted(done - marked)]


def _articles(archive: Archive) -> list[str]:
    table = schema.documents
    with archive.read() as connection:
        return list(connection.execute(select(table.c.text).where(table.c.kind == "news")).scalars())
