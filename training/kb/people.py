"""Claims to actors: which claims are about one person, and what their offices are when all sources are put together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.resolve.kb.known import Entry, Known, Office
from onrecord.resolve.kb.names import key, parts, slug, surname_of
from onrecord.resolve.kb.period import days
from training.kb.claims import Claim, rows

# Whose names go first: the newest source's are the most usual.
NAMING = ("us", "current", "wikidata-2021", "ministers", "terms", "reign")
# Terms of one person in one office with no more than this between them are one stretch (Congress adjourns for a day or two).
_GAP = timedelta(days=5)
_SURNAME_FIRST = {"China", "Taiwan", "South Korea", "North Korea", "Cambodia"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wrote of one name in the sources: the usual name, gender, surname, other names and the id; empty where all is well."""

    name: str
    gender: str
    surname: str
    names: tuple[str, ...]
    id: str


def actors(claims: Iterable[Claim]) -> tuple[list[Entry], list[str]]:
    """Every actor, sorted by name, and a line for each doubt that a person should look at."""
    fixed: dict[str, Correction] = {}
    for source, name, gender, surname, names, qid in rows("kb_people.tsv"):
        right = Correction(name, gender, surname, tuple(filter(None, names.split("|"))), qid)
        fixed |= {key(source): right, key(name or source): right}
    doubts: list[str] = []
    groups = _groups(_with_sound_ids([_corrected(claim, fixed) for claim in claims], doubts))
    entries = [_entry(actor, group, fixed) for actor, group in groups.items()]
    same: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        same[key(entry.known.name)].append(entry.known.id)
    doubts += [f"one name, several ids: {name} {ids}" for name, ids in same.items() if len(ids) > 1]
    doubts += [f"no gender: {entry.known.name}\t{entry.known.id}" for entry in entries if not entry.known.gender]
    return sorted(entries, key=lambda entry: (key(entry.known.name), entry.known.id)), doubts


def _corrected(claim: Claim, fixed: dict[str, Correction]) -> Claim:
    right = _right(claim, fixed)
    if right is None:
        return claim
    return replace(claim, name=right.name or claim.name, names=(claim.name, *claim.names), qid=right.id or claim.qid)


def _right(claim: Claim, fixed: dict[str, Correction]) -> Correction | None:
    """What a person wrote of a claim's name, or of its id where one name is two people's."""
    return fixed.get(key(claim.qid)) or fixed.get(key(claim.name))


def _with_sound_ids(claims: list[Claim], doubts: list[str]) -> list[Claim]:
    """Claims without the ids that a more trusted source gives to somebody with another name."""
    owner: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda one: one.rank):
        if claim.qid:
            owner.setdefault(claim.qid, claim)
    sound = []
    for claim in claims:
        if claim.qid and not _may_be_one(claim, owner[claim.qid]):
            doubts.append(f"id dropped: {claim.name} ({claim.source}) has {owner[claim.qid].name}'s {claim.qid}")
            sound.append(replace(claim, qid="", party=""))
        else:
            sound.append(claim)
    return sound


def _may_be_one(one: Claim, two: Claim) -> bool:
    """Whether two names with one id can be one person's: a word of one is a word of the other, or nearly."""
    left, right = ({key(word)[:4] for name in (claim.name, *claim.names) for word in name.split()} for claim in (one, two))
    return bool(left & right)


def _groups(claims: list[Claim]) -> dict[str, list[Claim]]:
    """Claims by actor id: the Wikidata id, that of the only person with the same name, or else a slug of the name."""
    by_name: dict[str, set[str]] = defaultdict(set)
    trusted: dict[str, int] = {}
    for claim in claims:
        if claim.qid:
            trusted[claim.qid] = min(claim.rank, trusted.get(claim.qid, claim.rank))
            for name in (claim.name, *claim.names):
                by_name[key(name)].add(claim.qid)
    where: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        where[claim.qid].add(claim.of)
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        ids = by_name.get(key(claim.name), set())
        # The snapshot of 2026 was matched to Wikidata by machine: where the name has a better id, that is the one.
        if claim.source == "current" and len(ids) > 1:
            best = min(ids, key=lambda one: (trusted[one], one))
            groups[best].append(claim)
        else:
            near = ids if len(ids) == 1 else {one for one in ids if claim.of in where[one]}
            groups[claim.qid or (next(iter(near)) if len(near) == 1 else slug(claim.name))].append(claim)
    return groups


def _entry(actor: str, group: list[Claim], fixed: dict[str, Correction]) -> Entry:
    """One actor from all claims about them."""
    best = sorted(group, key=lambda claim: (NAMING.index(claim.source), claim.name))
    right = next((found for claim in best if (found := _right(claim, fixed))), Correction("", "", "", (), ""))
    name = right.name or best[0].name
    gender = right.gender or next((claim.gender for claim in sorted(group, key=lambda one: one.rank) if claim.gender), "")
    party = best[0].party if best[0].source == "us" else next((claim.party for claim in best if claim.party), "")
    listed = dict.fromkeys(one for claim in best for one in (claim.name, *claim.names))
    others = {key(one): one for one in reversed([*right.names, *listed]) if key(one) != key(name)}
    surname = right.surname or next((claim.surname for claim in best if claim.surname), "")
    if not surname and any(claim.of in _SURNAME_FIRST for claim in group):
        surname = name.split()[0] if len(name.split()) > 1 else ""
    offices, seen = _offices(group)
    names = tuple(sorted(others.values(), key=lambda one: (key(one), one)))
    return Entry(
        Known(actor, name, names, "person", gender, offices, party, "shipped"),
        surname or (surname_of(name) if parts(name) else ""),
        seen,
    )


def _offices(group: list[Claim]) -> tuple[tuple[Office, ...], dict[Office, str]]:
    """The offices of one person, with what the sources say of each stretch put together."""
    by_office: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in group:
        if claim.title:
            by_office[claim.title, claim.of, claim.state].append(claim)
    made: list[tuple[Office, str]] = []
    for (title, of, state), claims in by_office.items():
        for stretch in _stretches(claims):
            start, end, seen = _together(stretch)
            made.append((Office(title, of, state, start, end), seen))
    made.sort(key=lambda one: (days(one[0].start)[0], one[0].title, one[0].of))
    return tuple(office for office, _ in made), {office: seen for office, seen in made if seen}


def _stretches(claims: list[Claim]) -> list[list[Claim]]:
    """Claims about one office of one person, those that overlap or touch put together."""
    found: list[list[Claim]] = []
    reach = date.min
    for claim in sorted(claims, key=lambda one: (days(one.start)[0], -_precision(one.start))):
        if found and days(claim.start)[0] <= reach + _GAP:
            found[-1].append(claim)
        else:
            found.append([claim])
            reach = date.min
        last = days(claim.end)[1] if claim.end else date.max if not claim.seen else days(claim.seen)[1]
        reach = max(reach, min(last, date.max - _GAP))
    return found


def _together(claims: list[Claim]) -> tuple[str, str, str]:
    """Start, end and last day seen of one stretch."""
    first = min(days(claim.start)[0] for claim in claims)
    starts = [claim for claim in claims if days(claim.start)[0] <= first or days(claim.start)[0].year == first.year]
    start = min(starts, key=lambda claim: (-_precision(claim.start), claim.rank, claim.start)).start
    read_up = [claim for claim in claims if claim.source == "terms"]
    if read_up:
        # These were read one by one just because the lists leave their end open or vague.
        return start, read_up[-1].end, read_up[-1].seen
    open_ones = [claim for claim in claims if not claim.end]
    if any(not claim.seen for claim in open_ones):
        return start, "", ""
    ended = [claim for claim in claims if claim.end]
    seen = max((claim.seen for claim in open_ones), default="")
    latest = max((days(claim.end)[1] for claim in ended), default=date.min)
    if seen and days(seen)[1] > latest:
        return start, "", seen
    ends = [claim for claim in ended if days(claim.end)[1].year == latest.year]
    return start, min(ends, key=lambda claim: (-_precision(claim.end), claim.rank, claim.end)).end, ""


def _precision(written: str) -> int:
    return len(written)
