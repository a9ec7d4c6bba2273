"""Names that were typed to the actors and outlets of an archive, with what each was taken for."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, CompoundSelect, Connection, func, literal, or_, select, union

from onrecord.errors import OptionError
from onrecord.resolve.kb.names import fold
from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.search.found import Named, Taken
from onrecord.store.search.match import holds_text
from onrecord.store.search.names import Choice, choose, pieces

# As many names may one that was typed stand for, and so many of them are reported.
MOST: Final = 5_000
REPORTED: Final = 10


def _fitting(option: str, typed: str, choice: Choice | None) -> tuple[str, ...]:
    if choice is not None and len(choice.names) > MOST:
        raise OptionError(f"--{option} {typed!r} fits more than {MOST:,} names: write more of it.")
    return choice.names if choice is not None else ()


def _choice(connection: Connection, option: str, typed: str) -> Choice | None:
    """The best kind of likeness that the archive's names have to a typed one, over one scan of the index of names."""
    folded = fold(typed)
    if not folded:
        raise OptionError(f"--{option} {typed!r} is no name: give one of letters or digits.")
    name = schema.actors.c.folded
    head, tail = pieces(folded)
    near = holds_text(connection, literal(" ").concat(name), " " + head)
    if tail:
        near = or_(near, holds_text(connection, name, tail))
    names = connection.execute(select(name).where(near).distinct()).scalars()
    return choose(folded, names, lambda some: _persons(connection, some))


def _persons(connection: Connection, names: Sequence[str]) -> set[str]:
    table = schema.actors
    wanted = select(table.c.folded).where(table.c.type == "person").distinct()
    return {name for part in chunks(names) for name in connection.execute(wanted.where(table.c.folded.in_(part))).scalars()}


def keys(names: Sequence[str]) -> CompoundSelect[Any]:
    """The keys of all actors of these folded names, and of those that people joined with them."""
    table, alike = schema.actors, schema.actors.alias("alike")
    joined = select(alike.c.merged).where(alike.c.folded.in_(names), alike.c.merged.is_not(None))
    # Not “or”: PostgreSQL takes that for half of all actors, and reads every statement.
    return union(select(table.c.key).where(table.c.folded.in_(names)), select(table.c.key).where(table.c.merged.in_(joined)))


def named(connection: Connection, option: str, typed: str, actor: Column[int]) -> tuple[Named, CompoundSelect[Any]] | None:
    """What a typed name was taken for, and the keys of these actors; None where no name is like it.

    actor: the column that says who it is, by which statements are counted.
    """
    choice = _choice(connection, option, typed)
    names = _fitting(option, typed, choice)
    if choice is None:
        return None
    wanted = keys(names)
    counts = select(actor.label("actor"), func.count().label("number")).where(actor.in_(wanted)).group_by(actor).subquery()
    table, stands = schema.actors, schema.actors.alias("stands")
    found = connection.execute(
        select(func.min(stands.c.name).label("name"), func.sum(counts.c.number).label("number"))
        .select_from(counts.join(table, table.c.key == counts.c.actor))
        .join(stands, stands.c.key == func.coalesce(table.c.merged, table.c.key))
        .group_by(stands.c.folded)
        .order_by(func.sum(counts.c.number).desc(), func.min(stands.c.name))
    ).all()
    taken = tuple(Taken(row.name, int(row.number)) for row in found[:REPORTED])
    return Named(option, typed, choice.likeness, taken, max(0, len(found) - REPORTED)), wanted


def outlets(connection: Connection, typed: str) -> tuple[Named, list[str]] | None:
    """What a typed outlet was taken for, and the outlets as the documents have them; None where none is like it."""
    folded = fold(typed)
    if not folded:
        raise OptionError(f"--outlet {typed!r} is no name: give one of letters or digits.")
    outlet = schema.documents.c.outlet
    counted = connection.execute(select(outlet, func.count()).where(outlet.is_not(None)).group_by(outlet)).all()
    written: dict[str, list[tuple[str, int]]] = {}
    for name, number in counted:
        written.setdefault(fold(name), []).append((name, number))
    choice = choose(folded, written, lambda _: set())
    if choice is None:
        return None
    names = _fitting("outlet", typed, choice)
    found = sorted((one for name in names for one in written[name]), key=lambda one: (-one[1], one[0]))
    taken = tuple(Taken(name, number) for name, number in found[:REPORTED])
    return Named("outlet", typed, choice.likeness, taken, max(0, len(found) - REPORTED)), [name for name, _ in found]
