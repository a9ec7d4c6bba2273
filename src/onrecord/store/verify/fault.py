"""Faults, and reading on where a page, a row or a value can't be read."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, Select, func, select
from sqlalchemy.exc import DBAPIError

from onrecord.errors import OnrecordError

# How many rows are done, and of how many.
Progress = Callable[[int, int], None]

# What a driver raises where it meets damage.
UNREADABLE: Final = (DBAPIError, sqlite3.Error, ValueError, TypeError, OverflowError)

# What our own code raises where a value is none that it wrote.
SENSELESS: Final = (*UNREADABLE, OnrecordError, msgspec.MsgspecError, KeyError, AttributeError, IndexError)

# Keys that are read at a time.
BATCH: Final = 64

# Characters of a driver's words that are shown.
_SHOWN: Final = 160


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. where: a table, document, statement, decision, actor or address. what: half a sentence about it."""

    where: str
    what: str


def told(error: BaseException) -> str:
    """What an error says, in one line."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0][:_SHOWN]


def rows_of(connection: Connection, wanted: Select[Any]) -> list[Row[Any]]:
    """All rows of a query. On PostgreSQL what fails is undone by itself, so that the next query can be made."""
    if connection.dialect.name != "postgresql":
        return list(connection.execute(wanted).all())
    with connection.begin_nested():
        return list(connection.execute(wanted).all())


def by_query(connection: Connection, wanted: Select[Any], where: str, what: Callable[[Row[Any]], Fault]) -> Iterator[Fault]:
    """A fault for each row that a query finds."""
    try:
        for row in rows_of(connection, wanted):
            yield what(row)
    except UNREADABLE as error:
        yield Fault(where, f"can't be read: {told(error)}")


def sensible(where: str, check: Callable[[], Iterator[Fault]]) -> Iterator[Fault]:
    """The faults that a check finds, or that it can't make sense of what it reads."""
    try:
        yield from check()
    except SENSELESS as error:
        yield Fault(where, f"can't be made sense of: {told(error)}")


def batches(
    connection: Connection, name: str, wanted: Select[Any], key: Column[int]
) -> Iterator[tuple[Sequence[Row[Any]], list[Fault]]]:
    """The rows of a query in the order of a key, a few at a time, with the stretches of keys that can't be read.

    wanted: without order and limit. Keys of a stretch that can't be read are halved until only the rows in it are left out.
    """
    try:
        last = _last(connection, name, key)
    except UNREADABLE as error:
        yield [], [Fault(name, f"can't be read: {told(error)}")]
        return
    low = 0
    while low <= last:
        try:
            following = rows_of(connection, select(key).where(key >= low).order_by(key).limit(BATCH))
            if not following:
                return
            high = following[-1][0]
        except UNREADABLE:
            high = low + BATCH - 1
        found: list[Row[Any]] = []
        lost: list[tuple[int, int, str]] = []
        _read(connection, wanted, key, (low, high), found, lost)
        yield found, [Fault(name, f"rows {first}–{end} can't be read: {why}") for first, end, why in lost]
        low = high + 1


def _read(
    connection: Connection,
    wanted: Select[Any],
    key: Column[int],
    stretch: tuple[int, int],
    found: list[Row[Any]],
    lost: list[tuple[int, int, str]],
) -> None:
    low, high = stretch
    among: ColumnElement[bool] = key.between(low, high)
    try:
        found += rows_of(connection, wanted.where(among).order_by(key))
    except UNREADABLE as error:
        if low < high:
            middle = (low + high) // 2
            _read(connection, wanted, key, (low, middle), found, lost)
            _read(connection, wanted, key, (middle + 1, high), found, lost)
        elif lost and lost[-1][1] == low - 1:
            lost[-1] = (lost[-1][0], low, lost[-1][2])
        else:
            lost.append((low, low, told(error)))


def _last(connection: Connection, name: str, key: Column[int]) -> int:
    """The highest key; where the table can't tell, the highest that SQLite ever gave."""
    try:
        return int(rows_of(connection, select(func.max(key)))[0][0] or 0)
    except UNREADABLE:
        if connection.dialect.name == "postgresql":
            raise
        found = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).scalar()
        if found is None:
            raise
        return int(found)
