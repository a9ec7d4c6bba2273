"""Reports of one quotation to what points from each to others: links, names of outlets, departures and words in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from onrecord.read.links import plain_address
from onrecord.record import Span, Spans
from onrecord.resolve.sentences import Sentences
from onrecord.trace import framing
from onrecord.trace.departures import Departed, Departure, beyond, departed, kin, shared
from onrecord.trace.naming import Named, named, plain_outlet
from onrecord.trace.precedence import When, is_earlier
from onrecord.trace.resting import Appearance, Clue, Departs, Evidence, Original, Report, WhyNot

# Between the pieces of an appearance's words.
GAP: Final = " … "


class Group(msgspec.Struct, frozen=True):
    """Copies of one text, the earliest first. when: of the first."""

    reports: tuple[Report, ...]
    when: When | None

    @property
    def first(self) -> Report:
        """The first copy, which stands for all."""
        return self.reports[0]


@dataclass(slots=True)
class Edge:
    """What speaks for a group's resting on another. others: places of groups for which as much speaks; beyond: as of a Rest."""

    evidence: list[Evidence]
    others: tuple[int, ...] = ()
    beyond: Spans = ()


@dataclass(slots=True)
class Leads:
    """Groups, the earliest first, and what was found of each: edges by the place of what it rests on, None for the speaker; and clues.

    source: the place of the group that holds what was really said, None where none does.
    """

    groups: Sequence[Group]
    source: int | None
    edges: list[dict[int | None, Edge]] = field(init=False)
    clues: list[list[Clue]] = field(init=False)
    earlier: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.edges = [{} for _ in self.groups]
        self.clues = [[] for _ in self.groups]
        self.earlier = [[other for other in range(place) if self.is_earlier(other, place)] for place in range(len(self.groups))]

    def is_earlier(self, one: int, other: int) -> bool:
        """Whether a group is surely earlier than another."""
        return is_earlier(self.groups[one].when, self.groups[other].when)

    def add(self, place: int, on: int | None, evidence: Evidence, others: Sequence[int] = ()) -> None:
        """Evidence for an edge."""
        edge = self.edges[place].setdefault(on, Edge([]))
        if evidence not in edge.evidence:
            edge.evidence.append(evidence)
        edge.others = tuple(dict.fromkeys((*edge.others, *others)))

    def clue(self, place: int, on: int | None, evidence: Evidence, why_not: WhyNot) -> None:
        """What makes no edge."""
        document = self.groups[on].first.at.document if on is not None else None
        self.clues[place].append(Clue(on=document, evidence=evidence, why_not=why_not))

    def why_not(self, place: int, on: int) -> WhyNot:
        """Why what is not surely earlier is nothing to rest on."""
        if self.groups[place].when is None or self.groups[on].when is None:
            return "undated"
        return "later" if self.is_earlier(place, on) else "same day"


def by_links(leads: Leads) -> None:
    """Links to the addresses of other reports: an edge unless what it leads to is later."""
    owners: dict[str, int] = {}
    for place, group in enumerate(leads.groups):
        for report in group.reports:
            if address := plain_address(report.at.url):
                owners.setdefault(address, place)
    for place, group in enumerate(leads.groups):
        for report in group.reports:
            for link in report.links:
                on = owners.get(link.address, place)
                if on == place:
                    continue
                evidence = Evidence(
                    kind="link",
                    of=report.at.document,
                    here=(link.span,),
                    words=link.span.of(report.text),
                    says=link.address,
                    near=_is_in_sentence(report, link.span),
                )
                if leads.is_earlier(place, on):
                    leads.clue(place, on, evidence, "later")
                else:
                    leads.add(place, on, evidence)


def by_names(leads: Leads, outlets: frozenset[str]) -> None:
    """Outlets that are named as where a report has the quotation from. outlets: all that may be."""
    of: dict[str, list[int]] = {}
    for place, group in enumerate(leads.groups):
        for name in dict.fromkeys(plain_outlet(report.at.outlet) for report in group.reports):
            if name is not None:
                of.setdefault(name, []).append(place)
    for place, group in enumerate(leads.groups):
        done: set[str | None] = set()
        for report in group.reports:
            own = plain_outlet(report.at.outlet)
            # What stands in the statement's own sentence says more than what stands in the next.
            for one in sorted(named(report.text, report.at.content, report.others, outlets), key=lambda one: one.near != "beside"):
                name = own if one.how == "own" else plain_outlet(one.outlet)
                if name not in done:
                    done.add(name)
                    _by_name(leads, place, report, one, of.get(name or "", []), is_own=name == own)


def by_channel(leads: Leads) -> None:
    """The source's platform, which a report names as where it was said: so the source may be what it has it from."""
    if leads.source is None:
        return
    platform = plain_outlet(leads.groups[leads.source].first.at.outlet)
    for place, group in enumerate(leads.groups):
        channel = group.first.channel
        if channel is None or place == leads.source or plain_outlet(channel[0]) != platform:
            continue
        said = channel[1].of(group.first.text)
        at = group.first.at.document
        evidence = Evidence(kind="channel", of=at, here=(channel[1],), words=said, says=channel[0], near=True)
        if leads.is_earlier(leads.source, place):
            leads.add(place, leads.source, evidence)
        else:
            leads.clue(place, leads.source, evidence, leads.why_not(place, leads.source))


def by_wording(leads: Leads, original: Original) -> None:
    """The one earlier report with which each departs most from the source in the same way."""
    wordings = _departed(leads, original)
    # The source departs from itself in nothing, so nothing rests on it by departures.
    earlier = [[] if place == leads.source else found for place, found in enumerate(leads.earlier)]
    translated = [place for place, group in enumerate(leads.groups) if group.first.translated_from is not None]
    for place, found in enumerate(kin(wordings, original.words, earlier, translated=translated)):
        if found is None:
            continue
        alike = (found.on, *found.others)
        # What the report itself points at goes first where as much speaks for it, and then more speaks for it than for the others.
        pointed = next((other for other in alike if other in leads.edges[place]), None)
        on = found.on if pointed is None else pointed
        evidence = _wording(leads.groups, wordings, original, place, on, found.bits)
        if found.is_apart:
            leads.clue(place, on, evidence, "apart")
        else:
            leads.add(place, on, evidence, found.others if pointed is None else ())


def by_words_around(leads: Leads, said: str) -> None:
    """The one earlier report with the same words of its own around the statement; of another outlet, for each house has its phrases.

    said: what was really said, if known. Where a wording in common tells already, the words around add nothing.
    """
    frames = [framing.frame(one.first.text, one.first.at.content, one.first.others, said) for one in leads.groups]
    houses = [{plain_outlet(report.at.outlet) for report in group.reports} - {None} for group in leads.groups]
    allowed = [
        [other for other in found if other != leads.source and houses[place].isdisjoint(houses[other])]
        for place, found in enumerate(leads.earlier)
    ]
    for place, alike in enumerate(framing.alike(frames, allowed)):
        if alike is None or any(one.kind == "wording" for edge in leads.edges[place].values() for one in edge.evidence):
            continue
        words = GAP.join(span.of(leads.groups[place].first.text) for span in alike.here)
        at = leads.groups[place].first.at.document
        evidence = Evidence(kind="words around", of=at, here=alike.here, there=alike.there, words=words, bits=alike.bits)
        leads.add(place, alike.on, evidence, alike.others)


def against(leads: Leads, original: Original) -> None:
    """What speaks against the edges that were found: words of the source that a report has and the one that it is to rest on has not."""
    wordings = _departed(leads, original)
    for place, edges in enumerate(leads.edges):
        for on, edge in edges.items():
            if on is not None:
                more = beyond(wordings[place], wordings[on], original.words)
                edge.beyond = tuple(Span(one.start + original.at, one.end + original.at) for one in more)


def _departed(leads: Leads, original: Original) -> list[Departed]:
    return [departed(group.first.at.words, original.words) for group in leads.groups]


def _is_in_sentence(report: Report, span: Span) -> bool:
    """Whether a link stands in a sentence of the statement."""
    sentences = Sentences(report.text)
    theirs = {sentences.number(at) for one in report.at.content for at in (one.start, one.end - 1)}
    return not theirs.isdisjoint({sentences.number(span.start), sentences.number(span.end - 1)})


def _by_name(leads: Leads, place: int, report: Report, one: Named, owners: Sequence[int], *, is_own: bool) -> None:
    """What a named outlet shows. Where it is the report's own, the speaker told it; likely before, where it had reported that already."""
    said, is_near = one.span.of(report.text), one.near == "beside"
    evidence = Evidence(kind="named", of=report.at.document, here=(one.span,), words=said, says=one.outlet, near=is_near)
    others = [other for other in owners if other != place]
    earlier = [other for other in others if leads.is_earlier(other, place)]
    if earlier:
        leads.add(place, earlier[0], msgspec.structs.replace(evidence, near=is_near and not is_own), earlier[1:])
    elif is_own or place in owners:
        if one.how != "reported" and not report.is_primary:
            leads.add(place, None, msgspec.structs.replace(evidence, kind="first hand", says=one.outlet or report.at.outlet))
    elif others:
        leads.clue(place, others[0], evidence, leads.why_not(place, others[0]))
    else:
        leads.clue(place, None, evidence, "not here")


def _wording(
    groups: Sequence[Group], wordings: Sequence[Departed], original: Original, place: int, on: int, bits: float
) -> Evidence:
    one, other = groups[place].first.at, groups[on].first.at
    departs = tuple(
        _departs(one, other, original, ours, theirs) for ours, theirs in shared(wordings[place], wordings[on]) if ours.bits
    )
    here = tuple(sorted({span for each in departs for span in each.here}))
    there = tuple(sorted({span for each in departs for span in each.there}))
    words = GAP.join(each.has for each in departs if each.has)
    return Evidence(
        kind="wording",
        of=one.document,
        here=here or one.content,
        there=there or other.content,
        words=words,
        bits=bits,
        departs=departs,
    )


def _departs(one: Appearance, other: Appearance, original: Original, ours: Departure, theirs: Departure) -> Departs:
    source = Span(ours.there.start + original.at, ours.there.end + original.at) if ours.there else None
    return Departs(
        here=_places(one, ours.here),
        there=_places(other, theirs.here),
        source=source,
        has=ours.here.of(one.words) if ours.here else None,
        instead_of=ours.there.of(original.words) if ours.there else None,
    )


def _places(at: Appearance, span: Span | None) -> Spans:
    """Where a stretch of an appearance's words stands in its document."""
    if span is None:
        return ()
    found, shift = [], 0
    for piece in at.content:
        length = piece.end - piece.start
        start, end = max(span.start, shift), min(span.end, shift + length)
        if start < end:
            found.append(Span(start - shift + piece.start, end - shift + piece.start))
        shift += length + len(GAP)
    return tuple(found)
