"""The user's own actors: one JSON file in the user's data folder, read whole and written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from onrecord.errors import InputError
from onrecord.resolve.kb.known import Known
from onrecord.resolve.kb.names import key
from onrecord.resolve.kb.period import days

_FILE = "actors.json"


def path() -> Path:
    """Where the user's own actors are kept, whether there are any or not."""
    home = os.environ.get("ONRECORD_HOME")
    if home:
        return Path(home) / _FILE
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "onrecord" / _FILE


def load(file: Path) -> tuple[Known, ...]:
    """The actors in a file that save wrote; none where there is no file."""
    try:
        actors = msgspec.json.decode(file.read_bytes(), type=tuple[Known, ...])
        for written in (one for actor in actors for office in actor.offices for one in (office.start, office.end) if one):
            days(written)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(f"{file} can't be read ({error.strerror}): it holds your own actors; see to it that you may.") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(f"{file} is damaged ({error}): mend it, or move it away and add your actors again.") from error
    return actors


def save(actors: Iterable[Known], file: Path) -> None:
    """Write actors to a file. A stop half-way leaves the file as it was."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(msgspec.json.format(msgspec.json.encode(tuple(actors)), indent=1) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            Path(unfinished).replace(file)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"{file} can't be written ({error.strerror}): set ONRECORD_HOME to a folder that you may write to."
        ) from error


def add(new: Iterable[Known], file: Path) -> tuple[int, int]:
    """Put actors into the file, each in the place of one with its id or name. Gives how many were added and how many replaced."""
    there = {actor.id: actor for actor in load(file)}
    before = set(there)
    replaced: set[str] = set()
    for actor in new:
        same = {one.id for one in there.values() if one.id == actor.id or key(one.name) == key(actor.name)}
        replaced |= same & before
        for one in same:
            del there[one]
        there[actor.id] = actor
    save(there.values(), file)
    return len(set(there) - before), len(replaced)


def remove(name: str, file: Path) -> tuple[Known, ...]:
    """Take out the actors with a name or id, and give them; none where there are none."""
    there = load(file)
    gone = tuple(actor for actor in there if actor.id == name or key(name) in {key(one) for one in (actor.name, *actor.names)})
    if gone:
        save((actor for actor in there if actor not in gone), file)
    return gone
