"""A chain to the words that every view of it shares, and to JSON.

What is not known is said to be so: a report without an edge is not one without a source, and none is called the origin because nothing
earlier is in the archive.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from onrecord.export import words
from onrecord.record import DocumentId, Spans
from onrecord.store.chains import Chained
from onrecord.trace.resting import Appearance, Clue, Departs, Evidence, Node, Rest, Sure, WhyNot

# By document: the number of a report, and of each of its copies such as “2b”.
Numbers = Mapping[DocumentId, str]

UNKNOWN: Final = "It is not known on what it rests."
CAUTION: Final = (
    "An edge is a guess at what a report rests on, as far as this archive tells, and no finding that it was copied: what speaks for it stands "
    "beside it, was found by a machine and was not reviewed. A report without one may rest on anything, also on what is not in the archive."
)

# As much of anyone's words as a sentence shows, and as many departures.
_SHOWN: Final = 160
_DEPARTS: Final = 4

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:?\d\d)")
_UTC = re.compile(r"Z|[+-]00:?00")

_SURE: Final[Mapping[Sure, str]] = {
    "stated": "Itself points to {}",
    "likely": "Likely rests on {}",
    "possible": "May rest on {}",
}
_BUT: Final[Mapping[WhyNot, str]] = {
    "same day": "but it is not known which was first",
    "later": "but that one is later",
    "undated": "but one of them has no date",
    "not here": "but the archive has no report of it by that outlet",
    "apart": "but it gives more of the source, so both may rest on a third",
    "circle": "but they point at each other in a circle",
}


def to_json(one: Chained, *, indent: int = 2) -> bytes:
    """A chain with all offsets, as UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(one), indent=indent)


def numbers(one: Chained) -> dict[DocumentId, str]:
    """Reports numbered from 1, the earliest first; a report's copies by its number and a letter."""
    found: dict[DocumentId, str] = {}
    for number, node in enumerate(one.chain.nodes, start=1):
        found[node.at.document] = f"{number}"
        found |= {copy.at.document: f"{number}{_letters(place)}" for place, copy in enumerate(node.copies)}
    return found


def heading(one: Chained) -> str:
    """Whose words it is about."""
    return f"{words.speaker(one.speaker)}: {quoted(one.words)}"


def summary(one: Chained) -> str:
    """How many reports there are, and on how many of them it is known what they rest on."""
    reports = [node for node in one.chain.nodes if not is_source(one, node)]
    copies = sum(len(node.copies) for node in reports)
    told = words.count(len(reports), "report") + (f" and {_copies(copies)}" if copies else "")
    unknown = sum(not node.rests for node in reports)
    if not unknown:
        return f"{told}."
    return f"{told}. It is not known on what {unknown} of them {'rests' if unknown == 1 else 'rest'}."


def source(one: Chained, numbered: Numbers) -> str:
    """Which document is the source, on what ground; or that none is known."""
    original = one.chain.original
    if original is None or original.document is None:
        return (
            "The source is not known here: no trace found it, and in none of these documents does the speaker speak for themselves."
        )
    ground = "traces found the words there" if one.is_traced else "the speaker speaks for themselves there"
    return f"The source is [{numbered[original.document]}]: {ground}."


def first(one: Chained, numbered: Numbers) -> str:
    """Where it appeared first, as far as the archive tells."""
    if not one.chain.first:
        return "None of these documents has a date, so it is not known which was first."
    dated = {node.at.document: published(node.at) for node in one.chain.nodes}
    several = len(one.chain.first) > 1
    told = f"First known appearance: {listed(one.chain.first, numbered)}, {dated[one.chain.first[0]]}"
    undated = sum(node.at.published is None for node in one.chain.nodes)
    rest = f"; {words.count(undated, 'document')} without a date may be earlier" if undated else ""
    return f"{told}{', of which it is not known which was first' if several else ''}{rest}."


def tags(one: Chained, node: Node) -> list[str]:
    """What a report is, in a word or two."""
    told = ["the source"] if is_source(one, node) else ["the speaker speaks"] if node.is_primary else []
    if node.at.document in one.chain.first:
        told.append("first known appearance" if len(one.chain.first) == 1 else "among the first known")
    return told


def is_source(one: Chained, node: Node) -> bool:
    """Whether a node is what was really said."""
    return one.chain.original is not None and one.chain.original.document == node.at.document


def box(one: Chained, node: Node, numbered: Numbers) -> list[str]:
    """A report in the lines of a box: its name, when it appeared, what it is or rests on where no edge tells, and how its words were traced."""
    copies = f" · {_copies(len(node.copies))}" if node.copies else ""
    is_first_hand = any(rest.on is None for rest in node.rests)
    rest = "has it from the speaker, it says" if is_first_hand else "not known on what it rests" if unknown(one, node) else ""
    traced = dict.fromkeys(each.fidelity for each in one.against if each.document == node.at.document)
    told = ("; ".join(tags(one, node)) or rest, "; ".join(traced))
    return [f"{numbered[node.at.document]}  {name(node.at)}", published(node.at) + copies, *(line for line in told if line)]


def where(at: Appearance) -> str:
    """A report in a line."""
    return " · ".join(dict.fromkeys((name(at), *_about(at))))


def about(at: Appearance) -> str:
    """What else there is to say of a report than its name."""
    return " · ".join(part for part in _about(at) if part != name(at))


def published(at: Appearance) -> str:
    """When a report appeared, as exactly as it tells."""
    told = at.published
    if told is None:
        return "no date known"
    found = _MOMENT.fullmatch(told)
    return f"{found[1]} {found[2]} {_UTC.sub('UTC', found[3])}" if found else told


def address(at: Appearance) -> str:
    """Where a report is to be opened: its address, the file that it was read from, or its id."""
    return at.url or at.origin or at.document


def link(at: Appearance) -> str | None:
    """A report's address where it may be linked to: of the web, and nothing that runs."""
    return at.url if (at.url or "").lower().startswith(("https://", "http://")) else None


def name(at: Appearance) -> str:
    """A report by its shortest name."""
    return at.outlet or at.title or address(at)


def _about(at: Appearance) -> list[str]:
    return [part for part in (at.title, published(at), address(at)) if part]


def rests(one: Chained, node: Node, numbered: Numbers) -> Iterator[tuple[Rest, str]]:
    """Each edge of a report with its sentence."""
    for rest in node.rests:
        others = f"; as much speaks for {listed(rest.others, numbered)}" if rest.others else ""
        if rest.on is None:
            yield rest, "By its own account it has it from the speaker"
        else:
            is_the_source = one.chain.original is not None and rest.on == one.chain.original.document
            on = f"[{numbered[rest.on]}]{', the source' if is_the_source else ''}"
            yield rest, f"{_SURE[rest.sure].format(on)}{others}"


def why(one: Chained, rest: Rest, numbered: Numbers) -> str:
    """What speaks for an edge, and what against it, in a line."""
    against = beyond(one, rest, numbered)
    return "; ".join(evidence(each) for each in rest.evidence) + (f". {against}" if against else "")


def beyond(one: Chained, rest: Rest, numbered: Numbers) -> str:
    """What speaks against an edge: that a report has of the source what the one that it rests on has not. Nothing where it has not."""
    original = one.chain.original
    if not rest.beyond or rest.on is None or original is None:
        return ""
    # The stretches stand in the source's text, of which only the passage is at hand.
    has = [original.words[span.start - original.at : span.end - original.at] for span in rest.beyond]
    return f"But it gives {_joined([quoted(each) for each in has])} as the source does and [{numbered[rest.on]}] does not, so it may not rest on that alone"


def unknown(one: Chained, node: Node) -> str:
    """That it is not known on what a report rests; nothing where it is, and of the source."""
    return "" if node.rests or is_source(one, node) else UNKNOWN


def evidence(one: Evidence) -> str:
    """What speaks for an edge, as the rest of a sentence."""
    match one.kind:
        case "link":
            return f"it links to {one.says} with {quoted(one.words)}{', in the sentence of the statement' if one.near else ''}"
        case "named" | "first hand":
            return f"it says {quoted(one.words)}"
        case "channel":
            return f"it says that this was said there: {quoted(one.words)}"
        case "copy":
            return "it has the same text"
        case "wording":
            return f"it departs from the source in the same way: {_departs(one.departs)}"
        case "words around":
            return f"it has the same words of its own around the statement: {quoted(one.words)}"


def clue(one: Clue, numbered: Numbers) -> str:
    """What points at another report without being an edge, and why it is none."""
    on = f"[{numbered[one.on]}]" if one.on is not None else one.evidence.says or "another outlet"
    return f"Points at {on}, {_BUT[one.why_not]}: {evidence(one.evidence)}"


def copied(node: Node, place: int, numbered: Numbers) -> str:
    """What is known of a copy."""
    copy = node.copies[place]
    on = numbered[node.at.document]
    if copy.rests is None:
        return f"The same text as [{on}]; it is not known which was first"
    return f"The same text as [{on}] and later: from there, or both from one agency"


def against(one: Chained, document: DocumentId) -> list[str]:
    """How a document's words were traced to the source."""
    return [
        f"Its words against the source's: {each.fidelity} ({each.trace}). {each.reason[:1].upper()}{each.reason[1:]}"
        for each in one.against
        if each.document == document
    ]


def offsets(spans: Spans) -> str:
    """Where words stand, for citing: code points, half-open."""
    return ", ".join(f"[{span.start}:{span.end}]" for span in spans)


def listed(documents: Sequence[DocumentId], numbered: Numbers) -> str:
    """Documents by their numbers."""
    return ", ".join(f"[{numbered[document]}]" for document in documents)


def short(text: str, most: int = _SHOWN) -> str:
    """Words in one line, cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 2].rstrip()} …"


def quoted(text: str) -> str:
    """Words in one line and in quotation marks: in their own where they begin or end with them, whichever is missing added."""
    line = short(text)
    more = line.count("“") - line.count("”")
    if line.startswith("“"):
        return line + "”" * max(0, more)
    if line.startswith('"'):
        return line + '"' * (line.count('"') % 2)
    return f"“{line}{'”' * (1 + more)}"


def _departs(departs: Sequence[Departs]) -> str:
    """Departures, those at one place of the source together."""
    places: dict[str, list[str]] = {}
    for one in departs:
        places.setdefault(one.instead_of or "", []).extend([one.has] if one.has else [])
    told = [_departure(there, here) for there, here in places.items()]
    more = f" and {len(told) - _DEPARTS} more" if len(told) > _DEPARTS else ""
    return ", ".join(told[:_DEPARTS]) + more


def _departure(there: str, here: Sequence[str]) -> str:
    if not here:
        return f"leaves out {quoted(there)}"
    has = ", ".join(f"“{one}”" for one in here)
    return f"has {has} where the source has {quoted(there)}" if there else f"adds {has}"


def _joined(parts: Sequence[str]) -> str:
    """“a”, “b” and “c”; of many the first ones."""
    some = [*parts[:_DEPARTS], "more"] if len(parts) > _DEPARTS else list(parts)
    return " and ".join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)


def _copies(number: int) -> str:
    return f"{number} cop{'y' if number == 1 else 'ies'}"


def _letters(place: int) -> str:
    """0 to “a”, 25 to “z”, 26 to “aa”."""
    last = chr(ord("a") + place % 26)
    return _letters(place // 26 - 1) + last if place >= 26 else last
