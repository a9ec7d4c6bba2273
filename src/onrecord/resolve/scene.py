"""A document as its speakers are looked for in: the text with whatever was read in it before, and who was found to speak so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.quotes import Quoted
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.found import Found
from onrecord.resolve.organisations import Organisations
from onrecord.resolve.people import People
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.turns import Turn


@dataclass(frozen=True, slots=True)
class Scene:
    """What the finding of a speaker rests on. blocks: paragraphs; writer: the document's, if known.

    The two lists grow, in text order: others, where an organisation or group was found to speak; described, the ends of sources who are
    described, not named.
    """

    text: str
    quotes: Sequence[Quoted]
    people: People
    sentences: Sentences
    blocks: Sequence[tuple[int, int]]
    organisations: Organisations
    discourse: Discourse
    turns: Sequence[Turn]
    writer: str | None
    others: list[tuple[int, Found]] = field(default_factory=list)
    described: list[tuple[int, Found]] = field(default_factory=list)
