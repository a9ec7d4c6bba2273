"""Statements, and what is known of their pairs, to quotations: a pure function of the two, whatever the order they come in.

Links are taken strongest first, people's before the machine's, words before sense; one is passed over where it would bring
together two that are never one. What says otherwise than a better supported statement gains nothing by its sense.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from onrecord.store.quotations.alike import Link
from onrecord.store.quotations.said import Said, Who, same_speaker

Pair = tuple[int, int]

# How much each other statement that has the same words adds to a link by sense, and how many count.
_SUPPORT: Final = 0.05
_SUPPORTERS: Final = 3


class Known(msgspec.Struct, frozen=True):
    """What is known of pairs of keys, the lower first. same, never: decided by people; links, otherwise: found by the machine."""

    links: Mapping[Pair, Link]
    otherwise: frozenset[Pair]
    same: frozenset[Pair]
    never: frozenset[Pair]


class Joined(msgspec.Struct, frozen=True):
    """quotation: of each key, the lowest key in it. refused: links between two quotations, which were passed over."""

    quotation: Mapping[int, int]
    refused: frozenset[Pair]


def pair(one: int, other: int) -> Pair:
    """Two keys, the lower first."""
    return (one, other) if one < other else (other, one)


def join(statements: Mapping[int, Said], known: Known) -> Joined:
    """The quotations of statements, by key. statements: with everything that is linked with them or says otherwise."""
    groups = {key: [key] for key in statements}
    apart = _apart(known.never)
    against = _apart(known.otherwise)
    refused: set[Pair] = set()
    for one, other in sorted(known.same, key=lambda two: _ids(statements, two)):
        left, right = groups[one], groups[other]
        if left is not right and _forbidden(left, right, apart) is None:
            _unite(groups, left, right)
    centres: dict[int, frozenset[int]] = {}
    for one, other in _in_order(statements, known):
        left, right = groups[one], groups[other]
        if left is right:
            continue
        found = _forbidden(left, right, apart) or _forbidden(left, right, against) or _strangers(left, right, statements)
        by_sense = known.links[one, other].by == "sense"
        if found is None and by_sense and not _may_join(one, left, right, centres) and not _may_join(other, right, left, centres):
            found = (one, other)
        if found is not None:
            refused.add((one, other))
            continue
        if by_sense:
            centre = centres.get(min(left)) or centres.get(min(right)) or _centre(left, right, statements)
        _unite(groups, left, right)
        if by_sense:
            centres[min(groups[one])] = centre
    return Joined({key: min(group) for key, group in groups.items()}, frozenset(refused))


def _may_join(one: int, group: list[int], other: list[int], centres: Mapping[int, frozenset[int]]) -> bool:
    """Whether by this statement another group, that nothing has joined by its sense yet, may join this one."""
    return min(other) not in centres and one in centres.get(min(group), group)


def _centre(left: list[int], right: list[int], statements: Mapping[int, Said]) -> frozenset[int]:
    """Of two groups that join by sense the one that more may join: more statements, and rather the speaker's own words."""

    def standing(group: list[int]) -> tuple[int, int, int, str]:
        return (
            len(group),
            sum(statements[key].is_original for key in group),
            max(len(statements[key].words.stems) for key in group),
            min(statements[key].id for key in group),
        )

    return frozenset(left if standing(left) > standing(right) else right)


def _in_order(statements: Mapping[int, Said], known: Known) -> list[Pair]:
    """The machine's links, strongest first; ties go by the statements' ids, which are the same in every archive."""
    support: dict[int, int] = dict.fromkeys(statements, 0)
    for two, link in known.links.items():
        if link.by == "words":
            for key in two:
                support[key] += 1
    sense: dict[int, float] = dict.fromkeys(statements, 0.0)
    for two, link in known.links.items():
        if link.by == "sense":
            for key in two:
                sense[key] = round(sense[key] + link.strength, 6)
    weaker = {_weaker(statements, support, sense, two) for two in known.otherwise}

    def order(two: Pair) -> tuple[bool, bool, float, tuple[str, str]]:
        link = known.links[two]
        bonus = max(min(_SUPPORTERS, support[key]) + statements[key].is_primary for key in two)
        strength = link.strength + bonus * (_SUPPORT if link.by == "sense" else 0.001)
        return (link.by == "sense", bool(weaker & set(two)), -strength, _ids(statements, two))

    kept = [two for two, link in known.links.items() if link.by == "words" or not weaker & set(two)]
    return sorted(kept, key=order)


def _weaker(statements: Mapping[int, Said], support: Mapping[int, int], sense: Mapping[int, float], two: Pair) -> int:
    """Of two that say otherwise, the one that is less likely to be what was said."""

    def standing(key: int) -> tuple[bool, int, float, int, int, str]:
        one = statements[key]
        return (not one.is_primary, -support[key], -sense[key], -len(one.words.stems), one.day or 0, one.id)

    return max(two, key=standing)


def _apart(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _forbidden(left: list[int], right: list[int], apart: Mapping[int, set[int]]) -> Pair | None:
    """The first pair across two groups that is never one."""
    if not apart:
        return None
    few, many = (left, set(right)) if len(left) < len(right) else (right, set(left))
    found = [pair(one, other) for one in few for other in apart.get(one, ()) if other in many]
    return min(found, default=None)


def _strangers(left: list[int], right: list[int], statements: Mapping[int, Said]) -> Pair | None:
    """The first pair across two groups whose speakers are known and two."""
    speakers, others = _speakers(left, statements), _speakers(right, statements)
    for who, one in speakers:
        for whom, other in others:
            if same_speaker(who, whom) is False:
                return pair(one, other)
    return None


def _speakers(group: list[int], statements: Mapping[int, Said]) -> list[tuple[Who, int]]:
    found: dict[tuple[int, str | None], tuple[Who, int]] = {}
    for key in sorted(group):
        who = statements[key].speaker
        if who is not None:
            found.setdefault((who.actor, who.name), (who, key))
    return list(found.values())


def _ids(statements: Mapping[int, Said], two: Pair) -> tuple[str, str]:
    one, other = sorted(statements[key].id for key in two)
    return one, other


def _unite(groups: dict[int, list[int]], left: list[int], right: list[int]) -> None:
    few, many = (left, right) if len(left) < len(right) else (right, left)
    many.extend(few)
    for key in few:
        groups[key] = many
