"""Recipes: how to read the sources of an institution, as data: which addresses, of what kind, and which pages of a sitemap count.

A recipe holds no text of the institution's own.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from onrecord.errors import OptionError
from onrecord.record import DocumentKind

_FOLDER: Final = ("data", "recipes")
_ENDING: Final = ".yaml"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pages whose address or title holds a pattern (a regular expression, in any case) are of this kind."""

    holds: str
    kind: DocumentKind


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A feed or a sitemap. kind: of its pages, where no rule says otherwise. counts: a pattern of the addresses of pages that count.

    known_from: where the address was found. checked: the day on which somebody last had an answer from it, ISO 8601; null for never.
    """

    address: str
    is_sitemap: bool = False
    kind: DocumentKind
    counts: str | None = None
    rules: tuple[Rule, ...] = ()
    known_from: str
    checked: str | None


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to read an institution's sources.

    translated_from: the language that the pages are translated from. note: what to know of them.
    """

    name: str
    title: str
    outlet: str
    language: str
    translated_from: str | None = None
    note: str | None = None
    places: tuple[Place, ...]


@cache
def recipes() -> dict[str, Recipe]:
    """The shipped recipes, by name."""
    folder = files("onrecord.store").joinpath(*_FOLDER)
    every = (_read(one.read_bytes()) for one in folder.iterdir() if one.name.endswith(_ENDING))
    return {one.name: one for one in sorted(every, key=lambda one: one.name)}


def recipe(name: str) -> Recipe:
    """The recipe of a name. Raises OptionError where there is none."""
    found = recipes().get(name)
    if found is None:
        raise OptionError(f"There is no recipe {name}: choose one of {', '.join(recipes())}.")
    return found


def kind_of(place: Place, address: str | None, title: str | None) -> DocumentKind:
    """The kind of a page by its address and title."""
    told = f"{address or ''}\n{title or ''}"
    return next((rule.kind for rule in place.rules if re.search(rule.holds, told, re.IGNORECASE)), place.kind)


def counts(place: Place, address: str | None) -> bool:
    """Whether a page counts, by its address."""
    return place.counts is None or (address is not None and re.search(place.counts, address) is not None)


def _read(raw: bytes) -> Recipe:
    import yaml

    loaded: Any = yaml.safe_load(raw)
    return msgspec.convert(loaded, Recipe)
