"""What a search asks and what it gives: statements, grouped by the utterance that they report, each with where it stands."""

from typing import Literal

import msgspec

from onrecord.record import Act, Basis, Confidence, Span, Speaker, StatementKind, Time
from onrecord.store.notices import Notice
from onrecord.store.schema import Standing

# How a name that was typed agrees with one of the archive.
Likeness = Literal["exact", "part", "typo"]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched for. All that is given must hold.

    words: as typed. about: an actor named in the content, or words in it. event: an event's id, or a kind of events.
    since, until: YYYY, YYYY-MM or YYYY-MM-DD, both included. min_confidence: in [0, 1]. like: words whose meaning to look for.
    limit: how many quotations to give, after the first `skip`. all_versions: whatever a statement's standing.
    """

    words: str | None = None
    speaker: str | None = None
    about: str | None = None
    to: str | None = None
    channel: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: StatementKind | None = None
    act: Act | None = None
    min_confidence: float | None = None
    event: str | None = None
    is_reviewed: bool | None = None
    like: str | None = None
    limit: int = 20
    skip: int = 0
    all_versions: bool = False


class Taken(msgspec.Struct, frozen=True):
    """A name of the archive, and how many statements, whatever their standing, or an outlet's documents are its."""

    name: str
    count: int


class Named(msgspec.Struct, frozen=True):
    """What a typed name was taken for. option: such as "speaker". taken: most statements first; others: how many names more."""

    option: str
    typed: str
    likeness: Likeness
    taken: tuple[Taken, ...]
    others: int = 0


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a quotation. words: the document's characters, pieces joined by " … ".

    marks: where the words asked for stand in `words`: code points, half-open. content: where these stand in the document.
    place: the page or the time of a recording, as the source numbers it. dated: the day to search by, whose basis is the
    statement's, or "published" where only the document has a day. origin: the file or address that the document was read
    from. is_match: whether it is what was asked for, and not only in the same quotation. similarity: to `like`, in [-1, 1].
    """

    statement: str
    document: str
    words: str
    marks: tuple[Span, ...]
    content: tuple[Span, ...]
    start: int
    end: int
    place: str | None
    title: str | None
    outlet: str | None
    url: str | None
    origin: str | None
    published: str | None
    version: int
    notices: tuple[Notice, ...]
    speaker: Speaker | None
    kind: StatementKind
    act: Act
    channel: str | None
    platform: str | None
    said_at: Time | None
    dated: str | None
    basis: Basis | Literal["published"] | None
    confidence: Confidence
    is_reviewed: bool
    standing: Standing
    why_joined: str | None
    is_match: bool
    similarity: float | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation. relevance: the higher the better, comparable within one search only; None where nothing was ranked.

    statements: how many it joins; reports: in how many documents that are no copies of each other; outlets: of all of them.
    fullest, earliest: may be one; members: all, or the first of them where there are too many to show, matches first.
    """

    quotation: str
    relevance: float | None
    statements: int
    reports: int
    outlets: tuple[str, ...]
    fullest: Member
    earliest: Member
    members: tuple[Member, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave.

    matches: how many statements are what was asked for. ranked: how many of these were ranked, the last added; fewer than
    matches where very many match. quotations: how many the ranked ones are of. names: what typed names were taken for.
    """

    query: Query
    matches: int
    ranked: int
    quotations: int
    hits: tuple[Hit, ...]
    names: tuple[Named, ...] = ()
