"""A PostgreSQL server stopped under a process that adds documents, to what became of the archive."""

import random
import time

from onrecord.store.archive import opened
from tests.faults.process import Worker
from tests.faults.soundness import faults
from tests.store.postgres import Server

# How long a server that comes back is away, in seconds.
AWAY = 2.0

# How long a document takes before it is written: longer than a server takes to stop.
EXTRACTING = 0.5


def away_and_back(server: Server, name: str, documents: int, seed: int) -> list[str]:
    """What is wrong with an archive whose server was away for a while."""
    place, worker = _begun(server, name, 60.0, documents, seed)
    server.stop()
    time.sleep(AWAY)
    server.start()
    worker.finish()
    with opened(place) as archive:
        return faults(archive, range(documents))


def away_for_good(server: Server, name: str, documents: int, seed: int) -> tuple[str, list[str]]:
    """The sentence that a writer without a server ends with, and what is wrong with the archive when it is there again."""
    place, worker = _begun(server, name, 1.0, documents, seed)
    server.stop()
    try:
        sentence = worker.sentence()
    finally:
        server.start()
    with opened(place) as archive:
        found = faults(archive, worker.done)
    if len(worker.done) == documents:
        found.append("the server went away too late")
    return sentence, found


def _begun(server: Server, name: str, patience: float, documents: int, seed: int) -> tuple[str, Worker]:
    """A place, and a worker that extracts one of the documents that it adds there: what most of its time goes into."""
    place = server.database(name)
    with opened(place, create=True):
        pass
    worker = Worker("add", place, f"0-{documents - 1}", patience=patience, seconds=EXTRACTING)
    worker.go()
    begun = 0
    until = random.Random(seed).randrange(1, documents // 2)
    for step in worker.lines():
        begun += step["status"] == "extracting"
        if begun > until:
            break
    return place, worker
