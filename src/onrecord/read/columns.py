"""Columns: the names that a table or a file of JSON gives what it says of a document, to ours."""

import functools
import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from onrecord.errors import OptionError
from onrecord.read.tables import rows

# So many names are listed in a message.
_SHOWN = 20

# A longer name is none of the usual ones.
_LONGEST = 60

_MARKS = re.compile(r"[\W_]+")


class Columns(msgspec.Struct, frozen=True):
    """What a person said of a carrier's names: ours to theirs, "" where theirs has none. The rest is found by the usual names."""

    by_hand: Mapping[str, str] = {}

    def values(self, fields: Mapping[str, object]) -> dict[str, object]:
        """What the fields say, by our names. Of several usual names the most telling one with a value is taken."""
        best: dict[str, tuple[int, object]] = {}
        for key, value in fields.items():
            ours, rank = _known().get(_plain(key), ("", 0))
            if ours and ours not in self.by_hand and not _is_empty(value) and (ours not in best or rank < best[ours][0]):
                best[ours] = (rank, value)
        found = {ours: value for ours, (_, value) in best.items()}
        for ours, theirs in self.by_hand.items():
            value = look_up(fields, theirs) if theirs else None
            if not _is_empty(value):
                found[ours] = value
        return found

    def check(self, rows: Sequence[Mapping[str, object]], name: str) -> None:
        """Raise OptionError where a column named by hand is in none of the carrier's first rows, or nothing in them can be the text."""
        known = {key: None for row in rows for key in row}
        for ours, theirs in self.by_hand.items():
            if theirs and not any(_has(row, theirs) for row in rows):
                raise OptionError(f"{name} has no column “{theirs}” for {ours}: {_listed(known)}.")
        if not any(self.by_hand.get(ours) for ours in ("text", "html")) and not any(
            ours in {"text", "html"} and ours not in self.by_hand
            for key in known
            for ours, _ in [_known().get(_plain(key), ("", 0))]
        ):
            raise OptionError(
                f"{name} has no column that is known to hold a text: say which does, as in text=body; {_listed(known)}."
            )


def parse_columns(words: str | None) -> Columns:
    """The columns of a map such as "published=date,text=body"; "language=" says that there is no such column.

    Raises OptionError where it is no such map.
    """
    by_hand: dict[str, str] = {}
    for pair in (words or "").split(","):
        if not pair.strip():
            continue
        ours, sign, theirs = (part.strip() for part in pair.partition("="))
        if not sign:
            raise OptionError(f"“{pair.strip()}” does not name a column: write OURS=THEIRS, as in published=date,text=body.")
        if ours not in our_names():
            raise OptionError(f"“{ours}” is not one of the names that a column can be given: use {', '.join(our_names())}.")
        if ours in by_hand:
            raise OptionError(f"Two columns are named for {ours}: name one.")
        by_hand[ours] = theirs
    return Columns(by_hand)


def look_up(fields: Mapping[str, object], key: str) -> object:
    """The field's value; author.name is the name in the object author, where no field is called that."""
    if key in fields:
        return fields[key]
    inside: object = fields
    for part in key.split("."):
        if not isinstance(inside, Mapping) or part not in inside:
            return None
        inside = inside[part]
    return inside


def how_known(columns: Columns, ours: str) -> str | None:
    """The carrier's name for one of ours, where a person gave it."""
    return columns.by_hand.get(ours) or None


@functools.cache
def our_names() -> tuple[str, ...]:
    """Our names, in the order of the list."""
    return tuple(ours for ours, _ in rows("columns.tsv") if not ours.startswith("("))


@functools.cache
def name_keys() -> tuple[str, ...]:
    """Where an object that stands for a person or an outlet has its name, the best first."""
    return next(tuple(theirs.split("|")) for ours, theirs in rows("columns.tsv") if ours == "(name)")


def name_in(value: Mapping[str, object]) -> object:
    """The name in an object that stands for a person or an outlet."""
    by_plain = {_plain(key): found for key, found in value.items() if not _is_empty(found)}
    return next((by_plain[key] for key in name_keys() if key in by_plain), None)


def _has(fields: Mapping[str, object], key: str) -> bool:
    return key in fields or look_up(fields, key) is not None


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, list | dict) and not value)


def _listed(known: Collection[str]) -> str:
    shown = [f"“{key}”" for key in list(known)[:_SHOWN]]
    return f"its columns are {', '.join(shown)}{' …' if len(known) > _SHOWN else ''}" if shown else "it has no columns"


def _plain(key: str) -> str:
    return _plain_of_short(key[:_LONGEST])


@functools.lru_cache(maxsize=10_000)
def _plain_of_short(key: str) -> str:
    return _MARKS.sub("", key.casefold())


@functools.cache
def _known() -> dict[str, tuple[str, int]]:
    """Our name and the rank among its others, by a usual name."""
    return {
        theirs: (ours, rank)
        for ours, others in rows("columns.tsv")
        if not ours.startswith("(")
        for rank, theirs in enumerate(others.split("|"))
    }
