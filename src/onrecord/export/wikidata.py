"""An actor to the Wikidata id that a record knows for it, where there is one and it is of the form of one."""

import re

from onrecord.record import ActorId, Record

_QID = re.compile(r"Q[1-9]\d*")


def qid(record: Record, actor: ActorId) -> str | None:
    """The Wikidata id of one of a record's actors, or None."""
    found = next((one.wikidata for one in record.actors if one.id == actor), None)
    return found if found and _QID.fullmatch(found) else None
