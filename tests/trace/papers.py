"""Reports of one sentence of a mayor's, made by hand: what each says around it, when it appeared, where it links to."""

from typing import Any

from onrecord.read.links import Link, plain_address
from onrecord.record import DocumentId, Span
from onrecord.trace.resting import Appearance, Chain, Node, Original, Report

SAID = "The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender"
WRONG = "The ferry to Kalmora will cost forty million crowns, and everybody can read that in the contract"
SOURCE = Original(words=SAID, at=0, document=DocumentId("post"))


def report(
    name: str,
    before: str = "",
    words: str = SAID,
    after: str = " Lind said.",
    *,
    on: str | None = "2026-05-12",
    links: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> Report:
    """A report whose statement stands between other words. links: linked words, and the report that they lead to."""
    text = f"{before}{words}{after}"
    span = Span(len(before), len(before) + len(words))
    made = []
    for linked, other in links:
        start = text.index(linked)
        made.append(Link(address(other), Span(start, start + len(linked))))
    at = Appearance(
        document=DocumentId(name), outlet=f"The {name}", url=f"https://{address(name)}", published=on, content=(span,), words=words
    )
    return Report(at=at, text=text, links=tuple(made), **more)


def spot(after: str, words: str) -> Span:
    """Where words stand that come after the statement."""
    start = len(SAID) + after.index(words)
    return Span(start, start + len(words))


def address(name: str) -> str:
    found = plain_address(f"https://news.example/{name}")
    assert found is not None
    return found


def post(on: str | None = "2026-05-11T09:00:00Z") -> Report:
    return report("post", after="", on=on, is_primary=True)


def node(made: Chain, name: str) -> Node:
    (found,) = [one for one in made.nodes if one.at.document == name]
    return found


def rests(made: Chain, name: str) -> list[tuple[str | None, str, str]]:
    """On what, how sure, on what evidence."""
    return [(rest.on, rest.sure, "+".join(one.kind for one in rest.evidence)) for rest in node(made, name).rests]


def clues(made: Chain, name: str) -> list[tuple[str | None, str, str]]:
    return [(clue.on, clue.evidence.kind, clue.why_not) for clue in node(made, name).clues]
