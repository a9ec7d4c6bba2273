"""Accounts by several parties to the encounters that they are of: the same people, on days that fit, in a way that fits.

What comes out does not depend on the order in which accounts are given. Only accounts that share two people and a day are compared, each
with so many at most, so that the time grows with the number of accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import msgspec

from onrecord.compare.days import fit, iso, likeliest
from onrecord.compare.encountered import Encountered
from onrecord.compare.participants import Participant, once
from onrecord.compare.telling import How
from onrecord.record import Share
from onrecord.resolve.kb.names import fold

# Under this likelihood two accounts are not of one encounter.
LEAST: Final = 0.4
# So many accounts of the same people on one day are compared with each other; what is beyond them with these.
_NEAREST: Final = 40
# People of one account by whom others are looked for: a summit's list is long.
_NAMED: Final = 12
# Two texts of one party are of one encounter where they share so much of the rarer one's words; else it tells of two.
_SAME_TEXT: Final = 0.35
_SAME_FORM: Final = 0.6
# Likelihoods that are nearer than this don't tell which of two encounters is meant.
_CLOSE: Final = 0.1
_UNSURE: Final = 0.6

# How well two words for an encounter go together.
_KINDS: Final[dict[frozenset[How], float]] = {
    frozenset(("call", "meeting")): 0.5,
    frozenset(("call", "summit")): 0.4,
    frozenset(("video", "call")): 1.0,
    frozenset(("video", "meeting")): 0.95,
    frozenset(("video", "summit")): 0.9,
    frozenset(("meeting", "summit")): 0.9,
    frozenset(("talk", "call")): 0.97,
    frozenset(("talk", "video")): 0.97,
    frozenset(("talk", "meeting")): 0.97,
    frozenset(("talk", "summit")): 0.85,
}

# What each kind is called in a sentence.
WORDS: Final[dict[How, str]] = {
    "video": "a video call",
    "call": "a call",
    "summit": "a summit",
    "meeting": "a meeting",
    "talk": "a conversation",
}


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One party's account of an encounter."""

    party: str
    encountered: Encountered


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """Accounts of one encounter, by two parties at least, sorted by party and document.

    date: the likeliest day, ISO 8601. likelihood: that all are of one encounter, in [0, 1]. is_unsure: a party tells of several such
    encounters that day, and which one is meant is not told. reason: why they are taken for one, in plain words.
    """

    accounts: tuple[Telling, ...]
    kind: How
    participants: tuple[Participant, ...]
    date: str
    likelihood: Share
    is_unsure: bool
    reason: str


class _Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two accounts, by their places, that may be of one encounter; kept apart where they are one party's of two. shared: people of both."""

    first: int
    second: int
    likelihood: float


def met(given: Iterable[tuple[str, Encountered]]) -> tuple[Met, ...]:
    """The encounters that two parties or more tell of, by day. given: each account with its party; each goes to one encounter at most."""
    tellings = sorted({(party, one) for party, one in given}, key=lambda each: _order(*each))
    links, apart = _links(tellings)
    groups = _grouped(len(tellings), links, apart)
    found = [
        _met([tellings[place] for place in group], group, links, apart)
        for group in groups
        if len({tellings[place][0] for place in group}) > 1
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.kind, [each.encountered.document for each in one.accounts])))


def likelihood(one: Encountered, other: Encountered) -> float:
    """How likely two accounts are of one encounter, in [0, 1]: by who took part, when, how, and what is told."""
    people = _people(one.participants, other.participants)
    return people and people * fit(one.days, other.days) * _kinds(one.kinds, other.kinds) * (0.94 + 0.06 * _alike(one, other))


def _links(tellings: Sequence[tuple[str, Encountered]]) -> tuple[list[_Link], set[tuple[int, int]]]:
    """Which accounts may be of one encounter, and which may not though they are of the same people and days."""
    links: list[_Link] = []
    apart: set[tuple[int, int]] = set()
    seen: set[tuple[int, int]] = set()
    for several in _buckets(tellings):
        for number, first in enumerate(several[:_NEAREST]):
            for second in several[number + 1 :]:
                if (first, second) in seen:
                    continue
                seen.add((first, second))
                (party, one), (another, other) = tellings[first], tellings[second]
                share = likelihood(one, other)
                if party == another and not _is_same_telling(one, other):
                    apart.add((first, second))
                elif share >= LEAST:
                    links.append(_Link(first=first, second=second, likelihood=share))
                else:
                    apart.add((first, second))
    return links, apart


def _buckets(tellings: Sequence[tuple[str, Encountered]]) -> list[list[int]]:
    """Places of accounts that share two people and a day; posts last, so that official texts are what others are compared with."""
    found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for place, (_, one) in enumerate(tellings):
        keys = set[tuple[str, str]]()
        for first, second in combinations(one.participants[:_NAMED], 2):
            keys |= {(min(a, b), max(a, b)) for a in first.keys for b in second.keys if a != b}
        for first_key, second_key in keys:
            for day, _ in one.days:
                found[first_key, second_key, day].append(place)
    return [list(one) for one in sorted({tuple(several) for several in found.values() if len(several) > 1})]


def _grouped(size: int, links: Sequence[_Link], apart: set[tuple[int, int]]) -> list[list[int]]:
    """Groups of places: the likeliest links first, none that would bring together what is apart."""
    group = [[place] for place in range(size)]
    of = list(range(size))
    for link in sorted(links, key=lambda one: (-one.likelihood, one.first, one.second)):
        first, second = of[link.first], of[link.second]
        if first == second or _are_apart(group[first], group[second], apart):
            continue
        low, high = min(first, second), max(first, second)
        for place in group[high]:
            of[place] = low
        group[low], group[high] = sorted(group[low] + group[high]), []
    return [several for several in group if len(several) > 1]


def _are_apart(one: Sequence[int], other: Sequence[int], apart: set[tuple[int, int]]) -> bool:
    return any((min(a, b), max(a, b)) in apart for a in one for b in other)


def _met(
    tellings: Sequence[tuple[str, Encountered]], places: Sequence[int], links: Sequence[_Link], apart: set[tuple[int, int]]
) -> Met:
    inside = set(places)
    own = [one for one in links if one.first in inside and one.second in inside]
    across = [one.likelihood for one in own if tellings[places.index(one.first)][0] != tellings[places.index(one.second)][0]]
    best = max(across)
    rivals = [one for one in links if (one.first in inside) != (one.second in inside) and one.likelihood >= best - _CLOSE]
    is_unsure = any(_is_rival(one, inside, apart) for one in rivals)
    everyone = once(each for _, one in tellings for each in one.participants)
    day = likeliest([one.days for _, one in tellings])
    share = sum(across) / len(across) * (_UNSURE if is_unsure else 1.0)
    return Met(
        accounts=tuple(Telling(party=party, encountered=one) for party, one in tellings),
        kind=_kind([one for _, one in tellings]),
        participants=everyone,
        date=iso(day) if day else "",
        likelihood=round(min(1.0, share), 3),
        is_unsure=is_unsure,
        reason=_reason(tellings, everyone, is_unsure=is_unsure),
    )


def _is_rival(link: _Link, inside: set[int], apart: set[tuple[int, int]]) -> bool:
    """Whether an account of the group might as well go with another that the group's own are apart from."""
    outer = link.second if link.first in inside else link.first
    return any((min(outer, one), max(outer, one)) in apart for one in inside)


def _people(one: Sequence[Participant], other: Sequence[Participant]) -> float:
    """How well those who took part agree, in [0, 1]; 0 under two who are the same."""
    pairs = _matched(one, other)
    if len(pairs) < 2 or all(here.is_assumed and there.is_assumed for here, there in pairs):
        return 0.0
    named = [(here, there) for here, there in pairs if not (here.is_assumed and there.is_assumed)]
    surest = sorted((_sureness(here, there) for here, there in named), reverse=True)[:2]
    more = len(one) - len(pairs), len(other) - len(pairs)
    sides = {here.country or there.country for here, there in pairs}
    of_one_side = (0.4 if min(more) else 0.8 if max(more) else 1.0) if len(sides) == 1 and "" not in sides else 1.0
    return (
        of_one_side
        * min(surest)
        * (0.97 ** min(more) if min(more) else 1.0)
        * (0.98 ** max(more))
        * (0.85 if min(more) and len(pairs) <= min(more) else 1.0)
    )


def _sureness(one: Participant, other: Participant) -> float:
    if one.id and one.id == other.id:
        return 1.0
    return 0.95 if one.name and other.name else 0.85


def _matched(one: Sequence[Participant], other: Sequence[Participant]) -> list[tuple[Participant, Participant]]:
    """Who is the same in both, each once; those who are known by id first."""
    left = list(other)
    found: list[tuple[Participant, Participant]] = []
    for is_known in (True, False):
        for here in one:
            if any(here is pair[0] for pair in found):
                continue
            there = next((each for each in left if here.is_same(each) and (bool(here.id and each.id) or not is_known)), None)
            if there is not None:
                found.append((here, there))
                left.remove(there)
    return found


def _kinds(one: Sequence[How], other: Sequence[How]) -> float:
    """How well the words of two accounts go together, in [0, 1]; a summit that was held by video is still no call of two."""
    for here, there in ((one, other), (other, one)):
        if "summit" in here and set(there) <= {"call", "talk"}:
            return _KINDS[frozenset(("call", "summit"))]
    return max(1.0 if here == there else _KINDS[frozenset((here, there))] for here in one for there in other)


def _alike(one: Encountered, other: Encountered) -> float:
    """How much of the shorter text's names, numbers and rare words the other has, in [0, 1]."""
    least = min(len(one.about), len(other.about))
    return len(one.about & other.about) / least if least else 0.0


def _is_same_telling(one: Encountered, other: Encountered) -> bool:
    """Whether two texts of one party may be of one encounter.

    Two that are there to tell of one, in the same form (“Telephone conversation with …” twice), are of two, unless they say the same.
    """
    if one.document == other.document:
        return False
    return not _is_same_form(one.title, other.title) or _alike(one, other) >= _SAME_TEXT


def _is_same_form(one: str, other: str) -> bool:
    """Whether two titles that name an encounter have most of their words in common."""
    here, there = (frozenset(fold(each).split()) for each in (one, other))
    return bool(here and there) and len(here & there) >= _SAME_FORM * len(here | there)


def _kind(given: Sequence[Encountered]) -> How:
    """What most of the accounts call it; words that fit anything count for less."""
    counts: dict[How, float] = defaultdict(float)
    for one in given:
        for place, how in enumerate(one.kinds):
            counts[how] += (0.3 if how == "talk" else 1.0) / (1 + place)
    return min(counts, key=lambda how: (-counts[how], how))


def _reason(tellings: Sequence[tuple[str, Encountered]], everyone: Sequence[Participant], *, is_unsure: bool) -> str:
    """Who is named by all, when and how, and what speaks against it, in plain words."""
    common = [one for one in everyone if all(any(one.is_same(each) for each in other.participants) for _, other in tellings)]
    who = "Both" if len(tellings) == 2 else f"All {len(tellings)}"
    kinds = {party: WORDS[one.kind] for party, one in tellings}
    called = next(iter(kinds.values())) if len(set(kinds.values())) == 1 else ""
    how = f"call it {called}" if called else "; ".join(f"{party} calls it {how}" for party, how in kinds.items())
    dated = {party: iso(max(one.days, key=lambda each: (each[1], -each[0]))[0]) for party, one in tellings}
    same = len(set(dated.values())) == 1
    when = f"on {next(iter(dated.values()))}" if same else ", ".join(f"{party} on {day}" for party, day in dated.items())
    name = " and ".join(one.shown for one in common[:3]) or "two of the same people"
    told = f"{who} are of an encounter of {name}, {when}; {'all ' if called and len(tellings) > 2 else 'both ' if called else ''}{how}."
    return told + (
        " A party tells of several such encounters that day, and which of them is meant is not told." if is_unsure else ""
    )


def _order(party: str, one: Encountered) -> tuple[bool, str, str, tuple[str, ...], tuple[str, ...]]:
    return one.is_post, party, one.document, tuple(each.shown for each in one.participants), one.kinds
