"""congress-legislators (CC0) to claims: presidents, vice presidents, senators and representatives of the United States."""

from pathlib import Path
from typing import Any

import yaml

from onrecord.resolve.kb.names import slug
from onrecord.resolve.words import states
from training.kb.claims import Claim, plain

# The day of the copy in shared/data/kb; a term that ends after it is a term in office.
FILE_DATE = "2026-06-15"
_TITLES = {"prez": "president", "viceprez": "vice president", "sen": "senator", "rep": "representative"}
_TERRITORIES = {
    "DC": "District of Columbia",
    "PR": "Puerto Rico",
    "GU": "Guam",
    "VI": "U.S. Virgin Islands",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
_GENDERS = {"M": "m", "F": "f"}


def read(folder: Path) -> list[Claim]:
    """Claims from executive.yaml and legislators-current.yaml."""
    found: list[Claim] = []
    for file in ("executive.yaml", "legislators-current.yaml"):
        for person in yaml.load((folder / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            found += _claims(person)
    return found


def _claims(person: dict[str, Any]) -> list[Claim]:
    """One claim for each stretch of terms in one office."""
    usual, others = _names(person)
    known = {
        "source": "us",
        "name": usual,
        "names": others,
        "qid": person["id"].get("wikidata") or slug(" ".join(person["name"].get(part, "") for part in ("first", "middle", "last"))),
        "gender": _GENDERS[person["bio"]["gender"]],
        "surname": person["name"]["last"],
        "party": person["terms"][-1].get("party", "").replace("no party", ""),
    }
    return [
        Claim(
            **known,
            title=_TITLES[term["type"]] if term.get("state") not in _TERRITORIES else "delegate",
            of="United States",
            state=_state(term.get("state", "")),
            start=term["start"],
            end=term["end"] if term["end"] <= FILE_DATE else "",
        )
        for term in person["terms"]
    ]


def _state(code: str) -> str:
    return _TERRITORIES.get(code) or (states()[code] if code else "")


def _names(person: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The usual name and the others: an encyclopaedia's title first, then a nickname, then the given name."""
    name, last = person["name"], person["name"]["last"]
    suffix = f" {name['suffix']}" if "suffix" in name else ""
    called = [plain(person["id"].get("wikipedia", "")), f"{name['nickname']} {last}" if "nickname" in name else ""]
    middle = name.get("middle", "")
    formal = [f"{name['first']} {last}", name.get("official_full", "")]
    if middle:
        formal += [f"{name['first']} {middle} {last}", f"{name['first']} {middle[0]}. {last}"]
    if suffix:
        formal.append(f"{name['first']} {last}{suffix}")
    every = [one for one in dict.fromkeys([*called, *formal]) if one]
    return every[0], tuple(every[1:])
