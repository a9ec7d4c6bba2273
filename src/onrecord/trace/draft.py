"""A draft's record and the traces of its quotes to the rows of a page to tick and sign: what each rests on, what needs attention.

Every word in quotation marks stands in some row, as `pieces` or `beside`; rows stand in the order of the draft.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.extract.quotes import Quoted, quotations
from onrecord.read.paragraphs import paragraphs
from onrecord.record import Document, Finding, LeftOut, Record, Span, Spans, Statement, StatementId
from onrecord.resolve.kb import Base
from onrecord.resolve.sentences import Sentences
from onrecord.trace import needs
from onrecord.trace.dated import title, undated
from onrecord.trace.library import About
from onrecord.trace.needs import Need
from onrecord.trace.quotes import SHORTEST, count, joined
from onrecord.trace.tracing import Traced
from onrecord.trace.unclaimed import ACTS, passages, scraps


class Inner(msgspec.Struct, frozen=True):
    """Words inside a row's that may be somebody else's, who is left open; says: why."""

    pieces: Spans
    says: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One quote of a draft, or one passage in quotation marks that no statement covers (statement is None then).

    number: from 1, in the order of the draft. pieces: its words, beside: words in the same quotation marks that it leaves out. place:
    paragraph and, where the draft has any, page, in words. parent: the number of the row whose words hold it: it is second-hand.
    title: the offices that the speaker held then, in words. undated: times that can't be told. needs: the gravest first.
    """

    number: int
    statement: Statement | None
    pieces: Spans
    beside: Spans = ()
    place: str
    parent: int | None = None
    title: str | None = None
    traces: tuple[Traced, ...] = ()
    inner: tuple[Inner, ...] = ()
    undated: Spans = ()
    needs: tuple[Need, ...] = ()


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, its rows, and what stands in none of them.

    findings, undated: of the draft outside every row. passed_over: what of the text is not the story's, and was not checked. sources: what
    is known of each that is named in a row, by its id. texts: how many were there to be searched. left_out: sentences on sources that
    couldn't be read.
    """

    document: Document
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    undated: Spans = ()
    passed_over: tuple[LeftOut, ...] = ()
    sources: Mapping[str, About] = {}
    texts: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def open(self) -> list[Row]:
        """The rows that need attention."""
        return [row for row in self.rows if row.needs]

    @property
    def is_clear(self) -> bool:
        """Whether nothing in it needs attention."""
        return not (self.open or self.findings or self.undated)


def checked(
    record: Record,
    traced: Iterable[Traced],
    base: Base,
    *,
    about: Mapping[str, About] | None = None,
    texts: int = 0,
    left_out: Sequence[str] = (),
) -> Checked:
    """The page of a draft. traced: of its statements, as `tracing.traced` has them, and of its `passages`. base: who held which office.

    about: what is known of the sources.
    """
    made = _Page(record, tuple(traced), base)
    rows = made.rows()
    extents = [made.extent(row) for row in rows]
    known = about or {}
    named = {name: known[name] for row in rows for one in row.traces for name in _documents(one) if name in known}
    return Checked(
        document=record.document,
        rows=rows,
        findings=tuple(one for one in record.findings if not any(_meet(Span(one.start, one.end), extent) for extent in extents)),
        undated=tuple(one for one in made.undated if not any(one in row.undated for row in rows)),
        passed_over=record.left_out,
        sources=named,
        texts=texts,
        left_out=tuple(left_out),
    )


class _Page:
    """The draft with all that its rows are made of."""

    def __init__(self, record: Record, traced: Sequence[Traced], base: Base) -> None:
        self.record, self.text, self.base = record, record.document.text, base
        self.quotes = quotations(self.text)
        self.sentences = Sentences(self.text, self.quotes)
        self.blocks = [start for start, _ in paragraphs(self.text)]
        self.by_id = {one.id: one for one in record.statements}
        self.known = {one.id: one for one in base.actors}
        self.undated = tuple(one for one in undated(record.document) if not _inside(self.quotes, one))
        self.of_statement: dict[StatementId, list[Traced]] = defaultdict(list)
        for one in traced:
            self.of_statement[one.asked.statement].append(one)
        self.scraps = scraps(record)

    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order of the draft."""
        said = [one for one in self.record.statements if one.act in ACTS]
        folded = {one.id for one in said if self._is_folded(one)}
        starts: list[tuple[tuple[int, int], Statement | Span]] = [
            ((one.content[0].start, -one.content[-1].end), one) for one in said if one.id not in folded
        ]
        starts += [((one.pieces[0].start, -one.pieces[-1].end), one.pieces[0]) for one in passages(self.record)]
        ordered = [one for _, one in sorted(starts, key=lambda each: each[0])]
        numbers = {one.id: number for number, one in enumerate(ordered, 1) if isinstance(one, Statement)}
        rows = [self._row(number, one, numbers) for number, one in enumerate(ordered, 1)]
        return tuple(self._with_scraps(rows))

    def extent(self, row: Row) -> Span:
        """A row from the sentence that it begins in, with who says it, to the end of the one that it ends in."""
        spans = [*row.pieces, *row.beside, *((*row.statement.source, *row.statement.cue) if row.statement else ())]
        start, end = min(one.start for one in spans), max(one.end for one in spans)
        return Span(self.sentences.around(start)[0], max(end, self.sentences.around(end - 1)[1]))

    def _is_folded(self, one: Statement) -> bool:
        """Whether a statement is told of in the row of the one that holds it: it is of nobody else, and no quotation marks are its own."""
        parent = self.by_id.get(one.parent) if one.parent else None
        if parent is None or parent.act not in ACTS or not _is_within(one.content, parent.content):
            return False
        is_others = one.speaker is not None and one.speaker != parent.speaker
        return not is_others and (parent.kind == "direct" or not one.quoted)

    def _row(self, number: int, one: Statement | Span, numbers: Mapping[StatementId, int]) -> Row:
        if isinstance(one, Span):
            traces = tuple(each for each in self.of_statement.get(StatementId(""), ()) if each.asked.pieces == (one,))
            row = Row(number=number, statement=None, pieces=(one,), place=self._place(one.start), traces=traces)
            times = self._times(row)
            return msgspec.structs.replace(row, undated=times, needs=needs.of_passage(traces, self._words(times)))
        row = Row(
            number=number,
            statement=one,
            pieces=one.content,
            place=self._place(one.content[0].start),
            parent=self._parent(one, numbers),
            title=title(one, self.known.get(one.speaker.id) if one.speaker else None, self.base, self.record.document.published),
            traces=tuple(self.of_statement.get(one.id, ())),
            inner=self._inner(one, numbers),
        )
        times = self._times(row)
        found = needs.of_statement(one, row.traces, self._words(times), self._findings(row))
        return msgspec.structs.replace(row, undated=times, needs=found)

    def _parent(self, one: Statement, numbers: Mapping[StatementId, int]) -> int | None:
        parent = self._top(one, numbers)
        return numbers[parent] if parent else None

    def _top(self, one: Statement, numbers: Mapping[StatementId, int]) -> StatementId | None:
        """The nearest statement that holds one and has a row of its own."""
        seen = {one.id}
        while one.parent is not None and one.parent not in seen and one.parent in self.by_id:
            seen.add(one.parent)
            if one.parent in numbers:
                return one.parent
            one = self.by_id[one.parent]
        return None

    def _inner(self, one: Statement, numbers: Mapping[StatementId, int]) -> tuple[Inner, ...]:
        """What stands inside a statement, has no row of its own and may be another's."""
        return tuple(
            Inner(each.content, f"may be somebody else's, who is left open: {each.why}" if each.why else "may be somebody else's")
            for each in self.record.statements
            if each.speaker is None
            and count(joined(self.text, each.content)) >= SHORTEST
            and self._is_folded(each)
            and self._top(each, numbers) == one.id
        )

    def _with_scraps(self, rows: Sequence[Row]) -> list[Row]:
        """Rows with the few words in their quotation marks that no statement covers, each beside the nearest before it."""
        found = {row.number: [*row.beside] for row in rows}
        for span in self.scraps:
            quote = _inside(self.quotes, span)
            same = [row for row in rows if quote and any(_meet(piece, Span(quote.start, quote.end)) for piece in row.pieces)]
            near = min(same or rows, key=lambda row: min(abs(piece.start - span.start) for piece in row.pieces))
            found[near.number].append(span)
        return [msgspec.structs.replace(row, beside=tuple(sorted(found[row.number]))) for row in rows]

    def _place(self, at: int) -> str:
        paragraph = f"paragraph {max(1, bisect_right(self.blocks, at))}"
        page = next((one.label for one in reversed(self.record.document.marks) if one.kind == "page" and one.start <= at), None)
        return f"{paragraph}, page {page}" if page else paragraph

    def _times(self, row: Row) -> Spans:
        extent = self.extent(row)
        return tuple(one for one in self.undated if extent.start <= one.start and one.end <= extent.end)

    def _words(self, times: Spans) -> list[str]:
        return [one.of(self.text) for one in times]

    def _findings(self, row: Row) -> list[Finding]:
        extent = self.extent(row)
        return [one for one in self.record.findings if _meet(Span(one.start, one.end), extent)]


def _documents(one: Traced) -> list[str]:
    """The ids of all sources that a trace names."""
    both = [each for each in (one.trace, one.elsewhere) if each is not None]
    found = [each.found.document for each in both if each.found is not None]
    return [
        *found,
        *(name for each in both for name in each.also),
        *(miss.passage.document for each in both for miss in each.misses),
    ]


def _inside(quotes: Sequence[Quoted], span: Span) -> Quoted | None:
    return next((one for one in quotes if one.start <= span.start and span.end <= one.end), None)


def _is_within(one: Spans, other: Spans) -> bool:
    """Whether some stretches stand inside others, and are not all of them."""
    return one != other and all(any(wide.start <= span.start and span.end <= wide.end for wide in other) for span in one)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
