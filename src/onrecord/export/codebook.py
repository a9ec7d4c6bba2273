"""What can be said of a statement's parts, act, kind and speaker to the codes of a REFI-QDA project, in groups that can't be coded.

Speakers become codes as they come: one of several documents is one code where a Wikidata id says so, and else one for each.
"""

from typing import get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from onrecord.export import words
from onrecord.export.wikidata import qid
from onrecord.export.xml import attribute, element
from onrecord.record import Act, Record, Statement, StatementKind

_OURS = uuid5(NAMESPACE_URL, "urn:onrecord")
_PARTS = ("content", "cue", "source")


def guid(kind: str, identifier: str) -> UUID:
    """The GUID of something of ours, from what it is and its id."""
    return uuid5(_OURS, f"{kind}:{identifier}")


class Codebook:
    """The codes of a project; those of speakers grow with the records."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # of speakers, by key
        self._about: dict[str, str] = {}
        self._taken: set[str] = set()

    def codes(self, record: Record, statement: Statement) -> list[UUID]:
        """The codes of a statement's content."""
        return [
            guid("part", "content"),
            guid("act", statement.act),
            guid("kind", statement.kind),
            guid("speaker", self._speaker(record, statement)),
        ]

    def _speaker(self, record: Record, statement: Statement) -> str:
        one = statement.speaker
        known = qid(record, one.id) if one else None
        key = known or (one.id if one else "none")
        if key not in self._names:
            wanted = name = words.speaker(one).strip() or "no name"
            number = 1
            # Programs refuse two codes of one name in one group; which is which stands in the description.
            while name in self._taken:
                number += 1
                name = f"{wanted} ({number})"
            self._taken.add(name)
            self._names[key] = name
            self._about[key] = f"Wikidata {known}" if known else f"known from document {record.document.id} only" if one else ""
        return key

    def xml(self) -> str:
        """The CodeBook element."""
        parts = "".join(_code("part", part, part) for part in _PARTS)
        acts = "".join(_code("act", act, act) for act in get_args(Act))
        kinds = "".join(_code("kind", kind, kind) for kind in get_args(StatementKind))
        speakers = "".join(_code("speaker", key, name, self._about[key]) for key, name in self._names.items())
        groups = (("Parts", parts), ("Acts", acts), ("Kinds", kinds), ("Speakers", speakers))
        return f"<CodeBook><Codes>{''.join(_group(name, codes) for name, codes in groups)}</Codes></CodeBook>"


def _group(name: str, codes: str) -> str:
    return f'<Code guid="{guid("group", name)}" name={attribute(name)} isCodable="false">{codes}</Code>\n'


def _code(kind: str, key: str, name: str, about: str = "") -> str:
    return f'<Code guid="{guid(kind, key)}" name={attribute(name)} isCodable="true">{element("Description", about)}</Code>\n'
