"""Sources to speakers: whom the words of a source stand for in this document, with the ground for it, or nobody.

A name that the text does not support is never given: a pronoun that two people fit, a role that the text gives to
nobody and a surname that two share stay without a speaker, and say why.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from onrecord.extract.quotes import Quoted, inside
from onrecord.read.paragraphs import paragraphs
from onrecord.record import Span
from onrecord.resolve.described import by_label, by_order, described, person_described
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.found import Found, nobody
from onrecord.resolve.joint import jointly
from onrecord.resolve.kb import Base
from onrecord.resolve.named import by_name, by_office
from onrecord.resolve.organisations import Organisations
from onrecord.resolve.people import People
from onrecord.resolve.pronouns import by_other, by_pronoun, by_relative, gender_of
from onrecord.resolve.scene import Scene
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.turns import guest, turn_at, turns
from onrecord.resolve.words import kinds, offices
from onrecord.resolve.writer import writer

_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}$")
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_WRITER = {"i", "me", "my", "myself"}
_ORDINALS = {"the former": 0, "the first": 0, "the latter": 1, "the second": 1}
_LABELS = {"Q": "asks", "A": "answers"}
_MANY = {"we", "us", "our", "you", "one", "your"}


class Speakers:
    """Finds the speakers of one document, in text order; each finding can rest on those before it."""

    def __init__(
        self,
        text: str,
        quotes: Sequence[Quoted],
        sentences: Sentences,
        sources: Sequence[tuple[Span, Sequence[Span]]] = (),
        published: date | None = None,
        byline: str | None = None,
        known: Base | None = None,
    ) -> None:
        """Read the text once for its people. quotes: as onrecord.extract.quotes gives them.

        sources: every source with its content; published: the document's date; byline: its writer.
        """
        blocks = paragraphs(text)
        self.people = People(text, quotes, published, known)
        by = writer(text, byline, blocks)
        persons = frozenset(name.text for name, person in self.people.mentions() if person.is_sure)
        self.organisations = Organisations(text, self.people.names, persons)
        describe = partial(person_described, text, self.people)
        self.discourse = Discourse(text, self.people, quotes, sentences, blocks, sources, describe=describe)
        self._country = ""
        self.turns = turns(text, blocks, self.people)
        self._scene = Scene(text, quotes, self.people, sentences, blocks, self.organisations, self.discourse, self.turns, by)

    def find(self, source: Span, content: Sequence[Span] = (), country: str = "") -> Found:
        """Whom the words of a source stand for. content: what it is the source of; country: whose office's words hold it, if one's do."""
        self._country = country
        words = " ".join(re.sub(r"[’']s?$", "", self._whole(source).of(self._scene.text).strip(' ,;:\u00a0\n“”"')).split())
        words = re.sub(r"(?<=\w)\s(?:an?|the|of|in)$", "", words)
        words = words if _ACRONYM.search(words) else words.rstrip(".")
        words = re.sub(r"\s(?:himself|herself|itself|themselves)$", "", words)
        words = re.sub(r"^(?:[Bb]oth|[Ee]ither|[Ee]ven)\s(?=the\s|[A-Z])", "", words)
        found = self._find(words, source, content)
        if found.ground == "description" and found.type == "unnamed" and found.name:
            self._scene.described.append((source.end, found))
        if not inside(self._scene.quotes, source.start) and found.name and found.type != "person":
            self._scene.others.append((source.start, found))
        return found

    def _whole(self, source: Span) -> Span:
        """A source with the rest of a seat's name that its end cuts (“Downing”: “Downing Street”)."""
        cut = next(
            (one for one in self.people.names if source.start <= one.start < source.end < one.end and one.text in offices()), None
        )
        return Span(source.start, cut.end) if cut else source

    def whom(self, span: Span) -> Found:
        """Whom the words of an addressee stand for."""
        self._country = ""
        words = " ".join(re.sub(r"[’']s?$", "", span.of(self._scene.text).strip(' ,;:“”"')).split())
        found = self._find(words, span, ())
        return found if found.name else Found(words, "unnamed", "description", 0.5, "as the text has it")

    def block(self, offset: int) -> tuple[int, int]:
        """The paragraph that holds an offset."""
        return next(((low, high) for low, high in self._scene.blocks if low <= offset < high), (offset, offset))

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset lies inside quotation marks."""
        return inside(self._scene.quotes, offset) is not None

    def _find(self, words: str, source: Span, content: Sequence[Span]) -> Found:
        if words.lower() in kinds("nobody") or not re.search(r"[^\W\d_]", words):
            return nobody(f"“{words}” names nobody")
        if words in _LABELS:
            return by_label(self._scene, _LABELS[words])
        small = words if words.isupper() and len(words) > 1 else words.lower()  # US and IT are no pronouns
        gender = gender_of(small)
        if gender:
            return by_pronoun(self._scene, source, words, gender, content)
        if small in ("they", "them", "their"):
            return by_other(self._scene, source, ("group", "org"), words)
        if small in ("it", "its"):
            return by_other(self._scene, source, ("org",), words)
        if small in _RELATIVE:
            return by_relative(self._scene, source, words)
        if small in _WRITER:
            turn = turn_at(self.turns, source.start)
            if turn is not None and turn.person is not None:
                return Found(turn.person.name, "person", "speaker", 0.9, f"“{words}” stands where {turn.person.name} speaks")
            if self._scene.writer:
                return Found(self._scene.writer, "person", "writer", 0.9, f"“{words}” is the writer, {self._scene.writer}")
            return nobody(f"“{words}” is the writer or somebody quoted; the text around it does not say who")
        asked = turn_at(self.turns, source.start)
        interviewee = guest(self.turns)
        if small in ("you", "your") and asked is not None and asked.asks and interviewee is not None:
            return Found(interviewee.name, "person", "speaker", 0.8, f"“{words}” is asked of {interviewee.name}")
        if small in _MANY:
            return nobody(f"“{words}” is the writer or somebody quoted; the text around it does not say who")
        if small in _ORDINALS:
            return by_order(self._scene, source, words, _ORDINALS[small])
        return (
            by_office(self._scene, words, source)
            or jointly(self._scene, words, source)
            or by_name(self._scene, words, source)
            or described(self._scene, words, source, content, self._country)
        )

    def unsourced(self, content: Sequence[Span]) -> Found | None:
        """Who says words without a source: whoever's turn it is."""
        turn = turn_at(self.turns, content[0].start)
        if turn is None or (turn.person is None and not turn.asks):
            return None
        if turn.person is None:
            return Found("interviewer", "unnamed", "description", 0.7, "a question of a printed interview")
        return Found(turn.person.name, "person", "speaker", 0.85, f"it is {turn.person.name}’s turn to speak")
