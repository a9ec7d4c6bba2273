"""Statements to the lines of a brat .ann file, and such lines to statements as a person marked them.

A statement is a Content with relations to its Cue, its Source and the Content that it stands inside, with Kind and Act, with its
speaker's name as the annotator's note, and with its id as a note of our own, by which it is known again.

brat's lines can't hold a line break, so a span that runs over one is written in pieces, which are joined when they are read.
Offsets count code points. Each mark's words stand in its line, and are compared with the text before anything is believed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.errors import InputError, RecordError
from onrecord.record import Act, DocumentId, Record, Span, Spans, StatementId, StatementKind

_BREAKS = re.compile(r"[\r\n]+")
_UNBROKEN = re.compile(r"[^\r\n]+")
# Whatever Python or brat would end a line at, tabs, which part a line's fields, and what else no line should hold.
_NOT_IN_LINES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARK = re.compile(r"(T\d+)\t(Content|Cue|Source) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(.*)")
_RELATION = re.compile(r"R\d+\t(has_cue|has_source|inside) Arg1:(T\d+) Arg2:(T\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(?:(Kind) (T\d+) (direct|indirect|mixed)|(Act) (T\d+) (says|thinks|plans|shows))\s*")
_NOTE = re.compile(r"#\d+\t(AnnotatorNotes|Statement) (\S+)\t(.*)")
_STATEMENT = re.compile(r"s[0-9a-f]{20}")
_TARGETS = {"has_cue": "Cue", "has_source": "Source", "inside": "Content"}


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it stands in a brat folder. id: None where a person added it; kind, act: None where none is marked.

    parent: the id of the statement that it stands inside, None as well where that one was added by a person.
    """

    id: StatementId | None
    content: Spans
    cue: Spans
    source: Spans
    kind: StatementKind | None
    act: Act | None
    speaker: str | None
    parent: StatementId | None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it stands in a brat folder: its text and the statements marked in it, in the order of the file."""

    document: DocumentId
    text: str
    statements: tuple[Marked, ...]


def lines(record: Record) -> list[str]:
    """A record's statements as lines of an .ann file. Raises RecordError where a content is nothing but line breaks."""
    text, marks = record.document.text, dict[tuple[str, Spans] | StatementId, str]()
    texts: list[str] = []
    others: list[str] = []
    count: Counter[str] = Counter()

    def mark(kind: str, spans: Spans, key: tuple[str, Spans] | StatementId) -> str:
        if key not in marks:
            marks[key] = f"T{len(marks) + 1}"
            places = ";".join(f"{span.start} {span.end}" for span in spans)
            texts.append(f"{marks[key]}\t{kind} {places}\t{shown(text, spans)}")
        return marks[key]

    def other(letter: str, rest: str) -> None:
        count[letter] += 1
        others.append(f"{letter}{count[letter]}\t{rest}")

    for statement in record.statements:
        content = pieces(text, statement.content)
        if not content:
            raise RecordError(f"The content of {statement.id} is nothing but line breaks, which brat can't show.")
        mark("Content", content, statement.id)
    for statement in record.statements:
        own = marks[statement.id]
        # Statements that share a cue or a source share its mark, so that it is moved once for all of them.
        for name, relation, spans in (("Cue", "has_cue", statement.cue), ("Source", "has_source", statement.source)):
            if found := pieces(text, spans):
                other("R", f"{relation} Arg1:{own} Arg2:{mark(name, found, (name, found))}")
        if statement.parent:
            other("R", f"inside Arg1:{own} Arg2:{marks[statement.parent]}")
        other("A", f"Kind {own} {statement.kind}")
        other("A", f"Act {own} {statement.act}")
        other("#", f"Statement {own}\t{statement.id}")
        if name := note(statement.speaker.name if statement.speaker else ""):
            other("#", f"AnnotatorNotes {own}\t{name}")
    return texts + others


def page(document: DocumentId, text: str, annotations: str, where: str) -> Page:
    """What the lines of an .ann file mark in a text. where: the file's name, for errors.

    Raises InputError, with the line's number, at whatever is not a mark as onrecord's brat.conf offers them, and at a mark
    whose words are not those of the text.
    """
    read = _Lines(text, where)
    for number, line in enumerate(annotations.split("\n"), start=1):
        if line.strip():
            read.line(line.rstrip("\r"), number)
    return Page(document=document, text=text, statements=read.statements())


class _Lines:
    """The lines read so far, by mark."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.marks: dict[str, tuple[str, Spans]] = {}
        self.relations: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.values: dict[tuple[str, str], str] = {}

    def line(self, line: str, number: int) -> None:
        if match := _MARK.fullmatch(line):
            self._mark(match[1], match[2], match[3], match[4], number)
        elif match := _RELATION.fullmatch(line):
            self.relations[match[2], match[1]].append(match[3])
        elif match := _ATTRIBUTE.fullmatch(line):
            name, own, value = (one for one in match.groups() if one)
            self._value(own, name, value, number)
        elif match := _NOTE.fullmatch(line):
            self._value(match[2], match[1], match[3].strip(), number)
        else:
            raise self._error(number, "is not a mark, relation, attribute or note that onrecord's brat.conf offers; remove it")

    def _mark(self, name: str, kind: str, places: str, words: str, number: int) -> None:
        spans = []
        for place in places.split(";"):
            start, end = (int(part) for part in place.split(" "))
            if not start < end <= len(self.text):
                raise self._error(number, f"marks [{start}, {end}] in a text of {len(self.text)} characters")
            spans.append(Span(start, end))
        if words.split() != shown(self.text, spans).split():
            raise self._error(number, "says other words than stand in the text there; use the .txt file as it was written")
        if name in self.marks:
            raise self._error(number, f"is a second {name}")
        self.marks[name] = (kind, joined(self.text, spans))

    def _value(self, own: str, name: str, value: str, number: int) -> None:
        if (own, name) in self.values:
            raise self._error(number, f"is a second {name} of {own}; keep one")
        if name == "Statement" and not _STATEMENT.fullmatch(value):
            raise self._error(number, f"is not the id of a statement: {value}")
        self.values[own, name] = value

    def statements(self) -> tuple[Marked, ...]:
        """All contents, with what belongs to them."""
        for own, name in (*self.relations, *self.values):
            # A note may be made on a cue too; it says nothing of a statement.
            if own not in self.marks or (self.marks[own][0] != "Content" and name != "AnnotatorNotes"):
                raise InputError(f"{self.where}: {name} stands at {own}, which is no Content of this file.")
        found = tuple(self._statement(own, spans) for own, (kind, spans) in self.marks.items() if kind == "Content")
        ids = [one.id for one in found if one.id]
        if len(set(ids)) < len(ids):
            raise InputError(f"{self.where}: two Contents have the id of one statement; remove the note from the copy.")
        return found

    def _statement(self, own: str, spans: Spans) -> Marked:
        identifier = self.values.get((own, "Statement"))
        inside = [self.values.get((one, "Statement")) for one in self._targets(own, "inside")]
        if len(inside) > 1:
            raise InputError(f"{self.where}: {own} stands inside several Contents; keep one.")
        return msgspec.convert(
            {
                "id": identifier,
                "content": spans,
                "cue": self._spans(own, "has_cue"),
                "source": self._spans(own, "has_source"),
                "kind": self.values.get((own, "Kind")),
                "act": self.values.get((own, "Act")),
                "speaker": self.values.get((own, "AnnotatorNotes")) or None,
                "parent": inside[0] if inside else None,
            },
            Marked,
        )

    def _spans(self, own: str, relation: str) -> Spans:
        return joined(self.text, [span for one in self._targets(own, relation) for span in self.marks[one][1]])

    def _targets(self, own: str, relation: str) -> list[str]:
        targets = self.relations.get((own, relation), [])
        for one in targets:
            if self.marks.get(one, ("",))[0] != _TARGETS[relation]:
                raise InputError(
                    f"{self.where}: {own} has the relation {relation} to {one}, which is no {_TARGETS[relation]} of this file."
                )
        return targets

    def _error(self, number: int, what: str) -> InputError:
        return InputError(f"{self.where}, line {number}: this {what}.")


def pieces(text: str, spans: Iterable[Span]) -> Spans:
    """Spans without their line breaks: in two where they run over one."""
    return tuple(Span(*match.span()) for span in spans for match in _UNBROKEN.finditer(text, span.start, span.end))


def joined(text: str, spans: Sequence[Span]) -> Spans:
    """Spans in order, as one where they overlap or nothing but line breaks parts them."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and (span.start < made[-1].end or _BREAKS.fullmatch(text, made[-1].end, span.start)):
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return tuple(made)


def shown(text: str, spans: Sequence[Span]) -> str:
    """The words of spans as a line can hold them."""
    return " ".join(_NOT_IN_LINES.sub(" ", span.of(text)) for span in spans)


def note(name: str) -> str:
    """A name as a line can hold it."""
    return _NOT_IN_LINES.sub(" ", name).strip()
