"""Fictional articles for the archive's tests, and what is read from them."""

from functools import cache

from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.read.item import Item
from onrecord.read.source import read_item
from onrecord.record import Record

_TOWNS = ("Vesterhavn", "Ostrava Bay", "Lindmark", "Kalmora", "Port Selby", "Tarrow", "Mirefield", "Sund")
_PEOPLE = ("Oskar Lind", "Marta Velde", "Jonas Arkwright", "Priya Nandan", "Elin Storm", "Tomas Reyes", "Ada Brandt")
_THINGS = ("ferry", "bridge", "hospital", "school", "harbour", "tramway", "library", "stadium", "market")


def article(number: int) -> str:
    """A short article with four statements; each number has a text of its own."""
    town, person = _TOWNS[number % len(_TOWNS)], _PEOPLE[number % len(_PEOPLE)]
    other, thing = _PEOPLE[(number + 3) % len(_PEOPLE)], _THINGS[number % len(_THINGS)]
    surname = person.split()[-1]
    return (
        f"{town} council votes on the {thing}, round {number}\n\n"
        f"{town}, May 14, 2026. “The {thing} will cost {number + 3} million crowns and not one crown more,” {person}, the mayor of "
        f"{town}, told reporters on Monday.\n\n"
        f"{other}, who leads the opposition, said the plan for the {thing} was {number + 2} years too late.\n\n"
        f"{surname} added that work would begin in {number % 9 + 2} months. “Nobody will lose a job,” {surname} said.\n"
    )


@cache
def reading_of(text: str, url: str | None = None) -> tuple[Record, bytes]:
    """The record of a text by the fast model, and its bytes."""
    reading = read_item(Item(raw=text.encode(), name="article", text=text, url=url))
    return record(reading, load("fast")), reading.raw
