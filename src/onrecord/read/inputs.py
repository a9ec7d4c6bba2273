"""Inputs: what a person lists on the command line to the single sources that it stands for, folders opened."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from onrecord.errors import InputError

# Files that hold one document each, and those that hold many, which only an archive takes in.
SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".srt", ".vtt"})
CARRIERS = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".warc", ".wacz", ".rss", ".atom", ".xml", ".json", ".js", ".gz"})


class PassedOver(msgspec.Struct, frozen=True):
    """Something in a folder that is not read. why: one sentence that names it."""

    path: str
    why: str


class Inputs(msgspec.Struct, frozen=True):
    """The sources to read, in order, and what of the folders was left out."""

    inputs: tuple[str, ...]
    left_out: tuple[PassedOver, ...]


def inputs(arguments: Sequence[str], suffixes: Collection[str] = SUFFIXES) -> Inputs:
    """Every argument in its order; a folder gives the documents in it and in its folders, sorted by path.

    suffixes: of the files in folders that are read. Hidden files and folders are no one's documents and are not mentioned. Raises InputError for a folder without documents.
    """
    sources: list[str] = []
    left_out: list[PassedOver] = []
    for argument in arguments:
        if _is_folder(argument):
            opened = _opened(argument, suffixes)
            sources.extend(opened.inputs)
            left_out.extend(opened.left_out)
        else:
            sources.append(argument)
    return Inputs(tuple(sources), tuple(left_out))


def _is_folder(argument: str) -> bool:
    try:
        return argument not in {"", "-"} and Path(argument).is_dir()
    except (OSError, ValueError):
        return False


def _opened(folder: str, suffixes: Collection[str]) -> Inputs:
    found: list[str] = []
    left_out: list[PassedOver] = []

    def unreadable(error: OSError) -> None:
        left_out.append(_passed(Path(str(error.filename)), "may not be opened: give yourself the right to read it"))

    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [Path(place, name) for name in folders if Path(place, name).is_symlink()]
        left_out.extend(_passed(link, "is a link to a folder: name that folder itself") for link in links)
        for name in files:
            path = Path(place, name)
            if name.startswith("."):
                continue
            if path.suffix.lower() in suffixes:
                found.append(str(path))
            else:
                left_out.append(_passed(path, f"is not read: only files ending in {_wanted(suffixes)} are"))
    if not found:
        raise InputError(
            f"{folder} is a folder without documents: put files ending in {_wanted(suffixes)} into it, or name a file."
        )
    return Inputs(tuple(sorted(found)), tuple(sorted(left_out, key=lambda passed: passed.path)))


def _passed(path: Path, why: str) -> PassedOver:
    return PassedOver(str(path), f"{path} {why}.")


def _wanted(suffixes: Collection[str]) -> str:
    return ", ".join(sorted(suffixes))
