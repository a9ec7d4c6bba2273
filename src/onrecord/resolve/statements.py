"""Attributions to statements: who said it, to whom, through what, when and at which event.

Each stretch of what one cue governs is a statement (stretches.py); what stands inside another's words points at it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import msgspec

from onrecord.extract.quotes import quotations
from onrecord.record import (
    Actor,
    Alternative,
    Attribution,
    Channel,
    Confidence,
    Document,
    Event,
    Finding,
    Spans,
    Speaker,
    Statement,
    Time,
    statement_id,
)
from onrecord.resolve.addressees import addressees
from onrecord.resolve.carry import Carrying
from onrecord.resolve.channels import channel
from onrecord.resolve.confidence import sure
from onrecord.resolve.encounters import Encounters
from onrecord.resolve.found import Found, nobody
from onrecord.resolve.identity import identity
from onrecord.resolve.parts import parts
from onrecord.resolve.saidat import between, stated, with_basis
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers
from onrecord.resolve.stranded import inverted_source, stranded
from onrecord.resolve.stretches import kind, quoted, stretches, with_cue
from onrecord.resolve.things import Things
from onrecord.resolve.timex import expressions
from onrecord.resolve.titles import misdescribed
from onrecord.resolve.words import country_of

# Under this share of the model's votes a source is as likely wrong as right, and no name is given.
MIN_LINK = 0.5

_RELEASE = re.compile(
    r"^\W*(?:for immediate release|press release|notes? (?:to|for) editors?|media (?:contact|enquiries|inquiries)|press contact|- ?ends ?-)|[“\"]the Company[”\"]\)",
    re.IGNORECASE | re.MULTILINE,
)
_ANONYMITY = re.compile(
    r"\b(?:condition of anonymity|not authori[sz]ed to (?:speak|discuss)|asked not to be (?:named|identified)|familiar with the (?:matter|talks))\b"
)
_INSIDER = re.compile(r"\b(?:official|source|aide|adviser|advisor|diplomat|person|people|insider|one of them)s?\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|it|they|who)$", re.IGNORECASE)
_SPOKEN = frozenset(("remarks", "interview", "press conference", "briefing"))
_ANSWER = 6  # a quotation of fewer words alone in its paragraph may be an answer
_CLOSING = "”»\"’' ,."
_GAP = 2  # words that may stand between a quotation and the one that goes on from it
_FIRST_PERSON = re.compile(r"I|[Ww]e|[Uu]s|[Mm]e|[Mm]y|[Oo]ur")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolution makes of a document: statements in text order, the actors and events that they name, and what speaks against it."""

    statements: tuple[Statement, ...]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]


def statements(document: Document, attributions: Sequence[Attribution], made_by: dict[str, str]) -> Resolved:
    """Everything that a document says who said.

    attributions: as extract gives them, what stands inside another after it. made_by: version by stage.
    """
    return Resolving(document, attributions, made_by).resolved()


@dataclass(frozen=True, slots=True)
class _Said:
    """One attribution resolved, before it is cut into statements."""

    who: Found
    speaker: Speaker | None
    source: Spans
    addressees: tuple[Speaker, ...]
    channel: Channel | None
    time: Time | None


class Resolving:
    """One document being resolved, from its first attribution to its last."""

    def __init__(self, document: Document, attributions: Sequence[Attribution], made_by: dict[str, str]) -> None:
        """Read the text for its people, times and events; nothing is decided yet."""
        self.document, self.attributions, self.made_by = document, attributions, made_by
        self.text = document.text
        self.quotes = quotations(self.text)
        self.sentences = Sentences(self.text, self.quotes)
        published = date.fromisoformat(document.published[:10]) if document.published else None
        sources = [(one.source[0], one.content) for one in attributions if one.source]
        self.speakers = Speakers(self.text, self.quotes, self.sentences, sources, published, document.byline)
        self.expressions = expressions(self.text, document.published)
        self.encounters = Encounters(document.id, self.text, self.sentences, self.quotes, self.speakers, self.expressions)
        self.things = Things(document.id, self.text, self.speakers)
        self.carrying = Carrying(self.text)
        self.is_anonymous = _ANONYMITY.search(self.text) is not None
        self.is_release = document.kind in ("release", "readout") or _RELEASE.search(self.text) is not None
        self._last: tuple[Attribution, _Said] | None = None

    def resolved(self) -> Resolved:
        """Decide on every attribution, in order."""
        found: list[list[Statement]] = []
        for attribution in self.attributions:
            holders = found[attribution.parent] if attribution.parent is not None else []
            found.append(self._statements(attribution, holders))
        unique = {one.id: one for several in found for one in several}
        ordered = sorted(unique.values(), key=lambda one: (one.content[0].start, -one.content[-1].end))
        placed, events = self.encounters.placed(self._with_channel_after(ordered))
        return Resolved(tuple(placed), self._actors(placed, events), events, misdescribed(self.speakers.people))

    def _with_channel_after(self, ordered: Sequence[Statement]) -> list[Statement]:
        """“A,” said Roth. “B,” she told reporters: what a paragraph says of the second of two quotations goes for the first as well."""
        found = list(ordered)
        top = [number for number, one in enumerate(found) if one.parent is None]
        for here, after in reversed(list(pairwise(top))):
            one, later = found[here], found[after]
            same = one.speaker is not None and one.speaker == later.speaker and one.act == later.act == "says"
            if same and one.channel is None and later.channel is not None and later.channel.value in _SPOKEN:
                low, high = self.speakers.block(one.content[0].start)
                if low <= later.content[0].start < high:
                    through = Channel(later.channel.value, later.channel.platform, None)
                    told = one.addressees or later.addressees
                    found[here] = msgspec.structs.replace(one, channel=through, addressees=told)
        return found

    def _statements(self, attribution: Attribution, holders: Sequence[Statement]) -> list[Statement]:
        holder = _holder(holders, attribution.content)
        said = self._said(attribution, holder)
        cut = stretches(self.text, attribution.content, self.sentences)
        own = with_cue(cut, attribution.cue)
        return [
            self._statement(attribution, said, content, _holder(holders, content), continues=n != own)
            for n, content in enumerate(cut)
        ]

    def _statement(
        self, attribution: Attribution, said: _Said, content: Spans, holder: Statement | None, *, continues: bool
    ) -> Statement:
        channel, time = said.channel, said.time
        if continues:
            channel = Channel(channel.value, channel.platform, None) if channel else None
            time = with_basis(time, "inferred") if time else None
        return Statement(
            id=statement_id(self.document.id, content, holder.id if holder else None),
            content=content,
            cue=() if continues else attribution.cue,
            source=() if continues else said.source,
            kind=kind(self.text, content, self.quotes),
            act=attribution.act,
            quoted=quoted(self.text, content, self.quotes),
            speaker=said.speaker,
            addressees=said.addressees,
            channel=channel,
            said_at=time,
            confidence=Confidence(round(attribution.words, 3), self._sure(said, holder)),
            mentions=self.things.mentions(content),
            parent=holder.id if holder else None,
            why=f"continues the statement beside it; {said.who.why}" if continues else said.who.why,
            ground=said.who.ground,
            alternatives=tuple(Alternative(name, round(share, 3)) for name, share in said.who.others),
            made_by=self.made_by,
        )

    def _sure(self, said: _Said, holder: Statement | None) -> float:
        """How sure the name is; of “I” inside quoted words no surer than whose words they are."""
        confidence = round(sure(said.who), 3) if said.speaker else 0.0
        return min(confidence, holder.confidence.speaker) if holder and said.who.ground == "speaker" else confidence

    def _said(self, attribution: Attribution, holder: Statement | None) -> _Said:
        """Who, to whom, through what and when: of the clause of the cue, or carried on from the words before it."""
        source = self._source(attribution, holder)
        who = self._who(source, attribution, holder)
        speaker = self._speaker(who)
        own = parts(attribution, self.sentences, holder.content if holder else ())
        told = [self.speakers.whom(span) for span in addressees(self.text, own)]
        is_speech = attribution.act in ("says", "shows")
        through = channel(self.text, own) if is_speech else None
        when = stated(self.text, own, self.expressions) if is_speech else None
        if holder is None:
            name = speaker.id if speaker else None
            start = (attribution.cue or attribution.content)[0].start
            paragraph = self.speakers.discourse.place(start).paragraph
            turned = self._turned(start)
            has_own = through is not None
            through = self.carrying.channel(name, paragraph, through, is_new=turned is not None)
            anew = has_own or not attribution.cue or bool(source and not _PRONOUN.match(source[0].of(self.text)))
            when = self.carrying.time(name, paragraph, when, turned, anew=anew)
            told = self.carrying.told(name, told, through)
            if through is None and who.type == "unnamed" and who.name and self.is_anonymous and _INSIDER.search(who.name):
                through = Channel("anonymous briefing", None, None)
            if self.is_release:
                through = through or Channel("statement", None, None)
                when = when or self._published()
        if when is not None and self.document.published and when.start[:10] > self.document.published[:10]:
            when = None  # nothing was said after the story came out
        to = tuple(one for one in map(self._speaker, told) if one and one != speaker)
        said = _Said(who, speaker, source, to, through, when)
        if holder is None:
            self._last = (attribution, said)
        return said

    def _turned(self, start: int) -> Time | None:
        """The time that a sentence begins with which stands between the last saying and this one's sentence."""
        if self._last is None:
            return None
        before, _ = self._last
        end = max(span.end for spans in (before.content, before.cue) for span in spans)
        return between(self.text, end, self.sentences.around(start)[0], self.expressions, self.sentences)

    def _published(self) -> Time | None:
        """The day that a release came out: when what it quotes was said, as far as it tells."""
        day = self.document.published and self.document.published[:10]
        return Time(start=day, end=day, granularity="day", text=None, basis="inferred") if day else None

    def _source(self, attribution: Attribution, holder: Statement | None) -> Spans:
        """The source's words; where damage left them outside what the model reads as one, where they stand."""
        source = attribution.source
        if not holder and attribution.cue and (not source or _PRONOUN.match(source[0].of(self.text))):
            after_cue = stranded(self.text, attribution.cue[-1])
            source = (after_cue,) if after_cue else source
        if not holder and attribution.cue and not source:
            inverted = inverted_source(self.text, attribution)
            source = (inverted,) if inverted else ()
        return source

    def _who(self, source: Spans, attribution: Attribution, holder: Statement | None) -> Found:
        if not source:
            return self._unsourced(attribution, holder)
        found: Found | None = None
        if holder and self.speakers.is_quoted(source[0].start):
            word = source[0].of(self.text)
            if _FIRST_PERSON.fullmatch(word):
                found = _of_holder(word, holder)
            elif _PRONOUN.fullmatch(word):
                return nobody(f"“{word}” stands in somebody's quoted words, and they do not say whom it means")
        country = country_of(holder.speaker.name) if holder and holder.speaker and holder.speaker.type == "org" else ""
        found = found or self.speakers.find(source[0], attribution.content, country)
        if attribution.link < MIN_LINK and source == attribution.source:
            return nobody("it is not clear which source these words belong to")
        return found

    def _unsourced(self, attribution: Attribution, holder: Statement | None) -> Found:
        """Words that no source stands beside: whoever's turn it is, or who goes on speaking."""
        turn = self.speakers.unsourced(attribution.content) if holder is None and not attribution.cue else None
        if turn is not None:
            return turn
        if holder is None and not attribution.cue and self._goes_on(attribution.content):
            last = self._last[1].who if self._last else nobody("")
            if last.name:
                return replace(
                    last, ground="continuation", share=last.share * 0.9, why=f"goes on from the words before it; {last.why}"
                )
        return nobody("the text names no source for these words")

    def _goes_on(self, content: Spans) -> bool:
        """Whether quoted words follow in the paragraph on the sentence of the attribution before, or in the next where its quotation is left open."""
        if self._last is None or kind(self.text, content, self.quotes) == "indirect":
            return False
        before, said = self._last
        spans = [span for group in (before.content, before.cue, said.source) for span in group]
        end = max(self.sentences.around(max(span.start for span in spans))[1], *(span.end for span in spans))
        between = self.text[end : content[0].start]
        if end > content[0].start or len(re.findall(r"\w+", between)) > _GAP:
            return content[0].start > max(span.end for span in spans) and not self.text[
                max(span.end for span in spans) : content[0].start
            ].strip(' .,;”"’')
        last = max(before.content, key=lambda span: span.end)
        is_open = self.text[last.start : last.end].count("“") > self.text[last.start : last.end].count("”")
        gap = self.text[max(span.end for span in spans) : content[0].start]
        return "\n" not in gap or is_open or self._is_whole_paragraph(content)

    def _is_whole_paragraph(self, content: Spans) -> bool:
        """Whether a paragraph holds nothing but one quotation, as it does where the speaker of the one before goes on."""
        low, high = self.speakers.block(content[0].start)
        before = self._last[0].content[-1].of(self.text).rstrip(_CLOSING) if self._last else ""
        words = sum(len(re.findall(r"\w+", span.of(self.text))) for span in content)
        if before.endswith("?") or words < _ANSWER:
            return False  # an answer rather
        return not re.search(r"\w", self.text[low : content[0].start]) and not re.search(r"\w", self.text[content[-1].end : high])

    def _speaker(self, found: Found) -> Speaker | None:
        return Speaker(identity(self.document.id, found.type, found.name), found.name, found.type) if found.name else None

    def _actors(self, found: Iterable[Statement], events: Iterable[Event]) -> tuple[Actor, ...]:
        """Everyone who speaks, is spoken to, takes part or is mentioned, each once, in the order of first appearance."""
        actors: dict[str, Actor] = {}
        for statement in found:
            for speaker in (statement.speaker, *statement.addressees):
                if speaker:
                    actors.setdefault(speaker.id, self.things.actor(speaker))
            for mention in statement.mentions:
                actors.setdefault(mention.actor, self.things.by_id(mention.actor))
        for event in events:
            for one in event.participants:
                actors.setdefault(one.id, self.things.actor(one))
        return tuple(actors.values())


def _holder(candidates: Sequence[Statement], content: Spans) -> Statement | None:
    """Of the statements that one attribution made, the one in whose content something begins; None where there are none."""
    if not candidates:
        return None
    start = content[0].start
    return next((one for one in candidates if any(span.start <= start < span.end for span in one.content)), candidates[0])


def _of_holder(word: str, holder: Statement) -> Found:
    """Who “I” is inside quoted words: whoever says them."""
    if word.lower() not in ("i", "me", "my") or holder.speaker is None:
        return nobody(f"“{word}” stands in quoted words whose speaker is not known to be meant alone")
    share = holder.confidence.speaker
    return Found(holder.speaker.name, holder.speaker.type, "speaker", share, f"“{word}” is whoever speaks the words around it")
