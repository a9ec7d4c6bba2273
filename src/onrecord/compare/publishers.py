"""Who publishes an official text to whose doings it tells: the White House to the President of the United States, a post to its author."""

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from onrecord.compare.participants import Home, Participant, holder, named
from onrecord.compare.persons import people
from onrecord.record import Document
from onrecord.resolve.words import countries, offices
from onrecord.trace.words import table

_ARTICLE: Final = re.compile(r"^the\s+")
_OF: Final = re.compile(r"^(.*)\s+of\s+(?:the\s+)?(.+)$", re.IGNORECASE)
_AUTHOR: Final = re.compile(r"\b(?:Statement|Remarks|Message)\s+(?:by|from)\s+")


def home(document: Document, day: int, party: str | None = None) -> Home:
    """From where a document is read. party: who publishes it; its outlet or the host of its address unless told."""
    for name in (party, document.outlet):
        office, country = _of_name(name or "")
        if office:
            return Home(day, office, country)
    office, country = _of_host(document.url or "")
    return Home(day, office, country)


def author(document: Document, at: Home, party: str | None = None) -> Participant | None:
    """Who took part in what a text tells of without naming its own side: who says “I”, or who holds the office that publishes it."""
    title = document.title or ""
    by = _AUTHOR.search(title)
    if by:
        end = min((place for place in (title.find(" on ", by.end()), title.find("’s ", by.end())) if place > 0), default=len(title))
        named_in = people(title, by.end(), end, at)
        if named_in and named_in[0].who.office not in ("spokesperson", "secretary"):
            return named_in[0].who
    if at.office and document.kind != "post":
        who = holder(at.office, at.country, at)
        return None if who is None else Participant(who.id, who.name, who.office, who.country, is_assumed=True)
    name = document.byline or (party if document.kind == "post" else None)
    if not name or document.kind != "post":
        return None
    who = named(name, "", "", at)
    return Participant(who.id, who.name, who.office, who.country, is_assumed=True)


def _of_name(name: str) -> tuple[str, str]:
    """The office and country of a publisher's name; empty where it is none's."""
    bare = re.sub(r"^(?:[Tt]he )\s*", "", " ".join(name.split()))
    known = offices().get(bare)
    whole = known.name if known else bare
    for written in dict.fromkeys((bare, whole)):
        plain = _ARTICLE.sub("", written.casefold())
        if plain in _names():
            office, country = _names()[plain]
            if country:
                return office, country
        of = _OF.match(written)
        if of and of[1].casefold() in _names():
            office, country = _names()[of[1].casefold()]
            return office, country or countries().get(of[2], of[2])
        words = written.split()
        if len(words) > 1 and words[0] in countries() and " ".join(words[1:]).casefold() in _names():
            return _names()[" ".join(words[1:]).casefold()][0], countries()[words[0]]
    return "", ""


def _of_host(url: str) -> tuple[str, str]:
    host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    return next((side for name, side in _hosts().items() if host == name or host.endswith(f".{name}")), ("", ""))


@cache
def _names() -> dict[str, tuple[str, str]]:
    return dict(_rows("name"))


@cache
def _hosts() -> dict[str, tuple[str, str]]:
    return dict(_rows("host"))


def _rows(kind: str) -> list[tuple[str, tuple[str, str]]]:
    rows = [row.split("|") for name, row in table("publishers.tsv", "onrecord.compare") if name == kind]
    return [(words, (office, country)) for words, office, country in rows]
