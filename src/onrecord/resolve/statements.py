"""Attributions to statements: what was said in one breath, its kind, act, channel, time and speaker.

An attribution joins everything that one cue governs; a statement is one stretch of it. “A,” he said, “B” is one; the B
of “A,” he said. “B.” is a statement of its own that continues the first, without a cue.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.extract.quotes import Quoted, inside, quotations
from onrecord.record import (
    Actor,
    Attribution,
    Channel,
    Confidence,
    Document,
    Mention,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementKind,
    Time,
    actor_id,
    statement_id,
)
from onrecord.resolve.people import People
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Found, Speakers
from onrecord.resolve.stranded import inverted_source, stranded
from onrecord.resolve.times import time
from onrecord.resolve.words import channels

# Under this share of the model's votes a source is as likely wrong as right, and no name is given.
MIN_LINK = 0.5

_WORD = re.compile(r"\w+")
_PRONOUN = re.compile(r"(?:he|she|it|they)$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"I|[Ww]e|[Uu]s|[Mm]e")
_MARKS = "“”„‟«»‹›\"'‘’‚`＂〝〞"


def statements(
    document: Document, attributions: Sequence[Attribution], made_by: dict[str, str]
) -> tuple[tuple[Statement, ...], tuple[Actor, ...]]:
    """Statements in text order, and the actors that they name.

    attributions: as extract gives them, what stands inside another after it. made_by: version by stage.
    """
    quotes = quotations(document.text)
    sentences = Sentences(document.text, quotes)
    speakers = Speakers(document.text, quotes, sentences)
    found: list[list[Statement]] = []
    for attribution in attributions:
        holders = found[attribution.parent] if attribution.parent is not None else []
        found.append(list(_statements(document, attribution, holders, quotes, sentences, speakers, made_by)))
    unique = {one.id: one for several in found for one in several}
    ordered = tuple(sorted(unique.values(), key=lambda one: (one.content[0].start, -one.content[-1].end)))
    return ordered, _actors(document, ordered, speakers.people)


def _holder(candidates: Sequence[Statement], content: Spans) -> Statement | None:
    """Of the statements that one attribution made, the one in whose content something begins; None where there are none."""
    if not candidates:
        return None
    start = content[0].start
    return next((one for one in candidates if any(span.start <= start < span.end for span in one.content)), candidates[0])


def _statements(
    document: Document,
    attribution: Attribution,
    holders: Sequence[Statement],
    quotes: Sequence[Quoted],
    sentences: Sentences,
    speakers: Speakers,
    made_by: dict[str, str],
) -> Iterator[Statement]:
    text = document.text
    source, parent = attribution.source, _holder(holders, attribution.content)
    if not parent and attribution.cue and (not source or _PRONOUN.match(source[0].of(text))):
        after_cue = stranded(text, attribution.cue[-1])
        source = (after_cue,) if after_cue else source
    if not parent and attribution.cue and not source:
        inverted = inverted_source(text, attribution)
        source = (inverted,) if inverted else ()
    who = _who(text, source, attribution, parent, quotes, speakers)
    speaker = Speaker(actor_id(document.id, who.type, who.name), who.name, who.type) if who.name else None
    around = _around(attribution, parent, sentences)
    channel = _channel(text, around)
    said_at = time(" … ".join(span.of(text) for span in around), document.published)
    stretches = _stretches(text, attribution.content, sentences)
    own = _with_cue(stretches, attribution.cue)
    for number, content in enumerate(stretches):
        continues = number != own
        holder = _holder(holders, content)
        quoted = _quoted(text, content, quotes)
        yield Statement(
            id=statement_id(document.id, content, holder.id if holder else None),
            content=content,
            cue=() if continues else attribution.cue,
            source=() if continues else source,
            kind=_kind(text, content, quotes),
            act=attribution.act,
            quoted=quoted,
            speaker=speaker,
            channel=channel if not continues or channel is None else Channel(channel.value, channel.platform, None),
            said_at=_inferred(said_at) if continues else said_at,
            confidence=Confidence(round(attribution.words, 3), round(who.confidence * attribution.link if speaker else 0.0, 3)),
            mentions=_mentions(document, content, speakers.people),
            parent=holder.id if holder else None,
            why=f"continues the statement beside it; {who.why}" if continues else who.why,
            made_by=made_by,
        )


def _who(
    text: str, source: Spans, attribution: Attribution, parent: Statement | None, quotes: Sequence[Quoted], speakers: Speakers
) -> Found:
    if not source:
        return Found(None, "unnamed", 0.0, "the text names no source for these words")
    found: Found | None = None
    if parent and inside(quotes, source[0].start):
        word = source[0].of(text)
        if _FIRST_PERSON.fullmatch(word):
            found = _of_parent(word, parent)
        elif _PRONOUN.fullmatch(word):
            return Found(None, "unnamed", 0.0, f"“{word}” stands in somebody's quoted words, and they do not say whom it means")
    found = found or speakers.find(source[0])
    if attribution.link < MIN_LINK and source == attribution.source:
        return Found(None, "unnamed", 0.0, "it is not clear which source these words belong to")
    return found


def _of_parent(word: str, parent: Statement) -> Found:
    """Who “I” is inside quoted words: whoever says them."""
    if word.lower() != "i" or parent.speaker is None:
        return Found(None, "unnamed", 0.0, f"“{word}” stands in quoted words whose speaker is not known to be meant alone")
    return Found(
        parent.speaker.name, parent.speaker.type, parent.confidence.speaker, f"“{word}” is whoever speaks the words around it"
    )


def _stretches(text: str, content: Spans, sentences: Sentences) -> list[Spans]:
    """Content cut where a sentence ends outside it; pieces with only marks and space between them stay together."""
    parts: list[list[Span]] = []
    for span in content:
        if parts and not _breaks(text, parts[-1][-1], span, sentences):
            parts[-1].append(span)
        else:
            parts.append([span])
    return [tuple(part) for part in parts]


def _breaks(text: str, before: Span, after: Span, sentences: Sentences) -> bool:
    """Whether a new statement begins after a gap: a new paragraph, a new sentence with words between, or a new quote."""
    gap = text[before.end : after.start]
    if "\n" in gap:
        return True
    if not sentences.between(before.end - 1, after.start):
        return False
    return bool(_WORD.search(gap)) or text[after.start] in _MARKS


def _with_cue(stretches: list[Spans], cue: Spans) -> int:
    """Which stretch the cue belongs to: the nearest; the first where there is no cue."""
    if not cue:
        return 0
    distance = [min(abs(cue[0].start - span.end), abs(span.start - cue[-1].end)) for spans in stretches for span in [spans[0]]]
    last = [min(abs(cue[0].start - spans[-1].end), abs(spans[-1].start - cue[-1].end)) for spans in stretches]
    nearest = [min(pair) for pair in zip(distance, last, strict=True)]
    return nearest.index(min(nearest))


def _kind(text: str, content: Spans, quotes: Sequence[Quoted]) -> StatementKind:
    """Direct where every word stands in quotation marks, indirect where none does, else mixed."""
    words = [span.start + match.start() for span in content for match in _WORD.finditer(span.of(text))]
    quoted = sum(inside(quotes, offset) is not None for offset in words)
    if not quoted:
        return "indirect"
    return "direct" if quoted == len(words) else "mixed"


def _quoted(text: str, content: Spans, quotes: Sequence[Quoted]) -> Spans:
    """The verbatim pieces of content: what stands between quotation marks, without the marks and the space at them."""
    found = []
    for span in content:
        for quote in quotes:
            start, end = max(span.start, quote.start), min(span.end, quote.end)
            while start < end and (text[start].isspace() or (start == quote.start and text[start] in _MARKS)):
                start += 1
            while start < end and (text[end - 1].isspace() or (text[end - 1] in _MARKS and end >= quote.end)):
                end -= 1
            if start < end and _WORD.search(text, start, end):
                found.append(Span(start, end))
    return tuple(found)


def _around(attribution: Attribution, parent: Statement | None, sentences: Sentences) -> list[Span]:
    """The sentence of the cue without the content: where a statement's own time and channel stand.

    For one inside another that is only what the other's content has of it: the rest tells of the other.
    """
    if not attribution.cue:
        return []
    start, end = sentences.around(attribution.cue[0].start)
    for holder in parent.content if parent else ():
        if holder.start <= attribution.cue[0].start < holder.end:
            start, end = max(start, holder.start), min(end, holder.end)
    pieces, position = [], start
    for span in attribution.content:
        if span.start < end and span.end > start:
            if position < span.start:
                pieces.append(Span(position, span.start))
            position = max(position, span.end)
    if position < end:
        pieces.append(Span(position, end))
    return pieces


def _channel(text: str, around: Sequence[Span]) -> Channel | None:
    for value, platform, pattern in channels():
        for piece in around:
            match = pattern.search(text, piece.start, piece.end)
            if match and match.end() > match.start():
                return Channel(value, platform, Span(match.start(), match.end()))
    return None


def _inferred(said_at: Time | None) -> Time | None:
    if said_at is None:
        return None
    return Time(start=said_at.start, end=said_at.end, granularity=said_at.granularity, text=said_at.text, basis="inferred")


def _mentions(document: Document, content: Spans, people: People) -> tuple[Mention, ...]:
    return tuple(
        Mention(name.start, name.end, actor_id(document.id, "person", person.name))
        for name, person in people.mentions()
        if any(span.start <= name.start and name.end <= span.end for span in content)
    )


def _actors(document: Document, found: Iterable[Statement], people: People) -> tuple[Actor, ...]:
    """Everyone who speaks or is mentioned, each once, in the order of first appearance."""
    persons = {actor_id(document.id, "person", person.name): person for person in people.everyone}
    actors: dict[str, Actor] = {}
    for statement in found:
        speaker = statement.speaker
        if speaker:
            known = persons.get(speaker.id)
            names = tuple(sorted({speaker.name, *(known.names if known else ())}))
            actors.setdefault(speaker.id, Actor(id=speaker.id, name=speaker.name, type=speaker.type, names=names))
        for mention in statement.mentions:
            person = persons[mention.actor]
            actors.setdefault(
                mention.actor,
                Actor(id=mention.actor, name=person.name, type="person", names=tuple(sorted({person.name, *person.names}))),
            )
    return tuple(actors.values())
