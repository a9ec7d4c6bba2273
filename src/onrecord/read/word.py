"""Word documents (DOCX) to their text: paragraphs, table cells and text boxes in the document's order, footnotes at the end.

The text is what a reader of the final version sees: tracked insertions are in it, deletions, hidden words,
comments and the heads and feet of the pages aren't.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import InputError
from onrecord.read.item import Item

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element  # type: ignore[import-untyped]

# A book in DOCX holds some 10 MB of XML, which packs about 10 to 1, rarely 50 to 1; pictures hardly pack at all.
LIMIT_UNPACKED = 300_000_000
LIMIT_RATIO = 200
LIMIT_MEMBERS = 5_000
# Small parts of nothing but repetition pack better than that and harm no one.
_SMALL = 1_000_000

LIMIT_CHARACTERS = 10_000_000

_ZIP = b"PK\x03\x04"
_MAIN = b"word/document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TEXT, _RUN, _ROW = f"{_W}p", f"{_W}t", f"{_W}r", f"{_W}tr"
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_SPACES = frozenset({f"{_W}tab", f"{_W}ptab"})
_HYPHEN = f"{_W}noBreakHyphen"
# What isn't in the final version, what is there a second time for older programs, and how a word is pronounced.
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}rt"})
_NOTES = (("footnotes", f"{_W}footnote"), ("endnotes", f"{_W}endnote"))


def is_docx(raw: bytes) -> bool:
    """Whether the bytes are a Word document: a zip archive that names one."""
    return raw.startswith(_ZIP) and _MAIN in raw


def read_docx(item: Item) -> Item:
    """The same item with its text, and with title and byline from the document's properties where the item has none.

    Raises InputError where the file is damaged, holds no words or would unpack to far more than a document holds.
    """
    _refuse_bombs(item)
    paragraphs, title, author = _read(item)
    text = "\n\n".join(paragraphs)
    if len(text) > LIMIT_CHARACTERS:
        raise InputError(f"{item.name} holds more than {LIMIT_CHARACTERS:,} characters: split it into one file for each document.")
    if not text:
        raise InputError(f"{item.name} is a Word document without words: check that it is the right file.")
    return msgspec.structs.replace(item, text=text, title=item.title or title, byline=item.byline or author)


def _refuse_bombs(item: Item) -> None:
    """Raise InputError before anything is unpacked. Python's zipfile unpacks no more of a part than is declared here."""
    try:
        with zipfile.ZipFile(io.BytesIO(item.raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged(item) from error
    bursts = any(part.file_size > max(_SMALL, LIMIT_RATIO * part.compress_size) for part in parts)
    if bursts or len(parts) > LIMIT_MEMBERS or sum(part.file_size for part in parts) > LIMIT_UNPACKED:
        raise InputError(
            f"{item.name} would unpack to far more than a document holds: it is damaged or made to do harm, so leave it out."
        )


def _read(item: Item) -> tuple[list[str], str | None, str | None]:
    """Paragraphs, title and author. Loading python-docx costs about 150 ms."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    broken = (
        OpcError,
        LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        KeyError,
        AttributeError,
        RuntimeError,
        OSError,
        EOFError,
    )
    try:
        document = docx.Document(io.BytesIO(item.raw))
        return [*_paragraphs(document.element), *_notes(document)], *_named(document)
    except broken as error:
        raise _damaged(item) from error


def _damaged(item: Item) -> InputError:
    return InputError(
        f"{item.name} is not a Word document that can be read: open it in a word processor and save it as DOCX again."
    )


def _named(document: "WordDocument") -> tuple[str | None, str | None]:
    """Title and author. Where a document states none, python-docx would make some up."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.parts.coreprops import CorePropertiesPart

    for relation in document.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES and not relation.is_external:
            part = relation.target_part
            if isinstance(part, CorePropertiesPart):
                stated = part.core_properties
                return " ".join(stated.title.split()) or None, " ".join(stated.author.split()) or None
    return None, None


def _paragraphs(root: "_Element") -> Iterator[str]:
    """Every paragraph below an element that has words; a text box follows the paragraph that it is anchored in."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == _PARAGRAPH:
            boxes: list[_Element] = []
            words = "\n".join(line for line in map(_tidy, "".join(_pieces(element, boxes)).split("\n")) if line)
            if words:
                yield words
            waiting.extend(reversed(boxes))
        elif not _is_gone(element):
            waiting.extend(reversed(element))


def _tidy(line: str) -> str:
    return " ".join(line.split())


def _is_gone(element: "_Element") -> bool:
    if element.tag == _ROW:
        return element.find(f"{_W}trPr/{_W}del") is not None
    if element.tag == _RUN:
        hidden = element.find(f"{_W}rPr/{_W}vanish")
        return hidden is not None and hidden.get(f"{_W}val") not in {"0", "false", "off"}
    return element.tag in _GONE


def _pieces(paragraph: "_Element", boxes: "list[_Element]") -> Iterator[str]:
    """The words of a paragraph; paragraphs inside it stand in text boxes, which are set aside."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag == _PARAGRAPH:
            boxes.append(element)
        elif tag == _TEXT:
            yield element.text or ""
        elif tag in _BREAKS:
            yield "\n"
        elif tag in _SPACES:
            yield " "
        elif tag == _HYPHEN:
            yield "-"
        elif not _is_gone(element) and tag != f"{_W}pPr":
            waiting.extend(reversed(element))


def _notes(document: "WordDocument") -> Iterator[str]:
    """Footnotes, then endnotes, as the document keeps them; the lines that separate them from the page are none."""
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        for ending, tag in _NOTES:
            if relation.is_external or not relation.reltype.endswith(f"/{ending}"):
                continue
            for note in parse_xml(relation.target_part.blob).iter(tag):
                if note.get(f"{_W}type") in {None, "normal"}:
                    yield from _paragraphs(note)
