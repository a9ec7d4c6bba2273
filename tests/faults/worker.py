"""What runs in a process of its own while an archive is hurt: adding generated documents, tracing, or reading what is there.

    python -m tests.faults.worker add PLACE NUMBERS PATIENCE SECONDS        NUMBERS: such as 0-99, or 5,3,9
    python -m tests.faults.worker sources PLACE NUMBERS PATIENCE SECONDS    the same documents, as sources
    python -m tests.faults.worker traces PLACE - PATIENCE SECONDS           whatever the archive holds
    python -m tests.faults.worker read PLACE DOCUMENTS PATIENCE SECONDS

PATIENCE is the archive's, SECONDS what the extraction of a document is to take; where it takes any, it is said when it begins.

It says "ready" and waits for a line on its input; then it says each thing that it did on a line of its own, as JSON. A reader goes on
until its input ends. An error of ours ends it with status 3 and is its last line; any other leaves a traceback, as it would for a person.
"""

import json
import random
import select
import sys
import time
from collections.abc import Iterator

import msgspec
from sqlalchemy import select as choose

from bench import generated
from onrecord.errors import ArchiveError
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.record import Record
from onrecord.store import loading, schema
from onrecord.store.adding import Outcome, add
from onrecord.store.archive import Archive, opened
from onrecord.store.traces.adding import Added
from onrecord.store.traces.adding import add as add_sources

# The exit status that says: one sentence of ours.
SAID = 3


# Whose words all sources hold, as a person would say with --speaker.
SPEAKER = "Elin Storm"


def made(number: int, *, is_source: bool) -> tuple[Record, bytes]:
    """The generated article of a number, as it is or as a release, and its bytes."""
    record, raw = generated.record(number)
    if is_source:
        record = msgspec.structs.replace(record, document=msgspec.structs.replace(record.document, kind="release"))
    return record, raw


def item(number: int, *, is_source: bool = False) -> Item:
    """The generated article of a number, as a carrier gives it."""
    record, raw = made(number, is_source=is_source)
    one = record.document
    return Item(
        raw=raw,
        name=str(number),
        text=one.text,
        url=one.url,
        captured=one.captured,
        title=one.title,
        byline=one.byline,
        outlet=one.outlet,
        published=one.published,
        kind=one.kind,
    )


def added(
    archive: Archive, numbers: list[int], seconds: float, *, are_sources: bool = False
) -> Iterator[dict[str, str | int | None]]:
    """Add the articles of these numbers, with the records that are generated with them. seconds: that it takes to extract one."""
    known: dict[str, Record] = {}

    def items() -> Iterator[Item]:
        for number in numbers:
            record = made(number, is_source=are_sources)[0]
            known.clear()
            known[record.document.id] = record
            yield item(number, is_source=are_sources)

    def process(reading: Reading) -> Record:
        if seconds:
            print(json.dumps({"status": "extracting"}), flush=True)
            time.sleep(seconds)
        return known[reading.document.id]

    outcomes: Iterator[Outcome | Added] = (
        add_sources(archive, items(), process, speaker=SPEAKER) if are_sources else add(archive, items(), process)
    )
    for outcome in outcomes:
        yield {"number": int(outcome.name), "status": outcome.status, "why": outcome.why}


def traced(archive: Archive) -> Iterator[dict[str, str | int | None]]:
    """Trace what waits; it is said when the sources are read."""
    from onrecord.store.traces.update import update_all
    from onrecord.trace.states import reader

    def step(done: int, _: int) -> None:
        print(json.dumps({"status": "reading", "number": done}), flush=True)

    for one in update_all(archive, reader(), step=step):
        yield {"document": one.document, "status": one.status, "why": one.why}


def read(archive: Archive, documents: int) -> Iterator[dict[str, str | int | None]]:
    """Load a document and search, again and again; each document must be there whole."""
    from onrecord.store.search import Query, search

    drawn = random.Random(documents)
    while not select.select([sys.stdin], [], [], 0)[0]:
        number = drawn.randrange(documents)
        wanted = generated.record(number)[0]
        with archive.read() as connection:
            key = connection.execute(choose(schema.documents.c.key).where(schema.documents.c.id == wanted.document.id)).scalar()
            found = loading.record(connection, key) if key is not None else None
        if found is not None and [one.id for one in found.statements] != [one.id for one in wanted.statements]:
            raise AssertionError(f"Document {number} has {len(found.statements)} of {len(wanted.statements)} statements.")
        words = drawn.choice(wanted.document.text.split())
        matches = search(archive, Query(words=words)).matches if any(map(str.isalpha, words)) else 0
        yield {"number": number, "status": "seen" if found else "not there yet", "why": f"{matches} matches"}


def numbers(written: str) -> list[int]:
    """Numbers as the command line has them: 0-99, or 5,3,9."""
    first, dash, last = written.partition("-")
    return list(range(int(first), int(last) + 1)) if dash else [int(one) for one in written.split(",")]


def main() -> int:
    """Do what the command line says."""
    what, place, which, patience, seconds = sys.argv[1:6]
    try:
        with opened(place, patience=float(patience)) as archive:
            print(json.dumps("ready"), flush=True)
            sys.stdin.readline()
            for step in _steps(archive, what, which, float(seconds)):
                print(json.dumps(step), flush=True)
    except ArchiveError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return SAID
    return 0


def _steps(archive: Archive, what: str, which: str, seconds: float) -> Iterator[dict[str, str | int | None]]:
    if what == "read":
        return read(archive, int(which))
    if what == "traces":
        return traced(archive)
    return added(archive, numbers(which), seconds, are_sources=what == "sources")


if __name__ == "__main__":
    sys.exit(main())
