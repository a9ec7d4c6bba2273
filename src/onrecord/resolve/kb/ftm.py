"""FollowTheMoney entities to known actors: persons, organisations, and the positions that occupancies tie them to.

Only what is plain is taken: a position whose name, or name and country, is not one of the known titles is left out, with a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from onrecord.resolve.kb.known import Kind, Known, Office
from onrecord.resolve.kb.names import slug
from onrecord.resolve.kb.period import days
from onrecord.resolve.kb.titles import title
from onrecord.resolve.words import countries, states

_KINDS: dict[str, Kind] = {"Person": "person", "Organization": "org", "Company": "org", "PublicBody": "org"}
_TIES = {"Position", "Occupancy"}
_GENDERS = {"male": "m", "female": "f"}
_OF = re.compile(r"^(?P<title>.+?)(?: of (?:the )?| \(|, (?:the )?)(?P<of>[^()]+?)\)?$")
_QID = re.compile(r"Q[1-9]\d*\Z")
_DAY = 10  # characters of an ISO day; times of day after it are dropped


def is_entity(row: Any) -> bool:  # noqa: ANN401 a parsed file can hold anything
    """Whether a value from a file is a FollowTheMoney entity."""
    return (
        isinstance(row, dict)
        and isinstance(row.get("schema"), str)
        and isinstance(row.get("properties"), dict)
        and isinstance(row.get("id"), str)
    )


def read_entities(rows: Sequence[dict[str, Any]]) -> tuple[tuple[Known, ...], tuple[str, ...]]:
    """The actors among entities, and a sentence for each entity that was left out."""
    positions = {row["id"]: row for row in rows if row["schema"] == "Position"}
    offices: dict[str, list[Office]] = defaultdict(list)
    left_out: list[str] = []
    for row in rows:
        if row["schema"] == "Occupancy":
            made = [_office(row, positions[post]) for post in _values(row, "post") if post in positions]
            holders = _values(row, "holder")
            if not holders or not made or None in made:
                left_out.append(
                    f"Occupancy {row['id']} was left out: its position is not one of the known offices, or not in the file."
                )
            for holder in holders:
                offices[holder] += [office for office in made if office is not None]
        elif row["schema"] not in _KINDS and row["schema"] not in _TIES:
            left_out.append(f"{row['schema']} {row['id']} was left out: only persons, organisations and their positions are read.")
    actors: list[Known] = []
    for row in rows:
        if row["schema"] not in _KINDS:
            continue
        name = _first(row, "name") or str(row.get("caption") or "")
        if slug(name):
            actors.append(_actor(row, name, offices[row["id"]]))
        else:
            left_out.append(f"{row['schema']} {row['id']} was left out: it has no name.")
    return tuple(actors), tuple(left_out)


def _actor(row: dict[str, Any], name: str, offices: Sequence[Office]) -> Known:
    others = dict.fromkeys([*_values(row, "name"), *_values(row, "alias"), *_values(row, "previousName")])
    qid = next((one for one in _values(row, "wikidataId") if _QID.match(one)), "")
    return Known(
        qid or slug(name),
        name,
        tuple(one for one in others if one != name and slug(one)),
        _KINDS[row["schema"]],
        _GENDERS.get(_first(row, "gender"), ""),
        tuple(sorted(dict.fromkeys(offices), key=lambda office: office.start)),
        _first(row, "political"),
        "own",
    )


def _office(occupancy: dict[str, Any], position: dict[str, Any]) -> Office | None:
    """The office that an occupancy of a position makes; None where the position's name says no known title and place."""
    name = _first(position, "name")
    match = _OF.match(name)
    found = title(match["title"]) if match else title(name)
    of = match["of"] if match else next((countries()[one] for one in _values(position, "country") if one in countries()), "")
    if not found or not of:
        return None
    state = states().get(of, "") if of in states() and of not in countries() else ""
    start, end = _date(_first(occupancy, "startDate")), _date(_first(occupancy, "endDate"))
    if start and end and days(end)[1] < days(start)[0]:
        return None
    return Office(found, "United States" if state else countries().get(of, of), state, start, end)


def _date(written: str) -> str:
    try:
        days(written[:_DAY])
    except ValueError:
        return ""
    return written[:_DAY]


def _values(row: dict[str, Any], name: str) -> list[str]:
    """A property's values that are text; FollowTheMoney keeps each as a list, and nested entities by their id."""
    value = row["properties"].get(name, [])
    listed = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else one["id"] for one in listed if isinstance(one, str) or _is_nested(one)]


def _is_nested(value: Any) -> bool:  # noqa: ANN401 a parsed file can hold anything
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _first(row: dict[str, Any], name: str) -> str:
    return next(iter(_values(row, name)), "")
