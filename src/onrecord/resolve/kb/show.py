"""Known actors to lines of text for a person to look through."""

from collections.abc import Iterable, Sequence

from onrecord.resolve.kb.known import Known, Office
from onrecord.resolve.kb.names import fold


def matching(actors: Iterable[Known], words: Sequence[str]) -> list[Known]:
    """The actors of whom one name holds the beginnings of all words, accents and case aside; or whose id is the only word."""
    asked = fold(" ".join(words)).split()
    return [
        actor
        for actor in actors
        if (len(words) == 1 and actor.id == words[0])
        or (asked and any(_holds(fold(name).split(), asked) for name in (actor.name, *actor.names)))
    ]


def line(actor: Known) -> str:
    """One actor in one line: name, id, origin, and each office with its dates."""
    about = [actor.id, "yours" if actor.origin == "own" else "shipped", *([actor.party] if actor.party else [])]
    offices = "; ".join(_office(office) for office in actor.offices)
    return f"{actor.name} ({', '.join(about)})" + (f": {offices}" if offices else "")


def _office(office: Office) -> str:
    where = f"{office.of}, {office.state}" if office.state else office.of
    dates = f"{office.start}–{office.end}" if office.start or office.end else ""
    return f"{office.title}, {where}" + (f" {dates}" if dates else "")


def _holds(name: Sequence[str], asked: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in name) for one in asked)
