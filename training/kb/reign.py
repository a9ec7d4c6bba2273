"""REIGN's leaders since 2000 to claims, completed from the other sources: it has days, but often a surname only.

A leader is taken where exactly one person of that country in the other sources fits, or where kb_reign_names.tsv gives the full name.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

from onrecord.resolve.kb.names import fold, key, parts, surname_keys, surname_of
from onrecord.resolve.kb.period import days
from training.kb.claims import Claim, rows

# REIGN's last month; an open term is vouched for until then.
SEEN = "2021-03-01"
SINCE = 2000
_GENDERS = {"1": "m", "0": "f"}
# “Zelensky” for “Zelenskyy”, “Yanukovich” for “Yanukovych”; measured on the surnames here, no two leaders of one country are so alike.
_ALIKE = 0.84


def read(folder: Path, others: Iterable[Claim]) -> tuple[list[Claim], list[str]]:
    """Claims, and a line for each leader who could not be completed. others: the claims of the other sources."""
    spans = {code: (where, _spans(titles)) for code, where, titles in rows("kb_reign.tsv")}
    given = {(code, leader): name for code, leader, name in rows("kb_reign_names.tsv")}
    known: dict[str, list[Claim]] = defaultdict(list)
    listed: dict[tuple[str, str], int] = defaultdict(int)
    for claim in others:
        known[claim.of].append(claim)
        listed[claim.title, claim.of] += claim.source == "ministers"
    found, left_out = [], []
    with (folder / "reign_leaders_2021-03.csv").open(encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["stateabb"] not in spans or (row["eyear"] and int(row["eyear"]) < SINCE):
                continue
            where, titles = spans[row["stateabb"]]
            leader = row["leader"].strip()
            start = f"{int(row['syear']):04}-{int(row['smonth']):02}-{int(row['sdate']):02}"
            end = f"{int(row['eyear']):04}-{int(row['emonth']):02}" if row["eyear"] else ""
            terms = [one for one in _cut(start, end, titles) if one[0] and listed[one[0], where] < 3]
            if not terms:
                continue
            person = given.get((row["stateabb"], leader)) or _completed(leader, start, known[where])
            if not person:
                left_out.append(f"{row['stateabb']}\t{leader}\t{start}\t{end}")
                continue
            gender = _GENDERS.get(row["gender"], "")
            for office, first, last in terms:
                term = {"title": office, "of": where, "start": first, "end": last, "seen": "" if last else SEEN}
                found.append(Claim("reign", person, gender=gender, surname=_surname(leader, person), **term))
    return found, left_out


def _completed(leader: str, start: str, claims: list[Claim]) -> str:
    """The full name of the one person who fits a leader's name and years; empty where none or several do."""
    fits = {claim.qid or key(claim.name): claim for claim in claims if _is_called(leader, claim) and _is_near(start, claim)}
    return next(iter(fits.values())).name if len(fits) == 1 else ""


def _is_called(leader: str, claim: Claim) -> bool:
    one, two = parts(leader), parts(claim.name)
    if key(leader) == key(claim.name) or (one and two and one.agrees(two)):
        return True
    surname = claim.surname or surname_of(claim.name)
    if key(leader) in surname_keys(surname) or (" " in leader and f" {fold(leader)}" in f" {fold(claim.name)}"):
        return True
    full = SequenceMatcher(None, key(leader), key(claim.name)).ratio() if " " in leader else 0
    return max(full, SequenceMatcher(None, key(leader), key(surname)).ratio()) >= _ALIKE


def _is_near(start: str, claim: Claim) -> bool:
    """Whether a term that began on a day may be one of somebody's: they held some office of that country within a year of it."""
    year = int(start[:4])
    last = days(claim.end or claim.seen or "2026")[1].year
    return bool(claim.start) and int(claim.start[:4]) - 1 <= year <= last + 1


def _surname(leader: str, person: str) -> str:
    """The surname as REIGN prints it (“Lopez Obrador”), spelt as in the full name; empty where REIGN prints more or otherwise."""
    words = person.split()
    for start in range(1, len(words)):
        if fold(" ".join(words[start:])) == fold(leader):
            return " ".join(words[start:])
    return ""


def _spans(titles: str) -> list[tuple[str, str]]:
    """Titles, each with the day it gives way to the next; the last has none."""
    found = []
    for span in titles.split("|"):
        name, _, until = span.partition("..")
        found.append(("" if name == "-" else name, until))
    return found


def _cut(start: str, end: str, titles: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """A term cut where the leader's title changed: title, start, end. A date at such a cut is good for its year only."""
    found = []
    for office, until in titles:
        if until and start >= until:
            continue
        cut = bool(until) and (not end or end > until)
        near = bool(until) and not cut and end == until[:7]
        found.append((office, start, until[:4] if cut or near else end))
        if not cut:
            break
        start = until
    return found
