"""Records to W3C Web Annotations (JSON-LD): an AnnotationCollection with one AnnotationPage, each statement an Annotation.

By the recommendation of 23 February 2017 (https://www.w3.org/TR/annotation-model/):

- The targets are the pieces of the content. Its appendix D says that each body then holds for each piece by itself.
- Each piece has a TextPositionSelector and a TextQuoteSelector beside each other, which both select it (section 4.2: several
  selectors should select the same). They don't refine each other: inside a refined selection the words around it are gone.
- Positions count Unicode code points, as sections 4.2.4 and 4.2.5 demand of selections in text, and they count in the text that onrecord
  stored, whose document is named beside each source. The page at the address has more around it: there the quote finds the
  place, and so its prefix and suffix are as long as it takes to be found only once in the stored text.
- Bodies: speaker and addressees (identifying), kind and act (classifying), cue, source and the statement around a nested one
  (linking), time and ground (describing). Which is which stands in `onrecord:role`, a term of our own beside the model's.

A text with control characters is written as it is: JSON escapes them.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.export import words
from onrecord.export.storable import storable
from onrecord.export.wikidata import qid
from onrecord.export.written import whole
from onrecord.record import Record, Span, Speaker, Statement

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:vocabulary:"}]
LABEL = "Statements with their speakers, made with onrecord"
_GENERATOR = {"id": "urn:onrecord:software", "type": "Software", "name": "onrecord"}
_WIKIDATA = "http://www.wikidata.org/entity/"
# Characters that stand around a quote at first; doubled until the three together stand only once in the text.
_AROUND = 32
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x1f]+')
_AGENTS = {"person": "Person", "org": "Organization"}

Json = dict[str, Any]


def write(records: Iterable[Record], path: Path) -> int:
    """Write records to a file, whole or not at all; gives the number of statements. Raises RecordError where one can't be written."""
    total, digest = 0, hashlib.sha256()
    with whole(path) as unfinished, unfinished.path.open("wb") as file:
        # Number and id are known at the end and stand there, so that nothing has to be held.
        file.write(b'{"@context":' + _json(CONTEXT) + b',"type":"AnnotationCollection","label":' + _json(LABEL))
        for record in storable(records):
            for statement in record.statements:
                # A collection of nothing has no page: a page must hold an annotation.
                file.write(b",\n" if total else b',"first":{"type":"AnnotationPage","startIndex":0,"items":[\n')
                file.write(_json(annotation(record, statement)))
                digest.update(statement.id.encode())
                total += 1
        collection = f"urn:onrecord:collection:{digest.hexdigest()}"
        if total:
            file.write(b'\n],"id":' + _json(f"{collection}:1") + b',"partOf":' + _json(collection))
            file.write(b'},"last":' + _json(f"{collection}:1"))
        file.write(b',"total":' + _json(total) + b',"id":' + _json(collection) + b"}\n")
    return total


def annotation(record: Record, statement: Statement) -> Json:
    """A statement as an Annotation, without the @context that its collection has."""
    targets = [_part(record, span) for span in statement.content]
    return {
        "id": _urn("statement", statement.id),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": _GENERATOR,
        "onrecord:status": words.status(statement),
        "onrecord:made-by": [f"{stage} {version}" for stage, version in sorted(statement.made_by.items())],
        "onrecord:confidence": {
            "onrecord:words": statement.confidence.words,
            "onrecord:speaker": statement.confidence.speaker,
        },
        "body": _bodies(record, statement),
        "target": targets if len(targets) > 1 else targets[0],
    }


def _bodies(record: Record, statement: Statement) -> list[Json]:
    bodies = [_identified(record, statement.speaker, "speaker") if statement.speaker else _text(words.speaker(None), "speaker")]
    bodies += [_identified(record, one, "addressee") for one in statement.addressees]
    bodies += [_text(statement.kind, "kind", "classifying"), _text(statement.act, "act", "classifying")]
    bodies += [_part(record, span) | {"purpose": "linking", "onrecord:role": "cue"} for span in statement.cue]
    bodies += [_part(record, span) | {"purpose": "linking", "onrecord:role": "source"} for span in statement.source]
    if statement.parent:
        parent = {"type": "SpecificResource", "source": _urn("statement", statement.parent)}
        bodies.append(parent | {"purpose": "linking", "onrecord:role": "inside"})
    if statement.said_at:
        time = {f"onrecord:{name}": getattr(statement.said_at, name) for name in ("start", "end", "granularity", "basis")}
        bodies.append(_text(words.said_at(statement.said_at), "said-at") | time)
    if statement.why:
        bodies.append(_text(statement.why, "why"))
    return bodies


def _identified(record: Record, one: Speaker, role: str) -> Json:
    known = qid(record, one.id)
    source = {"id": _WIKIDATA + known if known else _urn("actor", one.id), "name": one.name, "onrecord:type": one.type}
    if one.type in _AGENTS:
        source["type"] = _AGENTS[one.type]
    return {"type": "SpecificResource", "source": source, "purpose": "identifying", "onrecord:role": role}


def _text(value: str, role: str, purpose: str = "describing") -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose, "onrecord:role": role}


def _part(record: Record, span: Span) -> Json:
    document = record.document
    own = _urn("document", document.id)
    source: Json = {"id": document.url if document.url and _IRI.fullmatch(document.url) else own, "type": "Text"}
    if document.language:
        source["language"] = document.language
    return {
        "type": "SpecificResource",
        "source": source | {"onrecord:document": own},
        "selector": [{"type": "TextPositionSelector", "start": span.start, "end": span.end}, _quote(document.text, span)],
    }


def _quote(text: str, span: Span) -> Json:
    around = _AROUND
    while True:
        start, end = max(0, span.start - around), min(len(text), span.end + around)
        if text.find(text[start:end], text.find(text[start:end]) + 1) < 0:
            break
        around *= 2
    return {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[start : span.start],
        "suffix": text[span.end : end],
    }


def _urn(kind: str, identifier: str) -> str:
    return f"urn:onrecord:{kind}:{identifier}"


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
