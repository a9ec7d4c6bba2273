"""An archive's sources to how many there are of each speaker, outlet and kind, from when to when, and where some are missing."""

import datetime as dt

import msgspec
import numpy as np
from sqlalchemy import Connection, select

from onrecord.record import DocumentKind
from onrecord.store import schema
from onrecord.store.traces import sources
from onrecord.trace.trace import gaps

Days = tuple[str, str]


class Group(msgspec.Struct, frozen=True):
    """Sources of one kind that hold one speaker's words, as far as that is known, by one outlet.

    texts: how many, in all versions. first, last: days of publication, ISO 8601, None where none is dated; undated: how many are
    not. gaps: first and last day of stretches without any, where there should have been some.
    """

    speaker: str | None
    outlet: str | None
    kind: DocumentKind
    texts: int
    first: str | None
    last: str | None
    undated: int
    gaps: tuple[Days, ...]


def groups(connection: Connection) -> list[Group]:
    """The sources, by speaker, then outlet, then kind; those of nobody in particular last."""
    table = schema.documents
    outlets = dict(connection.execute(select(table.c.key, table.c.outlet).where(sources.is_source())).all())
    found: dict[tuple[str | None, str | None, DocumentKind], list[int | None]] = {}
    for one in sources.every(connection):
        found.setdefault((one.speaker, outlets[one.key], one.kind), []).append(one.day)
    made = [_group(*name, days) for name, days in found.items()]
    return sorted(made, key=_order)


def _group(speaker: str | None, outlet: str | None, kind: DocumentKind, days: list[int | None]) -> Group:
    dated = sorted(day for day in days if day is not None)
    missing = gaps(np.array(dated, dtype=np.int32))
    return Group(
        speaker,
        outlet,
        kind,
        len(days),
        _iso(dated[0]) if dated else None,
        _iso(dated[-1]) if dated else None,
        len(days) - len(dated),
        tuple((_iso(one), _iso(two)) for one, two in missing),
    )


def _order(one: Group) -> tuple[bool, str, str, str]:
    return one.speaker is None, one.speaker or "", one.outlet or "", one.kind


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
