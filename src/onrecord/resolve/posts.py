"""Posts: what somebody publishes under their own name is their statement, all of it; what others say stands inside it."""

from collections.abc import Sequence

import msgspec

from onrecord.record import (
    Actor,
    Channel,
    Confidence,
    Document,
    LeftOut,
    Span,
    Speaker,
    Statement,
    StatementId,
    Time,
    statement_id,
)
from onrecord.resolve.identity import identity
from onrecord.resolve.kb.names import fold
from onrecord.resolve.statements import Resolved


def with_own_words(document: Document, left_out: Sequence[LeftOut], resolved: Resolved, made_by: dict[str, str]) -> Resolved:
    """What resolution made of a post, all of it inside the statement that the post itself is; other documents as they came.

    A post whose author the document doesn't name stays as it came, too.
    """
    content = _own(document, left_out)
    if document.kind != "post" or not document.byline or not content:
        return resolved
    author = _author(document, resolved.actors, document.byline)
    whole = Statement(
        id=statement_id(document.id, content, None),
        content=content,
        cue=(),
        source=(),
        kind="direct",  # a post is its author's own words, whatever marks stand in it
        act="says",
        quoted=content,
        speaker=Speaker(author.id, author.name, author.type),
        channel=Channel("post", None, None),
        said_at=_published(document),
        confidence=Confidence(1.0, 1.0),
        why=f"{author.name} published it",
        ground="author",
        made_by=made_by,
    )
    inside = _nested(document, resolved.statements, whole)
    renamed = {old.id: new.id for old, new in zip(resolved.statements, inside, strict=True)}
    events = tuple(
        msgspec.structs.replace(event, accounts=tuple(renamed.get(one, one) for one in event.accounts)) for event in resolved.events
    )
    actors = resolved.actors if author in resolved.actors else (author, *resolved.actors)
    return Resolved((whole, *inside), actors, events, resolved.findings)


def _own(document: Document, left_out: Sequence[LeftOut]) -> tuple[Span, ...]:
    """The text without the space around it and what was left out."""
    text, found, start = document.text, [], 0
    for part in (*left_out, LeftOut(len(text), len(text) + 1, "")):
        piece = text[start : part.start]
        low = start + len(piece) - len(piece.lstrip())
        high = start + len(piece.rstrip())
        if low < high:
            found.append(Span(low, high))
        start = max(start, part.end)
    return tuple(found)


def _author(document: Document, actors: Sequence[Actor], byline: str) -> Actor:
    """The actor whom the byline names: of the text, else of the knowledge base, else of this document alone."""
    name = byline.strip()
    for one in actors:
        if fold(name) in {fold(one.name), *(fold(other) for other in one.names)}:
            return one
    known = identity(document.id, "person", name)
    return Actor(id=known, name=name, type="person", names=(name,), wikidata=known if known.startswith("Q") else None)


def _published(document: Document) -> Time | None:
    moment = document.published
    if moment is None:
        return None
    return Time(start=moment, end=moment, granularity="day" if len(moment) == 10 else "minute", text=None, basis="stated")


def _nested(document: Document, statements: Sequence[Statement], whole: Statement) -> list[Statement]:
    """The statements of others, each inside the post, under the ids that they have there."""
    renamed: dict[StatementId, StatementId] = {}
    made = []
    for one in sorted(statements, key=lambda one: one.parent is not None):
        parent = renamed[one.parent] if one.parent is not None else whole.id
        renamed[one.id] = statement_id(document.id, one.content, parent)
        made.append(msgspec.structs.replace(one, id=renamed[one.id], parent=parent))
    by_id = {one.id: one for one in made}
    return [by_id[renamed[one.id]] for one in statements]
