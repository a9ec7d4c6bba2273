"""Passages to an index of them: by words, by runs of words and by meaning, in plain arrays that are saved without pickle.

Rows are passages, in the order in which sources were given. Terms are stems of `parsed`; a run is the numbers of _RUN stems in a row,
hashed. Points are in 8 bits, with a scale for each.
"""

import json
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import InputError
from onrecord.trace.sources import Passage, Source, passages
from onrecord.trace.states import Reader
from onrecord.trace.words import Words, parsed

# Stems of a run, and the multiplier that numbers it.
_RUN: Final = 3
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)

# Of Okapi BM25: how soon a term's repetition counts no more, and how much a passage's length does.
_AGAIN: Final = 1.2
_LENGTH: Final = 0.6

# Rows that are multiplied at once: as many as stay in the processor's cache.
_BLOCK: Final = 2048

# Passages that are read at once while an index is built.
_AT_ONCE: Final = 512

_FILE, _ABOUT, _FORMAT = "index.npz", "index.json", 1

# The most bytes that a saved index may have on the disk.
_LIMIT: Final = 8_000_000_000

# What reading a damaged or half-written file may raise, from its container down to the arrays in it.
_DAMAGED: Final = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error),
    *(ValueError, LookupError, TypeError, ArithmeticError, SyntaxError, RuntimeError, MemoryError),
)


@dataclass(frozen=True, slots=True)
class Index:
    """Passages and what they are found by.

    document, start, end, speaker, day: int32 [passages]; speaker -1 and day 0 where it is not known. points: int8 [passages,
    dimension]; scale: float32 [passages]. terms: a number for each stem. first: int64 [terms + 1], where each term's rows begin in
    rows (int32) and weight (float32, BM25). runs: uint64, sorted; run_rows: int32, whose they are. version: of the encoder.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    speakers: tuple[str, ...]
    document: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    speaker: NDArray[np.int32]
    day: NDArray[np.int32]
    points: NDArray[np.int8]
    scale: NDArray[np.float32]
    terms: dict[str, int]
    first: NDArray[np.int64]
    rows: NDArray[np.int32]
    weight: NDArray[np.float32]
    runs: NDArray[np.uint64]
    run_rows: NDArray[np.int32]
    version: str

    def __len__(self) -> int:
        """How many passages it holds."""
        return len(self.document)

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        speaker, day = int(self.speaker[row]), int(self.day[row])
        return Passage(
            self.ids[self.document[row]],
            int(self.start[row]),
            int(self.end[row]),
            self.speakers[speaker] if speaker >= 0 else None,
            day or None,
        )

    def words(self, row: int) -> str:
        """A row's passage itself."""
        return self.texts[int(self.document[row])][int(self.start[row]) : int(self.end[row])]

    def cosines(self, point: NDArray[np.float32], rows: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """How near each passage is to a point, float32 [rows], or of all passages where no rows are named."""
        count = len(self) if rows is None else len(rows)
        found = np.empty(count, dtype=np.float32)
        block = np.empty((min(_BLOCK, count), self.points.shape[1]), dtype=np.float32)
        for at in range(0, count, _BLOCK):
            to = min(count, at + _BLOCK)
            part = self.points[at:to] if rows is None else self.points[rows[at:to]]
            np.copyto(block[: to - at], part)
            np.dot(block[: to - at], point, out=found[at:to])
        found *= self.scale if rows is None else self.scale[rows]
        return found

    def by_words(self, words: Words) -> NDArray[np.float32]:
        """How well each passage holds the words, by BM25, float32 [passages]."""
        found = np.zeros(len(self), dtype=np.float32)
        for stem in dict.fromkeys(stem for stem, rarity in zip(words.stems, words.bits, strict=True) if rarity > 1):
            number = self.terms.get(stem)
            if number is not None:
                low, high = self.first[number], self.first[number + 1]
                found[self.rows[low:high]] += self.weight[low:high]
        return found

    def by_runs(self, words: Words) -> NDArray[np.float32]:
        """How many runs of the words each passage holds, float32 [passages]."""
        found = np.zeros(len(self), dtype=np.float32)
        numbers = np.array([self.terms.get(stem, -1) for stem in words.stems], dtype=np.int64)
        for run in np.unique(_runs(numbers)):
            low, high = np.searchsorted(self.runs, run), np.searchsorted(self.runs, run, side="right")
            found[self.run_rows[low:high]] += 1
        return found

    def save(self, folder: Path) -> None:
        """Write it into a folder, which is made where it is not there. What tells that it is whole is removed first and written last."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _ABOUT).unlink(missing_ok=True)
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _ARRAYS}
        for name, value in self._strings().items():
            data = [one.encode("utf-8", "surrogatepass") for one in value]
            arrays[f"{name}_bytes"] = np.frombuffer(b"".join(data), dtype=np.uint8)
            arrays[f"{name}_ends"] = np.cumsum([len(one) for one in data], dtype=np.int64)
        np.savez(folder / _FILE, **arrays)
        about = {"format": _FORMAT, "encoder": self.version, "passages": len(self)}
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")

    def _strings(self) -> dict[str, Sequence[str]]:
        return {"ids": self.ids, "texts": self.texts, "speakers": self.speakers, "terms": list(self.terms)}


_ARRAYS: Final = ("document", "start", "end", "speaker", "day", "points", "scale", "first", "rows", "weight", "runs", "run_rows")
_TYPES: Final = {"points": "i1", "scale": "f4", "first": "i8", "weight": "f4", "runs": "u8"}


def build(sources: Iterable[Source], reader: Reader) -> Index:
    """An index of sources' passages. Raises InputError where there is no word in any of them."""
    ids: list[str] = []
    texts: list[str] = []
    found: list[tuple[int, Passage]] = []
    for one in sources:
        found.extend((len(ids), passage) for passage in passages(one))
        ids.append(one.id)
        texts.append(one.text)
    if not found:
        raise InputError("There is nothing to trace quotes to: the sources hold no text.")
    speakers = {name: number for number, name in enumerate(dict.fromkeys(one.speaker for _, one in found if one.speaker))}
    document = np.array([number for number, _ in found], dtype=np.int32)
    words = [texts[number][one.start : one.end] for number, one in found]
    points = np.empty((len(words), reader.dimension), dtype=np.int8)
    scale = np.empty(len(words), dtype=np.float32)
    # Texts of one length go through the encoder together, so that nothing is padded: neighbours by length.
    order = sorted(range(len(words)), key=lambda row: len(words[row]))
    for at in range(0, len(order), _AT_ONCE):
        part = order[at : at + _AT_ONCE]
        points[part], scale[part] = _rounded(reader.points([words[row] for row in part]))
    lexical = _lexical(words)
    return Index(
        ids=tuple(ids),
        texts=tuple(texts),
        speakers=tuple(speakers),
        document=document,
        start=np.array([one.start for _, one in found], dtype=np.int32),
        end=np.array([one.end for _, one in found], dtype=np.int32),
        speaker=np.array([speakers[one.speaker] if one.speaker else -1 for _, one in found], dtype=np.int32),
        day=np.array([one.day or 0 for _, one in found], dtype=np.int32),
        points=points,
        scale=scale,
        terms=lexical.terms,
        first=lexical.first,
        rows=lexical.rows,
        weight=lexical.weight,
        runs=lexical.runs,
        run_rows=lexical.run_rows,
        version=reader.version,
    )


def load(folder: Path) -> Index:
    """An index that was saved. Raises InputError where the folder holds none, or a damaged one."""
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        if about["format"] != _FORMAT:
            raise ValueError("it was made by another version of onrecord")
        if (folder / _FILE).stat().st_size > _LIMIT:
            raise ValueError("it is too large")
        with (folder / _FILE).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: file[name] for name in _ARRAYS}
            strings = {
                name: _unpacked(file[f"{name}_bytes"], file[f"{name}_ends"]) for name in ("ids", "texts", "speakers", "terms")
            }
        terms = {stem: number for number, stem in enumerate(strings["terms"])}
        made = Index(
            **arrays,
            ids=tuple(strings["ids"]),
            texts=tuple(strings["texts"]),
            speakers=tuple(strings["speakers"]),
            terms=terms,
            version=str(about["encoder"]),
        )
        _check(made, int(about["passages"]))
    except _DAMAGED as error:
        why = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        raise InputError(f"The index of sources in {folder} can't be read ({why}): build it again.") from error
    return made


def _check(made: Index, count: int) -> None:
    """Raise ValueError unless every row and offset lies inside what it points into."""
    for name in _ARRAYS:
        if getattr(made, name).dtype != np.dtype(_TYPES.get(name, "i4")):
            raise ValueError(f"{name} is of another type")
    if any(len(getattr(made, name)) != count for name in ("document", "start", "end", "speaker", "day", "points", "scale")):
        raise ValueError("its parts are of different lengths")
    lengths = np.array([len(text) for text in made.texts], dtype=np.int64)
    is_inside = (
        len(made.ids) == len(made.texts)
        and len(made.first) == len(made.terms) + 1
        and len(made.rows) == len(made.weight) == made.first[-1]
        and len(made.runs) == len(made.run_rows)
        and bool(((made.document >= 0) & (made.document < len(made.ids))).all())
        and bool(((made.start >= 0) & (made.start < made.end) & (made.end <= lengths[made.document])).all())
        and bool(((made.speaker >= -1) & (made.speaker < len(made.speakers))).all())
        and bool(((made.rows >= 0) & (made.rows < count)).all())
        and bool(((made.run_rows >= 0) & (made.run_rows < count)).all())
        and bool((np.diff(made.first) >= 0).all())
    )
    if not is_inside:
        raise ValueError("its parts do not belong together")


def _rounded(points: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    scale = np.maximum(np.abs(points).max(axis=1), 1e-9).astype(np.float32) / np.float32(127)
    return np.rint(points / scale[:, None]).astype(np.int8), scale


@dataclass(frozen=True, slots=True)
class _Lexical:
    """The parts of an index that words are found by."""

    terms: dict[str, int]
    first: NDArray[np.int64]
    rows: NDArray[np.int32]
    weight: NDArray[np.float32]
    runs: NDArray[np.uint64]
    run_rows: NDArray[np.int32]


def _lexical(words: Sequence[str]) -> _Lexical:
    """Terms with the rows that hold them, and runs."""
    terms: dict[str, int] = {}
    numbers = [np.array([terms.setdefault(stem, len(terms)) for stem in parsed(text).stems], dtype=np.int64) for text in words]
    lengths = np.array([len(one) for one in numbers], dtype=np.float32)
    every = np.concatenate([*numbers, np.zeros(0, dtype=np.int64)])
    owner = np.repeat(np.arange(len(words), dtype=np.int64), lengths.astype(np.int64))
    keys, counts = np.unique(every * len(words) + owner, return_counts=True)
    term, row = keys // len(words), keys % len(words)
    held = np.bincount(term, minlength=len(terms))
    rarity = np.log1p((len(words) - held + 0.5) / (held + 0.5))
    share = counts * (_AGAIN + 1) / (counts + _AGAIN * (1 - _LENGTH + _LENGTH * lengths[row] / max(1.0, float(lengths.mean()))))
    runs = [_runs(one) for one in numbers]
    run = np.concatenate([*runs, np.zeros(0, dtype=np.uint64)])
    run_rows = np.repeat(np.arange(len(words), dtype=np.int32), [len(one) for one in runs])
    order = np.argsort(run, kind="stable")
    return _Lexical(
        terms,
        np.concatenate([[0], np.cumsum(held)]).astype(np.int64),
        row.astype(np.int32),
        (rarity[term] * share).astype(np.float32),
        run[order],
        run_rows[order],
    )


def _runs(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hashes of every run of stems in a row, uint64; those with a stem that no passage holds are left out."""
    count = len(numbers) - _RUN + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    found = np.zeros(count, dtype=np.uint64)
    for place in range(_RUN):
        found = (found * _PRIME) ^ (numbers[place : place + count].astype(np.uint64) + np.uint64(1))
        found ^= found >> np.uint64(29)
    is_known = np.ones(count, dtype=bool)
    for place in range(_RUN):
        is_known &= numbers[place : place + count] >= 0
    kept: NDArray[np.uint64] = found[is_known]
    return kept


def _unpacked(data: NDArray[np.uint8], ends: NDArray[np.int64]) -> list[str]:
    raw, start, found = data.tobytes(), 0, []
    for end in ends.tolist():
        found.append(raw[start:end].decode("utf-8", "surrogatepass"))
        start = end
    return found
