"""Own words: what a post's author publishes, and what a transcript's speakers say in their turns, as statements of theirs.

What others are said to have said in them stands inside these statements.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from onrecord.read.paragraphs import paragraphs
from onrecord.record import (
    Actor,
    ActorType,
    Channel,
    Confidence,
    Document,
    LeftOut,
    Span,
    Spans,
    Speaker,
    Statement,
    StatementId,
    Time,
    statement_id,
)
from onrecord.resolve.identity import identity
from onrecord.resolve.kb.names import fold
from onrecord.resolve.names import without_title
from onrecord.resolve.statements import Resolved

# A turn's label at a paragraph's head: a name, with what it is called by before it, in capitals or not.
_LABEL: Final = re.compile(
    r"\s*(?P<label>(?:[A-ZÀ-ÖØ-Þ][\w.’'\-]*)(?: (?:[A-ZÀ-ÖØ-Þ][\w.’'\-]*|de|da|del|van|von|der|bin|al|el)){0,5}):\s+(?=\S)"
)

# Turns that make a transcript of a text.
_LEAST: Final = 2

# Somebody else's post, sent on.
_SENT_ON: Final = re.compile(r"\s*(?:RT|MT)\s+@\w", re.IGNORECASE)


class _Own(msgspec.Struct, frozen=True):
    """A stretch of somebody's own words. label: where a transcript names whose they are."""

    content: Spans
    label: Span | None
    speaker: Speaker


def with_own_words(document: Document, left_out: Sequence[LeftOut], resolved: Resolved, made_by: dict[str, str]) -> Resolved:
    """What resolution made of a post or a transcript, inside the statements that its author's or speakers' own words are.

    Other documents stay as they came, and so do a post whose author is not named, one that sends on somebody else's, and a
    transcript without labels.
    """
    if document.kind == "post":
        own = _post(document, left_out, resolved.actors)
    elif document.kind == "transcript":
        own = _turns(document, left_out, resolved.actors)
    else:
        own = []
    if not own:
        return resolved
    said_at, channel = _published(document), Channel("post" if document.kind == "post" else "remarks", None, None)
    holders = [_statement(document, one, said_at, channel, made_by) for one in own]
    labels = [one.label for one in own if one.label is not None]
    inside, renamed = _nested(document, resolved.statements, holders, labels)
    events = tuple(
        msgspec.structs.replace(event, accounts=tuple(renamed.get(one, one) for one in event.accounts)) for event in resolved.events
    )
    every = sorted([*holders, *inside], key=lambda one: (one.content[0].start, -one.content[-1].end))
    known = {actor.id for actor in resolved.actors}
    fresh = {one.speaker.id: one.speaker for one in own if one.speaker.id not in known}
    actors = (*(_actor(one) for one in fresh.values()), *resolved.actors)
    return Resolved(tuple(every), actors, events, resolved.findings)


def _statement(document: Document, own: _Own, said_at: Time | None, channel: Channel, made_by: dict[str, str]) -> Statement:
    is_post = document.kind == "post"
    return Statement(
        id=statement_id(document.id, own.content, None),
        content=own.content,
        cue=(),
        source=(own.label,) if own.label is not None else (),
        kind="direct",  # whatever marks stand in it, they are the speaker's own words
        act="says",
        quoted=own.content,
        speaker=own.speaker,
        channel=channel,
        said_at=said_at,
        confidence=Confidence(1.0, 1.0),
        why=f"{own.speaker.name} published it" if is_post else "the transcript names whose turn it is",
        ground="author" if is_post else "turn",
        made_by=made_by,
    )


def _post(document: Document, left_out: Sequence[LeftOut], actors: Sequence[Actor]) -> list[_Own]:
    content = _without(document.text, 0, len(document.text), left_out)
    if not document.byline or not document.byline.strip() or not content or _SENT_ON.match(document.text):
        return []
    return [_Own(content, None, _named(document, actors, document.byline.strip(), "person"))]


def _turns(document: Document, left_out: Sequence[LeftOut], actors: Sequence[Actor]) -> list[_Own]:
    text = document.text
    found = [match for low, high in paragraphs(text) if (match := _LABEL.match(text, low, high))]
    if len(found) < _LEAST:
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    made = []
    for match, end in zip(found, ends, strict=True):
        content = _without(text, match.end(), end, left_out)
        label = match["label"]
        is_role = label.upper() in _roles()
        speaker = _named(document, actors, label, "unnamed" if is_role else "person")
        if content:
            made.append(_Own(content, Span(match.start("label"), match.end("label")), speaker))
    return made


@cache
def _roles() -> frozenset[str]:
    lines = files("onrecord.resolve").joinpath("data", "turn_labels.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _without(text: str, low: int, high: int, left_out: Sequence[LeftOut]) -> Spans:
    """A stretch of text without the space around it and what was left out."""
    found, start = [], low
    for part in (*(one for one in left_out if one.end > low and one.start < high), LeftOut(high, high + 1, "")):
        piece = text[start : max(start, part.start)]
        first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if first < last:
            found.append(Span(first, last))
        start = max(start, part.end)
    return tuple(found)


def _named(document: Document, actors: Sequence[Actor], name: str, kind: ActorType) -> Speaker:
    """Whom a byline or a label means: the actor of the text who is called so, or by a name that ends so; else a new one."""
    if kind == "unnamed":
        shown = name.capitalize() if name.isupper() and len(name) > 1 else name
        return Speaker(identity(document.id, kind, shown), shown, kind)
    folded = fold(name)
    people = [one for one in actors if one.type in {"person", "org"}]
    exact = [one for one in people if folded in {fold(other) for other in (one.name, *one.names)}]
    # “PREMIER EGEDE”: the last word is a surname that one person of the text bears.
    surname = folded.split()[-1] if folded else ""
    bearing = [one for one in people if one.type == "person" and fold(one.name).split()[-1:] == [surname] and " " in fold(one.name)]
    for several in (exact, bearing if len(folded.split()) < 3 else []):
        if several and not several[0].name.isupper():
            return Speaker(several[0].id, several[0].name, several[0].type)
    shown = name.title() if name.isupper() else name
    shown = " ".join(without_title(shown.split())[1]) or shown
    return Speaker(identity(document.id, "person", shown), shown, "person")


def _actor(one: Speaker) -> Actor:
    return Actor(id=one.id, name=one.name, type=one.type, names=(one.name,), wikidata=one.id if one.id.startswith("Q") else None)


def _published(document: Document) -> Time | None:
    moment = document.published
    if moment is None:
        return None
    basis, granularity = ("stated", "day") if len(moment) == 10 else ("stated", "minute")
    if document.kind != "post":
        basis, moment, granularity = "inferred", moment[:10], "day"
    return msgspec.convert({"start": moment, "end": moment, "granularity": granularity, "text": None, "basis": basis}, Time)


def _nested(
    document: Document, statements: Sequence[Statement], holders: Sequence[Statement], labels: Sequence[Span]
) -> tuple[list[Statement], dict[StatementId, StatementId]]:
    """The statements of others, each inside the own words that hold it, under the ids that they have there.

    Those whose source is a turn's label are that turn again, and go.
    """
    renamed: dict[StatementId, StatementId] = {}
    gone: set[StatementId] = set()
    made: list[Statement] = []
    for one in sorted(statements, key=lambda one: one.parent is not None):
        if any(span.start < label.end and label.start < span.end for span in one.source for label in labels):
            gone.add(one.id)
            continue
        parent = renamed.get(one.parent) if one.parent is not None and one.parent not in gone else None
        holder = next((held.id for held in holders if _holds(held, one)), None)
        within = parent or holder
        new = statement_id(document.id, one.content, within) if within is not None else one.id
        # One that is all of somebody's own words is that statement again.
        if any(new == other.id for other in (*holders, *made)):
            gone.add(one.id)
            continue
        renamed[one.id] = new
        made.append(msgspec.structs.replace(one, id=new, parent=within))
    return made, renamed


def _holds(held: Statement, one: Statement) -> bool:
    return (
        held.content[0].start <= one.content[0].start
        and one.content[-1].end <= held.content[-1].end
        and one.content != held.content
    )
