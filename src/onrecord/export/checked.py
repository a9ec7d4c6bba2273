"""A checked draft to what each of its views says: the head, what needs attention, the fields of every row, the foot.

The views only lay it out, so that the screen, the page and the document say the same. “Altered” is worded as a possible change of
meaning, and what was not found as not found in what was searched.
"""

from importlib.metadata import version
from typing import Final, Literal

import msgspec

from onrecord.export import words
from onrecord.read.paragraphs import MARKS
from onrecord.record import Span, Spans
from onrecord.trace.draft import Checked, Row
from onrecord.trace.drift import Piece
from onrecord.trace.fidelity import Fidelity
from onrecord.trace.needs import TOO_SHORT, Why
from onrecord.trace.sources import Passage
from onrecord.trace.trace import Miss, Trace, long_day
from onrecord.trace.tracing import Traced

# What a person ticks in each row.
BOXES: Final = ("right", "to change", "ask")

# What a passage is headed by that stands in quotation marks, and in no quote.
NOBODY: Final = "Nobody's words"

# What each kind of need is called in the list at the top.
_SHORT: Final[dict[Why, str]] = {
    "altered": "possible change of meaning",
    "elsewhere": "the same words stand in another speaker's text",
    "other words": "in quotation marks, and the source has other words",
    "other day": "the source is of another time",
    "unsure source": "source not sure",
    "not found": "not found in what was searched",
    "no texts": "no text of theirs is among the sources",
    "too short": "too few words to be sought",
    "speaker": "speaker left open",
    "unsure": "name not sure",
    "date": "a time that can't be told",
    "finding": "against what is known",
    "unclaimed": "in quotation marks, and in nothing that anybody is said to have said",
}
_FIDELITIES: Final[dict[Fidelity, str]] = {
    "verbatim": "word for word",
    "trimmed": "word for word, with something left out",
    "edited": "the source's words, with small changes",
    "translated": "as a translation of it",
    "paraphrase": "in other words",
    "altered": "possible change of meaning",
    "not found": "not found in what was searched",
}
_CAUTION: Final = (
    "Everything here was found by a machine and decided by nobody: tick and sign what you have checked. “Not found” says that the texts "
    "that were searched do not hold it, and never that it was not said."
)
_NO_CHANGE: Final = frozenset({"equal", "cut"})
_HEADING = 60  # characters of a row's words in its heading and in the list
_LONGEST = 600  # characters of a source's words that are shown


class Field(msgspec.Struct, frozen=True):
    """A labelled line of a row. kind: "need" for what needs attention, "words" for what somebody wrote or said."""

    label: str
    text: str
    kind: Literal["need", "words", "plain"] = "plain"


class Item(msgspec.Struct, frozen=True):
    """A line of the list of what needs attention. row: the number of the row that it is about, if of one."""

    row: int | None
    text: str


def title(page: Checked) -> str:
    """What the page is called."""
    return _line(f"Check of “{page.document.title}”") if page.document.title else "Check of a draft"


def head(page: Checked) -> list[str]:
    """What was checked against what, a sentence a line."""
    document = page.document
    about = (document.byline, document.outlet, document.published or "no date given", document.url)
    translated = f"Translated {_translated(document.translated_from)}" if document.translated_from else ""
    found = [
        " · ".join(part for part in about if part),
        *([translated] if translated else []),
        summary(page),
        _CAUTION,
        *(f"Not among the sources: {sentence}" for sentence in page.left_out),
    ]
    return [_line(sentence) for sentence in found]


def summary(page: Checked) -> str:
    """How much was looked at, and how much of it needs attention."""
    quotes = sum(row.statement is not None for row in page.rows)
    rest = len(page.rows) - quotes
    texts = f"{page.texts:,} source text{'' if page.texts == 1 else 's'}"
    looked = f"{len(page.document.text):,} characters were read, and there were {texts} to search"
    if not page.rows:
        return f"Nothing to check: no quote was found, and nothing in quotation marks. {looked}."
    passages = f" and {words.count(rest, 'other passage')} in quotation marks" if rest else ""
    needs = f"{len(page.open)} of {words.count(len(page.rows), 'row')} need{'s' if len(page.open) == 1 else ''} attention"
    return f"{words.count(quotes, 'quote')}{passages}; {needs if page.open else 'no row needs attention'}. {looked}."


def attention(page: Checked) -> list[Item]:
    """What needs attention: rows in the order of the draft, then what stands in none."""
    text = page.document.text
    items = [
        Item(row.number, f"{heading(page, row)}: {'; '.join(dict.fromkeys(_SHORT[need.why] for need in row.needs))}")
        for row in page.open
    ]
    items += [Item(None, f"“{text[one.start : one.end]}”: {one.says}") for one in page.findings]
    if page.undated:
        times = ", ".join(f"“{one.of(text)}”" for one in page.undated)
        items.append(Item(None, f"Outside the quotes, times that can't be told without the day of the draft: {times}"))
    return [Item(one.row, _line(one.text)) for one in items]


def heading(page: Checked, row: Row) -> str:
    """A row's heading, without its number: whose words, and their beginning."""
    said = _unmarked(_joined(page.document.text, row.pieces))
    beginning = said if len(said) <= _HEADING else said[:_HEADING].rsplit(" ", 1)[0] + " …"
    return f"{whose(row)}, “{beginning}”"


def whose(row: Row) -> str:
    """The name that a row goes by."""
    return words.speaker(row.statement.speaker) if row.statement else NOBODY


def said(page: Checked, row: Row) -> str:
    """A row's words, exactly as they stand in the draft, with a mark where they are interrupted."""
    return words.plain(_joined(page.document.text, row.pieces))


def fields(page: Checked, row: Row) -> list[Field]:
    """All that is told of a row, but for its words: what needs attention first."""
    found = [Field("Look at", need.says, "need") for need in row.needs]
    found += _of_statement(page, row)
    text = page.document.text
    if row.beside:
        found.append(Field("Beside", f"in the same quotation marks, and in no quote: {_quoted(text, row.beside)}"))
    found += [Field("Inside", f"“{_line(_joined(text, one.pieces))}”: {one.says}") for one in row.inner]
    if row.statement is not None and not row.traces and not row.needs:
        found.append(Field("Search", TOO_SHORT))
    for one in row.traces:
        is_part = _bare(one.asked.text) != _bare(_joined(text, row.pieces))
        found += _of_trace(page, one, is_part=is_part or len(row.traces) > 1)
    return [Field(one.label, words.plain(one.text), one.kind) for one in found if one.text]


def passed_over(page: Checked) -> list[str]:
    """What of the draft's text was not checked, with the reason."""
    text = page.document.text
    return [_line(f"{one.why}: {text[one.start : one.end]}") for one in page.passed_over]


def foot(page: Checked) -> str:
    """What the page is of, so that a signature stands for one wording of the draft only."""
    return f"Made by onrecord {version('onrecord')} of the draft whose bytes have the SHA-256 {page.document.sha256}."


def where(page: Checked, passage: Passage) -> str:
    """A source in words: whose, of which kind, when, its title and address, and where in it."""
    about = page.sources.get(passage.document)
    date = _day(passage.day) or (about.published if about else None) or "undated"
    known = (about.kind if about.kind != "other" else "", about.title, about.outlet, about.url or about.origin) if about else ()
    place = (f"characters {passage.start}–{passage.end}", "" if about and about.url else passage.document)
    parts = (passage.speaker or "speaker not given", date, *known, *place)
    return _line(" · ".join(part for part in parts if part))


def differences(one: Trace) -> list[str]:
    """Where a wording and its source differ, a phrase each."""
    return [_difference(one, piece) for piece in one.pieces if piece.change not in _NO_CHANGE or piece.is_moved]


def source_words(one: Trace, span: Span | None = None) -> str:
    """The source's words that were found, or a stretch of them. span: in the source's text."""
    if one.found is None or one.words is None:
        return ""
    start, end = (span.start, span.end) if span else (one.found.start, one.found.end)
    return one.words[max(0, start - one.found.start) : max(0, end - one.found.start)]


def _of_statement(page: Checked, row: Row) -> list[Field]:
    one = row.statement
    if one is None:
        return [Field("Place", f"{row.place}, {_offsets(row.pieces)}")]
    sure = f"name {words.share(one.confidence.speaker)}" if one.speaker else ""
    parent = next((each for each in page.rows if each.number == row.parent), None)
    details = (
        words.act(one) if one.act != "says" else "",
        words.kind(one),
        words.channel(one),
        "to " + ", ".join(each.name for each in one.addressees) if one.addressees else "",
    )
    when = words.said_at(one.said_at)
    only = "; only inferred, so check it" if one.said_at is not None and one.said_at.basis == "inferred" else ""
    return [
        Field("Place", f"{row.place}, {_offsets(row.pieces)}"),
        Field("Speaker", " · ".join(part for part in (words.speaker(one.speaker), sure, one.why or "") if part)),
        Field("Title then", row.title or ""),
        Field("Kind", " · ".join(part for part in details if part)),
        Field("Second-hand", _second_hand(parent)),
        Field("When", when + only if when else "the draft does not say when it was said"),
        Field("Translated", _translated(page.document.translated_from) if page.document.translated_from and one.quoted else ""),
    ]


def _second_hand(parent: Row | None) -> str:
    if parent is None or parent.statement is None:
        return ""
    return f"in the words of {words.speaker(parent.statement.speaker)}, row {parent.number}, who reports it"


def _of_trace(page: Checked, one: Traced, *, is_part: bool) -> list[Field]:
    found = [Field("Sought", f"“{_unmarked(one.asked.text)}”", "words")] if is_part else []
    if one.trace.found is not None:
        found += _of_source(page, one.trace)
    else:
        found.append(Field("Search", one.trace.searched.sentence))
        found += [_miss(page, miss) for miss in one.trace.misses[:1]]
    if one.elsewhere is not None and one.elsewhere.found is not None:
        found.append(Field("Elsewhere", where(page, one.elsewhere.found)))
        found.append(Field("It says", f"“{_shortened(source_words(one.elsewhere))}”", "words"))
    return [*found, *([Field("Note", one.note)] if one.note else [])]


def _of_source(page: Checked, one: Trace) -> list[Field]:
    assert one.found is not None  # noqa: S101 - for the type; the caller asked
    also = f" · the same text in {words.count(len(one.also), 'other source')}" if one.also else ""
    reason = one.reason[:1].upper() + one.reason[1:]
    return [
        Field("Source", where(page, one.found) + also),
        Field("It says", f"“{_shortened(source_words(one))}”", "words"),
        Field("Wording", f"{_FIDELITIES[one.fidelity]}; that it is the source {words.share(one.confidence)}. {reason}"),
        Field("Differences", "; ".join(differences(one))),
    ]


def _miss(page: Checked, miss: Miss) -> Field:
    return Field(
        "Nearest miss",
        f"“{_shortened(miss.words)}” · {where(page, miss.passage)} · that it is the source {100 * miss.likelihood:.0f}%: it was not "
        "taken for the source",
    )


def _difference(one: Trace, piece: Piece) -> str:
    here = _line(piece.quote.of(one.quote)) if piece.quote else ""
    there = _line(source_words(one, piece.source)) if piece.source else ""
    about = f" ({', '.join(piece.about)})" if piece.about else ""
    if piece.change == "equal":
        return f"“{here}” stands elsewhere in the source"
    if here and there:
        return f"“{here}” for “{there}”{about}"
    return f"“{here}” added{about}" if here else f"“{there}” left out{about}"


def _translated(code: str) -> str:
    return f"from {words.language(code)}: what stands in quotation marks is a translation, not the speaker's own words."


def _offsets(spans: Spans) -> str:
    return "characters " + ", ".join(f"{span.start}–{span.end}" for span in spans)


def _quoted(text: str, spans: Spans) -> str:
    return ", ".join(f"“{_unmarked(span.of(text))}”" for span in spans)


def _joined(text: str, spans: Spans) -> str:
    return words.GAP.join(span.of(text) for span in spans)


def _unmarked(text: str) -> str:
    """Words on one line, without quotation marks around them."""
    plain = _line(text)
    return plain.strip(f"{MARKS} ,") if plain[:1] in MARKS else plain


def _bare(text: str) -> list[str]:
    """The words of a text alone, without the “that” which may lead to them."""
    found = [word.strip(f"{MARKS},.…") for word in text.replace(words.GAP, " ").split()]
    found = [word for word in found if word]
    return found[1:] if found[:1] == ["that"] else found


def _shortened(text: str) -> str:
    plain = _line(text)
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _day(day: int | None) -> str:
    return "" if day is None else long_day(day)


def _line(text: str) -> str:
    return " ".join(words.plain(text).split())
