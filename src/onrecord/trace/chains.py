"""Reports of one quotation to which rests on which: on the source itself, on an earlier report, or on what is not known.

The invariant: an edge has evidence, and goes to what is surely earlier, or to what the report itself links to and is not later; where such
links go round in a circle, none of them counts. So nothing ever rests on itself, through whatever others. Copies of one text
count as one report, which is as old as the first of them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from onrecord.record import DocumentId
from onrecord.trace import framing
from onrecord.trace.departures import LIKELY
from onrecord.trace.leads import Edge, Group, Leads, against, by_channel, by_links, by_names, by_wording, by_words_around
from onrecord.trace.precedence import is_earlier, order, when
from onrecord.trace.resting import Chain, Copy, Evidence, Node, Original, Report, Rest, Sure

_RANKS: Final[Mapping[Sure, int]] = {"stated": 0, "likely": 1, "possible": 2}


def chain(reports: Sequence[Report], original: Original | None = None, outlets: Collection[str] = ()) -> Chain:
    """Which report rests on which. Time grows with the square of the reports; a thousand take some seconds.

    original: what was really said, if known; the document that holds it, if any, is to be among the reports. outlets: names of others than
    those of the reports, which these may name.
    """
    groups = _grouped(reports)
    source = next((place for place, group in enumerate(groups) if original and group.first.at.document == original.document), None)
    leads = Leads(groups, source)
    by_links(leads)
    by_names(leads, frozenset(one for one in (*outlets, *(report.at.outlet for report in reports)) if one))
    by_channel(leads)
    if original is not None:
        by_wording(leads, original)
    by_words_around(leads, original.words if original is not None else "")
    _without_circles(leads)
    if original is not None:
        against(leads, original)
    return Chain(original=original, first=_first(reports), nodes=tuple(_node(leads, place) for place in range(len(groups))))


def _grouped(reports: Sequence[Report]) -> list[Group]:
    """Copies together; the earliest first. What the speaker wrote stands alone."""
    families: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda one: (order(when(one.at.published)), one.at.document)):
        is_alone = report.family is None or report.is_primary
        families.setdefault(f"document {report.at.document}" if is_alone else f"family {report.family}", []).append(report)
    made = [Group(tuple(group), when(group[0].at.published)) for group in families.values()]
    return sorted(made, key=lambda group: (order(group.when), group.first.at.document))


def _first(reports: Sequence[Report]) -> tuple[DocumentId, ...]:
    """Dated documents that nothing is surely earlier than, copies among them; none where none is dated."""
    dated = [(moment, report.at.document) for report in reports if (moment := when(report.at.published)) is not None]
    earliest = sorted(dated, key=lambda one: (order(one[0]), one[1]))
    return tuple(document for moment, document in earliest if not any(is_earlier(other, moment) for other, _ in earliest))


def _without_circles(leads: Leads) -> None:
    """Turn edges to what is not surely earlier into clues where they lead back to where they come from."""
    loose = [
        (place, other)
        for place, found in enumerate(leads.edges)
        for other in found
        if other is not None and not leads.is_earlier(other, place)
    ]
    for place, other in [pair for pair in loose if _leads_to(leads, pair[1], pair[0])]:
        for one in leads.edges[place].pop(other).evidence:
            leads.clue(place, other, one, "circle")


def _leads_to(leads: Leads, start: int, end: int) -> bool:
    """Whether edges lead from a group to another."""
    seen: set[int | None] = {None}
    waiting: list[int | None] = [start]
    while waiting:
        place = waiting.pop()
        if place not in seen and place is not None:
            seen.add(place)
            waiting += leads.edges[place]
    return end in seen


def _node(leads: Leads, place: int) -> Node:
    group, edges = leads.groups[place], leads.edges[place]
    rests = [
        Rest(
            on=leads.groups[other].first.at.document if other is not None else None,
            sure=_sure(edge, is_earlier=other is None or leads.is_earlier(other, place)),
            evidence=tuple(edge.evidence),
            others=tuple(leads.groups[one].first.at.document for one in edge.others if one not in edges),
            beyond=edge.beyond,
        )
        for other, edge in edges.items()
    ]
    return Node(
        at=group.first.at,
        copies=tuple(_copy(group, report) for report in group.reports[1:]),
        rests=tuple(sorted(rests, key=lambda one: (_RANKS[one.sure], -len(one.evidence)))),
        clues=tuple(leads.clues[place]),
        is_primary=group.first.is_primary,
    )


def _copy(group: Group, report: Report) -> Copy:
    is_later = is_earlier(group.when, when(report.at.published))
    evidence = Evidence(
        kind="copy", of=report.at.document, here=report.at.content, there=group.first.at.content, words=report.at.words
    )
    return Copy(report.at, Rest(on=group.first.at.document, sure="likely", evidence=(evidence,)) if is_later else None)


def _sure(edge: Edge, *, is_earlier: bool) -> Sure:
    """How sure an edge is: what the report says in the statement's sentence, else what it says elsewhere or much, else what is little."""
    is_told = any(one.kind in {"link", "named"} and one.near for one in edge.evidence)
    if any(one.kind == "first hand" for one in edge.evidence) or (is_told and is_earlier and not edge.others):
        return "stated"
    if len({one.kind for one in edge.evidence}) > 1 or any(_is_much(one, is_earlier=is_earlier) for one in edge.evidence):
        return "likely"
    return "possible"


def _is_much(one: Evidence, *, is_earlier: bool) -> bool:
    if one.kind in {"link", "named"}:
        return is_earlier
    if one.kind in {"wording", "words around"}:
        return (one.bits or 0.0) >= (LIKELY if one.kind == "wording" else framing.LIKELY)
    return False
