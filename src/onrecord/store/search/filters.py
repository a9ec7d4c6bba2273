"""The options of a search to conditions on statements, with what typed names were taken for."""

import datetime as dt
import re
from typing import Any, Final, get_args

from sqlalchemy import ColumnElement, Connection, Select, SelectBase, or_, select

from onrecord.errors import OptionError
from onrecord.record import Act, StatementKind
from onrecord.store import schema
from onrecord.store.search import speakers
from onrecord.store.search.found import Named, Query
from onrecord.store.search.match import FACETS, holding
from onrecord.store.search.query import parse

MOST_HITS: Final = 1_000

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

Conditions = list[ColumnElement[bool]]


def conditions(connection: Connection, query: Query) -> tuple[Conditions, list[Named]]:
    """What must hold of a statement besides its words. Raises OptionError where an option has a value that isn't one."""
    _check(query)
    statements = FACETS.c
    found: Conditions = []
    names: list[Named] = []
    if not query.all_versions:
        found.append(statements.standing == "current")
    for column, value in ((statements.kind, query.kind), (statements.act, query.act)):
        if value is not None:
            found.append(column == value)
    if query.channel is not None:
        found.append(statements.channel == " ".join(_storable(query.channel).split()).casefold())
    if query.since is not None and query.until is not None and day("since", query.since) > day("until", query.until):
        raise OptionError(f"--since {query.since} is later than --until {query.until}: give the earlier day first.")
    if query.since is not None:
        found.append(statements.dated >= day("since", query.since))
    if query.until is not None:
        found.append(statements.dated <= day("until", query.until))
    if query.min_confidence is not None:
        found.append(statements.confidence >= query.min_confidence)
    if query.is_reviewed is not None:
        found.append(statements.is_reviewed == query.is_reviewed)
    if query.event is not None:
        found.append(_narrowed(query, "event", _event(query.event)))
    if query.outlet is not None:
        outlets = speakers.outlets(connection, query.outlet)
        if outlets is None:
            raise _unknown("outlet", query.outlet)
        names.append(outlets[0])
        of_outlet = select(schema.documents.c.key).where(schema.documents.c.outlet.in_(outlets[1]))
        found.append(_narrowed(query, "document", of_outlet))
    _add_actors(connection, query, found, names)
    return found, names


def day(option: str, typed: str) -> str:
    """The first day of a year, month or day for since, and the last for until."""
    parts = _DAY.fullmatch(typed.strip())
    year, month, of_month = parts.groups() if parts else ("0", None, None)
    is_first = option == "since"
    try:
        dt.date(int(year), int(month or 1), int(of_month or 1))
    except ValueError as error:
        raise OptionError(f"--{option} {typed!r} is no day: write it like 2024, 2024-05 or 2024-05-14.") from error
    # Days are compared as texts, so that a month may end on its 31st.
    return f"{year}-{month or ('01' if is_first else '12')}-{of_month or ('01' if is_first else '31')}"


def _check(query: Query) -> None:
    for option, value, allowed in (("kind", query.kind, get_args(StatementKind)), ("act", query.act, get_args(Act))):
        if value is not None and value not in allowed:
            raise OptionError(f"--{option} {value!r} is none of {', '.join(allowed)}.")
    if query.min_confidence is not None and not 0 <= query.min_confidence <= 1:
        raise OptionError(f"--min-confidence {query.min_confidence} must be between 0 and 1.")
    if not 1 <= query.limit <= MOST_HITS:
        raise OptionError(f"--limit {query.limit} must be between 1 and {MOST_HITS:,}.")
    if query.skip < 0:
        raise OptionError(f"--skip {query.skip} must not be below 0.")


def _add_actors(connection: Connection, query: Query, found: Conditions, names: list[Named]) -> None:
    """What is asked of speakers, addressees and those who are named."""
    statements, to, mentions = FACETS.c, schema.addressees, schema.mentions
    if query.speaker is not None:
        named = speakers.named(connection, "speaker", query.speaker, schema.statements.c.speaker)
        if named is None:
            raise _unknown("speaker", query.speaker)
        names.append(named[0])
        found.append(_narrowed(query, "speaker", named[1]))
    if query.to is not None:
        named = speakers.named(connection, "to", query.to, to.c.actor)
        if named is None:
            raise _unknown("to", query.to)
        names.append(named[0])
        found.append(statements.key.in_(select(to.c.statement).where(to.c.actor.in_(named[1]))))
    if query.about is not None:
        named = speakers.named(connection, "about", query.about, mentions.c.actor)
        words = parse(query.about)
        either: list[ColumnElement[bool]] = []
        if named is not None:
            names.append(named[0])
            either.append(statements.key.in_(select(mentions.c.statement).where(mentions.c.actor.in_(named[1]))))
        if words.all_of:
            either.append(statements.key.in_(holding(connection, words)))
        if not either:
            raise _unknown("about", query.about)
        found.append(or_(*either))


def _narrowed(query: Query, name: str, values: SelectBase) -> ColumnElement[bool]:
    """That a column has one of some values. Without words to begin with, its own index says which statements are looked at."""
    if query.words is not None or query.like is not None:
        return FACETS.c[name].in_(values)
    table = schema.statements
    return FACETS.c.key.in_(select(table.c.key).where(table.c[name].in_(values)))


def _event(typed: str) -> Select[Any]:
    events, wanted = schema.events.c, _storable(typed).strip()
    condition: ColumnElement[Any] = or_(events.id == wanted, events.kind == wanted.casefold())
    return select(events.key).where(condition)


def _storable(typed: str) -> str:
    """Text without what no engine takes: NUL and halves of surrogate pairs."""
    return typed.encode("utf-8", "replace").decode().replace("\0", " ")


def _unknown(option: str, typed: str) -> OptionError:
    return OptionError(f"No name in the archive is like --{option} {typed[:60]!r}: check how it is written, or leave it out.")
