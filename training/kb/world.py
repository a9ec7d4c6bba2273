"""Lists of the world's office-holders to claims: world-leaders-2021, world-leaders-current and ministers.tsv.

Only facts are taken: who held which office when, under which name and Wikidata id.
"""

import csv
import json
import re
from datetime import date
from pathlib import Path

from onrecord.resolve.kb.period import days
from onrecord.resolve.kb.titles import title
from onrecord.resolve.words import table
from training.kb.claims import Claim, country, plain, rows

# The latest change in world-leaders-2021 that is not later undone is of September 2022.
WIKIDATA_SEEN = "2022-09-30"
_OF = re.compile(r"^(?P<title>.+?) (?:of the|of|to the) (?P<of>.+)$")
_MONARCH = re.compile(r"^monarch of |^monarch$", re.IGNORECASE)
_KINGS = {"Bahrain": "king", "Tonga": "king"}
_QUEENS = {"Elizabeth II", "Margrethe II"}
_REGNAL = re.compile(r"(?: of (?:the )?[A-Z]|, Prince of ).*$")
_CROWNED = {"king", "queen", "prince", "emperor", "sultan", "emir"}
_QID = re.compile(r"Q\d+$")
_COMMIT = re.compile(r"\b[0-9a-f]{40}\b")
_DATES = re.compile(r"(?<!\d)20[0-3]\d(?:-[01]\d(?:-[0-3]\d)?)?(?![\d.])")
_GOOD_STILL = {"wlc-2026", "us-executive"}
# Words before an office that only say whose it is.
_LEADING = ("White House ", "Kremlin ")
_BODIES = {"European Commission", "European Council", "African Union", "African Union Commission"}
# The snapshot gives Saudi Arabia's prime minister as its king too.
_WRONG = {("Saudi Arabia", "king")}


def wikidata(folder: Path) -> list[Claim]:
    """Heads of state and government in world-leaders-2021: years only, open terms as of September 2022."""
    found: list[Claim] = []
    for file in ("wikidata.csv", "wikipedia.csv"):
        there = {(claim.title, claim.of) for claim in found}
        with (folder / "world-leaders-2021" / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                where = country(row["country"])
                label = row.get("positionLabel") or row.get("positionlabel") or ""
                name = plain(row.get("officeholderLabel") or row.get("officeholderlabel") or "")
                office = _office(label, where, name)
                start, end = row["start_year"] or "", row["end_year"] or ""
                if not office or not start or _QID.match(name) or title(name.partition(" of ")[0]) or (office, where) in there:
                    continue
                person, others = _person(name, office)
                seen = "" if end else WIKIDATA_SEEN
                known = {"names": others, "qid": row["officeholder"], "surname": _crowned_surname(person, office)}
                found.append(Claim("wikidata-2021", person, **known, title=office, of=where, start=start, end=end, seen=seen))  # type: ignore[arg-type]
    return found


def current(folder: Path) -> list[Claim]:
    """Heads of state and government in the newest snapshot of world-leaders-current."""
    file = max((folder / "world-leaders-current").glob("*.json"))
    found = []
    for entry in json.loads(file.read_text(encoding="utf-8"))["countries"].values():
        where = country(entry["country"]["name_en"])
        for position in entry["positions"].values():
            holder = (position or {}).get("current_holder") or {}
            name = plain(holder.get("name_en") or "")
            if not name:
                continue
            office, body = _title_and_body(position["title_en"], where)
            office = _office(office, body, name) or ("king" if _MONARCH.match(office) else "")
            if office == "" and position["title_en"] == "Sultan and Prime Minister":
                office = "prime minister"
            person, others = _person(name, office)
            known = {
                "names": others,
                "qid": holder["wikidata_id"] or "",
                "surname": _crowned_surname(person, office),
                "party": (holder["party"] or "").replace("independent politician", ""),
            }
            held = bool(office and holder["since"]) and (where, office) not in _WRONG
            term = {"title": office, "of": body, "start": holder["since"]} if held else {}
            found.append(Claim("current", person, **known, **term))
    return found


def ministers() -> tuple[list[Claim], list[str]]:
    """The lines of ministers.tsv, and those whose office the closed list does not have."""
    vouched = _vouched()
    found, left_out = [], []
    for where, words, name, qid, gender, start, end, source in table("ministers.tsv"):
        office, body = _title_and_body(words, country(where))
        if not title(office):
            left_out.append(f"{where}: {words}")
            continue
        seen = "" if end or source in _GOOD_STILL else vouched[source]
        if not start:
            continue
        found.append(
            Claim(
                "ministers",
                name,
                qid=qid,
                gender=gender,
                title=_office(office, body, name),
                of=body,
                start=start,
                end=end,
                seen=seen,
            )
        )
    return found, sorted(set(left_out))


def terms() -> list[Claim]:
    """The terms in kb_terms.tsv, which were read up one by one where the lists leave them open."""
    found = []
    for where, words, name, gender, start, end, seen, _ in rows("kb_terms.tsv"):
        found.append(Claim("terms", name, gender=gender, title=title(words), of=where, start=start, end=end, seen=seen))
    return found


def _vouched() -> dict[str, str]:
    """The last day that each source of ministers.tsv vouches for: the latest date in its description or in its own lines."""
    import onrecord.resolve

    file = Path(onrecord.resolve.__file__).parent / "data" / "ministers.tsv"
    dates: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# source "):
            source, _, about = line.removeprefix("# source ").partition(":")
            dates.setdefault(source, []).extend(_DATES.findall(_COMMIT.sub("", about)))
        elif line and not line.startswith("#"):
            *_, start, end, source = line.split("\t")
            dates.setdefault(source, []).extend(one for one in (start, end) if one)
    return {source: _latest(found) for source, found in dates.items() if found}


def _latest(written: list[str]) -> str:
    """The latest of dates, each at its first day, so that “2025” vouches for no more than New Year's Day."""
    return max((days(one)[0] for one in written), default=date.min).isoformat()


def _title_and_body(words: str, where: str) -> tuple[str, str]:
    """An office's words and whose it is: a body of its own goes before the country or union that it belongs to."""
    match = _OF.match(words)
    if match and match["of"] in _BODIES:
        return match["title"], match["of"]
    for leading in _LEADING:
        words = words.removeprefix(leading)
    if match and not title(words) and title(match["title"]) and where in {match["of"], country(match["of"])}:
        return match["title"], where
    return words, where


def _office(label: str, where: str, name: str) -> str:
    """The title in the closed list for a position's label; empty where it has none."""
    if _MONARCH.match(label):
        return _KINGS.get(where) or ("queen" if _REGNAL.sub("", name) in _QUEENS else "king")
    match = _OF.match(label)
    words = label if title(label) or match is None else match["title"]
    # The head of a country's government, whatever it is called; a chief minister is the head of a region elsewhere.
    return "" if words.lower() == "chief minister" else title(words).replace("premier", "prime minister")


def _person(name: str, office: str) -> tuple[str, tuple[str, ...]]:
    """A monarch's usual name, and the forms with title and country; anybody else's name as it is."""
    if office == "pope":
        bare = name.removeprefix("Pope ")
        return f"Pope {bare}", (bare,) if " " in bare else ()
    if office not in _CROWNED:
        return name, ()
    bare = _REGNAL.sub("", name)
    if " " not in bare:
        # A single word is too little to know somebody by: “King Salman”, “Emperor Naruhito”.
        return f"{office.capitalize()} {bare}", (name,) if " " in name else ()
    first = bare.split()[0] if re.search(r" [IVX]+$", bare) else bare
    titled = [f"{office.capitalize()} {bare}", f"{office.capitalize()} {first}"]
    return bare, tuple(dict.fromkeys(one for one in [name, *titled] if one != bare))


def _crowned_surname(name: str, office: str) -> str:
    """The name after a monarch's title (“King Felipe”), which stands where others have a surname."""
    if office == "pope":
        return name.removeprefix("Pope ")
    bare = re.sub(r" [IVX]+$", "", name.removeprefix(f"{office.capitalize()} "))
    return bare if office in _CROWNED and " " not in bare else ""
