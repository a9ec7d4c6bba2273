"""Disks that fail: a small one that fills up, one that may not be written, and a file whose bytes were flipped."""

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# SQLite's pages, and how many bytes are flipped in one of them.
PAGE = 4096
FLIPPED = 64


def may_mount() -> bool:
    """Whether this user may mount: root outside most containers."""
    return os.geteuid() == 0 and shutil.which("mount") is not None and _does("mount", "--fake", "-t", "tmpfs", "tmpfs", "/mnt")


@contextmanager
def small_disk(folder: Path, megabytes: float) -> Iterator[None]:
    """A disk of a few megabytes at a folder, in memory."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={int(megabytes * 1024)}k", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def enlarge(folder: Path, megabytes: float) -> None:
    """Make room on a small disk."""
    subprocess.run(["mount", "-o", f"remount,size={int(megabytes * 1024)}k", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing may be written, its files included; root is told so by a mount, for rights don't bind it."""
    if may_mount():
        subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    places = [folder, *folder.iterdir()]
    rights = [one.stat().st_mode for one in places]
    try:
        for one in places:
            one.chmod(0o555 if one.is_dir() else 0o444)
        yield
    finally:
        for one, mode in zip(places, rights, strict=True):
            one.chmod(mode)


def flip(path: Path, seed: int) -> int:
    """Flip bytes of a page in the middle half of a file, and give the page's number, from 1."""
    drawn = random.Random(seed)
    pages = path.stat().st_size // PAGE
    page = drawn.randrange(pages // 4, max(pages // 4 + 1, 3 * pages // 4))
    start = page * PAGE + drawn.randrange(0, PAGE - FLIPPED)
    with path.open("r+b") as file:
        file.seek(start)
        there = file.read(FLIPPED)
        file.seek(start)
        file.write(bytes(one ^ 0xFF for one in there))
    return page + 1


def copied(path: Path, to: Path) -> Path:
    """A file's copy, in the place of an earlier one and of what SQLite made beside that."""
    for old in to.parent.glob(f"{to.name}*"):
        old.unlink()
    shutil.copy(path, to)
    return to


def contents(path: Path) -> dict[str, list[str]]:
    """Every row of every table of a file, as far as SQLite can read them; bytes that flipped in unused room change none."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    found: dict[str, list[str]] = {}
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
            found[name.decode()] = sorted(map(repr, connection.execute(f'SELECT * FROM "{name.decode()}"')))  # noqa: S608 - our own names
    except sqlite3.DatabaseError as error:
        found["error"] = [str(error)]
    finally:
        connection.close()
    return found


def _does(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
