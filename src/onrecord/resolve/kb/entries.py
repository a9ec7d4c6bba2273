"""A file of the user's actors, YAML, JSON or FollowTheMoney, to known actors; one clear sentence for what is wrong."""

import json
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.resolve.kb.ftm import is_entity, read_entities
from onrecord.resolve.kb.known import Kind, Known, Office
from onrecord.resolve.kb.names import slug
from onrecord.resolve.kb.period import days
from onrecord.resolve.kb.titles import title, titles
from onrecord.resolve.words import countries, states

_FIELDS = {"name", "names", "type", "gender", "offices", "party", "wikidata"}
_OFFICE_FIELDS = {"title", "of", "state", "start", "end"}
_GENDERS = {"m": "m", "male": "m", "f": "f", "female": "f", "": ""}
_KINDS: dict[str, Kind] = {"person": "person", "org": "org", "organisation": "org", "organization": "org"}
_QID = re.compile(r"Q[1-9]\d*\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """The actors in a file, and a sentence for each thing in it that was left out."""

    actors: tuple[Known, ...]
    left_out: tuple[str, ...] = ()


def read(file: Path) -> Found:
    """The actors in a file: a YAML or JSON list of them, or FollowTheMoney entities, as a list or one to a line."""
    rows = _rows(file)
    if not rows:
        raise InputError(f"{file} holds no actors: give a list of them, each with at least a name.")
    entities = sum(is_entity(row) for row in rows)
    if entities and entities < len(rows):
        raise InputError(f"{file} mixes FollowTheMoney entities with other entries: put them into two files.")
    if entities:
        actors, left_out = read_entities(rows)
        if not actors:
            raise InputError(f"{file} holds no Person, Organization, Company or PublicBody with a name: nothing to add.")
        return Found(actors, left_out)
    return Found(tuple(_actor(row, f"{file}, entry {number}") for number, row in enumerate(rows, 1)))


def _rows(file: Path) -> list[Any]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text: save it as UTF-8.") from error
    except OSError as error:
        raise InputError(f"{file} can't be read ({error.strerror}): give a YAML, JSON or FollowTheMoney file.") from error
    if file.suffix.lower() in {".json", ".jsonl", ".ndjson", ".ijson", ".ftm"}:
        return _json(text, file)
    return _yaml(text, file)


def _json(text: str, file: Path) -> list[Any]:
    """The list in a JSON file, or the values of its lines."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        found = []
        for number, line in enumerate(text.splitlines(), 1):
            try:
                found += [json.loads(line)] if line.strip() else []
            except json.JSONDecodeError as error:
                raise InputError(f"{file}, line {number} is not JSON ({error.msg}): mend that line.") from error
        return found
    return whole if isinstance(whole, list) else [whole]


def _yaml(text: str, file: Path) -> list[Any]:
    # Costs 20 ms, and nothing else at run time reads YAML.
    import yaml

    try:
        whole = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(
            f"{file}{where} is not YAML ({getattr(error, 'problem', None) or 'unreadable'}): mend it there."
        ) from error
    except ValueError as error:  # a date that is none (2019-02-30)
        raise InputError(f"{file} holds a date that isn't one ({error}): mend it.") from error
    if whole is None:
        return []
    return whole if isinstance(whole, list) else [whole]


def _actor(row: Any, where: str) -> Known:  # noqa: ANN401 a parsed file can hold anything
    """One entry of a YAML or JSON list."""
    if not isinstance(row, dict):
        raise InputError(f"{where} is not a set of fields: write “name: …” and the rest below it.")
    name = _text(row, "name", where)
    if not slug(name):
        raise InputError(f"{where} has no name: give it one.")
    where = f"{where} ({name})"
    _refuse_unknown(row, _FIELDS, where)
    kind = _KINDS.get(_text(row, "type", where).lower() or "person")
    if kind is None:
        raise InputError(f"{where} has the type “{row['type']}”: make it person or org.")
    gender = _GENDERS.get(_text(row, "gender", where).lower())
    if gender is None:
        raise InputError(f"{where} has the gender “{row['gender']}”: make it m or f, or leave it out.")
    wikidata = _text(row, "wikidata", where)
    if wikidata and not _QID.match(wikidata):
        raise InputError(f"{where} has the Wikidata id “{wikidata}”: make it one like Q42, or leave it out.")
    names = _list(row, "names", where)
    if not all(isinstance(one, str) and slug(one) for one in names):
        raise InputError(f"{where} has something in its names that is none: list its other names as text.")
    offices = tuple(_office(one, f"{where}, office {number}") for number, one in enumerate(_list(row, "offices", where), 1))
    return Known(wikidata or slug(name), name, tuple(names), kind, gender, offices, _text(row, "party", where), "own")


def _office(row: Any, where: str) -> Office:  # noqa: ANN401 a parsed file can hold anything
    """One office of an entry."""
    if not isinstance(row, dict):
        raise InputError(f"{where} is not a set of fields: write “title: …” and “of: …”.")
    _refuse_unknown(row, _OFFICE_FIELDS, where)
    words = _text(row, "title", where)
    known = title(words)
    if not known:
        near = get_close_matches(words.lower(), titles(), n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "the titles that are known stand in docs/actors.md."
        raise InputError(f"{where} has the title “{words}”, which is not in the list: {hint}")
    of = _text(row, "of", where)
    if not of:
        raise InputError(f"{where} does not say of what: add “of:” with a country or body.")
    start, end = _date(row, "start", where), _date(row, "end", where)
    if start and end and days(end)[1] < days(start)[0]:
        raise InputError(f"{where} ends ({end}) before it starts ({start}): mend one of them.")
    state = _text(row, "state", where)
    return Office(known, countries().get(of, of), states().get(state, state), start, end)


def _date(row: dict[Any, Any], field: str, where: str) -> str:
    """A date as text: YAML reads 2019-01-08 as a date and 2019 as a number."""
    value = row.get(field)
    written = value.isoformat() if type(value) is date else str(value) if type(value) is int else value or ""
    try:
        if written:
            days(written)
    except (ValueError, TypeError) as error:
        raise InputError(f"{where} has the {field} “{value}”: write it as 2019-01-08, 2019-01 or 2019.") from error
    return str(written)


def _text(row: dict[Any, Any], field: str, where: str) -> str:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{where} has a {field} that is not text ({value}): put it in quotation marks.")
    return " ".join((value or "").split())


def _list(row: dict[Any, Any], field: str, where: str) -> list[Any]:
    value = row.get(field)
    if value is not None and not isinstance(value, list):
        raise InputError(f"{where} has {field} that are not a list: begin each with a dash.")
    return value or []


def _refuse_unknown(row: dict[Any, Any], fields: set[str], where: str) -> None:
    """A misspelt field would be lost in silence."""
    for field in row:
        if field not in fields:
            raise InputError(f"{where} has the field “{field}”, which is not known: use {', '.join(sorted(fields))}.")
