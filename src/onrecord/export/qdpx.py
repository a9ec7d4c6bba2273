"""Records to a REFI-QDA project (.qdpx), as NVivo, ATLAS.ti, MAXQDA, QualCoder and others open it: a zip of texts and codings.

By REFI-QDA 1.5 (https://www.qdasoftware.org), whose schema is of 18 March 2019:

- A document is a TextSource with its text as a file. Positions count Unicode code points in that file, from 0 (section 10.2);
  the end is not included, as QualCoder has it too. Line breaks stay as they are: a carriage return with its line feed is two.
- Each span of a content, cue or source is a PlainTextSelection. Codes are grouped: parts, acts, kinds, speakers. A content has
  the codes of all four; links lead from its first span to its other spans, its cue, its source and the statement around it.
- Why the speaker was chosen, and whether a person has looked at it, stand in a note on the content.
- GUIDs are made from our ids, and the zip says nothing of its day: the same records give the same file.

XML has no place for most control characters: in names and notes a replacement character stands in for them. Texts have them.
"""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.export import words
from onrecord.export.codebook import Codebook, guid
from onrecord.export.storable import storable
from onrecord.export.written import whole
from onrecord.export.xml import attribute, element
from onrecord.record import Document, Record, Span, Statement, StatementId

_USER = guid("user", "onrecord")
# Bytes of each part of the project that are held in memory before they go to disk.
_HELD = 16_000_000
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of what a zip can say; its own day would make each file another
_READABLE = 0o644 << 16
_UNIX = 3
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<Project xmlns="urn:QDA-XML:project:1.0" name="onrecord" origin="onrecord" '
    f'creatingUserGUID="{_USER}"><Users><User guid="{_USER}" name="onrecord"/></Users>\n'
)


def write(records: Iterable[Record], path: Path) -> int:
    """Write records to a file, whole or not at all; gives the number of statements. Raises RecordError where one can't be written."""
    statements, codebook = 0, Codebook()
    with whole(path) as unfinished, ZipFile(unfinished.path, "w", ZIP_DEFLATED) as archive, ExitStack() as stack:
        sources, notes, links = (stack.enter_context(SpooledTemporaryFile(_HELD)) for _ in range(3))
        for record in storable(records):
            archive.writestr(_member(_file(record.document)), record.document.text.encode())
            sources.write(_source(record, codebook).encode())
            notes.write("".join(_note(statement) for statement in record.statements).encode())
            links.write("".join(_links(statement) for statement in record.statements).encode())
            statements += len(record.statements)
        # The codes come first in the project, and are known last.
        project = [("Sources", sources), ("Notes", notes), ("Links", links)]
        head = (_HEAD + codebook.xml()).encode()
        member = _member("project.qde")
        member.file_size = len(head) + sum(part.tell() for _, part in project)  # by which zipfile knows a large one
        with archive.open(member, "w") as file:
            file.write(head)
            for name, part in project:
                _copy(name, part, file)
            file.write(b"</Project>\n")
    return statements


def _copy(name: str, part: IO[bytes], file: IO[bytes]) -> None:
    if part.tell():
        file.write(f"<{name}>\n".encode())
        part.seek(0)
        shutil.copyfileobj(part, file)
        file.write(f"</{name}>\n".encode())


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _EARLIEST)
    member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
    return member


def _file(document: Document) -> str:
    return f"sources/{guid('document', document.id)}.txt"


def _source(record: Record, codebook: Codebook) -> str:
    document = record.document
    identifier = guid("document", document.id)
    about = [f"Document {document.id}", document.outlet, document.published, document.url, words.translated(record)]
    return (
        f'<TextSource guid="{identifier}" name={attribute(document.title or document.id)} '
        f'plainTextPath="internal://{identifier}.txt" creatingUser="{_USER}">'
        f"{element('Description', '; '.join(part for part in about if part))}\n"
        f"{''.join(_selections(record, statement, codebook) for statement in record.statements)}</TextSource>\n"
    )


def _selections(record: Record, statement: Statement, codebook: Codebook) -> str:
    note = f'<NoteRef targetGUID="{guid("note", statement.id)}"/>'
    content = codebook.codes(record, statement)
    made = [
        _selection(statement, "content", number, span, content, "" if number else note)
        for number, span in enumerate(statement.content)
    ]
    for part, spans in (("cue", statement.cue), ("source", statement.source)):
        made += [_selection(statement, part, number, span, [guid("part", part)], "") for number, span in enumerate(spans)]
    return "".join(made)


def _selection(statement: Statement, part: str, number: int, span: Span, codes: list[UUID], note: str) -> str:
    identifier = _place(statement.id, part, number)
    codings = "".join(
        f'<Coding guid="{guid("coding", f"{identifier}:{code}")}" creatingUser="{_USER}"><CodeRef targetGUID="{code}"/></Coding>'
        for code in codes
    )
    return (
        f'<PlainTextSelection guid="{identifier}" name="{part} of {statement.id}" '
        f'startPosition="{span.start}" endPosition="{span.end}" creatingUser="{_USER}">{codings}{note}</PlainTextSelection>\n'
    )


def _place(statement: StatementId, part: str, number: int) -> UUID:
    return guid("selection", f"{statement}:{part}:{number}")


def _note(statement: Statement) -> str:
    facts = [
        f"{words.speaker(statement.speaker)}: {statement.why}" if statement.why else words.speaker(statement.speaker),
        f"Confidence: {words.confidence(statement)}",
        f"Said: {words.said_at(statement.said_at)}" if statement.said_at else "",
        f"Made by: {', '.join(f'{stage} {version}' for stage, version in sorted(statement.made_by.items()))}",
        f"Status: {words.status(statement)}",
    ]
    return (
        f'<Note guid="{guid("note", statement.id)}" name="why: {statement.id}" creatingUser="{_USER}">'
        f"{element('PlainTextContent', chr(10).join(fact for fact in facts if fact))}</Note>\n"
    )


def _links(statement: Statement) -> str:
    targets = [("goes on", _place(statement.id, "content", number)) for number in range(1, len(statement.content))]
    targets += [("cue", _place(statement.id, "cue", number)) for number in range(len(statement.cue))]
    targets += [("source", _place(statement.id, "source", number)) for number in range(len(statement.source))]
    targets += [("inside", _place(parent, "content", 0)) for parent in (statement.parent,) if parent]
    origin = _place(statement.id, "content", 0)
    return "".join(
        f'<Link guid="{guid("link", f"{origin}:{name}:{target}")}" name="{name}" direction="OneWay" '
        f'originGUID="{origin}" targetGUID="{target}"/>\n'
        for name, target in targets
    )
