"""Records to FollowTheMoney entities, one a line, as Aleph and its relatives import them (https://followthemoney.tech).

What becomes what:

- A news document becomes an Article, any other a Document, with its text.
- A speaker, addressee or actor becomes a Person, an Organization or, for a group, a LegalEntity; its id is its Wikidata id where it
  is known, so that one person of many documents is one entity, and else the actor's, which is one document's. Somebody without a
  name ("an official") becomes no entity: nobody could tell whom it stands for.
- The schema has no statement. The nearest is a Note, which applies to the speaker and has the document as its proof: its
  description is the words as they stand, its notes are all that is known of them in words, whether it was reviewed among it.
- An actor named in a statement's words becomes a Mention, which ties the name to its document and to the actor.

A sha256 has no property there (contentHash is a SHA-1), nor has the time of saying: it stands in the notes. A text longer than
a value may be is several values, in order; a name or title longer than that ends in an ellipsis.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from onrecord.export import words
from onrecord.export.storable import storable
from onrecord.export.wikidata import qid
from onrecord.export.written import whole
from onrecord.record import Actor, ActorId, Record, Speaker, Statement

_SCHEMAS = {"person": "Person", "org": "Organization", "group": "LegalEntity"}
_WEB = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?")
# Controls have no place in a name: FollowTheMoney would drop them, and the name would be another than ours.
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# The longest values that FollowTheMoney 4.11 takes: a text's, a name's, any other's. An address that is longer is left out.
_TEXTS = frozenset({"bodyText", "description", "notes"})
_TEXT_LENGTH = 65_000
_LENGTHS = {"name": 384, "alias": 384}
_LENGTH = 1024
_KEY_LENGTH = 20  # hexadecimal digits of a mention's id, as in the record's own ids


class Entity(msgspec.Struct, frozen=True):
    """A FollowTheMoney entity: each property has a list of values, all of them text."""

    id: str
    schema: str
    properties: dict[str, list[str]]


def write(records: Iterable[Record], path: Path) -> int:
    """Write records to a file, whole or not at all; gives the number of statements. Raises RecordError where one can't be written."""
    statements = 0
    with whole(path) as unfinished, unfinished.path.open("wb") as file:
        for record in storable(records):
            for entity in entities(record):
                file.write(msgspec.json.encode(entity) + b"\n")
            statements += len(record.statements)
    return statements


def entities(record: Record) -> Iterator[Entity]:
    """A record's entities: the document, everyone with a name, the statements, and who is mentioned in them."""
    yield _document(record)
    ids = {
        actor.id: qid(record, actor.id) or actor.id for actor in record.actors if actor.type in _SCHEMAS and _is_name(actor.name)
    }
    for actor in record.actors:
        if actor.id in ids:
            yield _actor(record, actor)
    for one in _others(record, ids):
        ids[one.id] = one.id
        yield _entity(one.id, _SCHEMAS[one.type], name=[one.name])
    for statement in record.statements:
        yield _note(record, statement, ids)
    yield from _mentions(record, ids)


def _document(record: Record) -> Entity:
    document = record.document
    return _entity(
        document.id,
        "Article" if document.kind == "news" else "Document",
        fileName=[f"{document.id}.txt"],
        title=[document.title],
        author=[document.byline],
        publisher=[document.outlet],
        publishedAt=[_date(document.published)],
        retrievedAt=[_date(document.captured)],
        language=[_language(document.language)],
        sourceUrl=[_address(document.url)],
        bodyText=[document.text],
        notes=[words.translated(record)],
    )


def _actor(record: Record, actor: Actor) -> Entity:
    return _entity(
        qid(record, actor.id) or actor.id,
        _SCHEMAS[actor.type],
        name=[actor.name],
        alias=[name for name in actor.names if name != actor.name],
        wikidataId=[qid(record, actor.id)],
    )


def _others(record: Record, known: dict[ActorId, str]) -> Sequence[Speaker]:
    """Speakers and addressees with a name who are not among the record's actors."""
    spoken = [one for statement in record.statements for one in (statement.speaker, *statement.addressees) if one]
    return list({one.id: one for one in spoken if one.type in _SCHEMAS and one.id not in known and _is_name(one.name)}.values())


def _note(record: Record, statement: Statement, ids: dict[ActorId, str]) -> Entity:
    speaker = statement.speaker
    facts = [
        f"Speaker: {words.speaker(speaker)}",
        f"Kind: {words.kind(statement)}; act: {words.act(statement)}",
        words.second_hand(record, statement),
        f"To: {', '.join(one.name for one in statement.addressees)}" if statement.addressees else "",
        f"Through: {words.channel(statement)}" if statement.channel else "",
        f"Said: {words.said_at(statement.said_at)}" if statement.said_at else "",
        f"Ground: {statement.why}" if statement.why else "",
        f"Confidence: {words.confidence(statement)}",
        f"Characters {words.offsets(statement)} of document {record.document.id}",
        f"Status: {words.status(statement)}",
    ]
    # No name: a name would be matched with those of persons.
    return _entity(
        statement.id,
        "Note",
        description=[words.words(record, statement)],
        entity=[ids.get(speaker.id) if speaker else None],
        proof=[record.document.id],
        notes=["\n".join(fact for fact in facts if fact)],
        publisher=[record.document.outlet],
    )


def _mentions(record: Record, ids: dict[ActorId, str]) -> Iterator[Entity]:
    schemas = {actor.id: _SCHEMAS.get(actor.type) for actor in record.actors}
    named = [
        (record.document.text[one.start : one.end], one.actor)
        for statement in record.statements
        for one in statement.mentions
        if one.actor in ids
    ]
    for name, actor in dict.fromkeys(named):
        key = hashlib.sha256("\x1f".join((record.document.id, actor, name)).encode()).hexdigest()[:_KEY_LENGTH]
        if _is_name(name):
            yield _entity(
                f"m{key}",
                "Mention",
                document=[record.document.id],
                name=[name],
                resolved=[ids[actor]],
                detectedSchema=[schemas.get(actor)],
            )


def _entity(identifier: str, schema: str, **properties: Sequence[str | None]) -> Entity:
    """An entity without the values that are empty: texts in pieces, all others on one line, none longer than it may be."""
    kept: dict[str, list[str]] = {}
    for name, values in properties.items():
        written = [value for value in values if value and (_is_name if name in _LENGTHS else _line)(value)]
        if name in _TEXTS:
            kept[name] = [value[at : at + _TEXT_LENGTH] for value in written for at in range(0, len(value), _TEXT_LENGTH)]
        else:
            kept[name] = list(dict.fromkeys(_cut(_line(value), _LENGTHS.get(name, _LENGTH)) for value in written))
    return Entity(identifier, schema, {name: values for name, values in kept.items() if values})


def _cut(value: str, length: int) -> str:
    return value if len(value) <= length else value[: length - 1] + "…"


def _line(value: str) -> str:
    """A value on one line; nothing where there is nothing in it to be seen, which FollowTheMoney would take for no value."""
    line = _SPACE.sub(" ", value).strip()
    return line if any(character.isprintable() and character != " " for character in line) else ""


def _is_name(value: str) -> bool:
    """Whether anything could be meant by it: FollowTheMoney takes nothing but quotation marks, for one, for no name."""
    return any(character.isalnum() for character in value)


def _address(url: str | None) -> str | None:
    return url if url and len(url) <= _LENGTH and _WEB.fullmatch(url) else None


def _date(written: str | None) -> str | None:
    """A date, or a time in UTC, as FollowTheMoney takes it; none where it is neither."""
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    try:
        when = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    # A time without a zone may be a day's beginning or end in UTC: only its day is certain.
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S") if when.tzinfo else when.date().isoformat()


def _language(code: str | None) -> str | None:
    return _languages().get(re.split("[-_]", code)[0].lower()) if code else None


@cache
def _languages() -> dict[str, str]:
    text = files("onrecord.export").joinpath("data", "iso639.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
