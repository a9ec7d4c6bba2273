"""What an archive's export holds beside its documents to rows of another archive, in one transaction after all documents.

The invariant: what is here stays as it is. Where the other archive says otherwise, that is told.
"""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, Final, overload

import msgspec
from sqlalchemy import Connection, or_, select, update

from onrecord.export.archive_lines import Decided, Feed, Removed, Sampled
from onrecord.export.log_in import take_all
from onrecord.store import rows, sample, schema
from onrecord.store.chunks import chunks
from onrecord.store.dialect import insert_new
from onrecord.store.reviews import log
from onrecord.store.reviews.decision import Decision
from onrecord.store.sample import Judgement, Sample
from onrecord.store.watched import BESIDE, Beside

# Bytes of decisions that are held in memory before they go to disk.
_HELD: Final = 4_000_000


class Waiting(Sequence[Decision]):
    """Decisions that wait for the last document, in their order, in a file of our own: a log may be longer than memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._file = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115 - it lives as long as we do
        self._places = [0]

    def put(self, one: Decision) -> None:
        """Add one to the end."""
        self._file.seek(self._places[-1])
        self._places.append(self._places[-1] + self._file.write(msgspec.json.encode(one)))

    def __len__(self) -> int:
        return len(self._places) - 1

    @overload
    def __getitem__(self, place: int) -> Decision: ...
    @overload
    def __getitem__(self, place: slice) -> list[Decision]: ...
    def __getitem__(self, place: int | slice) -> Decision | list[Decision]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        start, end = self._places[number : number + 2]
        self._file.seek(start)
        return msgspec.json.decode(self._file.read(end - start), type=Decision)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Rest(msgspec.Struct, frozen=True):
    """All that comes after the documents."""

    decisions: Waiting
    samples: list[Sample]
    removed: list[Removed]
    feeds: list[Feed]


def empty() -> Rest:
    """Nothing yet."""
    return Rest(Waiting(), [], [], [])


def put(rest: Rest, line: Decided | Sampled | Removed | Feed) -> None:
    """Keep a line until all documents are there."""
    match line:
        case Decided(decision=one):
            rest.decisions.put(one)
        case Sampled(sample=one):
            rest.samples.append(one)
        case Removed():
            rest.removed.append(line)
        case Feed():
            rest.feeds.append(line)


def take(connection: Connection, rest: Rest) -> tuple[int, list[str]]:
    """Take all of it in, in the open transaction. Gives how many decisions were new, and a sentence for what was left out."""
    count, sentences = take_all(connection, rest.decisions)
    for one in rest.samples:
        sentences += _take_sample(connection, one)
    sentences += _take_removed(connection, rest.removed)
    for feed in rest.feeds:
        _take_feed(connection, feed)
    return count, sentences


def _take_sample(connection: Connection, theirs: Sample) -> Iterator[str]:
    """Keep a sample. Of one that is here already, what was judged only there is judged here too."""
    table = schema.samples
    if connection.execute(select(table.c.id).where(table.c.id == theirs.id)).first() is None:
        sample.save(connection, theirs)
        return
    ours = sample.load(connection, theirs.id)
    if _as_drawn(ours) != _as_drawn(theirs):
        yield f"Sample {theirs.id} is another here than there, and is left out: draw it anew with the seed {theirs.seed}."
        return
    given = [one.judged for one in theirs.statements] + [one.judged for one in theirs.passages]
    made = {decision for judged in given if judged is not None for decision in judged.decisions}
    gone = made - log.among_in_force(connection, made)
    contested = 0

    def judged(here: Judgement | None, there: Judgement | None) -> Judgement | None:
        nonlocal contested
        if there is None or not gone.isdisjoint(there.decisions):
            return here
        contested += here is not None and here != there
        return here or there

    columns: dict[str, tuple[Any, ...]] = {
        name: tuple(
            msgspec.structs.replace(here, judged=judged(here.judged, there.judged))
            for here, there in zip(getattr(ours, name), getattr(theirs, name), strict=True)
        )
        for name in ("statements", "passages")
    }
    if any(columns[name] != getattr(ours, name) for name in columns):
        values = {name: rows.packed(value) for name, value in columns.items()}
        connection.execute(update(table).where(table.c.id == theirs.id).values(values))
    if contested:
        yield f"In sample {theirs.id}, {contested} were judged otherwise here than there, which stands."


def _as_drawn(one: Sample) -> Sample:
    """A sample before anybody judged it."""
    statements = tuple(msgspec.structs.replace(drawn, judged=None) for drawn in one.statements)
    passages = tuple(msgspec.structs.replace(drawn, judged=None) for drawn in one.passages)
    return msgspec.structs.replace(one, statements=statements, passages=passages)


def _take_removed(connection: Connection, removed: Sequence[Removed]) -> Iterator[str]:
    """Keep that documents were removed on demand there, but for what is here, of the same id or at the same address."""
    table, told = schema.documents, set[str]()
    for one in removed:
        of_url = table.c.url == one.url if one.url is not None else table.c.id == one.id
        here = connection.execute(select(table.c.id).where(or_(table.c.id == one.id, of_url)).order_by(table.c.key)).scalars().all()
        if not here:
            insert_new(connection, schema.tombstones, [msgspec.structs.asdict(one)])
        elif one.id in here and one.id not in told:
            yield f"Document {one.id} was removed on demand there and is here: onrecord forget {one.id} removes it."
        elif told.isdisjoint(here):
            yield f"What stands at {one.url} was removed on demand there and {here[0]} is here: onrecord forget {one.url} removes it."
        told |= set(here)


def _take_feed(connection: Connection, one: Feed) -> None:
    """Watch a feed as it was watched there; one that is watched here goes on as it is, without what was seen there."""
    is_new = connection.execute(select(schema.feeds.c.url).where(schema.feeds.c.url == one.url)).first() is None
    if is_new:
        values = {name: value for name, value in msgspec.structs.asdict(one).items() if name not in {"seen", "beside"}}
        insert_new(connection, schema.feeds, [values])
        if one.beside != Beside():
            insert_new(connection, schema.about, [{"name": BESIDE + one.url, "value": rows.packed(one.beside)}])
    for part in chunks(one.seen):
        insert_new(connection, schema.seen, [{"feed": one.url, "entry": entry, "seen_at": at} for entry, at in part])
