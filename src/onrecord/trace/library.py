"""Inputs to sources with what is known of them, and sources to an index, which may be kept in a folder for the next time.

An index that is taken from a folder is the one that would be built: of the same sources, by the same encoder.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.read.carriers import items
from onrecord.read.fields import parsed, short
from onrecord.read.inputs import CARRIERS, SUFFIXES, PassedOver
from onrecord.read.inputs import inputs as expanded
from onrecord.read.item import Item
from onrecord.read.source import read_item
from onrecord.record import Document, DocumentKind
from onrecord.trace.index import Index, build, load
from onrecord.trace.sources import Source, passages, source
from onrecord.trace.states import Reader

# What tells that a folder holds an index; beside it, of which sources it is, which is written last and removed first, and what is known
# of them.
_INDEX, _OF_WHICH, _ABOUT = "index.json", "sources.json", "about.json"

# Where exports keep a post inside its entry, and what they call its id.
_INSIDE: Final = ("tweet", "object", "post")
_IDS: Final = ("id_str", "id", "uri")
_LONGEST_ID: Final = 300


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a source. id: as in its Source. document: the id that it has in a record. origin: the input that held it."""

    id: str
    document: str
    kind: DocumentKind
    speaker: str | None = None
    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    origin: str | None = None


class Gathered(msgspec.Struct, frozen=True):
    """Sources, what is known of each by its id, and a sentence for each thing that was left out.

    authored: how many have an author and yet name nobody as their speaker, as what isn't told to be a post may be about others.
    """

    sources: tuple[Source, ...]
    about: Mapping[str, About]
    left_out: tuple[str, ...]
    authored: int = 0


def gathered(
    inputs: Sequence[str],
    *,
    kind: DocumentKind | None = None,
    speaker: str | None = None,
    step: Callable[[], None] | None = None,
) -> Gathered:
    """The sources that inputs hold: files, folders, addresses, JSON Lines, CSV, feeds, exports of posts. Nothing is extracted from them.

    kind: what they are, and speaker: whose words they hold, where they don't say. A source's id is the one that its carrier gives it,
    or else its document's. step: called after each. Raises InputError where there is no text in any, OptionError where a table's
    columns can't be told.
    """
    if not inputs:
        raise InputError("There is nothing to trace quotes to: give the sources that may hold them, such as a file of posts.")
    opened = expanded(inputs, SUFFIXES | CARRIERS)
    sources: dict[str, Source] = {}
    about: dict[str, About] = {}
    left_out = [one.why for one in opened.left_out]
    authored = 0
    for item in items(opened.inputs):
        if step is not None:
            step()
        if isinstance(item, PassedOver):
            left_out.append(item.why)
            continue
        try:
            document = read_item(msgspec.structs.replace(item, kind=item.kind or kind or "other")).document
        except InputError as error:
            left_out.append(str(error))
            continue
        named, own = _own(item)
        made = source(document, named or speaker)
        # What its carrier calls it, unless another text is called so: then it goes by its document's id.
        name = next((one for one in (own, document.id) if one and sources.get(one, made).text == made.text), document.id)
        sources.setdefault(name, msgspec.structs.replace(made, id=name))
        about.setdefault(name, _about(name, made, document, item.name))
        authored += made.speaker is None and document.byline is not None
    if not sources:
        if len(left_out) == 1:
            raise InputError(left_out[0])
        why = f": all {len(left_out)} inputs were left out. The first: {left_out[0]}" if left_out else "."
        raise InputError(f"There is nothing to trace quotes to{why}")
    return Gathered(tuple(sources.values()), about, tuple(left_out), authored)


def indexed(
    sources: Sequence[Source],
    reader: Reader,
    *,
    folder: Path | None = None,
    about: Mapping[str, About] | None = None,
    step: Callable[[int, int], None] | None = None,
) -> Index:
    """An index of sources: the one in the folder, where it was made of the same sources with this encoder; or a new one, kept there.

    about: what is known of the sources, to be kept beside it. step: called with how many passages are done, and of how many, while one
    is built. Raises InputError where no source holds a word, or the folder holds something else or can't be written.
    """
    which = _which(sources, reader)
    if folder is not None:
        _check(folder)
        try:
            if _read(folder / _OF_WHICH) == which:
                return load(folder)
        except InputError:
            pass  # damaged: it is built again
    made = build(sources, reader if step is None else _counted(reader, sources, step))
    if folder is not None:
        _keep(made, which, about or {}, folder)
    return made


def kept(folder: Path, reader: Reader) -> tuple[Index, dict[str, About]]:
    """An index that was kept, with what is known of its sources. Raises InputError where there is none, or another encoder made it."""
    if not (folder / _INDEX).is_file():
        raise InputError(f"There is no index of sources in {folder}: give the sources, and it is kept there.")
    try:
        made = load(folder)
    except InputError as error:
        raise InputError(f"The index of sources in {folder} is damaged: give its sources once more.") from error
    if made.version != reader.version:
        raise InputError(f"The index of sources in {folder} was made by another version of onrecord: give its sources once more.")
    try:
        known = msgspec.json.decode(_read(folder / _ABOUT) or b"[]", type=list[About])
    except msgspec.MsgspecError as error:
        raise InputError(
            f"What is known of the sources in {folder} can't be read ({error}): give its sources once more."
        ) from error
    return made, {one.id: one for one in known}


def _own(item: Item) -> tuple[str | None, str | None]:
    """Whose words an item says that it holds, in so many words, and the id that it gives itself."""
    if item.raw.lstrip()[:1] != b"{":
        return None, None
    try:
        fields = parsed(item.raw)
    except ValueError:
        return None, None
    if not isinstance(fields, dict):
        return None, None
    inner = [fields, *(one for name in _INSIDE if isinstance(one := fields.get(name), dict))]
    ids = (one.get(name) for one in reversed(inner) for name in _IDS)
    own = next(
        (str(one).strip() for one in ids if isinstance(one, str | int) and not isinstance(one, bool) and str(one).strip()), None
    )
    return short(fields.get("speaker")), own if own and len(own) <= _LONGEST_ID and len(own.split()) == 1 else None


def _about(name: str, made: Source, document: Document, origin: str) -> About:
    return About(
        id=name,
        document=document.id,
        kind=document.kind,
        speaker=made.speaker,
        published=document.published,
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        origin=origin,
    )


def _which(sources: Iterable[Source], reader: Reader) -> bytes:
    """What an index is known by: the encoder and the hash of all that it is made of."""
    digest = hashlib.sha256(reader.version.encode())
    for one in sources:
        digest.update(msgspec.json.encode((one.id, one.text, one.speaker, one.day, one.whole)) + b"\n")
    return msgspec.json.encode({"sha256": digest.hexdigest()})


def _check(folder: Path) -> None:
    """Raise InputError where a folder is something else, so that an index would be strewn among a person's files."""
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is a file: give a folder to keep the index of sources in.")
        held = {one.name for one in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise InputError(
            f"{folder} can't be opened ({error.strerror}): give another folder to keep the index of sources in."
        ) from error
    if held and not held & {_INDEX, _OF_WHICH, _ABOUT}:
        raise InputError(
            f"{folder} holds other files than an index of sources: give an empty folder, or one that is not there yet."
        )


def _keep(made: Index, which: bytes, about: Mapping[str, About], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _OF_WHICH).unlink(missing_ok=True)
        made.save(folder)
        (folder / _ABOUT).write_bytes(msgspec.json.encode([*about.values()]))
        (folder / _OF_WHICH).write_bytes(which)
    except OSError as error:
        raise InputError(
            f"The index can't be kept in {folder} ({error.strerror or error}): make room or give another folder."
        ) from error


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _counted(reader: Reader, sources: Iterable[Source], step: Callable[[int, int], None]) -> Reader:
    """The reader, telling how many of the sources' passages it has read."""
    same = {field.name: getattr(reader, field.name) for field in fields(Reader)}
    return _Counted(**same, step=step, total=sum(len(passages(one)) for one in sources), done=[0])


@dataclass(frozen=True, slots=True)
class _Counted(Reader):
    step: Callable[[int, int], None]
    total: int
    done: list[int]

    def points(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = Reader.points(self, texts)
        self.done[0] += len(texts)
        self.step(self.done[0], self.total)
        return found
