"""Long lists to short ones: neither engine takes any number of values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")

# SQLite takes 32,766 values at a time, PostgreSQL 65,535.
SIZE: Final = 10_000


def chunks(values: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """The values in order, in lists of `size` at most."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
