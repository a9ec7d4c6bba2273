"""What a report of a quotation may rest on, and what speaks for it: the words that chains are told in."""

from typing import Literal

import msgspec

from onrecord.read.links import Link
from onrecord.record import DocumentId, Span, Spans, StatementId

# What speaks for an edge: a link; an outlet named as where it is from; the report's own outlet named as whom the speaker told it; the
# source's platform named as where it was said; the same text; the same departures from the source; the same words of the articles' own.
Kind = Literal["link", "named", "first hand", "channel", "copy", "wording", "words around"]

# How sure an edge is: the report itself points there as where this is from; much speaks for it; something does.
Sure = Literal["stated", "likely", "possible"]

# Why what points at another report makes no edge.
WhyNot = Literal["same day", "later", "undated", "not here", "apart", "circle"]


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """Where a quotation appeared. origin: the file or address that it was read from. published: ISO 8601, a date or a time with its zone.

    content: where its words stand in the text.
    """

    document: DocumentId
    statements: tuple[StatementId, ...] = ()
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    origin: str | None = None
    published: str | None = None
    content: Spans
    words: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A document that reports a quotation, with what may tell where it has it from.

    text: of the document. others: contents of its other statements. links: where it links to. family: the same for copies of one text.
    is_primary: the speaker speaks for themselves in it. translated_from: language code. channel: the platform that the report says it was
    said on, and the words that say so.
    """

    at: Appearance
    text: str
    others: Spans = ()
    links: tuple[Link, ...] = ()
    family: str | None = None
    is_primary: bool = False
    translated_from: str | None = None
    channel: tuple[str, Span] | None = None


class Original(msgspec.Struct, frozen=True):
    """What was really said. words: the passage; at: where it begins in the text of its document; None where only the words are known."""

    words: str
    at: int = 0
    document: DocumentId | None = None


class Departs(msgspec.Struct, frozen=True, kw_only=True):
    """A departure from the source in common: where it stands in either report, and in the source's text what it is instead of.

    has: the report's words, None where it leaves something out; instead_of: the source's, None where something is added.
    """

    here: Spans
    there: Spans
    source: Span | None
    has: str | None
    instead_of: str | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for an edge. here: in the text of the document `of`, which is the report or a copy of it; there: in the other's text.

    words: what stands here. says: a link's address, or the outlet or platform as the archive has it. bits: what a wording in common is worth,
    chance considered. departs: in which places, for a wording. near: of a link or a name, whether it stands in the statement's sentence
    and so gives the other as where that is from.
    """

    kind: Kind
    of: DocumentId
    here: Spans = ()
    there: Spans = ()
    words: str = ""
    says: str | None = None
    bits: float | None = None
    departs: tuple[Departs, ...] = ()
    near: bool = False


class Rest(msgspec.Struct, frozen=True, kw_only=True):
    """An edge. on: the document that a report rests on; None for the speaker, at first hand.

    others: documents of other reports for which the same evidence speaks as much. beyond: in the source's text, what the report gives of it
    and the one that it rests on does not, where that is much: so it may not rest on that one alone.
    """

    on: DocumentId | None
    sure: Sure
    evidence: tuple[Evidence, ...]
    others: tuple[DocumentId, ...] = ()
    beyond: Spans = ()


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """What points at another report without making an edge, and why it does not. on: None for an outlet without a report here."""

    on: DocumentId | None
    evidence: Evidence
    why_not: WhyNot


class Copy(msgspec.Struct, frozen=True):
    """A later copy of a report's text. rests: on the first, None where it is not surely later."""

    at: Appearance
    rests: Rest | None


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its copies. rests: on what, likeliest first; none: it is not known on what."""

    at: Appearance
    copies: tuple[Copy, ...] = ()
    rests: tuple[Rest, ...] = ()
    clues: tuple[Clue, ...] = ()
    is_primary: bool = False


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """What rests on what. original: what was really said, if known. first: documents of the first known appearance, several of one day.

    nodes: the earliest first, undated last; the source is among them where a document of the archive holds it.
    """

    original: Original | None
    first: tuple[DocumentId, ...]
    nodes: tuple[Node, ...]
