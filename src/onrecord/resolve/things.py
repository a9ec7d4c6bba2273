"""Everything that a document names, as actors: people, organisations and countries, each once under all its names."""

import re
from bisect import bisect_left
from functools import cache

from onrecord.record import Actor, ActorId, ActorType, DocumentId, Mention, Spans, Speaker
from onrecord.resolve.aliases import aliases, known_as
from onrecord.resolve.identity import identity
from onrecord.resolve.speakers import Speakers
from onrecord.resolve.words import countries


class Things:
    """The actors of one document and where each is mentioned. Built once; actors that only speak are added as they are asked for."""

    def __init__(self, document: DocumentId, text: str, speakers: Speakers) -> None:
        """Gather every name of the text."""
        self._document = document
        self._names: dict[ActorId, tuple[str, ActorType, set[str], str | None]] = {}
        self._at: list[tuple[int, int, ActorId]] = []
        taken: set[int] = set()
        for one, person in speakers.people.mentions():
            taken.update(range(one.start, one.end))
            self._add(
                one.start, one.end, person.name, "person", {*person.names}, _wikidata(person.known.id if person.known else "")
            )
        bodies = speakers.organisations.mentions
        longer = [(one.start, one.start + len(one.text)) for one in bodies if not _known().fullmatch(one.text)]
        inner = {at for start, end in longer for at in range(start + 1, end)}  # “Air France” names no country
        shouted = {at for one in bodies if _is_shouted(one.text) for at in range(one.start, one.start + len(one.text))}
        hidden = inner | shouted
        for match in _known().finditer(text):
            if match.start() not in taken and match.start() not in hidden:
                taken.update(range(match.start(), match.end()))
                self._add(match.start(), match.end(), known_as(match.group()), "org", {match.group()}, None)
        for body in bodies:
            end = body.start + len(body.text)
            if body.start not in taken and body.start not in shouted and end <= len(text):
                taken.add(body.start)
                self._add(body.start, end, body.name, "org", {body.text}, None)
        self._at.sort()

    def mentions(self, content: Spans) -> tuple[Mention, ...]:
        """The actors named in a content."""
        low = bisect_left(self._at, content[0].start, key=lambda one: one[0])
        high = bisect_left(self._at, content[-1].end, key=lambda one: one[0])
        return tuple(
            Mention(start, end, actor)
            for start, end, actor in self._at[low:high]
            if any(span.start <= start and end <= span.end for span in content)
        )

    def actor(self, speaker: Speaker) -> Actor:
        """The actor that a speaker is, with every name that the text gives it."""
        name, kind, names, wikidata = self._names.get(speaker.id, (speaker.name, speaker.type, {speaker.name}, None))
        return Actor(id=speaker.id, name=name, type=kind, names=tuple(sorted({name, *names})), wikidata=wikidata)

    def by_id(self, actor: ActorId) -> Actor:
        """An actor that mentions() gave."""
        name, kind, names, wikidata = self._names[actor]
        return Actor(id=actor, name=name, type=kind, names=tuple(sorted({name, *names})), wikidata=wikidata)

    def _add(self, start: int, end: int, name: str, kind: ActorType, names: set[str], wikidata: str | None) -> None:
        actor = identity(self._document, kind, name)
        known = self._names.setdefault(actor, (name, kind, set(), wikidata))
        known[2].update(names)
        self._at.append((start, end, actor))


@cache
def _known() -> re.Pattern[str]:
    """Every known name, the longest first, as a whole word; “US” and “IS” only in capitals."""
    names = sorted({*aliases(), *countries()}, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")


def _is_shouted(name: str) -> bool:
    """“THE BRIDGE IS OUT”: words in capitals that only look like a name, and hold none."""
    return name.isupper() and sum(not _known().fullmatch(word) for word in name.split()) > 1


def _wikidata(known: str) -> str | None:
    return known if re.fullmatch(r"Q\d+", known) else None
