"""An archive of a million generated statements: how fast it is filled, how large it gets, and how fast it is searched.

    python -m bench.archive --statements 1000000 --vectors

SQLite, and PostgreSQL beside it: in the database of --postgres, or by a server of its own where it is installed (which runs without
fsync and is removed at the end). The archive stays under build/archives for the next run. Adding is timed without the making of the
articles. Warm searches are of one process; a cold one is the first of a new process, with the opening of the archive but without the
start of Python; the system's own cache of files is left as it is.
"""

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from bench import generated
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive, opened
from onrecord.store.vectors import SIZE
from tests.store.postgres import Server, binaries

FOLDER = Path("build") / "archives"

# Searches of each kind, warm and each in a process of its own.
WARM, COLD = 40, 5

# A search counts among the typical ones with fewer matches than these.
FEW = 20_000

# Which share of articles the first and the last are whose times are compared.
TENTH = 10

# Statements' vectors lie around so many topics, so near.
TOPICS, NEARNESS = 300, 0.7

ONE = """
import sys, time
import msgspec
from bench.archive import embed
from onrecord.store.archive import opened
from onrecord.store.search import Query, search
query = msgspec.json.decode(sys.argv[2], type=Query)
begin = time.perf_counter()
with opened(sys.argv[1]) as archive:
    search(archive, query, embed)
    print(time.perf_counter() - begin)
"""


@cache
def _topics() -> NDArray[np.float32]:
    """Unit vectors, float32 [TOPICS, SIZE]."""
    drawn = np.random.default_rng(generated.SEED).standard_normal((TOPICS, SIZE)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def embed(texts: Any) -> NDArray[np.float32]:
    """Unit vectors that are a function of the words alone, around the topic that the longest of them stands for, float32 [n, SIZE]."""
    made = np.empty((len(texts), SIZE), dtype=np.float32)
    for place, words in enumerate(texts):
        noise = np.random.default_rng(_number(words)).standard_normal(SIZE, dtype=np.float32)
        noise /= np.linalg.norm(noise)
        made[place] = NEARNESS * _topics()[_number(max(words.split(), key=len, default="")) % TOPICS] + (1 - NEARNESS) * noise
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def _number(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")


class Filled(msgspec.Struct, frozen=True):
    """How an archive was filled. seconds, processor: of each tenth of the articles, by the clock and of our own process.

    bytes: of the file or database at the end.
    """

    documents: int
    statements: int
    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    bytes: int

    def lines(self) -> Iterator[str]:
        """What is printed of it."""
        total = sum(self.seconds)
        yield (
            f"{self.statements:,} statements in {self.documents:,} documents added in {total:.0f} s: "
            f"{self.statements / total:.0f} statements, {self.documents / total:.1f} documents a second"
        )
        yield f"{self.bytes / 2**20:.0f} MB, {self.bytes / self.statements:.0f} bytes a statement"
        yield (
            f"the last tenth took {self.seconds[-1] / self.seconds[0]:.2f} of the first tenth's time, and "
            f"{self.processor[-1] / self.processor[0]:.2f} of its processor time"
        )


def fill(archive: Archive, documents: int, seed: int, meaning: Meaning | None) -> Filled:
    """Add the first articles to an empty archive."""
    seconds, processor, statements, begin = [0.0] * TENTH, [0.0] * TENTH, 0, time.monotonic()
    for number in range(documents):
        record, raw = generated.record(number, seed)
        before, worked = time.perf_counter(), time.process_time()
        outcome = archive_record(archive, record, raw, origin=str(number), meaning=meaning)
        seconds[number * TENTH // documents] += time.perf_counter() - before
        processor[number * TENTH // documents] += time.process_time() - worked
        statements += outcome.statements
        if number % 5000 == 4999:
            print(f"  {number + 1:,} documents after {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return Filled(documents, statements, tuple(seconds), tuple(processor), size(archive))


def size(archive: Archive) -> int:
    """Bytes that the archive takes on disk."""
    if archive.is_postgres:
        with archive.read() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
    path = archive.path
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if one.suffix != ".json") if path else 0


def filled(place: str, notes: Path, documents: int, seed: int, meaning: Meaning | None) -> Filled:
    """The archive at a place, filled now or by an earlier run, whose figures are in the notes."""
    if notes.exists():
        return msgspec.json.decode(notes.read_bytes(), type=Filled)
    with opened(place, create=True) as archive:
        made = fill(archive, documents, seed, meaning)
    notes.write_bytes(msgspec.json.encode(made))
    return made


def cold(place: str, query: Any) -> float:
    """Seconds of a search that a new process begins with."""
    command = [sys.executable, "-c", ONE, place, msgspec.json.encode(query).decode()]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def searched(place: str, documents: int, seed: int, *, by_meaning: bool) -> None:
    """Time the searches and print a line for each kind."""
    from bench.searches import KINDS, Searches
    from onrecord.store.search import Query, search

    drawn = Searches(documents, seed)
    common = drawn.common()
    kinds: dict[str, Callable[[], Query]] = {kind: lambda kind=kind: drawn.draw(kind) for kind in KINDS}  # type: ignore[misc]
    kinds[f"very many ({common})"] = lambda: Query(words=common)
    if by_meaning:
        kinds["by meaning"] = lambda: Query(like=drawn.sentence())
    print(f"{'milliseconds':28}{'warm p50':>10}{'warm p95':>10}{'cold p50':>10}{'cold most':>11}{'matches p50':>13}{'most':>10}")
    rare_warm: list[float] = []
    many = 0
    with opened(place) as archive:
        for kind, make in kinds.items():
            search(archive, make(), embed)
            times, matches = [], []
            for query in [make() for _ in range(WARM)]:
                begin = time.perf_counter()
                found = search(archive, query, embed)
                times.append(time.perf_counter() - begin)
                matches.append(found.matches)
            fresh = [cold(place, make()) for _ in range(COLD)]
            if kind in KINDS:
                rare_warm += [one for one, count in zip(times, matches, strict=True) if count < FEW]
                many += sum(count >= FEW for count in matches)
            print(
                f"{kind:28}{_ms(times, 50):>10}{_ms(times, 95):>10}{_ms(fresh, 50):>10}{1000 * max(fresh):>11.1f}"
                f"{statistics.median(matches):>13,.0f}{max(matches):>10,}",
                flush=True,
            )
    print(f"{'the first eight together':28}{_ms(rare_warm, 50):>10}{_ms(rare_warm, 95):>10}", end="")
    print(f"  of {len(rare_warm)} with fewer than {FEW:,} matches; {many} with more are left out")


def _ms(seconds: list[float], percent: int) -> str:
    return f"{1000 * float(np.percentile(seconds, percent)):.1f}"


@contextmanager
def postgres(address: str | None) -> Iterator[tuple[str, bool] | None]:
    """A database's address, and whether it stays: the one given, or one of a server of ours; None without PostgreSQL."""
    programs = binaries()
    if address is not None:
        yield address, True
    elif programs is None:
        yield None
    else:
        server = Server.made(programs)
        try:
            yield server.database("bench"), False
        finally:
            server.remove()


def main() -> int:
    """Fill, measure and print, on each engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--vectors", action="store_true", help="with vectors around topics, and searches by meaning")
    parser.add_argument("--seed", type=int, default=generated.SEED)
    parser.add_argument("--postgres", help="the address of an empty database, or of one that an earlier run filled")
    parser.add_argument("--engines", default="sqlite,postgresql")
    args = parser.parse_args()
    documents = args.statements // generated.STATEMENTS
    meaning = Meaning("generated", embed) if args.vectors else None
    name = f"{args.seed}-{args.statements}{'-vectors' if args.vectors else ''}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if "sqlite" in args.engines:
        place = FOLDER / f"{name}.db"
        measured(str(place), place.with_suffix(".db.json"), documents, args.seed, meaning)
    if "postgresql" in args.engines:
        with postgres(args.postgres) as found:
            if found is None:
                print("PostgreSQL is not installed: no figures of it")
            else:
                address, stays = found
                notes = FOLDER / f"{name}-{hashlib.sha256(address.encode()).hexdigest()[:8]}.json"
                if not stays:
                    notes.unlink(missing_ok=True)
                measured(address, notes, documents, args.seed, meaning)
    return 0


def measured(place: str, notes: Path, documents: int, seed: int, meaning: Meaning | None) -> None:
    """Fill one archive and search it."""
    if not notes.exists() and "://" not in place:
        # What an interrupted run left would count as there already.
        for one in Path(place).parent.glob(f"{Path(place).name}*"):
            one.unlink()
    print(json.dumps(place), flush=True)
    for line in filled(place, notes, documents, seed, meaning).lines():
        print(line, flush=True)
    searched(place, documents, seed, by_meaning=meaning is not None)


if __name__ == "__main__":
    sys.exit(main())
