"""What an archive lives through: kills, crowds, full and read-only disks, flipped bytes, a server that goes away.

    python -m bench.faults

On SQLite and, where it is installed, on PostgreSQL, by a server of its own. One line for each, and what went wrong, which should be
nothing; the exit status is 1 where something did. Small versions run in the tests (tests/faults).
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from onrecord.store.archive import opened
from tests.faults.crowd import crowded
from tests.faults.disks import contents, copied, flip
from tests.faults.kills import killed, killed_tracing
from tests.faults.outages import away_and_back, away_for_good
from tests.faults.process import Worker
from tests.faults.soundness import damage
from tests.store.postgres import Server, binaries

FLIPS, OUTAGES = 200, 10


class WrongError(Exception):
    """Something that should not be."""


def kills(place: str, other: str, documents: int, times: int, seed: int) -> str:
    """Kill a writer."""
    outcome = killed(place, other, documents, times, seed)
    _nothing(outcome.faults, is_same=outcome.is_same)
    return f"{times} kills over {documents:,} documents: every check clean after each, the end as undisturbed"


def sources(place: str, other: str, documents: int, times: int, seed: int) -> str:
    """Kill a writer of sources."""
    outcome = killed(place, other, documents, times, seed, what="sources")
    _nothing(outcome.faults, is_same=outcome.is_same)
    return f"{times} kills over {documents:,} sources: every check clean after each, the end as undisturbed"


def traces(place: str, other: str, documents: int, times: int, seed: int) -> str:
    """Kill who traces."""
    outcome = killed_tracing(place, other, documents, times, seed)
    _nothing(outcome.faults, is_same=outcome.is_same)
    return f"{times} kills while {documents:,} articles are traced: every check clean after each, the end as undisturbed"


def crowd(place: str, other: str, documents: int, seed: int) -> str:
    """Let eight write and sixteen read."""
    outcome = crowded(place, other, documents, 8, 16, seed)
    _nothing([*outcome.met, *outcome.faults], is_same=outcome.is_same)
    if outcome.added != documents:
        raise WrongError(f"{outcome.added} added of {documents}")
    return f"8 writers, 16 readers, {documents:,} documents, seen whole {outcome.seen:,} times: nobody met a lock, nothing lost"


def flips(folder: Path, seed: int) -> str:
    """Flip bytes in copies of a file."""
    whole = folder / "whole.db"
    with opened(str(whole), create=True):
        pass
    worker = Worker("add", str(whole), "0-199")
    worker.go()
    worker.finish()
    sound, harmless, refused = contents(whole), 0, 0
    for number in range(FLIPS):
        place = copied(whole, folder / "flipped.db")
        page = flip(place, seed + number)
        named, sentence = damage(place)
        is_unchanged = not named and contents(place) == sound
        if not named and not sentence and not is_unchanged:
            raise WrongError(f"page {page} was damaged and verify says nothing")
        harmless += is_unchanged
        refused += sentence is not None
    return (
        f"{FLIPS} flipped pages: {harmless} in unused room, all others named by verify, {refused} refused in one sentence when read"
    )


def outages(server: Server, documents: int, seed: int) -> str:
    """Stop a server under a writer, and start it again."""
    _nothing([fault for number in range(OUTAGES) for fault in away_and_back(server, f"back{number}", documents, seed + number)])
    sentence, found = away_for_good(server, "gone", documents, seed)
    _nothing(found)
    return f"{OUTAGES} outages of two seconds: waited for, nothing lost; one for good: “{sentence}”"


def _nothing(found: list[str], *, is_same: bool = True) -> None:
    if found or not is_same:
        raise WrongError("; ".join(found[:5]) or "the end is not that of an undisturbed run")


def main() -> int:
    """Print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("kills", "sources", "traces", "crowd", "flips", "outages"))
    parser.add_argument("--engine", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    worst = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # What is kept beside an archive of PostgreSQL's.
        os.environ["XDG_CACHE_HOME"] = str(folder / "caches")
        programs = binaries()
        server = Server.made(programs) if programs else None
        if server is not None:
            stack.callback(server.remove)
        for name, engine, run in _runs(folder, server, args):
            if args.only in {None, name} and args.engine in {None, engine}:
                begin = time.monotonic()
                try:
                    told = run()
                except (WrongError, AssertionError) as error:
                    told, worst = f"WRONG: {error}", 1
                print(f"{name:9}{engine:12}{time.monotonic() - begin:>6.0f} s  {told}", flush=True)
    return worst


def _runs(folder: Path, server: Server | None, args: argparse.Namespace) -> Iterator[tuple[str, str, Callable[[], str]]]:
    numbers = count()

    def place(engine: str) -> str:
        number = next(numbers)
        return str(folder / f"{number}.db") if engine == "sqlite" or server is None else server.database(f"faults{number}")

    few, some = args.documents // 10, args.kills // 5
    for engine in ("sqlite", "postgresql")[: 2 if server is not None else 1]:
        yield "kills", engine, lambda engine=engine: kills(place(engine), place(engine), args.documents, args.kills, args.seed)  # type: ignore[misc]
        yield "sources", engine, lambda engine=engine: sources(place(engine), place(engine), few, some, args.seed)  # type: ignore[misc]
        yield "traces", engine, lambda engine=engine: traces(place(engine), place(engine), few // 5, some, args.seed)  # type: ignore[misc]
        yield "crowd", engine, lambda engine=engine: crowd(place(engine), place(engine), args.documents // 5, args.seed)  # type: ignore[misc]
    yield "flips", "sqlite", lambda: flips(folder, args.seed)
    if server is not None:
        yield "outages", "postgresql", lambda: outages(server, 10, args.seed)


if __name__ == "__main__":
    sys.exit(main())
