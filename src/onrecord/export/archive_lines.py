"""The lines of an archive's own JSON Lines, which lose nothing: first what the file is, last a hash of all that stands before.

A file is: a head; the actors; the documents in the order in which they were added, each as the machine found it with the bytes that
it came from; what was traced; the decisions, first to last; the samples; what was removed on demand; the feeds; an end. Decisions are not applied to
the documents: who reads the file takes them in their order, and what they make of the statements follows.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from onrecord.errors import InputError
from onrecord.export.jsonlines import LIMIT_LINE_BYTES
from onrecord.record import ActorType, Record, Statement
from onrecord.store.reviews.decision import Decision
from onrecord.store.sample import Sample
from onrecord.store.traces.kept import Kept
from onrecord.store.watched import Beside

# The number of the form that this program writes, and the newest that it reads.
FORMAT: Final = 1

# What a head looks like from its first byte on, by which a file is known.
BEGINNING: Final = b'{"line":"archive"'


class Head(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="archive"):
    """What the file is. schema: of the archive; onrecord: the version that wrote it; archive: the archive's id; then the counts.

    has_raw: whether the documents' bytes are in it; without them it can't be imported. encoders: the versions that made the
    statements' vectors, by which some quotations are joined.
    """

    format: int
    schema: int
    onrecord: str
    archive: str
    has_raw: bool
    encoders: tuple[str, ...]
    actors: int
    documents: int
    statements: int
    reviews: int
    samples: int
    tombstones: int
    feeds: int
    traces: int = 0


class Known(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="actor"):
    """An actor as the archive knows it, before anybody joined it with another."""

    id: str
    name: str
    type: ActorType
    wikidata: str | None


class Marked(msgspec.Struct, frozen=True):
    """A statement that the machine doesn't find (any more), as it stands. place: among all statements of the document, from 0."""

    place: int
    statement: Statement


class Held(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="document"):
    """A document. record: as the machine found it. marked: marked by people, or no longer found. raw: compressed by zlib.

    speaker: whose words a source holds, where somebody said so.
    """

    record: Record
    marked: tuple[Marked, ...]
    origin: str | None
    added_at: str
    raw: bytes | None
    speaker: str | None = None


class Traces(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="traces"):
    """What was traced of a document: each wording of a statement, as the machine found it.

    made_by: which tracer; sources: hash of all sources that there were; both null where it has to be traced again.
    """

    document: str
    made_by: str | None
    sources: str | None
    traces: tuple[tuple[str, Kept], ...]


class Decided(msgspec.Struct, frozen=True, tag_field="line", tag="review"):
    """A line of the log."""

    decision: Decision


class Sampled(msgspec.Struct, frozen=True, tag_field="line", tag="sample"):
    """What was drawn at random, with how it was judged, the judgements that were taken back among them."""

    sample: Sample


class Removed(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="tombstone"):
    """That a document was removed on demand."""

    id: str
    url: str | None
    why: str
    who: str
    at: str


class Feed(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="feed"):
    """A feed that is watched. seen: its entries that were read, with the moment. beside: what of it could not be had."""

    url: str
    etag: str | None
    modified: str | None
    checked_at: str | None
    next_at: str | None
    failures: int
    last_error: str | None
    seen: tuple[tuple[str, str], ...]
    beside: Beside


class End(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="end"):
    """The last line. lines: how many stand before it; sha256: of their bytes; digest: of the archive, as `store.digest` has it."""

    lines: int
    sha256: str
    digest: str


Line = Head | Known | Held | Traces | Decided | Sampled | Removed | Feed | End


def is_archive(path: Path) -> bool:
    """Whether a file begins as an archive's export does."""
    try:
        with path.open("rb") as file:
            return file.read(len(BEGINNING)) == BEGINNING
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}.") from error


def read(path: Path, *, limit: int = LIMIT_LINE_BYTES) -> Iterator[tuple[int, Line]]:
    """Every line with its number from 1. What comes before an error has been given by then, so read it once before you use it.

    Raises InputError where the file is cut off, where a line was changed or is none, and where a newer onrecord wrote it.
    """
    found, number, is_ended = hashlib.sha256(), 0, False
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}.") from error
    with file:
        while line := file.readline(limit + 1):
            number += 1
            if len(line) > limit:
                raise InputError(f"{path}, line {number}: longer than {limit:,} bytes, so onrecord did not write it.")
            if is_ended:
                raise InputError(f"{path}, line {number}: stands behind the last line, so the file was changed: export it again.")
            one = _line(path, number, line)
            if (number == 1) != isinstance(one, Head):
                raise InputError(f"{path}, line {number}: an export begins with one line that says what it is: export it again.")
            if isinstance(one, End):
                is_ended = True
                if one.sha256 != found.hexdigest() or one.lines != number - 1:
                    raise InputError(f"{path} was changed since it was written: its hash is another; export it again.")
            found.update(line)
            yield number, one
    if not is_ended:
        raise InputError(f"{path} is cut off: its last line is missing; copy or export it again.")


def _line(path: Path, number: int, line: bytes) -> Line:
    try:
        if number == 1:
            _check_format(path, line)
        found: Line = msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeError) as error:
        where = f"{path}, line {number}"
        if not line.endswith(b"\n"):
            raise InputError(f"{where}: the file is cut off here; copy or export it again.") from error
        raise InputError(f"{where}: this is no line of an export of an archive ({error}): export it again.") from error
    return found


class _Beginning(msgspec.Struct):
    format: int = 0


def _check_format(path: Path, line: bytes) -> None:
    """Looked at before the rest: a newer form may have fields that this program can't read."""
    found = msgspec.json.decode(line, type=_Beginning).format
    if found > FORMAT:
        raise InputError(f"{path} was written by a newer onrecord (form {found}, this one reads {FORMAT}): upgrade onrecord.")
