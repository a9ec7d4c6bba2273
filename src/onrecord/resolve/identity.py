"""Names to ids of actors: whom the knowledge base or the lists know is the same in every document, everybody else only in their own."""

from functools import cache

from onrecord.record import ActorId, ActorType, DocumentId, actor_id
from onrecord.resolve.aliases import aliases, known_as
from onrecord.resolve.kb import base
from onrecord.resolve.kb.names import slug
from onrecord.resolve.words import countries, offices


def identity(document: DocumentId, kind: ActorType, name: str) -> ActorId:
    """The id of an actor that a document calls by this name, which is the one that resolution settled on.

    Two documents' John Smiths stay two until someone joins them, unless the knowledge base knows exactly one.
    """
    if kind in ("person", "org"):
        known = base().named(name)
        if len(known) == 1 and known[0].type == kind:
            return ActorId(known[0].id)
    if kind == "org" and (name in aliases() or name in countries() or name in _offices()):
        return ActorId(f"org-{slug(known_as(name))}")
    return actor_id(document, kind, name)


@cache
def _offices() -> frozenset[str]:
    """What metonyms stand for: “Presidency of France”."""
    return frozenset(office.name for office in offices().values())
