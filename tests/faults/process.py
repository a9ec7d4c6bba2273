"""A worker's process, seen from outside: what it said, and how it ended."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.faults.worker import SAID

ROOT = Path(__file__).parents[2]


class Worker:
    """A process that adds or reads; it waits until it is told to go."""

    def __init__(
        self, what: str, place: str, which: str, patience: float = 120.0, seconds: float = 0.0, before: Sequence[str] = ()
    ) -> None:
        """patience, seconds: see `tests.faults.worker`. before: a command that runs the process, such as one that limits it."""
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.faults.worker", what, place, which, str(patience), str(seconds)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[Any] = []

    def go(self) -> None:
        """Wait until it is ready, and let it begin."""
        next(self.lines(), None)
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(BrokenPipeError):
            stdin.write("go\n")
            stdin.flush()

    def lines(self) -> Iterator[Any]:
        """What it says from now on, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            # A process that is killed may leave half a line.
            with contextlib.suppress(json.JSONDecodeError):
                self.said.append(json.loads(line))
                yield self.said[-1]

    def kill(self) -> None:
        """End it as a power cut would, for it."""
        self._process.kill()
        self.end()

    def tell_to_stop(self) -> None:
        """End its input, at which a reader stops."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def end(self) -> tuple[int, str]:
        """Wait for its end: the status, and what it left on standard error."""
        for _ in self.lines():
            pass
        assert self._process.stderr is not None
        told = self._process.stderr.read()
        status = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        return status, told

    def sentence(self) -> str:
        """The one sentence that it ended with. Raises AssertionError where it ended otherwise."""
        status, told = self.end()
        assert (status, told) == (SAID, ""), f"status {status}: {told or self.said[-1:]}"
        error: str = self.said[-1]["error"]
        assert "\n" not in error, error
        assert error.endswith("."), error
        return error

    def finish(self) -> None:
        """Wait for its good end. Raises AssertionError where it ended otherwise."""
        status, told = self.end()
        assert (status, told) == (0, ""), f"status {status}: {told or self.said[-1:]}"

    @property
    def done(self) -> list[int]:
        """Numbers of the documents that it said are in the archive."""
        return [
            one["number"]
            for one in self.said
            if isinstance(one, dict) and one.get("status") in {"added", "new version", "already there"}
        ]
