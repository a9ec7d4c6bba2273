"""Quotations: statements of one utterance, wherever they were reported, joined.

The invariant: which statements are one quotation is a pure function of the statements that are current and of the decisions in
force (`joined.join`), whatever the order in which they came; so adding, taking out and finding all anew give the same. Links and what
says otherwise hold statements together in regions that nothing outside bears on, and only regions that are touched are looked at
again. In `quotation_keys`, hashes from 0 on are those of words; below 0 stands the key, negated, of another statement that one is
linked with by sense, says otherwise than, or was kept apart from. A quotation without any such mark is a whole region, so that
more of the same words can join it without a second look.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from onrecord.store import schema
from onrecord.store.chunks import chunks
from onrecord.store.dialect import among, insert_new
from onrecord.store.quotations.alike import Link, Otherwise, compare
from onrecord.store.quotations.decided import Decided, check, decisions
from onrecord.store.quotations.joined import Known, Pair, join, pair
from onrecord.store.quotations.reading import candidates, keys_of, load
from onrecord.store.quotations.said import Said, same_speaker

__all__ = ["check", "leave", "place", "rebuild", "replace"]

# Statements whose regions are found at a time when all are.
_BATCH: Final = 500


def place(connection: Connection, statements: Sequence[int]) -> None:
    """Join statements that are new in the archive with those of the same utterance.

    What an older or newer version of their document says is looked at again, for only the newest counts.
    """
    others = _other_versions(connection, statements)
    if others:
        replace(connection, [*statements, *others])
        return
    new = load(connection, statements)
    _write_keys(connection, new)
    links, otherwise, near = _compared(connection, new, {})
    _mark(connection, [*otherwise, *(two for two, link in links.items() if link.by == "sense")])
    people = decisions(connection)
    linked = {key for two in links for key in two}
    if (
        otherwise
        or any(link.by == "sense" for link in links.values())
        or people.others(linked) - linked
        or _decided_within(people, linked)
    ):
        _settle(connection, set(new) | linked, people)
        return
    if not links:
        return
    members = _mates(connection, linked)
    groups = _grown(links, members)
    if _is_marked(connection, members) or people.others(members) != set(members) or _decided_within(people, members):
        _settle(connection, set(new) | linked, people)
        return
    near |= load(connection, set(members) - near.keys())
    if any(_has_strangers(near[key] for key in group if key in near) for group in groups):
        _settle(connection, set(new) | linked, people)
        return
    for group in groups:
        _extend(connection, group, members, near, new)


def replace(connection: Connection, statements: Sequence[int]) -> None:
    """Take statements, whose words, speaker, time or standing changed, out of their quotations and join them anew."""
    touched = set(statements) | set(_mates(connection, statements)) | _marked_with(connection, statements)
    _forget(connection, statements)
    now = load(connection, statements)
    _write_keys(connection, now)
    _write(connection, {key: (key, None) for key in set(statements) - now.keys()})
    _settle(connection, touched, decisions(connection))


def leave(connection: Connection, statements: Sequence[int]) -> None:
    """Take statements that are about to be deleted out of their quotations, and part those that only they held together."""
    touched = set(_mates(connection, statements)) | _marked_with(connection, statements)
    _forget(connection, statements)
    _write(connection, {key: (key, None) for key in statements})
    _settle(connection, touched - set(statements), decisions(connection), without=frozenset(statements))


def rebuild(connection: Connection) -> None:
    """Find all quotations anew."""
    table = schema.statements
    connection.execute(delete(schema.quotation_keys))
    connection.execute(update(table).values(quotation=table.c.key, why_joined=None))
    every = connection.execute(select(table.c.key).where(table.c.standing == "current").order_by(table.c.key)).scalars().all()
    for part in chunks(every, _BATCH):
        _write_keys(connection, load(connection, part))
    people = decisions(connection)
    done: set[int] = set()
    for part in chunks(every, _BATCH):
        wanted = set(part) - done
        if wanted:
            done |= _settle(connection, wanted, people)


def _settle(connection: Connection, touched: Collection[int], people: Decided, without: frozenset[int] = frozenset()) -> set[int]:
    """Find the quotations of whole regions, from any of their statements on. Gives all that was looked at."""
    statements: dict[int, Said] = {}
    links: dict[Pair, Link] = {}
    otherwise: set[Pair] = set()
    waiting = people.others(touched) - without
    cached: dict[int, Said] = {}
    while waiting:
        missing = waiting - cached.keys()
        cached |= load(connection, missing)
        batch = {key: cached[key] for key in waiting if key in cached}
        statements |= batch
        found, other, _ = _compared(connection, batch, cached)
        links |= {two: link for two, link in found.items() if without.isdisjoint(two)}
        otherwise |= {two for two in other if without.isdisjoint(two)}
        reached = {key for two in (*found, *other) for key in two}
        waiting = people.others(reached | set(batch)) - statements.keys() - without - missing
    there = statements.keys()
    known = Known(
        links,
        frozenset(otherwise),
        frozenset(two for two in people.same if there >= set(two)),
        frozenset(two for two in people.never if there >= set(two)),
    )
    result = join(statements, known)
    _unmark(connection, there)
    _mark(connection, [*otherwise, *(two for two, link in links.items() if link.by == "sense"), *result.refused])
    whys = _whys(statements, result.quotation, links, people)
    _write(connection, {key: (first, whys.get(key)) for key, first in result.quotation.items()})
    return set(there)


def _compared(
    connection: Connection, batch: Mapping[int, Said], cached: dict[int, Said]
) -> tuple[dict[Pair, Link], set[Pair], dict[int, Said]]:
    """How these statements belong together with any of the archive: links, what says otherwise, and all that was compared."""
    pairs = candidates(connection, batch)
    cached |= batch
    cached |= load(connection, {key for two in pairs for key in two} - cached.keys())
    links: dict[Pair, Link] = {}
    otherwise: set[Pair] = set()
    for two in sorted(pairs):
        one, other = cached.get(two[0]), cached.get(two[1])
        found = compare(one, other) if one is not None and other is not None else None
        if isinstance(found, Link):
            links[two] = found
        elif isinstance(found, Otherwise):
            otherwise.add(two)
    return links, otherwise, cached


def _extend(
    connection: Connection, group: set[int], members: Mapping[int, int], near: Mapping[int, Said], new: Mapping[int, Said]
) -> None:
    """Write a quotation that new statements joined, all by words: only they, and those that were first before, need a reason."""
    first = min(group)
    wanted = [key for key in sorted(group) if key != first and (key in new or members.get(key) == key)]
    changed: dict[int, tuple[int, str | None]] = {}
    for key in wanted:
        changed[key] = (first, next((why for other in sorted(group) if (why := _why(near, key, other))), None))
    _write(connection, changed)
    moved = {members[key] for key in group if key in members and members[key] != first}
    table = schema.statements
    if moved:
        connection.execute(update(table).where(among(connection, table.c.quotation, moved)).values(quotation=first))


def _why(near: Mapping[int, Said], key: int, other: int) -> str | None:
    if key == other:
        return None
    found = compare(near[key], near[other])
    return _sentence(found, near[other]) if isinstance(found, Link) else None


def _whys(
    statements: Mapping[int, Said], quotation: Mapping[int, int], links: Mapping[Pair, Link], people: Decided
) -> dict[int, str]:
    """Why each statement but the first is in its quotation: by the first statement of it that it is linked with."""
    beside: dict[int, int] = {}
    for two in (*links, *people.same):
        if quotation.get(two[0], -1) == quotation.get(two[1], -2):
            for key, other in (two, two[::-1]):
                beside[key] = min(other, beside.get(key, other))
    found = {}
    for key, other in beside.items():
        if quotation[key] == key:
            continue
        two = pair(key, other)
        if two in people.same:
            one = people.same[two]
            found[key] = f"{one.who} decided on {one.at[:10]} that it is the same as {statements[other].id}"
        else:
            found[key] = _sentence(links[two], statements[other])
    return found


def _sentence(link: Link, other: Said) -> str:
    if link.by == "sense":
        return f"says in other words what {other.id} says ({link.strength:.2f})"
    if link.run == link.count:
        return f"the same {link.count} words in a row as {other.id}"
    return f"the same {link.count} words in the same order as {other.id}"


def _grown(links: Mapping[Pair, Link], members: Mapping[int, int]) -> list[set[int]]:
    """What new links make of the quotations that they touch."""
    groups: dict[int, set[int]] = {}
    for key, first in members.items():
        groups.setdefault(first, set()).add(key)
    of = {key: group for group in groups.values() for key in group}
    for one, other in links:
        left, right = of[one], of[other]
        if left is not right:
            left |= right
            for key in right:
                of[key] = left
    return list({id(group): group for group in of.values()}.values())


def _has_strangers(statements: Iterable[Said]) -> bool:
    known = list({(one.speaker.actor, one.speaker.name): one.speaker for one in statements if one.speaker is not None}.values())
    return any(same_speaker(known[0], one) is False for one in known[1:]) if known else False


def _decided_within(people: Decided, keys: Iterable[int]) -> bool:
    wanted = set(keys)
    return any(wanted & set(two) for two in (*people.same, *people.never))


def _other_versions(connection: Connection, statements: Sequence[int]) -> list[int]:
    """Statements of the other documents at the addresses that these came from."""
    table, document = schema.statements, schema.documents
    of = set(connection.execute(select(table.c.document).where(among(connection, table.c.key, statements))).scalars())
    urls = select(document.c.url).where(among(connection, document.c.key, of), document.c.url.is_not(None))
    others = set(connection.execute(select(document.c.key).where(document.c.url.in_(urls))).scalars()) - of
    return (
        list(connection.execute(select(table.c.key).where(among(connection, table.c.document, others))).scalars()) if others else []
    )


def _mates(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """All statements of the quotations that these are in, by key, with the quotation."""
    table = schema.statements
    firsts = set(connection.execute(select(table.c.quotation).where(among(connection, table.c.key, set(keys)))).scalars())
    wanted = select(table.c.key, table.c.quotation).where(among(connection, table.c.quotation, firsts))
    return dict(connection.execute(wanted).all())


def _write_keys(connection: Connection, statements: Mapping[int, Said]) -> None:
    values = [{"hash": value, "statement": key} for key, one in statements.items() for value in keys_of(one)]
    if values:
        connection.execute(insert(schema.quotation_keys), values)


def _mark(connection: Connection, pairs: Iterable[Pair]) -> None:
    values = [{"hash": -other, "statement": key} for two in sorted(set(pairs)) for key, other in (two, two[::-1])]
    insert_new(connection, schema.quotation_keys, values)


def _unmark(connection: Connection, keys: Collection[int]) -> None:
    table = schema.quotation_keys
    connection.execute(delete(table).where(among(connection, table.c.statement, keys), table.c.hash < 0))


def _is_marked(connection: Connection, keys: Collection[int]) -> bool:
    table = schema.quotation_keys
    wanted = select(table.c.hash).where(among(connection, table.c.statement, keys), table.c.hash < 0).limit(1)
    return connection.execute(wanted).first() is not None


def _marked_with(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Statements that bear a mark of one of these."""
    table = schema.quotation_keys
    marks = {-key for key in keys}
    return set(connection.execute(select(table.c.statement).where(among(connection, table.c.hash, marks))).scalars())


def _forget(connection: Connection, keys: Sequence[int]) -> None:
    """Remove the hashes and marks of statements, and the marks that others bear of them."""
    table = schema.quotation_keys
    connection.execute(delete(table).where(among(connection, table.c.statement, keys)))
    connection.execute(delete(table).where(among(connection, table.c.hash, [-key for key in keys])))


def _write(connection: Connection, wanted: Mapping[int, tuple[int, str | None]]) -> None:
    """Write quotations and reasons, where they are others than before."""
    table = schema.statements
    columns = select(table.c.key, table.c.quotation, table.c.why_joined)
    changed = [
        {"one": row.key, "first": wanted[row.key][0], "reason": wanted[row.key][1]}
        for row in connection.execute(columns.where(among(connection, table.c.key, wanted)))
        if (row.quotation, row.why_joined) != wanted[row.key]
    ]
    if changed:
        written = update(table).where(table.c.key == bindparam("one"))
        connection.execute(written.values(quotation=bindparam("first"), why_joined=bindparam("reason")), changed)
